"""Shares of labels as they would be without the scorer's errors, with intervals that hold those errors.

A scorer's errors are known from labelled data: a 3 x 3 table of counts, true label by predicted label, each in the
order of `LABELS`. They must be the same in the texts that are scored, whatever the mix of labels there is; no formula
can see whether that is so.
"""

import numpy as np
import numpy.typing as npt

from framelens.errors import ArgumentError
from framelens.inference import LEVEL, Array
from framelens.scorers import LABELS

# The three shares, and share positive less share negative, as columns of weights on the shares.
_QUANTITIES = np.array([[1.0, 0, 0, -1], [0, 1, 0, 0], [0, 0, 1, 1]])
# Jeffreys' prior for a row of the table: an error that was never seen still has a variance.
_UNSEEN = 0.5
# Articles are so uneven that the mean of few of them tends to miss rare labels, and its variance with it. A quarter of
# an article with equal shares mends both; of 0, 1/4, 1/2 and 1, it came nearest to 95 % with ten articles.
_EVEN_ARTICLE = 0.25


def correct_shares(shares: npt.ArrayLike, confusion: npt.ArrayLike) -> Array:
    """Correct shares of predicted labels for the scorer's errors.

    With M the rows of the table divided by their sums, the predicted shares p are expected to be q M where q are the
    true ones. So q = p M⁻¹, the matrix form of Rogan and Gladen's estimator and of the *adjusted count*. Noise can push
    it out of the possible range; it is then replaced by the nearest shares from 0 to 1 that sum to 1.

    Parameters
    ----------
    shares
        Shares of sentences predicted negative, neutral and positive, from 0 to 1: three, or a row of three for each
        group.
    confusion
        Numbers of labelled sentences, true label (row) by predicted label (column), 3 x 3.

    Returns
    -------
    ndarray
        Corrected shares in the same shape; each row sums to 1.

    Raises
    ------
    ArgumentError
        If the shares are not threes, or the table is not 3 x 3 counts, has an empty row or tells two labels nowhere
        apart.

    References
    ----------
    Rogan & Gladen 1978, *American Journal of Epidemiology* 107:71-76 (two classes). Forman 2008, *Data Mining and
    Knowledge Discovery* 17:164-206 (adjusted count, two classes). Hopkins & King 2010, *American Journal of Political
    Science* 54:229-247 (any number of classes). Duchi, Shalev-Shwartz, Singer & Chandra 2008, *ICML*:272-279, fig. 1
    (the nearest shares).

    Examples
    --------
    >>> confusion = [[80, 20, 0], [10, 80, 10], [0, 20, 80]]
    >>> correct_shares([0.29, 0.5, 0.21], confusion).round(3).tolist()
    [0.3, 0.5, 0.2]
    >>> correct_shares([0, 0.9, 0.1], confusion).round(3).tolist()
    [0.0, 1.0, 0.0]
    """
    rates = _rates(_checked_table(confusion))
    predicted = np.asarray(shares, dtype=float)
    if predicted.ndim not in (1, 2) or predicted.shape[-1] != len(LABELS):
        raise ArgumentError(
            f"`shares` must be three shares ({', '.join(LABELS)}) or rows of three; got shape {predicted.shape}."
        )
    return _nearest_shares(predicted @ np.linalg.inv(rates))


def corrected_interval(counts: npt.ArrayLike, confusion: npt.ArrayLike, *, level: float = LEVEL) -> Array:
    """Interval of the corrected shares and of the mean label, articles weighing equally.

    Two or more articles: the interval is for the outlet's expected shares. Its variance is that of the articles'
    shares, which holds the noise of prediction, and that of the table's rows, both carried through the correction
    (delta method, first order), with Student's t for the number of articles. One article: the interval is for the true
    shares of its own sentences; in place of the variance between articles stands that of the predictions given the
    true labels. A quarter of an article with equal shares is added to two or more, and Jeffreys' 1/2 to each cell of
    the table.

    In simulation (``make validity``) it covers in 93 to 97 % of runs from ten articles on. With two to nine it covers
    in more, and with two or three it says next to nothing; in one article with fewer than five sentences it covers in
    less.

    Parameters
    ----------
    counts
        Numbers of sentences predicted negative, neutral and positive, a row for each article.
    confusion
        Numbers of labelled sentences, true label (row) by predicted label (column), 3 x 3.
    level
        The nominal coverage, between 0 and 1.

    Returns
    -------
    ndarray
        Low and high (columns) of the shares negative, neutral and positive, from 0 to 1, and of the mean label, share
        positive less share negative, from -1 to 1 (rows). What `correct_shares` gives lies within.

    Raises
    ------
    ArgumentError
        If the counts are not rows of three, one is negative or an article has none; if the table cannot be used, as in
        `correct_shares`; if the level is not between 0 and 1.

    References
    ----------
    Rogan & Gladen 1978, *American Journal of Epidemiology* 107:71-76 (variance, two classes). Lang & Reiczigel 2014,
    *Preventive Veterinary Medicine* 113:13-22 (added counts, for two classes).

    Examples
    --------
    >>> confusion = [[80, 20, 0], [10, 80, 10], [0, 20, 80]]
    >>> counts = [[3, 5, 2], [2, 7, 1], [4, 4, 2], [1, 6, 3], [3, 6, 1]]
    >>> corrected_interval(counts, confusion).round(2).tolist()
    [[0.05, 0.46], [0.31, 0.86], [0.0, 0.33], [-0.36, 0.16]]
    """
    table, articles = _checked_table(confusion), _checked_counts(counts)
    if not 0 < level < 1:
        raise ArgumentError(f"`level` must be between 0 and 1, such as 0.95; got {level}.")
    estimate = correct_shares((articles / articles.sum(axis=1, keepdims=True)).mean(axis=0), table) @ _QUANTITIES
    smoothed: Array = table + _UNSEEN
    rates = _rates(smoothed)
    inverse = np.asarray(np.linalg.inv(rates), dtype="float64")
    noise: Array = rates[:, :, None] * np.eye(len(LABELS)) - rates[:, :, None] * rates[:, None, :]
    center, covariance, quantile = (
        _from_one(articles[0], inverse, noise, level) if len(articles) == 1 else _from_many(articles, level)
    )
    corrected = center @ inverse
    covariance += np.tensordot(corrected**2 / smoothed.sum(axis=1), noise, 1)
    weights = inverse @ _QUANTITIES
    half = quantile * np.sqrt(np.einsum("ik,ij,jk->k", weights, covariance, weights))
    middle = center @ weights
    # The estimate is held within the possible range and the middle is not, so it may lie beyond an end.
    ends = np.array([np.minimum(middle - half, estimate), np.maximum(middle + half, estimate)]).T
    possible: Array = np.clip(ends, np.array([[0], [0], [0], [-1]]), 1)
    return possible


