"""Who speaks: what an outlet attributes to anybody, parted by source."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from framelens.checks import check_columns, check_rows
from framelens.errors import ArgumentError
from framelens.plots.rows import draw_intervals, drawing_on, row_axis, say_none
from framelens.style import FAINT, INK, MM, Width, marks

if TYPE_CHECKING:
    from matplotlib.axes import Axes


class _Look(NamedTuple):
    color: str
    hatch: str
    ink: str


# With the colours of `style.marks`, whose lightness alternates: told apart in grey.
_HATCHES = ("", "////", "", "", "....", "\\\\\\\\")
_DARK = frozenset(("#0072b2", "#d55e00", "#222222", "#009e73"))
_OTHERS, _NOBODY = _Look(FAINT, "", INK), _Look("white", "//", INK)
_OTHER_SOURCES, _UNATTRIBUTED = "other sources", "unattributed"
_BAR = 0.65
"""About the part of the figure's width that the bars take."""
_CHARACTER_MM, _PATCH_MM = 1.35, 10
_UNITS = {"word": "words", "sentence": "sentences", "statement": "statements"}


def plot_sources(
    frame: pd.DataFrame,
    *,
    ax: "Axes | None" = None,
    source: str = "actor",
    titles: Mapping[str, str] | None = None,
    rows: Mapping[str, str] | None = None,
    width: Width = "acl-page",
) -> "Axes":
    """Share of each source in what an outlet attributes, as a bar of 100 % with the units in each part.

    An outlet below the smallest n has its counts written instead of a bar.

    Parameters
    ----------
    frame
        The table of `summarize_sources` by outlet and source, with at most 6 sources and "other sources"
        (`pool_sources`).
    ax
        Axes to draw on; new ones if None.
    source
        The column of sources.
    titles
        What each source is called, in the order of the parts; sources that it lacks follow by their share. "Other
        sources" and what nobody is named for come last.
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
        If a column is missing, there is nothing to draw, or there are too many sources to tell apart.

    Examples
    --------
    >>> parties = pool_sources(annotations.attributions, keep=list(study.parties), column="party")
    >>> ax = plot_sources(summarize_sources(parties, by=("outlet", "party")), source="party")
    >>> ax.get_xlabel()
    'Share of attributed words (%)'
    """
    check_columns(
        frame, ("outlet", source, "estimate", "low", "high", "interval", "k", "n", "unit", "sparse"), table="sources"
    )
    check_rows(frame, why="nothing is attributed to anybody")
    frame = _named(frame, source)
    looks = _looks(frame, list(titles or {}))
    names = {name: (titles or {}).get(name, name) for name in looks}
    rows = rows or {outlet: outlet for outlet in frame["outlet"].unique()}
    units = _UNITS[str(frame["unit"].iloc[0])]
    parts = _stacked(frame[(frame["k"] > 0) & frame["outlet"].isin(rows)], looks)
    parts = parts.assign(y=parts["outlet"].map({outlet: place for place, outlet in enumerate(rows)}))
    bars, few = parts[~parts["sparse"]], parts[parts["sparse"]]
    with drawing_on(ax, height=24 + 9 * len(rows), width=width) as ax:
        for place, outlet in enumerate(rows):
            if outlet not in set(parts["outlet"]):
                say_none(ax, 50, place, f"0 attributed {units}")
        for place, of_outlet in few.groupby("y"):
            said = (f"{names[row.source]} {row.k}/{row.n}" for row in of_outlet.itertuples())
            say_none(ax, 50, place, ", ".join(said))
        if len(bars):
            _draw_bars(ax, bars, [looks[name] for name in bars["source"]])
            draw_intervals(ax, bars.drop_duplicates("outlet"), list(rows))
        row_axis(ax, list(rows.values()))
        ax.set_xlim(0, 100)
        ax.set_xlabel(f"Share of attributed {units} (%)")
        drawn = set(bars["source"])
        _legend(ax, [(names[name], look) for name, look in looks.items() if name in drawn])
    return ax


def part_ends(frame: pd.DataFrame, source: str = "actor") -> tuple["pd.Series[float]", "pd.Series[float]"]:
    """Where on the x axis each row's part of its outlet's bar begins and ends; null for an outlet without a bar.

    Examples
    --------
    >>> shares = pd.DataFrame({"outlet": "A", "actor": ["Dorveni", "Felsted"], "estimate": [0.25, 0.75], "k": [1, 3],
    ...     "sparse": False})
    >>> [ends.tolist() for ends in part_ends(shares)]
    [[75.0, 0.0], [100.0, 75.0]]
    """
    named = _named(frame, source)
    parts = _stacked(named, list(_looks(named, []))).reindex(frame.index)
    return parts["left"], parts["right"]


