"""One measure's outcomes: what was right, missed or wrongly found, a row each."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

import pandas as pd

Kind = Literal["prf", "f1", "share"]

OUTCOMES = {
    "text_id": "str",
    "start": "int64",
    "end": "int64",
    "outcome": "str",  # right, missed or false.
    "weight": "int64",  # 1; for stretches of characters their number.
    "note": "str",  # What was expected and what was found, for `--errors`.
}


@dataclass(frozen=True)
class Measure:
    """A named measure with its outcomes.

    ``kind`` says what is printed: precision, recall and F1; F1 alone; or the share of the outcomes that are right.
    ``texts`` has ``text_id, data`` (the data set), ``document`` (what the bootstrap draws) and ``text``.
    """

    name: str
    label: str
    unit: str
    kind: Kind
    outcomes: pd.DataFrame
    texts: pd.DataFrame


def outcome_table(rows: Iterable[dict[str, Any]]) -> pd.DataFrame:
    """The outcomes table of rows that may leave out ``weight`` (1) and ``note`` (empty)."""
    defaults = {"weight": 1, "note": ""}
    return pd.DataFrame([defaults | row for row in rows], columns=list(OUTCOMES)).astype(OUTCOMES)


def place(text_id: str, start: int, end: int) -> dict[str, Any]:
    """Where an outcome stands."""
    return {"text_id": text_id, "start": start, "end": end}


def overlap(one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Whether two spans share a character."""
    return one[0] < other[1] and other[0] < one[1]


def spans_by_text(frame: pd.DataFrame) -> dict[str, list[tuple[int, int]]]:
    """The spans of a table with ``article_id, start, end``."""
    found: dict[str, list[tuple[int, int]]] = {}
    for row in frame.itertuples():
        found.setdefault(row.article_id, []).append((row.start, row.end))
    return found
