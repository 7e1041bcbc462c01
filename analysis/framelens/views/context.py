"""Sentences with what was counted in them marked: to read, to filter, and to take along as CSV."""

import csv
import html
from bisect import bisect_left
from collections.abc import Collection, Sequence

import pandas as pd

from framelens.annotations import Annotations
from framelens.checks import tame_formulas

SHOWN = ("outlet", "article_id", "line", "voice", "speaker")
_KEY = ["article_id", "sentence_id"]
_MOST = 200
"""Sentences shown at a time; all are exported."""


def in_context(found: pd.DataFrame, annotations: Annotations) -> pd.DataFrame:
    """The rows of `evidence` with the text of the sentence before and after what was counted.

    A hit that cannot be told in its sentence, as one that goes on in the next, has all of the sentence before it.
    """
    places = _offsets(annotations.sentences, set(found["article_id"]))
    before, after = [], []
    for row in found.itertuples():
        offsets = places.get((row.article_id, row.sentence_id), ())
        start, end = (bisect_left(offsets, end) if offsets else len(row.sentence) for end in (row.start, row.end))
        before.append(row.sentence[:start])
        after.append(row.sentence[max(start, end) :])
    return found.assign(before=pd.array(before, dtype="str"), after=pd.array(after, dtype="str"))


def _offsets(sentences: pd.DataFrame, article_ids: Collection[str]) -> dict[tuple[str, int], Sequence[int]]:
    """The places of the characters of each sentence of some articles; none where the sentences came without."""
    if "offsets" not in sentences:
        return {}
    chosen = sentences.loc[sentences["article_id"].isin(article_ids), [*_KEY, "offsets"]]
    return {(row.article_id, row.sentence_id): list(row.offsets) for row in chosen.itertuples()}


def matching(found: pd.DataFrame, text: str) -> pd.DataFrame:
    """The rows that hold a text in their sentence, speaker, outlet, article or voice; capitals do not matter."""
    columns = ["sentence", "hit", "speaker", "outlet", "article_id", "voice"]
    holds = [found[name].fillna("").str.casefold().str.contains(text.casefold(), regex=False) for name in columns]
    return found[pd.concat(holds, axis=1).any(axis=1)] if text else found


def as_csv(found: pd.DataFrame) -> str:
    """The rows as CSV whose cells no spreadsheet takes for formulas: those that begin like one get an apostrophe."""
    # All texts in quotation marks: a lone carriage return would end the row for some readers.
    return str(tame_formulas(found).to_csv(index=False, lineterminator="\n", quoting=csv.QUOTE_NONNUMERIC))


def as_html(found: pd.DataFrame) -> str:
    """The first rows as a table, with what was counted marked; every text is escaped."""
    head = "".join(f"<th>{html.escape(name)}</th>" for name in (*SHOWN, "sentence"))
    rows = "".join(_row(row) for row in found.head(_MOST).to_dict("records"))
    more = f"<p>The first {_MOST} of {len(found):,}; all are exported.</p>" if len(found) > _MOST else ""
    return f'<table class="framelens-sentences"><tr>{head}</tr>{rows}</table>{more}'


def _row(row: dict[str, object]) -> str:
    cells = "".join(f"<td>{_text(row[name])}</td>" for name in SHOWN)
    sentence = f"{_text(row['before'])}<mark>{_text(row['hit'])}</mark>{_text(row['after'])}"
    return f"<tr>{cells}<td>{sentence}</td></tr>"


def _text(value: object) -> str:
    return "" if pd.isna(value) else html.escape(str(value))
