import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from framelens.quotations import find_quotations
from framelens.reading import read_blocks
from framelens.study import read_study
from framelens.words import WORD, count_words
from framelens.zoning import zone_lines
from tests.toy import not_for_ever


def quotes(text):
    """The texts inside the marks."""
    return [text[start:end] for start, end in find_quotations(text)]


# ---- Marks that match ---- #


@pytest.mark.parametrize(
    "text",
    [
        '"We wait," she said.',
        "“We wait,” she said.",
        "'We wait,' she said.",
        "‘We wait,’ she said.",
        "«We wait,» she said.",
        "„We wait,“ she said.",
        "''We wait,'' she said.",
        "‘‘We wait,’’ she said.",
        '""We wait,"" she said.',
        '" We wait, " she said.',
        "(“We wait,” she said.)",
        "—“We wait,” she said.",
    ],
)
def test_every_kind_of_mark_makes_a_quotation(text):
    assert quotes(text) == ["We wait,"]


def test_the_span_is_inside_the_marks_with_the_comma():
    assert find_quotations("“We wait,” she said.") == [(1, 9)]


def test_several_quotations_of_a_sentence():
    text = "“We wait,” she said, “and we ‘hope’,” but ‘nobody’ came."
    assert quotes(text) == ["We wait,", "and we ‘hope’,", "hope", "nobody"]


@pytest.mark.parametrize(
    "text",
    [
        "She spoke of “a long wait” on Monday.",
        'She spoke of "a long wait" on Monday.',
        "She spoke of ‘a long wait’ on Monday.",
        "She spoke of 'a long wait' on Monday.",
        "She spoke of “a long wait”.",
        "She spoke of “a long wait”; he did not.",
        "She spoke of “a long wait”—again.",
        "She spoke of “a long wait” (again).",
    ],
)
def test_words_in_marks_are_a_quotation(text):
    assert quotes(text) == ["a long wait"]


@pytest.mark.parametrize(
    ("text", "outer", "inner"),
    [
        ("“He said ‘no’ to us,” she said.", "He said ‘no’ to us,", "no"),
        ("\"He said 'no' to us,\" she said.", "He said 'no' to us,", "no"),
        ("‘He said “no” to us,’ she said.", "He said “no” to us,", "no"),
        ("“‘No’ is what he said,” she said.", "‘No’ is what he said,", "No"),
        ("“What he said is ‘no’,” she said.", "What he said is ‘no’,", "no"),
        ("“What he said is ‘no’”, she said.", "What he said is ‘no’", "no"),
    ],
)
def test_a_nested_quotation_has_a_span_of_its_own(text, outer, inner):
    assert quotes(text) == [outer, inner]


# ---- Apostrophes ---- #


@pytest.mark.parametrize(
    "text",
    [
        "It’s the crew’s and don't say it isn't.",
        "The dockers’ strike and the owners' note.",
        "The dockers' strike, the owners' note, the crews' wages.",
        "James' boat and the boss' desk.",
        "In the ’90s, and in the '80s, too.",
        "’Twas so, ’til the end, rock ’n’ roll, get ’em.",
        "'Tis so, 'til the end, rock 'n' roll, get 'em.",
        "'Tis the dockers' strike of the '80s, the crews' wait.",
        "It was 6' 2\" long.",
        "The plank is 12\" wide and 3' long.",
        "Dots on i's and crosses on t's.",
        "O’Hara met D'Arcy.",
    ],
)
def test_apostrophes_and_measures_are_no_quotations(text):
    assert quotes(text) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("‘We don’t wait,’ she said.", "We don’t wait,"),
        ("'We don't wait,' she said.", "We don't wait,"),
        ("‘The dockers’ strike is ours,’ she said.", "The dockers’ strike is ours,"),
        ("'The dockers' strike is ours,' she said.", "The dockers' strike is ours,"),
        ("‘It was the ’90s,’ she said.", "It was the ’90s,"),
        ("The crews’ ‘long wait’ ended.", "long wait"),
        ("The crews' 'long wait' ended.", "long wait"),
        ("The ‘long waits’ ended.", "long waits"),
        ("‘Get ’em out,’ she said.", "Get ’em out,"),
        ("The ‘dockers’ strike.", "dockers"),
    ],
)
def test_single_marks_are_told_from_apostrophes(text, found):
    assert quotes(text) == [found]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('"The plank is 12" wide," he said.', 'The plank is 12" wide,'),
        ('He is "6\' 2" tall" they say.', "6' 2\" tall"),
        ('She "was 12" and left.', "was 12"),
    ],
)
def test_inches_inside_a_quotation_do_not_end_it(text, found):
    assert quotes(text) == [found]


