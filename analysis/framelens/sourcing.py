"""Whose words an article prints: shares of its words by voice, of its sources, and how many sources there are."""

from collections.abc import Sequence
from typing import Literal

import pandas as pd

from framelens.checks import check_columns, check_one_of
from framelens.errors import ArgumentError
from framelens.inference import SMALLEST, without_interval
from framelens.schema import VOICES, as_result
from framelens.shares import average_shares, in_zone
from framelens.spans import nest

SENTENCE_VOICES = ("own", "attributed", "mixed")
OTHER_SOURCES = "other sources"
_SPANS = ("article_id", "attribution_id", "start", "end", "voice", "cue_id", "n_words")


def voice_shares(
    tokens: pd.DataFrame,
    *,
    by: Sequence[str] = ("outlet",),
    weight: Literal["articles", "words"] = "articles",
    zone: str = "body",
    seed: int = 0,
) -> pd.DataFrame:
    """Share of words by voice.

    Parameters
    ----------
    tokens
        The tokens table, or its rows already added up with a column ``n``.
    by
        Columns that make a group.
    weight
        ``articles``: the mean of the articles' shares; ``words``: k / n.
    zone
        Where in the article, or ``all``.
    seed
        Of the articles drawn for intervals.

    Returns
    -------
    DataFrame
        A result table by group and voice: ``k`` of ``n`` words in ``n_articles`` articles. Intervals: Wilson's within
        one article, from ten articles on `ratio_interval`'s over articles, else ``none``. That within one article takes
        words as independent, which runs of quoted words are not: it is too narrow.

    Raises
    ------
    ArgumentError
        If an option is unknown or a column is missing.

    Examples
    --------
    >>> voice_shares(observations.annotations.tokens)["voice"].unique().tolist()
    ['indirect', 'own', 'quoted']
    """
    check_one_of("weight", weight, ("articles", "words"))
    check_columns(tokens, [*by, "article_id", "zone", "voice"], table="tokens")
    chosen = in_zone(tokens, zone, table="tokens")
    counts = chosen.assign(k=chosen["n"] if "n" in chosen.columns else 1)
    frame = average_shares(counts, by=by, kind="voice", kinds=VOICES, is_pooled=weight == "words", seed=seed)
    return as_result(frame.assign(unit="word", sparse=frame["n"] < SMALLEST["word"]), [*by, "voice"])


def sentence_voices(
    sentences: pd.DataFrame,
    *,
    by: Sequence[str] = ("outlet",),
    weight: Literal["articles", "sentences"] = "articles",
    zone: str = "body",
    seed: int = 0,
) -> pd.DataFrame:
    """Share of sentences that are the narrator's own, attributed, or mixed.

    Parameters
    ----------
    sentences
        The sentences table.
    by
        Columns that make a group.
    weight
        ``articles``: the mean of the articles' shares; ``sentences``: k / n.
    zone, seed
        As in `voice_shares`.

    Returns
    -------
    DataFrame
        A result table by group and voice (``own``: nothing attributed; ``attributed``: the main proposition is;
        ``mixed``: the narrator also asserts something in a clause of its own). ``k`` of ``n`` sentences in
        ``n_articles`` articles; intervals as in `voice_shares`. ``sparse`` below 10 sentences.

    Raises
    ------
    ArgumentError
        If an option is unknown or a column is missing.

    Examples
    --------
    >>> sentence_voices(annotations.sentences)["voice"].unique().tolist()
    ['attributed', 'mixed', 'own']
    """
    check_one_of("weight", weight, ("articles", "sentences"))
    check_columns(sentences, [*by, "article_id", "zone", "voice"], table="sentences")
    counts, is_pooled = in_zone(sentences, zone, table="sentences").assign(k=1), weight == "sentences"
    frame = average_shares(counts, by=by, kind="voice", kinds=SENTENCE_VOICES, is_pooled=is_pooled, seed=seed)
    return as_result(frame.assign(unit="sentence", sparse=frame["n"] < SMALLEST["sentence voice"]), [*by, "voice"])


