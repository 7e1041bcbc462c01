"""Dirichlet priors of word counts: how far, and toward what, a contrast of small counts is pulled."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from framelens.checks import check_one_of
from framelens.counts import TermCounts
from framelens.errors import ArgumentError

Array = npt.NDArray[np.float64]

INFORMATIVE_WORDS = 500.0
SYMMETRIC_ALPHA = 0.01
FLOOR = 0.01
"""Added to each term's share of an informative prior, so that no term has none."""


@dataclass(frozen=True)
class Prior:
    """Pseudo-counts that are added to the counts of both sides of a contrast.

    Attributes
    ----------
    kind : str
        ``informative``: in proportion to the background; ``symmetric``: the same for every term.
    weight : float
        Informative: pseudo-words in all (500 if None; 0.01 more for each term). Symmetric: pseudo-count of each term
        (0.01 if None).
    background : mapping
        Counts by term for the informative prior; all groups together if None.

    Examples
    --------
    >>> contrast = contrast_terms(count_terms(annotations.tokens), prior=Prior("symmetric", weight=0.5))
    >>> "z" in contrast.columns
    True
    """

    kind: Literal["informative", "symmetric"] = "informative"
    weight: float | None = None
    background: Mapping[str, int] | None = None

    def __post_init__(self) -> None:
        check_one_of("prior", self.kind, ("informative", "symmetric"))
        if self.weight is not None and self.weight <= 0:
            raise ArgumentError(f"the prior's `weight` must be above 0; got {self.weight}.")

    def pseudo_counts(self, counts: TermCounts) -> Array:
        """The prior's count of each term."""
        if self.kind == "symmetric":
            return np.full(len(counts.vocabulary), SYMMETRIC_ALPHA if self.weight is None else self.weight)
        words = INFORMATIVE_WORDS if self.weight is None else self.weight
        known = counts.matrix.sum(axis=0) if self.background is None else _lookup(self.background, counts.vocabulary)
        return np.asarray(words * known / known.sum() + FLOOR)


def _lookup(background: Mapping[str, int], vocabulary: pd.Index) -> Array:
    known = np.array([background.get(term, 0) for term in vocabulary], dtype=float)
    if not known.sum():
        raise ArgumentError("the `background` holds none of the terms counted; give counts of the same kind of text.")
    return known
