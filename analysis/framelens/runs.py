"""Running notebooks as functions: strictly, by papermill, several at once."""

import ast
import json
import shutil
import sys
import time
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from framelens.checks import did_you_mean, listed
from framelens.errors import ArgumentError, RunError
from framelens.files import make_folder, write_whole
from framelens.kernels import Kernel, Kernels, engine_name, fresh_kernel
from framelens.resume import is_done, key_of, note_done
from framelens.study import Study

NOTEBOOKS = (
    "overview",
    "whose-words",
    "cue-verbs",
    "term-weights",
    "word-choice",
    "party-sentiment",
    "who-did-it",
    "fact-coverage",
    "how-robust",
)
"""The notebooks of a run, in the order of the report."""

_TYPES: dict[str, type | tuple[type, ...]] = {"str": str, "int": int, "float": (int, float), "bool": bool}


@dataclass(frozen=True)
class Step:
    """One notebook of one study: what happened, and how long it took; ``is_kept`` if nothing had to be done again."""

    study: str
    notebook: str
    output: Path
    seconds: float
    error: str | None = None
    is_kept: bool = False

    @property
    def status(self) -> str:
        """``done``, ``kept`` from an earlier run, or ``failed``."""
        return "failed" if self.error else "kept" if self.is_kept else "done"


def notebook_dir() -> Path:
    """The folder of the notebooks: the package's own in an installed wheel, else the checkout's.

    Examples
    --------
    >>> (notebook_dir() / "word-choice.ipynb").is_file()
    True
    """
    here = Path(__file__).resolve().parent
    for folder in (here / "notebooks", here.parent.parent / "notebooks"):
        if folder.is_dir():
            return folder
    raise RunError("the notebooks are not installed with this package; install framelens again.")


def run_notebook(path: str | Path, *, parameters: Mapping[str, Any], out: str | Path) -> Path:
    """Execute a notebook by papermill, and fail where papermill would go on.

    Parameters
    ----------
    path
        The notebook. Its cell tagged ``parameters`` declares names, types (``name: str = "…"``) and defaults; its
        metadata ``framelens.figures`` the figures that it writes into the folder of its parameter ``out``.
    parameters
        Values by name; ``out``, where the notebook has it, is the executed notebook's folder if not given. A name
        that the notebook does not declare, or a value of another type, is an error.
    out
        Where the executed notebook goes; it is kept when the run fails.

    Returns
    -------
    Path
        The executed notebook.

    Raises
    ------
    ArgumentError
        If a parameter is unknown or of another type; nothing is run then.
    RunError
        If a cell fails, or a figure that the notebook promises was not written.

    Examples
    --------
    >>> given = {"study": "port-callen", "out": "out"}
    >>> executed = run_notebook(notebook_dir() / "whose-words.ipynb", parameters=given,
    ...     out="out/whose-words.ipynb")
    >>> executed.name
    'whose-words.ipynb'
    """
    with fresh_kernel() as kernel:
        return _run(Path(path), parameters, Path(out), kernel)


def _run(path: Path, parameters: Mapping[str, Any], out: Path, kernel: Kernel) -> Path:
    if not path.is_file():
        raise ArgumentError(f"there is no notebook '{path}'; framelens has {listed(NOTEBOOKS)}.")
    if "out" in _check_parameters(path, parameters):
        parameters = {"out": str(out.parent.resolve())} | dict(parameters)
    make_folder(out.parent)
    before = time.time()
    _execute(path, parameters, out, kernel)
    folder = Path(parameters.get("out") or out.parent)
    promised = json.loads(path.read_text(encoding="utf-8"))["metadata"].get("framelens", {}).get("figures", [])
    for figure in promised:
        if not any(file.stat().st_mtime >= before - 1 for file in folder.glob(f"{figure}.png")):
            raise RunError(f"{path.name} ended without writing its figure '{figure}' to '{folder}'; see '{out}'.")
    return out


def run_studies(
    studies: Iterable[tuple[Study, Path, Iterable[str]]],
    *,
    jobs: int = 1,
    folder: Path | None = None,
    inputs: Mapping[Path, str] | None = None,
    again: bool = True,
    report: Callable[[Step], None] = lambda _: None,
) -> list[Step]:
    """Run notebooks for studies, each into its folder, several at once; a failure does not stop the others.

    Parameters
    ----------
    studies
        Studies with their output folders and the names of their notebooks.
    jobs
        How many to run at once.
    folder
        Folder of the notebooks; `notebook_dir` if None.
    inputs
        By output folder what its study's notebooks read (`resume.inputs_of`), to be noted with what they wrote.
    again
        Whether to run those too that have run on the same inputs and still have all that they wrote.
    report
        Called after each notebook, as for a progress bar.

    Returns
    -------
    list of Step
        One a notebook and study, in their order.
    """
    folder = folder or notebook_dir()
    tasks = [(folder / f"{name}.ipynb", study, out) for study, out, names in studies for name in names]
    with Kernels() as kernels, ThreadPoolExecutor(max_workers=jobs) as pool:
        noted = inputs or {}
        futures = [pool.submit(_run_step, *task, kernels, noted.get(task[-1]), again) for task in tasks]
        try:
            for future in as_completed(futures):
                report(future.result())
        except KeyboardInterrupt:
            pool.shutdown(wait=False, cancel_futures=True)
            kernels.halt()
            raise
        return [future.result() for future in futures]


