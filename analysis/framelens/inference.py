"""What may be said at which n: the interval of a share, and below which n a share is no number.

With one article in a group there is description only: k of n, and for shares an interval that takes the units
inside that article as independent, named so. With more articles there is no interval yet.
"""

import numpy as np
import numpy.typing as npt
import pandas as pd

Array = npt.NDArray[np.float64]

LEVEL = 0.95
SMALLEST = {
    "term": 5, "mention": 5, "sentence": 5, "word": 5, "cue": 5, "statement": 5, "sentence voice": 10, "fact": 10,
}  # fmt: skip
"""Fewest units of each kind from which a share is printed; below, k of n (the defaults; a caption names them)."""


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
