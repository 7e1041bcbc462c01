"""Sentiment toward parties: negative sentences to the left, positive to the right, the corrected mean over them."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from framelens.checks import check_columns, check_rows
from framelens.plots.beside import VOICE_NAMES
from framelens.plots.fitting import legend_columns, row_height
from framelens.plots.rows import drawing_on, row_axis, say_none
from framelens.style import INK, MUTED, Width, new_figure, style_context

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_COLUMNS = ("outlet", "measure", "estimate", "corrected", "low", "high", "k", "n", "sparse")
_BAND = 0.84
"""Height of an outlet's bars together, in rows."""
_ROW_MM = 5.0
_LABEL = "← negative    Sentences (%)    positive →"
_EDGE, _COUNTS = 1.8, 1.72
"""The ends of the axis, and where the counts stand: beyond the longest bar and the widest interval."""
_NAMES = {
    "attributed": "attributed words", **VOICE_NAMES, "model": "the model", "lexicon": "the lexicon (VADER)"
}  # fmt: skip


class _Look(NamedTuple):
    """How one of the compared sets is drawn: negative and positive bars, and the mark of its mean."""

    negative: str
    positive: str
    marker: str


_LOOKS = (
    _Look("#d55e00", "#0072b2", "o"), _Look("#f2bf99", "#99c7e0", "D"), _Look("#767676", "#a6a6a6", "s"),
    _Look("#c6c6c6", "#dedede", "^"),
)  # fmt: skip


def plot_party_sentiment(
    frame: pd.DataFrame,
    *,
    ax: "Axes | None" = None,
    compare: str = "scorer",
    rows: Mapping[str, str] | None = None,
) -> "Axes":
    """Sentences toward one party by outlet: share negative (left) and positive (right), and the corrected mean.

    Parameters
    ----------
    frame
        Rows of `summarize_sentiment` for one party; several tables may be put together with a column that tells them
        apart.
    ax
        Axes to draw on; new ones if None.
    compare
        The column, of at most four values, whose rows are drawn under one another for each outlet: ``scorer``, or a
        ``voice`` of your own making.
    rows
        Label of each outlet's row, in the order of the rows; the outlets' names if None.

    Returns
    -------
    Axes
        Beside each pair of bars stand the negative and positive sentences of all; hollow means rest on fewer than
        5 sentences.

    Raises
    ------
    ArgumentError
        If a column is missing.

    Examples
    --------
    >>> shares = summarize_sentiment(observations.scores)
    >>> ax = plot_party_sentiment(shares[shares["party"] == "sarrow"])
    >>> [label.get_text() for label in ax.get_yticklabels()][:2]
    ['Continental Press Wire', 'Slackwater']
    """
    check_columns(frame, (*_COLUMNS, compare), table="sentiment")
    rows = rows or {outlet: outlet for outlet in frame["outlet"].unique()}
    kinds = _kinds(frame[compare])
    height = row_height(rows.values(), least=_ROW_MM * len(kinds))
    with drawing_on(ax, height=14 + height * len(rows)) as ax:
        _draw(ax, frame, compare, kinds, list(rows))
        row_axis(ax, list(rows.values()))
        ax.set_xlim(-_EDGE, _EDGE)
        ax.set_xticks([-1, -0.5, 0, 0.5, 1], ["100", "50", "0", "50", "100"])
        ax.set_xlabel(_LABEL)
    return ax


