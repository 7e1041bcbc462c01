"""A second voice beside the first: a grey diamond under a dot, where all words say other than the narrator's own."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from framelens.checks import check_columns, check_one_of
from framelens.errors import ArgumentError
from framelens.plots.fitting import legend_columns
from framelens.schema import VOICES
from framelens.style import INK, MUTED

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure, SubFigure

VOICE_NAMES = {
    "own": "the narrator’s own words",
    "quoted": "words inside quotation marks",
    "indirect": "attributed words outside quotation marks",
    "all": "all words, whoever speaks",
}
_LOOK: dict[str, Any] = {"marker": "D", "markersize": 3.2, "markeredgewidth": 0.7}
_NUMBERS = ("estimate", "k", "n", "sparse")


def join_voices(frame: pd.DataFrame, other: pd.DataFrame, *, voice: str = "all") -> pd.DataFrame:
    """A result table in one voice with the numbers of another voice beside it.

    Parameters
    ----------
    frame
        A result table in the voice that the claim is about.
    other
        The same measure in the other voice.
    voice
        The other voice: ``own``, ``indirect``, ``quoted`` or ``all``.

    Returns
    -------
    DataFrame
        ``frame`` with ``estimate, k, n, sparse`` of ``other``, and ``q`` where both have one, as columns that end in
        ``_VOICE``. A group that has rows in one voice alone has ``n`` = 0 and no estimate in the other.

    Raises
    ------
    ArgumentError
        If the voice is unknown, or the tables are no results by the same keys.

    Examples
    --------
    >>> events = annotations.events
    >>> joined = join_voices(summarize_agency(events), summarize_agency(events, voice="all"))
    >>> joined.columns[-4:].tolist()
    ['estimate_all', 'k_all', 'n_all', 'sparse_all']
    """
    check_one_of("voice", voice, (*VOICES, "all"))
    for table in (frame, other):
        check_columns(table, ("interval", *_NUMBERS), table="result")
    keys, others = _keys(frame), _keys(other)
    if keys != others:
        raise ArgumentError(f"one table is by {', '.join(keys)}, the other by {', '.join(others)}; group both alike.")
    # Outer: an outlet whose narrator never mentions a thing may quote those who do.
    numbers = [*_NUMBERS, *(name for name in ("q",) if name in frame.columns and name in other.columns)]
    joined = frame.merge(other[[*keys, *numbers]], on=keys, how="outer", suffixes=("", f"_{voice}"), sort=True)
    counts = [name for name in ("k", "n", "n_articles", f"k_{voice}", f"n_{voice}") if name in joined.columns]
    flags = ["sparse", f"sparse_{voice}"]
    filled = {name: joined[name].fillna(0).astype("Int64") for name in counts}
    filled |= {name: joined[name].astype("boolean").fillna(True).astype("bool") for name in flags}
    return joined.assign(**filled, interval=joined["interval"].fillna("none"))


def other_voice(frame: pd.DataFrame, beside: str | None) -> pd.DataFrame:
    """The rows of a joined table whose count or share is another in the other voice, with that voice's numbers."""
    if beside is None:
        return frame[:0]
    theirs = {name: f"{name}_{beside}" for name in _NUMBERS}
    check_columns(frame, list(theirs.values()), table="joined")
    both = frame[["k", "estimate"]].to_numpy("float64"), frame[[theirs["k"], theirs["estimate"]]].to_numpy("float64")
    same = np.isclose(*both, rtol=0, atol=1e-12, equal_nan=True).all(axis=1)
    other = frame[~same & (frame[theirs["n"]] > 0)]
    if f"q_{beside}" in frame.columns:
        theirs["q"] = f"q_{beside}"
    return other.assign(**{name: other[column] for name, column in theirs.items()})


def diamond(ax: "Axes", x: float, y: float, *, hollow: bool) -> None:
    """The other voice's mark."""
    face = "white" if hollow else MUTED
    ax.plot(x, y, linestyle="", color=MUTED, markerfacecolor=face, zorder=3, clip_on=False, **_LOOK)


def tell_voices(
    figure: "Figure | SubFigure",
    voices: Sequence[str],
    other: pd.DataFrame,
    *,
    has_dots: bool = True,
    are_hollow: bool = False,
) -> None:
    """A legend that says whose the dots are and whose the diamonds, if there is one.

    ``voices`` are the first and the other; where nothing of the first is drawn as a dot, it is told by its k/n, and
    where all its dots are hollow, so is the legend's.
    """
    from matplotlib.lines import Line2D

    if other.empty:
        return
    first, second = (VOICE_NAMES[voice] for voice in voices)
    labels = [first if has_dots else f"k/n: {first}", f"{second}, where that differs"]
    face, first_face = "white" if other["sparse"].all() else MUTED, "white" if are_hollow else INK
    handles = [
        Line2D(
            [], [], linestyle="", marker="o" if has_dots else "", color=INK, markerfacecolor=first_face, label=labels[0]
        ),
        Line2D([], [], linestyle="", color=MUTED, markerfacecolor=face, label=labels[1], **_LOOK),
    ]
    figure.legend(handles=handles, loc="outside upper right", ncols=legend_columns(figure, labels))


def _keys(frame: pd.DataFrame) -> list[str]:
    """What a result is by: the columns before its estimate."""
    return [str(name) for name in frame.columns[: list(frame.columns).index("estimate")]]