def _from_many(articles: Array, level: float) -> tuple[Array, Array, float]:
    """Mean of the articles' shares, its covariance, and the quantile of t."""
    from scipy.special import stdtrit

    shares = np.vstack([articles / articles.sum(axis=1, keepdims=True), np.full(len(LABELS), 1 / len(LABELS))])
    weights = np.append(np.ones(len(articles)), _EVEN_ARTICLE)
    n = float(weights.sum())
    mean: Array = weights @ shares / n
    apart = shares - mean
    covariance: Array = (apart * weights[:, None]).T @ apart / (n - 1) / n
    return mean, covariance, float(stdtrit(n - 1, (1 + level) / 2))


def _from_one(article: Array, inverse: Array, noise: Array, level: float) -> tuple[Array, Array, float]:
    """Shares of one article, the covariance of its predictions given the true labels, and the normal quantile."""
    from scipy.special import ndtri

    n = float(article.sum())
    true = _nearest_shares(article / n @ inverse)
    return article / n, np.tensordot(true / n, noise, 1), float(ndtri((1 + level) / 2))


def _rates(table: Array) -> Array:
    rates: Array = table / table.sum(axis=1, keepdims=True)
    return rates


def _nearest_shares(values: Array) -> Array:
    """The point of the simplex nearest to each row (Duchi et al. 2008, fig. 1)."""
    ordered = -np.sort(-values, axis=-1)
    surplus = (np.cumsum(ordered, axis=-1) - 1) / np.arange(1, values.shape[-1] + 1)
    n_positive = (ordered > surplus).sum(axis=-1, keepdims=True)
    nearest: Array = np.maximum(values - np.take_along_axis(surplus, n_positive - 1, axis=-1), 0)
    return nearest


def _checked_counts(counts: npt.ArrayLike) -> Array:
    found = np.asarray(counts, dtype=float)
    if found.ndim != 2 or found.shape[1] != len(LABELS) or not len(found):
        raise ArgumentError(
            f"`counts` must have a row of three counts ({', '.join(LABELS)}) for each article; got shape {found.shape}."
        )
    # Written so that a missing value fails too.
    if not (found >= 0).all() or not (found.sum(axis=1) > 0).all():
        raise ArgumentError(
            "`counts` must be 0 or more, with a sentence in each article; leave out articles without scored sentences."
        )
    return found


def _checked_table(confusion: npt.ArrayLike) -> Array:
    table = np.asarray(confusion, dtype=float)
    if table.shape != (len(LABELS), len(LABELS)):
        raise ArgumentError(
            f"`confusion` must be a square table, 3 x 3 counts of true by predicted label; got shape {table.shape}."
        )
    if not (table >= 0).all():
        raise ArgumentError("`confusion` must hold counts, 0 or more; give numbers of sentences.")
    for label, total in zip(LABELS, table.sum(axis=1), strict=True):
        if total == 0:
            raise ArgumentError(f"`confusion` has no sentence whose true label is {label}; label some of each kind.")
    _, sizes, directions = np.linalg.svd(_rates(table).T)
    if sizes[-1] < 1e-9:
        alike = [label for label, part in zip(LABELS, directions[-1], strict=True) if abs(part) > 1e-6]
        raise ArgumentError(
            f"`confusion` cannot be inverted: the scorer does not tell {', '.join(alike)} apart; "
            "take another scorer or give raw shares."
        )
    return table
