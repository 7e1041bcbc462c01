"""NewsMTSC as lists of examples: a sentence, the places of its target, a label, the article it comes from."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

LABELS = ("negative", "neutral", "positive")
_POLARITY = {2.0: 0, 4.0: 1, 6.0: 2}

Span = tuple[int, int]


@dataclass(frozen=True)
class Example:
    """One target of one sentence."""

    text: str
    span: Span
    further: tuple[Span, ...]  # what the annotators' tool found coreferent
    label: int  # place in LABELS
    article: str


def data_folder() -> Path:
    """The folder of NewsMTSC, from the environment."""
    root = os.environ.get("FRAMELENS_DATA")
    if not root:
        msg = "FRAMELENS_DATA is not set; point it at a folder that holds eval/newsmtsc/train.jsonl."
        raise SystemExit(msg)
    return Path(root) / "eval" / "newsmtsc"


def read_examples(name: str) -> list[Example]:
    """All targets of one file, in its order."""
    examples = []
    for line in (data_folder() / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        for target in row["targets"]:
            further = tuple((other["from"], other["to"]) for other in target.get("further_mentions", ()))
            examples.append(
                Example(
                    text=row["sentence_normalized"],
                    span=(target["from"], target["to"]),
                    further=further,
                    label=_POLARITY[target["polarity"]],
                    article=article_of(row["primary_gid"]),
                )
            )
    return examples


def article_of(identifier: str) -> str:
    """The article of a sentence: its identifier up to the number of the article.

    Examples
    --------
    >>> article_of("allsides_12_34_5_Anna Ozola_0_10")
    'allsides_12_34'
    """
    match = re.match(r"(?:allsides_\d+_\d+|polusa_v1_\d+)", identifier)
    return match.group() if match else identifier


def folds_of(groups: Sequence[str], *, n: int, seed: int) -> np.ndarray:
    """A fold for each example, the same for all that share a group, of about equal sizes."""
    names = sorted(set(groups))
    order = np.random.default_rng(seed).permutation(len(names))
    fold = {name: int(place) % n for name, place in zip(names, order, strict=True)}
    return np.array([fold[group] for group in groups])