@pytest.mark.parametrize(
    "text", ["The 'U'-turn.", "Grade “A” fish.", 'Track "9" is shut.', "The ‘x’ is gone.", "“” was all he said."]
)
def test_a_single_letter_or_nothing_in_marks_is_no_quotation(text):
    assert quotes(text) == []


@pytest.mark.parametrize("text", ["“…”", '"?!"', "‘—’"])
def test_marks_round_no_word_are_no_quotation(text):
    assert quotes(text) == []


# ---- Paragraphs ---- #


@pytest.mark.parametrize(("opening", "closing"), ["“”", '""', "‘’"])
def test_a_quotation_runs_over_paragraphs_whose_mark_is_repeated(opening, closing):
    text = f"{opening}We wait.\n{opening}We always wait.{closing} She left."
    assert quotes(text) == [f"We wait.\n{opening}We always wait."]


def test_three_paragraphs_of_one_quotation():
    assert quotes("He said: “One day.\n“Two days.\n“Three,” and left.") == ["One day.\n“Two days.\n“Three,"]


def test_each_paragraph_may_close_its_own():
    assert quotes("“We wait.”\n“We always wait.”") == ["We wait.", "We always wait."]


def test_a_quotation_does_not_reach_into_a_paragraph_without_a_mark():
    assert quotes("“We wait.\nShe left on “Monday morning”.") == ["We wait.", "Monday morning"]


# ---- Marks that nobody closed, and debris ---- #


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("“We wait for you.", ["We wait for you."]),
        ('He said: "We wait', ["We wait"]),
        ("“We wait. She left", ["We wait. She left"]),
        ("“We wait, she said on Monday.", ["We wait,"]),
        ("“Shall we wait? the captain asked.", ["Shall we wait?"]),
        ("“We wait. She left. “They stayed,” he said.", ["We wait. She left.", "They stayed,"]),
        ("“We wait’ for you,” no.", ["We wait’ for you,"]),
    ],
)
def test_an_open_quotation_ends_at_its_cue_or_paragraph(text, found):
    assert quotes(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("“We wait,’ she said.", "We wait,"),
        ("\"We wait,' she said.", "We wait,"),
        ("‘We wait,” she said.", "We wait,"),
        ("'We wait,\" she said.", "We wait,"),
        ('“We wait," she said.', "We wait,"),
        ('"We wait,” she said.', "We wait,"),
        ("”We wait,” she said.", "We wait,"),
        ("“‘We wait,” she said.", "We wait,"),
        ('"\'We wait," she said.', "We wait,"),
        ('\'"We wait," she said.', "We wait,"),
        ("“We wait,” ” she said.", "We wait,"),
        ("“ We wait, ” she said.", "We wait,"),
    ],
)
def test_marks_that_do_not_match_still_make_a_quotation(text, found):
    assert quotes(text) == [found]


def test_a_mark_inside_a_quotation_is_not_closed_outside_it():
    assert quotes("“He said ‘no and left,” she said.’") == ["He said ‘no and left,"]


def test_marks_of_two_kinds_do_not_meet_over_a_paragraph():
    assert quotes("‘We wait\nShe left.”") == []


def test_a_stray_closing_mark_is_none():
    assert quotes("She left.” Nobody came.") == []


def test_text_without_marks_has_no_quotation():
    assert quotes("") == quotes("Nobody said anything.") == []


