"""What is measured of a classifier: confusion, macro F1, calibration error, with intervals over groups of decisions."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from scipy.optimize import minimize_scalar

from framelens.target_model import softmax

Array = np.ndarray
_BINS = 10


def confusion(labels: Array, predicted: Array) -> Array:
    """Counts, true class by predicted class.

    Examples
    --------
    >>> confusion(np.array([0, 0, 1, 2]), np.array([0, 1, 1, 2])).tolist()
    [[1, 1, 0], [0, 1, 0], [0, 0, 1]]
    """
    counts = np.zeros((3, 3), dtype=int)
    np.add.at(counts, (labels, predicted), 1)
    return counts


def macro_f1(counts: Array) -> Array:
    """Mean F1 of the classes, in percent, of one confusion matrix or of a stack of them.

    Examples
    --------
    F1 is 2 x 1 / (2 + 1) = 2/3 for the first two classes and 1 for the third; their mean is 7/9.

    >>> float(macro_f1(np.array([[1, 1, 0], [0, 1, 0], [0, 0, 1]])).round(2))
    77.78
    """
    hits = np.diagonal(counts, axis1=-2, axis2=-1)
    sizes = counts.sum(-1) + counts.sum(-2)
    return np.asarray(100 * np.mean(2 * hits / np.maximum(sizes, 1), axis=-1))


def accuracy(counts: Array) -> Array:
    """Percent of decisions on the diagonal."""
    return np.asarray(100 * np.trace(counts, axis1=-2, axis2=-1) / counts.sum((-2, -1)))


def calibration_error(labels: Array, probabilities: Array) -> float:
    """Expected calibration error: ten equal bins of the highest probability, |hit rate - mean| weighted by size.

    References
    ----------
    Guo, C., Pleiss, G., Sun, Y. & Weinberger, K. (2017). On calibration of modern neural networks. *ICML 2017*.

    Examples
    --------
    Two decisions at 0.8, one of them right: |0.5 - 0.8| = 0.3.

    >>> round(calibration_error(np.array([0, 1]), np.array([[0.8, 0.1, 0.1], [0.8, 0.1, 0.1]])), 9)
    0.3
    """
    sure = probabilities.max(1)
    hit = probabilities.argmax(1) == labels
    bins = np.minimum((sure * _BINS).astype(int), _BINS - 1)
    gaps = np.bincount(bins, weights=hit - sure, minlength=_BINS)
    return float(np.abs(gaps).sum() / len(labels))


def fit_temperature(labels: Array, logits: Array) -> float:
    """The divisor of the logits under which the labels are likeliest."""

    def loss(log_temperature: float) -> float:
        chances = softmax(logits / np.exp(log_temperature))
        return float(-np.log(chances[np.arange(len(labels)), labels]).mean())

    return float(np.exp(minimize_scalar(loss, bounds=(-2.0, 2.0), method="bounded").x))


def cross_fitted(labels: Array, logits: Array, folds: Array) -> Array:
    """Probabilities of each fold under the temperature that the other folds give."""
    chances = np.zeros_like(logits)
    for fold in np.unique(folds):
        held = folds == fold
        chances[held] = softmax(logits[held] / fit_temperature(labels[~held], logits[~held]))
    return chances


def interval(
    groups: Sequence[str], statistic: Callable[[Array], float], *, draws: int = 1000, seed: int = 0
) -> tuple[float, float]:
    """Percentile interval (95 %) of a statistic of decisions, whole groups drawn again with replacement.

    `statistic` is given the places of the decisions drawn.
    """
    members: dict[str, list[int]] = {}
    for place, group in enumerate(groups):
        members.setdefault(group, []).append(place)
    places = [np.array(member) for member in members.values()]
    rng = np.random.default_rng(seed)
    values = [
        statistic(np.concatenate([places[drawn] for drawn in rng.integers(len(places), size=len(places))]))
        for _ in range(draws)
    ]
    low, high = np.percentile(values, [2.5, 97.5])
    return float(low), float(high)
