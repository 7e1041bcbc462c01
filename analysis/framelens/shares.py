"""Shares of kinds among the units of a group, on the complete grid of groups and kinds."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from framelens.checks import check_columns, check_one_of
from framelens.inference import FEWEST_ARTICLES, LEVEL, add_share_interval, without_interval
from framelens.resampling import ratio_interval
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
    seed: int = 0,
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
    seed
        Of the articles drawn for intervals.

    Returns
    -------
    DataFrame
        A row for each group and kind: ``k, n, n_articles, estimate``, and ``low, high, interval, level, seed``. The
        interval is Wilson's within the article where there is one article; from ten on, `ratio_interval` over
        articles (``article-bootstrap-t``); else ``none``.
    """
    group = ["_all", *by]
    unit = list(dict.fromkeys([*group, "article_id"]))
    counts = counts.assign(_all=0)
    per_article = counts.groupby([*unit, kind], dropna=False, observed=True)["k"].sum().reset_index()
    totals = per_article.rename(columns={"k": "n"}) if totals is None else totals.assign(_all=0)
    totals = totals.groupby(unit, dropna=False, observed=True)["n"].sum().reset_index()
    by_group = totals[totals["n"] > 0].assign(n_articles=1).groupby(group, dropna=False, observed=True)
    totals = by_group.obj.assign(_group=by_group.ngroup())
    groups = by_group[["n", "n_articles"]].sum().assign(_group=lambda frame: range(len(frame)))
    per_article = per_article.merge(totals, on=unit)
    per_article = per_article.assign(total=per_article["k"] / per_article["n"])
    sums = per_article.groupby([*group, kind], dropna=False, observed=True)[["k", "total"]].sum()
    found = per_article[kind].drop_duplicates() if kinds is None else pd.Series(list(kinds), dtype="str")
    grid = groups.reset_index().merge(found.rename(kind).to_frame(), how="cross")
    frame = grid.merge(sums.reset_index(), on=[*group, kind], how="left").fillna({"k": 0, "total": 0.0})
    frame = frame.assign(estimate=frame["k"] / frame["n"] if is_pooled else frame["total"] / frame["n_articles"])
    if frame.empty:
        return without_interval(frame)
    return _over_articles(add_share_interval(frame), per_article, totals, kind=kind, is_pooled=is_pooled, seed=seed)


def _over_articles(
    frame: pd.DataFrame, per_article: pd.DataFrame, totals: pd.DataFrame, *, kind: str, is_pooled: bool, seed: int
) -> pd.DataFrame:
    """The rows of ``frame`` with intervals over articles where there are enough of them."""
    low, high = frame["low"].to_numpy(copy=True), frame["high"].to_numpy(copy=True)
    kinds = pd.Index(frame[kind].unique())
    places = frame.groupby("_group").indices
    rows, sizes = per_article.groupby("_group").indices, totals.groupby("_group").indices
    for number in frame.loc[frame["n_articles"] >= FEWEST_ARTICLES, "_group"].unique():
        articles, counted = totals.iloc[sizes[number]], per_article.iloc[rows[number]]
        row = pd.Index(articles["article_id"]).get_indexer(counted["article_id"])
        column = kinds.get_indexer(counted[kind])
        is_asked = column >= 0
        values = np.zeros((len(articles), len(kinds)))
        values[row[is_asked], column[is_asked]] = counted["k" if is_pooled else "total"].to_numpy()[is_asked]
        units = articles[["n"]].to_numpy(dtype=float) if is_pooled else 1.0
        ends = ratio_interval(values, units, seed=seed)
        order = kinds.get_indexer(frame[kind].iloc[places[number]])
        low[places[number]], high[places[number]] = (end[order] for end in ends)
    is_drawn = ~np.isnan(low) & (frame["n_articles"] >= FEWEST_ARTICLES).to_numpy(dtype=bool)
    return frame.assign(
        low=low,
        high=high,
        interval=frame["interval"].where(~is_drawn, "article-bootstrap-t"),
        level=frame["level"].where(~is_drawn, LEVEL),
        seed=pd.Series(seed, index=frame.index, dtype="Int64").where(is_drawn),
    )
