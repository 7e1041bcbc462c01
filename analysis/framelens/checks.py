"""Guards shared by the public functions, so that the same mistake is always answered in the same words."""

from collections.abc import Collection, Iterable
from difflib import get_close_matches

import pandas as pd

from framelens.errors import ArgumentError


def did_you_mean(word: str, allowed: Iterable[str]) -> str:
    """`` Did you mean 'x'?`` for the nearest allowed word, or nothing."""
    near = get_close_matches(word, list(allowed), n=1)
    return f" Did you mean '{near[0]}'?" if near else ""


def listed(words: Iterable[str]) -> str:
    """The words in quotation marks, parted by commas."""
    return ", ".join(f"'{word}'" for word in words)


def check_one_of(name: str, value: object, allowed: Collection[str]) -> None:
    """Raise ArgumentError unless ``value`` is one of ``allowed``."""
    if value not in allowed:
        raise ArgumentError(
            f"`{name}` must be one of {listed(allowed)}; got '{value}'.{did_you_mean(str(value), allowed)}"
        )


def check_columns(frame: pd.DataFrame, columns: Iterable[str], *, table: str) -> None:
    """Raise ArgumentError unless ``frame`` has all ``columns``."""
    missing = [column for column in dict.fromkeys(columns) if column not in frame.columns]
    if missing:
        raise ArgumentError(
            f"the {table} table lacks the column(s) {listed(missing)}; it has {listed(map(str, frame.columns))}."
        )


def check_rows(frame: pd.DataFrame, *, why: str) -> None:
    """Raise ArgumentError if there is nothing to draw, with what may be the reason."""
    if frame.empty:
        raise ArgumentError(f"there is nothing to draw: {why}.")
