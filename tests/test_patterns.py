import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from framelens.patterns import Hit, Patterns, fold, overlap, stem
from tests.toy import not_for_ever


def matches(text, *patterns, **options):
    """The pieces of ``text`` that the patterns find."""
    return [text[hit.start : hit.end] for hit in Patterns({"key": patterns}, **options).find(text)]


def test_a_word_matches_as_a_whole_word():
    assert matches("A war, wars, warfare and a post-war war.", "war") == ["war", "war", "war"]


def test_a_word_does_not_match_inside_a_word():
    assert matches("warfare postwar war_room", "war") == []


def test_a_star_stands_for_the_rest_of_a_word():
    assert matches("Bombs bombed a bomber; a bomb, no abombs", "bomb*") == ["Bombs", "bombed", "bomber", "bomb"]


def test_a_star_goes_in_front_and_in_the_middle_too():
    assert matches("ceasefire cease-fire wildfire col0ur colour", "*fire", "col*ur") == [
        "ceasefire",
        "fire",
        "wildfire",
        "col0ur",
        "colour",
    ]


def test_a_star_does_not_cross_white_space():
    assert matches("peace talks", "pe*ks") == []


def test_words_of_a_phrase_may_be_parted_by_any_white_space():
    assert matches("a harbour\n  strike", "harbour strike") == ["harbour\n  strike"]


def test_characters_of_expressions_are_plain_in_a_plain_pattern():
    assert matches("U.S. or UXSX, (a+b)", "U.S", "a+b") == ["U.S", "a+b"]


def test_longest_match_wins():
    hits = Patterns({"short": ["operation"], "long": ["rescue operation"]}).find("The rescue operation, an operation.")
    assert [(hit.start, hit.end, hit.key) for hit in hits] == [(4, 20, "long"), (25, 34, "short")]


def test_first_of_equally_long_overlapping_matches_wins():
    assert matches("aa bb cc", "aa bb", "bb cc") == ["aa bb"]


def test_a_longer_match_wins_over_an_earlier_one():
    assert matches("the sea port authority", "sea port", "port authority") == ["port authority"]


def test_longest_wins_whatever_the_order_of_patterns():
    assert matches("sea port authority", "port", "sea port authority", "port authority") == ["sea port authority"]


def test_all_matches_are_given_on_request():
    hits = Patterns({"key": ["harbour", "harbour master"]}).find_all("The harbour master")
    assert sorted(hits) == [Hit(4, 11, "key", "harbour"), Hit(4, 18, "key", "harbour master")]


@pytest.mark.parametrize(
    ("one", "other", "shared"),
    [((0, 3), (2, 5), True), ((0, 3), (3, 5), False), ((0, 9), (2, 5), True), ((4, 5), (0, 4), False)],
)
def test_overlap_is_a_shared_character(one, other, shared):
    assert overlap(Hit(*one, "", ""), Hit(*other, "", "")) is shared
    assert overlap(Hit(*other, "", ""), Hit(*one, "", "")) is shared


# ---- Accents, apostrophes and spellings of names ---- #


def test_accents_do_not_matter_and_offsets_are_kept():
    text = "Mr Dorvéni met Łukasz Ørsted"
    assert matches(text, "Dorveni", "Lukasz Orsted") == ["Dorvéni", "Łukasz Ørsted"]


def test_accents_of_the_pattern_do_not_matter_either():
    assert matches("Dorveni", "Dorvéni") == ["Dorveni"]


@given(st.text(max_size=60))
@settings(max_examples=100, deadline=None)
def test_folding_keeps_the_length(text):
    assert len(fold(text)) == len(text)


@given(st.text(alphabet=st.characters(codec="ascii"), max_size=60))
@settings(max_examples=50, deadline=None)
def test_folding_leaves_plain_letters_alone(text):
    assert fold(text) == text


@given(st.text(alphabet="éüçñåžăøłđıħ", max_size=30))
@settings(max_examples=50, deadline=None)
def test_folding_leaves_base_letters_only(text):
    assert fold(text).isascii()


@given(st.sampled_from("éèüçñåžőṩệ"))
@settings(max_examples=20, deadline=None)
def test_folding_gives_the_base_letter(letter):
    assert fold(letter) == unicodedata.normalize("NFD", letter)[0]


@pytest.mark.parametrize("text", ["Sarrow's navy", "Sarrow’s navy", "the Sarrow' navy"])
def test_a_name_is_found_in_its_possessive(text):
    assert matches(text, "Sarrow", ignore_case=False, names=True) == ["Sarrow"]


@pytest.mark.parametrize("text", ["the dockers' hall", "the dockers’ hall"])
def test_straight_and_curly_apostrophes_match_each_other(text):
    assert len(matches(text, "dockers’ hall")) == len(matches(text, "dockers' hall")) == 1


