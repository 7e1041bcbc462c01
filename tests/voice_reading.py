"""The hand reading of five articles by docs/voice-coding.md, and how far annotations agree with it.

One coder made the reading from the articles alone and saw no output of the program before it was finished.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd

from framelens.words import WORD

FOLDER = Path(__file__).parent / "data" / "antalya-2022"
TABLES = ("quotations", "cues", "reports", "sentences", "labels")
ACTOR = ("actor", "actor_head")
READ_ZONES = ("headline", "standfirst", "subhead", "caption", "body")  # whose sentences were read

# k/n is a share of the marked rows, or F1: then k counts each match twice and n what was found and what was marked.
TARGETS = {"quotations": 0.95, "speakers": 0.90, "cues": 0.85, "sentences": 0.85, "labels": 0.85}

Counts = tuple[int, int]


def read_reading(folder: Path = FOLDER) -> dict[str, pd.DataFrame]:
    """The tables of the reading by name; nobody is "" in the columns ``actor`` and ``actor_head``."""
    tables = {name: pd.read_csv(folder / f"voice-{name}.csv") for name in TABLES}
    return {name: table.fillna({column: "" for column in ACTOR if column in table}) for name, table in tables.items()}


def count_agreement(annotations: Any, labels: pd.DataFrame, reading: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Agreement by article: ``article_id, measure, k, n``; the counts of several articles may be added.

    ``quotations``: spans, F1. ``speakers``: marked quotations that were found and have the marked actor.
    ``cues``: start and actor, F1. ``indirect-words``: words in indirect reports, F1. ``sentences`` and ``labels``:
    those that were found and have the marked voice.
    """
    quoted = annotations.attributions[annotations.attributions["voice"] == "quoted"]
    measures: list[tuple[str, str, pd.DataFrame, Callable[[pd.DataFrame, pd.DataFrame], Counts]]] = [
        ("quotations", "quotations", quoted, _quotations),
        ("speakers", "quotations", quoted, _speakers),
        ("cues", "cues", annotations.cues, _cues),
        ("indirect-words", "reports", annotations.tokens, _indirect_words),
        ("sentences", "sentences", annotations.sentences, _sentences),
        ("labels", "labels", labels, _labels),
    ]
    rows = []
    for article_id in sorted(reading["sentences"]["article_id"].unique()):
        for measure, table, found, count in measures:
            k, n = count(_of_article(reading[table], article_id), _of_article(found, article_id))
            rows.append({"article_id": article_id, "measure": measure, "k": k, "n": n})
    return pd.DataFrame(rows)


def is_actor(found: Any, actor: str, head: str) -> bool:
    """Whether ``found`` is the marked actor: that key or label, a phrase that ends in a word of ``head``, or nobody."""
    if pd.isna(found):
        return not actor and not head
    if actor:
        return bool(found == actor)
    words = WORD.findall(found.casefold())
    return bool(words) and words[-1] in head.casefold().split()


def _of_article(table: pd.DataFrame, article_id: str) -> pd.DataFrame:
    return table[table["article_id"] == article_id]


def _f1(hits: int, found: int, marked: int) -> Counts:
    return 2 * hits, found + marked


def _quotations(marked: pd.DataFrame, found: pd.DataFrame) -> Counts:
    return _f1(len(_places(marked, "start", "end") & _places(found, "start", "end")), len(found), len(marked))


def _speakers(marked: pd.DataFrame, found: pd.DataFrame) -> Counts:
    return _n_with_actor(marked, found, "start", "end"), len(marked)


def _cues(marked: pd.DataFrame, found: pd.DataFrame) -> Counts:
    return _f1(_n_with_actor(marked, found, "start"), len(found), len(marked))


def _n_with_actor(marked: pd.DataFrame, found: pd.DataFrame, *place: str) -> int:
    """How many marked places were found with the marked actor."""
    both = marked.merge(found[[*place, "actor"]], on=list(place), suffixes=("", "_found"))
    return sum(map(is_actor, both["actor_found"], both["actor"], both["actor_head"]))


def _indirect_words(marked: pd.DataFrame, found: pd.DataFrame) -> Counts:
    ours = set(found.loc[found["voice"] == "indirect", "start"])
    pieces = list(zip(marked["start"], marked["end"], strict=True))
    theirs = {word for word in found["start"] if any(start <= word < end for start, end in pieces)}
    return _f1(len(ours & theirs), len(ours), len(theirs))


def _sentences(marked: pd.DataFrame, found: pd.DataFrame) -> Counts:
    return _same_voice(marked, found, "start")


def _labels(marked: pd.DataFrame, found: pd.DataFrame) -> Counts:
    return _same_voice(marked, found, "start", "concept")


def _same_voice(marked: pd.DataFrame, found: pd.DataFrame, *key: str) -> Counts:
    return len(_places(marked, *key, "voice") & _places(found, *key, "voice")), len(marked)


def _places(table: pd.DataFrame, *columns: str) -> set[tuple[Any, ...]]:
    return set(table[list(columns)].itertuples(index=False, name=None))
