"""What all families share: rows that are outlets, with their n in the label."""

import textwrap
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pandas as pd

from framelens.style import INK, MUTED, Width, new_figure, style_context

if TYPE_CHECKING:
    from matplotlib.axes import Axes

LABEL_WIDTH = 30
"""Characters of a row label's line."""


def wrapped(text: str, width: int = LABEL_WIDTH) -> str:
    """A label broken into lines."""
    return "\n".join(textwrap.wrap(text, width, break_on_hyphens=False, break_long_words=False))


def shortened(text: str, width: int) -> str:
    """A label cut to ``width`` characters with an ellipsis where it is longer."""
    return text if len(text) <= width else text[: width - 1].rstrip() + "…"


def count_of(number: int, noun: str) -> str:
    """``1 article``, ``2 articles``."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def articles_label(outlet: str, n_articles: int, n_words: int | None = None) -> str:
    """Row label of an outlet with its n."""
    counts = count_of(n_articles, "article") + (f", {n_words:,} words" if n_words is not None else "")
    return f"{wrapped(outlet)}\n{counts}"


def outlet_labels(articles: pd.DataFrame) -> dict[str, str]:
    r"""Row label of each outlet, with its articles and words, from the articles table.

    Examples
    --------
    >>> outlet_labels(annotations.articles)["Slackwater"]
    'Slackwater\n5 articles, 1,136 words'
    """
    groups = articles.groupby("outlet", sort=True)["n_words"].agg(["size", "sum"])
    return {
        str(outlet): articles_label(str(outlet), int(row["size"]), int(row["sum"])) for outlet, row in groups.iterrows()
    }


def row_axis(ax: "Axes", labels: Sequence[str]) -> None:
    """Rows from top to bottom, with a faint line each."""
    ax.set_yticks(range(len(labels)), labels)
    ax.set_ylim(len(labels) - 0.5, -0.5)
    ax.grid(axis="y", zorder=0)


def say_none(ax: "Axes", x: float, y: float, text: str) -> None:
    """Words instead of a mark, where there is nothing to count."""
    box = {"facecolor": "white", "edgecolor": "none", "pad": 1}  # No larger: it must leave the axis below it.
    ax.text(x, y, text, color=MUTED, ha="center", va="center", fontsize=7, bbox=box)


def dots(
    ax: "Axes", x: Sequence[float], y: Sequence[float], *, hollow: Sequence[bool], color: str = INK, marker: str = "o"
) -> None:
    """Marks, hollow where the number is not to be leaned on."""
    for state, face in ((False, color), (True, "white")):
        chosen = [place for place, is_hollow in enumerate(hollow) if bool(is_hollow) is state]
        if chosen:
            ax.plot(
                [x[place] for place in chosen], [y[place] for place in chosen], marker, color=color,
                markerfacecolor=face, zorder=3, clip_on=False,
            )  # fmt: skip


def draw_intervals(ax: "Axes", frame: pd.DataFrame, outlets: Sequence[str]) -> None:
    """The intervals over articles of the first parts of stacked bars, across the parts' ends."""
    shown = frame[(frame["interval"] == "article-bootstrap-t") & frame["outlet"].isin(outlets)]
    y = [outlets.index(outlet) + 0.2 for outlet in shown["outlet"]]
    for color, width in (("white", 2.4), (INK, 1.0)):
        ax.hlines(y, 100 * shown["low"], 100 * shown["high"], color=color, linewidth=width, zorder=4)


@contextmanager
def drawing_on(ax: "Axes | None", height: float, width: Width = "acl-page") -> Iterator["Axes"]:
    """The axes to draw on, in our style: those given, or new ones of ``width`` and ``height`` (mm)."""
    with style_context():
        yield new_figure(width, height).add_subplot() if ax is None else ax