@pytest.mark.parametrize("spelling", ["Zelensky", "Zelenskyy", "Zelenskiy", "Zelenskij", "Zelenskii", "Zelenski"])
@pytest.mark.parametrize("name", ["Zelensky", "Zelenskyy", "Zelenskiy"])
def test_spellings_of_a_name_count_as_one(name, spelling):
    assert matches(f"Mr {spelling}’s aide", name, ignore_case=False, names=True) == [spelling]


@pytest.mark.parametrize(("name", "spelling"), [("Sergei", "Sergey"), ("Sergey", "Sergei")])
def test_first_names_in_ei_and_ey_count_as_one(name, spelling):
    assert matches(f"{spelling} Lovrin", f"{name} Lovrin", names=True) == [f"{spelling} Lovrin"]


@pytest.mark.parametrize(("name", "other"), [("Zelensky", "Zelenska"), ("Key", "Kei"), ("Sergei", "Serge")])
def test_other_names_stay_apart(name, other):
    assert matches(f"{other} spoke", name, names=True) == []


def test_spellings_are_only_for_names():
    assert matches("Zelenskyy", "Zelensky") == []


# ---- Case ---- #


def test_labels_ignore_case():
    assert matches("WAR, War, war", "war") == ["WAR", "War", "war"]


def test_names_do_not_ignore_case():
    assert matches("Turkey ate turkey; TURKEY", "Turkey", ignore_case=False, names=True) == ["Turkey"]


def test_expressions_follow_the_case_rule():
    assert matches("Fire fire", "re:fire") == ["Fire", "fire"]
    assert matches("Fire fire", "re:fire", ignore_case=False) == ["fire"]


# ---- Expressions and stems ---- #


def test_an_expression_may_match_inside_a_word():
    assert matches("at 4.40 or 4:40", "re:4[.:]40") == ["4.40", "4:40"]


def test_an_expression_keeps_offsets_after_other_alphabets():
    assert matches("Çavuş — 𝒜 agreed on a corridor", "re:agreed .{0,40}corridor") == ["agreed on a corridor"]


def test_an_expression_sees_accents():
    assert matches("Dorvéni Dorveni", "re:Dorv.ni") == ["Dorvéni", "Dorveni"]


def test_empty_matches_of_an_expression_are_none():
    assert matches("aba", "re:c*") == []


def test_an_expression_cannot_run_away():
    with not_for_ever():
        assert matches("a" * 50_000 + "!", "re:(a+)+$") == []


@pytest.mark.parametrize(
    ("expression", "reason"),
    [
        ("(port", "missing ): (port"),
        ("*port", "no argument for repetition operator: *"),
        (r"(a)\1", r"invalid escape sequence: \1"),
        ("a(?=b)", "invalid perl operator: (?="),
    ],
)
def test_a_bad_expression_is_named_with_its_reason(expression, reason):
    with pytest.raises(ValueError) as err:  # noqa: PT011
        Patterns({"key": [f"re:{expression}"]})
    assert str(err.value) == f"'re:{expression}' is not a regular expression of RE2: {reason}"


def test_a_stem_matches_every_word_with_it():
    # Porter 2: negotiate, negotiation and negotiating have the stem "negoti", negligent has "neglig".
    text = "Negotiation, negotiators negotiating; negligent"
    assert matches(text, "stem:negotiate") == ["Negotiation", "negotiators", "negotiating"]


@pytest.mark.parametrize(("word", "stemmed"), [("generously", "generous"), ("skies", "sky"), ("strikes", "strike")])
def test_stems_are_those_of_porter_2(word, stemmed):
    # From the sample vocabulary of snowballstem.org/algorithms/english; `strikes` loses its s.
    assert stem(word) == stemmed


def test_kinds_of_pattern_work_together():
    patterns = Patterns({"talks": ["talk*", "stem:mediate"], "hour": ["re:[0-9]+ hours"]})
    found = [(hit.key, hit.pattern) for hit in patterns.find("Mediation: 12 hours of talks")]
    assert found == [("talks", "stem:mediate"), ("hour", "re:[0-9]+ hours"), ("talks", "talk*")]


def test_no_patterns_find_nothing():
    assert Patterns({}).find("any text at all") == []


@given(st.text(alphabet="ab c’é*.", max_size=40), st.lists(st.sampled_from(["a", "a*", "ab", "a b", "b", "re:b+"])))
@settings(max_examples=100, deadline=None)
def test_found_matches_never_overlap_and_keep_the_order_of_the_text(text, patterns):
    hits = Patterns({"key": patterns}).find(text)
    assert all(one.end <= other.start for one, other in zip(hits, hits[1:], strict=False))
    assert all(0 <= hit.start < hit.end <= len(text) for hit in hits)
