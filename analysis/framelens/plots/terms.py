"""Term weighting: the terms that mark each outlet, as lollipops from zero."""

import math
from typing import TYPE_CHECKING

import pandas as pd

from framelens.checks import check_columns
from framelens.plots.beside import diamond, other_voice, tell_voices
from framelens.plots.rows import count_of, dots, drawing_on, row_axis, say_none, wrapped
from framelens.style import INK, MUTED, Width, new_figure, style_context

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_PER_ROW = 3
SMALL_Q = 0.05
"""A contrast is drawn full below this false discovery rate."""
NO_TERM = "No term is used often enough to be shown."
_BELOW = 0.32
"""How far under its row the other voice is drawn, in rows."""


def plot_terms(
    frame: pd.DataFrame,
    *,
    ax: "Axes | None" = None,
    xlabel: str = "Weight",
    voice: str = "own",
    beside: str | None = None,
) -> "Axes":
    """Terms of one outlet by weight: a lollipop each with its count in the label, and its interval where it has one.

    Hollow where sparse, and for contrasts wherever there is no q below .05.

    Parameters
    ----------
    frame
        Rows of `weight_terms` or `contrast_terms` for one outlet, in the order to draw them.
    ax
        Axes to draw on; new ones if None.
    xlabel
        What the weight is.
    voice
        Whose words the rows count; a legend on new axes says so.
    beside
        Another voice whose numbers `join_voices` has set beside: a grey diamond under the dot, and its count in
        brackets, where the count or the weight is another.

    Returns
    -------
    Axes

    Raises
    ------
    ArgumentError
        If a column is missing.

    Examples
    --------
    >>> weights = weight_terms(count_terms(observations.annotations.tokens))
    >>> ax = plot_terms(weights.head(5), xlabel="tf-idf")
    >>> ax.get_xlabel()
    'tf-idf'
    """
    check_columns(frame, ("term", "estimate", "k", "sparse"), table="terms")
    is_new, other = ax is None, _other(frame, beside)
    with drawing_on(ax, height=12 + _row_mm(other) * len(frame)) as ax:
        ax.axvline(0, color=MUTED, linewidth=0.6)
        places = list(range(len(frame)))
        ax.hlines(places, 0, frame["estimate"], color=MUTED, linewidth=0.9, zorder=1)
        _draw_intervals(ax, frame)
        dots(ax, frame["estimate"].tolist(), places, hollow=is_hollow(frame).tolist())
        _draw_beside(ax, other, list(frame["term"]))
        row_axis(ax, _labels(frame, other))
        ax.margins(x=0.08)
        ax.locator_params(axis="x", nbins=3)
        ax.set_xlabel(xlabel)
        if is_new:
            tell_voices(ax.figure, [voice, beside or voice], other, are_hollow=is_hollow(frame).all())
    return ax


def plot_terms_grid(
    frame: pd.DataFrame,
    *,
    by: str = "outlet",
    xlabel: str = "Weight",
    voice: str = "own",
    beside: str | None = None,
    width: Width = "acl-page",
) -> "Figure":
    """The terms of every outlet, a panel each with its n, on one scale; a sentence where there is no term to draw.

    Parameters
    ----------
    frame
        Rows of `weight_terms` or `contrast_terms`, those to draw (`top_terms`), in their order.
    by
        The column whose values make the panels.
    xlabel
        What the weight is.
    voice
        Whose words the rows count; a legend says so.
    beside
        Another voice whose numbers `join_voices` has set beside: a grey diamond under the dot, and its count in
        brackets, where the count or the weight is another.
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
    >>> weights = top_terms(weight_terms(count_terms(observations.annotations.tokens)), 5)
    >>> len(plot_terms_grid(weights, xlabel="tf-idf").axes)
    6
    """
    check_columns(frame, (by, "term", "estimate", "k", "n", "n_articles", "sparse"), table="terms")
    if frame.empty:
        return _say_nothing(width)
    panels = {str(name): rows for name, rows in frame.groupby(by, sort=True)}
    n_rows = math.ceil(len(panels) / _PER_ROW)
    longest = max(map(len, panels.values()), default=1)
    other = _other(frame, beside)
    with style_context():
        figure = new_figure(width, 10 + n_rows * (16 + _row_mm(other) * longest))
        grid = figure.subplots(n_rows, min(_PER_ROW, len(panels)), sharex=True, squeeze=False)
        for ax, (name, rows) in zip(grid.flat, panels.items(), strict=False):
            plot_terms(rows, ax=ax, xlabel="", voice=voice, beside=beside)
            n_articles, n = rows[["n_articles", "n"]].iloc[0]
            ax.set_title(f"{wrapped(name, 20)}\n{count_of(n_articles, 'article')}, {n:,} words", color=INK)
            ax.tick_params(labelbottom=True)
        for ax in grid.flat[len(panels) :]:
            ax.remove()
        figure.supxlabel(xlabel, fontsize=7.5)
        tell_voices(figure, [voice, beside or voice], other, are_hollow=is_hollow(frame).all())
    return figure


def _say_nothing(width: Width) -> "Figure":
    """A figure for articles so few and short that no term can be shown."""
    with style_context():
        figure = new_figure(width, 20)
        ax = figure.add_subplot()
        ax.set_axis_off()
        say_none(ax, 0.5, 0.5, NO_TERM)
    return figure


def _other(frame: pd.DataFrame, beside: str | None) -> pd.DataFrame:
    """The other voice's rows, ``sparse`` where their marks are hollow."""
    other = other_voice(frame, beside)
    return other.assign(sparse=is_hollow(other))


def is_hollow(frame: pd.DataFrame) -> "pd.Series[bool]":
    """Where a term is not established: it is sparse, or a contrast whose q is not below .05 or is not there."""
    if "q" not in frame.columns:
        return frame["sparse"]
    return frame["sparse"] | ~(frame["q"] < SMALL_Q)


def _draw_intervals(ax: "Axes", frame: pd.DataFrame) -> None:
    if "low" in frame.columns:
        places = [place for place, low in enumerate(frame["low"]) if pd.notna(low)]
        drawn = frame.iloc[places]
        ax.hlines(places, drawn["low"], drawn["high"], color=INK, linewidth=1.1, zorder=2)


def _row_mm(other: pd.DataFrame) -> float:
    """Height of a row, with room for the other voice's mark under it."""
    return 4 if other.empty else 4.6


def _labels(frame: pd.DataFrame, other: pd.DataFrame) -> list[str]:
    """Each term with its count, and with the other voice's in brackets where that is another."""
    theirs = other["k"].reindex(frame.index).fillna(frame["k"])
    return [
        f"{term}  {k}" + (f" ({count})" if count != k else "")
        for term, k, count in zip(frame["term"], frame["k"], theirs, strict=True)
    ]


def _draw_beside(ax: "Axes", other: pd.DataFrame, terms: list[str]) -> None:
    """The other voice under the row's dot."""
    for row in other.itertuples():
        diamond(ax, row.estimate, terms.index(row.term) + _BELOW, hollow=row.sparse)
