"""The gold: where it lies, and its quotations and attributions as tables."""

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

ROOT = Path(__file__).resolve().parent.parent
MARKS = "\"“”„«»'‘’`"
FILES = {"gum_wikinews": None, "pud_sentences": "PUD", "litbank_fiction": "LitBank"}
"""The files of ``eval/quotes`` with their data set; GUM's is parted by genre."""
ATTRIBUTED = ("GUM news", "GUM interview")
"""The data sets that say whom a quotation belongs to."""
DATA = (*ATTRIBUTED, "PUD", "LitBank")
"""All of them, in the order of the table."""


@dataclass(frozen=True)
class QuoteGold:
    """Texts (`outcomes.Measure`), and by ``article_id`` the quotations and the attributions in them.

    ``spans`` has ``start, end`` (trimmed to what stands inside the marks), ``n_tokens``, ``attributions`` (their
    numbers) and, for single sentences, ``cue`` (a span or None) and ``head`` (the speaker's head word or None).
    ``attributions`` has ``number, sources`` (the ways in which the gold names the source), ``cue`` (the spans of the
    cue's tokens) and ``lemmas`` (theirs).
    """

    texts: pd.DataFrame
    spans: pd.DataFrame
    attributions: pd.DataFrame


def data_folder() -> Path:
    """The folder of the gold in FRAMELENS_DATA, else in ``shared`` beside the checkout; exits where there is none."""
    folder = Path(os.environ.get("FRAMELENS_DATA") or ROOT.parent / "shared") / "eval"
    if not (folder / "quotes").is_dir() or not (folder / "voice").is_dir():
        raise SystemExit(
            f"there is no gold in '{folder}'; set FRAMELENS_DATA to the folder that holds eval/quotes and eval/voice."
        )
    return folder


def read_jsonl(path: Path) -> list[dict[str, Any]]:
    """The objects of a JSON Lines file."""
    with path.open(encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def inside(text: str, start: int, end: int) -> tuple[int, int]:
    """A span without the white space and the quotation marks at its ends.

    >>> inside("Ann: “ So be it. ”", 5, 18)
    (7, 16)
    """

    def is_outside(char: str) -> bool:
        return char.isspace() or char in MARKS

    while start < end and is_outside(text[start]):
        start += 1
    while end > start and is_outside(text[end - 1]):
        end -= 1
    return start, end


def read_quote_gold(folder: Path) -> QuoteGold:
    """The sets of quotations in ``eval/quotes``."""
    texts: list[dict[str, Any]] = []
    spans: list[dict[str, Any]] = []
    attributions: list[dict[str, Any]] = []
    for name, data in FILES.items():
        for row in read_jsonl(folder / f"{name}.jsonl"):
            key = {"article_id": row["id"]}
            about = {"data": data or f"GUM {row['genre']}", "document": row.get("doc", row["id"])}
            texts.append({"text_id": row["id"], "text": row["text"]} | about)
            quotes = row["quoted_spans"] if "quoted_spans" in row else row["quotes"]
            spans += [key | _span(row["text"], quote) for quote in quotes]
            found = enumerate(row.get("attributions", ()))
            attributions += [key | {"number": number} | _attribution(item) for number, item in found]
    order = sorted(texts, key=lambda row: DATA.index(row["data"]))
    return QuoteGold(pd.DataFrame(order), pd.DataFrame(spans), pd.DataFrame(attributions))


def _span(text: str, quote: dict[str, Any]) -> dict[str, Any]:
    start, end = inside(text, quote["start"], quote["end"])
    cue, speaker = quote.get("cue"), quote.get("speaker")
    return {
        "start": start,
        "end": end,
        "n_tokens": quote.get("tokens"),
        "attributions": quote.get("attributions", []),
        "cue": (cue["start"], cue["end"]) if cue else None,
        "head": speaker["head"]["text"] if speaker else None,
    }


def _attribution(attribution: dict[str, Any]) -> dict[str, Any]:
    name = (attribution["source_entity"] or {}).get("name")
    return {
        "sources": [*_pieces(attribution["source_tokens"]), *([name] if name else [])],
        "cue": [(token["start"], token["end"]) for token in attribution["cue_tokens"]],
        "lemmas": [token["lemma"] for token in attribution["cue_tokens"]],
    }


def _pieces(tokens: list[dict[str, Any]]) -> list[str]:
    """The texts of the contiguous pieces of a source that may have gaps."""
    pieces: list[str] = []
    last = -1
    for token in tokens:
        gap = token["start"] - last
        if pieces and gap <= 1:
            pieces[-1] += " " * gap + token["text"]
        else:
            pieces.append(token["text"])
        last = token["end"]
    return pieces
