"""Keyness: how a term's counts in two corpora differ, from the counts alone."""

import numpy as np
import numpy.typing as npt

Counts = npt.ArrayLike
Array = npt.NDArray[np.float64]


def log_odds(y1: Counts, y2: Counts, alpha: Counts) -> tuple[Array, Array]:
    """Difference of log odds under a Dirichlet prior, and its variance, over a complete vocabulary.

    Examples
    --------
    >>> delta, variance = log_odds([10, 20], [10, 20], 0.01)
    >>> delta.tolist()
    [0.0, 0.0]
    """
    y1, y2 = np.asarray(y1, dtype=float), np.asarray(y2, dtype=float)
    alpha = np.broadcast_to(np.asarray(alpha, dtype=float), y1.shape)
    n1, n2, alpha0 = y1.sum(), y2.sum(), alpha.sum()
    odds1 = (y1 + alpha) / (n1 + alpha0 - y1 - alpha)
    odds2 = (y2 + alpha) / (n2 + alpha0 - y2 - alpha)
    delta = np.log(odds1) - np.log(odds2)  # Monroe et al. 2008, eq. 15 and 16
    variance = 1 / (y1 + alpha) + 1 / (y2 + alpha)  # eq. 19, the approximation
    return delta, variance


def log_ratio(a: Counts, b: Counts, c: Counts, d: Counts) -> Array:
    """Binary logarithm of (a / c) / (b / d); a count of 0 is taken as 0.5 (Hardie 2014).

    ``a`` and ``b`` are a term's counts in two corpora of ``c`` and ``d`` words.

    Examples
    --------
    >>> float(log_ratio(8, 2, 1000, 1000))
    2.0
    """
    a, b = (np.where(np.asarray(count) == 0, 0.5, count).astype(float) for count in (a, b))
    return np.asarray(np.log2(a / np.asarray(c)) - np.log2(b / np.asarray(d)))


def log_likelihood(a: Counts, b: Counts, c: Counts, d: Counts) -> Array:
    """G² of a term's 2 × 2 table, all four cells (Dunning 1993).

    ``a`` and ``b`` are a term's counts in two corpora of ``c`` and ``d`` words. Rayson's two-cell form, common in
    corpus linguistics, leaves out the cells of all other words and is slightly smaller. Words are taken as independent,
    so it ranks and does not test.

    Examples
    --------
    >>> round(float(log_likelihood(7, 2, 10, 9)), 6)
    4.534939
    """
    from scipy.special import xlogy

    a, b, c, d = (np.asarray(count, dtype=float) for count in (a, b, c, d))
    total = c + d
    words, others = a + b, total - a - b
    cells = ((a, c * words), (b, d * words), (c - a, c * others), (d - b, d * others))
    terms = [xlogy(observed, observed * total / np.where(observed > 0, expected, 1)) for observed, expected in cells]
    return np.asarray(np.maximum(2 * sum(terms), 0))


def percent_difference(a: Counts, b: Counts, c: Counts, d: Counts) -> Array:
    """How much higher the rate a / c is than b / d, in percent (Gabrielatos & Marchi 2012); infinite where b is 0.

    One above the relative risk, a hundredfold: the relative risk is ``1 + percent_difference / 100``.

    Examples
    --------
    >>> float(percent_difference(9, 6, 1000, 1000))
    50.0
    """
    a, b, c, d = (np.asarray(count, dtype=float) for count in (a, b, c, d))
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(100 * (a * d / (b * c) - 1))
