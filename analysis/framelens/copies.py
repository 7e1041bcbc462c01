"""Near-duplicates: articles that print the same copy, and one id for all prints of it."""

from collections.abc import Mapping

import pandas as pd

from framelens.checks import check_columns
from framelens.errors import ArgumentError
from framelens.markup import plain_line
from framelens.words import WORD

COPIES = {
    "article_id": "str", "other_id": "str", "outlet": "str", "other_outlet": "str", "k": "Int64", "n": "Int64",
    "jaccard": "float64",
}  # fmt: skip
THRESHOLD = 0.5
SHINGLE = 3
PERMUTATIONS = 256
MISSED = 1e-4
"""Highest probability with which a pair at the threshold may be missed."""
_LOWEST = 0.1
_PLACES = ("sentence_id", "attribution_id", "cue_id", "start", "end", "cue_start", "cue_end", "line")
_FURTHER_ON = 10**9
"""Longer than any article."""

_Shingles = frozenset[str]


def find_copies(
    articles: pd.DataFrame,
    *,
    lines: pd.DataFrame | None = None,
    threshold: float = THRESHOLD,
    shingle: int = SHINGLE,
    seed: int = 1,
) -> pd.DataFrame:
    """Pairs of articles whose bodies share at least ``threshold`` of their runs of words.

    The resemblance of two articles is Jaccard's: the share that both have of all the runs of ``shingle`` words, case
    folded, that either has. Pairs to compare come from MinHash signatures in a locality-sensitive index, so their
    number grows with that of the copies and not with the square of the articles; each is then compared word for word,
    so no pair is reported that does not reach the threshold. Bands are chosen such that one at the threshold is missed
    with a probability of at most 1 in 10,000 (at the default 85 bands of 3: (1 - 0.5³)⁸⁵ = 0.000012), a closer one
    more seldom. The order of the articles changes nothing.

    Parameters
    ----------
    articles
        The articles table, with texts.
    lines
        The lines table: only what it says is body is compared, so that boilerplate makes no copies. The whole text if
        None.
    threshold
        From 0.1 to 1. The default 0.5 is that of Broder et al. (1997). A copy that was cut to less than half of the
        original does not reach it.
    shingle
        Words in a run. 4 is usual for web pages (Manning et al. 2008); the default is 3 because articles are short and
        an edited word spoils as many runs as they have words: one word in 20 changed leaves 0.75 of Jaccard's
        resemblance at 3, and 0.69 at 4.
    seed
        Of the permutations of MinHash.

    Returns
    -------
    DataFrame
        One row a pair, ``article_id`` before ``other_id`` in the alphabet: ``outlet`` and ``other_outlet``, the runs
        ``k`` that both have of ``n`` that either has, and ``jaccard`` = k / n. Articles shorter than a run have none.

    Raises
    ------
    ArgumentError
        If an option is out of its range, a column is missing or articles come without texts.

    References
    ----------
    Broder, A. Z., Glassman, S. C., Manasse, M. S. & Zweig, G. (1997). Syntactic clustering of the Web. Computer
    Networks and ISDN Systems 29, 1157-1166.
    Manning, C. D., Raghavan, P. & Schütze, H. (2008). Introduction to Information Retrieval, ch. 19.6. Cambridge.
    Leskovec, J., Rajaraman, A. & Ullman, J. D. (2014). Mining of Massive Datasets, ch. 3.4 (bands). Cambridge.

    Examples
    --------
    >>> articles, lines = clean(read_corpus(read_study("port-callen")))
    >>> find_copies(articles, lines=lines)[["article_id", "other_id", "k", "n"]].values.tolist()
    [['cpw-04', 'veldmark-herald-04', 164, 232]]
    """
    check_columns(articles, ["article_id", "outlet", "text"], table="articles")
    if not _LOWEST <= threshold <= 1:
        raise ArgumentError(f"`threshold` must lie between {_LOWEST} and 1; got {threshold}.")
    if shingle < 1:
        raise ArgumentError(f"`shingle` must be a number of words from 1 on; got {shingle}.")
    if articles["text"].isna().any():
        raise ArgumentError("these articles have no texts to compare; take `copies` of the observations instead.")
    bodies = _bodies(articles, lines)
    shingles = {key: own for key, text in bodies.items() if (own := _shingles(text, shingle))}
    outlets = articles.set_index("article_id")["outlet"]
    rows = []
    for one, two in _candidates(shingles, threshold, seed):
        k = len(shingles[one] & shingles[two])
        n = len(shingles[one]) + len(shingles[two]) - k
        if k / n >= threshold:
            rows.append((one, two, outlets[one], outlets[two], k, n, k / n))
    found = pd.DataFrame(rows, columns=list(COPIES)).astype(COPIES)
    return found.sort_values(["article_id", "other_id"], ignore_index=True)


