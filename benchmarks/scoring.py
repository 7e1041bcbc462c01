"""The sentiment model against VADER, its speed on one core, the time to load it and its memory."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SPEED = """
import time
from framelens import observe, read_study
from framelens.scorers import find_scorer

seen = observe(read_study("port-callen"))
rows = seen.annotations.mentions.merge(seen.annotations.sentences, on=["article_id", "sentence_id"])
rows = rows[rows["zone"] == "body"]
texts, spans = [], []
for row in rows.itertuples():
    start = row.offsets.tolist().index(row.start_x)
    # A number in each, so that no text is scored for another.
    text = f"{row.text} ({len(texts)})"
    texts.append(text)
    spans.append([(start, start + row.end_x - row.start_x)])
for name in ("model", "lexicon"):
    scorer = find_scorer(name)
    scorer(texts[:20], spans[:20])
    best = float("inf")
    for _ in range(3):
        start = time.process_time()
        scorer(texts, spans)
        best = min(best, time.process_time() - start)
    print(len(texts) / best)
"""
LOAD = """
import onnxruntime, tokenizers, numpy, time
start = time.perf_counter()
from framelens.target_model import load_target_model
load_target_model()
print(time.perf_counter() - start)
"""
MEMORY = """
from benchmarks.memory import peak_memory
from framelens.target_model import load_target_model
model = load_target_model()
model(["Norland betrayed its friends."] * 100, [[(0, 7)]] * 100)
print(peak_memory())
"""


def bench_scoring() -> list[tuple[str, float, float]]:
    """Targets per CPU second of the model and of VADER; seconds to load; peak memory against a bare `import pandas`."""
    model, lexicon = (float(line) for line in _run(SPEED).split())
    bare = "import pandas; from benchmarks.memory import peak_memory; print(peak_memory())"
    return [
        ("sentiment model / VADER on the clause (targets per CPU s)", model, lexicon),
        ("load the sentiment model / `import pandas` (s)", float(_run(LOAD)), float(_run(_TIMED_PANDAS))),
        ("load the model and score / `import pandas` (peak MB)", float(_run(MEMORY)), float(_run(bare))),
    ]


_TIMED_PANDAS = "import time; start = time.perf_counter(); import pandas; print(time.perf_counter() - start)"


def _run(code: str) -> str:
    return subprocess.run(
        [sys.executable, "-c", code], check=True, cwd=ROOT, capture_output=True, text=True
    ).stdout.strip()
