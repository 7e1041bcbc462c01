"""Rates of terms from their articles: a side's rate is a ratio of sums over articles, so articles can be exchanged."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple, TypeVar

import numpy as np
import numpy.typing as npt
from scipy import sparse

Array = npt.NDArray[np.floating]
Weights = npt.NDArray[np.number]
Rows = npt.NDArray[np.intp]
Result = TypeVar("Result")

BLOCK, COLUMNS = 1024, 128
"""Terms and replicates at a time: what stays near the processor; no number depends on it."""
THREADS = 2
MANY_ARTICLES = 2000
"""From here sums over articles are in single precision: their rounding is far below the spread of a resample."""


class Moments(NamedTuple):
    """Sums over the articles of a side: all that a rate and its variance between articles need.

    ``n`` articles, their sizes m and squares, and by term the amounts z, their squares and their products with m; the
    last is None where every m is 1.
    """

    n: Array
    size: Array
    size2: Array
    amount: Array
    amount2: Array
    cross: Array | None

    def minus(self, other: "Moments") -> "Moments":
        """The moments of what is left without ``other``."""
        return Moments(
            n=self.n - other.n,
            size=self.size - other.size,
            size2=self.size2 - other.size2,
            amount=self.amount - other.amount,
            amount2=self.amount2 - other.amount2,
            cross=None if self.cross is None or other.cross is None else self.cross - other.cross,
        )


@dataclass(frozen=True)
class ArticleRates:
    """What each article adds to a rate of terms: amounts z of a size m; the rate of a side is sum(z) / sum(m).

    Articles of equal weight: z is the article's own rate and m = 1. Weighted by tokens: z is the count and m the
    article's words. ``amounts`` is term × article.
    """

    amounts: sparse.csr_array
    sizes: Array

    def __len__(self) -> int:
        """Number of terms."""
        return int(self.amounts.shape[0])

    def merged(self, clusters: Rows) -> "ArticleRates":
        """The same with the articles of one cluster, numbered from 0, as one."""
        places = np.arange(len(clusters))
        belongs = sparse.csr_array((np.ones(len(clusters)), (places, clusters)))
        return ArticleRates((self.amounts @ belongs).tocsr(), np.asarray(self.sizes @ belongs))

    def beside(self, other: "ArticleRates") -> "ArticleRates":
        """The articles of both."""
        amounts = sparse.hstack([self.amounts, other.amounts], format="csr")
        return ArticleRates(sparse.csr_array(amounts), np.concatenate([self.sizes, other.sizes]))

    def terms(self, rows: Rows | slice) -> "ArticleRates":
        """The same of some of the terms."""
        return ArticleRates(self.amounts[rows], self.sizes)

    def block(self, rows: slice) -> "ArticleRates":
        """The same of some of the terms, article by article: sums over articles then read each one's weights once.

        That halves the time of a sum, and adds in the same order.
        """
        return ArticleRates(self.amounts[rows].tocsc(), self.sizes)

    def rounded(self, number: type[np.floating]) -> "ArticleRates":
        """The same with amounts of another number type, which the sums of them then have."""
        return ArticleRates(self.amounts.astype(number), self.sizes)

    def draws(self, weights: Weights) -> list["Draws"]:
        """The articles weighted by ``weights``, article × replicate: some replicates after the other."""
        starts = range(0, weights.shape[1], COLUMNS)
        return [self._draw(weights[:, start : start + COLUMNS]) for start in starts]

    def once(self) -> "Draws":
        """Every article once."""
        return self._draw(np.ones((len(self.sizes), 1)))

    def rates(self, draws: "Draws") -> Array:
        """The rate of each term in each replicate."""
        return np.asarray(self.amounts @ draws.weights / draws.size)

    def moments(self, draws: "Draws") -> Moments:
        """Moments by term and replicate."""
        sums = self._summed @ draws.weights
        amount, amount2, *cross = np.split(sums, len(sums) // len(self))
        return Moments(draws.n, draws.size, draws.size2, amount, amount2, cross[0] if cross else None)

    @cached_property
    def _is_even(self) -> bool:
        return bool((self.sizes == 1).all())

    @cached_property
    def _summed(self) -> sparse.csc_array:
        """What is summed for the moments, one below the other: amounts, squares, and products with the sizes."""
        parts = [self.amounts, self.amounts.power(2)]
        if not self._is_even:
            parts.append(self.amounts.multiply(self.sizes.astype(self.amounts.dtype)))
        return sparse.vstack(parts, format="csc")

    def _draw(self, weights: Weights) -> "Draws":
        n, number = weights.sum(axis=0), self.amounts.dtype
        # Sums of whole numbers: exact in double precision.
        sizes = [n, n] if self._is_even else [self.sizes**power @ weights.astype(float) for power in (1, 2)]
        return Draws(weights.astype(number, order="C"), *(sums.astype(number) for sums in (n, *sizes)))


@dataclass(frozen=True)
class Draws:
    """Weights of articles in some replicates, article × replicate, and the articles' number and sizes so weighted."""

    weights: Array
    n: Array
    size: Array
    size2: Array


class Side(NamedTuple):
    """One side of a contrast: what its articles add, and which articles (clusters of rows of the counts) they are."""

    rates: ArticleRates
    clusters: Rows

    def terms(self, rows: Rows) -> "Side":
        """The same of some of the terms."""
        return Side(self.rates.terms(rows), self.clusters)


def side_of(counts: sparse.csr_array, clusters: Rows, weight: str) -> Side:
    """The side of articles with these counts, article × term; rows of one cluster count as one article.

    Each article is as heavy as the others (``articles``) or as its words (``tokens``).
    """
    found, places = np.unique(clusters, return_inverse=True)
    rates = _rates_of(counts, weight)
    return Side(rates, clusters) if len(found) == len(clusters) else Side(rates.merged(places), found)


def _rates_of(counts: sparse.csr_array, weight: str) -> ArticleRates:
    words = np.asarray(counts.sum(axis=1), dtype=float).ravel()
    amounts = counts.T.tocsr().astype(float)
    if weight == "tokens":
        return ArticleRates(amounts, words)
    amounts.data *= (1 / words)[amounts.indices]
    return ArticleRates(amounts, np.ones(len(words)))


def rate(side: Moments) -> Array:
    """The side's rate of each term."""
    return np.asarray(side.amount / side.size)


def rate_variance(side: Moments, mean: Array) -> Array:
    """Variance of the rate, ``mean``, by its differences between articles (a ratio of sums, linearized).

    0 for one article.
    """
    if side.cross is None:
        squares = side.amount2 - mean * side.amount
    else:
        squares = side.amount2 - mean * (2 * side.cross - mean * side.size2)
    # Differences of large sums: what should be 0 may come out as a trace of either sign.
    np.copyto(squares, 0, where=squares < 1e-6 * side.amount2)
    squares *= side.n / (np.maximum(side.n - 1, 1) * side.size**2)
    return squares


def precision(n_articles: int) -> type[np.floating]:
    """The number type of sums over so many articles."""
    return np.float32 if n_articles > MANY_ARTICLES else np.float64


def in_blocks(work: Callable[[slice], Result], n_terms: int) -> list[Result]:
    """What ``work`` gives for one block of terms after the other, in their order."""
    blocks = [slice(start, min(start + BLOCK, n_terms)) for start in range(0, n_terms, BLOCK)]
    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(work, blocks))