def merge_copies(table: pd.DataFrame, copies: pd.DataFrame) -> pd.DataFrame:
    """``table`` with one ``article_id`` for all prints of one copy: the first of them in the alphabet.

    Copies are no independent observations. Under one id those within an outlet add up to one article, and those in
    several outlets are one cluster to whatever resamples or shuffles articles. What resembles the same article is one
    copy, through others too. Sentences and places of the second print and of those that follow are numbered on, as
    though all stood in one file, so that no two sentences become one; the table given leads back to the texts.

    Parameters
    ----------
    table
        Any table with ``article_id``.
    copies
        The pairs that `find_copies` gave; none of them leaves the table as it is.

    Returns
    -------
    DataFrame
        The same rows in the same order.

    Raises
    ------
    ArgumentError
        If a column is missing.

    Examples
    --------
    >>> copies = pd.DataFrame({"article_id": ["a", "b"], "other_id": ["b", "c"]})
    >>> merge_copies(pd.DataFrame({"article_id": ["c", "d", "a"], "k": [1, 2, 3]}), copies)["article_id"].tolist()
    ['a', 'd', 'a']
    """
    check_columns(table, ["article_id"], table="given")
    check_columns(copies, ["article_id", "other_id"], table="copies")
    if copies.empty:
        return table.copy()
    prints = _clusters(copies)
    ids = table["article_id"]
    number = ids.map({key: place for cluster in prints for place, key in enumerate(cluster)}).fillna(0).astype(int)
    places = {name: table[name] + _FURTHER_ON * number for name in _PLACES if name in table.columns}
    first = {key: cluster[0] for cluster in prints for key in cluster}
    return table.assign(article_id=ids.map(first).fillna(ids), **places)


def _clusters(copies: pd.DataFrame) -> list[list[str]]:
    """The articles of each copy, in the alphabet's order."""
    from scipy.cluster.hierarchy import DisjointSet

    pairs = list(zip(copies["article_id"], copies["other_id"], strict=True))
    clusters = DisjointSet(key for pair in pairs for key in pair)
    for one, two in pairs:
        clusters.merge(one, two)
    return [sorted(cluster) for cluster in clusters.subsets()]


def _bodies(articles: pd.DataFrame, lines: pd.DataFrame | None) -> dict[str, str]:
    texts = dict(zip(articles["article_id"], articles["text"], strict=True))
    if lines is None:
        return texts
    check_columns(lines, ["article_id", "start", "end", "zone"], table="lines")
    body = lines[lines["zone"] == "body"]
    parts: dict[str, list[str]] = {key: [] for key in texts}
    for key, start, end in zip(body["article_id"], body["start"], body["end"], strict=True):
        if key in parts:
            parts[key].append(plain_line(texts[key][start:end]))
    return {key: "\n".join(part) for key, part in parts.items()}


def _shingles(text: str, size: int) -> _Shingles:
    words = WORD.findall(text.casefold())
    return frozenset(" ".join(words[place : place + size]) for place in range(len(words) - size + 1))


def _bands(threshold: float) -> tuple[int, int]:
    """Number of bands and rows in each: the most rows, so the fewest needless comparisons, that miss few enough."""
    few_missed = (
        rows
        for rows in range(PERMUTATIONS // 2, 1, -1)
        if (1 - threshold**rows) ** (PERMUTATIONS // rows) <= MISSED  # Leskovec et al. 2014, 3.4.2
    )
    rows = next(few_missed, 1)
    return PERMUTATIONS // rows, rows


def _candidates(shingles: Mapping[str, _Shingles], threshold: float, seed: int) -> set[tuple[str, str]]:
    """Pairs whose signatures agree in a band."""
    if len(shingles) < 2:
        return set()
    from datasketch import MinHash, MinHashLSH

    index = MinHashLSH(num_perm=PERMUTATIONS, params=_bands(threshold))
    empty = MinHash(num_perm=PERMUTATIONS, seed=seed)
    found = set()
    for key, own in shingles.items():
        signature = empty.copy()
        signature.update_batch([shingle.encode() for shingle in own])
        found |= {(min(key, other), max(key, other)) for other in index.query(signature)}
        index.insert(key, signature)
    return found
