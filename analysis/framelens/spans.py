"""Attributed spans inside one another: which words and statements are a span's own."""

from collections.abc import Iterator

import pandas as pd

from framelens.voices import outer_first


def nest(attributions: pd.DataFrame) -> pd.DataFrame:
    """The attributed spans with what is counted of each, so that nothing is counted twice.

    Returns
    -------
    DataFrame
        ``attributions``, sorted, with ``is_inside`` (another span holds it), ``own_words`` (its words that stand in
        no span inside it) and ``statement``, a number that the pieces of one statement share within an article: the
        ``cue_id``; without a cue, that of the span round it; else minus the ``attribution_id``.

    Examples
    --------
    >>> spans = pd.DataFrame({"article_id": "a", "attribution_id": [1, 2, 3], "start": [0, 9, 40],
    ...                       "end": [30, 15, 50], "cue_id": [7, None, None], "n_words": [6, 1, 2]})
    >>> nest(spans)[["own_words", "statement"]].values.tolist()
    [[5, 7], [1, 7], [2, -3]]
    """
    rows = outer_first(attributions)
    parents = list(_parents(rows))
    own = rows["n_words"].astype("Int64").fillna(0).tolist()
    numbers = zip(own.copy(), rows["cue_id"], rows["attribution_id"], parents, strict=True)
    statements: list[int] = []
    for n_words, cue, attribution, parent in numbers:
        if parent is not None:
            own[parent] -= n_words
        outer = -attribution if parent is None else statements[parent]
        statements.append(int(outer if pd.isna(cue) else cue))
    return rows.assign(
        is_inside=[parent is not None for parent in parents],
        own_words=pd.array(own, dtype="Int64").astype("int64"),
        statement=pd.array(statements, dtype="int64"),
    )


def _parents(rows: pd.DataFrame) -> Iterator[int | None]:
    """For each row of a sorted table, the number of the row whose span is the narrowest round its own."""
    open_spans: list[tuple[int, int]] = []
    current = None
    for number, (article, start, end) in enumerate(zip(rows["article_id"], rows["start"], rows["end"], strict=True)):
        open_spans = [span for span in open_spans if article == current and span[1] > start]
        current = article
        yield next((other for other, last in reversed(open_spans) if last >= end), None)
        open_spans.append((number, end))
