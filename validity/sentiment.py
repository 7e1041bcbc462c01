"""The block of sentiment: labels of news sentences, the countries' check set, calibration, and blindness to names."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from framelens.inference import wilson
from framelens.scorers import LABELS, SCORERS, find_scorer, labels_of
from framelens.target_model import load_target_model
from training.measure import calibration_error, confusion, cross_fitted, interval, macro_f1
from training.names import Target, beside, label_changes
from validity.gold import ROOT

DEV = {"dev_rw": "NewsMTSC dev, real-world", "dev_mt": "NewsMTSC dev, several targets"}
COUNTRIES = "countries (ours)"
FOLDS = 5

Array = np.ndarray[Any, Any]
Row = dict[str, Any]


class Decision(NamedTuple):
    """A target in a sentence, its true label (0 negative, 1 neutral, 2 positive) and, of the countries, its kind."""

    text: str
    span: tuple[int, int]
    label: int
    kind: str


def sentiment_rows(folder: Path) -> Iterator[Row]:
    """The rows of the table: every scorer on every set, then what is asked of the model alone."""
    dev = {data: read_news(folder / "newsmtsc" / f"{name}.jsonl") for name, data in DEV.items()}
    countries = read_countries()
    for scorer in SCORERS:
        for data, decisions in (dev | {COUNTRIES: countries}).items():
            found = predict(scorer, decisions)
            yield _macro_f1(scorer, data, decisions, found)
            yield from _recalls(scorer, data, decisions, found)
        yield from _kinds(scorer, countries, predict(scorer, countries))
    yield calibration(list(dev.values()))
    for data, decisions in dev.items():
        yield from swaps(data, decisions)


def read_news(file: Path) -> list[Decision]:
    """The targets of a NewsMTSC file (polarity 2 negative, 4 neutral, 6 positive)."""
    rows = map(json.loads, file.read_text(encoding="utf-8").splitlines())
    return [
        Decision(row["sentence_normalized"], (one["from"], one["to"]), int(one["polarity"]) // 2 - 1, "")
        for row in rows
        for one in row["targets"]
    ]


def read_countries() -> list[Decision]:
    """The targets of our check set, by the first labeller; the second agrees throughout."""
    file = ROOT / "tests" / "data" / "countries" / "sentences.jsonl"
    rows = map(json.loads, file.read_text(encoding="utf-8").splitlines())
    return [
        Decision(row["text"], (row["start"], row["end"]), LABELS.index(row["labels"][0]), row["kind"]) for row in rows
    ]


def predict(scorer: str, decisions: Sequence[Decision]) -> Array:
    """The scorer's labels, as numbers."""
    chances = find_scorer(scorer)([one.text for one in decisions], [[one.span] for one in decisions])
    return np.array([LABELS.index(label) for label in labels_of(chances)])


def calibration(sets: Sequence[Sequence[Decision]]) -> Row:
    """Expected calibration error over all dev targets, the temperature fitted on the other folds of sentences."""
    decisions = [one for decisions in sets for one in decisions]
    texts = {text: number for number, text in enumerate(dict.fromkeys(one.text for one in decisions))}
    folds = np.array([texts[one.text] % FOLDS for one in decisions])
    truth = _truth(decisions)
    chances = load_target_model()([one.text for one in decisions], [[one.span] for one in decisions])
    chances = cross_fitted(truth, np.log(chances), folds)
    low, high = interval([one.text for one in decisions], lambda drawn: calibration_error(truth[drawn], chances[drawn]))
    row = _row("model", "calibration", "NewsMTSC dev, both", "expected calibration error")
    return row | {"n": len(truth), "estimate": calibration_error(truth, chances), "low": low, "high": high}


def swaps(data: str, decisions: Sequence[Decision]) -> Iterator[Row]:
    """Labels that change when another target of the sentence gets another name, over 50 names of three kinds."""
    pairs = beside([(one.text, one.span) for one in decisions])
    if not pairs:
        return
    for kind, changed in label_changes(_model_labels, pairs).items():
        row = _row("model", f"another party renamed ({kind}, {len(changed)} names)", data, "labels that change")
        counts = {"k": int(changed.sum()), "n": changed.size, "estimate": float(changed.mean())}
        yield row | counts | _of_pairs(changed, [text for (text, _), _ in pairs])


def _model_labels(targets: Sequence[Target]) -> Array:
    return predict("model", [Decision(text, span, 0, "") for text, span in targets])


def _of_pairs(changed: Array, texts: Sequence[str]) -> dict[str, float]:
    """The interval of a share of changes: sentences are drawn again, with all their names."""
    by_pair = changed.mean(axis=0)
    low, high = interval(texts, lambda drawn: float(by_pair[drawn].mean()))
    return {"low": low, "high": high}


def _macro_f1(scorer: str, data: str, decisions: Sequence[Decision], found: Array) -> Row:
    truth = _truth(decisions)
    low, high = interval(
        [one.text for one in decisions], lambda drawn: float(macro_f1(confusion(truth[drawn], found[drawn]))) / 100
    )
    estimate = float(macro_f1(confusion(truth, found))) / 100
    counts = {"k": int((truth == found).sum()), "n": len(truth)}
    return _row(scorer, "sentiment toward a target", data, "macro F1") | counts | {
        "estimate": estimate, "low": low, "high": high,
    }  # fmt: skip


def _recalls(scorer: str, data: str, decisions: Sequence[Decision], found: Array) -> Iterator[Row]:
    truth = _truth(decisions)
    for number, label in enumerate(LABELS):
        right = found[truth == number] == number
        yield _share(_row(scorer, "sentiment toward a target", data, f"recall of {label}"), right)


def _kinds(scorer: str, decisions: Sequence[Decision], found: Array) -> Iterator[Row]:
    kinds, right = np.array([one.kind for one in decisions]), _truth(decisions) == found
    for kind in dict.fromkeys(kinds):
        yield _share(_row(scorer, f"hard cases: {kind}", COUNTRIES, "accuracy"), right[kinds == kind])


def _share(row: Row, right: Array) -> Row:
    k, n = int(right.sum()), len(right)
    low, high = wilson(k, n)
    return row | {"k": k, "n": n, "estimate": k / n, "low": float(low), "high": float(high)}


def _truth(decisions: Sequence[Decision]) -> Array:
    return np.array([one.label for one in decisions])


def _row(scorer: str, label: str, data: str, statistic: str) -> Row:
    name = f"sentiment.{scorer}"
    return {"name": name, "label": f"{label} ({scorer})", "data": data, "unit": "target", "statistic": statistic}
