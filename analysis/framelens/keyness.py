"""Keyness: how a term's counts in two corpora differ, from the counts alone."""

from typing import Literal

import numpy as np
import numpy.typing as npt

from framelens.errors import ArgumentError

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


def log_likelihood(
    a: Counts, b: Counts, c: Counts, d: Counts, *, n_cells: Literal[2, 4] = 4, williams: bool = False
) -> Array:
    """G² of a term's 2 × 2 table, all four cells (Dunning 1993).

    ``a`` and ``b`` are a term's counts in two corpora of ``c`` and ``d`` words. ``n_cells=2``: Rayson's form, common in
    corpus linguistics, which leaves out the cells of all other words and is slightly smaller. ``williams`` divides G²
    of all four cells by Williams' q, so that of small counts comes nearer to chi-squared. Words are taken as
    independent, so it ranks and does not test.

    Raises
    ------
    ArgumentError
        If Williams' correction is asked for with two cells.

    References
    ----------
    Williams, D. A. (1976). Improved likelihood ratio tests for complete contingency tables. Biometrika 63(1), 33-37.

    Examples
    --------
    >>> round(float(log_likelihood(7, 2, 10, 9)), 6), round(float(log_likelihood(7, 2, 10, 9, n_cells=2)), 6)
    (4.534939, 2.4401)
    >>> round(float(log_likelihood(7, 2, 10, 9, williams=True)), 6)
    4.200833
    """
    from scipy.special import xlogy

    if williams and n_cells == 2:
        raise ArgumentError("`williams` corrects G² of four cells; leave `n_cells` at 4.")
    a, b, c, d = (np.asarray(count, dtype=float) for count in (a, b, c, d))
    total = c + d
    words, others = a + b, total - a - b
    cells = ((a, c * words), (b, d * words), (c - a, c * others), (d - b, d * others))
    terms = [
        xlogy(observed, observed * total / np.where(observed > 0, expected, 1))
        for observed, expected in cells[:n_cells]
    ]
    g2 = np.asarray(np.maximum(2 * sum(terms), 0))
    return g2 / _williams_q(a, b, c, d) if williams else g2


def _williams_q(a: Array, b: Array, c: Array, d: Array) -> Array:
    total, words = c + d, a + b
    with np.errstate(divide="ignore"):
        of_words, of_corpora = (total / one + total / (total - one) - 1 for one in (words, c))
    return np.asarray(1 + of_words * of_corpora / (6 * total))


def information_criterion(a: Counts, b: Counts, c: Counts, d: Counts) -> Array:
    """How much better two rates describe a term than one: Rayson's G² less the logarithm of all words (Wilson 2013).

    Below 0 one rate will do; from 2 on, by Wilson's table, there is evidence for two. Words are taken as independent.

    Examples
    --------
    >>> round(float(information_criterion(52, 57, 50_000, 75_000)), 4)
    -9.0844
    """
    return np.asarray(log_likelihood(a, b, c, d, n_cells=2) - np.log(np.add(c, d)))


def effect_of_log_likelihood(a: Counts, b: Counts, c: Counts, d: Counts) -> Array:
    """Rayson's G² as a share of the largest it could be, which does not grow with the corpora (Johnston et al. 2006).

    G² / (N ln E), with N all words and E the smaller of the two expected counts.

    Examples
    --------
    >>> float(effect_of_log_likelihood(52, 57, 50_000, 75_000)).__format__(".4g")
    '5.619e-06'
    """
    total = np.add(c, d)
    least = np.minimum(c, d) * np.add(a, b) / total
    return np.asarray(log_likelihood(a, b, c, d, n_cells=2) / (total * np.log(least)))


def chi_squared(a: Counts, b: Counts, c: Counts, d: Counts, *, yates: bool = False) -> Array:
    """Pearson's chi-squared of a term's 2 × 2 table, all four cells.

    ``a`` and ``b`` are a term's counts in two corpora of ``c`` and ``d`` words. ``yates`` moves each count half a word
    toward what is expected, and no further, as in R and SciPy (Yates 1934). Words are taken as independent, so it
    ranks and does not test.

    Examples
    --------
    >>> round(float(chi_squared(7, 2, 10, 9)), 6), round(float(chi_squared(7, 2, 10, 9, yates=True)), 6)
    (4.33716, 2.632438)
    """
    a, b, c, d = (np.asarray(count, dtype=float) for count in (a, b, c, d))
    total, words = c + d, a + b
    distance = np.abs(a * d - b * c)
    if yates:
        distance = np.maximum(distance - total / 2, 0)
    return np.asarray(total * distance**2 / (words * (total - words) * c * d))


def jensen_shannon(y1: Counts, y2: Counts) -> float:
    """Jensen-Shannon divergence of the words of two corpora in bits: 0 if they are used alike, 1 if none is shared.

    ``y1`` and ``y2`` are the counts of the same terms. From small corpora it comes out too large: articles that share
    few words by chance look unlike (Lin 1991).

    Examples
    --------
    >>> jensen_shannon([3, 1, 0], [0, 0, 5]), jensen_shannon([3, 1], [6, 2])
    (1.0, 0.0)
    """
    from scipy.spatial.distance import jensenshannon

    return float(jensenshannon(y1, y2, base=2)) ** 2


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
