"""Term weighting: the terms that mark each outlet, as lollipops from zero."""

import math
from typing import TYPE_CHECKING

import pandas as pd

from framelens.checks import check_columns, check_rows
from framelens.plots.rows import count_of, dots, drawing_on, row_axis, wrapped
from framelens.style import INK, MUTED, Width, new_figure, style_context

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_PER_ROW = 3


def plot_terms(frame: pd.DataFrame, *, ax: "Axes | None" = None, xlabel: str = "Weight") -> "Axes":
    """Terms of one outlet by weight: a lollipop each with k/n in the label, hollow where sparse.

    Parameters
    ----------
    frame
        Rows of `weight_terms` or `contrast_terms` for one outlet, in the order to draw them.
    ax
        Axes to draw on; new ones if None.
    xlabel
        What the weight is.

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
    with drawing_on(ax, height=12 + 4.2 * len(frame)) as ax:
        ax.axvline(0, color=MUTED, linewidth=0.6)
        places = list(range(len(frame)))
        ax.hlines(places, 0, frame["estimate"], color=MUTED, linewidth=0.9, zorder=1)
        dots(ax, frame["estimate"].tolist(), places, hollow=frame["sparse"].tolist())
        row_axis(ax, [f"{row.term}  {row.k}" for row in frame.itertuples()])
        ax.margins(x=0.08)
        ax.locator_params(axis="x", nbins=3)
        ax.set_xlabel(xlabel)
    return ax


def plot_terms_grid(
    frame: pd.DataFrame, *, by: str = "outlet", xlabel: str = "Weight", width: Width = "acl-page"
) -> "Figure":
    """The terms of every outlet, a panel each with its n, on one scale.

    Parameters
    ----------
    frame
        Rows of `weight_terms` or `contrast_terms`, those to draw (`top_terms`), in their order.
    by
        The column whose values make the panels.
    xlabel
        What the weight is.
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
    check_rows(frame, why="no term is used often enough; lower `min_count`, or add articles")
    panels = {str(name): rows for name, rows in frame.groupby(by, sort=True)}
    n_rows = math.ceil(len(panels) / _PER_ROW)
    longest = max(map(len, panels.values()), default=1)
    with style_context():
        figure = new_figure(width, 10 + n_rows * (16 + 3.9 * longest))
        grid = figure.subplots(n_rows, min(_PER_ROW, len(panels)), sharex=True, squeeze=False)
        for ax, (name, rows) in zip(grid.flat, panels.items(), strict=False):
            plot_terms(rows, ax=ax, xlabel="")
            n_articles, n = rows[["n_articles", "n"]].iloc[0]
            ax.set_title(f"{wrapped(name, 20)}\n{count_of(n_articles, 'article')}, {n:,} words", color=INK)
            ax.tick_params(labelbottom=True)
        for ax in grid.flat[len(panels) :]:
            ax.remove()
        figure.supxlabel(xlabel, fontsize=7.5)
    return figure
