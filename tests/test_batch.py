import csv
import json
import re
from pathlib import Path

import pytest

import framelens as fl
from framelens.batch import run_batch
from framelens.resume import inputs_of, is_done, key_of, note_done
from framelens.runs import notebook_dir
from tests.toy import framelens, small_study


def test_notebooks_that_the_study_has_nothing_for_are_left_out_and_named(tmp_path, capfd):
    file = small_study(tmp_path / "study") / "study.toml"
    file.write_text(file.read_text().split("[facts")[0])
    study = fl.read_study(file)
    assert run_batch([study], out=tmp_path / "out", notebooks=["fact-coverage"]) == []
    assert "study: fact-coverage left out, because the study has no [facts]" in " ".join(capfd.readouterr().err.split())
    assert not list((tmp_path / "out").glob("*.png"))


def test_a_study_that_cannot_be_observed_leaves_no_empty_folder(tmp_path):
    folder = small_study(tmp_path / "study")
    (folder / "articles" / "one.txt").unlink()
    try:
        run_batch([fl.read_study(folder)], out=tmp_path / "out")
    except fl.InputError:
        assert not (tmp_path / "out").exists()
    else:
        raise AssertionError("a missing article is an error")


def test_a_notebook_without_matter_is_left_out_and_named(tmp_path, capfd):
    # The study declares an event that no article mentions.
    file = small_study(tmp_path / "study") / "study.toml"
    file.write_text(file.read_text() + '\n[events.eclipse]\nwords = ["eclipsed"]\npatients = ["moon"]\n')
    assert run_batch([fl.read_study(file)], out=tmp_path / "out", notebooks=["who-did-it"]) == []
    said = " ".join(capfd.readouterr().err.split())
    assert "study: who-did-it left out, because the articles have nothing for it" in said
    assert not list((tmp_path / "out").glob("*.png"))


NEWS = "Tidemark struck the port. “The war goes on,” Tidemark said. The operation ended, and the port was calm."


def run_notebooks(folder: Path, *notebooks: str) -> tuple[str, str, list[str]]:
    """What `framelens run` says, its report, and the pictures that it wrote."""
    chosen = [word for name in notebooks for word in ("--notebook", name)]
    result = framelens("run", folder, *chosen)
    assert result.returncode == 0, result.stderr
    out = folder / "out"
    return result.stderr, (out / "report.html").read_text(), sorted(file.stem for file in out.glob("*.png"))


def test_of_one_outlet_all_is_drawn_but_comparisons_and_the_report_says_so(tmp_path):
    folder = small_study(tmp_path / "study", texts={"alpha": NEWS})
    _, page, pictures = run_notebooks(folder, "term-weights", "how-robust", "word-choice")
    assert "1 article of 1 outlet. There is no other outlet to compare it with" in page
    for name in ("term-weights", "how-robust"):
        assert f"{name} left out, because it compares outlets, and no two have words of their own." in page
    assert pictures == ["word-choice-event"]


def test_a_concept_that_one_outlet_words_itself_is_drawn_without_contrasts(tmp_path):
    texts = {"alpha": NEWS, "beta": "Rain fell. “The war goes on,” Tidemark said."}
    assert run_notebooks(small_study(tmp_path / "study", texts=texts), "word-choice")[-1] == ["word-choice-event"]


def test_where_nobody_is_mentioned_sentiment_and_word_choice_are_left_out(tmp_path):
    texts = {"alpha": "Rain fell on the port.", "beta": "Snow fell on the hills."}
    notebooks = ("party-sentiment", "word-choice")
    said, *_ = run_notebooks(small_study(tmp_path / "study", texts=texts), *notebooks)
    for name in notebooks:
        assert f"study: {name} left out, because the articles have nothing for it" in said


def test_a_single_notebook_run_again_leaves_the_others_in_the_report(tmp_path):
    folder = small_study(tmp_path / "study", texts={"alpha": NEWS, "beta": NEWS})
    for notebooks in (("word-choice", "fact-coverage"), ("word-choice",)):
        _, page, _ = run_notebooks(folder, *notebooks)
        assert re.findall(r'<h2 id="([\w-]+)">', page) == ["word-choice", "fact-coverage"]


@pytest.fixture
def three(tmp_path):
    """Two studies that can be run, and between them one whose article is missing and one that is no TOML."""
    good, poor = (small_study(tmp_path / name) for name in ("good", "poor"))
    lacking, broken = (small_study(tmp_path / name) for name in ("lacking", "broken"))
    (lacking / "articles" / "one.txt").unlink()
    (broken / "study.toml").write_text("[study\n")
    return [good, lacking, broken, tmp_path / "nowhere", poor]


