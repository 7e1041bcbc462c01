"""Whose words stand at a place of an article: the voice of the innermost attributed span, else the narrator's."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

import pandas as pd


class Whose(NamedTuple):
    """Voice, actor and party of a word."""

    voice: str
    actor: str | None
    party: str | None


_NARRATOR = Whose("own", None, None)


class Spans:
    """The attributed spans of a corpus, to be asked by place."""

    def __init__(self, attributions: pd.DataFrame):
        self._rows: dict[str, list[Any]] = {}
        for row in outer_first(attributions).itertuples():
            self._rows.setdefault(row.article_id, []).append(row)
        self._starts = {article: [row.start for row in rows] for article, rows in self._rows.items()}

    def at(self, article_id: str, place: int) -> Any | None:
        """The row of the innermost span round a place, or None where the narrator speaks."""
        last = bisect_right(self._starts.get(article_id, []), place)
        before = reversed(self._rows.get(article_id, [])[:last])  # The latest to begin that holds the place.
        return next((row for row in before if place < row.end), None)


class Voices:
    """Voice, actor and party of every place of a corpus."""

    def __init__(self, attributions: pd.DataFrame):
        self._spans = Spans(attributions)

    def at(self, article_id: str, place: int) -> Whose:
        """Whose the word at a place is."""
        row = self._spans.at(article_id, place)
        return _NARRATOR if row is None else Whose(row.voice, _or_none(row.actor), _or_none(row.party))


def outer_first(spans: pd.DataFrame) -> pd.DataFrame:
    """Sorted so that a span comes after those round it; of two equal ones the second counts as the inner one."""
    return spans.sort_values(["article_id", "start", "end"], ascending=[True, True, False], ignore_index=True)


def enclosing(ends: Iterable[Any]) -> Iterator[int | None]:
    """The number of the narrowest span round each, by the ends of spans in the order of `outer_first`.

    >>> list(enclosing([30, 15, 20, 50]))  # 0 to 30, 9 to 15, 16 to 20, 40 to 50
    [None, 0, 0, None]
    """
    around: list[tuple[int, Any]] = []  # Those that a later one may lie in; each ends no later than the one before it.
    for number, end in enumerate(ends):
        while around and around[-1][1] < end:
            around.pop()
        yield around[-1][0] if around else None
        around.append((number, end))


def _or_none(value: object) -> str | None:
    return value if isinstance(value, str) else None
