"""Quotations: spans inside quotation marks, and the characters of quoted speech against the narrator's."""

import re
from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Any

import pandas as pd

from validity.gold import inside
from validity.outcomes import outcome_table, place, spans_by_text

SPEECH = 3
"""Quoted speech has more tokens than this; what is shorter is mostly titles and scare quotes."""
KEY = ["article_id", "start", "end"]
_REPEATED = re.compile(r"\n\s*[\"“‘']")
_TOKEN = re.compile(r"\w+|[^\w\s]")


def quoted_rows(attributions: pd.DataFrame, texts: Mapping[str, str]) -> pd.DataFrame:
    """The quotations of an attributions table, trimmed as the gold is; each span once."""
    quoted = attributions[attributions["voice"] == "quoted"]
    spans = [inside(texts[row.article_id], row.start, row.end) for row in quoted.itertuples()]
    trimmed = pd.DataFrame(spans, columns=["start", "end"], index=quoted.index, dtype="int64")
    return quoted.assign(start=trimmed["start"], end=trimmed["end"]).drop_duplicates(KEY, ignore_index=True)


def span_outcomes(quoted: pd.DataFrame, gold: pd.DataFrame, texts: Mapping[str, str]) -> pd.DataFrame:
    """Right where both ends are the gold's.

    The gold begins a new span at each paragraph that repeats the opening mark; ours runs on and is cut there.
    """
    ours = pd.DataFrame(
        [(row.article_id, *piece) for row in quoted.itertuples() for piece in _paragraphs(texts[row.article_id], row)],
        columns=KEY,
    )
    both = gold[KEY].drop_duplicates().merge(ours.drop_duplicates(), how="outer", on=KEY, indicator="side")
    names = {"both": "right", "left_only": "missed", "right_only": "false"}
    return outcome_table(
        place(row.article_id, row.start, row.end) | {"outcome": names[row.side]} for row in both.itertuples()
    )


def _paragraphs(text: str, row: Any) -> Iterator[tuple[int, int]]:
    start = row.start
    for mark in _REPEATED.finditer(text, row.start, row.end):
        yield inside(text, start, mark.start())
        start = mark.end()
    yield inside(text, start, row.end)


def character_outcomes(quoted: pd.DataFrame, gold: pd.DataFrame, texts: Mapping[str, str]) -> pd.DataFrame:
    """Characters of quoted speech: right where they are quoted speech for both.

    A row is a stretch of characters with one outcome, its weight their number.
    """
    lengths = [len(_TOKEN.findall(texts[row.article_id][row.start : row.end])) for row in quoted.itertuples()]
    ours = _characters(quoted[[length > SPEECH for length in lengths]])
    theirs = _characters(gold[gold["n_tokens"] > SPEECH])
    return outcome_table(
        {"text_id": text_id} | stretch
        for text_id in sorted(ours.keys() | theirs.keys())
        for stretch in _stretches(theirs.get(text_id, set()), ours.get(text_id, set()))
    )


def _characters(spans: pd.DataFrame) -> dict[str, set[int]]:
    return {
        text_id: {character for span in found for character in range(*span)}
        for text_id, found in spans_by_text(spans).items()
    }


def _stretches(theirs: set[int], ours: set[int]) -> Iterator[dict[str, Any]]:
    def outcome(character: int) -> str:
        return "false" if character not in theirs else "right" if character in ours else "missed"

    numbered = enumerate(sorted(theirs | ours))
    for (_, name), run in groupby(numbered, key=lambda item: (item[1] - item[0], outcome(item[1]))):
        characters = [character for _, character in run]
        start, end = characters[0], characters[-1] + 1
        yield {"start": start, "end": end, "outcome": name, "weight": end - start}
