"""Word choice: for each outlet the share of each label, with k of n and its interval."""

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import pandas as pd

from framelens.checks import check_columns
from framelens.errors import ArgumentError
from framelens.plots.beside import diamond, other_voice, tell_voices
from framelens.plots.fitting import label_below, panel_columns, row_height
from framelens.plots.rows import dots, drawing_on, row_axis, say_none, wrapped
from framelens.style import INK, MUTED, Width, new_figure, style_context

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_COLUMNS = ("outlet", "concept", "label", "estimate", "low", "high", "k", "n", "sparse")
_PER_ROW, _PANEL_MM, _TITLE_WIDTH = 4, 28, 20
_BELOW = 0.33
"""How far under its row the other voice is drawn, in rows."""
_MIDDLE = 50
"""Share beyond which numbers stand to the left of their mark: there is always half a panel for them."""


def plot_label_shares(
    frame: pd.DataFrame,
    *,
    ax: "Axes | None" = None,
    article_shares: pd.DataFrame | None = None,
    voice: str = "own",
    beside: str | None = None,
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
    voice
        Whose words the rows count; a legend on new axes says so.
    beside
        Another voice whose numbers `join_voices` has set beside: a grey diamond with its k/n under the dot, where the
        count or the share is another.
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
    is_new, other = ax is None, other_voice(frame, beside)
    with drawing_on(ax, height=12 + row_height(rows.values(), least=12) * len(rows)) as ax:
        _draw_rows(ax, frame, article_shares, list(rows))
        _draw_beside(ax, other, list(rows))
        row_axis(ax, list(rows.values()))
        ax.set_xlim(-4, 104)
        ax.set_xticks([0, 50, 100])
        ax.set_xlabel("Share of mentions (%)")
        if is_new:
            tell_voices(ax.figure, [voice, beside or voice], other)
    return ax


def plot_label_shares_grid(
    frame: pd.DataFrame,
    *,
    by: str = "label",
    article_shares: pd.DataFrame | None = None,
    voice: str = "own",
    beside: str | None = None,
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
    voice
        Whose words the rows count; a legend on new axes says so.
    beside
        Another voice whose numbers `join_voices` has set beside: a grey diamond with its k/n under the dot, where the
        count or the share is another.
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
    other = other_voice(frame, beside)
    counted = frame["k"] + (frame[f"k_{beside}"] if beside else 0)
    used = counted.groupby(frame[by], sort=False).sum().sort_values(ascending=False, kind="stable")
    panels = [name for name, k in used.items() if k > 0] or list(used.index[:1])
    rows = rows or {outlet: outlet for outlet in frame["outlet"].unique()}
    n_columns = min(_PER_ROW, panel_columns(width, len(panels), panel_mm=_PANEL_MM))
    n_rows = math.ceil(len(panels) / n_columns)
    with style_context():
        height = row_height(rows.values(), least=8.5 if other.empty else 12) * len(rows)
        figure = new_figure(width, 14 + n_rows * (10 + height))
        grid = figure.subplots(n_rows, n_columns, sharey=True, squeeze=False)
        for ax, name in zip(grid.flat, panels, strict=False):
            shown = frame[frame[by] == name]
            plot_label_shares(shown, ax=ax, article_shares=article_shares, voice=voice, beside=beside, rows=rows)
            ax.set_title(wrapped(str(name), _TITLE_WIDTH))
            ax.set_xlabel("")
        for ax in grid.flat[len(panels) :]:
            ax.remove()
        label_below(figure, "Share of the outlet’s mentions of the concept (%), with k/n")
        tell_voices(figure, [voice, beside or voice], other)
    return figure


def _draw_rows(ax: "Axes", frame: pd.DataFrame, article_shares: pd.DataFrame | None, outlets: Sequence[str]) -> None:
    places = {outlet: place for place, outlet in enumerate(outlets)}
    shown = frame[frame["outlet"].isin(outlets)]
    for outlet in shown.loc[shown["n"] == 0, "outlet"]:
        say_none(ax, 50, places[outlet], "0 mentions")
    shown = shown[shown["n"] > 0]
    shares, at = (100 * shown["estimate"]).tolist(), [places[outlet] for outlet in shown["outlet"]]
    ax.hlines(at, 100 * shown["low"], 100 * shown["high"], color=INK, linewidth=0.9, zorder=2)
    if article_shares is not None:
        _draw_articles(ax, article_shares.merge(shown[["concept", "label", "outlet"]]), places)
    dots(ax, shares, at, hollow=shown["sparse"].tolist())
    for share, place, k, n in zip(shares, at, shown["k"], shown["n"], strict=True):
        at_left = share > _MIDDLE
        ax.annotate(
            f"{k}/{n}", (share, place), xytext=(-1 if at_left else 1, 4), textcoords="offset points",
            ha="right" if at_left else "left", va="bottom", fontsize=7, color=INK,
        )  # fmt: skip


def _draw_beside(ax: "Axes", other: pd.DataFrame, outlets: Sequence[str]) -> None:
    """The other voice under the row's dot."""
    for row in other[other["outlet"].isin(outlets)].itertuples():
        share, place = 100 * row.estimate, outlets.index(row.outlet) + _BELOW
        diamond(ax, share, place, hollow=row.sparse)
        at_left = share > _MIDDLE
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
