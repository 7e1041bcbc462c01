"""Whose words stand at a place of an article: the voice of the innermost attributed span, else the narrator's."""

from bisect import bisect_right
from typing import NamedTuple

import pandas as pd


class Whose(NamedTuple):
    """Voice, actor and party of a word."""

    voice: str
    actor: str | None
    party: str | None


_NARRATOR = Whose("own", None, None)


class Voices:
    """The attributed spans of a corpus, to be asked by place."""

    def __init__(self, attributions: pd.DataFrame):
        self._spans: dict[str, list[tuple[int, int, Whose]]] = {}
        for row in attributions.sort_values(["article_id", "start", "end"], ascending=[True, True, False]).itertuples():
            whose = Whose(row.voice, _or_none(row.actor), _or_none(row.party))
            self._spans.setdefault(row.article_id, []).append((row.start, row.end, whose))
        self._starts = {article: [span[0] for span in spans] for article, spans in self._spans.items()}

    def at(self, article_id: str, place: int) -> Whose:
        """Whose the word at a place is."""
        spans = self._spans.get(article_id, [])
        for position in range(bisect_right(self._starts.get(article_id, []), place) - 1, -1, -1):
            _, end, whose = spans[position]
            if place < end:  # The latest to begin of those that hold the place is the innermost.
                return whose
        return _NARRATOR


def _or_none(value: object) -> str | None:
    return value if isinstance(value, str) else None
