"""`make bench`: ratios against a named alternative, measured in one run, written to benchmarks/RESULTS.md."""

import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from importlib import metadata
from pathlib import Path

from benchmarks.annotating import bench_annotate
from benchmarks.contrasting import bench_contrasting
from benchmarks.counting import bench_counting
from benchmarks.cut_down import cut_down_notebooks
from benchmarks.scoring import bench_scoring
from framelens.files import make_folder

ROOT = Path(__file__).resolve().parent.parent
STUDIES = ("antalya-2022", "port-callen")
REPEATS = 5


def cpu_seconds(code: str, *arguments: object) -> float:
    """User and system time of a Python process and all its children."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-c", code, *map(str, arguments)], check=True, cwd=ROOT, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def least(code: str, *arguments: object, repeats: int = REPEATS) -> float:
    """The least of several measurements: what the machine's other work adds is no part of it."""
    return min(cpu_seconds(code, *arguments) for _ in range(repeats))


RUN = """
import sys
from pathlib import Path
from framelens.batch import run_batch
from framelens.study import read_study
sys.exit(bool(run_batch([read_study(sys.argv[1])], out=Path(sys.argv[2]), jobs=2)))
"""
CUT_DOWN = """
import sys
from pathlib import Path
import papermill
for path in sorted(Path(sys.argv[2]).glob("*.ipynb")):
    papermill.execute_notebook(path, Path(sys.argv[1], path.name), parameters={"out": sys.argv[1]}, progress_bar=False)
"""


def bench_import() -> tuple[str, float, float]:
    """`import framelens` against `import pandas`, seconds."""
    return "`import framelens` / `import pandas` (s)", least("import pandas, framelens"), least("import pandas")


def bench_run(study: str) -> tuple[str, float, float]:
    """A warm `framelens run` against the same notebooks cut down to their imports and one empty figure."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["FRAMELENS_CACHE"] = f"{folder}/cache"
        cut_down_notebooks(ROOT / "notebooks", Path(folder, "notebooks"))
        cpu_seconds(RUN, study, f"{folder}/out")  # Fills the cache.
        ours = least(RUN, study, f"{folder}/out", repeats=2)
        theirs = least(CUT_DOWN, make_folder(Path(folder, "empty")), f"{folder}/notebooks", repeats=2)
    return (
        f"`framelens run {study}` / its notebooks by plain papermill, cut down to imports and an empty figure (CPU s)",
        ours,
        theirs,
    )


def main() -> None:
    rows = [
        bench_import(),
        *bench_annotate(),
        *bench_scoring(),
        *bench_contrasting(),
        *bench_counting(),
        *map(bench_run, STUDIES),
    ]
    versions = ", ".join(
        f"{name} {metadata.version(name)}" for name in ("framelens", "spacy", "pandas", "papermill", "matplotlib")
    )
    lines = [
        "# Benchmarks",
        "",
        f"Measured {time.strftime('%Y-%m-%d')} by `make bench`, Python {platform.python_version()}, {os.cpu_count()}"
        f" cores; {versions}. The least of several runs each; only the ratios mean anything on another machine.",
        "",
        "| what / against what | ours | theirs | ours / theirs | ours − theirs |",
        "| --- | --- | --- | --- | --- |",
        *(f"| {name} | {a:.2f} | {b:.2f} | {a / b:.2f} | {a - b:.2f} |" for name, a, b in rows),
        "",
    ]
    (Path(__file__).parent / "RESULTS.md").write_text("\n".join(lines), encoding="utf-8")
    sys.stdout.write("\n".join(lines))


if __name__ == "__main__":
    main()
