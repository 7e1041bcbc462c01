"""Near-duplicate articles: planted pairs among made-up collages of newswire sentences."""

import json
from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from framelens.copies import find_copies
from validity.gold import read_jsonl
from validity.outcomes import Measure, outcome_table, place

DATA = "planted near-duplicates"


def measure_copies(folder: Path) -> Iterator[Measure]:
    """The pairs, each under the article that is first in the alphabet."""
    rows = read_jsonl(folder / "neardup" / "articles.jsonl")
    gold = {(min(pair), max(pair)) for pair in json.loads((folder / "neardup" / "pairs.json").read_text("utf-8"))}
    articles = pd.DataFrame(rows).rename(columns={"id": "article_id"}).assign(outlet=DATA)
    found = set(find_copies(articles)[["article_id", "other_id"]].itertuples(index=False, name=None))
    outcomes = [
        place(one, 0, 0) | {"outcome": outcome, "note": f"{one} and {two}"}
        for pairs, outcome in ((gold & found, "right"), (gold - found, "missed"), (found - gold, "false"))
        for one, two in sorted(pairs)
    ]
    texts = pd.DataFrame({"text_id": articles["article_id"], "text": articles["text"]})
    texts = texts.assign(data=DATA, document=texts["text_id"])
    yield Measure("copies.pairs", "near-duplicate articles", "pair", "prf", outcome_table(outcomes), texts)
