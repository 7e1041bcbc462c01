"""How sources are introduced: for each outlet the share of each class of speech verb, the sources side by side."""

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import pandas as pd

from framelens.checks import check_columns, check_rows
from framelens.errors import ArgumentError
from framelens.plots.fitting import label_below, legend_columns, panel_columns, row_height
from framelens.plots.rows import drawing_on, row_axis
from framelens.style import INK, MUTED, Width, marks, new_figure, style_context

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.lines import Line2D

_COLUMNS = ("outlet", "cue_class", "estimate", "low", "high", "k", "n", "sparse")
_ORDER = ("neutral", "endorsing", "distancing", "conflictive", "emphatic", "other")
_PANEL_MM = 38
_MOST = 4
_TELLABLE = 7
_OTHER_SOURCES = "other sources"


def leading_sources(profile: pd.DataFrame, *, source: str = "actor", titles: Mapping[str, str]) -> dict[str, str]:
    """Of the sources named, those with the most cues, at most 4: more could not be told apart.

    Parameters
    ----------
    profile
        The table of `profile_cues`, by outlet and source.
    source
        The column of sources.
    titles
        What each source is called that may be chosen, such as the study's actors.

    Returns
    -------
    dict
        The titles of those chosen, that with the most cues first, ties by name. Sources without a cue are left out.

    Raises
    ------
    ArgumentError
        If a column is missing.

    Examples
    --------
    >>> profile = profile_cues(annotations.cues, by=("outlet", "party"))
    >>> leading_sources(profile, source="party", titles={"ostrel": "Ostrel", "sarrow": "Sarrow"})
    {'sarrow': 'Sarrow', 'ostrel': 'Ostrel'}
    """
    check_columns(profile, (source, "k"), table="cue profiles")
    cues = profile[profile[source].isin(list(titles))].groupby(source)["k"].sum()
    most = cues[cues > 0].sort_values(ascending=False, kind="stable").index[:_MOST]
    return {str(name): titles[str(name)] for name in most}


def plot_cue_classes(
    frame: pd.DataFrame,
    *,
    ax: "Axes | None" = None,
    source: str = "actor",
    titles: Mapping[str, str] | None = None,
    rows: Mapping[str, str] | None = None,
    width: Width = "acl-page",
) -> "Axes":
    """Share of one class among the cues of each source: a dot a source and outlet, k/n at the right.

    Dots of one outlet are joined by a line; below the smallest n there is k/n and no dot.

    Parameters
    ----------
    frame
        Rows of `profile_cues` by outlet and source for one class.
    ax
        Axes to draw on; new ones if None.
    source
        The column of sources.
    titles
        What each source is called, in their order within a row, at most 4; others are left out. All if None.
    rows
        Label of each outlet's row, in the order of the rows; the outlets' names if None.
    width
        A venue's, or mm, of new axes.

    Returns
    -------
    Axes

    Raises
    ------
    ArgumentError
        If a column is missing, the rows are of several classes, or there are too many sources to tell apart.

    Examples
    --------
    >>> profile = profile_cues(annotations.cues, by=("outlet", "party"))
    >>> neutral = profile[profile["cue_class"] == "neutral"]
    >>> ax = plot_cue_classes(neutral, source="party", titles={"veldmark": "Veldmark", "sarrow": "Sarrow"})
    >>> ax.get_xlabel()
    'Share of the source’s cues (%)'
    """
    check_columns(frame, (*_COLUMNS, source), table="cue profiles")
    if frame["cue_class"].nunique() > 1:
        raise ArgumentError("these rows are of several classes; choose one, or draw all with plot_cue_classes_grid.")
    titles = _sources(frame, source, titles)
    rows = rows or {outlet: outlet for outlet in frame["outlet"].unique()}
    looks, step = _looks(frame, source, titles), 0.7 / len(titles)
    with drawing_on(ax, height=22 + _row_height(titles, rows) * len(rows), width=width) as ax:
        for place, outlet in enumerate(rows):
            cells = frame[frame["outlet"] == outlet].set_index(source)
            at = {name: place + step * (number - (len(titles) - 1) / 2) for number, name in enumerate(titles)}
            _join(ax, [(100 * cells["estimate"][name], at[name]) for name in titles if _is_drawn(cells, name)])
            for name, y in at.items():
                _draw_cell(ax, cells, name, y, looks[name])
        row_axis(ax, list(rows.values()))
        ax.set_xlim(-4, 104)
        ax.set_xticks([0, 50, 100])
        ax.set_xlabel("Share of the source’s cues (%)")
        handles = _handles(titles, looks)
        ax.legend(handles=handles, loc="lower left", bbox_to_anchor=(0, 1), ncols=len(titles), borderaxespad=0.2)
    return ax