# ---- Laws ---- #

MARKS = st.text(alphabet="as A1.,\n\"'“”„‘’«»—(", max_size=60)


@given(st.one_of(MARKS, st.text(max_size=60)))
@settings(max_examples=100, deadline=None)
def test_quotations_lie_in_the_text_without_white_space_at_their_ends(text):
    for start, end in find_quotations(text):
        assert 0 <= start < end <= len(text)
        assert text[start:end] == text[start:end].strip()


@given(MARKS)
@settings(max_examples=100, deadline=None)
def test_quotations_come_once_and_outer_ones_first(text):
    spans = find_quotations(text)
    assert spans == sorted(set(spans), key=lambda span: (span.start, -span.end))


@given(MARKS)
@settings(max_examples=100, deadline=None)
def test_every_quotation_holds_a_letter_or_digit(text):
    assert all(re.search(r"[^\W_]", quote) and len(quote) > 1 for quote in quotes(text))


WORDS = st.lists(st.sampled_from(["we", "wait", "here", "and", "now"]), min_size=2, max_size=5).map(" ".join)


@given(st.lists(WORDS, min_size=1, max_size=6), st.sampled_from(["“”", '""', "«»"]))
@settings(max_examples=50, deadline=None)
def test_well_formed_quotations_are_all_found(parts, marks):
    text = " He left. ".join(f"{marks[0]}{part},{marks[1]} she said." for part in parts)
    assert quotes(text) == [f"{part}," for part in parts]


@pytest.mark.parametrize(
    "unit",
    ['"', '" ', '"a b" ', "'a b' ", "“a ", "‘a ", "‘a” ", "“a' ", "s' 'a ", "“a\n", "'a\n", "‘as' ", "\"'", "a’s "],
)
def test_twenty_thousand_marks_come_to_an_end(unit):
    text = unit * (20_000 // len(re.findall(r"[\"'“”‘’]", unit)))
    with not_for_ever():
        find_quotations(text)


# ---- Quotations that were marked by hand ---- #


def found_in(text, rules=()):
    """Places of the quotations in an article's file."""
    blocks = read_blocks(zone_lines(text, rules))
    return {block.source_span(*span) for block in blocks for span in find_quotations(block.text)}


def test_quotations_of_the_made_up_articles(gold, text_of, pytestconfig):
    marked = gold("zoning/quotations")
    differing = []
    for file in sorted((pytestconfig.rootpath / "tests" / "data" / "zoning" / "articles").glob("*.txt")):
        rows = marked[marked["article_id"] == file.stem]
        found = found_in(text_of(file)) ^ set(zip(rows["start"], rows["end"], strict=True))
        differing += sorted((file.stem, *span) for span in found)
    # An elision's apostrophe as the first character of a quotation.
    assert differing == [("a10", 147, 162), ("a10", 148, 162)]


def test_quotations_of_the_sample_study(gold, text_of):
    study = read_study("port-callen")
    expected, found = gold("port-callen/quotations"), []
    for file in sorted(study.text_path.glob("*.txt")):
        text = text_of(file)
        for block in read_blocks(zone_lines(text, study.cleaning.rules)):
            found += [(file.stem, block.text[start:end]) for start, end in find_quotations(block.text)]
    rows = list(expected.itertuples(index=False))
    assert [(article_id, count_words(quote)) for article_id, quote in found] == [
        (r.article_id, r.n_words) for r in rows
    ]
    for (_, quote), row in zip(found, rows, strict=True):
        assert WORD.findall(quote.replace("\n", " "))[: count_words(row.first_words)] == WORD.findall(row.first_words)
        assert WORD.findall(quote)[-count_words(row.last_words) :] == WORD.findall(row.last_words)


def test_quotations_of_the_real_articles(real_articles, gold, text_of):
    marked = gold("antalya-2022/quotations")
    for article_id, rows in marked.groupby("article_id"):
        found = found_in(text_of(real_articles / f"{article_id}.txt"))
        assert sorted(found) == sorted(zip(rows["start"], rows["end"], strict=True))
