"""Sentiment toward each party: the sentences that mention it, scored, and averaged over articles."""

from collections.abc import Iterator, Sequence
from typing import Any, Literal

import pandas as pd

from framelens.checks import check_columns, check_one_of
from framelens.inference import SMALLEST, without_interval
from framelens.schema import as_result
from framelens.scorers import score_by_lexicon
from framelens.words import WORD

WINDOW = 10
"""Words on either side of a mention that its window holds."""
ELLIPSIS = "…"

SCORES = {
    "article_id": "str", "sentence_id": "Int64", "start": "Int64", "party": "str", "voice": "str", "unit": "str",
    "score": "float64", "covered": "bool", "saturated": "bool", "outlet": "str",
}  # fmt: skip


def score_mentions(
    mentions: pd.DataFrame,
    sentences: pd.DataFrame,
    *,
    attributions: pd.DataFrame | None = None,
    scorer: Literal["lexicon"] = "lexicon",
) -> pd.DataFrame:
    """Score each sentence that mentions a party, once a party.

    Mentions that are the speaker of an attribution are left out. For the voice ``own``, which counts mentions in the
    narrator's words only, attributed spans are replaced by "…" before scoring.

    Parameters
    ----------
    mentions, sentences
        The tables of a corpus, with texts.
    attributions
        The attributed spans; without them no span is replaced.
    scorer
        ``lexicon``: VADER.

    Returns
    -------
    DataFrame
        One row for each sentence, party, ``voice`` (``own``, or ``all``: whoever speaks) and ``unit`` (the whole
        ``sentence``, or the ``window`` of 10 words on either side of the first mention): ``score`` from -1 to 1,
        ``covered`` (the text has a word of the lexicon), ``saturated`` (beyond ±0.95), ``start`` of the mention.

    Raises
    ------
    ArgumentError
        If the scorer is unknown or a column is missing.

    Examples
    --------
    >>> scores = score_mentions(annotations.mentions, annotations.sentences, attributions=annotations.attributions)
    >>> scores["unit"].unique().tolist()
    ['sentence', 'window']
    """
    check_one_of("scorer", scorer, ("lexicon",))
    check_columns(mentions, ["article_id", "sentence_id", "start", "party", "voice", "is_speaker"], table="mentions")
    check_columns(sentences, ["article_id", "sentence_id", "zone", "text", "offsets"], table="sentences")
    spans = _attributed_spans(attributions)
    body = sentences[sentences["zone"] == "body"]
    found = mentions[~mentions["is_speaker"]].merge(
        body[["article_id", "sentence_id", "text", "offsets"]], on=["article_id", "sentence_id"]
    )
    rows: list[dict[str, Any]] = []
    for voice in ("own", "all"):
        spoken = found[(found["voice"] == voice) | (voice == "all")]
        for row in spoken.drop_duplicates(["article_id", "sentence_id", "party"]).itertuples():
            hidden = spans.get(row.article_id, []) if voice == "own" else []
            key = {name: getattr(row, name) for name in ("article_id", "sentence_id", "start", "party", "outlet")}
            for unit, text in _units(row.text, row.offsets, row.start, hidden):
                rows.append(key | {"voice": voice, "unit": unit} | score_by_lexicon(text)._asdict())
    frame = pd.DataFrame(rows, columns=list(SCORES)).astype(SCORES)
    return frame.sort_values(["article_id", "start", "party", "voice", "unit"], kind="stable", ignore_index=True)


def summarize_sentiment(
    scores: pd.DataFrame,
    *,
    by: Sequence[str] = ("outlet", "party"),
    voice: str = "own",
    unit: Literal["sentence", "window", "both"] = "sentence",
) -> pd.DataFrame:
    """Mean sentiment toward each party, articles weighing equally.

    Parameters
    ----------
    scores
        The table of `score_mentions`.
    by
        Columns that make a group.
    voice
        ``own`` or ``all``.
    unit
        ``sentence``, ``window``, or ``both``, each in rows of its own.

    Returns
    -------
    DataFrame
        A result table: ``estimate`` is the mean of the articles' mean scores (-1 to 1); ``n`` sentences, of which
        ``k`` have a word of the lexicon; ``coverage`` = k / n and ``saturation``, the share beyond ±0.95. No
        interval: a dictionary's error is unknown here. ``sparse`` below 5 sentences.

    Raises
    ------
    ArgumentError
        If an option is unknown or a column is missing.

    Examples
    --------
    >>> scores = score_mentions(annotations.mentions, annotations.sentences, attributions=annotations.attributions)
    >>> summarize_sentiment(scores)["interval"].unique().tolist()
    ['none']
    """
    check_one_of("voice", voice, ("own", "all"))
    check_one_of("unit", unit, ("sentence", "window", "both"))
    by = list(by)
    check_columns(scores, [*by, *SCORES], table="scores")
    keys = [*by, "unit"]
    chosen = scores[(scores["voice"] == voice) & ((scores["unit"] == unit) | (unit == "both"))]
    article_means = chosen.groupby([*dict.fromkeys([*keys, "article_id"])], observed=True)["score"].mean()
    sums = chosen.groupby(keys, observed=True).agg(
        k=("covered", "sum"),
        n=("covered", "size"),
        saturation=("saturated", "mean"),
        n_articles=("article_id", "nunique"),
    )
    frame = sums.assign(estimate=article_means.groupby(keys, observed=True).mean(), coverage=sums["k"] / sums["n"])
    frame = frame.reset_index().assign(sparse=lambda rows: rows["n"] < SMALLEST["sentence"])
    return as_result(without_interval(frame), by, ["coverage", "saturation"])


def _attributed_spans(attributions: pd.DataFrame | None) -> dict[str, list[tuple[int, int]]]:
    spans: dict[str, list[tuple[int, int]]] = {}
    for row in () if attributions is None else attributions.itertuples():
        spans.setdefault(row.article_id, []).append((row.start, row.end))
    return spans


def _units(
    text: str, offsets: Sequence[int], start: int, hidden: Sequence[tuple[int, int]]
) -> Iterator[tuple[str, str]]:
    """The sentence and the window round the mention, attributed spans replaced."""
    shown: list[str] = []
    place = 0
    for char, offset in zip(text, offsets, strict=True):
        if offset == start:
            place = len(shown)
        if not any(first <= offset < last for first, last in hidden):
            shown.append(char)
        elif not shown or shown[-1] != ELLIPSIS:
            shown.append(ELLIPSIS)
    sentence = "".join(shown)
    yield "sentence", sentence
    words = list(WORD.finditer(sentence))
    at = next((number for number, word in enumerate(words) if word.end() > place), 0)
    near = words[max(at - WINDOW, 0) : at + WINDOW + 1]
    yield "window", sentence[near[0].start() : near[-1].end()] if near else sentence
