import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from framelens.scorers import LABELS, clause_round, find_scorer, labels_of, score_by_lexicon
from tests.toy import DATA, needs_data


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
    assert score_by_lexicon("The ship lay in the harbour.") == (0.0, False)
    assert score_by_lexicon("").covered is False


def test_a_covered_word_counts_whatever_its_capitals():
    assert score_by_lexicon("War!").covered
    assert score_by_lexicon("WAR").covered


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=60))
def test_any_text_scores_between_minus_one_and_one(text):
    assert -1 <= score_by_lexicon(text).score <= 1


@pytest.mark.parametrize(
    ("text", "clause"),
    [
        ("Ravel won.", "Ravel won."),
        ("Others lost; Ravel won: so they said.", "Ravel won"),
        ("They fled while Ravel stayed, and wept.", "Ravel stayed"),
        ("It cost 3,000 and Ravel paid.", "It cost 3,000 and Ravel paid."),  # A comma inside a number ends nothing.
        ("(Ravel won) but nobody saw.", "Ravel won"),
    ],
)
def test_a_clause_ends_at_marks_and_at_conjunctions(text, clause):
    start = text.index("Ravel")
    assert clause_round(text, start, start + 5) == clause


@given(st.text(max_size=40), st.integers(0, 39), st.integers(1, 10))
def test_a_clause_holds_its_target(text, start, length):
    target = text[start : start + length].strip()
    if target:
        start = text.index(target, start)
        assert target in clause_round(text, start, start + len(target))


def test_the_lexicon_scores_the_clause_and_not_the_sentence():
    text = "Norland was generous; Ravel was cruel."
    spans = [[(0, 7)], [(text.index("Ravel"), text.index("Ravel") + 5)]]
    assert labels_of(find_scorer("lexicon")([text, text], spans)) == ["positive", "negative"]


def test_of_several_mentions_the_lexicon_scores_the_clause_of_the_first():
    text = "Ravel was generous; nobody had thought that Ravel was cruel."
    first, second = (0, 5), (text.rindex("Ravel"), text.rindex("Ravel") + 5)
    assert labels_of(find_scorer("lexicon")([text], [[second, first]])) == ["positive"]


def test_a_row_without_evidence_is_neutral_and_a_tie_goes_to_the_first():
    chances = np.array([[np.nan] * 3, [0.4, 0.4, 0.2], [0.1, 0.2, 0.7]])
    assert labels_of(chances) == ["neutral", "negative", "positive"]
    assert labels_of(np.empty((0, 3))) == []


@needs_data
def test_the_lexicon_s_errors_are_those_on_the_dev_targets():
    lexicon = find_scorer("lexicon")
    counts = np.zeros((3, 3), dtype=int)
    for name in ("dev_rw", "dev_mt"):
        lines = (Path(DATA) / "eval" / "newsmtsc" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
        for row in map(json.loads, lines):
            for target in row["targets"]:
                given_label = labels_of(lexicon([row["sentence_normalized"]], [[(target["from"], target["to"])]]))[0]
                counts[int(target["polarity"]) // 2 - 1, LABELS.index(given_label)] += 1
    assert counts.tolist() == np.asarray(lexicon.confusion).tolist()
