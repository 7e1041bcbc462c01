"""Result tables as LaTeX tables that can be read: outlets as rows, kinds as columns, k/n in every cell."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from framelens.paper.latex import escape
from framelens.paper.measures import Drawn
from framelens.paper.numbers import estimate_of, has_count, interval_of

_NOTHING = "--"
_TERMS = 8
_LEFT = r">{\raggedright\arraybackslash}p{0.16\linewidth}"


def tabular(drawn: Drawn, *, titles: Mapping[str, Mapping[str, str]]) -> str:
    r"""A ``tabularx`` of the line's width with booktabs rules, for ``\input`` into a table of one's own.

    A cell is the share with k/n and, where there is one, the interval; below the smallest n, k/n alone.

    Parameters
    ----------
    drawn
        A figure of the study.
    titles
        What keys are called, by column.

    Returns
    -------
    str
        LaTeX, ended by a line end.
    """
    match drawn.measure.layout:
        case "list":
            n_left, head, rows = _list(drawn)
        case "contrasts":
            n_left, head, rows = _contrasts(drawn)
        case _:
            n_left, head, rows = _grid(drawn, titles)
    columns = _LEFT * n_left + rf"*{{{len(head) - n_left}}}{{>{{\raggedright\arraybackslash}}X}}"
    lines = [
        f"% The table of figures/{drawn.name}.csv.",
        rf"\begin{{tabularx}}{{\linewidth}}{{@{{}}{columns}@{{}}}}",
        r"\toprule",
        " & ".join(head) + r" \\",
        r"\midrule",
        "\n\\addlinespace[2pt]\n".join(" & ".join(row) + r" \\" for row in rows),
        r"\bottomrule",
        r"\end{tabularx}",
    ]
    return "\n".join(lines) + "\n"


def _grid(drawn: Drawn, titles: Mapping[str, Mapping[str, str]]) -> tuple[int, list[str], list[list[str]]]:
    *left, across = _turned(drawn)
    frame = drawn.table[drawn.table["n"] > 0]
    frame = frame[frame["measure"] == "mean"] if has_mean(drawn) else frame
    left = [key for key in left if key == "outlet" or frame[key].nunique() > 1] or left[-1:]
    kinds = [kind for kind in dict.fromkeys(frame[across]) if frame.loc[frame[across] == kind, "k"].sum() > 0]
    first = list(titles.get(across, {}))
    kinds = sorted(
        kinds or dict.fromkeys(frame[across]), key=lambda kind: first.index(kind) if kind in first else len(first)
    )
    head = [key.replace("_", " ").capitalize() for key in left]
    head += [_title(titles, across, kind) for kind in kinds]
    rows, last = [], [""] * len(left)
    for values, cells in frame.groupby(left, sort=False):
        names = [_title(titles, key, value) for key, value in zip(left, values, strict=True)]
        by_kind = {row[across]: _cell(drawn, row) for row in cells.to_dict("records")}
        # A name is said once, where it is new.
        shown = ["" if name == before and place < len(left) - 1 else name
                 for place, (name, before) in enumerate(zip(names, last, strict=True))]  # fmt: skip
        rows.append([*shown, *(by_kind.get(kind, _NOTHING) for kind in kinds)])
        last = names
    return len(left), head, rows


def _turned(drawn: Drawn) -> tuple[str, ...]:
    """The keys as a table has them: scorers, voices and what is only one are rows; sentiment has parties across."""
    keys = tuple(key for key in drawn.measure.keys if key != "measure" or not has_mean(drawn))
    if "party" in keys and keys[-1] != "party":
        return (*(key for key in keys if key != "party"), "party")
    return ("fact", "outlet") if keys == ("outlet", "fact") else keys


def _title(titles: Mapping[str, Mapping[str, str]], column: str, key: Any) -> str:
    name = escape(titles.get(column, {}).get(key, key) or "nobody named")
    return name.replace(r"\_", r"\_\allowbreak{}")


def _cell(drawn: Drawn, row: dict[str, Any]) -> str:
    interval = interval_of(drawn, row)
    limits = "" if interval is None else rf" \mbox{{[{interval[0]}, {interval[1]}]}}"
    if not has_count(drawn, row):
        return (_NOTHING if row["sparse"] else estimate_of(drawn, row)) + limits + f" ({row['n']:,.0f})"
    count = f"{row['k']:,.0f}/{row['n']:,.0f}"
    return count if row["sparse"] else rf"{estimate_of(drawn, row)} \mbox{{({count})}}{limits}"


def _list(drawn: Drawn) -> tuple[int, list[str], list[list[str]]]:
    """An outlet a row, with its first terms and their counts."""
    outlet, *_, term = drawn.measure.keys  # Rates have the other outlet between them.
    rows, table = [], drawn.table
    if "z" in table.columns:  # Rates come in alphabetical order.
        table = table.sort_values("z", ascending=False, kind="stable")
    for name, cells in table.groupby(outlet, sort=True):
        terms = [f"{escape(row[term])}~({row['k']:.0f})" for row in cells.head(_TERMS).to_dict("records")]
        rows.append([escape(name), ", ".join(terms)])
    return 1, ["Outlet", "Terms (uses in the outlet)"], rows


def _contrasts(drawn: Drawn) -> tuple[int, list[str], list[list[str]]]:
    """A contrast a row: the difference first, the test second."""
    rows = [
        [*(_title({}, key, row[key]) for key in drawn.measure.keys), _cell(drawn, row).partition(" (")[0],
         *(f"{row[f'k{side}']:,.0f}/{row[f'n{side}']:,.0f}" for side in ("", "_reference")),
         f"{row['q']:.3f}" if pd.notna(row.get("q")) else _NOTHING]
        for row in drawn.table.head(_TERMS).to_dict("records")
    ]  # fmt: skip
    return 3, ["Outlet", "Concept", "Label", "Difference", "Here", "The rest", r"\emph{q}"], rows


def table_caption(drawn: Drawn) -> str:
    """What stands above the table: the measure, and how to read a cell (LaTeX)."""
    title = drawn.measure.title
    if drawn.measure.layout == "list":
        return f"{title}: the first {_TERMS} terms of each outlet."
    if drawn.measure.layout == "contrasts":
        return (
            rf"{title}: difference of shares, \emph{{k}}/\emph{{n}} on both sides, and \emph{{q}} where it was tested."
        )
    concept = drawn.table["concept"].iloc[0] if "concept" in drawn.table.columns else ""
    about = f" ({escape(concept)})" if concept else ""
    if has_mean(drawn):
        return rf"{title}{about} by outlet: mean with its interval and \emph{{n}}; -- below the smallest \emph{{n}}."
    what = " by outlet: mean of the articles' shares" if "outlet" in drawn.measure.keys else ": share of the sentences"
    return (
        rf"{title}{about}{what}, with \emph{{k}}/\emph{{n}}"
        r" and the interval where there is one; below the smallest \emph{n}, \emph{k}/\emph{n} alone."
    )


def has_mean(drawn: Drawn) -> bool:
    """Whether the table has a mean, which then stands for the shares beside it."""
    return "measure" in drawn.table.columns and bool((drawn.table["measure"] == "mean").any())


def has_rows(drawn: Drawn) -> bool:
    """Whether a table would have any row."""
    return bool((pd.to_numeric(drawn.table["n"]) > 0).any())
