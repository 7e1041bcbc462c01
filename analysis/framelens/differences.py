"""The difference of two groups of articles, of many kinds at once: its interval and its test."""

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from framelens.inference import FEWEST_ARTICLES, LEVEL, Array, difference_interval, newcombe
from framelens.permutation import Sides, permutation_test
from framelens.resampling import ratio_interval


class Cells(NamedTuple):
    """The articles of two groups, a row each, and the kinds that all of them have a value for, a column each."""

    sides: Sides
    x: Array
    weight: Array
    k: Array
    n: Array


def difference_tests(cells: Cells, kinds: npt.NDArray[np.int64], seed: int) -> dict[str, Any]:
    """P-values of the kinds asked for; none with one article on a side, or where no arrangement differs."""
    p, p_min = np.full((2, cells.x.shape[1]), np.nan)
    test = np.full(cells.x.shape[1], "none", dtype="<U20")
    if len(kinds) and n_articles(cells.sides) > 1:
        found = permutation_test(cells.x[:, kinds], cells.weight[:, kinds], cells.sides, seed=seed)
        kept = found.p_min < 1
        kinds = kinds[kept]
        p[kinds], p_min[kinds] = found.p[kept], found.p_min[kept]
        test[kinds] = "exact permutation" if found.is_exact else "permutation"
    return {"p": p, "p_min": p_min, "test": test}


def n_articles(sides: Sides) -> int:
    """Articles of the smaller group."""
    return min(len(np.unique(sides.article[side])) for side in (sides.is_target, ~sides.is_target))


def difference_intervals(cells: Cells, seed: int) -> dict[str, Any]:
    """The columns ``low, high, interval, level`` of each kind, as the number of articles or strata allows."""
    name, (low, high) = "none", np.full((2, cells.x.shape[1]), np.nan)
    # Shares have a k; the mean of labels has none, and reaches from -1 to 1.
    lowest = np.where(np.isnan(cells.k).any(axis=0), -1.0, 0.0)
    sides = cells.sides
    if (n_strata := len(np.unique(sides.stratum))) > 1:
        if n_strata >= FEWEST_ARTICLES:
            name, (low, high) = "stratum-bootstrap-t", _over_strata(cells, seed)
    elif (fewest := n_articles(sides)) >= FEWEST_ARTICLES:
        name, (low, high) = "article-bootstrap-t", _over_articles(cells, lowest, seed)
    elif fewest == 1 and len(sides.article) == 2:
        name, order = "within-article-newcombe", np.argsort(~sides.is_target)
        (k1, k2), (n1, n2) = cells.k[order], cells.n[order]
        low, high = newcombe(k1, n1, k2, n2)
    has_one = ~np.isnan(low)
    interval = np.where(has_one, name, "none")
    return {"low": low, "high": high, "interval": interval, "level": np.where(has_one, LEVEL, np.nan)}


def _over_strata(cells: Cells, seed: int) -> tuple[Array, Array]:
    """Strata drawn whole: each gives its difference, weighted as in the estimate."""
    parts = []
    for one in np.unique(cells.sides.stratum):
        rows = cells.sides.stratum == one
        side = cells.sides.is_target[rows]
        if side.any() and not side.all():
            x, weight = cells.x[rows], cells.weight[rows]
            n1, n2 = weight[side].sum(axis=0), weight[~side].sum(axis=0)
            parts.append((x[side].sum(axis=0) / n1 - x[~side].sum(axis=0) / n2, n1 * n2 / (n1 + n2)))
    if not parts:
        return np.full(cells.x.shape[1], np.nan), np.full(cells.x.shape[1], np.nan)
    differences, weights = np.array(parts).swapaxes(0, 1)
    return ratio_interval(differences * weights, weights, lowest=-1, seed=seed)


def _over_articles(cells: Cells, lowest: Array, seed: int) -> tuple[Array, Array]:
    """The two groups' intervals squared and added; an article that is in both counts in both."""
    estimates, ends, influences = [], [], []
    articles, place = np.unique(cells.sides.article, return_inverse=True)
    for side in (cells.sides.is_target, ~cells.sides.is_target):
        x, weight = (_sums(values[side], place[side], len(articles)) for values in (cells.x, cells.weight))
        is_in = weight[:, 0] > 0
        estimate = x.sum(axis=0) / weight.sum(axis=0)
        low, high = np.full((2, x.shape[1]), np.nan)
        for floor in np.unique(lowest):
            kinds = lowest == floor
            found = ratio_interval(x[is_in][:, kinds], weight[is_in][:, kinds], lowest=floor, seed=seed)
            low[kinds], high[kinds] = found
        estimates.append(estimate)
        ends.append((low, high))
        influences.append((x - estimate * weight) / np.sqrt(((x - estimate * weight) ** 2).sum(axis=0)))
    shared = (influences[0] * influences[1]).sum(axis=0)
    return difference_interval(estimates[0], ends[0], estimates[1], ends[1], shared=shared)


def _sums(values: Array, place: npt.NDArray[np.intp], n_articles: int) -> Array:
    """Sums by article."""
    sums = np.zeros((n_articles, values.shape[1]))
    np.add.at(sums, place, values)
    return sums