def pool_sources(frame: pd.DataFrame, *, keep: Sequence[str], column: str = "actor") -> pd.DataFrame:
    """Call every named source but those of interest "other sources".

    Parameters
    ----------
    frame
        The attributions or the cues table.
    keep
        The sources to keep: actors, or parties, of the study.
    column
        ``actor`` or ``party``. A source that belongs to no party is one of the others.

    Returns
    -------
    DataFrame
        ``frame`` with ``column`` changed; null where nobody is named.

    Raises
    ------
    ArgumentError
        If a column is missing.

    Examples
    --------
    >>> spans = pd.DataFrame({"actor": ["Felsted", "a docker", None], "party": ["veldmark", None, None]})
    >>> pool_sources(spans, keep=["veldmark"], column="party")["party"].tolist()
    ['veldmark', 'other sources', nan]
    """
    check_columns(frame, ["actor", column], table="sources")
    known = frame[column].isin(list(keep))
    pooled = frame[column].astype("str").where(known, OTHER_SOURCES).where(known | frame["actor"].notna())
    return frame.assign(**{column: pooled})


def summarize_sources(
    attributions: pd.DataFrame,
    *,
    by: Sequence[str] = ("outlet", "actor"),
    voice: Literal["all", "quoted", "indirect"] = "all",
    unit: Literal["word", "sentence", "statement"] = "word",
    weight: Literal["articles", "units"] = "articles",
    sentences: pd.DataFrame | None = None,
    zone: str = "body",
    seed: int = 0,
) -> pd.DataFrame:
    """Share of each source in what a group of articles attributes to anybody.

    Parameters
    ----------
    attributions
        The attributed spans.
    by
        Columns that make a group, and last the column of sources: ``actor``, ``party`` or ``speaker``.
    voice
        Words inside quotation marks (``quoted``), outside them (``indirect``), or ``all``.
    unit
        ``word``: a word belongs to the innermost span round it, and counts once. ``sentence``: a sentence counts for
        each source of which it holds a word. ``statement``: what one cue introduces, however many pieces it has, and
        every quotation that has no cue and stands in no other span; it counts for its source.
    weight
        ``articles``: the mean of the articles' shares, each article that attributes anything weighing the same;
        ``units``: k / n.
    sentences
        The sentences table, for ``unit="sentence"`` only: a quotation may run on over several sentences.
    zone
        Where in the article, or ``all``. A table without the column ``zone`` is taken whole.
    seed
        Of the articles drawn for intervals.

    Returns
    -------
    DataFrame
        A result table with a row for every group and every source, null where no source is named: ``k`` of ``n``
        attributed units in ``n_articles`` articles that attribute any. Estimates of a group add up to 1. Intervals as
        in `voice_shares`. ``sparse`` where the group has fewer than 5 statements.

    Raises
    ------
    ArgumentError
        If an option is unknown, a column is missing, or sentences are to be counted and not given.

    Examples
    --------
    >>> spans = pd.DataFrame({"article_id": "a", "outlet": "A", "attribution_id": [1, 2, 3], "start": [0, 50, 90],
    ...     "end": [40, 80, 99], "voice": "quoted", "cue_id": [1, 2, None], "n_words": [6, 3, 1],
    ...     "actor": ["Felsted", "Dorveni", None]})
    >>> summarize_sources(spans)[["actor", "estimate", "k", "n"]].values.tolist()
    [['Dorveni', 0.3, 3, 10], ['Felsted', 0.6, 6, 10], [nan, 0.1, 1, 10]]
    """
    check_one_of("unit", unit, ("word", "sentence", "statement"))
    check_one_of("weight", weight, ("articles", "units"))
    *group, source = by
    spans = _chosen_spans(attributions, by, voice, zone)
    if unit == "word":
        counts = spans.assign(k=spans["own_words"])
    elif unit == "statement":
        counts = _once(spans, [*by, "statement"])
    else:
        counts = _once(_by_sentence(spans, sentences, zone), [*by, "sentence_id"])
    frame = average_shares(counts, by=group, kind=source, is_pooled=weight == "units", seed=seed)
    statements = _once(spans, [*group, "statement"]).groupby(["_all", *group], dropna=False, observed=True)["k"].sum()
    frame = frame.merge(statements.rename("statements").reset_index(), on=["_all", *group], how="left")
    return as_result(frame.assign(unit=unit, sparse=frame["statements"] < SMALLEST["statement"]), list(by))


