"""Guards shared by the public functions, so that the same mistake is always answered in the same words."""

import os
import re
from collections.abc import Collection, Iterable
from difflib import get_close_matches
from itertools import islice
from pathlib import Path

import pandas as pd

from framelens.errors import ArgumentError

LONGEST_NAME = 1_000
"""Characters of an outlet's name, an article's id, a label: they are drawn, listed and written beside each row."""
OUTSIDE = "FRAMELENS_OUTSIDE"
"""The environment variable that names the folder which studies may read from besides their own."""
_MOST_LISTED = 40
_MOST_COMPARED = 200  # Words and characters: looking for a similar word takes time that grows with both.
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_FORMULA = r"^(?=[=+\-@\t\r\n])"


def did_you_mean(word: str, allowed: Iterable[str]) -> str:
    """`` Did you mean 'x'?`` for the nearest allowed word, or nothing."""
    known = [one for one in islice(allowed, _MOST_COMPARED) if len(one) <= _MOST_COMPARED]
    near = get_close_matches(word[:_MOST_COMPARED], known, n=1)
    return f" Did you mean '{near[0]}'?" if near else ""


def listed(words: Iterable[str]) -> str:
    """The words in quotation marks, parted by commas; of very many the first, and how many more there are."""
    words = list(words)
    more = f" and {len(words) - _MOST_LISTED:,} more" if len(words) > _MOST_LISTED else ""
    return ", ".join(f"'{word}'" for word in words[:_MOST_LISTED]) + more


def name_fault(name: str) -> str | None:
    """What keeps a text from being a name that is drawn, listed and written into tables; None if nothing does."""
    if _CONTROL.search(name):
        return "holds a line end or another control character; take it out"
    if len(name) > LONGEST_NAME:
        return f"is {len(name):,} characters long, and a name has at most {LONGEST_NAME:,}; shorten it"
    return None


def may_read(path: Path, folder: Path) -> bool:
    """Whether a file lies in a folder, or in the one that `OUTSIDE` names; links are followed."""
    allowed = os.environ.get(OUTSIDE)
    homes = [folder, *([Path(allowed)] if allowed else [])]
    try:
        real = Path(os.path.realpath(path))
    except ValueError:  # A NUL or half a surrogate pair: no file has such a name.
        return False
    return any(real.is_relative_to(os.path.realpath(home)) for home in homes)


def tame_formulas(frame: pd.DataFrame) -> pd.DataFrame:
    """``frame`` with an apostrophe before each text that a spreadsheet would take for a formula; numbers stay.

    Examples
    --------
    >>> tame_formulas(pd.DataFrame({"term": ["=1+1", "war"], "estimate": [-0.5, 0.5]})).values.tolist()
    [["'=1+1", -0.5], ['war', 0.5]]

    References
    ----------
    OWASP, CSV Injection.
    """
    texts = frame.select_dtypes(["str", "object", "category"]).columns
    return frame.assign(**{name: frame[name].map(tame_formula, na_action="ignore") for name in texts})


def tame_formula(cell: object) -> object:
    """A cell with an apostrophe before it if it is a text that a spreadsheet would take for a formula."""
    return re.sub(_FORMULA, "'", cell) if isinstance(cell, str) else cell


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
