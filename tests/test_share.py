import shutil
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import framelens as fl
from framelens.share import find_leak
from tests.toy import ROOT, copy_study, needs_data, real_study, small_study

SENTENCE = "The quiet harbour froze over before anybody could leave it."


def files_of(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))


def test_a_shared_study_runs_without_its_texts(sample, tmp_path):
    folder = fl.share_study(fl.read_study(copy_study("port-callen", tmp_path)), tmp_path / "shared")
    seen = fl.observe(fl.read_study(folder))
    assert not seen.has_texts
    for measure in (
        lambda seen: fl.voice_shares(seen.annotations.tokens),
        lambda seen: fl.label_shares(seen.labels),
        lambda seen: fl.summarize_sentiment(seen.scores),
        lambda seen: seen.facts,
        lambda seen: fl.contrast_terms(fl.count_terms(seen.annotations.tokens)),
    ):
        pd.testing.assert_frame_equal(measure(seen), measure(sample[1]), check_exact=True)


def test_no_file_of_a_shared_study_holds_eight_words_of_an_article(sample, tmp_path):
    folder = fl.share_study(sample[0], tmp_path / "shared")
    texts = dict(zip(sample[1].annotations.articles["article_id"], sample[1].annotations.articles["text"], strict=True))
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert len(files) >= 12
    assert [path.name for path in files if find_leak(path.read_text(encoding="utf-8"), texts)] == []


def test_sharing_twice_gives_the_same_bytes(sample, tmp_path):
    first, second = (fl.share_study(sample[0], tmp_path / name) for name in ("one", "two"))
    assert files_of(first) == files_of(second)
    for name in files_of(first):
        if (first / name).is_file():
            assert (first / name).read_bytes() == (second / name).read_bytes()


@pytest.mark.parametrize(
    ("place", "line"),
    [("title", 'title = "A small war"'), ("pattern", 'patterns = ["ended"]')],
)
def test_a_study_file_with_eight_words_of_an_article_is_refused_and_nothing_written(tmp_path, place, line):
    folder = small_study(tmp_path / "leaky", texts={"one": SENTENCE, "two": "The war ended."})
    leak = "quiet harbour froze over before anybody could leave"
    file = folder / "study.toml"
    file.write_text(file.read_text().replace(line, line.replace("A small war", leak).replace("ended", leak)))
    with pytest.raises(fl.LeakError) as error:
        fl.share_study(fl.read_study(folder), tmp_path / "out")
    assert str(error.value) == (
        "'study.toml' would share 8 words in a row with one.txt (\"quiet harbour froze …\"); shorten it."
        " Nothing was written."
    )
    assert files_of(tmp_path / "out") == []


def test_seven_words_of_an_article_are_a_phrase(tmp_path):
    folder = small_study(tmp_path / "brief", texts={"one": SENTENCE, "two": "The war ended."})
    file = folder / "study.toml"
    file.write_text(file.read_text().replace("A small war", "harbour froze over before anybody could leave"))
    fl.share_study(fl.read_study(folder), tmp_path / "out")
    assert files_of(tmp_path / "out")[:3] == ["articles.csv", "shared", "shared/articles.csv"]


def test_a_study_without_texts_cannot_be_shared(tmp_path):
    folder = small_study(tmp_path / "bare")
    shutil.rmtree(folder / "articles")
    with pytest.raises(fl.StudyError) as error:
        fl.share_study(fl.read_study(folder), tmp_path / "out")
    assert str(error.value) == "'bare' has no texts to share from; put its articles in place first."
    assert not (tmp_path / "out").exists()


WORDS = st.lists(st.sampled_from(["ash", "bay", "cod"]), max_size=24)


@settings(max_examples=50, deadline=None)
@given(WORDS, WORDS)
def test_a_leak_is_eight_words_in_a_row_whatever_parts_them(text, content):
    runs = {tuple(text[start : start + 8]) for start in range(len(text) - 7)}
    expected = any(tuple(content[start : start + 8]) in runs for start in range(len(content) - 7))
    found = find_leak(", “".join(content).upper(), {"a": " \n".join(text)})
    assert (found is not None) is expected


def test_an_apostrophe_s_shape_hides_no_leak():
    text = "It wasn't the harbour that anybody's ships had left."
    assert find_leak(text.replace("'", "’"), {"a": text}) == ("a", "it wasnt the")


@needs_data
def test_the_committed_shared_form_is_that_of_the_five_articles(tmp_path):
    study = fl.read_study(real_study(tmp_path / "real"))
    made = fl.share_study(study, tmp_path / "out") / "shared"
    committed = ROOT / "seeds" / "antalya-2022" / "shared"
    assert files_of(made) == files_of(committed)
    differing = [name for name in files_of(made) if (made / name).read_bytes() != (committed / name).read_bytes()]
    assert differing == []