def plot_party_sentiment_grid(
    frame: pd.DataFrame,
    *,
    by: str = "party",
    compare: str = "scorer",
    rows: Mapping[str, str] | None = None,
    titles: Mapping[str, str] | None = None,
    width: Width = "acl-page",
) -> "Figure":
    """Sentiment toward every party, a panel each, as `plot_party_sentiment` draws it.

    Parameters
    ----------
    frame
        Rows of `summarize_sentiment`.
    by
        The column whose values make the panels.
    compare
        The column whose values are drawn under one another for each outlet.
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
    check_columns(frame, (*_COLUMNS, by, compare), table="sentiment")
    check_rows(frame, why="no sentence of the body mentions a party; `framelens check` lists names that never match")
    titles = titles or {name: name for name in sorted(frame[by].unique())}
    rows = rows or {outlet: outlet for outlet in frame["outlet"].unique()}
    kinds = _kinds(frame[compare])
    with style_context():
        figure = new_figure(width, 26 + _ROW_MM * max(len(kinds), 2) * len(rows))
        grid = figure.subplots(1, max(len(titles), 1), sharey=True, squeeze=False)
        for ax, (name, title) in zip(grid.flat, titles.items(), strict=True):
            # Every panel has all kinds, so that a kind keeps its place and its look.
            _draw(ax, frame[frame[by] == name], compare, kinds, list(rows))
            row_axis(ax, list(rows.values()))
            ax.set_xlim(-_EDGE, _EDGE)
            ax.set_xticks([-1, 0, 1], ["100", "0", "100"])
            ax.set_title(title)
        figure.supxlabel(_LABEL, fontsize=7.5)
        _tell(figure, kinds, has_interval=bool(frame["low"].notna().any()))
    return figure


def _kinds(values: pd.Series) -> list[str]:
    """What is compared, each in the same place and colours even where the first outlets lack it."""
    places = {name: place for place, name in enumerate(_NAMES)}
    return sorted(values.unique(), key=lambda kind: places.get(kind, len(places)))


def _draw(ax: "Axes", frame: pd.DataFrame, compare: str, kinds: Sequence[str], outlets: Sequence[str]) -> None:
    ax.axvline(0, color=MUTED, linewidth=0.6)
    height = _BAND / max(len(kinds), 1)
    for place, outlet in enumerate(outlets):
        for number, (kind, look) in enumerate(zip(kinds, _LOOKS, strict=False)):
            y = place - _BAND / 2 + height * (number + 0.5)
            found = frame[(frame["outlet"] == outlet) & (frame[compare] == kind)].set_index("measure")
            if found.empty:
                say_none(ax, 0, y, "0 sentences")
            else:
                _draw_one(ax, found, y, height * 0.86, look)


def _draw_one(ax: "Axes", found: pd.DataFrame, y: float, height: float, look: _Look) -> None:
    """Bars of the raw shares, the corrected mean with its interval, and the counts at the bars' ends."""
    negative, positive, mean = (found.loc[name] for name in ("negative", "positive", "mean"))
    ax.barh(y, -negative["estimate"], height, color=look.negative, zorder=2)
    ax.barh(y, positive["estimate"], height, color=look.positive, zorder=2)
    if pd.notna(mean["corrected"]):
        face = "white" if mean["sparse"] else INK
        ax.plot([mean["low"], mean["high"]], [y, y], color=INK, linewidth=0.8, zorder=3)
        ax.plot(mean["corrected"], y, look.marker, color=INK, markerfacecolor=face, markersize=3.2, zorder=4)
    for x, side, row in ((-_COUNTS, "left", negative), (_COUNTS, "right", positive)):
        box = {"facecolor": "white", "edgecolor": "none", "pad": 0.4}
        ax.text(x, y, f"{row['k']}/{mean['n']}", ha=side, va="center", fontsize=7, color=INK, bbox=box)


def _tell(figure: "Figure", kinds: Sequence[str], *, has_interval: bool) -> None:
    from matplotlib.legend_handler import HandlerTuple
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    bars = [(Patch(color=look.negative), Patch(color=look.positive)) for _, look in zip(kinds, _LOOKS, strict=False)]
    mean = Line2D([], [], color=INK, marker="o", linewidth=0.8 * has_interval, markersize=3.2)
    labels = [
        *(_NAMES.get(kind, kind) for kind in kinds),
        "mean (−100 to 100), corrected" + ", with its 95% interval" * has_interval,
    ]
    figure.legend(
        handles=[*bars, mean], labels=labels, loc="outside upper right", ncols=legend_columns(figure, labels),
        handler_map={tuple: HandlerTuple(ndivide=None, pad=0)},
    )  # fmt: skip
