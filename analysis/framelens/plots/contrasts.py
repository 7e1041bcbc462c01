"""Contrasts of outlets: the difference first, with its interval, then what chance would give."""

from typing import TYPE_CHECKING

import pandas as pd

from framelens.checks import check_columns, check_rows
from framelens.plots.fitting import row_height
from framelens.plots.rows import dots, drawing_on, row_axis, shortened
from framelens.style import INK, MUTED, Width

if TYPE_CHECKING:
    from matplotlib.axes import Axes

SIGNIFICANT = 0.05
_LABEL_LETTERS = 34


def plot_contrasts(
    frame: pd.DataFrame, *, ax: "Axes | None" = None, kind: str = "label", width: Width = "acl-page"
) -> "Axes":
    """Differences between an outlet and its reference, a row each: a dot with its interval, and both sides' k/n.

    A dot is full where q < .05, and hollow where q is larger or nothing was tested.

    Parameters
    ----------
    frame
        Rows of `contrast_groups` by outlet, in the order of the rows.
    ax
        Axes to draw on; new ones if None.
    kind
        The column that says what is contrasted.
    width
        A venue's, or mm, of new axes.

    Returns
    -------
    Axes

    Raises
    ------
    ArgumentError
        If a column is missing or there is nothing to draw.

    Examples
    --------
    >>> contrasts = contrast_groups(label_shares(observations.labels, by=("outlet", "article_id")))
    >>> ax = plot_contrasts(strongest_contrasts(contrasts, 5))
    >>> ax.get_xlabel()
    'Outlet’s share less the others’ (percentage points; right: the outlet uses it more)'
    """
    check_columns(
        frame, ("outlet", kind, "estimate", "low", "high", "k", "n", "k_reference", "n_reference", "p", "q"),
        table="contrasts",
    )  # fmt: skip
    check_rows(frame, why="no kind has units enough in an outlet and in the others")
    labels = [f"{row[kind]}\n{shortened(row['outlet'], _LABEL_LETTERS)}" for _, row in frame.iterrows()]
    places, points = list(range(len(frame))), (100 * frame["estimate"]).tolist()
    with drawing_on(ax, height=14 + row_height(labels, least=8) * len(frame), width=width) as ax:
        ax.axvline(0, color=MUTED, linewidth=0.6)
        ax.hlines(places, 100 * frame["low"], 100 * frame["high"], color=INK, linewidth=0.9, zorder=2)
        dots(ax, points, places, hollow=(~(frame["q"] < SIGNIFICANT)).tolist())
        row_axis(ax, labels)
        ax.set_xlim(-104, 104)
        ax.set_xlabel("Outlet’s share less the others’ (percentage points; right: the outlet uses it more)")
        for place, (_, row) in zip(places, frame.iterrows(), strict=True):
            ax.annotate(
                _numbers(row), (1, place), xycoords=("axes fraction", "data"), xytext=(4, 0),
                textcoords="offset points", va="center", fontsize=7, annotation_clip=False,
            )  # fmt: skip
    return ax


def _numbers(row: pd.Series) -> str:
    """Both sides' k/n, and below them p and q if there are."""
    counts = f"{row['k']}/{row['n']}, others {row['k_reference']}/{row['n_reference']}"
    tested = [f"{name} = {row[name]:.2g}" for name in ("p", "q") if pd.notna(row[name])]
    return "\n".join(filter(None, [counts, ", ".join(tested)]))
