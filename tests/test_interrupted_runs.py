"""Runs of notebooks that are stopped, or whose kernel is killed."""

import json
import os
import signal
import subprocess
import sys
import time

import pytest

from framelens.errors import RunError
from framelens.runs import run_notebook
from tests.toy import small_study

PATIENCE = 120
RUN = """
import sys
from pathlib import Path
from framelens.runs import run_studies
from framelens.study import read_study
study, notebooks, out = sys.argv[1:]
plans = [(read_study(study), Path(out), ["quick", "slow", "third"])]
run_studies(plans, folder=Path(notebooks), inputs={Path(out): "the same"}, again=False)
"""


def notebook(file, code):
    cells = [("study: str = ''  # whose", ["parameters"]), (code, [])]
    content = {
        "cells": [
            {"cell_type": "code", "metadata": {"tags": tags}, "source": text, "outputs": [], "execution_count": None}
            for text, tags in cells
        ],
        "metadata": {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}},
        "nbformat": 4,
        "nbformat_minor": 4,
    }
    file.write_text(json.dumps(content), encoding="utf-8")
    return file


def test_a_run_that_is_stopped_ends_what_it_runs_and_begins_nothing_more(tmp_path):
    (tmp_path / "notebooks").mkdir()
    for name, code in {"quick": "1", "slow": "import time; time.sleep(9999)", "third": "1"}.items():
        notebook(tmp_path / "notebooks" / f"{name}.ipynb", code)
    study, out = small_study(tmp_path / "study"), tmp_path / "out"
    command = [sys.executable, "-c", RUN, study, tmp_path / "notebooks", out]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, start_new_session=True)
    end = time.monotonic() + PATIENCE
    while not (out / "notebooks" / "slow.ipynb").exists() and time.monotonic() < end:
        time.sleep(0.05)
    os.killpg(process.pid, signal.SIGINT)
    _, said = process.communicate(timeout=PATIENCE)
    assert said.strip().endswith("KeyboardInterrupt")
    assert not (out / "notebooks" / "third.ipynb").exists()
    executed = {
        name: json.loads((out / "notebooks" / f"{name}.ipynb").read_text())["metadata"] for name in ("quick", "slow")
    }
    assert executed["quick"]["framelens"]["run"]["key"]
    assert "framelens" not in executed["slow"]


def test_a_kernel_that_is_killed_is_an_error_of_its_notebook(tmp_path):
    path = notebook(tmp_path / "question.ipynb", "import os; os.kill(os.getpid(), 9)")
    with pytest.raises(RunError) as error:
        run_notebook(path, parameters={}, out=tmp_path / "out" / "executed.ipynb")
    assert str(error.value) == (
        "the kernel of question.ipynb was ended from outside, perhaps for want of memory; run it again."
    )
