import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from framelens.reading import read_blocks
from framelens.sentences import split_sentences
from framelens.zoning import zone_lines


def sentences(text):
    """The sentences of a reading text."""
    return [text[start:end] for start, end in split_sentences(text)]


@pytest.mark.parametrize(
    "parts",
    [
        ["Crews wait.", "Owners talk."],
        ["Who pays?", "Nobody!", "Why?!", "So it is."],
        ["“We wait.”", "He left."],
        ["He left (on Monday.)", "She stayed."],
        ["'Go.'", "'No.'"],
        ["She said “no.”", "“Yes,” he said."],
        ["It ended...", "Nobody knew."],
        ["They paid 3.5m.", "It was late."],
        ["Nobody came.", "(It rained.)"],
        ["It is so.", "«Non,» he said."],
    ],
)
def test_sentences_end_at_a_mark_before_a_capital_or_an_opening_mark(parts):
    assert sentences(" ".join(parts)) == parts


@pytest.mark.parametrize(
    "text",
    [
        "Mr. Berg met Dr. Sand and Gen. Oke.",
        "The U.S. Navy and the U.K. Treasury agreed.",
        "J. R. Berg and A. Sand left.",
        "It began on Jan. 5 and ended on Sept. Monday.",
        "Berg Ltd. Northvale paid.",
        "St. Olav, No. 5, vs. Tolland.",
        "They waited . . . Nobody came.",
        "“Really?” asked the captain.",
        "He wrote to e.g. Berg.",
        "It cost 1.5. and more.",
    ],
)
def test_other_points_end_no_sentence(text):
    assert sentences(text) == [text]


def test_i_is_a_word_and_no_initial():
    assert sentences("It was not I. He did it.") == ["It was not I.", "He did it."]


def test_a_paragraph_that_ends_a_sentence_parts_two():
    assert sentences("Crews wait.\nOwners talk.") == ["Crews wait.", "Owners talk."]


def test_the_last_sentence_needs_no_mark():
    assert sentences("Crews wait. Nobody knows") == ["Crews wait.", "Nobody knows"]


@pytest.mark.parametrize("text", ["", " ", "\n"])
def test_no_text_has_no_sentence(text):
    assert sentences(text) == []


@given(st.one_of(st.text(max_size=80), st.text(alphabet="aAbB .?!…\"“”'()\nIMr", max_size=80)))
@settings(max_examples=100, deadline=None)
def test_sentences_are_in_order_apart_and_lose_no_letter(text):
    spans = list(split_sentences(text))
    assert all(one[1] <= other[0] for one, other in zip(spans, spans[1:], strict=False))
    assert all(start < end for start, end in spans)
    assert "".join("".join(text[slice(*span)].split()) for span in spans) == "".join(text.split())


def test_sentences_of_the_labelled_articles(gold, text_of, pytestconfig):
    folder = pytestconfig.rootpath / "tests" / "data" / "zoning" / "articles"
    differing = []
    for article_id, rows in gold("zoning/sentences").groupby("article_id"):
        blocks = read_blocks(zone_lines(text_of(folder / f"{article_id}.txt")))
        body = [block for block in blocks if block.zone == "body"]
        found = {block.source_span(*span) for block in body for span in split_sentences(block.text)}
        differing += [(article_id, *span) for span in found ^ set(zip(rows["start"], rows["end"], strict=True))]
    # The caption that the zones take for body: its one sentence.
    assert differing == [("a04", 1145, 1199)]
