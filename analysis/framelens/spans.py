"""Attributed spans inside one another: which words and statements are a span's own."""

import pandas as pd

from framelens.voices import enclosing, outer_first


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
    # What comes in a later article ends later than all before it.
    parents = list(enclosing(zip(pd.factorize(rows["article_id"])[0], rows["end"].tolist(), strict=True)))
    own = rows["n_words"].astype("Int64").fillna(0).tolist()
    has_cue, cues = rows["cue_id"].notna().tolist(), rows["cue_id"].tolist()
    numbers = zip(own.copy(), has_cue, cues, rows["attribution_id"].tolist(), parents, strict=True)
    statements: list[int] = []
    for n_words, is_cued, cue, attribution, parent in numbers:
        if parent is not None:
            own[parent] -= n_words
        outer = -attribution if parent is None else statements[parent]
        statements.append(int(cue if is_cued else outer))
    return rows.assign(
        is_inside=[parent is not None for parent in parents],
        own_words=pd.array(own, dtype="Int64").astype("int64"),
        statement=pd.array(statements, dtype="int64"),
    )
