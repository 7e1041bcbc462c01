"""Scorers of sentiment: text in, scores out.

`lexicon` is VADER as the package vaderSentiment has it (Hutto & Gilbert 2014); NLTK's copy gives other scores for
about one news sentence in twenty. Curly quotes and apostrophes are made straight first, which VADER cannot read.
"""

import functools
from typing import NamedTuple

from framelens.words import WORD

SATURATED = 0.95
"""A compound score beyond this, either way, no longer tells degrees apart: VADER's sum is squeezed into -1 to 1."""

_STRAIGHT = str.maketrans("‘’“”", "''\"\"")


class LexiconScore(NamedTuple):
    """VADER's compound score (-1 to 1), whether the text has any word of the lexicon, and whether it is saturated."""

    score: float
    covered: bool
    saturated: bool


def score_by_lexicon(text: str) -> LexiconScore:
    """Score a text with VADER.

    Examples
    --------
    >>> score_by_lexicon("At least it isn’t a horrible book.").score
    0.431
    """
    plain = text.translate(_STRAIGHT)
    analyzer = _vader()
    compound = float(analyzer.polarity_scores(plain)["compound"])
    covered = any(word.group().lower() in analyzer.lexicon for word in WORD.finditer(plain))
    return LexiconScore(compound, covered, abs(compound) >= SATURATED)


@functools.cache
def _vader():  # type: ignore[no-untyped-def]
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

    return SentimentIntensityAnalyzer()
