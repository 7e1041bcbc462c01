import json
import os
import re
from pathlib import Path

import pytest

import framelens as fl
from framelens.runs import Step, write_manifest
from tests.toy import batch

DEFAULT = 'out: str = ""  # folder\nn: int = 3  # how many\nshare: float = 0.5  # a part\nloud: bool = False  # or not'


def notebook(folder: Path, *cells: str, parameters: str | None = DEFAULT, figures: tuple[str, ...] = ()) -> Path:
    """A notebook of these cells, with or without a parameters cell."""

    def code(text: str, **metadata: object) -> dict[str, object]:
        return {"cell_type": "code", "metadata": metadata, "source": text, "outputs": [], "execution_count": None}

    first = [code(parameters, tags=["parameters"])] if parameters else []
    content = {
        "cells": [*first, *map(code, cells)], "nbformat": 4, "nbformat_minor": 4,
        "metadata": {"framelens": {"figures": list(figures)},
                     "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}},
    }  # fmt: skip
    file = folder / "question.ipynb"
    file.write_text(json.dumps(content), encoding="utf-8")
    return file


def fails(error_type: type[Exception], path: Path, executed: Path, **parameters: object) -> str:
    with pytest.raises(error_type) as error:
        fl.run_notebook(path, parameters=parameters, out=executed)
    return str(error.value)


def test_a_notebook_runs_in_the_caller_s_folder_with_the_values_given(tmp_path):
    path = notebook(tmp_path, "from pathlib import Path", "Path(out, f'{n}-{share}-{loud}.png').write_text('x')",
                    figures=("4-*",))  # fmt: skip
    (tmp_path / "figures").mkdir()
    # An int stands for a float; what is not given keeps its default; a relative path is the caller's.
    executed = fl.run_notebook(path, parameters={"n": 4, "share": 1, "out": "figures"}, out="figures/executed.ipynb")
    assert executed == Path("figures/executed.ipynb")
    assert sorted(file.name for file in (tmp_path / "figures").iterdir()) == ["4-1-False.png", "executed.ipynb"]


def test_a_misspelt_parameter_is_an_error_and_nothing_runs(tmp_path):
    message = fails(fl.ArgumentError, notebook(tmp_path), tmp_path / "runs" / "x.ipynb", shares=1.0)
    assert message == (
        "question.ipynb has no parameter 'shares'; it takes 'out', 'n', 'share', 'loud'. Did you mean 'share'?"
    )
    assert not (tmp_path / "runs").exists()


@pytest.mark.parametrize(
    ("parameters", "message"),
    [
        ({"n": "4"}, "the parameter 'n' of question.ipynb must be int; got '4'."),
        ({"n": True}, "the parameter 'n' of question.ipynb must be int; got True."),
        ({"n": 2.5}, "the parameter 'n' of question.ipynb must be int; got 2.5."),
        ({"loud": 1}, "the parameter 'loud' of question.ipynb must be bool; got 1."),
        ({"out": Path("x")}, f"the parameter 'out' of question.ipynb must be str; got {Path('x')!r}."),
    ],
)
def test_a_value_of_another_type_is_an_error_and_nothing_runs(tmp_path, parameters, message):
    assert fails(fl.ArgumentError, notebook(tmp_path), tmp_path / "runs" / "x.ipynb", **parameters) == message
    assert not (tmp_path / "runs").exists()


def test_a_notebook_without_a_parameters_cell_is_an_error(tmp_path):
    message = fails(fl.ArgumentError, notebook(tmp_path, "1", parameters=None), tmp_path / "x.ipynb", n=1)
    assert message == "question.ipynb has no cell tagged 'parameters', so it cannot be run with any."


def test_a_notebook_that_is_not_there_is_an_error(tmp_path):
    assert fails(fl.ArgumentError, tmp_path / "none.ipynb", tmp_path / "x.ipynb") == (
        f"there is no notebook '{tmp_path}/none.ipynb'; framelens has 'overview', 'whose-words', 'cue-verbs',"
        " 'term-weights', 'word-choice', 'party-sentiment', 'who-did-it', 'fact-coverage', 'how-robust'."
    )


def test_a_figure_that_was_promised_and_not_written_is_an_error(tmp_path):
    path = notebook(tmp_path, "1 + 1", figures=("bars",))
    message = fails(fl.RunError, path, tmp_path / "runs" / "x.ipynb", out=str(tmp_path))
    assert message == (
        f"question.ipynb ended without writing its figure 'bars' to '{tmp_path}'; see '{tmp_path}/runs/x.ipynb'."
    )
    assert (tmp_path / "runs" / "x.ipynb").is_file()


def test_a_figure_of_an_earlier_run_is_not_this_run_s(tmp_path):
    (tmp_path / "bars.png").write_text("old")
    os.utime(tmp_path / "bars.png", (1_000_000, 1_000_000))
    path = notebook(tmp_path, "1 + 1", figures=("bars",))
    message = fails(fl.RunError, path, tmp_path / "x.ipynb", out=str(tmp_path))
    assert message.startswith("question.ipynb ended without writing its figure 'bars'")


def test_a_failing_cell_is_an_error_and_the_executed_notebook_is_kept(tmp_path):
    path = notebook(tmp_path, "1 / 0", "open('never', 'w')")
    message = fails(fl.RunError, path, tmp_path / "runs" / "x.ipynb", n=1)
    assert message == (
        "question.ipynb failed in the cell that begins '1 / 0': ZeroDivisionError: division by zero"
        f" (see '{tmp_path}/runs/x.ipynb')"
    )
    kept = json.loads((tmp_path / "runs" / "x.ipynb").read_text(encoding="utf-8"))
    failed = [cell for cell in kept["cells"] for output in cell.get("outputs", []) if output["output_type"] == "error"]
    assert ["".join(cell["source"]) for cell in failed] == ["1 / 0"]
    assert not (tmp_path / "never").exists()


def test_the_notebooks_are_found():
    assert (fl.notebook_dir() / "overview.ipynb").is_file()


@pytest.fixture(scope="session")
def manifest(tmp_path_factory) -> dict:
    """What the run of all notebooks wrote about itself."""
    return json.loads((batch(tmp_path_factory) / "out" / "manifest.json").read_text(encoding="utf-8"))


def test_a_manifest_says_what_ran_on_what_and_how_it_ended(manifest):
    assert manifest["study"] == "port-callen"
    names = (
        "overview whose-words cue-verbs term-weights word-choice party-sentiment who-did-it fact-coverage how-robust"
    )
    assert " ".join(step["notebook"] for step in manifest["steps"]) == names
    assert {step["status"] for step in manifest["steps"]} == {"done"}
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d{4}", manifest["finished"])
    assert {"framelens", "matplotlib", "numpy", "pandas", "spacy"} <= manifest["versions"].keys()


def test_a_manifest_says_what_failed(tmp_path, sample):
    step = Step("port-callen", "overview", tmp_path / "overview.ipynb", 1.234, error="it broke")
    content = json.loads(write_manifest(sample[0], tmp_path, [step]).read_text())
    assert content["steps"] == [{"notebook": "overview", "seconds": 1.23, "status": "failed", "error": "it broke"}]
