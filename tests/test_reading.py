import html

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from framelens.markup import plain_line
from framelens.reading import Block, read_blocks
from framelens.zoning import Line, zone_lines


def lines_of(*rows):
    """Lines of a file, each of the zone given or body."""
    lines, start = [], 0
    for number, row in enumerate(rows, start=1):
        zone, raw = row if isinstance(row, tuple) else ("body" if row.strip() else "blank", row)
        lines.append(Line(number, start, start + len(raw), raw, zone, "by hand"))
        start += len(raw) + 1
    return lines


def texts(*rows):
    """Reading texts of the blocks."""
    return [block.text for block in read_blocks(lines_of(*rows))]


def test_lines_that_end_sentences_are_paragraphs():
    assert texts("One ends.", "Two ends.", "", "Three ends.") == ["One ends.\nTwo ends.\nThree ends."]


def test_a_colon_ends_a_paragraph():
    assert texts("They want two things:", "wages and hours.") == ["They want two things:\nwages and hours."]


def test_a_line_that_breaks_inside_a_sentence_runs_on():
    assert texts("The crews of both", "lines wait.") == ["The crews of both lines wait."]


def test_a_blank_line_inside_a_sentence_disappears():
    assert texts("The crews of both", "", "lines wait.") == ["The crews of both lines wait."]


def test_a_boilerplate_line_inside_a_sentence_disappears():
    rows = ["The crews of both", "", ("boilerplate", "Sign up for our briefing."), "", "lines wait."]
    assert texts(*rows) == ["The crews of both lines wait."]


def test_hard_wraps_disappear_and_blank_lines_part_paragraphs():
    wrapped = ["The ferries between the two ports stopped on Monday as", "crews waited. Nobody could say why."] * 3
    joined = " ".join(wrapped)
    assert texts(*wrapped, "", *wrapped) == [f"{joined}\n{joined}"]


def test_another_zone_begins_a_block():
    blocks = read_blocks(lines_of(("headline", "Ferries stop"), "One ends.", ("subhead", "Wages"), "Two ends."))
    assert [(block.zone, block.text) for block in blocks] == [
        ("headline", "Ferries stop"),
        ("body", "One ends."),
        ("subhead", "Wages"),
        ("body", "Two ends."),
    ]


def test_markup_and_entities_are_read_as_a_reader_sees_them():
    assert texts("**Crews** &amp; [owners](https://example.org) <i>talk</i>.") == ["Crews & owners talk."]


def test_white_space_is_single_blanks():
    assert texts("  One\t two \u00a0three.  ") == ["One two three."]


def test_no_lines_give_no_blocks():
    assert read_blocks([]) == []
    assert texts("", ("boilerplate", "Share")) == []


def test_a_span_is_found_in_the_file():
    text = "Say **no** &amp; go\n\nnow."
    block = read_blocks(lines_of(*text.split("\n")))[0]
    start = block.text.index("no & go")
    # From the n of "no" behind two stars to the o of "go": the markup and the entity in between belong to it.
    assert text[slice(*block.source_span(start, start + 7))] == "no** &amp; go"


def test_an_entity_at_the_end_of_a_span_begins_it():
    block = read_blocks(lines_of("a &amp; b"))[0]
    assert block.source_span(0, 3) == (0, 3)


def test_an_empty_span_is_nowhere():
    with pytest.raises(ValueError) as err:  # noqa: PT011
        Block("body", "abc", [0, 1, 2]).source_span(2, 2)
    assert str(err.value) == "the span from 2 to 2 is empty"


@pytest.mark.parametrize(("start", "end", "trimmed"), [(0, 6, (2, 5)), (2, 5, (2, 5)), (1, 4, (2, 4)), (2, 6, (2, 5))])
def test_white_space_at_the_ends_is_trimmed(start, end, trimmed):
    assert Block("body", "  abc ", range(6)).trimmed(start, end) == trimmed


PLAIN = st.lists(st.text(alphabet="abc .,\t“”’'A?", max_size=30), max_size=8).map("\n".join)
RICH = st.lists(st.text(alphabet="ab .*_#<>[]()&;amp\u200b“”A?", max_size=30), max_size=8).map("\n".join)


@given(st.one_of(PLAIN, RICH, st.text(max_size=120)))
@settings(max_examples=100, deadline=None)
def test_offsets_increase_and_stay_inside_the_file(text):
    for block in read_blocks(zone_lines(text)):
        offsets = list(block.offsets)
        assert len(offsets) == len(block.text)
        assert all(one < other for one, other in zip(offsets, offsets[1:], strict=False))
        assert not offsets or (offsets[0] >= 0 and offsets[-1] < len(text))


@given(st.one_of(PLAIN, RICH))
@settings(max_examples=100, deadline=None)
def test_each_character_is_the_files_but_white_space_and_entities(text):
    for block in read_blocks(zone_lines(text)):
        for char, place in zip(block.text, block.offsets, strict=True):
            assert char == text[place] or (char.isspace() and text[place].isspace()) or text[place] == "&"


@given(PLAIN, st.data())
@settings(max_examples=100, deadline=None)
def test_a_span_of_the_reading_text_is_the_same_in_the_file(text, data):
    for block in read_blocks(lines_of(*text.split("\n"))):
        if block.text:
            start = data.draw(st.integers(0, len(block.text) - 1))
            end = data.draw(st.integers(start + 1, len(block.text)))
            source = text[slice(*block.source_span(start, end))]
            assert source.split() == block.text[start:end].split()


@given(st.lists(st.sampled_from(["a", "&amp;", "**b**", " ", "<i>c</i>", "&#8212;"]), min_size=1).map("".join))
@settings(max_examples=50, deadline=None)
def test_a_whole_line_reads_as_its_plain_text(line):
    assert [block.text for block in read_blocks(lines_of(("body", line)))] == [plain_line(line)]
    assert "&amp;" not in html.escape(plain_line(line)).replace("&amp;", "")
