"""What strangers may hand in, made up at random: nothing but our own errors, and places that are always valid.

`make fuzz` runs the same laws on 10,000 examples each.
"""

import json
import re
from contextlib import suppress
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from framelens.article_tables import decode
from framelens.checks import tame_formulas
from framelens.cleaning import clean
from framelens.corpus import read_articles
from framelens.errors import FramelensError, printable
from framelens.paper.latex import escape
from framelens.patterns import Patterns, check_pattern, overlap
from framelens.quotations import find_quotations
from framelens.reading import PARAGRAPH, read_blocks
from framelens.schema import ARTICLES, ZONES, conform
from framelens.sentences import split_sentences
from framelens.study import read_study
from framelens.zoning import zone_lines

# What news text is made of, whole and broken: marks, debris of pages, dates, credits, and what no text should hold.
PIECES = [
    "The ferries stopped on Monday. ", "Ana Berg", "By ", "“", "”", "‘", "’", '"', "'", "said", ", she said. ",
    "\n", "\n\n", "\r\n", "\r", " ", "\t", ".", "...", " . . . ", "?!", "—", "- ", "2031", "May 3 2031",
    "10:15", "5 hours ago", "AP", "(AFP)", "© ", "Photo: ", "http://a.b/c", "a@b.org", "<b>", "</b>",
    "<script>", "<!--", "-->", "[", "](", ")", "![", "**", "_", "&amp;", "&#8220;", "&#0;", "&", "#", "> ",
    "Share", "Sign up", "|", "\u202e", "\u200b", "\u0301", "\u2028", "\x85", "\x1b[31m", "\ufeff", "Ж", "中",
    "𝔸", "e\u0301", "İ", "ß", "ﬁ", "٣", "=1+1", "$", "\\frac", "{", "%",
]  # fmt: skip
TEXTS = st.one_of(
    st.lists(st.sampled_from(PIECES), max_size=40).map("".join), st.text(st.characters(codec="utf-8"), max_size=80)
)
BYTES = st.one_of(
    TEXTS.map(str.encode), TEXTS.map(lambda text: text.encode("utf-16")), st.binary(max_size=80),
    st.tuples(TEXTS, st.binary(max_size=8)).map(lambda pair: pair[0].encode() + pair[1]),
)  # fmt: skip
CELLS = st.one_of(TEXTS, st.sampled_from(["a.txt", "../a.txt", "/etc/passwd", "=1", "a\0b", "x" * 300, "", '"']))
PARTS = ["war", "*", "a", "b*", "-", ".", "(", "Zelensky", "’s", "\\", "|", "{9}", "+", "[", "é"]
WORDS = st.lists(st.sampled_from(PARTS), max_size=6).map("".join)
PATTERNS = st.tuples(st.sampled_from(["", "re:", "stem:", "re:(?:a+)+$|"]), WORDS).map("".join)
fuzzed = settings(deadline=None)


@fuzzed
@given(BYTES)
def test_bytes_are_text_or_refused(content):
    with suppress(FramelensError):
        text, _ = decode(content, "a.txt")
        text.encode()  # No half of a surrogate pair.


@fuzzed
@given(TEXTS)
def test_lines_tile_the_text_and_each_has_a_zone(text):
    lines = zone_lines(text)
    assert "\n".join(line.raw for line in lines) == text.removesuffix("\n")
    assert all(text[line.start : line.end] == line.raw for line in lines)
    assert {line.zone for line in lines} <= set(ZONES)


@fuzzed
@given(TEXTS)
def test_reading_text_leads_back_to_the_file(text):
    for block in read_blocks(zone_lines(text)):
        assert len(block.text) == len(block.offsets)
        assert sorted(set(block.offsets)) == list(block.offsets)
        pairs = zip(block.text, (text[place] for place in block.offsets), strict=True)
        # A white space may stand for another and for a line end, an entity's ampersand for its character.
        assert all(read == there or read in (" ", PARAGRAPH) or there == "&" for read, there in pairs)


@fuzzed
@given(TEXTS)
def test_quotations_lie_in_the_text_and_begin_and_end_with_something(text):
    spans = find_quotations(text)
    assert spans == sorted(set(spans), key=lambda span: (span.start, -span.end))
    for start, end in spans:
        assert 0 <= start < end <= len(text)
        assert text[start:end].strip() == text[start:end]


@fuzzed
@given(TEXTS)
def test_sentences_follow_each_other_and_leave_out_only_white_space(text):
    spans = split_sentences(text)
    borders = [0, *(place for span in spans for place in span), len(text)]
    assert borders == sorted(borders)
    assert "".join(text[start:end] for start, end in zip(borders[::2], borders[1::2], strict=True)).strip() == ""


@fuzzed
@given(TEXTS.filter(lambda text: text.strip() and "\0" not in text))
def test_cleaning_what_is_clean_changes_nothing(text):
    given_ = conform(pd.DataFrame({"article_id": ["a"], "outlet": ["A"], "text": [text]}), ARTICLES)
    articles, lines = clean(given_)
    again, same = clean(articles)
    pd.testing.assert_frame_equal(articles, again)
    pd.testing.assert_frame_equal(lines, same)


