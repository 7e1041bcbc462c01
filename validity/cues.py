"""Cues of attribution: those the gold has that were found, and those found that the gold has.

The cues table has no cue inside quotation marks, so neither side counts any there.
"""

import re
from collections.abc import Mapping
from typing import Any, Literal

import pandas as pd

from validity.outcomes import outcome_table, overlap, place, spans_by_text

SHORT = 3
"""A quotation of so few words is no statement."""
_PHRASE = re.compile(r"^(?:of|for|as|on|about|with|against) | to$", re.IGNORECASE)
_THINKING = """
afraid assume aware believe concern consider decide determine disappoint discover doubt dream expect feel find
gather glad guess happy hear hope imagine know learn notice perceive prove read realise realize reason recognise
recognize remember see seem sense show sure suspect think understand want wish wonder worry
"""
THINKING = frozenset(_THINKING.split())
"""Last lemmas of cues that report no saying: the gold counts thinking, knowing, perceiving and showing as attribution
too. They are reported apart."""


def stating(cues: pd.DataFrame, attributions: pd.DataFrame, texts: Mapping[str, str]) -> pd.DataFrame:
    """The cues that report a statement: a quotation of more than three words or a finite clause.

    The gold's attribution has clauses only: *called it theft*, *asked them to wait*, *accused him of greed* are none.
    """
    return cues[_states(cues, attributions, texts)]


def phrasing(cues: pd.DataFrame, attributions: pd.DataFrame, texts: Mapping[str, str]) -> pd.DataFrame:
    """The cues that report a phrase, a request or a name."""
    return cues[~_states(cues, attributions, texts)]


def _states(cues: pd.DataFrame, attributions: pd.DataFrame, texts: Mapping[str, str]) -> pd.Series:
    stated = {
        (row.article_id, row.cue_id)
        for row in attributions.dropna(subset=["cue_id"]).itertuples()
        if row.n_words > SHORT and not _PHRASE.search(_opening(texts[row.article_id], row))
    }
    keys = zip(cues["article_id"], cues["cue_id"], strict=True)
    according = cues["kind"] == "according-to"
    return according | pd.Series([key in stated for key in keys], index=cues.index)


def _opening(text: str, row: Any) -> str:
    """The word before an indirect report and its first word."""
    before = text[max(row.start - 10, 0) : row.start].split()
    return f"{before[-1] if before else ''} {text[row.start : row.end].split()[0]}" if row.voice == "indirect" else ""


def quoted_cue_outcomes(gold: pd.DataFrame, spans: pd.DataFrame) -> pd.DataFrame:
    """The gold's cues of saying: right where they stand outside quotation marks."""
    quoted = spans_by_text(spans)
    return outcome_table(
        place(row.article_id, *row.cue[-1]) | {"outcome": "missed" if _is_quoted(row, quoted) else "right"}
        for row in gold.itertuples()
        if row.cue and row.lemmas[-1] not in THINKING
    )


def cue_recall_outcomes(
    cues: pd.DataFrame, gold: pd.DataFrame, spans: pd.DataFrame, *, of: Literal["saying", "thinking"]
) -> pd.DataFrame:
    """The gold's cues of one kind outside quotation marks: right where a predicted cue overlaps one of their tokens."""
    found, quoted = spans_by_text(cues), spans_by_text(spans)
    rows = []
    for row in gold.itertuples():
        if not row.cue or (row.lemmas[-1] in THINKING) != (of == "thinking") or _is_quoted(row, quoted):
            continue
        hit = any(overlap(token, cue) for token in row.cue for cue in found.get(row.article_id, ()))
        rows.append(place(row.article_id, *row.cue[-1]) | {"outcome": "right" if hit else "missed"})
    return outcome_table(rows)


def cue_precision_outcomes(cues: pd.DataFrame, gold: pd.DataFrame, spans: pd.DataFrame) -> pd.DataFrame:
    """Predicted verbs and *according to* outside quotation marks: right where they overlap a token of a gold cue."""
    theirs: dict[str, list[tuple[int, int]]] = {}
    for row in gold.itertuples():
        theirs.setdefault(row.article_id, []).extend(row.cue)
    quoted = spans_by_text(spans)
    rows = []
    for row in cues[cues["kind"].isin(["verb", "according-to"]) & cues["article_id"].isin(theirs)].itertuples():
        cue = (row.start, row.end)
        if not any(overlap(cue, span) for span in quoted.get(row.article_id, ())):
            hit = any(overlap(cue, token) for token in theirs[row.article_id])
            rows.append(place(row.article_id, *cue) | {"outcome": "right" if hit else "false", "note": row.lemma})
    return outcome_table(rows)


def _is_quoted(row: Any, quoted: dict[str, list[tuple[int, int]]]) -> bool:
    return any(overlap(row.cue[-1], span) for span in quoted.get(row.article_id, ()))
