"""Rates of terms in one outlet against another's, or against the rest: a scatter with few labels."""

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from framelens.checks import check_columns, check_rows
from framelens.plots.rows import count_of, drawing_on, wrapped
from framelens.style import INK, MUTED, Width

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.lines import Line2D

_COLUMNS = ("term", "reference", "k", "n", "k_reference", "n_reference", "sparse")
_LABEL_POINTS, _DOT_POINTS, _GAP_POINTS = 7.0, 2.6, 4.0
"""The size of a label and of a dot, and from the middle of a dot to its label."""


def plot_term_rates(
    frame: pd.DataFrame,
    *,
    ax: "Axes | None" = None,
    by: str = "outlet",
    n_labels: int = 12,
    rank: str = "z",
    width: Width = 95,
) -> "Axes":
    """How often one outlet uses each term (up), and its reference does (right), per 1,000 words, on equal scales.

    Terms above the diagonal are the outlet's. Both scales are logarithmic, and 0 has a place of its own at their ends.

    Parameters
    ----------
    frame
        Rows of `contrast_terms` of one outlet, those to draw.
    ax
        Axes to draw on; new ones if None.
    by
        The column that names the outlet.
    n_labels
        Terms to name at most: those that rank furthest from 0 and have room; ``+2``: two more stand at its place.
    rank
        The column to rank by.
    width
        A venue's, or mm, of new axes.

    Returns
    -------
    Axes

    Raises
    ------
    ArgumentError
        If a column is missing or there is no row.

    Examples
    --------
    >>> contrast = contrast_terms(count_terms(annotations.tokens), target="Tavrin Courier")
    >>> ax = plot_term_rates(contrast[contrast["n_articles_with"] > 1])
    >>> ax.get_xlabel()
    'the rest, per 1,000 words'
    """
    check_columns(frame, (*_COLUMNS, by, rank), table="terms")
    check_rows(frame, why="no term is used often enough; lower the minimum count, or add articles")
    sides = {"x": frame["k_reference"] / frame["n_reference"], "y": frame["k"] / frame["n"]}
    rates = 1000 * pd.DataFrame(sides).astype("float64")
    lowest, highest = rates[rates > 0].min(axis=None), rates.max(axis=None)
    zero, top = lowest / 1.6, highest * 1.3
    places = rates.where(rates > 0, zero)
    with drawing_on(ax, height=95, width=width) as ax:
        (diagonal,) = ax.plot([zero, top], [zero, top], color=MUTED, linewidth=0.6, zorder=1)
        for is_sparse, face in ((True, "white"), (False, INK)):
            chosen = places[frame["sparse"] == is_sparse]
            ax.plot(
                chosen["x"], chosen["y"], "o",
                color=INK, markerfacecolor=face, markersize=_DOT_POINTS, markeredgewidth=0.5,
            )  # fmt: skip
        ax.set(xscale="log", yscale="log", xlim=(zero / 1.4, top), ylim=(zero / 1.4, top), aspect="equal")
        for axis in (ax.xaxis, ax.yaxis):
            _tell_zero(axis, zero, lowest, highest)
        first = frame.iloc[0]
        ax.set_xlabel(f"{wrapped(str(first['reference']))}, per 1,000 words")
        ax.set_ylabel(f"{wrapped(str(first[by]))}, per 1,000 words")
        ax.set_title(
            f"{count_of(len(frame), 'term')}; {first['n']:,.0f} and {first['n_reference']:,.0f} words", color=INK
        )
        ranked = frame[rank].abs().sort_values(ascending=False, kind="stable").index
        named = places.loc[ranked].drop_duplicates()
        _name_terms(ax, diagonal, named, _names(places, frame["term"])[named.index], n_labels)
    return ax


def _names(places: pd.DataFrame, terms: pd.Series) -> pd.Series:
    """``week +2``: a term, and how many others stand at its very place."""
    others = places.groupby(["x", "y"])["x"].transform("size") - 1
    return terms.where(others == 0, terms + " +" + others.astype(int).astype(str))


def _tell_zero(axis, zero: float, lowest: float, highest: float) -> None:  # type: ignore[no-untyped-def]
    """Ticks at 1, 2, 5, 10, …, and 0 where the terms stand that one side never uses."""
    powers = 10.0 ** np.arange(np.floor(np.log10(lowest)), np.ceil(np.log10(highest)) + 1)
    steps = np.outer(powers, [1, 2, 5]).ravel()
    steps = steps[(steps >= lowest) & (steps <= highest)]
    axis.set_ticks([zero, *steps], labels=["0", *(f"{step:g}" for step in steps)])
    axis.set_ticks([], minor=True)


def _name_terms(ax: "Axes", diagonal: "Line2D", places: pd.DataFrame, terms: pd.Series, n_labels: int) -> None:
    """Name terms in their order, beside their points, where nothing else stands; first away from the diagonal."""
    from matplotlib.transforms import Bbox

    ax.figure.figure.draw_without_rendering()
    half = _DOT_POINTS / 2 * ax.figure.figure.dpi / 72
    taken = [Bbox([point - half, point + half]) for point in ax.transData.transform(places.to_numpy())]
    line = ax.transData.transform_path(diagonal.get_path())
    n_named = 0
    for (x, y), term in zip(places.to_numpy(), terms, strict=True):
        for side in (-1, 1) if y > x else (1, -1):
            name = ax.annotate(
                term, (x, y), xytext=(_GAP_POINTS * side, 0), textcoords="offset points",
                ha="right" if side < 0 else "left", va="center", fontsize=_LABEL_POINTS, color=INK,
            )  # fmt: skip
            box = name.get_window_extent()
            inside = ax.bbox.x0 <= box.x0 and box.x1 <= ax.bbox.x1
            if inside and not box.count_overlaps(taken) and not line.intersects_bbox(box, filled=False):
                taken.append(box)
                n_named += 1
                break
            name.remove()
        if n_named == n_labels:
            return
