import pandas as pd
import pytest

from framelens.annotations import annotate
from framelens.corpus import read_corpus
from framelens.observations import observe
from framelens.schema import ANNOTATION_TABLES
from framelens.study import read_study
from tests.toy import small_study


@pytest.fixture
def study(tmp_path):
    return read_study(small_study(tmp_path / "study"))


def cut_short(content):
    return content[: len(content) // 2]


def emptied(_):
    return b""


def one_bit_flipped(content):
    place = len(content) // 2
    return content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :]


@pytest.mark.parametrize("damage", [cut_short, emptied, one_bit_flipped])
def test_a_damaged_parse_is_made_again(study, tmp_path, damage):
    articles, cache = read_corpus(study), tmp_path / "cache"
    expected = annotate(articles, study, cache=cache)
    file = sorted(cache.iterdir())[0]
    sound = file.read_bytes()
    file.write_bytes(damage(sound))
    found = annotate(articles, study, cache=cache)
    for name in ANNOTATION_TABLES:
        pd.testing.assert_frame_equal(getattr(found, name), getattr(expected, name))
    assert file.read_bytes() == sound


@pytest.mark.parametrize("damage", [cut_short, emptied, None])
def test_damaged_observations_are_made_again(study, tmp_path, damage):
    cache = tmp_path / "cache"
    expected = observe(study, cache=cache)
    (file,) = cache.rglob("tokens.parquet")
    if damage:
        file.write_bytes(damage(file.read_bytes()))
    else:
        file.unlink()
    found = observe(study, cache=cache)
    pd.testing.assert_frame_equal(found.annotations.tokens, expected.annotations.tokens)
    assert file.is_file()
