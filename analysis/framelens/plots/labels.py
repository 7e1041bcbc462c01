"""Word choice: for each outlet the share of each label, with k of n and its interval."""

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING

import pandas as pd

from framelens.checks import check_columns
from framelens.errors import ArgumentError
from framelens.plots.rows import dots, drawing_on, row_axis, say_none
from framelens.style import INK, MUTED, Width, new_figure, style_context

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_COLUMNS = ("outlet", "concept", "label", "estimate", "low", "high", "k", "n", "sparse")
_PER_ROW = 4
_BELOW = 0.33
"""How far under its row the other voice is drawn, in rows."""


def plot_label_shares(
    frame: pd.DataFrame,
    *,
    ax: "Axes | None" = None,
    article_shares: pd.DataFrame | None = None,
    beside: pd.DataFrame | None = None,
    rows: Mapping[str, str] | None = None,
) -> "Axes":
    """Share of one label by outlet: a dot with its interval and k/n; hollow below the smallest n.

    Parameters
    ----------
    frame
        Rows of `label_shares` for one concept and label.
    ax
        Axes to draw on; new ones if None.
    article_shares
        The same by article, drawn as ticks under the means.
    beside
        The same in another voice, such as ``all``: a grey diamond with its k/n under the dot, where it differs.
    rows
        Label of each outlet's row, in the order of the rows; the outlets' names if None.

    Returns
    -------
    Axes

    Raises
    ------
    ArgumentError
        If a column is missing or the rows are of several labels.

    Examples
    --------
    >>> shares = label_shares(observations.labels)
    >>> ax = plot_label_shares(shares[shares["label"] == "raid"])
    >>> ax.get_xlabel()
    'Share of mentions (%)'
    """
    check_columns(frame, _COLUMNS, table="label shares")
    if frame["label"].nunique() > 1:
        raise ArgumentError("these rows are of several labels; choose one, or draw all with plot_label_shares_grid.")
    rows = rows or {outlet: outlet for outlet in frame["outlet"].unique()}
    with drawing_on(ax, height=12 + 9 * len(rows)) as ax:
        places = {outlet: place for place, outlet in enumerate(rows)}
        shown = frame[frame["outlet"].isin(rows)]
        for outlet in shown.loc[shown["n"] == 0, "outlet"]:
            say_none(ax, 50, places[outlet], "0 mentions")
        shown = shown[shown["n"] > 0]
        shares, at = (100 * shown["estimate"]).tolist(), [places[outlet] for outlet in shown["outlet"]]
        ax.hlines(at, 100 * shown["low"], 100 * shown["high"], color=INK, linewidth=0.9, zorder=2)
        if article_shares is not None:
            _draw_articles(ax, article_shares.merge(shown[["concept", "label", "outlet"]]), places)
        dots(ax, shares, at, hollow=shown["sparse"].tolist())
        for share, place, k, n in zip(shares, at, shown["k"], shown["n"], strict=True):
            _write_count(ax, share, place, f"{k}/{n}")
        if beside is not None:
            _draw_beside(ax, frame, beside, places)
        row_axis(ax, list(rows.values()))
        ax.set_xlim(-4, 104)
        ax.set_xticks([0, 50, 100])
        ax.set_xlabel("Share of mentions (%)")
    return ax


def plot_label_shares_grid(
    frame: pd.DataFrame,
    *,
    by: str = "label",
    article_shares: pd.DataFrame | None = None,
    beside: pd.DataFrame | None = None,
    rows: Mapping[str, str] | None = None,
    width: Width = "acl-page",
) -> "Figure":
    """All labels of one concept, a panel each; labels that nobody uses are left out.

    Parameters
    ----------
    frame
        Rows of `label_shares` for one concept.
    by
        The column whose values make the panels.
    article_shares
        The same by article, drawn as ticks under the means.
    beside
        The same in another voice, such as ``all``: a grey diamond with its k/n under the dot, where it differs.
    rows
        Label of each outlet's row, in the order of the rows; the outlets' names if None.
    width
        A venue's, or mm.

    Returns
    -------
    Figure

    Raises
    ------
    ArgumentError
        If a column is missing.

    Examples
    --------
    >>> shares = label_shares(observations.labels)
    >>> figure = plot_label_shares_grid(shares[shares["concept"] == "the-act"])
    >>> len(figure.axes) > 1
    True
    """
    check_columns(frame, (*_COLUMNS, by), table="label shares")
    counted = frame if beside is None else pd.concat([frame, beside.merge(frame[["concept"]].drop_duplicates())])
    used = counted.groupby(by, sort=False)["k"].sum().sort_values(ascending=False, kind="stable")
    panels = [name for name, k in used.items() if k > 0] or list(used.index[:1])
    rows = rows or {outlet: outlet for outlet in frame["outlet"].unique()}
    n_rows = math.ceil(len(panels) / _PER_ROW)
    with style_context():
        figure = new_figure(width, 10 + n_rows * (10 + (8.5 if beside is None else 12) * len(rows)))
        grid = figure.subplots(n_rows, min(_PER_ROW, len(panels)), sharey=True, squeeze=False)
        for ax, name in zip(grid.flat, panels, strict=False):
            shown = frame[frame[by] == name]
            plot_label_shares(shown, ax=ax, article_shares=article_shares, beside=beside, rows=rows)
            ax.set_title(str(name))
            ax.set_xlabel("")
        for ax in grid.flat[len(panels) :]:
            ax.remove()
        figure.supxlabel("Share of the outlet’s mentions of the concept (%), with k/n", fontsize=7.5)
    return figure


def _draw_beside(ax: "Axes", frame: pd.DataFrame, beside: pd.DataFrame, places: Mapping[str, int]) -> None:
    """The other voice under the row's dot, where its share is another."""
    keys = ["outlet", "concept", "label"]
    both = beside.merge(frame[[*keys, "k", "n"]], on=keys, suffixes=("", "_main"))
    differs = (both["k"] != both["k_main"]) | ((both["n"] != both["n_main"]) & (both["k"] > 0))
    other = both[differs & (both["n"] > 0)]
    for row in other[other["outlet"].isin(list(places))].itertuples():
        share, place = 100 * row.estimate, places[row.outlet] + _BELOW
        ax.plot(
            share, place, "D", color=MUTED, markersize=3.2, fillstyle="none" if row.sparse else "full", clip_on=False
        )
        at_left = share > 60
        ax.annotate(
            f"{row.k}/{row.n}", (share, place), xytext=(-5 if at_left else 5, 0), textcoords="offset points",
            ha="right" if at_left else "left", va="center", fontsize=7, color=MUTED,
        )  # fmt: skip


def _draw_articles(ax: "Axes", shares: pd.DataFrame, places: Mapping[str, int]) -> None:
    """A tick an article, where there are several."""
    several = shares[(shares["n"] > 0) & shares.duplicated("outlet", keep=False)]
    if several.empty:  # Nothing, drawn outside the axes, has no extent, and the layout would fail on it.
        return
    ax.plot(
        100 * several["estimate"],
        [places[outlet] for outlet in several["outlet"]],
        "|",
        color=MUTED,
        markersize=6,
        clip_on=False,
    )


def _write_count(ax: "Axes", share: float, place: int, text: str) -> None:
    """k/n above its dot, on the side where there is room."""
    at_left = share > 60
    ax.annotate(
        text, (share, place), xytext=(-1 if at_left else 1, 4), textcoords="offset points",
        ha="right" if at_left else "left", va="bottom", fontsize=7, color=INK,
    )  # fmt: skip