def count_sources(
    attributions: pd.DataFrame,
    *,
    by: Sequence[str] = ("outlet",),
    voice: Literal["all", "quoted", "indirect"] = "all",
    zone: str = "body",
) -> pd.DataFrame:
    r"""How many sources speak, and how many would if all spoke equally much.

    With :math:`p_i` the share of a source in the words of all named sources of the group, the effective number of
    sources is :math:`1 / \sum_i p_i^2`: the inverse Simpson index, Hill's number of order 2, known from the effective
    number of parties. It is the number of sources where all have as many words, and nears 1 where one has most.

    Parameters
    ----------
    attributions
        The attributed spans.
    by
        Columns that make a group.
    voice
        Words inside quotation marks (``quoted``), outside them (``indirect``), or ``all``.
    zone
        Where in the article, or ``all``. A table without the column ``zone`` is taken whole.

    Returns
    -------
    DataFrame
        A result table: ``estimate`` is the effective number of sources, from the words of all articles together; ``k``
        sources (actors) with ``n`` words. Words of which nobody is named as the source are left out, and the estimate
        is null where no source is. No interval. ``sparse`` below 5 statements of named sources.

    Raises
    ------
    ArgumentError
        If an option is unknown or a column is missing.

    References
    ----------
    Laakso, M. & Taagepera, R. (1979). "Effective" number of parties. Comparative Political Studies 12(1), 3–27.
    Hill, M. O. (1973). Diversity and evenness: a unifying notation and its consequences. Ecology 54(2), 427–432.

    Examples
    --------
    >>> spans = pd.DataFrame({"article_id": "a", "outlet": "A", "attribution_id": [1, 2], "start": [0, 50],
    ...     "end": [40, 80], "voice": "quoted", "cue_id": [1, 2], "n_words": [6, 3], "actor": ["Felsted", "Dorveni"]})
    >>> count_sources(spans)[["estimate", "k", "n"]].values.tolist()
    [[1.8, 2, 9]]
    """
    spans = _chosen_spans(attributions, [*by, "actor"], voice, zone)
    group = ["_all", *by]
    named = spans[spans["actor"].notna()]
    words = named.groupby([*group, "actor"], dropna=False, observed=True)["own_words"].sum().rename("n").reset_index()
    sums = words.assign(squares=words["n"] ** 2).groupby(group, dropna=False, observed=True)
    sums = sums.agg(k=("actor", "size"), n=("n", "sum"), squares=("squares", "sum"))
    groups = spans.groupby(group, dropna=False, observed=True).agg(n_articles=("article_id", "nunique"))
    statements = _once(named, [*group, "statement"]).groupby(group, dropna=False, observed=True)["k"].sum()
    frame = groups.join(sums).join(statements.rename("statements")).reset_index().fillna({"k": 0, "n": 0})
    estimate = frame["n"].astype("float64") ** 2 / frame["squares"].where(frame["squares"] > 0)
    frame = frame.assign(estimate=estimate, unit="source", sparse=~(frame["statements"] >= SMALLEST["statement"]))
    return as_result(without_interval(frame), list(by))


def _chosen_spans(attributions: pd.DataFrame, by: Sequence[str], voice: str, zone: str) -> pd.DataFrame:
    """The spans of a voice and zone, with what each holds of its own."""
    check_one_of("voice", voice, ("quoted", "indirect", "all"))
    check_columns(attributions, [*by, *_SPANS], table="attributions")
    spans = nest(in_zone(attributions, zone, table="attributions")[[*dict.fromkeys([*by, *_SPANS])]]).assign(_all=0)
    return spans[(spans["voice"] == voice) | (voice == "all")]


def _once(spans: pd.DataFrame, columns: Sequence[str]) -> pd.DataFrame:
    """One row for each unit that these columns tell apart within an article."""
    return spans.drop_duplicates([*dict.fromkeys(["article_id", *columns])]).assign(k=1)


def _by_sentence(spans: pd.DataFrame, sentences: pd.DataFrame | None, zone: str) -> pd.DataFrame:
    """A row for each span and each sentence that it reaches into."""
    if sentences is None:
        raise ArgumentError('`unit="sentence"` needs the sentences table; give `sentences=`.')
    check_columns(sentences, ["article_id", "sentence_id", "zone", "start", "end"], table="sentences")
    places = in_zone(sentences, zone, table="sentences")[["article_id", "sentence_id", "start", "end"]]
    pairs = spans.merge(places, on="article_id", suffixes=("", "_of"))
    return pairs[(pairs["start"] < pairs["end_of"]) & (pairs["start_of"] < pairs["end"])]
