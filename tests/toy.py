"""A tiny corpus of made-up sentences and the tables that belong to it, built without a parser."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from framelens import Annotations
from framelens.schema import ANNOTATION_TABLES, conform, empty, in_memory
from framelens.words import WORD

ROOT = Path(__file__).parent.parent

DATA = os.environ.get("FRAMELENS_DATA")
needs_data = pytest.mark.skipif(not DATA, reason="FRAMELENS_DATA, the folder with eval/ and seeds/, is not set")

# Two outlets, two parties (Tidemark and Ravel), eight sentences, one a line; “…” is somebody else's voice.
TEXTS = {
    "a1": ("Alpha", "Tidemark began a war.\nThe war, Ravel said, is “a good operation”.\nIt was bad."),
    "a2": ("Alpha", "The operation hurt Ravel.\nIt hurt Ravel and Tidemark."),
    "b1": ("Beta", "The operation of Tidemark was good.\nThe operation ended.\nNo war followed."),
}
PARTIES = {"tidemark": "Tidemark", "ravel": "Ravel"}


def golden(topic: str) -> list[Any]:
    """The golden cases of one topic as pytest parameters; one that is skipped where there are none to read."""
    if not DATA:
        return [pytest.param(None, marks=needs_data, id=topic)]
    cases = json.loads((Path(DATA) / "eval" / "golden" / f"{topic}.json").read_text(encoding="utf-8"))["cases"]
    return [pytest.param(case, id=case["name"]) for case in cases]


def golden_counts(name: str) -> dict[str, dict[str, int]]:
    """Word counts of two corpora and a background."""
    return json.loads((Path(DATA or "") / "eval" / "golden" / name).read_text(encoding="utf-8"))


def near(expected: float, tolerance: Mapping[str, float]) -> Any:
    """What passes for ``expected``: within the larger of the absolute and the relative tolerance."""
    return pytest.approx(float(expected), rel=tolerance["rel"], abs=tolerance["abs"])


def tokens_of(counts: Mapping[tuple[str, str], Mapping[str, int]]) -> pd.DataFrame:
    """Added-up tokens from ``{(outlet, article): {term: n}}``, all of them the narrator's."""
    rows = [(o, a, term, n, "own", "body") for (o, a), terms in counts.items() for term, n in terms.items()]
    return pd.DataFrame(rows, columns=["outlet", "article_id", "term", "n", "voice", "zone"])


def annotations_of(texts: Mapping[str, tuple[str, str]] = TEXTS) -> Annotations:
    """The tables of ``{article_id: (outlet, text)}``: a line is a sentence, text inside “…” is quoted."""
    found: dict[str, list[dict[str, Any]]] = {name: [] for name in ANNOTATION_TABLES}
    for article_id, (outlet, text) in texts.items():
        article = {"article_id": article_id, "outlet": outlet, "text": text, "sha256": "0" * 64}
        found["articles"].append(article | {"n_words": len(WORD.findall(text))})
        quoted = [match.span(1) for match in re.finditer("“([^”]*)”", text)]
        for number, (start, end) in enumerate(quoted, start=1):
            place = {"start": start, "end": end, "voice": "quoted"}
            found["attributions"].append({"article_id": article_id, "attribution_id": number} | place)
        for number, line in enumerate(re.finditer(r"[^\n]+", text), start=1):
            _add_line(found, article_id, number, line, quoted)
    tables = {
        name: conform(pd.DataFrame(rows), ANNOTATION_TABLES[name]) if rows else empty(ANNOTATION_TABLES[name])
        for name, rows in found.items()
    }
    offsets = [list(range(row.start, row.end)) for row in tables["sentences"].itertuples()]
    tables["sentences"] = tables["sentences"].assign(offsets=offsets)
    articles = tables.pop("articles")
    return Annotations(
        articles=articles,
        **{name: table for name, table in in_memory(tables | {"articles": articles}).items() if name != "articles"},
    )


