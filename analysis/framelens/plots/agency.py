"""Agency: for each outlet the share of each construction among the mentions of an event."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import pandas as pd

from framelens.checks import check_columns, check_rows
from framelens.errors import ArgumentError
from framelens.plots.rows import count_of, dots, drawing_on, row_axis, say_none
from framelens.style import FAINT, INK, MUTED, Width, new_figure, style_context

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_COLUMNS = ("outlet", "construction", "estimate", "low", "high", "k", "n", "sparse")
_TITLES = {
    "agent named": "agent\nnamed",
    "active": "active",
    "by-agent": "passive\nwith agent",
    "nominal-agent": "noun with\nagent",
    "instrument": "instru-\nment",
    "agentless-passive": "passive,\nno agent",
    "nominal": "noun,\nno agent",
    "intransitive": "intran-\nsitive",
}
_NOTHING = "no event of the study is mentioned in this voice; another voice, or other words in the study, may find one"
_SCALE = 0.64
"""Part of a column's width that stands for 100 %."""


def plot_agency(
    frame: pd.DataFrame,
    *,
    ax: "Axes | None" = None,
    rows: Mapping[str, str] | None = None,
    width: Width = "acl-page",
) -> "Axes":
    r"""Constructions of one event by outlet: in each cell a dot from 0 to 100 % with its interval, under k/n.

    A cell below the smallest n has k/n and no dot. The first column, *agent named*, is of all mentions in which the
    doer stands; the others are the constructions, which add up to 100 %.

    Parameters
    ----------
    frame
        Rows of `summarize_agency` for one event.
    ax
        Axes to draw on; new ones if None.
    rows
        Label of each outlet's row, in the order of the rows, to which its number of mentions is added; the outlets'
        names if None.
    width
        A venue's, or mm, of new axes.

    Returns
    -------
    Axes

    Raises
    ------
    ArgumentError
        If a column is missing, there is nothing to draw, or the rows are of several events.

    Examples
    --------
    >>> events = pd.DataFrame({"article_id": "a", "outlet": "A", "event": "raid", "voice": "own", "agent_party": None,
    ...                        "construction": ["active", "nominal", "nominal", "by-agent"]})
    >>> ax = plot_agency(summarize_agency(events))
    >>> [label.get_text() for label in ax.get_yticklabels()]
    ['A\n4 mentions']
    """
    check_columns(frame, _COLUMNS, table="agency")
    check_rows(frame, why=_NOTHING)
    if "event" in frame.columns and frame["event"].nunique() > 1:
        raise ArgumentError("these rows are of several events; choose one, or draw all with plot_agency_grid.")
    rows = rows or {outlet: outlet for outlet in frame["outlet"].unique()}
    mentions = frame.groupby("outlet", observed=True)["n"].max()
    with drawing_on(ax, height=22 + 10 * len(rows), width=width) as ax:
        for place in (place for place, outlet in enumerate(rows) if outlet not in mentions.index):
            say_none(ax, (len(_TITLES) - 1 + _SCALE) / 2, place, "0 mentions")
        for row in frame[frame["outlet"].isin(rows)].itertuples():
            _draw_cell(ax, row, list(_TITLES).index(row.construction), list(rows).index(row.outlet))
        row_axis(ax, [f"{label}\n{count_of(mentions.get(outlet, 0), 'mention')}" for outlet, label in rows.items()])
        ax.grid(visible=False)
        _label_columns(ax)
    return ax


def plot_agency_grid(
    frame: pd.DataFrame,
    *,
    by: str = "event",
    rows: Mapping[str, str] | None = None,
    titles: Mapping[str, str] | None = None,
    width: Width = "acl-page",
) -> "Figure":
    """Constructions of every event by outlet, a panel an event, one below the other.

    Parameters
    ----------
    frame
        The table of `summarize_agency`.
    by
        The column whose values make the panels.
    rows
        Label of each outlet's row, in the order of the rows, to which its number of mentions is added; the outlets'
        names if None.
    titles
        Title of each panel, in the order of the panels; the values of ``by`` if None.
    width
        A venue's, or mm.

    Returns
    -------
    Figure

    Raises
    ------
    ArgumentError
        If a column is missing or there is nothing to draw.

    Examples
    --------
    >>> events = pd.DataFrame({"article_id": "a", "outlet": "A", "event": ["raid", "fire"], "voice": "own",
    ...                        "agent_party": None, "construction": ["active", "intransitive"]})
    >>> len(plot_agency_grid(summarize_agency(events)).axes)
    2
    """
    check_columns(frame, (*_COLUMNS, by), table="agency")
    check_rows(frame, why=_NOTHING)
    titles = titles or {name: name for name in sorted(frame[by].unique())}
    rows = rows or {outlet: outlet for outlet in sorted(frame["outlet"].unique())}
    with style_context():
        figure = new_figure(width, len(titles) * (22 + 10 * len(rows)))
        axes = figure.subplots(len(titles), 1, squeeze=False)[:, 0]
        for ax, (name, title) in zip(axes, titles.items(), strict=True):
            plot_agency(frame[frame[by] == name].drop(columns=by), ax=ax, rows=rows)
            ax.set_title(title)
        for ax in axes[:-1]:
            ax.set_xlabel("")
    return figure


def _draw_cell(ax: "Axes", row: Any, column: int, place: int) -> None:
    color = INK if row.k else MUTED
    lift, side = (0.0, "center") if row.sparse else (0.13, "bottom")
    ax.text(column + _SCALE / 2, place - lift, f"{row.k}/{row.n}", ha="center", va=side, color=color, fontsize=7)
    if not row.sparse:
        ax.hlines(place, column, column + _SCALE, color=FAINT, zorder=1)
        ax.hlines(place, column + _SCALE * row.low, column + _SCALE * row.high, color=INK, linewidth=0.9, zorder=2)
        dots(ax, [column + _SCALE * row.estimate], [place], hollow=[False])


def _label_columns(ax: "Axes") -> None:
    """The constructions above their columns, the scale below, and a line between the sum and its parts."""
    starts = list(range(len(_TITLES)))
    top = ax.secondary_xaxis("top")
    top.set_xticks([start + _SCALE / 2 for start in starts], list(_TITLES.values()))
    top.tick_params(length=0)
    top.spines["top"].set_visible(False)
    ends = [place for start in starts for place in (start, start + _SCALE)]
    ax.set_xticks(ends, ["0", "100"] * len(starts))
    ax.set_xlim(-0.14, len(starts) - 1 + _SCALE + 0.14)
    ax.axvline(1 - (1 - _SCALE) / 2, color=FAINT, linewidth=0.8)
    ax.set_xlabel("Share of the outlet’s mentions of the event (%), with k/n")
