"""Specification curves: a finding's estimates under every specification, and below each what it is."""

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from framelens.checks import check_columns, check_rows
from framelens.plots.rows import count_of, row_axis, wrapped
from framelens.style import FAINT, INK, MUTED, Width, new_figure, style_context

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_COLUMNS = ("outlet", "kind", "is_main", "left_out", "estimate", "low", "high", "q")
_OPTIONS = {
    "scorer": "scorer: {}", "voice": "voice: {}", "weight": "equal weight: {}", "zone": "zone: {}",
    "prior": "prior: {} words", "min_count": "tested from {} uses", "copies": "copies: {}",
}  # fmt: skip
_ALONE = ("min_count", "copies")
"""Options that are changed one at a time: what nearly all specifications have of them is not marked."""
_ROW_MM, _CURVE_MM = 3.6, 34


def plot_specifications_grid(frame: pd.DataFrame, *, width: Width = "acl-page") -> "Figure":
    """Specification curves of some findings: a panel each, estimates from low to high above a matrix of what they are.

    The diamond is the main specification, with its interval where it has one. Dots are the others: full with q < .05,
    hollow with a larger q, small and grey without a test.

    Parameters
    ----------
    frame
        Rows of `vary_specifications` of one measure.
    width
        A venue's, or mm.

    Returns
    -------
    Figure

    Raises
    ------
    ArgumentError
        If a column is missing or there is no row.

    References
    ----------
    Simonsohn, U., Simmons, J. P. & Nelson, L. D. (2020). Specification curve analysis. Nature Human Behaviour 4,
    1208-1214.

    Examples
    --------
    >>> findings = choose_findings(observations, n=1)[:1]
    >>> figure = plot_specifications_grid(vary_specifications(observations, findings))
    >>> len(figure.axes)
    2
    """
    check_columns(frame, _COLUMNS, table="specifications")
    known = frame[frame["estimate"].notna()]
    check_rows(known, why="no contrast of the study has enough to count; add articles")
    rows = _matrix(known)
    panels = [group for _, group in known.groupby(["outlet", "kind"], sort=False)]
    with style_context():
        figure = new_figure(width, _CURVE_MM + 16 + _ROW_MM * len(rows.columns))
        grid = figure.subplots(
            2, len(panels), sharex="col", sharey="row", squeeze=False,
            height_ratios=[_CURVE_MM, _ROW_MM * len(rows.columns)],
        )  # fmt: skip
        for (curve, matrix), found in zip(grid.T, panels, strict=True):
            ordered = found.assign(_on=rows.loc[found.index].to_numpy().tolist())
            ordered = ordered.sort_values("estimate", kind="stable", ignore_index=True)
            _draw_curve(curve, ordered)
            _draw_matrix(matrix, ordered, list(rows.columns))
        grid[0, 0].set_ylabel("Outlet less the rest")
        figure.supxlabel("Specifications, from the lowest estimate to the highest", fontsize=7.5)
    return figure


def _matrix(frame: pd.DataFrame) -> pd.DataFrame:
    """For each specification which of the rows below the curve it is marked in: choices that vary, parts left out."""
    on = {}
    for option, text in _OPTIONS.items():
        values = list(frame[option].dropna().unique()) if option in frame.columns else []
        for value in values[option in _ALONE :] if len(values) > 1 else []:
            shown = f"{value:g}" if isinstance(value, float) else value
            on[text.format(shown)] = (frame[option] == value) & frame["left_out"].isna()
    for part in frame["left_out"].dropna().unique():
        on[f"without one {part}"] = frame["left_out"] == part
    return pd.DataFrame(on, index=frame.index).astype(bool)


def _draw_curve(ax: "Axes", found: pd.DataFrame) -> None:
    (main,) = found.index[found["is_main"]]
    ax.axhline(0, color=MUTED, linewidth=0.6)
    ax.axvline(main, color=FAINT, linewidth=0.8, zorder=0)
    is_tested, is_kept = found["q"].notna(), found["q"] < 0.05
    for chosen, face, size in ((~is_tested, MUTED, 1.2), (is_tested & ~is_kept, "white", 2.4), (is_kept, INK, 2.4)):
        places = found.index[chosen & ~found["is_main"]]
        edge = MUTED if size < 2 else INK
        ax.plot(
            places, found.loc[places, "estimate"], "o", markersize=size, markerfacecolor=face, markeredgecolor=edge,
            markeredgewidth=0.5,
        )  # fmt: skip
    row = found.loc[main]
    if pd.notna(row["low"]):
        ax.vlines(main, row["low"], row["high"], color=INK, linewidth=0.9)
    face = INK if row["q"] < 0.05 or pd.isna(row["q"]) else "white"
    ax.plot(main, row["estimate"], "D", color=INK, markerfacecolor=face, markersize=4, zorder=4)
    title = f"{wrapped(str(row['outlet']), 26)}\n{wrapped(str(row['kind']), 26)}"
    ax.set_title(f"{title}\n{count_of(len(found), 'specification')}")


def _draw_matrix(ax: "Axes", found: pd.DataFrame, names: list[str]) -> None:
    on = np.array(found["_on"].tolist(), dtype=bool).reshape(len(found), len(names))
    for place in found.index[found["is_main"]]:
        ax.axvline(place, color=FAINT, linewidth=0.8, zorder=0)
    is_main = found["is_main"].to_numpy(dtype=bool)
    for chosen, color, size in ((~is_main, MUTED, 3.2), (is_main, INK, 4.4)):
        columns, rows = np.nonzero(on & chosen[:, None])
        ax.plot(columns, rows, "|", color=color, markersize=size, markeredgewidth=0.7 if size < 4 else 1.4)
    row_axis(ax, names)
    ax.set_xticks([])
