"""Do the articles of two sides use a term at different rates? Permutation of the articles between the sides."""

from itertools import combinations
from math import comb
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from framelens.article_rates import (
    Array,
    ArticleRates,
    Moments,
    Rows,
    Side,
    Weights,
    in_blocks,
    precision,
    rate,
    rate_variance,
)
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
    observed_sides = np.repeat(np.array([1, 0], np.int8), [len(first.clusters), len(second.clusters)])[:, None]
    on_both = np.intersect1d(first.clusters, second.clusters)
    movable = np.flatnonzero(~np.isin(np.concatenate([first.clusters, second.clusters]), on_both))
    n_moved = len(first.clusters) - len(on_both)
    is_exact = not is_pooled and comb(len(movable), n_moved) <= EXACT_UP_TO
    if is_exact:
        moved = _all_arrangements(observed_sides, movable, n_moved)
    else:
        moved = _shuffled(observed_sides, movable, n_moved, seed)
    found = _null(rates.rounded(precision(len(moved))), observed_sides, moved, is_pooled)
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


def _null(rates: ArticleRates, observed_sides: Weights, moved: Weights, is_pooled: bool) -> _Null:
    both, (observed_first,), drawn_first = rates.once(), rates.draws(observed_sides), rates.draws(moved)

    def draw(block: slice) -> tuple[npt.NDArray[Any], ...]:
        chosen = rates.block(block)
        whole = chosen.moments(both)
        observed = _welch(whole, chosen.moments(observed_first))
        least = np.abs(observed) * (1 - _TIE)
        reached, in_bins, largest = np.zeros(len(observed), dtype=int), np.zeros(2 * _BINS * _LARGEST, np.int32), []
        for draws in drawn_first:
            drawn = _welch(whole, chosen.moments(draws))
            if is_pooled:
                in_bins += np.bincount(_bin(drawn).ravel(), minlength=len(in_bins))
            distance = np.abs(drawn, out=drawn)
            reached += np.count_nonzero(distance >= least, axis=1)
            largest.append(distance.max(axis=0))
        return observed[:, 0], reached, in_bins, np.concatenate(largest)

    observed, reached, bins, largest = zip(*in_blocks(draw, len(rates)), strict=True)
    statistic = np.concatenate(observed)
    in_pool = _reached_in_bins(np.sum(bins, axis=0), statistic) if is_pooled else np.zeros(len(statistic))
    return _Null(statistic, np.concatenate(reached), in_pool, np.sort(np.maximum.reduce(largest)))


def _welch(whole: Moments, first: Moments) -> Array:
    """Difference of the sides' rates by its standard error, each side with its own variance, term × arrangement."""
    second = whole.minus(first)
    rate_first, rate_second = rate(first), rate(second)
    difference = rate_first - rate_second
    is_equal = np.abs(difference) <= _TIE * (rate_first + rate_second)
    error = rate_variance(first, rate_first)
    error += rate_variance(second, rate_second)
    with np.errstate(divide="ignore", invalid="ignore"):
        difference /= np.sqrt(error, out=error)
    # Rates that are equal but for rounding differ by nothing; without any variance every other difference is large.
    np.copyto(difference, 0, where=is_equal)
    return difference


def _all_arrangements(sides: Weights, movable: Rows, n_first: int) -> Weights:
    chosen = np.array(list(combinations(range(len(movable)), n_first)), dtype=int).reshape(-1, n_first)
    moved = np.repeat(sides, len(chosen), axis=1)
    moved[movable] = 0
    moved[movable[chosen], np.arange(len(chosen))[:, None]] = 1
    return moved


def _shuffled(sides: Weights, movable: Rows, n_first: int, seed: int) -> Weights:
    generator = np.random.default_rng([seed, len(movable)])
    fixed = sides.copy()
    fixed[movable] = 0
    moved = np.repeat(fixed.T, REPLICATES, axis=0)
    for row in moved:
        row[generator.choice(movable, n_first, replace=False, shuffle=False)] = 1
    return moved.T


def _bin(statistic: Array) -> npt.NDArray[np.intp]:
    """Bins from the most negative statistics to the most positive."""
    places = (statistic + _LARGEST) * _BINS
    return np.clip(places, 0, 2 * _BINS * _LARGEST - 1, out=places).astype(np.intp)


def _reached_in_bins(bins: Array, observed: Array) -> Array:
    """How many of all statistics lie as far out as each term's, on its side of 0."""
    places = _bin(observed)
    below, above = np.cumsum(bins)[places], np.cumsum(bins[::-1])[::-1][places]
    return np.asarray(np.where(observed < 0, below, above))
