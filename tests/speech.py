"""Made-up news passages with their cues, attributed spans and sentence voices, and how close tables come to them.

``python tests/speech.py develop`` prints the totals of a file and each error. A line of the files in ``data/speech`` is
one passage: the definitions are the contract's, and ``optional`` marks a cue on which readers may differ. The row
for it is neither expected nor wrong. A report inside a report has a cue with ``nested`` and no span of its own.
A speaker whose ``negated`` is null has said so by refusing, and that flag is not compared.
"""

import json
import re
import sys
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from framelens.annotations import annotate
from framelens.schema import ARTICLES, conform
from framelens.study import About, Corpus, Study
from framelens.words import WORD

FOLDER = Path(__file__).parent / "data" / "speech"
HEADLINE = "Briefly\n\n"
"""Stands above each passage, so that its first line is no headline; nobody can be found in it."""

Tables = Mapping[str, pd.DataFrame]
Place = tuple[int, int]


class Tally(NamedTuple):
    """How many are right, of those expected and of those found."""

    right: int = 0
    expected: int = 0
    found: int = 0

    @property
    def share(self) -> float:
        """F1, which is the accuracy where as many are found as expected."""
        return 2 * self.right / (self.expected + self.found) if self.expected + self.found else 1.0


@dataclass
class Comparison:
    """The tallies by measure, and a line for each error."""

    tallies: dict[str, Tally] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)

    def count(self, measure: str, right: int, expected: int, found: int | None = None) -> None:
        old, found = self.tallies.get(measure, Tally()), expected if found is None else found
        self.tallies[measure] = Tally(old.right + right, old.expected + expected, old.found + found)

    def add(self, other: "Comparison") -> None:
        self.errors += other.errors
        for measure, tally in other.tallies.items():
            self.count(measure, *tally)


