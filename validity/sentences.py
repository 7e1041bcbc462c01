"""Single sentences: the cue and the speaker of a quotation where the sentence has them, and none where it has not."""

import re

import pandas as pd

from validity.outcomes import outcome_table, overlap, place
from validity.spans import KEY
from validity.speakers import names_of


def with_prediction(quoted: pd.DataFrame, spans: pd.DataFrame) -> pd.DataFrame:
    """The gold's quotations with the cue and speaker of the row that has the same ends."""
    return spans.merge(quoted[[*KEY, "cue_start", "cue_end", "speaker", "actor"]], how="left", on=KEY)


def cue_outcomes(both: pd.DataFrame) -> pd.DataFrame:
    """Right where the predicted cue overlaps the gold's."""
    rows = []
    for row in both[both["cue"].notna()].itertuples():
        found = None if pd.isna(row.cue_start) else (int(row.cue_start), int(row.cue_end))
        outcome = "right" if found and overlap(found, row.cue) else "missed"
        note = f"gold at {row.cue}, found at {found}"
        rows.append(place(row.article_id, row.start, row.end) | {"outcome": outcome, "note": note})
    return outcome_table(rows)


def head_outcomes(both: pd.DataFrame) -> pd.DataFrame:
    """Right where the gold's head is a word of the predicted speaker as written."""
    rows = []
    for row in both[both["head"].notna()].itertuples():
        words = re.findall(r"\w+", row.speaker.casefold()) if isinstance(row.speaker, str) else []
        outcome = "right" if row.head.casefold() in words else "missed"
        note = f"gold {row.head!r}, found {names_of(row)}"
        rows.append(place(row.article_id, row.start, row.end) | {"outcome": outcome, "note": note})
    return outcome_table(rows)


def silence_outcomes(both: pd.DataFrame) -> pd.DataFrame:
    """Sentences with a quotation that nobody in them speaks: right where it got neither cue nor speaker."""
    rows = []
    for _, quotations in both[both["cue"].isna() & both["head"].isna()].groupby("article_id", sort=False):
        predicted = [row for row in quotations.itertuples() if names_of(row) or not pd.isna(row.cue_start)]
        row = predicted[0] if predicted else next(quotations.itertuples())
        outcome = {"outcome": "false" if predicted else "right", "note": f"gold none, found {names_of(row)}"}
        rows.append(place(row.article_id, row.start, row.end) | outcome)
    return outcome_table(rows)
