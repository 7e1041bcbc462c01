"""Agency: for each outlet the share of each construction among the mentions of an event."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import pandas as pd

from framelens.checks import check_columns, check_rows
from framelens.errors import ArgumentError
from framelens.plots.beside import diamond, other_voice, tell_voices
from framelens.plots.fitting import row_height
from framelens.plots.rows import count_of, dots, drawing_on, row_axis, say_none
from framelens.style import FAINT, INK, MUTED, WIDTHS, Width, new_figure, style_context

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
_ABOVE, _BELOW, _LAST = -0.16, 0.08, 0.29
"""Where in its row the marks of two voices stand, and the second's numbers."""
_NARROWEST = 140
"""Width in mm below which numbers of neighbouring columns would touch."""


def plot_agency(
    frame: pd.DataFrame,
    *,
    ax: "Axes | None" = None,
    voice: str = "own",
    beside: str | None = None,
    rows: Mapping[str, str] | None = None,
    width: Width = "acl-page",
) -> "Axes":
    r"""Constructions of one event by outlet: in each cell a dot from 0 to 100 % with its interval, under k/n.

    A cell below the smallest n has k/n and no dot; the other voice's k/n then stands behind a hollow diamond. The first
    column, *agent named*, is of all mentions in which the doer stands; the others are the constructions, which add up
    to 100 %.

    Parameters
    ----------
    frame
        Rows of `summarize_agency` for one event.
    ax
        Axes to draw on; new ones if None.
    voice
        Whose words the rows count; a legend on new axes says so.
    beside
        Another voice whose numbers `join_voices` has set beside: under the first, with a grey diamond, where the count
        or the share is another.
    rows
        Label of each outlet's row, in the order of the rows, to which its number of mentions is added, after a
        diamond the other voice's; the outlets' names if None.
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
    is_new, frame = ax is None, frame[frame["outlet"].isin(rows)]
    other = other_voice(frame, beside)
    with drawing_on(ax, height=30 + _row_height(rows, other) * len(rows), width=width) as ax:
        _draw_cells(ax, frame, list(rows), shift=0 if other.empty else _ABOVE)
        _draw_beside(ax, other, list(rows))
        mentions = _mentions(frame, beside)
        row_axis(ax, [f"{label}\n{mentions.get(outlet, '0 mentions')}" for outlet, label in rows.items()])
        ax.grid(visible=False)
        _label_columns(ax)
        if is_new:
            tell_voices(ax.figure, [voice, beside or voice], other, has_dots=_has_dots(frame))
    return ax


def plot_agency_grid(
    frame: pd.DataFrame,
    *,
    by: str = "event",
    voice: str = "own",
    beside: str | None = None,
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
    voice
        Whose words the rows count; a legend says so.
    beside
        Another voice whose numbers `join_voices` has set beside: under the first, with a grey diamond, where the count
        or the share is another.
    rows
        Label of each outlet's row, in the order of the rows, to which its number of mentions is added, after a
        diamond the other voice's; the outlets' names if None.
    titles
        Title of each panel, in the order of the panels, without those of events that have no row; the values of
        ``by`` if None.
    width
        A venue's, or mm.

    Returns
    -------
    Figure

    Raises
    ------
    ArgumentError
        If a column is missing, there is nothing to draw, or the width is below 140 mm.

    Examples
    --------
    >>> events = pd.DataFrame({"article_id": "a", "outlet": "A", "event": ["raid", "fire"], "voice": "own",
    ...                        "agent_party": None, "construction": ["active", "intransitive"]})
    >>> len(plot_agency_grid(summarize_agency(events)).axes)
    2
    """
    check_columns(frame, (*_COLUMNS, by), table="agency")
    check_rows(frame, why=_NOTHING)
    room = WIDTHS.get(width, _NARROWEST) if isinstance(width, str) else width
    if room < _NARROWEST:
        raise ArgumentError(f"`width` is {room} mm, and eight columns take {_NARROWEST}; give 'acl-page' or more.")
    titles = {name: title for name, title in (titles or {}).items() if name in set(frame[by])}
    titles = titles or {name: name for name in sorted(frame[by].unique())}
    rows = rows or {outlet: outlet for outlet in sorted(frame["outlet"].unique())}
    other = other_voice(frame, beside)
    with style_context():
        figure = new_figure(
            width, (4 if other.empty else 9) + len(titles) * (23 + _row_height(rows, other) * len(rows))
        )
        axes = figure.subplots(len(titles), 1, squeeze=False)[:, 0]
        for ax, (name, title) in zip(axes, titles.items(), strict=True):
            plot_agency(frame[frame[by] == name].drop(columns=by), ax=ax, voice=voice, beside=beside, rows=rows)
            ax.set_title(title)
        for ax in axes[:-1]:
            ax.set_xlabel("")
        tell_voices(figure, [voice, beside or voice], other, has_dots=_has_dots(frame))
    return figure


