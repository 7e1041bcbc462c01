"""Annotating against the parser it is built on: CPU time on the same text, and memory on ten times the text."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SETUP = """
import sys, tempfile, time
from pathlib import Path
import pandas as pd
from benchmarks.memory import peak_memory
from framelens import annotate, annotate_to_files, engines, read_corpus, read_study
from framelens.parsing import BATCH, load_model

study = read_study("port-callen")
sample = read_corpus(study)

def copies(n):
    ids, texts = sample["article_id"], sample["text"]
    # A sentence of its own in each, so that no copy finds the parse of another in the cache.
    ending = "\\nThe harbour office printed {} copies of this report on Monday.\\n"
    parts = (sample.assign(article_id=ids + f"-{i}", text=texts + ending.format(100 + i)) for i in range(n))
    return pd.concat(parts, ignore_index=True)

def cpu(work):
    start = time.process_time()
    work()
    return time.process_time() - start

def annotate_afresh(articles):
    with tempfile.TemporaryDirectory() as cache:
        annotate(articles, study, cache=cache)
        assert len(list(Path(cache).iterdir())) == len(articles)
"""
TIME = """
articles, nlp = copies(4), load_model()
rules = ["attribute_ruler", "lemmatizer"]
annotate_afresh(sample)
for _ in range(3):
    print(
        cpu(lambda: annotate_afresh(articles)),
        cpu(lambda: list(nlp.pipe(articles["text"], batch_size=BATCH))),
        cpu(lambda: list(nlp.pipe(articles["text"], batch_size=BATCH, disable=rules))),
    )
"""
# In this one process, as each of the workers does its part.
MEMORY = """
engines.FEW = 1_000_000
with tempfile.TemporaryDirectory() as folder:
    annotate_to_files(copies(int(sys.argv[1])), folder, study=study, cache=folder)
print(peak_memory())
"""
SMALL = 6


def bench_annotate() -> list[tuple[str, float, float]]:
    """CPU seconds against spaCy's pipeline over the same text; peak memory in MB against a tenth of the text."""
    times = [[float(value) for value in line.split()] for line in _run(TIME).splitlines()]
    ours, pipeline, parser = (min(column) for column in zip(*times, strict=True))
    return [
        ("`annotate` / spaCy's tagger, parser and lemmatizer over the same text (CPU s)", ours, pipeline),
        ("`annotate` / spaCy's tagger and parser alone (CPU s)", ours, parser),
        (
            "`framelens annotate` in one process, 10 x text / 1 x text (peak MB)",
            float(_run(MEMORY, 10 * SMALL)),
            float(_run(MEMORY, SMALL)),
        ),
    ]


def _run(code: str, *arguments: object) -> str:
    command = [sys.executable, "-c", SETUP + code, *map(str, arguments)]
    return subprocess.run(command, check=True, cwd=ROOT, capture_output=True, text=True).stdout
