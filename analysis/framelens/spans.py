"""Attributed spans inside one another: which words and statements are a span's own."""

import numpy as np
import numpy.typing as npt
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
    parents, is_cued = _parents(rows), rows["cue_id"].notna().to_numpy(dtype=bool)
    n_words = rows["n_words"].astype("Int64").fillna(0).to_numpy(dtype=np.int64)
    statements = rows["cue_id"].where(is_cued, -rows["attribution_id"]).to_numpy(dtype=np.int64)
    own, inside = n_words.copy(), np.flatnonzero(parents >= 0)
    np.subtract.at(own, parents[inside], n_words[inside])
    for place in inside[~is_cued[inside]]:
        statements[place] = statements[parents[place]]
    return rows.assign(is_inside=parents >= 0, own_words=own, statement=statements)


def _parents(rows: pd.DataFrame) -> npt.NDArray[np.intp]:
    """The number of the narrowest span round each, -1 for none."""
    ends = rows["end"].to_numpy(dtype=np.int64)
    # What comes in a later article ends later than all before it.
    ends = ends + pd.factorize(rows["article_id"])[0] * (1 + ends.max(initial=0))
    is_inside, is_followed = np.zeros((2, len(ends)), dtype=bool)
    is_inside[1:] = ends[1:] <= np.maximum.accumulate(ends)[:-1]
    is_followed[:-1] = is_inside[1:]
    among = np.flatnonzero(is_inside | is_followed)  # Most stand alone, and need no walk.
    parents = np.full(len(ends), -1, dtype=np.intp)
    for place, parent in zip(among, enclosing(ends[among].tolist()), strict=True):
        if parent is not None:
            parents[place] = among[parent]
    return parents
