import pandas as pd
import pytest

from framelens.parts import Part, join, writing

FRAME = pd.DataFrame({"term": pd.Series(["a", None], dtype="str"), "n": pd.Series([1, None], dtype="Int64")})


@pytest.fixture
def part(tmp_path):
    return Part(tmp_path / "out", 3, "the key")


def write(part, *frames):
    with writing(part) as add:
        for frame in frames:
            add({"words": frame})
    return part.file("words")


def test_a_part_holds_all_that_was_added_under_its_number(part, tmp_path):
    file = write(part, FRAME, FRAME)
    assert file == tmp_path / "out" / "words.parquet" / "part-00003.parquet"
    pd.testing.assert_frame_equal(pd.read_parquet(file), pd.concat([FRAME, FRAME], ignore_index=True))
    assert part.n_rows(["words"]) == {"words": 4}
    assert [path.name for path in file.parent.iterdir()] == ["part-00003.parquet"]


def test_a_part_is_sound_only_if_it_was_made_from_the_same(part, tmp_path):
    assert part.state(["words"]) == "missing"
    write(part, FRAME)
    assert part.state(["words"]) == "sound"
    assert Part(tmp_path / "out", 3, "another key").state(["words"]) == "missing"
    assert Part(tmp_path / "out", 4, "the key").state(["words"]) == "missing"
    assert part.state(["words", "verbs"]) == "missing"


def cut_short(content):
    return content[: len(content) // 2]


def emptied(_):
    return b""


def one_bit_flipped(content):
    # A page of data follows the four letters PAR1 and its header; the text "a" stands in the first.
    place = content.index(b"\x01\x00\x00\x00a") + 4
    return content[:place] + b"b" + content[place + 1 :]


@pytest.mark.parametrize("damage", [cut_short, emptied, one_bit_flipped])
def test_damage_is_seen(part, damage):
    frame = pd.DataFrame({"term": pd.Series(["a"], dtype="str")})
    file = write(part, frame)
    file.write_bytes(damage(file.read_bytes()))
    assert part.state(["words"]) == "corrupt"


def test_when_adding_fails_the_part_from_before_stays_and_nothing_beside_it(part):
    before = write(part, FRAME).read_bytes()
    with pytest.raises(AttributeError):  # The second table is none.
        write(part, FRAME.head(1), None)
    assert part.file("words").read_bytes() == before
    assert [path.name for path in part.file("words").parent.iterdir()] == ["part-00003.parquet"]


def test_parts_joined_are_one_table_that_names_no_key(tmp_path):
    files = [write(Part(tmp_path, number, f"key {number}"), FRAME.assign(n=number)) for number in (0, 1)]
    join(files, tmp_path / "whole")
    found = pd.read_parquet(tmp_path / "whole")
    pd.testing.assert_frame_equal(found, pd.concat([FRAME.assign(n=n) for n in (0, 1)], ignore_index=True))
    assert b"key 0" not in (tmp_path / "whole").read_bytes()