def test_a_study_that_fails_does_not_stop_the_others_and_the_status_says_so(three, tmp_path):
    out = tmp_path / "out"
    result = framelens("run", *three, "--out", out, "--notebook", "fact-coverage", "--jobs", "2")
    assert result.returncode == 1
    assert "Traceback" not in result.stderr
    errors = [line for line in result.stderr.splitlines() if line.startswith("error: ")]
    assert [error.split(": ")[1] for error in errors] == ["lacking", str(three[2]), str(three[3])]
    assert errors[0].startswith("error: lacking: 1 of 2 files that the metadata table names are not in ")
    assert (out / "good" / "report.html").is_file()
    assert (out / "poor" / "fact-coverage.png").is_file()
    assert not (out / "lacking").exists()
    with (out / "summary.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["study"], row["done"], row["failed"]) for row in rows] == [
        ("good", "1", "0"), ("lacking", "0", "0"), (str(three[2]), "0", "0"), (str(three[3]), "0", "0"),
        ("poor", "1", "0"),
    ]  # fmt: skip
    # tests/toy.py: "Tidemark began a war, and nobody followed." (7 words) and "The war ended." (3), no other voice.
    assert [rows[0][name] for name in ("outlets", "articles", "words", "own", "error")] == ["2", "2", "10", "1.0", ""]
    assert "is not valid TOML" in rows[2]["error"]
    assert all(name in result.stdout for name in ("good", "lacking", "poor", "outlets", "own"))


def test_studies_of_one_name_are_not_written_over_each_other(tmp_path):
    first, second = small_study(tmp_path / "a" / "event"), small_study(tmp_path / "b" / "event")
    with pytest.raises(fl.ArgumentError) as error:
        run_batch([first, second], out=tmp_path / "out")
    assert str(error.value) == (
        f"'{first}/study.toml' and '{second}/study.toml' would both be written to '{tmp_path}/out/event'; name a study"
        " once, or run them with different --out."
    )


def test_a_second_run_keeps_what_is_done_and_does_again_what_has_changed(tmp_path):
    folder, out = small_study(tmp_path / "study"), tmp_path / "out"

    def run(*options: str) -> str:
        result = framelens("run", folder, "--out", out, "--notebook", "fact-coverage", *options)
        assert result.returncode == 0, result.stderr
        (step,) = json.loads((out / "manifest.json").read_text())["steps"]
        assert f"study: fact-coverage {step['status']} (" in result.stderr
        return step["status"]

    assert run() == "done"
    picture = (out / "fact-coverage.png").read_bytes()
    assert run() == "kept"
    assert '<figure id="fact-coverage"' in (out / "report.html").read_text(encoding="utf-8")
    assert run("--again") == "done"
    (out / "fact-coverage.png").unlink()
    assert run() == "done"
    assert (out / "fact-coverage.png").read_bytes() == picture
    (folder / "articles" / "two.txt").write_text("The war did not end.\n")
    assert run() == "done"


def test_what_a_run_depends_on_is_study_articles_notebook_and_parameters_but_not_the_place(sample, tmp_path):
    study, seen = sample
    inputs = inputs_of(study, seen)
    assert inputs == inputs_of(study, seen)
    renamed = study.model_copy(update={"study": study.study.model_copy(update={"title": "Other"})})
    notebook, other = notebook_dir() / "overview.ipynb", notebook_dir() / "word-choice.ipynb"
    keys = [
        key_of(notebook, inputs, {"study": "a"}), key_of(notebook, inputs_of(renamed, seen), {"study": "a"}),
        key_of(notebook, inputs, {"study": "b"}), key_of(other, inputs, {"study": "a"}),
    ]  # fmt: skip
    assert len(set(keys)) == 4
    assert key_of(notebook, inputs, {"study": "a", "out": "x"}) == keys[0]


def executed_notebook(folder: Path) -> Path:
    file = folder / "executed.ipynb"
    file.write_text(json.dumps({"cells": [], "metadata": {"framelens": {"figures": ["bars-*"]}}}), encoding="utf-8")
    return file


def test_a_notebook_is_done_while_all_that_it_wrote_is_as_it_was(tmp_path):
    executed = executed_notebook(tmp_path)
    assert not is_done(executed, tmp_path, "key")
    for name in ("bars-a.png", "bars-b.csv", "other.png"):
        (tmp_path / name).write_text(name)
    note_done(executed, tmp_path, "key")
    assert is_done(executed, tmp_path, "key")
    assert not is_done(executed, tmp_path, "another key")
    (tmp_path / "other.png").write_text("changed")
    assert is_done(executed, tmp_path, "key")
    (tmp_path / "bars-b.csv").write_text("changed")
    assert not is_done(executed, tmp_path, "key")


@pytest.mark.parametrize("content", ["", "{", "[]", '{"metadata": null}', '{"metadata": {"framelens": {"run": 1}}}'])
def test_an_executed_notebook_that_is_cut_off_or_somebody_else_s_is_not_done(tmp_path, content):
    (tmp_path / "x.ipynb").write_text(content)
    assert not is_done(tmp_path / "x.ipynb", tmp_path, "key")
    assert not is_done(tmp_path / "none.ipynb", tmp_path, "key")