def cell_ends(constructions: pd.Series) -> tuple["pd.Series[float]", "pd.Series[float]"]:
    """Where on the x axis the scale of each construction begins and ends."""
    starts = constructions.astype("object").map({name: float(place) for place, name in enumerate(_TITLES)})
    return starts, starts + _SCALE


def _row_height(rows: Mapping[str, str], other: pd.DataFrame) -> float:
    """The label's lines and one for the mentions."""
    return row_height([f"{label}\n" for label in rows.values()], least=10 if other.empty else 12)


def _has_dots(frame: pd.DataFrame) -> bool:
    return not frame["sparse"].all()


def _mentions(frame: pd.DataFrame, beside: str | None) -> dict[str, str]:
    """The number of an outlet's mentions in words: of the first voice, and behind a diamond that of the other."""
    numbers = frame.groupby("outlet", observed=True)["n"].max()
    said = {str(outlet): count_of(n, "mention") for outlet, n in numbers.items()}
    if beside is None:
        return said
    others = frame.groupby("outlet", observed=True)[f"n_{beside}"].max()
    differing = others[others != numbers]
    return said | {str(outlet): f"{said[str(outlet)]} (◇ {n:,})" for outlet, n in differing.items()}


def _draw_cells(ax: "Axes", frame: pd.DataFrame, outlets: Sequence[str], *, shift: float) -> None:
    """Each cell's dot from 0 to 100 % with its interval, under k/n."""
    silent = set(outlets) - set(frame.loc[frame["n"] > 0, "outlet"])
    for outlet in sorted(silent):
        say_none(ax, (len(_TITLES) - 1 + _SCALE) / 2, outlets.index(outlet) + shift, "0 mentions")
    said = frame[~frame["outlet"].isin(silent)]
    left, right = cell_ends(said["construction"])
    cells = said.assign(left=left, right=right, y=[outlets.index(outlet) + shift for outlet in said["outlet"]])
    for row in cells.itertuples():
        lift, side = (0.0, "center") if row.sparse else (0.13, "bottom")
        color = INK if row.k else MUTED
        ax.text(row.left + _SCALE / 2, row.y - lift, f"{row.k}/{row.n}", ha="center", va=side, color=color, fontsize=7)
    dotted = cells[~cells["sparse"]]
    low, high, x = (dotted["left"] + _SCALE * dotted[name] for name in ("low", "high", "estimate"))
    ax.hlines(dotted["y"], dotted["left"], dotted["right"], color=FAINT, zorder=1)
    ax.hlines(dotted["y"], low, high, color=INK, linewidth=0.9, zorder=2)
    dots(ax, x.tolist(), dotted["y"].tolist(), hollow=[False] * len(dotted))


def _draw_beside(ax: "Axes", other: pd.DataFrame, outlets: Sequence[str]) -> None:
    """The other voice's cells, under the first's: k/n below its diamond."""
    for row in other.itertuples():
        left, place = list(_TITLES).index(str(row.construction)), outlets.index(str(row.outlet))
        text = f"{'◇ ' * row.sparse}{row.k}/{row.n}"
        ax.text(left + _SCALE / 2, place + _LAST, text, ha="center", va="center", color=MUTED, fontsize=7)
        if not row.sparse:
            ax.hlines(place + _BELOW, left, left + _SCALE, color=FAINT, zorder=1)
            diamond(ax, left + _SCALE * row.estimate, place + _BELOW, hollow=False)


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
