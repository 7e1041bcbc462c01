"""Intervals of a contrast of terms, from resampled articles."""

from collections.abc import Callable

import numpy as np

from framelens.article_rates import Array, ArticleRates, Draws, Rows, Side, in_blocks, precision, rate, rate_variance
from framelens.inference import FEWEST_ARTICLES, LEVEL, REPLICATES

Scale = Callable[[Array, slice], tuple[Array, Array]]
"""From a side's rates and the terms' places: the value of which a contrast is the difference, and its derivative."""


def draw_articles(groups: Rows, clusters: Rows, *, seed: int) -> Array:
    """How often each cluster is drawn in each replicate, cluster × replicate; both are given by row of the counts.

    Clusters are drawn within their group. Those of groups with fewer than 10, and of groups that share one, are drawn
    together: a handful drawn alone would come out much the same every time.
    """
    found, first = np.unique(clusters, return_index=True)
    shared = np.bincount(clusters)[clusters] > 1
    together = np.union1d(groups[shared], np.flatnonzero(np.bincount(groups) < FEWEST_ARTICLES))
    strata = np.where(np.isin(groups, together), -1, groups)[first]
    drawn = np.empty((len(found), REPLICATES), precision(len(found)))
    for stratum in np.unique(strata):
        inside = np.flatnonzero(strata == stratum)
        drawn[inside] = _resampled(len(inside), np.random.default_rng([seed, int(stratum) + 1])).T
    return drawn


def _resampled(n_articles: int, generator: np.random.Generator) -> Array:
    """How often each of the articles is drawn in each replicate, replicate × article."""
    drawn = generator.integers(n_articles, size=(REPLICATES, n_articles), dtype=np.int32)
    return np.stack([np.bincount(row, minlength=n_articles) for row in drawn]).astype(np.float32)


def contrast_interval(
    sides: tuple[Side, Side], scales: tuple[Scale, Scale], drawn: Array, *, studentized: bool
) -> tuple[Array, Array]:
    """Ends of the interval of each term of the sides' rates.

    ``studentized``: bootstrap-t, each replicate's distance from the estimate by its own standard error. Else the
    percentiles, moved out for the smaller side's n as Student's t is wider than the normal (Hesterberg 2015, 5.2.1:
    the plain ones are those of n - 1 of n).
    """
    of_sides = [
        (side.rates, side.rates.draws(drawn[side.clusters]), scale) for side, scale in zip(sides, scales, strict=True)
    ]
    tail = _tail(min(len(side.clusters) for side in sides))

    def ends(block: slice) -> tuple[Array, Array]:
        if studentized:
            return _bootstrap_t(of_sides, block)
        values = [scale(rates.terms(block).rates(draws), block)[0] for rates, draws, scale in of_sides]
        return _percentiles(values[0] - values[1], tail)

    parts = in_blocks(ends, sides[0].rates.amounts.shape[0])
    low, high = (np.concatenate(part) for part in zip(*parts, strict=True))
    return low, high


def _bootstrap_t(of_sides: list[tuple[ArticleRates, Draws, Scale]], block: slice) -> tuple[Array, Array]:
    center, error = _difference([(rates, rates.once(), scale) for rates, _, scale in of_sides], block)
    found, errors = _difference(of_sides, block)
    with np.errstate(divide="ignore", invalid="ignore"):
        low, high = _percentiles(np.nan_to_num((found - center) / errors), (1 - LEVEL) / 2)
    return center[:, 0] - high * error[:, 0], center[:, 0] - low * error[:, 0]


def _difference(of_sides: list[tuple[ArticleRates, Draws, Scale]], block: slice) -> tuple[Array, Array]:
    """The contrast and its standard error (delta method) by replicate."""
    values, variances = [], []
    for rates, draws, scale in of_sides:
        moments = rates.terms(block).moments(draws)
        value, slope = scale(rate(moments), block)
        values.append(value)
        variances.append(slope**2 * rate_variance(moments))
    return values[0] - values[1], np.sqrt(variances[0] + variances[1])


def _percentiles(values: Array, tail: float) -> tuple[Array, Array]:
    place = max(int((values.shape[1] + 1) * tail) - 1, 0)
    ordered = np.partition(values, (place, values.shape[1] - 1 - place), axis=1)
    return ordered[:, place], ordered[:, -1 - place]


def _tail(n_articles: int) -> float:
    from scipy.special import ndtr, stdtrit

    wide = np.sqrt(n_articles / (n_articles - 1)) * stdtrit(n_articles - 1, (1 + LEVEL) / 2)
    return float(ndtr(-wide))
