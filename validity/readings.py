"""The blocks of our own readings: five articles coded by docs/voice-coding.md, and made-up passages."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd

import framelens as fl
from tests.speech import annotate_passages, compare, load
from tests.toy import real_study
from tests.voice_reading import count_agreement, read_reading
from validity.outcomes import Kind, Measure, outcome_table, place

ARTICLES: dict[str, tuple[str, str, Kind]] = {
    "quotations": ("quotations with the right ends", "quotation", "f1"),
    "speakers": ("speaker of a quotation", "quotation", "share"),
    "cues": ("cues with the right actor", "cue", "f1"),
    "indirect-words": ("words of indirect reports", "word", "f1"),
    "sentences": ("voice of a sentence", "sentence", "share"),
    "labels": ("voice of a label", "label", "share"),
}
PASSAGES: dict[str, tuple[str, str, Kind]] = {
    "cues": ("cues", "cue", "f1"),
    "cues with actor": ("cues with the right actor", "cue", "f1"),
    "spans": ("attributed spans with the right ends", "span", "f1"),
    "span actors": ("actor of an attributed span", "span", "share"),
    "word voices": ("voice of a word", "word", "share"),
    "sentence voices": ("voice of a sentence", "sentence", "share"),
}
"""The measures of each reading: what the table calls them, their unit, what is printed."""


def measure_readings(_: Path) -> Iterator[Measure]:
    """The five articles, as one coder read them."""
    with TemporaryDirectory() as folder:
        study = fl.read_study(real_study(Path(folder) / "study"))
        annotations = fl.annotate(fl.read_corpus(study), study)
    counts = count_agreement(annotations, annotations.labels, read_reading())
    for name, (label, unit, kind) in ARTICLES.items():
        yield _measure(f"readings.{name}", label, unit, kind, counts[counts["measure"] == name], "five articles")


def measure_passages(_: Path) -> Iterator[Measure]:
    """The made-up passages on which no rule was changed."""
    entries = load("held-out-2")
    tables = annotate_passages(entries)
    tallies = {entry["id"]: compare(tables[entry["id"]], entry).tallies for entry in entries}
    for name, (label, unit, kind) in PASSAGES.items():
        rows = [
            (text_id, 2 * tally[name].right, tally[name].expected + tally[name].found)
            if kind == "f1"
            else (text_id, tally[name].right, tally[name].expected)
            for text_id, tally in tallies.items()
            if name in tally
        ]
        found = pd.DataFrame(rows, columns=["article_id", "k", "n"])
        yield _measure(f"passages.{name.replace(' ', '-')}", label, unit, kind, found, "made-up passages")


def _measure(name: str, label: str, unit: str, kind: Kind, counts: pd.DataFrame, data: str) -> Measure:
    """A measure whose outcomes are counts by document; a match counts twice in the k of F1."""
    texts = pd.DataFrame({"text_id": counts["article_id"], "data": data, "document": counts["article_id"], "text": ""})
    rows = [
        place(row.article_id, 0, 0) | {"outcome": outcome, "weight": weight}
        for row in counts.itertuples()
        for outcome, weight in (("right", row.k // 2 if kind == "f1" else row.k), ("missed", row.n - row.k))
    ]
    return Measure(name, label, unit, kind, outcome_table(rows), texts)