def kept_steps(study: Study, out: Path, notebooks: Iterable[str], *, inputs: str) -> list[Step]:
    """The notebooks that have run on the same inputs before, as `run_studies` keeps them."""
    plans = [(notebook_dir() / f"{name}.ipynb", out / "notebooks" / f"{name}.ipynb") for name in notebooks]
    return [
        Step(study.name, path.stem, executed, 0.0, is_kept=True)
        for path, executed in plans
        if is_done(executed, out, key_of(path, inputs, _parameters(path, study, out)))
    ]


def write_manifest(study: Study, out: Path, steps: Iterable[Step]) -> Path:
    """What a run did and on what: everything that differs from run to run."""
    from importlib import metadata

    commit = _git_commit(study.folder)
    manifest = {
        "study": study.name,
        "finished": time.strftime("%Y-%m-%dT%H:%M:%S%z"),
        "commit": commit,
        "python": sys.version.split()[0],
        "platform": sys.platform,
        "versions": {name: metadata.version(name) for name in ("framelens", "matplotlib", "numpy", "pandas", "spacy")},
        "steps": [
            {"notebook": step.notebook, "seconds": round(step.seconds, 2), "status": step.status}
            | ({"error": step.error} if step.error else {})
            for step in steps
        ],
    }
    return write_whole(out / "manifest.json", json.dumps(manifest, indent=2) + "\n")


def _git_commit(folder: Path) -> str | None:
    import subprocess

    git = shutil.which("git")
    if git is None:
        return None
    answer = subprocess.run([git, "rev-parse", "HEAD"], cwd=folder, capture_output=True, text=True, check=False)  # noqa: S603
    return answer.stdout.strip() or None


def _run_step(path: Path, study: Study, out: Path, kernels: Kernels, inputs: str | None, again: bool) -> Step:
    start = time.perf_counter()
    executed = out / "notebooks" / path.name
    error = None
    try:
        parameters = _parameters(path, study, out)
        key = key_of(path, inputs, parameters) if inputs else ""
        if key and not again and is_done(executed, out, key):
            return Step(study.name, path.stem, executed, 0.0, is_kept=True)
        with kernels.lend() as kernel:
            _run(path, parameters, executed, kernel)
        if key:
            note_done(executed, out, key)
    except (RunError, ArgumentError) as failure:
        error = str(failure)
    return Step(study.name, path.stem, executed, time.perf_counter() - start, error)


def _parameters(path: Path, study: Study, out: Path) -> dict[str, str]:
    return {"study": str(study.path)} | ({"out": str(out)} if "out" in _declared_parameters(path) else {})


def _check_parameters(path: Path, parameters: Mapping[str, Any]) -> dict[str, str]:
    """The parameters that the notebook declares, once those given have been held against them."""
    declared = _declared_parameters(path)
    for name, value in parameters.items():
        if name not in declared:
            raise ArgumentError(
                f"{path.name} has no parameter '{name}'; it takes {listed(declared)}.{did_you_mean(name, declared)}"
            )
        kind = declared[name]
        expected = _TYPES.get(kind)
        if expected and (not isinstance(value, expected) or (isinstance(value, bool) and kind != "bool")):
            raise ArgumentError(f"the parameter '{name}' of {path.name} must be {kind}; got {value!r}.")
    return declared


def _declared_parameters(path: Path) -> dict[str, str]:
    """Names and annotated types of the parameters cell."""
    notebook = json.loads(path.read_text(encoding="utf-8"))
    for cell in notebook["cells"]:
        if "parameters" in cell["metadata"].get("tags", []):
            body = ast.parse("".join(cell["source"])).body
            annotated = [node for node in body if isinstance(node, ast.AnnAssign)]
            return {ast.unparse(node.target): ast.unparse(node.annotation) for node in annotated}
    raise ArgumentError(f"{path.name} has no cell tagged 'parameters', so it cannot be run with any.")


def _execute(path: Path, parameters: Mapping[str, Any], out: Path, kernel: Kernel) -> None:
    import papermill
    from nbclient.exceptions import DeadKernelError
    from papermill.exceptions import PapermillExecutionError

    try:
        papermill.execute_notebook(
            str(path),
            str(out),
            parameters=dict(parameters),
            engine_name=engine_name(),
            kernel=kernel,
            progress_bar=False,
        )
    except PapermillExecutionError as error:
        reason = f"{error.ename}: {error.evalue}".strip().splitlines()[0]
        place = error.source.strip().splitlines()[0]
        raise RunError(f"{path.name} failed in the cell that begins '{place}': {reason} (see '{out}')") from error
    except DeadKernelError as error:
        raise RunError(
            f"the kernel of {path.name} was ended from outside, perhaps for want of memory; run it again."
        ) from error
