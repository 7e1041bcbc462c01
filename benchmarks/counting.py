"""Counting against scikit-learn's CountVectorizer: the same text, the same words, each in a process of its own."""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.made_up_news import write_corpus

ROOT = Path(__file__).resolve().parent.parent
MEGABYTES, LARGE = 100, 1000
# Our seconds hold the reading of the file, theirs do not. Words are added up so that the two can be compared.
OURS = """
import hashlib, json, sys, time
import framelens as fl
from benchmarks.memory import peak_memory
count_text = fl.count_text
start = time.process_time()
counts = count_text(sys.argv[1], ngrams=(1, int(sys.argv[2])))
seconds = time.process_time() - start
peak = peak_memory()
terms, sums = counts.vocabulary, counts.matrix.sum(axis=0)
"""
THEIRS = """
import hashlib, json, sys, time
import numpy as np
import pyarrow.parquet as pq
from benchmarks.memory import peak_memory
from sklearn.feature_extraction.text import CountVectorizer
from framelens.words import WORD
texts = pq.read_table(sys.argv[1], columns=["text"])["text"].to_pylist()
vectorizer = CountVectorizer(token_pattern=WORD.pattern, preprocessor=str.casefold, ngram_range=(1, int(sys.argv[2])))
start = time.process_time()
matrix = vectorizer.fit_transform(texts)
seconds = time.process_time() - start
peak = peak_memory()
terms, sums = vectorizer.get_feature_names_out(), np.asarray(matrix.sum(axis=0)).ravel()
"""
# Runs of words cross sentences in scikit-learn's counts and not in ours, so only words are held to be equal.
REPORT = """
words = sorted((term, int(n)) for term, n in zip(terms, sums) if " " not in term)
print(json.dumps([seconds, peak, hashlib.sha256(repr(words).encode()).hexdigest()]))
"""


def bench_counting() -> list[tuple[str, float, float]]:
    """MB of text per CPU second and peak MB, of words alone and with pairs; and memory on ten times the text."""
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        small, large = Path(folder, "small.parquet"), Path(folder, "large.parquet")
        write_corpus(small, MEGABYTES)
        peaks = {}
        for longest, name in ((1, "words"), (2, "words and pairs")):
            seconds, peaks[longest], ours = _run(OURS, small, longest)
            their_seconds, their_peak, theirs = _run(THEIRS, small, longest)
            if ours != theirs:
                raise AssertionError("count_text and CountVectorizer do not count the same words")
            what = f"`count_text` / CountVectorizer, {name}, {MEGABYTES} MB"
            rows.append((f"{what} (MB per CPU s)", MEGABYTES / seconds, MEGABYTES / their_seconds))
            rows.append((f"{what} (peak MB)", peaks[longest], their_peak))
        write_corpus(large, LARGE)
        _, peak, _ = _run(OURS, large, 1)
        rows.append((f"`count_text`, words, {LARGE} MB / {MEGABYTES} MB (peak MB)", peak, peaks[1]))
    return rows


def _run(code: str, *arguments: object) -> tuple[float, float, str]:
    """CPU seconds, peak memory in MB, and a hash of the counts of words."""
    command = [sys.executable, "-c", code + REPORT, *map(str, arguments)]
    seconds, peak, counts = json.loads(subprocess.run(command, check=True, cwd=ROOT, capture_output=True).stdout)
    return seconds, peak, counts
