"""Whose words stand at a place of an article: the voice of the innermost attributed span, else the narrator's."""

import pandas as pd


class Voices:
    """The attributed spans of a corpus, to be asked by place."""

    def __init__(self, attributions: pd.DataFrame):
        self._spans: dict[str, list[tuple[int, int, str]]] = {}
        for row in attributions.itertuples():
            self._spans.setdefault(row.article_id, []).append((row.start, row.end, row.voice))

    def at(self, article_id: str, place: int) -> str:
        """``own``, ``indirect`` or ``quoted``."""
        around = [span for span in self._spans.get(article_id, ()) if span[0] <= place < span[1]]
        return min(around, key=lambda span: span[1] - span[0])[2] if around else "own"
