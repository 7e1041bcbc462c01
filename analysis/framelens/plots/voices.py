"""Whose words: the body of each outlet's articles by voice."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from framelens.checks import check_columns
from framelens.plots.fitting import legend_columns
from framelens.plots.rows import draw_intervals, drawing_on, row_axis
from framelens.style import INK, Width

if TYPE_CHECKING:
    from matplotlib.axes import Axes


class _Look(NamedTuple):
    color: str
    hatch: str
    ink: str


# Told apart in grey.
_LOOKS = {
    "own": _Look("#0072b2", "", "white"),
    "indirect": _Look("#a6cde4", "", INK),
    "quoted": _Look("white", "////", INK),
}


def plot_voices(
    frame: pd.DataFrame,
    *,
    ax: "Axes | None" = None,
    rows: Mapping[str, str] | None = None,
    width: Width = "acl-page",
) -> "Axes":
    """Share of an outlet's words by voice, as a bar of 100 % with the words in each part.

    Parameters
    ----------
    frame
        The table of `voice_shares`.
    ax
        Axes to draw on; new ones if None.
    rows
        Label of each outlet's row, in the order of the rows; the outlets' names if None.
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
    >>> ax = plot_voices(voice_shares(observations.annotations.tokens))
    >>> ax.get_xlabel()
    'Share of the body’s words (%)'
    """
    check_columns(frame, ("outlet", "voice", "estimate", "low", "high", "interval", "k"), table="voices")
    rows = rows or {outlet: outlet for outlet in frame["outlet"].unique()}
    with drawing_on(ax, height=24 + 9 * len(rows), width=width) as ax:
        places = {outlet: place for place, outlet in enumerate(rows)}
        left = dict.fromkeys(rows, 0.0)
        for voice, look in _LOOKS.items():
            shown = frame[(frame["voice"] == voice) & (frame["k"] > 0) & frame["outlet"].isin(rows)]
            for row in shown.itertuples():
                _draw_part(ax, left[row.outlet], places[row.outlet], 100 * row.estimate, f"{row.k:,}", look)
                left[row.outlet] += 100 * row.estimate
        draw_intervals(ax, frame[frame["voice"] == "own"], list(rows))
        row_axis(ax, list(rows.values()))
        ax.set_xlim(0, 100)
        ax.set_xlabel("Share of the body’s words (%)")
        _legend(ax, [voice for voice in _LOOKS if voice in set(frame.loc[frame["k"] > 0, "voice"])])
    return ax


def _draw_part(ax: "Axes", left: float, place: int, share: float, words: str, look: _Look) -> None:
    ax.barh(place, share, left=left, height=0.62, color=look.color, hatch=look.hatch, edgecolor=INK)
    if share > 5:
        box = {"facecolor": look.color, "edgecolor": "none", "pad": 1} if look.hatch else None
        ax.text(left + share / 2, place, words, ha="center", va="center", color=look.ink, bbox=box, fontsize=7)


def _legend(ax: "Axes", voices: list[str]) -> None:
    from matplotlib.patches import Patch

    names = {"own": "narrator", "indirect": "attributed, outside marks", "quoted": "in quotation marks"}
    patches = [
        Patch(facecolor=_LOOKS[voice].color, hatch=_LOOKS[voice].hatch, edgecolor=INK, label=names[voice])
        for voice in voices
    ]
    columns = legend_columns(ax.figure, [names[voice] for voice in voices])
    ax.legend(handles=patches, loc="lower right", bbox_to_anchor=(1, 1), ncols=columns, borderaxespad=0.2)
