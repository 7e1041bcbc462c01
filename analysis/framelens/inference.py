"""What may be said at which n: the gate that every interval and every test passes, and the smallest n of a share.

The article is the sampling unit. With one article in a group there is description only: k of n, and for shares an
interval that takes the units inside that article as independent, named so. Intervals of two and more articles are in
`resampling`, tests in `permutation`.
"""

import functools
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from framelens.checks import check_one_of

Array = npt.NDArray[np.float64]

LEVEL = 0.95
SMALLEST = {
    "term": 5, "mention": 5, "sentence": 5, "word": 5, "cue": 5, "statement": 5, "sentence voice": 10, "fact": 10,
}  # fmt: skip
"""Fewest units of each kind from which a share is printed; below, k of n (the defaults; a caption names them)."""

REPLICATES = 999
FEWEST_ARTICLES = 10
"""Articles of a group from which an interval over articles is given."""
Gate = Literal["description", "permutation", "bootstrap-t", "bootstrap"]
Correction = Literal["bh", "by", "holm", "bonferroni"]
_METHODS = {"bh": "fdr_bh", "by": "fdr_by", "holm": "holm", "bonferroni": "bonferroni"}


def gate(n_articles: int) -> Gate:
    """What a group of so many articles allows to be inferred about the articles that its outlet might have printed.

    ``description`` (1): nothing. ``permutation`` (2 to 9): a test that shuffles articles between groups, and no
    interval. ``bootstrap-t`` (10 to 29): intervals from resampled articles, studentized, because the plain bootstrap
    is too narrow there. ``bootstrap`` (30 and more): intervals from resampled articles; those of shares are
    studentized here too (`resampling.ratio_interval`). A comparison of groups is gated by the smallest of them.

    References
    ----------
    Cameron, A. C., Gelbach, J. B. & Miller, D. L. (2008). Bootstrap-based improvements for inference with clustered
    errors. Review of Economics and Statistics 90(3), 414-427.

    Examples
    --------
    >>> [gate(n) for n in (1, 9, 10, 30)]
    ['description', 'permutation', 'bootstrap-t', 'bootstrap']
    """
    if n_articles < 2:
        return "description"
    if n_articles < FEWEST_ARTICLES:
        return "permutation"
    return "bootstrap-t" if n_articles < 30 else "bootstrap"


@functools.lru_cache(maxsize=8)  # The outlets of a study have one number of articles for many rows.
def resampled_articles(n_articles: int, *, seed: int, replicates: int = REPLICATES) -> npt.NDArray[np.int64]:
    """How often each article is drawn in each replicate of the cluster bootstrap, replicate × article.

    Depends on nothing but its arguments, so that the rows of a table do not depend on each other's presence.

    Examples
    --------
    >>> drawn = resampled_articles(12, seed=1)
    >>> drawn.shape, set(drawn.sum(axis=1).tolist())
    ((999, 12), {12})
    """
    generator = np.random.default_rng([seed, n_articles])
    drawn = generator.multinomial(n_articles, np.full(n_articles, 1 / n_articles), size=replicates)
    drawn.setflags(write=False)
    return drawn


def wilson(k: npt.ArrayLike, n: npt.ArrayLike, *, level: float = LEVEL) -> tuple[Array, Array]:
    """Wilson's interval of shares k / n (Wilson 1927, eq. 5, without continuity correction).

    Written out here because importing scipy.stats costs more time than drawing a figure.

    Examples
    --------
    >>> low, high = wilson(81, 263)
    >>> round(float(low), 4), round(float(high), 4)
    (0.2553, 0.3662)
    """
    from scipy.special import ndtri

    k, n = np.asarray(k, dtype=float), np.asarray(n, dtype=float)
    z2 = ndtri((1 + level) / 2) ** 2
    center = (k + z2 / 2) / (n + z2)
    half = np.sqrt(z2 * (k * (n - k) / n + z2 / 4)) / (n + z2)
    return np.maximum(center - half, 0), np.minimum(center + half, 1)


def clopper_pearson(k: npt.ArrayLike, n: npt.ArrayLike, *, level: float = LEVEL) -> tuple[Array, Array]:
    """Exact binomial interval of shares k / n, by statsmodels (Clopper & Pearson 1934).

    Examples
    --------
    >>> [round(float(end), 4) for end in clopper_pearson(2, 7)]
    [0.0367, 0.7096]
    """
    from statsmodels.stats.proportion import proportion_confint

    low, high = proportion_confint(np.asarray(k), np.asarray(n), alpha=1 - level, method="beta")
    return np.asarray(low, dtype=float), np.asarray(high, dtype=float)


def newcombe(
    k1: npt.ArrayLike, n1: npt.ArrayLike, k2: npt.ArrayLike, n2: npt.ArrayLike, *, level: float = LEVEL
) -> tuple[Array, Array]:
    """Interval of the difference of two independent shares, k1 / n1 - k2 / n2 (Newcombe 1998, method 10).

    It is `difference_interval` of two Wilson intervals; statsmodels gives the same and takes one pair at a time.

    Examples
    --------
    >>> [round(float(end), 4) for end in newcombe(56, 70, 48, 80)]
    [0.0524, 0.3339]
    """
    first, second = (np.asarray(k, dtype=float) / np.asarray(n, dtype=float) for k, n in ((k1, n1), (k2, n2)))
    return difference_interval(first, wilson(k1, n1, level=level), second, wilson(k2, n2, level=level))


