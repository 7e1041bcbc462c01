"""What may be said at which n: the interval of a share, and below which n a share is no number.

With one article in a group there is description only: k of n, and for shares an interval that takes the units
inside that article as independent, named so. With more articles there is no interval yet.
"""

import numpy as np
import pandas as pd
from scipy import stats

LEVEL = 0.95
SMALLEST = {"term": 5, "mention": 5, "sentence": 5, "word": 5, "fact": 10}
"""Fewest units of each kind from which a share is printed; below, k of n (the defaults; a caption names them)."""


def wilson(k: float, n: float, *, level: float = LEVEL) -> tuple[float, float]:
    """Wilson's interval of a share (Wilson 1927, without continuity correction).

    Examples
    --------
    >>> [round(end, 4) for end in wilson(81, 263)]
    [0.2553, 0.3662]
    """
    interval = stats.binomtest(int(k), int(n)).proportion_ci(level, method="wilson")
    return float(interval.low), float(interval.high)


def add_share_interval(frame: pd.DataFrame) -> pd.DataFrame:
    """Add ``low, high, interval, level`` to rows with ``k, n, n_articles``, as the number of articles allows."""
    within = (frame["n_articles"] == 1) & (frame["n"] > 0)
    ends = [wilson(k, n) if one else (np.nan, np.nan) for k, n, one in zip(frame["k"], frame["n"], within, strict=True)]
    return frame.assign(
        low=[low for low, _ in ends],
        high=[high for _, high in ends],
        interval=np.where(within, "within-article-wilson", "none"),
        level=np.where(within, LEVEL, np.nan),
    )


def without_interval(frame: pd.DataFrame) -> pd.DataFrame:
    """Add ``low, high, interval, level`` that say: there is none."""
    return frame.assign(low=np.nan, high=np.nan, interval="none", level=np.nan)
