"""Rates of terms in one outlet against another's, or against the rest: a scatter with few labels."""

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from framelens.checks import check_columns, check_rows
from framelens.plots.rows import count_of, drawing_on, wrapped
from framelens.style import INK, MUTED, Width

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_COLUMNS = ("term", "reference", "k", "n", "k_reference", "n_reference", "sparse")
_LABEL_POINTS = 7.0
_LETTER_POINTS, _LINE_POINTS, _DOT_POINTS = 3.9, 6.5, 1.5
"""Room that a letter and a line of a label take, and half of a dot."""


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
        ax.plot([zero, top], [zero, top], color=MUTED, linewidth=0.6, zorder=1)
        for is_sparse, face in ((True, "white"), (False, INK)):
            chosen = places[frame["sparse"] == is_sparse]
            ax.plot(chosen["x"], chosen["y"], "o", color=INK, markerfacecolor=face, markersize=2.6, markeredgewidth=0.5)
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
        _name_terms(ax, places.loc[ranked], _names(places, frame["term"]).loc[ranked], n_labels)
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


def _name_terms(ax: "Axes", places: pd.DataFrame, terms: pd.Series, n_labels: int) -> None:
    """Name terms in their order, each on the side away from the diagonal, where no point or name stands."""
    figure = ax.figure.figure
    figure.draw_without_rendering()
    points = ax.transData.transform(places.to_numpy()) * 72 / figure.dpi
    taken = [(x - _DOT_POINTS, x + _DOT_POINTS, y) for x, y in points]
    zero = points[:, 0].min()
    for (x, y), place, term in zip(points, places.to_numpy(), terms, strict=True):
        if len(taken) == len(points) + n_labels:
            return
        width, side = _LETTER_POINTS * len(term), -1 if y > x and x > zero else 1
        left = x - 4 - width if side < 0 else x + 4
        if all(abs(y - other) > _LINE_POINTS or left > end or left + width < start for start, end, other in taken):
            taken.append((left, left + width, y))
            ax.annotate(
                term, place, xytext=(4 * side, 0), textcoords="offset points",
                ha="right" if side < 0 else "left", va="center", fontsize=_LABEL_POINTS, color=INK,
            )  # fmt: skip
