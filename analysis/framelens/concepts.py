"""Mentions of a study's concepts, and the label that each one uses."""

from collections.abc import Mapping

import pandas as pd

from framelens.patterns import Hit, Patterns, overlap
from framelens.schema import LABELS, conform, empty
from framelens.study import Concept
from framelens.voices import Voices


def find_labels_in(
    sentences: pd.DataFrame, attributions: pd.DataFrame, concepts: Mapping[str, Concept], *, zone: str = "body"
) -> pd.DataFrame:
    """The labels table of some sentences (with ``offsets``), each label with the voice that uses it."""
    any_label = Patterns(
        {key: [one for group in concept.labels.values() for one in group] for key, concept in concepts.items()}
    )
    searches = [(key, Patterns(concept.labels), Patterns({"": concept.exclude})) for key, concept in concepts.items()]
    chosen = sentences[(sentences["zone"] == zone) | (zone == "all")]
    voices = Voices(attributions)
    rows = []
    for sentence in (row for row in chosen.itertuples() if any_label.may_occur(row.text)):
        for concept, labels, exclusions in searches:
            for hit in _surviving(labels, exclusions, sentence.text):
                start, end = sentence.offsets[hit.start], sentence.offsets[hit.end - 1] + 1
                whose = voices.at(sentence.article_id, start)
                rows.append((sentence.article_id, sentence.sentence_id, start, end, concept, hit.key, *whose))
    return conform(pd.DataFrame(rows, columns=list(LABELS)), LABELS) if rows else empty(LABELS)


def _surviving(labels: Patterns, exclusions: Patterns, text: str) -> list[Hit]:
    hits = labels.find(text)
    killers = exclusions.find_all(text) if hits else []
    return [hit for hit in hits if not any(overlap(hit, killer) for killer in killers)]
