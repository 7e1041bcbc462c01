"""What may be said at which n: the gate that every interval and every test passes, and the smallest n of a share.

The article is the sampling unit. With one article in a group there is description only: k of n, and for shares an
interval that takes the units inside that article as independent, named so.
"""

from typing import Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

Array = npt.NDArray[np.float64]

LEVEL = 0.95
SMALLEST = {
    "term": 5, "mention": 5, "sentence": 5, "word": 5, "cue": 5, "statement": 5, "sentence voice": 10, "fact": 10,
}  # fmt: skip
"""Fewest units of each kind from which a share is printed; below, k of n (the defaults; a caption names them)."""

REPLICATES = 999
Gate = Literal["description", "permutation", "bootstrap-t", "bootstrap"]


def gate(n_articles: int) -> Gate:
    """What a group of so many articles allows to be inferred about the articles that its outlet might have printed.

    ``description`` (1): nothing. ``permutation`` (2 to 9): a test that shuffles articles between groups, and no
    interval. ``bootstrap-t`` (10 to 29): intervals from resampled articles, studentized, because the plain bootstrap
    is too narrow there. ``bootstrap`` (30 and more): intervals from resampled articles. A comparison of groups is
    gated by the smallest of them.

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
    if n_articles < 10:
        return "permutation"
    return "bootstrap-t" if n_articles < 30 else "bootstrap"


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
    return generator.multinomial(n_articles, np.full(n_articles, 1 / n_articles), size=replicates)


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


def add_share_interval(frame: pd.DataFrame) -> pd.DataFrame:
    """Add ``low, high, interval, level`` to rows with ``k, n, n_articles``, as the number of articles allows."""
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
