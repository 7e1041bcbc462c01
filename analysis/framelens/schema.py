"""The tables: names, columns and dtypes, and the shape every result has.

On disk a table holds exactly these columns. In memory each table but `articles` also carries `outlet`, which the
measures group by, and those of `_WITH_ZONE` the `zone` of their sentence: joined, and not stored twice.
"""

from collections.abc import Sequence
from typing import Any

import pandas as pd

TEXT, COUNT, FLAG, NUMBER = "str", "Int64", "bool", "float64"

ARTICLES = {
    "article_id": TEXT, "outlet": TEXT, "title": TEXT, "author": TEXT, "date": TEXT, "url": TEXT, "origin": TEXT,
    "language": TEXT, "source": TEXT, "sha256": TEXT, "text": TEXT, "n_words": COUNT,
}  # fmt: skip
LINES = {
    "article_id": TEXT,
    "line": COUNT,
    "start": COUNT,
    "end": COUNT,
    "zone": TEXT,
    "reason": TEXT,
}
SENTENCES = {
    "article_id": TEXT, "sentence_id": COUNT, "zone": TEXT, "paragraph": COUNT, "start": COUNT, "end": COUNT,
    "text": TEXT, "voice": TEXT, "n_words": COUNT,
}  # fmt: skip
ATTRIBUTIONS = {
    "article_id": TEXT, "attribution_id": COUNT, "sentence_id": COUNT, "start": COUNT, "end": COUNT, "voice": TEXT,
    "cue_id": COUNT, "cue_start": COUNT, "cue_end": COUNT, "speaker": TEXT, "actor": TEXT, "party": TEXT,
    "n_words": COUNT,
}  # fmt: skip
CUES = {
    "article_id": TEXT, "cue_id": COUNT, "sentence_id": COUNT, "start": COUNT, "end": COUNT, "cue": TEXT,
    "lemma": TEXT, "cue_class": TEXT, "kind": TEXT, "negated": FLAG, "nested": FLAG, "speaker": TEXT,
    "actor": TEXT, "party": TEXT,
}  # fmt: skip
TOKENS = {
    "article_id": TEXT, "sentence_id": COUNT, "start": COUNT, "end": COUNT, "term": TEXT, "lemma": TEXT,
    "pos": TEXT, "zone": TEXT, "voice": TEXT, "actor": TEXT, "party": TEXT,
}  # fmt: skip
MENTIONS = {
    "article_id": TEXT, "sentence_id": COUNT, "start": COUNT, "end": COUNT, "party": TEXT, "actor": TEXT,
    "alias": TEXT, "voice": TEXT, "speaker_party": TEXT, "is_speaker": FLAG,
}  # fmt: skip
LABELS = {
    "article_id": TEXT, "sentence_id": COUNT, "start": COUNT, "end": COUNT, "concept": TEXT, "label": TEXT,
    "voice": TEXT, "actor": TEXT, "party": TEXT,
}  # fmt: skip
EVENTS = {
    "article_id": TEXT, "sentence_id": COUNT, "start": COUNT, "end": COUNT, "event": TEXT, "construction": TEXT,
    "agent_party": TEXT, "patient_party": TEXT, "voice": TEXT,
}  # fmt: skip

ANNOTATION_TABLES = {
    "articles": ARTICLES, "lines": LINES, "sentences": SENTENCES, "attributions": ATTRIBUTIONS, "cues": CUES,
    "tokens": TOKENS, "mentions": MENTIONS, "labels": LABELS, "events": EVENTS,
}  # fmt: skip

ZONES = (
    "kicker",
    "headline",
    "standfirst",
    "byline",
    "caption",
    "subhead",
    "body",
    "boilerplate",
    "blank",
)
VOICES = ("own", "indirect", "quoted")

_WITH_ZONE = ("attributions", "cues", "labels", "events", "scores")

RESULT = {
    "estimate": NUMBER, "low": NUMBER, "high": NUMBER, "interval": TEXT, "level": NUMBER, "unit": TEXT, "k": COUNT,
    "n": COUNT, "n_articles": COUNT, "sparse": FLAG,
    "seed": COUNT,
}  # fmt: skip
"""Columns of every result; ``seed`` is null where nothing was drawn."""
REST = "the rest"
"""The ``reference`` of a contrast with all other groups together."""


def conform(frame: pd.DataFrame, columns: dict[str, str]) -> pd.DataFrame:
    """``frame`` with exactly ``columns``, typed, sorted by article and place; a column that is absent is null."""
    out = frame.reindex(columns=list(columns)).astype(columns)
    order = [key for key in ("article_id", "line", "start", "end") if key in columns]
    return out.sort_values(order, kind="stable", ignore_index=True)


def table_of(rows: Sequence[tuple[Any, ...]], columns: dict[str, str]) -> pd.DataFrame:
    """The table of some rows, each in the order of ``columns``, as `conform` leaves it."""
    values = zip(*rows, strict=True) if rows else [()] * len(columns)
    typed = zip(columns.items(), values, strict=True)
    return conform(pd.DataFrame({name: pd.Series(list(cells), dtype=dtype) for (name, dtype), cells in typed}), columns)


def empty(columns: dict[str, str]) -> pd.DataFrame:
    """A table without rows."""
    return pd.DataFrame({name: pd.Series(dtype=dtype) for name, dtype in columns.items()})


def with_outlet(frame: pd.DataFrame, articles: pd.DataFrame) -> pd.DataFrame:
    """``frame`` with the outlet of each row's article as its last column."""
    outlet = frame["article_id"].map(articles.set_index("article_id")["outlet"]).astype(TEXT)
    return frame.assign(outlet=outlet)


def with_zone(frame: pd.DataFrame, sentences: pd.DataFrame) -> pd.DataFrame:
    """``frame`` with the zone of each row's sentence as its last column."""
    key = ["article_id", "sentence_id"]
    return frame.merge(sentences[[*key, "zone"]], on=key, how="left")


def in_memory(tables: dict[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """The tables of a corpus by name, with the columns that are joined in memory."""
    articles, sentences = tables["articles"], tables["sentences"]
    joined = {name: with_outlet(table, articles) for name, table in tables.items() if name != "articles"}
    joined |= {name: with_zone(joined[name], sentences) for name in _WITH_ZONE if name in joined}
    return {"articles": articles, **joined}


def as_result(frame: pd.DataFrame, keys: Sequence[str], extra: Sequence[str] = ()) -> pd.DataFrame:
    """``frame`` in the shape of every result: keys, the columns of `RESULT`, then ``extra``; sorted by the keys."""
    seeded = frame if "seed" in frame.columns else frame.assign(seed=pd.NA)
    ordered = seeded[list(dict.fromkeys([*keys, *RESULT, *extra]))].astype(RESULT)
    return ordered.sort_values(list(keys), kind="stable", ignore_index=True)
