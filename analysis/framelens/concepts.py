"""Mentions of a study's concepts, and the label that each one uses."""

from bisect import bisect_left
from collections.abc import Mapping
from itertools import accumulate

import pandas as pd

from framelens.patterns import Hit, Patterns
from framelens.schema import LABELS, table_of
from framelens.study import Concept
from framelens.voices import Voices


def find_labels_in(
    sentences: pd.DataFrame, attributions: pd.DataFrame, concepts: Mapping[str, Concept]
) -> pd.DataFrame:
    """The labels table of some sentences (with ``offsets``), each label with the voice that uses it."""
    any_label = Patterns(
        {key: [one for group in concept.labels.values() for one in group] for key, concept in concepts.items()}
    )
    searches = {key: (Patterns(concept.labels), Patterns({"": concept.exclude})) for key, concept in concepts.items()}
    voices = Voices(attributions)
    rows = []
    columns = zip(*(sentences[name].tolist() for name in ("article_id", "sentence_id", "text", "offsets")), strict=True)
    for article_id, sentence_id, text, offsets in columns:
        occurring = {hit.key for hit in any_label.find_all(text)}
        for concept in (key for key in concepts if key in occurring):
            for hit in _surviving(*searches[concept], text):
                start, end = offsets[hit.start], offsets[hit.end - 1] + 1
                rows.append((article_id, sentence_id, start, end, concept, hit.key, *voices.at(article_id, start)))
    return table_of(rows, LABELS)


def _surviving(labels: Patterns, exclusions: Patterns, text: str) -> list[Hit]:
    """The labels in a text that no exclusion overlaps."""
    hits = labels.find(text)
    killers = sorted(exclusions.find_all(text)) if hits else []
    starts = [killer.start for killer in killers]
    reach = [0, *accumulate((killer.end for killer in killers), max)]  # Where the last of the first so many ends.
    return [hit for hit in hits if reach[bisect_left(starts, hit.end)] <= hit.start]
