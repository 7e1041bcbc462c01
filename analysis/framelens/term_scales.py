"""The scales on which rates of terms are contrasted: a contrast is the difference of two sides' values."""

from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.floating]


class Scale(Protocol):
    """What one side's rates are turned into; arrays are term × replicate."""

    def terms(self, rows: slice) -> "Scale":
        """The scale of some of the terms."""

    def value(self, rates: Array) -> Array:
        """The value of each rate."""

    def slope(self, rates: Array) -> Array:
        """Its derivative by the rate."""


@dataclass(frozen=True)
class LogOdds:
    """Log odds of the terms in a side of so many words, with the prior's pseudo-counts: of each term, and in all."""

    n_words: float
    alpha: Array
    alpha0: float

    def terms(self, rows: slice) -> "LogOdds":
        """The same of some of the terms."""
        return LogOdds(self.n_words, self.alpha[rows], self.alpha0)

    def value(self, rates: Array) -> Array:
        """The log odds."""
        inside, outside = self._counts(rates)
        return np.asarray(np.log(inside / outside))

    def slope(self, rates: Array) -> Array:
        """Their derivative by the rate."""
        inside, outside = self._counts(rates)
        return self.n_words * (1 / inside + 1 / outside)

    def _counts(self, rates: Array) -> tuple[Array, Array]:
        inside = rates * self.n_words + self.alpha[:, None].astype(rates.dtype)
        return inside, self.n_words + self.alpha0 - inside


@dataclass(frozen=True)
class BinaryLog:
    """Binary logarithm of the rates in a side of so many words, 0 taken as half a word."""

    n_words: float

    def terms(self, rows: slice) -> "BinaryLog":  # noqa: ARG002
        """The same: it does not depend on the term."""
        return self

    def value(self, rates: Array) -> Array:
        """The logarithms."""
        return np.asarray(np.log2(self._above(rates)))

    def slope(self, rates: Array) -> Array:
        """Their derivative by the rate."""
        return np.asarray(1 / (self._above(rates) * np.log(2)))

    def _above(self, rates: Array) -> Array:
        return np.where(rates > 0, rates, 0.5 / self.n_words)
