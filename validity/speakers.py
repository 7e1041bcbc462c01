"""Speakers: whether the table names the one whom the gold names.

The rule. A name or phrase is cut off before its first comma, bracket, dash or relative pronoun. Its *key words* are
its last word and the word before its first preposition (the head of a noun phrase); where *and* joins several, each
has its own. Possessive endings are left off, of a hyphenated word the last part counts, case is ignored. A prediction
is right when a key word of its ``speaker`` or ``actor`` is a key word of the gold source, as written or as the name of
the entity behind it. A null prediction is wrong, and so is a quotation that the table lacks with the gold's ends.
"""

import re
from collections.abc import Iterable
from typing import Any

import pandas as pd

from validity.outcomes import outcome_table, place
from validity.spans import KEY

_CUT = re.compile(r"[,;:(\[–—]|\b(?:who|whom|whose|which|that)\b", re.IGNORECASE)
_AND = re.compile(r"\s(?:and|&)\s", re.IGNORECASE)
_PREPOSITION = re.compile(r"\b(?:of|for|at|in|from|on|with|by|to|about|as)\b", re.IGNORECASE)
_POSSESSIVE = re.compile(r"['’]s?(?!\w)")
_WORD = re.compile(r"\w+")


def key_words(name: str) -> set[str]:
    """The head of a phrase and its last word.

    >>> sorted(key_words("the Head of the Harbour's Office Ann Lee-Moor, who left"))
    ['head', 'moor']
    """
    core = _POSSESSIVE.sub("", _CUT.split(name, maxsplit=1)[0]).casefold()
    parts = [part for joined in _AND.split(core) for part in (_PREPOSITION.split(joined, maxsplit=1)[0], joined)]
    return {word for part in parts for word in _WORD.findall(part)[-1:]}


def same_speaker(predicted: Iterable[str], gold: Iterable[str]) -> bool:
    """Whether one of the predicted names shares a key word with one of the gold's."""
    theirs = {word for name in gold for word in key_words(name)}
    return any(key_words(name) & theirs for name in predicted)


def names_of(row: Any) -> list[str]:
    """What a row calls its speaker; empty where it names nobody."""
    return [name for name in (row.speaker, row.actor) if isinstance(name, str)]


def speaker_outcomes(quoted: pd.DataFrame, spans: pd.DataFrame, attributions: pd.DataFrame) -> pd.DataFrame:
    """The quotations that the gold attributes: right where the speaker is (one of) the gold's."""
    sources = {(row.article_id, row.number): row.sources for row in attributions.itertuples()}
    attributed = spans[spans["attributions"].map(len) > 0]
    rows = []
    for row in attributed.merge(quoted[[*KEY, "speaker", "actor"]], how="left", on=KEY).itertuples():
        gold = [name for number in row.attributions for name in sources[row.article_id, number]]
        outcome = "right" if same_speaker(names_of(row), gold) else "missed"
        note = f"gold {gold}, found {names_of(row)}"
        rows.append(place(row.article_id, row.start, row.end) | {"outcome": outcome, "note": note})
    return outcome_table(rows)
