"""Accuracy of labels: precision and recall of each class, against how common the class is."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import pandas as pd

from framelens.checks import check_columns, check_rows
from framelens.plots.fitting import legend_columns
from framelens.plots.rows import drawing_on, row_axis
from framelens.style import INK, MUTED, Width, new_figure, style_context

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_COLUMNS = ("class", "measure", "estimate", "low", "high", "k", "n", "sparse")
_MARKS = {"precision": (-0.18, "o"), "recall": (0.18, "D")}
"""Where in its row a measure stands, and its mark."""
_ROW_MM = 9.0
_LABEL = "Sentences (%), with k/n"


def plot_accuracy(frame: pd.DataFrame, *, ax: "Axes | None" = None, width: Width = "acl-column") -> "Axes":
    """Precision and recall of each class with intervals; a grey line is the share of the class.

    Parameters
    ----------
    frame
        Rows of `summarize_accuracy` for one group.
    ax
        Axes to draw on; new ones if None.
    width
        A venue's, or mm, of new axes.

    Returns
    -------
    Axes
        Hollow marks rest on fewer than 10 sentences.

    Raises
    ------
    ArgumentError
        If a column is missing or there is nothing to draw.

    Examples
    --------
    >>> ax = plot_accuracy(summarize_accuracy(scorer_errors(["model"])))
    >>> [label.get_text() for label in ax.get_yticklabels()]
    ['negative', 'neutral', 'positive']
    """
    check_columns(frame, _COLUMNS, table="accuracy")
    check_rows(frame, why="no sentence was coded")
    classes = list(frame["class"].unique())
    with drawing_on(ax, height=16 + _ROW_MM * len(classes), width=width) as ax:
        _draw(ax, frame, classes)
        ax.set_xlabel(_LABEL)
    return ax


def plot_accuracy_grid(
    frame: pd.DataFrame, *, by: str = "scorer", titles: Mapping[str, str] | None = None, width: Width = "acl-page"
) -> "Figure":
    """Accuracy in every group, a panel each, as `plot_accuracy` draws it.

    Parameters
    ----------
    frame
        Rows of `summarize_accuracy`.
    by
        The column whose values make the panels.
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
        If a column is missing or there is nothing to draw.

    Examples
    --------
    >>> figure = plot_accuracy_grid(summarize_accuracy(scorer_errors()))
    >>> [ax.get_title(loc="left") for ax in figure.axes]
    ['lexicon', 'model']
    """
    check_columns(frame, (*_COLUMNS, by), table="accuracy")
    check_rows(frame, why="no sentence was coded")
    titles = titles or {name: name for name in frame[by].unique()}
    classes = list(frame["class"].unique())
    with style_context():
        figure = new_figure(width, 22 + _ROW_MM * len(classes))
        axes = figure.subplots(1, len(titles), sharey=True, squeeze=False).flat
        for ax, (name, title) in zip(axes, titles.items(), strict=True):
            _draw(ax, frame[frame[by] == name], classes)
            ax.set_title(title)
        figure.supxlabel(_LABEL, fontsize=7.5)
        _tell(figure)
    return figure


def _draw(ax: "Axes", frame: pd.DataFrame, classes: Sequence[str]) -> None:
    places = {name: place for place, name in enumerate(classes)}
    for row in frame.rename(columns={"class": "name"}).itertuples():
        y = places[row.name]
        if row.measure == "share":
            ax.vlines(100 * row.estimate, y - 0.4, y + 0.4, color=MUTED, linewidth=1.6, zorder=1)
        elif row.n:
            offset, marker = _MARKS[row.measure]
            face = "white" if row.sparse else INK
            ax.hlines(y + offset, 100 * row.low, 100 * row.high, color=INK, linewidth=0.9, zorder=2)
            ax.plot(100 * row.estimate, y + offset, marker, color=INK, markerfacecolor=face, markersize=3.4, zorder=3)
            ax.annotate(
                f"{row.k}/{row.n}", (1, y + offset), xycoords=("axes fraction", "data"), xytext=(3, 0),
                textcoords="offset points", va="center", fontsize=7, annotation_clip=False,
            )  # fmt: skip
    row_axis(ax, classes)
    ax.set_xlim(0, 100)


def _tell(figure: "Figure") -> None:
    from matplotlib.lines import Line2D

    handles = [Line2D([], [], color=INK, marker=marker, linewidth=0.9) for _, marker in _MARKS.values()]
    handles.append(Line2D([], [], color=MUTED, linewidth=1.6))
    labels = [*_MARKS, "how common the class is"]
    figure.legend(handles=handles, labels=labels, loc="outside upper right", ncols=legend_columns(figure, labels))
