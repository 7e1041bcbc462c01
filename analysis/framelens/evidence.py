"""Evidence: the sentences behind a number, with their place in the file, their voice and their speaker."""

from bisect import bisect_left, bisect_right
from collections.abc import Collection
from operator import attrgetter
from typing import Any

import numpy as np
import pandas as pd

from framelens.annotations import Annotations
from framelens.checks import check_one_of, did_you_mean, listed
from framelens.errors import ArgumentError
from framelens.schema import VOICES, ZONES, conform
from framelens.voices import Spans

EVIDENCE = {
    "outlet": "str", "article_id": "str", "line": "Int64", "sentence_id": "Int64", "zone": "str", "start": "Int64",
    "end": "Int64", "hit": "str", "voice": "str", "speaker": "str", "actor": "str", "sentence": "str",
}  # fmt: skip
UNATTRIBUTED = "unattributed"
_KEY = ["article_id", "sentence_id"]
_SHOWN = 8
_START, _END = attrgetter("start"), attrgetter("end")


def evidence(
    annotations: Annotations,
    *,
    outlet: str | None = None,
    party: str | None = None,
    term: str | None = None,
    label: str | None = None,
    actor: str | None = None,
    voice: str | None = None,
    zone: str = "body",
) -> pd.DataFrame:
    """The sentences behind a cell of a result table: one row for each unit that the cell counts.

    What a row is depends on the most special of the values given: a use of ``term``, else a mention that has
    ``label``, else a mention of ``party``, else a span attributed to ``actor``, else a whole sentence. All other
    values choose among these rows.

    Parameters
    ----------
    annotations
        The tables of a corpus, with texts.
    outlet
        Articles of this outlet only.
    party
        Mentions of this party; with a term or label, only sentences that mention it.
    term
        Uses of this word, or of these words in a row; capitals do not matter.
    label
        Mentions of a concept by this label.
    actor
        Whose words: with a term, label or party, those that stand in words attributed to this actor; else the spans
        attributed to it. ``unattributed`` stands for quotations and reports whose source nobody names.
    voice
        Rows in this voice only; None or ``all`` for any. A whole sentence is ``own``, ``attributed`` or ``mixed``,
        and ``quoted`` or ``indirect`` where it holds such words.
    zone
        Where to look, or ``all``.

    Returns
    -------
    DataFrame
        ``outlet, article_id, line`` (of the file, from 1), ``sentence_id, zone, start, end, hit`` (the text counted),
        ``voice, speaker`` (as written), ``actor, sentence``, in the order of the text; empty where there is nothing.
        A quotation over several sentences is one row, with the sentence that it begins in.

    Raises
    ------
    ArgumentError
        If an outlet, party, label or actor does not occur at all, a voice or zone is unknown, both a term and a label
        are given, or the tables hold no texts, as in the shared form of a study.

    Examples
    --------
    >>> found = evidence(annotations, outlet="Slackwater", label="raid")
    >>> found[["article_id", "hit", "voice"]].values.tolist()[:1]
    [['slackwater-03', 'raid', 'own']]
    """
    if "n" in annotations.tokens.columns or annotations.sentences["text"].isna().any():
        raise ArgumentError("the shared form of a study has no running words; put its articles in place first.")
    if term is not None and label is not None:
        raise ArgumentError("`term` and `label` are two kinds of hit; give one of them.")
    check_one_of("zone", zone, (*ZONES, "all"))
    _check_occurs("outlet", outlet, annotations.articles["outlet"])
    _check_occurs("party", party, annotations.mentions["party"])
    _check_occurs("label", label, annotations.labels["label"])
    _check_occurs("actor", actor, [*annotations.attributions["actor"].dropna(), UNATTRIBUTED])
    is_sentence = (term, label, party, actor) == (None,) * 4
    check_one_of("voice", voice or "all", (*VOICES, *(("attributed", "mixed") if is_sentence else ()), "all"))
    hits = (
        _hits(annotations, term, label, party, actor)
        .drop(columns="zone", errors="ignore")
        .merge(annotations.sentences[[*_KEY, "zone", "text"]].rename(columns={"text": "sentence"}), on=_KEY)
    )
    chosen = (hits["zone"] == zone) | (zone == "all")
    if outlet is not None:
        chosen &= hits["outlet"] == outlet
    if actor is not None:
        chosen &= (hits["actor"] == actor) | (hits["actor"].isna() & (hits["voice"] != "own") & (actor == UNATTRIBUTED))
    if party is not None:
        chosen &= _are_in(hits, annotations.mentions[annotations.mentions["party"] == party])
    if voice not in (None, "all"):
        chosen &= _in_voice(hits, str(voice), annotations.tokens if is_sentence else None)
    found = _located(hits[chosen], annotations)
    return found.assign(hit=found["sentence"]) if is_sentence else found


