"""Do the articles of two sides use a term at different rates? Permutation of the articles between the sides."""

from itertools import combinations
from math import comb
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from framelens.article_rates import Array, ArticleRates, Moments, Rows, Side, in_blocks, precision, rate, rate_variance
from framelens.inference import REPLICATES

EXACT_UP_TO = 10 * (REPLICATES + 1)
"""All arrangements are gone through where there are no more than these."""
_TIE = 1e-5
"""Statistics this near, as a share, are equal: sums of the same articles in another order differ by rounding."""
_BINS, _LARGEST = 512, 64
"""The pooled null distribution is kept in bins of 1/512 up to 64; a whole bin counts, so that no p is too small."""


class TermTests(NamedTuple):
    """The tests of one contrast: ``p`` by term, the smallest possible p, and p for the largest of all terms."""

    p: Array
    p_min: float
    p_max_t: Array
    test: str


def compare_rates(first: Side, second: Side, *, is_pooled: bool, seed: int) -> TermTests:
    """Permutation tests of each term's rate in the first side against the second, studentized (Welch's t).

    An article on both sides stays where it is. ``is_pooled``: the null distribution of all terms together, sign by
    sign, which reaches far below one in a thousand; else each term's own, over all arrangements where these are few.
    """
    rates = first.rates.beside(second.rates)
    observed_sides = np.repeat([1.0, 0.0], [len(first.clusters), len(second.clusters)])[:, None]
    on_both = np.intersect1d(first.clusters, second.clusters)
    movable = np.flatnonzero(~np.isin(np.concatenate([first.clusters, second.clusters]), on_both))
    n_moved = len(first.clusters) - len(on_both)
    is_exact = not is_pooled and comb(len(movable), n_moved) <= EXACT_UP_TO
    if is_exact:
        moved = _all_arrangements(observed_sides, movable, n_moved)
    else:
        moved = _shuffled(observed_sides, movable, seed)
    found = _null(rates, observed_sides, moved.astype(precision(len(moved))), is_pooled)
    # The arrangement observed is one of the possible; among all of them it is there already.
    n_draws, extra = moved.shape[1], 0 if is_exact else 1
    reached = np.searchsorted(found.largest, np.abs(found.observed) * (1 - _TIE), side="left")
    p_max_t = (n_draws - reached + extra) / (n_draws + extra)
    if is_pooled:
        n_pooled = n_draws * len(found.observed)
        # A term whose own permutations reach further than those of the others is held to its own.
        p = np.maximum(np.minimum(1, 2 * (1 + found.in_pool) / (1 + n_pooled)), found.reached / n_draws)
        return TermTests(p, min(1.0, 2 / (1 + n_pooled)), p_max_t, "permutation-pooled")
    p = (found.reached + extra) / (n_draws + extra)
    return TermTests(p, 1 / (n_draws + extra), p_max_t, "permutation-exact" if is_exact else "permutation")


class _Null(NamedTuple):
    """Each term's statistic, how many of its own draws and of the pool reach it, and each draw's largest, in order."""

    observed: Array
    reached: Array
    in_pool: Array
    largest: Array


def _null(rates: ArticleRates, observed_sides: Array, moved: Array, is_pooled: bool) -> _Null:
    observed_first, drawn_first = rates.draws(observed_sides.astype(moved.dtype)), rates.draws(moved)
    both = rates.once()

    def draw(block: slice) -> tuple[npt.NDArray[Any], ...]:
        chosen = rates.terms(block)
        whole = chosen.moments(both)
        observed, drawn = (
            _welch(whole, chosen.moments(observed_first))[:, 0],
            _welch(whole, chosen.moments(drawn_first)),
        )
        bins = _binned(drawn) if is_pooled else np.zeros(1, dtype=int)
        distance = np.abs(drawn)
        reached = (distance >= np.abs(observed)[:, None] * (1 - _TIE)).sum(axis=1)
        return observed, reached, bins, distance.max(axis=0)

    observed, reached, bins, largest = zip(*in_blocks(draw, rates.amounts.shape[0]), strict=True)
    statistic = np.concatenate(observed)
    in_pool = _reached_in_bins(np.sum(bins, axis=0), statistic) if is_pooled else np.zeros(len(statistic))
    return _Null(statistic, np.concatenate(reached), in_pool, np.sort(np.maximum.reduce(largest)))


def _welch(whole: Moments, first: Moments) -> Array:
    """Difference of the sides' rates by its standard error, each side with its own variance, term × arrangement."""
    second = whole.minus(first)
    rate_first, rate_second = rate(first), rate(second)
    difference = rate_first - rate_second
    # Rates that are equal but for rounding differ by nothing; without any variance every other difference is large.
    difference[np.abs(difference) < _TIE * (rate_first + rate_second)] = 0
    error = np.sqrt(rate_variance(first) + rate_variance(second))
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(np.where(difference == 0, 0, difference / error))


def _all_arrangements(sides: Array, movable: Rows, n_first: int) -> Array:
    chosen = np.array(list(combinations(range(len(movable)), n_first)), dtype=int).reshape(-1, n_first)
    moved = np.repeat(sides, len(chosen), axis=1)
    moved[movable] = 0
    moved[movable[chosen], np.arange(len(chosen))[:, None]] = 1
    return moved


def _shuffled(sides: Array, movable: Rows, seed: int) -> Array:
    generator = np.random.default_rng([seed, len(movable)])
    labels = np.tile(sides[movable, 0].astype(np.int8), (REPLICATES, 1))
    moved = np.repeat(sides.astype(precision(len(sides))), REPLICATES, axis=1)
    moved[movable] = generator.permuted(labels, axis=1).T
    return moved


def _binned(drawn: Array) -> npt.NDArray[np.intp]:
    """Statistics of all terms by bin, from the most negative to the most positive."""
    return np.bincount(_bin(drawn).ravel(), minlength=2 * _BINS * _LARGEST)


def _bin(statistic: Array) -> npt.NDArray[np.int32]:
    places = np.clip((statistic + _LARGEST) * _BINS, 0, 2 * _BINS * _LARGEST - 1)
    return places.astype(np.int32)


def _reached_in_bins(bins: Array, observed: Array) -> Array:
    """How many of all statistics lie as far out as each term's, on its side of 0."""
    places = _bin(observed)
    below, above = np.cumsum(bins)[places], np.cumsum(bins[::-1])[::-1][places]
    return np.asarray(np.where(observed < 0, below, above))
