"""From outcomes to the rows of the table: estimates with intervals."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from framelens.inference import LEVEL, wilson
from validity.outcomes import Kind, Measure

SEED = 20220310
RESAMPLES = 2000
SIDES = ["right", "missed", "false"]


def score(measure: Measure) -> Iterator[dict[str, Any]]:
    """The rows of one measure, a data set after the other.

    ``name, label, data, unit, statistic, k, n, estimate, low, high``: Wilson's interval for shares, for F1 that of
    `f1_interval`. F1 is 2 right / (2 right + missed + false); its k and n are the two sides of that fraction.
    """
    texts = measure.texts.set_index("text_id")
    outcomes = measure.outcomes.join(texts[["data", "document"]], on="text_id")
    for data in texts["data"].unique():
        found = outcomes[outcomes["data"] == data]
        if len(found):
            counts = counts_by_document(found, texts.loc[texts["data"] == data, "document"].unique())
            key = {"name": measure.name, "label": measure.label, "data": data, "unit": measure.unit}
            yield from (key | row for row in _statistics(measure.kind, counts))


def counts_by_document(outcomes: pd.DataFrame, documents: Any) -> pd.DataFrame:
    """Weights of ``right``, ``missed`` and ``false`` for each document, those without any included."""
    counts = outcomes.pivot_table(index="document", columns="outcome", values="weight", aggfunc="sum")
    return counts.reindex(index=documents, columns=SIDES).fillna(0).astype("int64")


def _statistics(kind: Kind, counts: pd.DataFrame) -> Iterator[dict[str, Any]]:
    right, missed, false = (int(total) for total in counts.sum())
    if kind == "share":
        yield _share("share", right, right + missed + false)
        return
    if kind == "prf":
        yield _share("precision", right, right + false)
        yield _share("recall", right, right + missed)
    k, n = 2 * right, 2 * right + missed + false
    low, high = f1_interval(counts)
    yield {"statistic": "F1", "k": k, "n": n, "estimate": k / n, "low": low, "high": high}


def _share(statistic: str, k: int, n: int) -> dict[str, Any]:
    if n == 0:
        return {"statistic": statistic, "k": 0, "n": 0, "estimate": np.nan, "low": np.nan, "high": np.nan}
    low, high = wilson(k, n)
    return {"statistic": statistic, "k": k, "n": n, "estimate": k / n, "low": float(low), "high": float(high)}


def f1_interval(counts: pd.DataFrame) -> tuple[float, float]:
    """Percentile bootstrap of F1 over documents, each with its counts (Efron & Tibshirani 1993, ch. 13)."""
    from scipy.stats import bootstrap

    if len(counts) < 2:
        return np.nan, np.nan
    interval = bootstrap(
        [counts[side].to_numpy(dtype="float64") for side in SIDES],
        _f1,
        paired=True,
        n_resamples=RESAMPLES,
        batch=100,
        method="percentile",
        confidence_level=LEVEL,
        rng=np.random.default_rng(SEED),
    ).confidence_interval
    return float(interval.low), float(interval.high)


def _f1(right: Any, missed: Any, false: Any, axis: int = -1) -> Any:
    k = 2 * right.sum(axis=axis)
    n = k + missed.sum(axis=axis) + false.sum(axis=axis)
    return np.divide(k, n, out=np.zeros_like(n), where=n > 0)