def difference_interval(
    first: Array,
    of_first: tuple[Array, Array],
    second: Array,
    of_second: tuple[Array, Array],
    *,
    shared: Array | float = 0,
) -> tuple[Array, Array]:
    """Interval of first - second from the interval of each, their distances from the estimates squared and added.

    ``shared`` is the correlation of the two estimates, 0 where no article counts for both.

    References
    ----------
    Zou, G. Y. & Donner, A. (2008). Construction of confidence limits about effect measures: a general approach.
    Statistics in Medicine 27(10), 1693-1702, eq. 8 (correlated), after Newcombe 1998.

    Examples
    --------
    >>> low, high = difference_interval(np.array(0.5), (np.array(0.2), np.array(0.6)), 0.3, (0.0, 0.7))
    >>> round(float(low), 4), round(float(high), 4)
    (-0.3, 0.5162)
    """
    below, above = first - of_first[0], of_first[1] - first
    other_below, other_above = second - of_second[0], of_second[1] - second
    # Rounding may put an end on the wrong side of its estimate, and a square of nothing below 0.
    low = first - second - np.sqrt(np.maximum(below**2 + other_above**2 - 2 * shared * below * other_above, 0))
    high = first - second + np.sqrt(np.maximum(above**2 + other_below**2 - 2 * shared * above * other_below, 0))
    return np.asarray(low), np.asarray(high)


def risk_ratio(
    k1: npt.ArrayLike, n1: npt.ArrayLike, k2: npt.ArrayLike, n2: npt.ArrayLike, *, level: float = LEVEL
) -> tuple[Array, Array]:
    """Interval of the ratio of two independent shares, by statsmodels (Katz and others 1978: log).

    Examples
    --------
    >>> [round(float(end), 2) for end in risk_ratio(7, 34, 1, 34)]
    [0.91, 53.87]
    """
    return _of_two(k1, n1, k2, n2, compare="ratio", method="log", level=level)


def odds_ratio(
    k1: npt.ArrayLike, n1: npt.ArrayLike, k2: npt.ArrayLike, n2: npt.ArrayLike, *, level: float = LEVEL
) -> tuple[Array, Array]:
    """Interval of the odds ratio of two independent shares, by statsmodels (Woolf 1955: logit).

    Examples
    --------
    >>> [round(float(end), 2) for end in odds_ratio(7, 34, 1, 34)]
    [0.99, 73.9]
    """
    return _of_two(k1, n1, k2, n2, compare="odds-ratio", method="logit", level=level)


def _of_two(k1: Any, n1: Any, k2: Any, n2: Any, *, compare: str, method: str, level: float) -> tuple[Array, Array]:
    from statsmodels.stats.proportion import confint_proportions_2indep

    low, high = confint_proportions_2indep(k1, n1, k2, n2, compare=compare, method=method, alpha=1 - level)
    return np.asarray(low, dtype=float), np.asarray(high, dtype=float)


def rate_ratio(
    k1: npt.ArrayLike, n1: npt.ArrayLike, k2: npt.ArrayLike, n2: npt.ArrayLike, *, level: float = LEVEL
) -> tuple[Array, Array]:
    """Exact interval of the ratio of two Poisson rates, k1 / n1 over k2 / n2, given k1 + k2.

    Examples
    --------
    >>> [round(float(end), 4) for end in rate_ratio(12, 5000, 30, 9000)]
    [0.3357, 1.4482]
    """
    low, high = clopper_pearson(k1, np.add(k1, k2), level=level)
    sizes = np.asarray(n2, dtype=float) / np.asarray(n1, dtype=float)
    return np.asarray(low / (1 - low) * sizes), np.asarray(high / (1 - high) * sizes)


def adjust(p: npt.ArrayLike, *, method: Correction = "bh") -> Array:
    """Adjust p-values for their number; a missing one stays missing and does not count.

    ``bh``: Benjamini & Hochberg 1995, the false discovery rate, for independent and positively dependent tests;
    ``by``: Benjamini & Yekutieli 2001, for any dependence; ``holm``: Holm 1979, the familywise error rate;
    ``bonferroni``: the same, cruder.

    Examples
    --------
    >>> adjust([0.01, 0.04, 0.03]).round(3).tolist(), adjust([0.01, 0.04, 0.03], method="holm").round(3).tolist()
    ([0.03, 0.04, 0.04], [0.03, 0.06, 0.06])
    """
    from statsmodels.stats.multitest import multipletests

    check_one_of("method", method, tuple(_METHODS))
    given = np.asarray(p, dtype=float)
    adjusted, is_known = np.full(given.shape, np.nan), ~np.isnan(given)
    if is_known.any():
        adjusted[is_known] = multipletests(given[is_known], method=_METHODS[method])[1]
    return adjusted


def add_share_interval(frame: pd.DataFrame) -> pd.DataFrame:
    """Add ``low, high, interval, level`` to rows with ``k, n, n_articles``: within the article, where there is one."""
    within = ((frame["n_articles"] == 1) & (frame["n"] > 0)).to_numpy(dtype=bool)
    low, high = wilson(frame["k"].astype(float), frame["n"].astype(float).where(within))
    return frame.assign(
        low=low,
        high=high,
        interval=np.where(within, "within-article-wilson", "none"),
        level=np.where(within, LEVEL, np.nan),
    )


def without_interval(frame: pd.DataFrame) -> pd.DataFrame:
    """Add ``low, high, interval, level`` that say: there is none."""
    return frame.assign(low=np.nan, high=np.nan, interval="none", level=np.nan)
