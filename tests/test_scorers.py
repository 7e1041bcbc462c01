import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from framelens.scorers import score_by_lexicon


@pytest.mark.parametrize(
    ("text", "compound"),
    [
        # The README of vaderSentiment.
        ("VADER is smart, handsome, and funny.", 0.8316),
        ("VADER is VERY SMART, handsome, and FUNNY!!!", 0.9342),
        ("VADER is not smart, handsome, nor funny.", -0.7424),
        ("At least it isn't a horrible book.", 0.431),
        ("Not bad at all", 0.431),
    ],
)
def test_scores_are_those_that_vader_s_readme_prints(text, compound):
    assert score_by_lexicon(text).score == compound


def test_curly_marks_score_like_straight_ones():
    assert score_by_lexicon("It isn’t “horrible”.") == score_by_lexicon('It isn\'t "horrible".')
    assert score_by_lexicon("It isn’t horrible.").score > 0 > score_by_lexicon("It is horrible.").score


def test_a_text_without_a_word_of_the_lexicon_is_not_covered():
    assert score_by_lexicon("The ship lay in the harbour.") == (0.0, False, False)
    assert score_by_lexicon("").covered is False


def test_a_covered_word_counts_whatever_its_capitals():
    assert score_by_lexicon("War!").covered
    assert score_by_lexicon("WAR").covered


def test_a_score_beyond_0_95_is_saturated():
    assert score_by_lexicon("Superb, superb, superb, superb, superb and superb!").saturated
    assert not score_by_lexicon("Superb.").saturated


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=60))
def test_any_text_scores_between_minus_one_and_one(text):
    found = score_by_lexicon(text)
    assert -1 <= found.score <= 1
    assert found.saturated == (abs(found.score) >= 0.95)
