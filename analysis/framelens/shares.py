"""Shares of kinds among the units of a group, on the complete grid of groups and kinds."""

from collections.abc import Sequence

import pandas as pd

from framelens.checks import check_columns, check_one_of
from framelens.inference import add_share_interval, without_interval
from framelens.schema import ZONES


def in_zone(frame: pd.DataFrame, zone: str, *, table: str) -> pd.DataFrame:
    """The rows of a zone; of a table without the column ``zone``, as its file is, all rows pass for the body's."""
    check_one_of("zone", zone, (*ZONES, "all"))
    if zone == "all" or (zone == "body" and "zone" not in frame.columns):
        return frame
    check_columns(frame, ["zone"], table=table)
    return frame[frame["zone"] == zone]


def average_shares(
    counts: pd.DataFrame,
    *,
    by: Sequence[str],
    kind: str,
    kinds: Sequence[str] | None = None,
    totals: pd.DataFrame | None = None,
    is_pooled: bool = False,
) -> pd.DataFrame:
    """Share of each kind in each group, with k of n and the interval that the number of articles allows.

    Parameters
    ----------
    counts
        ``k`` units of a ``kind`` by group and article, in one row or several; a null kind is a kind.
    by
        Columns that make a group; none for all rows together.
    kind
        The column of kinds.
    kinds
        The kinds to give; those that occur if None.
    totals
        ``n`` units by group and article, where a unit may be of several kinds or of none; the sum of ``k`` if None.
    is_pooled
        Estimate by k / n, and not by the mean of the articles' shares.

    Returns
    -------
    DataFrame
        A row for each group and kind: ``k, n, n_articles, estimate`` and the columns of `add_share_interval`.
    """
    group = ["_all", *by]
    unit = list(dict.fromkeys([*group, "article_id"]))
    counts = counts.assign(_all=0)
    per_article = counts.groupby([*unit, kind], dropna=False, observed=True)["k"].sum().reset_index()
    totals = per_article.rename(columns={"k": "n"}) if totals is None else totals.assign(_all=0)
    totals = totals.groupby(unit, dropna=False, observed=True)["n"].sum().reset_index()
    totals = totals[totals["n"] > 0]
    per_article = per_article.merge(totals, on=unit)
    per_article = per_article.assign(share=per_article["k"] / per_article["n"])
    groups = totals.groupby(group, dropna=False, observed=True).agg(
        n=("n", "sum"), n_articles=("article_id", "nunique")
    )
    sums = per_article.groupby([*group, kind], dropna=False, observed=True).agg(k=("k", "sum"), total=("share", "sum"))
    found = per_article[kind].drop_duplicates() if kinds is None else pd.Series(list(kinds), dtype="str")
    grid = groups.reset_index().merge(found.rename(kind).to_frame(), how="cross")
    frame = grid.merge(sums.reset_index(), on=[*group, kind], how="left").fillna({"k": 0, "total": 0.0})
    frame = frame.assign(estimate=frame["k"] / frame["n"] if is_pooled else frame["total"] / frame["n_articles"])
    return add_share_interval(frame) if len(frame) else without_interval(frame)
