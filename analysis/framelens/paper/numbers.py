"""The numbers that a text would cite, each a macro that says which cell of which table it is."""

from collections.abc import Iterator
from typing import Any

import pandas as pd

from framelens.paper.latex import Macro, macro_name, share, signed
from framelens.paper.measures import Drawn


def study_macros(articles: pd.DataFrame) -> Iterator[Macro]:
    """How many outlets, articles and words there are, in all and by outlet.

    Examples
    --------
    >>> next(study_macros(annotations.articles))
    Macro(name='flStudyOutlets', value='6', source='articles: number of outlets')
    """
    yield Macro("flStudyOutlets", f"{articles['outlet'].nunique():,}", "articles: number of outlets")
    yield Macro("flStudyArticles", f"{len(articles):,}", "articles: number of rows")
    yield Macro("flStudyWords", f"{int(articles['n_words'].sum()):,}", "articles: sum of n_words")
    for outlet, rows in articles.groupby("outlet", sort=True):
        yield Macro(macro_name("articles", outlet), f"{len(rows):,}", f"articles: rows, outlet = {outlet}")
        words = int(rows["n_words"].sum())
        yield Macro(macro_name("words", outlet), f"{words:,}", f"articles: sum of n_words, outlet = {outlet}")


def cell_macros(drawn: Drawn) -> Iterator[Macro]:
    r"""The numbers of a figure's table, cell by cell; a cell that counts nothing has none.

    ``\flX`` is the estimate (*k* of *n* below the smallest n of the measure), ``\flXOf`` *k* of *n*, ``\flXInterval``
    the interval with its level, ``\flXTest`` p and q: each where there is one. ``All`` is whoever speaks.
    """
    others = [name.removeprefix("estimate_") for name in drawn.table.columns if name.startswith("estimate_")]
    for row in drawn.table.to_dict("records"):
        yield from _cell(drawn, row, "")
        for other in others:
            yield from _cell(drawn, row, f"_{other}")


def _cell(drawn: Drawn, row: dict[str, Any], voice: str) -> Iterator[Macro]:
    if not row[f"n{voice}"] > 0:
        return
    keys = drawn.measure.keys
    name = macro_name(drawn.name, *(row[key] for key in keys)) + (macro_name(voice)[2:] if voice else "")
    place = f"figures/{drawn.name}.csv: " + ", ".join(f"{key} = {row[key]}" for key in keys)
    yield Macro(name, estimate_of(drawn, row, voice), f"{place}; estimate{voice}")
    if has_count(drawn, row):
        yield Macro(f"{name}Of", _of(row, voice), f"{place}; k{voice}, n{voice}")
    if voice:
        return
    if (interval := interval_of(drawn, row)) is not None:
        level = share(row["level"])
        value = rf"{level} interval {interval[0]} to {interval[1]}"
        yield Macro(f"{name}Interval", value, f"{place}; low, high, level ({row['interval']})")
    tested = [f"${test} = {row[test]:.3f}$" for test in ("p", "q") if pd.notna(row.get(test))]
    if tested:
        yield Macro(f"{name}Test", ", ".join(tested), f"{place}; p, q")


def has_count(drawn: Drawn, row: dict[str, Any]) -> bool:
    """Whether k is a part of n: not of a mean of labels, nor of a weight."""
    return drawn.measure.number == "share" and row.get("measure") != "mean"


def estimate_of(drawn: Drawn, row: dict[str, Any], voice: str = "") -> str:
    """The estimate as it may be printed: a share or number, *k* of *n* below the smallest n."""
    if row[f"sparse{voice}"] and has_count(drawn, row):
        return _of(row, voice)
    if row[f"sparse{voice}"]:
        return f"too few ($n = {row[f'n{voice}']:.0f}$)"
    shown = share if has_count(drawn, row) else signed
    return shown(row[f"estimate{voice}"])


def interval_of(drawn: Drawn, row: dict[str, Any]) -> tuple[str, str] | None:
    """The ends of the interval as they are printed; None where there is none, or the estimate is not printed."""
    if row["sparse"] or pd.isna(row["low"]):
        return None
    shown = share if has_count(drawn, row) else signed
    return shown(row["low"]), shown(row["high"])


def _of(row: dict[str, Any], voice: str) -> str:
    return f"{row[f'k{voice}']:,.0f} of {row[f'n{voice}']:,.0f}"
