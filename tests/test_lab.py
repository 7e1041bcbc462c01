import json
import subprocess
import sys

import pytest

import framelens as fl
from framelens.lab import open_lab, own_notebook, study_here
from framelens.runs import _declared_parameters
from tests.toy import ROOT, small_study


def study_of(notebook) -> str:
    assert _declared_parameters(notebook) == {"study": "str"}
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    (cell,) = [cell for cell in cells if "parameters" in cell["metadata"].get("tags", [])]
    scope: dict[str, str] = {}
    exec("".join(cell["source"]), scope)
    return scope["study"]


def test_the_notebook_is_put_beside_the_study_and_finds_it_from_there(tmp_path):
    study = fl.read_study(small_study(tmp_path / "my study"))
    copy = own_notebook(study)
    assert copy == tmp_path / "my study" / "explore.ipynb"
    assert study_of(copy) == "study.toml"
    original = json.loads((ROOT / "notebooks" / "explore.ipynb").read_text(encoding="utf-8"))
    ours = json.loads(copy.read_text(encoding="utf-8"))
    differing = [one["id"] for one, two in zip(ours["cells"], original["cells"], strict=True) if one != two]
    assert differing == ["explore-1"]


def test_elsewhere_the_notebook_names_the_study_in_full(tmp_path):
    study = fl.read_study(small_study(tmp_path / 'a "study"'))
    copy = own_notebook(study, tmp_path / "mine")
    assert copy == tmp_path / "mine" / "explore.ipynb"
    assert fl.read_study(study_of(copy)).path == study.path


def test_a_notebook_that_is_there_is_kept(tmp_path):
    study = fl.read_study(small_study(tmp_path / "study"))
    (tmp_path / "study" / "explore.ipynb").write_text("mine")
    assert own_notebook(study).read_text() == "mine"


def test_without_a_study_the_folder_s_own_is_meant(tmp_path, monkeypatch):
    with pytest.raises(fl.ArgumentError) as error:
        study_here(None)
    assert str(error.value) == (
        "there is no study.toml in this folder; name a study (`framelens lab my-study`), or start one (`framelens new"
        " my-study`)."
    )
    monkeypatch.chdir(small_study(tmp_path / "study"))
    assert study_here(None).name == "study"


def test_jupyterlab_is_started_on_the_notebook_with_the_options_given(monkeypatch, tmp_path):
    calls = []

    def run(command, **_):
        calls.append(command)
        return subprocess.CompletedProcess(command, 0)

    monkeypatch.setattr(subprocess, "run", run)
    open_lab(tmp_path / "explore.ipynb", ["--no-browser"])
    assert calls == [[sys.executable, "-P", "-m", "jupyterlab", str(tmp_path / "explore.ipynb"), "--no-browser"]]


def test_what_jupyterlab_refuses_is_an_error(tmp_path):
    with pytest.raises(fl.RunError, match=r"JupyterLab ended with status \d+; what it printed above says why\."):
        open_lab(tmp_path / "explore.ipynb", ["--ServerApp.port=none"])