def load(name: str) -> list[dict[str, Any]]:
    """The passages of ``develop`` or ``held-out``."""
    lines = (FOLDER / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def article_text(entry: Mapping[str, Any]) -> str:
    """The passage as an article: only a passage about headlines brings its own."""
    return entry["text"] if entry["feature"] == "headline" else HEADLINE + entry["text"]


def annotate_passages(entries: Iterable[Mapping[str, Any]]) -> dict[str, dict[str, pd.DataFrame]]:
    """The tables of each passage, from one annotation with a study that names nobody."""
    study = Study(study=About(title="Nothing"), corpus=Corpus(articles="none.csv"), path=Path("study.toml"))
    rows = [{"article_id": e["id"], "outlet": "Made-up Post", "text": article_text(e)} for e in entries]
    annotations = annotate(conform(pd.DataFrame(rows), ARTICLES), study)
    tables = {name: getattr(annotations, name) for name in ("sentences", "attributions", "cues", "tokens")}
    return {
        row["article_id"]: {name: table[table["article_id"] == row["article_id"]] for name, table in tables.items()}
        for row in rows
    }


def compare_all(name: str) -> Comparison:
    """The comparison of a whole file."""
    entries = load(name)
    tables = annotate_passages(entries)
    total = Comparison()
    for entry in entries:
        total.add(compare(tables[entry["id"]], entry))
    return total


def compare(tables: Tables, entry: Mapping[str, Any]) -> Comparison:
    """How close the tables of one passage (offsets into `article_text`) come to its entry."""
    base = len(article_text(entry)) - len(entry["text"])
    result = Comparison()
    found = {name: _rows(table, base) for name, table in tables.items()}
    _compare_cues(found["cues"], entry, result)
    _compare_spans(found["attributions"], entry, result)
    _compare_words(found["tokens"], entry, result)
    voices = [row["voice"] for row in found["sentences"]]
    right = [expected == got for expected, got in zip(entry["sentences"], voices, strict=False)]
    result.count("sentence voices", sum(right), len(entry["sentences"]), len(voices))
    if not all(right) or len(voices) != len(entry["sentences"]):
        result.errors.append(f"sentences {'/'.join(voices)}, not {'/'.join(entry['sentences'])}")
    excerpt = " ".join(entry["text"].split())
    result.errors = [f"{entry['id']} {error}" for error in result.errors]
    if result.errors:
        result.errors.insert(0, f"\n{entry['id']} [{entry['feature']}] {excerpt}")
    return result


def same_actor(found: str | None, expected: str | None) -> bool:
    """Whether two names mean one speaker: a name may have more words round it, a phrase more or fewer."""
    if not found or not expected:
        return not found and not expected
    got, wanted = _plain(found), _plain(expected)
    is_phrase = re.sub(r"^(?:the|an?|its|their)\s+", "", expected, flags=re.IGNORECASE)[:1].islower()
    return _holds(got, wanted) or (is_phrase and _holds(wanted, got))


def _plain(name: str) -> str:
    words = re.sub(r"['’]s?(?=\s|$)", "", name.casefold())
    return " ".join(word for word in re.findall(r"[\w'’-]+", words) if word not in ("the", "a", "an"))


def _holds(longer: str, shorter: str) -> bool:
    return bool(shorter) and f" {shorter} " in f" {longer} "


def _rows(table: pd.DataFrame, base: int) -> list[dict[str, Any]]:
    """The rows of the passage, with offsets into it; missing values are None."""
    rows = table[table["start"] >= base].to_dict("records")
    clean = [{key: None if _is_missing(value) else value for key, value in row.items()} for row in rows]
    places = ("start", "end", "cue_start", "cue_end")
    return [row | {key: row[key] - base for key in places if row.get(key) is not None} for row in clean]


def _is_missing(value: Any) -> bool:
    return pd.api.types.is_scalar(value) and bool(pd.isna(value))


def place_of(text: str, piece: str, nth: int = 1, *, whole: bool = False) -> Place:
    """Where ``piece`` stands for the ``nth`` time; a cue is a whole word."""
    pattern = rf"(?<!\w){re.escape(piece)}(?!\w)" if whole else rf"(?={re.escape(piece)})"
    start = [match.start() for match in re.finditer(pattern, text)][nth - 1]
    return start, start + len(piece)


def cue_places(entry: Mapping[str, Any]) -> list[Place]:
    """Where the entry's cues stand."""
    return [place_of(entry["text"], cue["cue"], cue.get("nth", 1), whole=True) for cue in entry["cues"]]


def span_places(entry: Mapping[str, Any]) -> list[Place]:
    """Where the entry's attributed spans stand."""
    return [place_of(entry["text"], span["text"], span.get("nth", 1)) for span in entry["attributions"]]


def _overlap(row: Mapping[str, Any], place: Place) -> int:
    return max(min(row["end"], place[1]) - max(row["start"], place[0]), 0)


def _compare_cues(rows: list[dict[str, Any]], entry: Mapping[str, Any], result: Comparison) -> None:
    left, right, with_actor, expected = list(rows), 0, 0, 0
    for cue, place in zip(entry["cues"], cue_places(entry), strict=True):
        row = next((row for row in left if _overlap(row, place)), None)
        if row is not None:
            left.remove(row)
        if cue.get("optional"):
            continue
        expected += 1
        if row is None:
            result.errors.append(f"cue missed: {_excerpt(entry, place)} ({cue['actor']})")
            continue
        right += 1
        with_actor += same_actor(row["actor"], cue["actor"])
        _compare_features(row, cue, result)
    result.count("cues", right, expected, right + len(left))
    result.count("cues with actor", with_actor, expected, right + len(left))
    for row in left:
        result.errors.append(f"cue too many: {_excerpt(entry, (row['start'], row['end']))} ({row['actor']})")


def _compare_features(row: Mapping[str, Any], cue: Mapping[str, Any], result: Comparison) -> None:
    got = {"lemma": str(row["lemma"]).split()[0], "kind": row["kind"], "flags": _flags(row, cue)}
    wanted = {"lemma": cue["lemma"].split()[0], "kind": cue["kind"], "flags": _flags(cue, cue)}
    for name in got:
        result.count(f"cue {name}", int(got[name] == wanted[name]), 1)
        if got[name] != wanted[name]:
            result.errors.append(f"cue {cue['cue']}: {name} {got[name]}, not {wanted[name]}")
    if not same_actor(row["actor"], cue["actor"]):
        result.errors.append(f"cue {cue['cue']}: actor {row['actor']}, not {cue['actor']} (as {row['speaker']})")


def _flags(row: Mapping[str, Any], cue: Mapping[str, Any]) -> str:
    negated = bool(row["negated"]) and cue["negated"] is not None
    return " ".join(["nested"] * bool(row["nested"]) + ["negated"] * negated) or "none"


def _compare_spans(rows: list[dict[str, Any]], entry: Mapping[str, Any], result: Comparison) -> None:
    """Spans by place and voice, punctuation at their ends aside; actors by the span that covers most of one."""
    text, places = entry["text"], span_places(entry)
    expected = Counter(
        (span["voice"], *_trim(text, place)) for span, place in zip(entry["attributions"], places, strict=True)
    )
    rows = [row for row in rows if not _is_nested_report(row, entry)]
    found = Counter((row["voice"], *_trim(text, (row["start"], row["end"]))) for row in rows)
    result.count("spans", (expected & found).total(), expected.total(), found.total())
    for sign, spans in (("missed", expected - found), ("too many", found - expected)):
        result.errors += [f"span {sign}: {voice} <{_short(text[start:end])}>" for voice, start, end in spans]
    for span, place in zip(entry["attributions"], places, strict=True):
        _compare_span(rows, span, place, entry, result)


def _compare_span(
    rows: list[dict[str, Any]], span: Mapping[str, Any], place: Place, entry: Mapping[str, Any], result: Comparison
) -> None:
    alike = [row for row in rows if row["voice"] == span["voice"] and _overlap(row, place)]
    best = max(alike, key=lambda row: 2 * _overlap(row, place) - (row["end"] - row["start"]), default=None)
    got = best and best["actor"]
    right = best is not None and same_actor(got, span["actor"])
    result.count("span actors", int(right), 1)
    if best is not None and not right:
        result.errors.append(f"span actor {got}, not {span['actor']}: <{_short(span['text'])}>")
    if span["cue"] is not None:
        cues = [at for cue, at in zip(entry["cues"], cue_places(entry), strict=True) if cue["cue"] == span["cue"]]
        linked = best is not None and _begins_in(best["cue_start"], cues)
        result.count("span cues", int(linked), 1)


def _is_nested_report(row: Mapping[str, Any], entry: Mapping[str, Any]) -> bool:
    """Whether an indirect row belongs to a nested cue, whose words the report round it has already."""
    nested = [place for cue, place in zip(entry["cues"], cue_places(entry), strict=True) if cue["nested"]]
    return row["voice"] == "indirect" and _begins_in(row["cue_start"], nested)


def _begins_in(start: int | None, places: Iterable[Place]) -> bool:
    return start is not None and any(first <= start < end for first, end in places)


def _trim(text: str, place: Place) -> Place:
    words = list(re.finditer(r"\w", text[slice(*place)]))
    return (place[0] + words[0].start(), place[0] + words[-1].end()) if words else place


def _compare_words(rows: list[dict[str, Any]], entry: Mapping[str, Any], result: Comparison) -> None:
    """The share of words with the right voice; a word in marks is quoted, whatever stands round the marks."""
    by_start = {row["start"]: row["voice"] for row in rows}
    voices: dict[int, str] = {}
    spans = sorted(
        zip(entry["attributions"], span_places(entry), strict=True), key=lambda pair: pair[0]["voice"] == "quoted"
    )
    words = [match.start() for match in WORD.finditer(entry["text"])]
    for span, (start, end) in spans:
        voices |= {word: span["voice"] for word in words if start <= word < end}
    right = sum(by_start.get(word) == voices.get(word, "own") for word in words)
    result.count("word voices", right, len(words))


def _excerpt(entry: Mapping[str, Any], place: Place) -> str:
    start, end = place
    text = entry["text"]
    return " ".join(f"…{text[max(start - 25, 0) : start]}*{text[start:end]}*{text[end : end + 25]}…".split())


def _short(piece: str) -> str:
    return " ".join(piece.split()) if len(piece) < 90 else " ".join(f"{piece[:50]} … {piece[-35:]}".split())


def main(name: str) -> None:
    total = compare_all(name)
    lines = [*total.errors, "", *(f"{m:16} {t.share:.3f}  {tuple(t)}" for m, t in total.tallies.items())]
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
