"""The check set of countries as targets is what its data card says."""

import json
from collections import Counter
from pathlib import Path

from nltk.metrics.agreement import AnnotationTask

FOLDER = Path(__file__).parent / "data" / "countries"
ROWS = [json.loads(line) for line in (FOLDER / "sentences.jsonl").read_text(encoding="utf-8").splitlines()]
CARD = (FOLDER / "README.md").read_text(encoding="utf-8")


def test_every_target_is_a_name_in_its_sentence():
    assert len({row["id"] for row in ROWS}) == len(ROWS)
    for row in ROWS:
        name = row["text"][row["start"] : row["end"]]
        assert name == name.strip() != "", row["id"]
        assert not name.lower().startswith("the "), row["id"]
        assert not name.endswith("'s"), row["id"]


def test_the_card_counts_the_kinds_that_the_file_has():
    targets = Counter(row["kind"] for row in ROWS)
    sentences = {kind: len({row["text"] for row in ROWS if row["kind"] == kind}) for kind in targets}
    told = {}
    for line in CARD.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if len(cells) == 4 and cells[2].isdigit():
            told[cells[0].strip("`")] = (int(cells[2]), int(cells[3]))
    assert told == {kind: (sentences[kind], count) for kind, count in targets.items()}


def test_the_card_tells_the_agreement_of_the_two_labellers():
    labels = [
        (labeller, row["id"], row["labels"][number]) for row in ROWS for number, labeller in enumerate(("one", "two"))
    ]
    assert f"alpha (nominal) {AnnotationTask(labels).alpha():.2f}, n = {len(ROWS)}" in CARD


def test_both_labellers_used_every_label():
    for number in (0, 1):
        assert {row["labels"][number] for row in ROWS} == {"negative", "neutral", "positive"}
