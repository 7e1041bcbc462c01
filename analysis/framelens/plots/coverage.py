"""Fact coverage: a matrix of facts and articles, told by shape and not by colour alone."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from framelens.checks import check_columns, check_rows
from framelens.plots.fitting import letters_beside
from framelens.plots.rows import drawing_on, row_axis, shortened, wrapped
from framelens.style import FAINT, INK, MUTED, Width

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_NARROW, _FEWEST_LETTERS = 0.15, 10
"""Share of the columns below which an outlet's name is written upright."""


def plot_fact_matrix(
    frame: pd.DataFrame,
    *,
    articles: pd.DataFrame,
    ax: "Axes | None" = None,
    titles: Mapping[str, str] | None = None,
    width: Width = "acl-page",
) -> "Axes":
    """Which article reports which fact: a full dot where a pattern was found, a small ring where none was.

    Facts are sorted by the number of articles that report them, articles by outlet, with their length below.

    Parameters
    ----------
    frame
        The table of `cover_facts`.
    articles
        The articles table, for outlets and lengths.
    ax
        Axes to draw on; new ones if None.
    titles
        Title of each fact; its key if None.
    width
        A venue's, or mm, of new axes.

    Returns
    -------
    Axes

    Raises
    ------
    ArgumentError
        If a column is missing.

    Examples
    --------
    >>> ax = plot_fact_matrix(observations.facts, articles=observations.annotations.articles)
    >>> len(ax.get_xticklabels()) == len(observations.annotations.articles)
    True
    """
    check_columns(frame, ("article_id", "fact", "found"), table="facts")
    check_columns(articles, ("article_id", "outlet", "n_words"), table="articles")
    check_rows(frame, why="the study has no facts; write some under [facts]")
    titles = titles or {}
    ordered = articles.sort_values(["outlet", "article_id"], ignore_index=True)
    grid = frame.pivot(index="fact", columns="article_id", values="found")[ordered["article_id"]]
    total = grid.sum(axis=1)
    grid = grid.loc[total.sort_values(ascending=False, kind="stable").index]
    with drawing_on(ax, height=42 + 6.2 * len(grid), width=width) as ax:
        found = grid.to_numpy(dtype=bool)
        for here, size, face, edge in ((True, 5, INK, INK), (False, 3, "white", MUTED)):
            facts, columns = np.nonzero(found == here)
            ax.plot(
                columns, facts, "o", markersize=size, markerfacecolor=face, markeredgecolor=edge, markeredgewidth=0.6
            )
        labels = [f"{wrapped(titles.get(fact, fact), 50)}  {total[fact]}/{grid.shape[1]}" for fact in grid.index]
        row_axis(ax, labels)
        ax.set_xticks(
            range(len(ordered)), [f"{n:,}" for n in ordered["n_words"]], rotation=90 if len(ordered) > 12 else 0
        )
        ax.set_xlim(-0.5, len(ordered) - 0.5)
        ax.set_xlabel("Words of the article’s body")
        _outlet_headers(ax, ordered["outlet"], letters=letters_beside(ax.figure, labels))
    return ax


def _outlet_headers(ax: "Axes", outlets: pd.Series, *, letters: int) -> None:
    """The outlets above their articles, parted by faint lines; there is room for so many letters in all."""
    top = ax.secondary_xaxis("top")
    groups = [(str(outlet), rows.index) for outlet, rows in outlets.groupby(outlets, sort=False)]
    middles = [(places[0] + places[-1]) / 2 for _, places in groups]
    narrowest = min(len(places) for _, places in groups) / len(outlets)
    if narrowest >= _NARROW:
        room = max(_FEWEST_LETTERS, int(narrowest * letters) - 2)  # Two letters of space between two names.
        names = ["\n".join(shortened(line, room) for line in wrapped(outlet, room).split("\n")) for outlet, _ in groups]
        top.set_xticks(middles, names)
    else:
        top.set_xticks(middles, [shortened(outlet, 30) for outlet, _ in groups], rotation=90)
    for _, places in groups[1:]:
        ax.axvline(places[0] - 0.5, color=FAINT, linewidth=0.8)
    top.tick_params(length=0)
    top.spines["top"].set_visible(False)
