"""Scorers of sentiment toward a target: texts and the target's places in, three probabilities a text out.

`model` is the encoder that ships with framelens (`target_model`); `lexicon` is VADER on the target's clause, as the
package vaderSentiment has it (Hutto & Gilbert 2014): NLTK's copy gives other scores for about one news sentence in
twenty. Any callable of the same form will do.
"""

import functools
import re
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple, Protocol, runtime_checkable

import numpy as np
import numpy.typing as npt

from framelens.errors import ArgumentError
from framelens.words import WORD

Array = npt.NDArray[np.float64]
Places = Sequence[tuple[int, int]]

LABELS = ("negative", "neutral", "positive")
"""The labels, in the order of a scorer's columns."""
THRESHOLD = 0.05
"""VADER's compound score from which a text is positive, and below whose negative it is negative, by its authors."""

_STRAIGHT = str.maketrans("‘’“”", "''\"\"")
_CLAUSE_ENDS = re.compile(r"[;:()—–…]|,\s| - |\b(?:but|while|although|though|whereas|because)\b", re.IGNORECASE)


@runtime_checkable
class Scorer(Protocol):
    """What scores texts toward targets, and what it says of itself for captions.

    Called with texts and, for each, the (start, end) of every mention of its target, it gives an array with a row a
    text and the columns negative, neutral, positive, which sum to 1; a row of NaN where it has nothing to go by.
    ``confusion`` holds its errors as counts on labelled data, a row a true and a column a given label, in the order
    of `LABELS`; None where they are unknown, and shares are then not corrected for them.
    """

    @property
    def name(self) -> str:
        """What it is called in tables and captions."""

    @property
    def version(self) -> str:
        """Its version."""

    @property
    def licence(self) -> str:
        """The licence it comes under."""

    @property
    def confusion(self) -> npt.ArrayLike | None:
        """Its errors on labelled data."""

    def __call__(self, texts: Sequence[str], spans: Sequence[Places], /) -> Array:
        """Score texts."""


class LexiconScore(NamedTuple):
    """VADER's compound score (-1 to 1), and whether the text has any word of the lexicon."""

    score: float
    covered: bool


def score_by_lexicon(text: str) -> LexiconScore:
    """Score a text with VADER; curly quotes and apostrophes, which it cannot read, are made straight first.

    Examples
    --------
    >>> score_by_lexicon("At least it isn’t a horrible book.").score
    0.431
    """
    plain = text.translate(_STRAIGHT)
    analyzer = _vader()
    compound = float(analyzer.polarity_scores(plain)["compound"])
    return LexiconScore(compound, any(word.group().lower() in analyzer.lexicon for word in WORD.finditer(plain)))


def clause_round(text: str, start: int, end: int) -> str:
    """The clause that holds a place, as far as marks and conjunctions tell.

    Examples
    --------
    >>> clause_round("The talks failed, but Norland was generous; nobody thanked it.", 22, 29)
    'Norland was generous'
    """
    first = max((cut.end() for cut in _CLAUSE_ENDS.finditer(text, 0, start)), default=0)
    last = next((cut.start() for cut in _CLAUSE_ENDS.finditer(text, end)), len(text))
    return text[first:last].strip()


class _Lexicon:
    """VADER on the clause round the target's first mention: its published thresholds, as certain labels."""

    name, version, licence = "VADER on the clause", "vaderSentiment 3.3.2", "MIT"
    # On the 783 dev targets of NewsMTSC (Hamborg & Donnay 2021); recomputed by a test where the data are.
    confusion = ((125, 85, 60), (80, 222, 51), (16, 59, 85))

    def __call__(self, texts: Sequence[str], spans: Sequence[Places], /) -> Array:
        chances = np.full((len(texts), 3), np.nan)
        for row, (text, places) in enumerate(zip(texts, spans, strict=True)):
            found = score_by_lexicon(clause_round(text, *min(places)))
            if found.covered:
                chances[row] = np.eye(3)[1 + (found.score >= THRESHOLD) - (found.score <= -THRESHOLD)]
        return chances


def find_scorer(scorer: str | Scorer) -> Scorer:
    """A scorer by its name, or the scorer itself.

    Raises
    ------
    ArgumentError
        If there is no scorer of that name, or the object is none.
    """
    if isinstance(scorer, str):
        if scorer not in _BUILT_IN:
            raise ArgumentError(f"there is no scorer '{scorer}'; there are {' and '.join(_BUILT_IN)}, and your own.")
        return _BUILT_IN[scorer]()
    if not isinstance(scorer, Scorer):
        raise ArgumentError(
            f"{scorer!r} is no scorer: it must be callable with texts and spans, and have name, version, licence and"
            " confusion (None if unknown)."
        )
    return scorer


def known_errors(names: Iterable[str]) -> dict[str, npt.ArrayLike | None]:
    """The confusion counts of those scorers that ship with framelens."""
    return {name: _ERRORS[name]() for name in names if name in _ERRORS}


def labels_of(chances: Array) -> list[str]:
    """The likeliest label of each row; ``neutral`` where the scorer had nothing to go by."""
    best = np.where(np.isnan(chances), [0.0, 1.0, 0.0], chances).argmax(axis=1)
    return [LABELS[place] for place in best]


def _model() -> Scorer:
    from framelens.target_model import load_target_model

    return load_target_model()


def _model_errors() -> npt.ArrayLike:
    from framelens.target_model import read_confusion

    return read_confusion()


_ERRORS: dict[str, Callable[[], npt.ArrayLike]] = {"model": _model_errors, "lexicon": lambda: _Lexicon.confusion}
_BUILT_IN = {"model": _model, "lexicon": _Lexicon}
SCORERS = tuple(_BUILT_IN)
"""The scorers that ship with framelens."""


@functools.cache
def _vader():  # type: ignore[no-untyped-def]
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

    return SentimentIntensityAnalyzer()