def _check_occurs(name: str, value: str | None, found: Collection[str]) -> None:
    if value is None or value in set(found):
        return
    known = sorted(set(found) - {np.nan})
    some = listed(known[:_SHOWN]) + (f", … ({len(known)} in all)" if len(known) > _SHOWN else "")
    raise ArgumentError(f"`{name}` '{value}' does not occur; there is {some or 'none'}.{did_you_mean(value, known)}")


# The rows -------------------------------------------------------------------------------------------------------------


def _hits(
    annotations: Annotations, term: str | None, label: str | None, party: str | None, actor: str | None
) -> pd.DataFrame:
    """Place, voice, speaker and actor of every unit of the kind that is asked for."""
    if term is not None:
        hits = _runs(annotations.tokens, term.casefold().split())
    elif label is not None:
        hits = annotations.labels[annotations.labels["label"] == label]
    elif party is not None:
        hits = annotations.mentions[annotations.mentions["party"] == party]
    elif actor is not None:
        hits = annotations.attributions
    else:
        hits = annotations.sentences.assign(speaker=None, actor=None)
    hits = hits[["outlet", *_KEY, "start", "end", "voice", *(["speaker", "actor"] if "speaker" in hits else [])]]
    if "speaker" in hits:
        return hits
    spans = Spans(annotations.attributions)
    whose = [spans.at(article_id, start) for article_id, start in zip(hits["article_id"], hits["start"], strict=True)]
    names = {name: [getattr(span, name, None) for span in whose] for name in ("speaker", "actor")}
    return hits.assign(**{name: pd.Series(found, index=hits.index, dtype="str") for name, found in names.items()})


def _runs(tokens: pd.DataFrame, words: list[str]) -> pd.DataFrame:
    """Where these words stand in a row, in one sentence and voice, as `count_terms` counts them."""
    if not words:
        raise ArgumentError("`term` is empty; give a word.")
    tokens = tokens.sort_values([*_KEY, "start"], kind="stable", ignore_index=True)
    kept = pd.Series(True, index=tokens.index)
    end = tokens["end"]
    for step, word in enumerate(words):
        following = tokens[[*_KEY, "voice", "term", "end"]].shift(-step)
        kept &= (following["term"] == word).fillna(False)
        for key in (*_KEY, "voice"):
            kept &= (following[key] == tokens[key]).fillna(False)
        end = following["end"]
    return tokens.assign(end=end)[kept.astype("bool")]


def _are_in(hits: pd.DataFrame, mentions: pd.DataFrame) -> pd.Series:
    """Whether a hit's sentence is one of those with a mention."""
    places = pd.MultiIndex.from_frame(mentions[_KEY])
    return pd.Series(pd.MultiIndex.from_frame(hits[_KEY]).isin(places), index=hits.index)


def _in_voice(hits: pd.DataFrame, voice: str, tokens: pd.DataFrame | None) -> pd.Series:
    """Whether a hit is in a voice; of a sentence, given ``tokens``, whether it holds attributed words of that kind."""
    if tokens is None or voice not in ("quoted", "indirect"):
        return hits["voice"] == voice
    return _are_in(hits, tokens[tokens["voice"] == voice])


def _located(hits: pd.DataFrame, annotations: Annotations) -> pd.DataFrame:
    """The rows with their line and their text."""
    texts = dict(zip(annotations.articles["article_id"], annotations.articles["text"], strict=True))
    lines = _lines_of(annotations.lines, set(hits["article_id"]))
    numbers, words = [], []
    for article_id, start, end in zip(*(hits[name].tolist() for name in ("article_id", "start", "end")), strict=True):
        of = lines[article_id]
        inside = of[bisect_right(of, start, key=_END) : bisect_left(of, end, key=_START)]
        numbers.append(inside[0].line)
        # A quotation may run on over lines that are no part of it.
        pieces = (line for line in inside if line.zone not in ("boilerplate", "blank"))
        cut = (texts[article_id][max(line.start, start) : min(line.end, end)] for line in pieces)
        words.append(" ".join(" ".join(cut).split()))
    return conform(hits.assign(line=pd.array(numbers, dtype="Int64"), hit=pd.array(words, dtype="str")), EVIDENCE)


def _lines_of(lines: pd.DataFrame, article_ids: Collection[str]) -> dict[str, list[Any]]:
    """The lines of some articles, each article's in order."""
    found: dict[str, list[Any]] = {}
    for line in lines[lines["article_id"].isin(article_ids)].sort_values(["article_id", "line"]).itertuples():
        found.setdefault(str(line.article_id), []).append(line)
    return found
