"""Intervals of a contrast of terms, from resampled articles."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from framelens.article_rates import (
    Array,
    ArticleRates,
    Draws,
    Rows,
    Side,
    Weights,
    in_blocks,
    precision,
    rate,
    rate_variance,
)
from framelens.inference import FEWEST_ARTICLES, LEVEL, REPLICATES
from framelens.term_scales import Scale


def draw_articles(groups: Rows, clusters: Rows, *, seed: int) -> Weights:
    """How often each cluster is drawn in each replicate, cluster × replicate; both are given by row of the counts.

    Clusters are drawn within their group. Those of groups with fewer than 10, and of groups that share one, are drawn
    together: a handful drawn alone would come out much the same every time.
    """
    found, first = np.unique(clusters, return_index=True)
    shared = np.bincount(clusters)[clusters] > 1
    together = np.union1d(groups[shared], np.flatnonzero(np.bincount(groups) < FEWEST_ARTICLES))
    strata = np.where(np.isin(groups, together), -1, groups)[first]
    drawn = np.empty((len(found), REPLICATES), np.uint8)
    for stratum in np.unique(strata):
        inside = np.flatnonzero(strata == stratum)
        drawn[inside] = _resampled(len(inside), np.random.default_rng([seed, int(stratum) + 1])).T
    return drawn


def _resampled(n_articles: int, generator: np.random.Generator) -> Weights:
    """How often each of the articles is drawn in each replicate, replicate × article."""
    drawn = generator.integers(n_articles, size=(REPLICATES, n_articles), dtype=np.int32)
    # Of more than 255 articles none is ever drawn so often.
    return np.stack([np.bincount(row, minlength=n_articles).astype(np.uint8) for row in drawn])


def contrast_interval(sides: Sequence[tuple[Side, Scale]], drawn: Weights, *, studentized: bool) -> tuple[Array, Array]:
    """Ends of the interval of each term of the two sides' rates.

    ``studentized``: bootstrap-t, each replicate's distance from the estimate by its own standard error. Else the
    percentiles, moved out for the smaller side's n as Student's t is wider than the normal (Hesterberg 2015, 5.2.1:
    the plain ones are those of n - 1 of n).
    """
    of_sides = []
    for side, scale in sides:
        rates = side.rates.rounded(precision(len(drawn)))
        of_sides.append(Drawn(rates, rates.draws(drawn[side.clusters]), scale))
    tail = _tail(min(len(side.clusters) for side, _ in sides))

    def ends(block: slice) -> tuple[Array, Array]:
        chosen = [side.terms(block) for side in of_sides]
        return _bootstrap_t(chosen) if studentized else _percentiles(_contrasts(chosen), tail)

    parts = in_blocks(ends, len(sides[0][0].rates))
    low, high = (np.concatenate(part) for part in zip(*parts, strict=True))
    return low, high


class Drawn(NamedTuple):
    """One side's rates, its articles as drawn, some replicates after the other, and the scale."""

    rates: ArticleRates
    draws: list[Draws]
    scale: Scale

    def terms(self, rows: slice) -> "Drawn":
        """The same of some of the terms."""
        return Drawn(self.rates.block(rows), self.draws, self.scale.terms(rows))

    def values(self, draws: Draws) -> Array:
        """The value of each term in each replicate."""
        return self.scale.value(self.rates.rates(draws))


def _contrasts(sides: Sequence[Drawn]) -> Array:
    """The contrast by term and replicate."""
    first, second = sides
    pairs = zip(first.draws, second.draws, strict=True)
    return np.concatenate([first.values(draws) - second.values(others) for draws, others in pairs], axis=1)


def _bootstrap_t(sides: Sequence[Drawn]) -> tuple[Array, Array]:
    once = [Drawn(side.rates, [side.rates.once()], side.scale) for side in sides]
    center, error = (found[:, 0] for found in _studentized(once))
    found, errors = _studentized(sides)
    with np.errstate(divide="ignore", invalid="ignore"):
        t = np.nan_to_num((found - center[:, None]) / errors)
    low, high = _percentiles(t, (1 - LEVEL) / 2)
    return center - high * error, center - low * error


def _studentized(sides: Sequence[Drawn]) -> tuple[Array, Array]:
    """The contrast and its standard error (delta method) by term and replicate."""
    (first, variance), (second, other_variance) = map(_values, sides)
    return first - second, np.sqrt(variance + other_variance)


def _values(side: Drawn) -> tuple[Array, Array]:
    """One side's values and their variances by term and replicate."""
    values, variances = [], []
    for draws in side.draws:
        moments = side.rates.moments(draws)
        mean = rate(moments)
        values.append(side.scale.value(mean))
        variances.append(side.scale.slope(mean) ** 2 * rate_variance(moments, mean))
    return np.concatenate(values, axis=1), np.concatenate(variances, axis=1)


def _percentiles(values: Array, tail: float) -> tuple[Array, Array]:
    place = max(int((values.shape[1] + 1) * tail) - 1, 0)
    ordered = np.sort(values, axis=1)
    return ordered[:, place], ordered[:, -1 - place]


def _tail(n_articles: int) -> float:
    from scipy.special import ndtr, stdtrit

    wide = np.sqrt(n_articles / (n_articles - 1)) * stdtrit(n_articles - 1, (1 + LEVEL) / 2)
    return float(ndtr(-wide))