def copy_study(name: str, folder: Path, *, articles: Path | None = None) -> Path:
    """A copy of a committed study to change, with ``articles`` in place of its own; its outputs stay behind."""
    target = folder / name
    shutil.copytree(ROOT / "seeds" / name, target, ignore=shutil.ignore_patterns("out", "shared", "articles"))
    (target / "articles").mkdir()
    for file in (articles or ROOT / "seeds" / name / "articles").glob("*.txt"):
        shutil.copyfile(file, target / "articles" / file.name)
    return target


def real_study(folder: Path) -> Path:
    """The Antalya study with its five copyrighted files; use only under `needs_data`."""
    return copy_study("antalya-2022", folder, articles=Path(DATA or "") / "seeds")


def small_study(folder: Path, extra: str = "", texts: Mapping[str, str] | None = None) -> Path:
    """A study of two short articles, to be spoiled."""
    (folder / "articles").mkdir(parents=True)
    texts = texts or {"one": "Tidemark began a war, and nobody followed.", "two": "The war ended."}
    for name, text in texts.items():
        (folder / "articles" / f"{name}.txt").write_text(text + "\n", encoding="utf-8")
    table = "file,outlet\n" + "".join(f"{name}.txt,{name.title()} Post\n" for name in texts)
    (folder / "articles.csv").write_text(table, encoding="utf-8")
    (folder / "study.toml").write_text(SMALL_STUDY + extra, encoding="utf-8")
    return folder


SMALL_STUDY = """
[study]
title = "A small war"
[corpus]
articles = "articles.csv"
text = "articles"
[parties.tidemark]
label = "Tidemark"
names = ["Tidemark"]
[concepts.event]
label = "What it is called"
labels.war = ["war"]
labels.operation = ["operation"]
[facts.end]
label = "It ended"
patterns = ["ended"]
"""


def once(tmp_path_factory: pytest.TempPathFactory, name: str, make: Callable[[Path], None]) -> Path:
    """A folder that is filled once for all workers of a run; the others wait for the first."""
    base = tmp_path_factory.getbasetemp()
    root = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    folder, done = root / name, root / f"{name}.done"
    try:
        folder.mkdir()
    except FileExistsError:
        while not done.exists():
            time.sleep(0.2)
        return folder
    try:
        make(folder)
    finally:
        done.touch()
    return folder


def framelens(*arguments: str | Path, folder: Path | None = None) -> "subprocess.CompletedProcess[str]":
    """Run the command line."""
    command = [sys.executable, "-m", "framelens.cli", *map(str, arguments)]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def batch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """`framelens run port-callen`, run once: its outputs, with what it said in ``said.txt`` and ``status.txt``."""

    def make(folder: Path) -> None:
        result = framelens("run", ROOT / "seeds" / "port-callen", "--out", folder / "out", "--jobs", "2", folder=ROOT)
        (folder / "said.txt").write_text(result.stdout + result.stderr, encoding="utf-8")
        (folder / "status.txt").write_text(str(result.returncode), encoding="utf-8")

    return once(tmp_path_factory, "batch-of-port-callen", make)


def _add_line(
    found: dict[str, list[dict[str, Any]]], article_id: str, number: int, line: re.Match[str], quoted: list[Any]
) -> None:
    def voice(place: int) -> str:
        return "quoted" if any(start <= place < end for start, end in quoted) else "own"

    place = {"article_id": article_id, "start": line.start(), "end": line.end(), "zone": "body"}
    found["lines"].append(place | {"line": number, "reason": "body"})
    key = {"article_id": article_id, "sentence_id": number}
    found["sentences"].append(place | key | {"text": line.group(), "voice": "own"})
    for word in WORD.finditer(line.string, line.start(), line.end()):
        at = {"start": word.start(), "end": word.end(), "voice": voice(word.start())}
        term = word.group().casefold()
        found["tokens"].append(key | at | {"term": term, "lemma": term.removesuffix("s"), "zone": "body"})
        for party, name in PARTIES.items():
            if word.group() == name:
                found["mentions"].append(key | at | {"party": party, "alias": name, "is_speaker": False})


@contextmanager
def not_for_ever() -> Iterator[None]:
    """Ends what tries for ever, so that the test fails: what is tested takes a hundredth of these CPU seconds."""

    def stop(*_: object) -> None:
        raise AssertionError("it tries for ever")

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, 60)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
