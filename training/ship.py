"""The folder that ships: the model, its tokenizer, and a record of both that was measured on the very files."""

from __future__ import annotations

import hashlib
import json
import logging
import tempfile
from collections.abc import Sequence
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from framelens.target_model import TargetModel, load_target_model
from training.data import LABELS, Example, folds_of, read_examples
from training.export import export_float, quantize
from training.fit import Recipe
from training.measure import (
    accuracy,
    calibration_error,
    confusion,
    cross_fitted,
    fit_temperature,
    interval,
    macro_f1,
)
from training.names import Target, beside, label_changes
from training.network import WEIGHTS_SHA256, TargetNetwork, make_tokenizer

VERSION = "1.0"
_CARD = {
    "name": "framelens target sentiment (MiniLM-L6, names hidden)",
    "version": VERSION,
    "licence": "Apache-2.0",
    "citation": (
        "Fine-tuned for framelens from all-MiniLM-L6-v2 (Wang et al. 2020; Reimers & Gurevych 2019) "
        "on NewsMTSC (Hamborg & Donnay 2021)"
    ),
    "labels": list(LABELS),
}
_DEV = ("dev_rw", "dev_mt")


def ship(network: TargetNetwork, seeds: Sequence[int], folder: Path) -> dict[str, Any]:
    """Write model.onnx, tokenizer.json and model.json beside the folder, then rename; give the record."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent) as name:
        made = Path(name)
        export_float(network, made / "float.onnx")
        quantize(made / "float.onnx", made / "model.onnx")
        (made / "float.onnx").unlink()
        make_tokenizer().save(str(made / "tokenizer.json"), pretty=False)
        facts = {**_CARD, "sha256": _hashes(made), "temperature": 1.0, "recipe": _told(seeds)}
        _write(facts, made)
        facts |= _measured(load_target_model(made))
        _write(facts, made)
        for file in ("model.onnx", "tokenizer.json", "model.json"):
            (made / file).replace(folder / file)
    return facts


def _measured(model: TargetModel) -> dict[str, Any]:
    """Temperature and calibration on both dev files together, the rest on each apart."""
    dev = {name: read_examples(name) for name in _DEV}
    both = [example for name in _DEV for example in dev[name]]
    logging.info("measuring")
    logits = np.log(_probabilities(model, _targets(both)))
    labels = np.array([example.label for example in both])
    sentences = [example.text for example in both]
    chances = cross_fitted(labels, logits, folds_of(sentences, n=5, seed=0))
    low, high = interval(sentences, lambda drawn: calibration_error(labels[drawn], chances[drawn]))
    return {
        "temperature": fit_temperature(labels, logits),
        "calibration_error": {"estimate": calibration_error(labels, chances), "low": low, "high": high},
        "dev": {name: _file(model, examples) for name, examples in dev.items()},
        "other_name_changes": {
            kind: {"percent": 100 * float(changed.mean()), "n": changed.size}
            for kind, changed in label_changes(partial(_labels, model), beside(_targets(both))).items()
        },
    }


def _targets(examples: Sequence[Example]) -> list[Target]:
    return [(example.text, example.span) for example in examples]


def _probabilities(model: TargetModel, targets: Sequence[Target]) -> np.ndarray:
    return model([text for text, _ in targets], [[span] for _, span in targets])


def _labels(model: TargetModel, targets: Sequence[Target]) -> np.ndarray:
    return _probabilities(model, targets).argmax(1)


def _file(model: TargetModel, examples: list[Example]) -> dict[str, Any]:
    """Figures of one dev file; `confusion` is true class by predicted class."""
    labels = np.array([example.label for example in examples])
    predicted = _labels(model, _targets(examples))
    counts = confusion(labels, predicted)
    sentences = [example.text for example in examples]
    low, high = interval(sentences, lambda drawn: float(macro_f1(confusion(labels[drawn], predicted[drawn]))))
    return {
        "n": len(examples),
        "confusion": counts.tolist(),
        "macro_f1": {"estimate": float(macro_f1(counts)), "low": low, "high": high},
        "accuracy": float(accuracy(counts)),
    }


def _told(seeds: Sequence[int]) -> dict[str, Any]:
    run = {**asdict(Recipe()), "seed": list(seeds)}
    return {"weights": "all-MiniLM-L6-v2", "weights_sha256": WEIGHTS_SHA256, "averaged_runs": run}


def _hashes(folder: Path) -> dict[str, str]:
    return {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in ("model.onnx", "tokenizer.json")}


def _write(facts: dict[str, Any], folder: Path) -> None:
    (folder / "model.json").write_text(json.dumps(facts, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def report(facts: dict[str, Any]) -> None:
    """Say what was measured."""
    for name, found in facts["dev"].items():
        f1 = found["macro_f1"]
        logging.info(
            "%s: macro F1 %.2f (95 %% %.1f to %.1f), accuracy %.2f, n %d, confusion %s",
            *(name, f1["estimate"], f1["low"], f1["high"], found["accuracy"], found["n"], found["confusion"]),
        )
    error = facts["calibration_error"]
    logging.info("calibration error %.3f (%.3f to %.3f)", error["estimate"], error["low"], error["high"])
    logging.info("temperature %.3f", facts["temperature"])
    for kind, changed in facts["other_name_changes"].items():
        logging.info("another name (%s): %.2f %% of labels change, n %d", kind, changed["percent"], changed["n"])
