"""Sentiment toward parties: outlets as rows, a panel a party, a dot per article under every mean."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from framelens.checks import check_columns, check_rows
from framelens.plots.rows import dots, drawing_on, row_axis, say_none
from framelens.style import INK, MUTED, Width, new_figure, style_context

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_COLUMNS = ("outlet", "unit", "estimate", "k", "n", "sparse")


class _Look(NamedTuple):
    marker: str
    shift: float
    color: str


_UNITS = {"sentence": _Look("o", -0.14, INK), "window": _Look("D", 0.2, MUTED)}


def plot_party_sentiment(
    frame: pd.DataFrame,
    *,
    ax: "Axes | None" = None,
    article_means: pd.DataFrame | None = None,
    rows: Mapping[str, str] | None = None,
) -> "Axes":
    """Mean sentiment toward one party by outlet: whole sentences as circles, windows as diamonds.

    Parameters
    ----------
    frame
        Rows of `summarize_sentiment` for one party, of one unit or both.
    ax
        Axes to draw on; new ones if None.
    article_means
        The same by article, drawn small under the means.
    rows
        Label of each outlet's row, in the order of the rows; the outlets' names if None.

    Returns
    -------
    Axes

    Raises
    ------
    ArgumentError
        If a column is missing.

    Examples
    --------
    >>> means = summarize_sentiment(observations.scores)
    >>> ax = plot_party_sentiment(means[means["party"] == "sarrow"])
    >>> [label.get_text() for label in ax.get_yticklabels()][:2]
    ['Continental Press Wire', 'Slackwater']
    """
    check_columns(frame, _COLUMNS, table="sentiment")
    rows = rows or {outlet: outlet for outlet in frame["outlet"].unique()}
    with drawing_on(ax, height=12 + 9 * len(rows)) as ax:
        ax.axvline(0, color=MUTED, linewidth=0.6, linestyle=(0, (3, 2)))
        places = {outlet: place for place, outlet in enumerate(rows)}
        for outlet in (outlet for outlet in places if outlet not in set(frame["outlet"])):
            say_none(ax, 0, places[outlet], "0 sentences")
        if article_means is not None:
            means = article_means[article_means["outlet"].isin(rows) & (article_means["unit"] == "sentence")]
            at = [places[outlet] + _UNITS["sentence"].shift for outlet in means["outlet"]]
            ax.plot(means["estimate"], at, "|", color=MUTED, markersize=6)
        for unit, look in _UNITS.items():
            shown = frame[(frame["unit"] == unit) & frame["outlet"].isin(rows)]
            at = [places[outlet] + look.shift for outlet in shown["outlet"]]
            hollow = shown["sparse"].tolist()
            dots(ax, shown["estimate"].tolist(), at, hollow=hollow, color=look.color, marker=look.marker)
            if unit == "sentence":
                for row, place in zip(shown.itertuples(), at, strict=True):
                    _write_count(ax, row.estimate, place, f"{row.k}/{row.n}")
        row_axis(ax, list(rows.values()))
        ax.set_xlim(-1, 1)
        ax.set_xticks([-1, 0, 1])
        ax.set_xlabel("Mean score (−1 negative to 1 positive)")
    return ax


def plot_party_sentiment_grid(
    frame: pd.DataFrame,
    *,
    by: str = "party",
    article_means: pd.DataFrame | None = None,
    rows: Mapping[str, str] | None = None,
    titles: Mapping[str, str] | None = None,
    width: Width = "acl-page",
) -> "Figure":
    """Sentiment toward every party, a panel each.

    Parameters
    ----------
    frame
        Rows of `summarize_sentiment`.
    by
        The column whose values make the panels.
    article_means
        The same by article, drawn small under the means.
    rows
        Label of each outlet's row, in the order of the rows; the outlets' names if None.
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
        If a column is missing.

    Examples
    --------
    >>> figure = plot_party_sentiment_grid(summarize_sentiment(observations.scores))
    >>> len(figure.axes)
    3
    """
    check_columns(frame, (*_COLUMNS, by), table="sentiment")
    check_rows(frame, why="no sentence of the body mentions a party; `framelens check` lists names that never match")
    titles = titles or {name: name for name in sorted(frame[by].unique())}
    rows = rows or {outlet: outlet for outlet in frame["outlet"].unique()}
    with style_context():
        figure = new_figure(width, 22 + 9.5 * len(rows))
        grid = figure.subplots(1, max(len(titles), 1), sharey=True, squeeze=False)
        for ax, (name, title) in zip(grid.flat, titles.items(), strict=True):
            means = None if article_means is None else article_means[article_means[by] == name]
            plot_party_sentiment(frame[frame[by] == name], ax=ax, article_means=means, rows=rows)
            ax.set_title(title)
            ax.set_xlabel("")
        figure.supxlabel(
            "Mean score, −1 negative to 1 positive; sentences with a word of the lexicon / sentences", fontsize=7.5
        )
    return figure


def _write_count(ax: "Axes", mean: float, place: float, text: str) -> None:
    """Covered sentences of all, beside their dot, on the side where there is room."""
    side = 1 if mean <= 0.4 else -1
    ax.annotate(
        text, (mean, place), xytext=(5 * side, 3), textcoords="offset points", ha="left" if side > 0 else "right",
        va="bottom", fontsize=7, bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.4}, zorder=2.5,
    )  # fmt: skip