def _stacked(named: pd.DataFrame, order: Iterable[str]) -> pd.DataFrame:
    """The parts of each bar in their order, with the ends of each on the x axis."""
    places = {name: place for place, name in enumerate(order)}
    parts = named.assign(share=100 * named["estimate"].where(~named["sparse"]))
    parts = parts.sort_values("source", key=lambda names: names.map(places), kind="stable")
    right = parts.groupby("outlet", sort=False)["share"].cumsum()
    return parts.assign(left=right - parts["share"], right=right)


def _named(frame: pd.DataFrame, source: str) -> pd.DataFrame:
    """The rows with a name for what has none."""
    return frame.assign(source=frame[source].astype("object").where(frame[source].notna(), _UNATTRIBUTED))


def _looks(frame: pd.DataFrame, first: Sequence[str]) -> dict[str, _Look]:
    """The look of every source, in the order of the parts: as given, then by share, then others, then nobody."""
    shares = frame.groupby("source")["estimate"].sum().sort_values(ascending=False, kind="stable")
    last = {name: look for name, look in ((_OTHER_SOURCES, _OTHERS), (_UNATTRIBUTED, _NOBODY)) if name in shares.index}
    named = list(dict.fromkeys(name for name in [*first, *shares.index] if name in shares.index and name not in last))
    most = len(_HATCHES)
    if len(named) > most:
        raise ArgumentError(f"{len(named)} sources cannot be told apart; keep {most} and pool the rest: pool_sources.")
    looks = {
        name: _Look(color, hatch, "white" if color in _DARK else INK)
        for (name, (color, _)), hatch in zip(marks(named).items(), _HATCHES, strict=False)
    }
    return {name: looks[name] for name in named} | last


def _bar_mm(ax: "Axes") -> float:
    figure = ax.get_figure(root=True)
    assert figure is not None
    return _BAR * float(figure.get_figwidth()) / MM


def _draw_bars(ax: "Axes", parts: pd.DataFrame, looks: Sequence[_Look]) -> None:
    """The parts with their counts, where these fit, and each bar's n behind it."""
    mm = _bar_mm(ax)
    ax.barh(
        parts["y"], parts["share"], left=parts["left"], height=0.62, color=[look.color for look in looks],
        hatch=[look.hatch for look in looks], edgecolor=INK, clip_on=False,
    )  # fmt: skip
    for part, look in zip(parts.itertuples(), looks, strict=True):
        count = f"{part.k:,}"
        if part.share / 100 * mm > _CHARACTER_MM * (len(count) + 1):
            box = {"facecolor": look.color, "edgecolor": "none", "pad": 1} if look.hatch else None
            x = (part.left + part.right) / 2
            ax.text(x, part.y, count, ha="center", va="center", color=look.ink, bbox=box, fontsize=7)
    for part in parts.drop_duplicates("outlet").itertuples():
        ax.annotate(
            f"n = {part.n:,}", (1, part.y), xycoords=("axes fraction", "data"), xytext=(4, 0),
            textcoords="offset points", va="center", fontsize=7, annotation_clip=False,
        )  # fmt: skip


def _legend(ax: "Axes", shown: Sequence[tuple[str, _Look]]) -> None:
    """Above the bars, in rows that are read from left to right."""
    from matplotlib.patches import Patch

    if not shown:
        return
    patches = [Patch(facecolor=look.color, hatch=look.hatch, edgecolor=INK, label=name) for name, look in shown]
    longest = max(len(name) for name, _ in shown)
    fitting = max(1, int(_bar_mm(ax) / (_CHARACTER_MM * longest + _PATCH_MM)))
    n_rows = -(-len(patches) // fitting)
    n_columns = -(-len(patches) // n_rows)
    by_row = [patch for column in range(n_columns) for patch in patches[column::n_columns]]
    ax.legend(
        handles=by_row, ncols=n_columns, loc="lower left", bbox_to_anchor=(0, 1), borderaxespad=0.2,
        columnspacing=1.2, handlelength=1.6,
    )  # fmt: skip