def plot_cue_classes_grid(
    frame: pd.DataFrame,
    *,
    by: str = "cue_class",
    source: str = "actor",
    titles: Mapping[str, str] | None = None,
    rows: Mapping[str, str] | None = None,
    width: Width = "acl-page",
) -> "Figure":
    """All classes of cue, a panel each; classes that nobody uses are left out.

    Parameters
    ----------
    frame
        Rows of `profile_cues` by outlet and source.
    by
        The column whose values make the panels.
    source
        The column of sources.
    titles
        What each source is called, in their order within a row, at most 4; others are left out. All if None.
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
        If a column is missing, there is nothing to draw, or there are too many sources to tell apart.

    Examples
    --------
    >>> profile = profile_cues(annotations.cues, by=("outlet", "party"))
    >>> figure = plot_cue_classes_grid(profile, source="party", titles={"veldmark": "Veldmark", "sarrow": "Sarrow"})
    >>> len(figure.axes) > 1
    True
    """
    check_columns(frame, (*_COLUMNS, source, by), table="cue profiles")
    titles = _sources(frame, source, titles)
    shown = frame[frame[source].isin(titles)]
    used = shown.loc[shown["k"] > 0, by].unique()
    check_rows(shown[shown["k"] > 0], why="no cue introduces these sources")
    panels = [name for name in _ORDER if name in used] + sorted(name for name in used if name not in _ORDER)
    rows = rows or {outlet: outlet for outlet in shown["outlet"].unique()}
    n_columns = panel_columns(width, len(panels), panel_mm=_PANEL_MM)
    n_rows = math.ceil(len(panels) / n_columns)
    with style_context():
        figure = new_figure(width, 18 + n_rows * (8 + _row_height(titles, rows) * len(rows)))
        grid = figure.subplots(n_rows, n_columns, sharey=True, squeeze=False)
        for ax, name in zip(grid.flat, panels, strict=False):
            plot_cue_classes(frame[frame[by] == name], ax=ax, source=source, titles=titles, rows=rows)
            ax.set_title(str(name))
            ax.set_xlabel("")
            ax.get_legend().remove()
        for ax in grid.flat[len(panels) :]:
            ax.remove()
        handles = _handles(titles, _looks(frame, source, titles))
        figure.legend(handles=handles, loc="outside upper right", ncols=legend_columns(figure, titles.values()))
        label_below(figure, "Share of the source’s cues in the outlet (%), with k/n")
    return figure


def _row_height(titles: Mapping[str, str], rows: Mapping[str, str]) -> float:
    return row_height(rows.values(), least=2.6 + 3.2 * len(titles))


def _sources(frame: pd.DataFrame, source: str, titles: Mapping[str, str] | None) -> dict[str, str]:
    found = titles or {str(name): str(name) for name in sorted(frame[source].dropna().unique())}
    if len(found) > _MOST:
        raise ArgumentError(f"{len(found)} sources cannot be told apart; name at most {_MOST} in `titles`.")
    return dict(found)


def _looks(frame: pd.DataFrame, source: str, titles: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    """Colour and shape of each source: as in the other figures of the study, if it has few enough sources."""
    names = {*frame[source].dropna(), *titles} - {_OTHER_SOURCES}
    return marks(names if len(names) <= _TELLABLE else titles) | {_OTHER_SOURCES: (MUTED, "X")}


def _is_drawn(cells: pd.DataFrame, name: str) -> bool:
    return name in cells.index and not cells["sparse"][name]


def _join(ax: "Axes", dots: Sequence[tuple[float, float]]) -> None:
    if len(dots) > 1:
        ax.plot(*zip(*dots, strict=True), color=MUTED, linewidth=0.8, zorder=1)


def _draw_cell(ax: "Axes", cells: pd.DataFrame, name: str, y: float, mark: tuple[str, str]) -> None:
    """The dot of a source in an outlet with its interval, and k/n."""
    color, shape = mark
    if _is_drawn(cells, name):
        low, high, share = (100 * cells[column][name] for column in ("low", "high", "estimate"))
        ax.hlines(y, low, high, color=color, linewidth=0.9, zorder=2)
        ax.plot(share, y, shape, color=color, zorder=3, clip_on=False)
    n = cells["n"][name] if name in cells.index else 0
    ax.annotate(
        f"{cells['k'][name]}/{n}" if n else "no cue", (1, y), xycoords=("axes fraction", "data"), xytext=(3, 0),
        textcoords="offset points", va="center", fontsize=7, color=INK if n else MUTED, annotation_clip=False,
    )  # fmt: skip


def _handles(titles: Mapping[str, str], looks: Mapping[str, tuple[str, str]]) -> "list[Line2D]":
    from matplotlib.lines import Line2D

    return [
        Line2D([], [], color=looks[name][0], marker=looks[name][1], linestyle="", label=title)
        for name, title in titles.items()
    ]
