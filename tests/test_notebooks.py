"""The notebooks: what they may hold, and that each runs."""

import ast
import json
import re
import shutil
import subprocess
import sys
from fnmatch import fnmatch
from pathlib import Path

import pytest

from framelens.runs import NOTEBOOKS
from tests.toy import ROOT, batch

PATHS = {path.stem: path for path in sorted((ROOT / "notebooks").glob("*.ipynb"))}
ON_REQUEST = {"explore", "frozen-view"}
"""Notebooks that a run of all leaves out: one is driven by hand, the other draws what was chosen there."""


@pytest.fixture(scope="session")
def done(tmp_path_factory) -> Path:
    """The outputs of all notebooks on the sample study."""
    return batch(tmp_path_factory) / "out"


def read(name: str) -> dict:
    return json.loads(PATHS[name].read_text(encoding="utf-8"))


def code_of(name: str) -> list[dict]:
    return [cell for cell in read(name)["cells"] if cell["cell_type"] == "code"]


def source(cell: dict) -> str:
    return "".join(cell["source"])


def trees(name: str) -> list[ast.AST]:
    return [node for cell in code_of(name) for node in ast.walk(ast.parse(source(cell)))]


def parameters_of(name: str) -> dict:
    (cell,) = [cell for cell in code_of(name) if "parameters" in cell["metadata"].get("tags", [])]
    return cell


def test_a_run_runs_every_notebook_there_is():
    assert sorted({*NOTEBOOKS, *ON_REQUEST}) == sorted(PATHS)


@pytest.mark.parametrize("name", PATHS)
def test_a_notebook_is_committed_without_outputs(name):
    assert [cell for cell in code_of(name) if cell["outputs"] or cell["execution_count"] is not None] == []


@pytest.mark.parametrize("name", PATHS)
def test_a_notebook_begins_with_its_question_and_has_no_other_heading_of_that_rank(name):
    first = read(name)["cells"][0]
    assert first["cell_type"] == "markdown"
    assert re.match(r"# .*\?\n", source(first))
    marks = [source(cell) for cell in read(name)["cells"] if cell["cell_type"] == "markdown"]
    assert len(re.findall(r"^# ", "\n".join(marks), re.MULTILINE)) == 1


@pytest.mark.parametrize("name", PATHS)
def test_parameters_are_annotated_literals_with_a_comment_each(name):
    text = source(parameters_of(name))
    body = ast.parse(text).body
    assert [node for node in body if not isinstance(node, ast.AnnAssign)] == []
    for node in body:
        assert type(ast.literal_eval(node.value)).__name__ == ast.unparse(node.annotation)
    assert all(re.search(r"\S  # \S", line) for line in text.splitlines())


@pytest.mark.parametrize("name", PATHS)
def test_every_notebook_takes_a_study_and_if_it_draws_an_output_folder_and_a_width(name):
    names = [node.target.id for node in ast.parse(source(parameters_of(name))).body]
    assert names[0] == "study"
    draws = bool(read(name)["metadata"]["framelens"]["figures"])
    assert ("out" in names[1:2]) == ("width" in names) == draws


@pytest.mark.parametrize("name", PATHS)
def test_every_parameter_is_used(name):
    used = {node.id for node in trees(name) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)}
    names = {node.target.id for node in ast.parse(source(parameters_of(name))).body}
    assert names - used == set()


@pytest.mark.parametrize("name", PATHS)
def test_a_notebook_holds_no_logic(name):
    forbidden = (ast.FunctionDef, ast.ClassDef, ast.For, ast.While, ast.If, ast.Try, ast.With)
    assert [type(node).__name__ for node in trees(name) if isinstance(node, forbidden)] == []


@pytest.mark.parametrize("name", PATHS)
def test_a_notebook_imports_framelens_alone(name):
    imported = [ast.unparse(node) for node in trees(name) if isinstance(node, (ast.Import, ast.ImportFrom))]
    assert imported == ["import framelens as fl"]


@pytest.mark.parametrize("name", PATHS)
def test_a_notebook_sets_no_style_and_no_absolute_path(name):
    texts = [node.value for node in trees(name) if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    assert [text for text in texts if re.match(r"(/|~|[A-Za-z]:\\|#[0-9a-fA-F]{3,8}$)", text)] == []
    assert [source(cell) for cell in code_of(name) if re.search(r"rcParams|[%!]\w|color=", source(cell))] == []


@pytest.mark.parametrize("name", PATHS)
def test_metadata_name_exactly_the_figures_that_the_cells_save(name):
    calls = [node for node in trees(name) if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)]
    saved = []
    for call in calls:
        if call.func.attr in ("save_figure", "save_each"):
            (figure,) = [node.value for node in ast.walk(call.args[1]) if isinstance(node, ast.Constant)]
            saved.append(figure + ("-*" if call.func.attr == "save_each" else ""))
    promised = read(name)["metadata"]["framelens"]["figures"]
    assert set(promised) <= set(saved)
    # What a notebook draws only where there is matter for it goes by the pattern of another.
    assert all(any(fnmatch(figure, pattern) for pattern in promised) for figure in saved)
    named = re.findall(r"`([\w-]+)`", source(read(name)["cells"][0]))
    assert [figure.replace("-*", "") for figure in saved] == [re.sub("-[A-Z]+$", "", figure) for figure in named]


@pytest.mark.parametrize("name", PATHS)
def test_every_step_has_a_sentence_or_follows_another(name):
    kinds = [cell["cell_type"] for cell in read(name)["cells"]]
    assert kinds.count("markdown") >= 3


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_a_notebook_runs_on_the_sample_study_and_writes_its_figures(done, name):
    executed = json.loads((done / "notebooks" / f"{name}.ipynb").read_text(encoding="utf-8"))
    outputs = [output for cell in executed["cells"] for output in cell.get("outputs", [])]
    assert [output for output in outputs if output["output_type"] in ("error", "stream")] == []
    figures = read(name)["metadata"]["framelens"]["figures"]
    assert any("image/png" in output.get("data", {}) for output in outputs) == bool(figures)
    for figure in figures:
        pictures = sorted(done.glob(f"{figure}.png"))
        assert pictures
        for picture in pictures:
            for ending in ("svg", "pdf", "csv", "caption.txt", "alt.txt", "json"):
                assert (done / f"{picture.stem}.{ending}").stat().st_size > 0


def test_there_is_a_word_choice_figure_for_every_concept(done, sample):
    names = {path.stem.removeprefix("word-choice-") for path in done.glob("word-choice-*.png")}
    assert names == {*sample[0].concepts, "contrasts"}


def test_a_notebook_runs_in_plain_papermill_from_its_folder_with_its_defaults(tmp_path):
    folder = tmp_path / "checkout"
    (folder / "notebooks").mkdir(parents=True)
    shutil.copyfile(PATHS["fact-coverage"], folder / "notebooks" / "fact-coverage.ipynb")
    ignored = shutil.ignore_patterns("out")
    shutil.copytree(ROOT / "seeds" / "port-callen", folder / "seeds" / "port-callen", ignore=ignored)
    command = [sys.executable, "-m", "papermill", "fact-coverage.ipynb", "executed.ipynb", "--no-progress-bar"]
    result = subprocess.run(command, cwd=folder / "notebooks", capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr
    assert (folder / "seeds" / "port-callen" / "out" / "fact-coverage.png").is_file()
