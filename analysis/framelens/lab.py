"""`framelens lab`: JupyterLab, opened on the user's own copy of the exploring notebook."""

import json
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from framelens.errors import ArgumentError, RunError
from framelens.files import make_folder, write_whole
from framelens.runs import notebook_dir
from framelens.study import Study, read_study

_NAME = "explore.ipynb"


def study_here(study: str | None) -> Study:
    """The study named, or the one in this folder."""
    if study is None and not Path("study.toml").is_file():
        raise ArgumentError(
            "there is no study.toml in this folder; name a study (`framelens lab my-study`), or start one"
            " (`framelens new my-study`)."
        )
    return read_study(study or "study.toml")


def own_notebook(study: Study, folder: Path | None = None) -> Path:
    """A copy of the exploring notebook for a study, beside it or in ``folder``; one that is there is kept as it is.

    Raises
    ------
    InputError
        If the folder cannot be written to.
    """
    target = make_folder(folder or study.folder) / _NAME
    if target.exists():
        return target
    notebook = json.loads((notebook_dir() / _NAME).read_text(encoding="utf-8"))
    (cell,) = (cell for cell in notebook["cells"] if "parameters" in cell["metadata"].get("tags", []))
    path = study.path.name if target.parent.resolve() == study.folder else str(study.path)
    value = f"study: str = {json.dumps(path, ensure_ascii=False)}"
    cell["source"] = [re.sub(r'^study: str = "[^"]*"', lambda _: value, line) for line in cell["source"]]
    return write_whole(target, json.dumps(notebook, indent=1, ensure_ascii=False) + "\n")


def open_lab(notebook: Path, options: Sequence[str] = ()) -> None:
    """Run JupyterLab on a notebook until it is shut down.

    Raises
    ------
    RunError
        If JupyterLab ends with an error.
    """
    # -P: a module of the user's folder must not be taken for one of JupyterLab's.
    command = [sys.executable, "-P", "-m", "jupyterlab", str(notebook), *options]
    try:
        status = subprocess.run(command, check=False).returncode  # noqa: S603
    except KeyboardInterrupt:  # Jupyter has asked and shut down.
        return
    if status > 0:
        raise RunError(f"JupyterLab ended with status {status}; what it printed above says why.")
