import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from framelens.markup import is_markup, plain_line, visible

RICH = st.text(alphabet="ab *_`#<>![]()&;-=\"'/\u200b\xad", max_size=60)


@pytest.mark.parametrize(
    ("line", "plain"),
    [
        ("## Ferries stop", "Ferries stop"),
        ("> quoted from a mail", "quoted from a mail"),
        ("**Bold** and _slanted_ and *thin*", "Bold and slanted and thin"),
        ("`code`", "code"),
        ("a [link](https://example.org/x_y) here", "a link here"),
        ("![a ferry](ferry.jpg) The ferry", "The ferry"),
        ("<p class='x'>Ferries <b>stop</b></p>", "Ferries stop"),
        ("one<br/>two", "onetwo"),
        ("Fares &amp; fees &#8212; up &#x2019;", "Fares & fees — up ’"),
        ("a <!-- note --> b", "a b"),
        ("  two   blanks\t", "two blanks"),
        ("soft\xadhyphen zero\u200bwidth", "softhyphen zerowidth"),
    ],
)
def test_markup_is_hidden(line, plain):
    assert plain_line(line) == plain


@pytest.mark.parametrize(
    "line",
    [
        "5 * 3 = 15",
        "snake_case_name",
        "3 < 4 and 5 > 4",
        "Item #3 on the list",
        "[sic] and (so on)",
        "AT&T and fish & chips;",
        "He said: 'no' & left",
        "100% & more",
    ],
)
def test_what_only_looks_like_markup_stays(line):
    assert plain_line(line) == line


def test_script_is_hidden_with_its_content():
    assert plain_line("One <script>var a = 1;</script>two") == "One two"


@pytest.mark.parametrize(
    "line", ["<div class='ad'>", "</p>", "![](ferry.jpg)", "!-- tracking -->", "<!-- start", "<hr/><br>", "**"]
)
def test_a_line_of_markup_alone_is_known(line):
    assert is_markup(line)


@pytest.mark.parametrize("line", ["<b>War</b>", "", "  ", "Text --> more text <b>", "* an item"])
def test_a_line_with_words_is_no_markup(line):
    assert not is_markup(line)


def test_each_visible_character_knows_its_place():
    assert visible("**a**&amp;b") == [("a", 2), ("&", 5), ("b", 10)]


def test_an_unknown_entity_stays_as_written():
    assert plain_line("&nosuchthing; &bad") == "&nosuchthing; &bad"


@given(RICH)
@settings(max_examples=100, deadline=None)
def test_places_increase_and_point_to_the_character(line):
    seen = visible(line)
    places = [place for _, place in seen]
    assert places == sorted(set(places))
    assert all(line[place] in (char, "&") for char, place in seen)


@given(st.text(alphabet="abc ,.’“”", max_size=60))
@settings(max_examples=50, deadline=None)
def test_plain_text_is_seen_whole(line):
    assert "".join(char for char, _ in visible(line)) == line
