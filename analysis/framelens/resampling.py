"""Intervals from resampled articles, for every mean and every share: the cluster bootstrap-t on a stabilised scale."""

import numpy as np
import numpy.typing as npt

from framelens.inference import FEWEST_ARTICLES, LEVEL, Array, resampled_articles

FEWEST = 5
"""Articles above the lowest, and below the highest possible value, without which an interval covers too little."""


def ratio_interval(
    x: npt.ArrayLike, n: npt.ArrayLike, *, lowest: float = 0.0, level: float = LEVEL, seed: int = 0
) -> tuple[Array, Array]:
    r"""Bootstrap-t interval of the ratios :math:`\sum x / \sum n` over articles, of many kinds at once.

    Articles are drawn with replacement, each with all its units. In each replicate the ratio's distance from the
    estimate is divided by its own standard error (linearized), both on the scale of :math:`\arcsin\sqrt{\cdot}`,
    where the spread of a share hardly depends on its size and no interval leaves the possible range. With ``n`` = 1
    it is the interval of a mean. In simulation (``make validity``) it covers in 92 to 98 % of runs from ten articles
    on. Plain percentiles and BCa cover in fewer (down to 88 %) even with 60 articles, the bootstrap-t without the
    scale in more.

    Parameters
    ----------
    x
        A row for each article and a column for each kind: the units of the kind, or the article's value.
    n
        Units of each article that might be of the kind, above 0: one column, or one for each kind.
    lowest
        The lowest possible ``x / n``; the highest is 1.
    level
        The nominal coverage, between 0 and 1.
    seed
        Of the articles drawn.

    Returns
    -------
    tuple of ndarray
        Low and high for each kind. NaN with fewer than 10 articles, and where fewer than 5 are above the lowest or
        below the highest possible value.

    References
    ----------
    Efron, B. & Tibshirani, R. J. (1993). An Introduction to the Bootstrap, 12.5-12.6 (bootstrap-t, stabilised).
    Cameron, A. C., Gelbach, J. B. & Miller, D. L. (2008). Bootstrap-based improvements for inference with clustered
    errors. Review of Economics and Statistics 90(3), 414-427.

    Examples
    --------
    >>> low, high = ratio_interval([[1], [3], [2], [4], [1], [2], [3], [2], [0], [2]], [[4]] * 10)
    >>> low.round(2).tolist(), high.round(2).tolist()
    ([0.31], [0.69])
    """
    values = np.atleast_2d(np.asarray(x, dtype=float))
    units = np.broadcast_to(np.asarray(n, dtype=float), values.shape)
    values = (values - lowest * units) / (1 - lowest)
    low, high = np.full((2, values.shape[1]), np.nan)
    if len(values) < FEWEST_ARTICLES:
        return low, high
    # Means of floats miss 0 and 1 by rounding.
    is_fit = ((values > 1e-12).sum(axis=0) >= FEWEST) & ((values < units - 1e-12).sum(axis=0) >= FEWEST)
    if is_fit.any():
        weights = resampled_articles(len(values), seed=seed).astype(float)
        ends = _stabilised(weights, values[:, is_fit], units[:, is_fit], level)
        low[is_fit], high[is_fit] = (lowest + (1 - lowest) * end for end in ends)
    return low, high


def _stabilised(weights: Array, x: Array, n: Array, level: float) -> tuple[Array, Array]:
    (center,), (spread,) = _ratios(np.ones((1, len(x))), x, n)
    drawn, drawn_spread = _ratios(weights, x, n)
    with np.errstate(divide="ignore", invalid="ignore"):
        t = (_stable(drawn) - _stable(center)) * 2 * np.sqrt(drawn * (1 - drawn)) / drawn_spread
    # A replicate whose articles are all alike lies beyond every bound, unless it is the estimate itself.
    t = np.sort(np.where(np.isnan(t), np.where(drawn == center, 0, np.copysign(np.inf, drawn - center)), t), axis=0)
    tail = round((len(weights) + 1) * (1 - level) / 2)
    scale = spread / (2 * np.sqrt(center * (1 - center)))
    low, high = (_stable(center) - t[place] * scale for place in (-tail, tail - 1))
    return _share(low), _share(high)


def _ratios(weights: Array, x: Array, n: Array) -> tuple[Array, Array]:
    """Ratio and linearized standard error, replicate × kind; factors that are the same in all replicates left out."""
    totals = weights @ n
    ratio = np.clip(weights @ x / totals, 0, 1)
    squares = weights @ (x * x) - 2 * ratio * (weights @ (x * n)) + ratio**2 * (weights @ (n * n))
    # Differences of large sums: what should be 0 may come out as a trace of either sign.
    squares = np.where(squares > 1e-12 * totals**2 / len(x), squares, 0)
    return ratio, np.sqrt(squares) / totals


def _stable(share: Array) -> Array:
    return np.asarray(np.arcsin(np.sqrt(share)))


def _share(angle: Array) -> Array:
    return np.asarray(np.sin(np.clip(angle, 0, np.pi / 2)) ** 2)