@fuzzed
@given(st.lists(PATTERNS, min_size=1, max_size=4), TEXTS, st.booleans(), st.booleans())
def test_patterns_are_refused_or_find_what_lies_apart(patterns, text, ignore_case, names):
    for pattern in patterns:
        try:
            check_pattern(pattern)
        except ValueError:
            return
    search = Patterns({"key": patterns}, ignore_case=ignore_case, names=names)
    every, found = search.find_all(text), search.find(text)
    assert all(0 <= hit.start < hit.end <= len(text) for hit in every)
    assert not any(overlap(one, other) for one, other in zip(found, found[1:], strict=False))
    assert search.occur_in(text) == bool(found) == bool(every)


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """A folder that each example overwrites."""
    folder = tmp_path_factory.mktemp("fuzz")
    (folder / "articles").mkdir()
    (folder / "articles" / "a.txt").write_text("Ferries stop\n\nThe ferries stopped on Monday.\n", encoding="utf-8")
    return folder


def check_articles(articles: pd.DataFrame) -> None:
    assert articles["article_id"].is_unique
    assert articles["outlet"].notna().all()
    assert all(text.strip() and text.encode() for text in articles["text"])


@fuzzed
@given(st.lists(st.lists(CELLS, min_size=1, max_size=3), max_size=3), st.sampled_from(["file,outlet,date", "file", ""]))
def test_metadata_tables_are_read_or_refused(folder, rows, header):
    lines = [header, *(",".join(row) for row in rows)]
    (folder / "articles.csv").write_bytes("\n".join(lines).encode("utf-8"))
    with suppress(FramelensError):
        check_articles(read_articles(folder / "articles", metadata=folder / "articles.csv"))


JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.floats(), st.integers(), CELLS, st.text(max_size=8)),
    lambda inner: st.one_of(st.lists(inner, max_size=2), st.dictionaries(st.text(max_size=4), inner, max_size=2)),
    max_leaves=4,
)


ROWS = st.fixed_dictionaries({"text": CELLS}, optional={"outlet": JSON, "article_id": JSON, "date": JSON, "x": JSON})


@fuzzed
@given(st.lists(st.one_of(ROWS, JSON), max_size=3))
def test_tables_of_texts_are_read_or_refused(folder, rows):
    content = "".join(json.dumps(row) + "\n" for row in rows)
    (folder / "articles.jsonl").write_text(content, encoding="utf-8")
    with suppress(FramelensError):
        check_articles(read_articles(folder / "articles.jsonl"))


KEYS = ["study", "title", "corpus", "articles", "text", "parties", "a", "label", "names", "concepts", "labels", "facts",
        "events", "words", "cues", "neutral", "cleaning", "rules", "pattern", "zone", "path", "columns"]  # fmt: skip
VALUES = st.one_of(
    st.sampled_from(['"x"', '["x"]', "[]", '""', "1", "1e400", "true", "1979-05-27", '"../x"', '"/etc"', '"a\\u0000b"',
                     '["re:(a"]', '["*"]', '"\\u202e"', "[[[]]]", "{}", '{a = ["x"]}', '"body"']),
    TEXTS.map(lambda text: f"'''{text}'''"),
)  # fmt: skip
LINES = st.one_of(
    st.lists(st.sampled_from(KEYS), min_size=1, max_size=3).map(lambda keys: f"[{'.'.join(keys)}]"),
    st.tuples(st.lists(st.sampled_from(KEYS), min_size=1, max_size=2).map(".".join), VALUES).map(" = ".join),
    TEXTS,
)
START = '[study]\ntitle = "x"\n[corpus]\narticles = "articles.csv"\ntext = "articles"\n'


@fuzzed
@given(st.booleans(), st.lists(LINES, max_size=6))
def test_study_files_are_read_or_refused(folder, is_sound, lines):
    (folder / "study.toml").write_bytes((START * is_sound + "\n".join(lines)).encode())
    with suppress(FramelensError):
        study = read_study(folder)
        assert study.articles_path.resolve().is_relative_to(folder)
        assert str(study)


@fuzzed
@given(TEXTS)
def test_no_text_is_a_command_to_latex_a_spreadsheet_or_a_terminal(text):
    plain = re.sub(r"\\(?:[a-z]+(?:\{(?:[-\w]|\\[a-z]+)*\})?|[-{}$&#%_])", "", escape(text))
    assert not set(plain.replace("{}", "")) & set('\\{}$&#%_^"`\n\r\0')
    tamed = tame_formulas(pd.DataFrame({"x": [text]}))
    assert not tamed["x"][0].startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
    pd.testing.assert_frame_equal(tame_formulas(tamed), tamed)
    assert not set(printable(text)) & {chr(code) for code in (*range(32), 0x7F, 0x9B, 0x202E, 0x2066)}
