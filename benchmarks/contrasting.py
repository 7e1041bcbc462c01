"""Contrasts of terms with 999 cluster bootstraps and correction against pycorpdiff's keyness, on the same documents.

The peer needs an older pandas than framelens, so it runs in an environment of its own, `.venv-bench`, made from
benchmarks/peers.txt (`make bench`).
"""

import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
PEER = ROOT / ".venv-bench" / "bin" / "python"
SEED, REPEATS = 20220310, 3
LARGE, LARGER = (10_000, 30_000, 200), (20_000, 50_000, 200)
"""Documents, words of the language and words of a document."""

OURS = """
import sys, time
import numpy as np, pandas as pd
from scipy import sparse
from benchmarks.memory import peak_memory
from framelens import TermCounts, contrast_terms
from framelens.inference import adjust
adjust([0.5])  # Imports what the table needs.
words = np.load(sys.argv[1])["words"]
n, n_terms = len(words), int(words.max()) + 1
cells = (np.ones(words.size, dtype="int64"), (np.repeat(np.arange(n), words.shape[1]), words.ravel()))
matrix = sparse.csr_array(cells, shape=(n, n_terms))
matrix.sum_duplicates()
used = np.flatnonzero(matrix.sum(axis=0))
articles = pd.DataFrame({"article_id": [f"a{i:05d}" for i in range(n)], "group": np.arange(n) % 2})
counts = TermCounts(pd.DataFrame({"outlet": ["A", "B"]}), articles, pd.Index([f"w{i}" for i in used], name="term"),
                    sparse.csr_array(matrix[:, used]))
start, cpu = time.perf_counter(), time.process_time()
contrast_terms(counts, seed=1)
print(time.perf_counter() - start, time.process_time() - cpu, peak_memory())
"""
THEIRS = """
import sys, time
import numpy as np, pandas as pd
from benchmarks.memory import peak_memory
from pycorpdiff import Corpus, compare
words = np.load(sys.argv[1])["words"]
texts = [" ".join(f"w{i}" for i in row) for row in words]
sides = [Corpus(pd.DataFrame({"text": texts[place::2]})) for place in (0, 1)]
start, cpu = time.perf_counter(), time.process_time()
compare(*sides).keyness(ci=sys.argv[2], bootstrap_seed=1)
print(time.perf_counter() - start, time.process_time() - cpu, peak_memory())
"""


def bench_contrasting() -> list[tuple[str, float, float]]:
    """Seconds of processor and peak memory, each in a process of its own; nothing where the peer is not installed."""
    if not PEER.exists():
        sys.stderr.write(f"{PEER} is not there: contrasts are not compared with pycorpdiff.\n")
        return []
    rows = []
    for (n, n_terms, length), ci in ((LARGE, "bootstrap"), (LARGER, "none")):
        with tempfile.TemporaryDirectory() as folder:
            path = write_words(Path(folder), n, n_terms, length)
            runs = [(_run(sys.executable, OURS, path), _run(PEER, THEIRS, path, ci)) for _ in range(REPEATS)]
        (seconds, cpu, memory), theirs = (np.min(of_one, axis=0).tolist() for of_one in zip(*runs, strict=True))
        what = f"contrast of {n:,} documents, 999 cluster bootstraps and correction / pycorpdiff's keyness"
        what += ", bootstrapped" if ci == "bootstrap" else " without bootstrap"
        rows += [(f"{what} (s)", seconds, theirs[0]), (f"{what} (CPU s)", cpu, theirs[1])]
        rows.append((f"{what} (peak MB)", memory, theirs[2]))
    return rows


def write_words(folder: Path, n: int, n_terms: int, length: int) -> Path:
    """Numbers of words, document × place, as common as Zipf's law makes them."""
    shares = 1 / (np.arange(n_terms) + 2.7)
    words = np.random.default_rng(SEED).choice(n_terms, size=(n, length), p=shares / shares.sum())
    path = folder / "words.npz"
    np.savez(path, words=words.astype("int32"))
    return path


def _run(python: str | Path, code: str, *arguments: object) -> list[float]:
    done = subprocess.run(
        [python, "-c", code, *map(str, arguments)], check=True, cwd=ROOT, capture_output=True, text=True
    )
    return [float(number) for number in done.stdout.split()]
