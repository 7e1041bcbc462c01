"""What each step costs for a million articles, and what a second worker adds: `python -m benchmarks.costs`.

Measured on the sample study's articles, each copy with a sentence of its own so that no cache serves it. CPU seconds,
the least of several runs; of the workers, what their processes used, with the models loaded before.
"""

import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pandas as pd

from benchmarks.memory import peak_memory
from framelens import (
    annotate,
    annotate_to_files,
    clean,
    count_terms,
    count_text,
    read_articles,
    read_corpus,
    read_study,
)
from framelens import annotations as annotations_module
from framelens.scores import score_mentions

REPEATS = 3
MILLION = 1_000_000
HOUR = 3600
PARTS, COPIES_IN_PARTS = 8, 12
STUDY = read_study("port-callen")
SAMPLE = read_corpus(STUDY)
_copies_made = 0


def copies(n: int) -> pd.DataFrame:
    """The sample's articles n times, no two alike and none like those of an earlier call."""
    global _copies_made
    parts = []
    for _ in range(n):
        _copies_made += 1
        ending = f"\nThe harbour office printed {100 + _copies_made} copies of this report on Monday.\n"
        ids = SAMPLE["article_id"] + f"-{_copies_made}"
        parts.append(SAMPLE.assign(article_id=ids, text=SAMPLE["text"] + ending))
    return pd.concat(parts, ignore_index=True)


def least(prepare: Callable[[], object], work: Callable[[object], object]) -> float:
    """CPU seconds of the quickest of some runs, each on what was prepared for it."""
    times = []
    for _ in range(REPEATS):
        given = prepare()
        start = time.process_time()
        work(given)
        times.append(time.process_time() - start)
    return min(times)


def step_costs(folder: Path) -> dict[str, tuple[int, float]]:
    """The number of articles and the CPU seconds of each step."""
    many, few = copies(60), copies(4)
    many.to_parquet(folder / "many.parquet")
    annotations = annotate(few, STUDY, cache=folder)
    tables = (annotations.mentions, annotations.sentences)
    texts = {"attributions": annotations.attributions, "scorer": "model"}
    return {
        "read": (len(many), least(lambda: folder / "many.parquet", read_articles)),
        "clean": (len(few), least(lambda: few, lambda articles: clean(articles, rules=STUDY.cleaning.rules))),
        "annotate": (len(few), least(lambda: copies(4), lambda articles: annotate(articles, STUDY, cache=folder))),
        "annotate, parses cached": (len(few), least(lambda: few, lambda one: annotate(one, STUDY, cache=folder))),
        "score": (len(few), least(lambda: tables, lambda given: score_mentions(*given, **texts))),
        "count tokens": (len(few), least(lambda: annotations.tokens, lambda tokens: count_terms(tokens, voice="all"))),
        "count text": (len(many), least(lambda: folder / "many.parquet", lambda file: count_text(str(file)))),
    }


def worker_costs(folder: Path, n_workers: int) -> tuple[float, float]:
    """CPU seconds of all workers, and seconds by the clock, for the same amount of text."""
    from dask.distributed import Client

    cluster = {"n_workers": n_workers, "threads_per_worker": 1, "dashboard_address": None, "local_directory": folder}
    os.environ["FRAMELENS_CACHE"] = str(folder / "cache")
    with Client(**cluster) as client:
        client.run(annotate, SAMPLE.head(2), STUDY, cache=folder / "warm")
        client.run(_load)
        articles = copies(COPIES_IN_PARTS)
        annotations_module.PART_CHARACTERS = int(articles["text"].str.len().sum()) // PARTS + 1
        before, start = sum(client.run(time.process_time).values()), time.perf_counter()
        annotate_to_files(articles, folder / f"out-{n_workers}", study=STUDY, engine="dask", cache=folder / "parses")
        elapsed = time.perf_counter() - start
        return sum(client.run(time.process_time).values()) - before, elapsed


def _load() -> None:
    from framelens.parsing import load_model

    load_model()


def main() -> None:
    words = SAMPLE["text"].str.split().str.len().mean()
    characters = SAMPLE["text"].str.len().mean()
    say = sys.stdout.write
    say(f"{time.strftime('%Y-%m-%d %H:%M')}, load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores; ")
    say(f"articles of {characters:.0f} characters, {words:.0f} words\n\n")
    say("| step | articles | CPU s | CPU hours per million articles |\n| --- | --- | --- | --- |\n")
    with tempfile.TemporaryDirectory() as folder:
        for name, (n_articles, seconds) in step_costs(Path(folder)).items():
            hours = seconds / n_articles * MILLION / HOUR
            say(f"| {name} | {n_articles:,} | {seconds:.2f} | {hours:.2f} |\n")
        peak = peak_memory()
        say(f"\npeak memory of all steps {peak:.0f} MB\n\n| workers | CPU s | s by the clock |\n| --- | --- | --- |\n")
        for n_workers in (1, 2, 1, 2):
            cpu, elapsed = worker_costs(Path(folder), n_workers)
            say(f"| {n_workers} | {cpu:.1f} | {elapsed:.1f} |\n")
    say(f"\nload at the end {os.getloadavg()[0]:.1f}\n")


if __name__ == "__main__":
    main()
