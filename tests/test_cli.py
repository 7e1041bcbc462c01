import json
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

from framelens.cli import main
from framelens.runs import NOTEBOOKS
from tests.toy import ROOT, batch, framelens, small_study

RULE = '[[cleaning.rules]]\nname = "box"\npattern = "re:^Sign"\nzone = "boilerplate"\noutlet = "Three Post"\n'


def spoil(name: str, content: bytes | str) -> Callable[[Path], None]:
    data = content.encode() if isinstance(content, str) else content
    return lambda folder: (folder / name).write_bytes(data) and None


def append(text: str) -> Callable[[Path], None]:
    return lambda folder: (folder / "study.toml").write_text((folder / "study.toml").read_text() + text) and None


BAD = {
    "no study": (lambda folder: (folder / "study.toml").unlink(),
                 "no study at '{study}': give a study.toml, a folder"),
    "an empty article": (spoil("articles/one.txt", " \n"),
                         "'one.txt' is empty; put in the article's text or take its row out."),
    "a binary file": (spoil("articles/one.txt", b"\x89PNG\r\n\x1a\n\x00\x00\xff\xfe\x00" * 9),
                      "'one.txt' is not text (a picture, PDF or Word file?); save the article as plain text."),
    "an unknown key": (append("[fact.end]\nlabel = 'x'\n"), "{study}/study.toml: unknown key `fact`; allowed here: "),
    "a label twice": (append('[concepts.other]\nlabel = "x"\nlabels.fight = ["War"]\n'),
                      "{study}/study.toml: `the study`: the pattern 'War' stands in concepts.event.labels.war and in"
                      " concepts.other.labels.fight; leave it in one of them."),
    "a rule for an outlet without articles": (append(RULE), "the cleaning rule 'box' is for the outlet 'Three Post'"),
    "a line of 10 MB": (spoil("articles/one.txt", "word " * 2_000_000),
                        "'one.txt' has a line of 10,000,000 characters, more than the 200,000 an article's line may"
                        " have; is it one article with its line breaks?"),
    "a wrong column": (spoil("articles.csv", "name,outlet\none.txt,One Post\n"),
                       "'articles.csv' has no column 'file'; it has 'name', 'outlet'. Name it 'file', or say in the"
                       " study's [corpus.columns] which one it is."),
    "an id twice": (spoil("articles.csv", "article_id,file\nx,one.txt\nx,two.txt\n"),
                    "the article_id 'x' stands twice; each article needs one of its own."),
}  # fmt: skip


@pytest.fixture
def call(monkeypatch, capsys):
    """Runs the command line in this process, which saves starting one; an error that is not ours comes through."""

    def run(*arguments: str | Path) -> SimpleNamespace:
        monkeypatch.setattr("sys.argv", ["framelens", *map(str, arguments)])
        with pytest.raises(SystemExit) as end:
            main()
        said = capsys.readouterr()
        return SimpleNamespace(returncode=end.value.code or 0, stdout=said.out, stderr=said.err)

    return run


def files_of(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))


@pytest.mark.parametrize("command", ["check", "annotate"])
@pytest.mark.parametrize("name", BAD)
def test_bad_input_is_answered_in_one_sentence_and_leaves_nothing_behind(call, tmp_path, name, command):
    change, message = BAD[name]
    study = small_study(tmp_path / "study")
    change(study)
    before = files_of(study)
    out = [] if command == "check" else ["--out", study / "out"]
    result = call(command, study, *out)
    assert result.stderr.startswith("error: " + message.format(study=study))
    assert "Traceback" not in result.stderr
    assert result.stderr.count("\n") == 1
    assert result.returncode == 1
    assert files_of(study) == before


@pytest.mark.parametrize("command", ["run", "share"])
def test_runs_and_sharing_answer_bad_input_the_same_way(call, tmp_path, command):
    study = small_study(tmp_path / "study")
    (study / "articles" / "one.txt").write_text("\n")
    result = call(command, study, "--out", tmp_path / "out")
    error = result.stderr.strip().splitlines()[-1]
    assert error == "error: 'one.txt' is empty; put in the article's text or take its row out."
    assert "Traceback" not in result.stderr
    assert result.returncode == 1
    assert not any(path.is_file() for path in (tmp_path / "out").rglob("*"))


@pytest.mark.parametrize("command", ["annotate", "run", "share"])
def test_a_folder_that_cannot_be_written_to_is_named(call, tmp_path, command):
    (tmp_path / "file").write_text("")
    result = call(command, small_study(tmp_path / "study"), "--out", tmp_path / "file")
    assert result.stderr == f"error: cannot write to '{tmp_path}/file' (File exists); give another folder with --out.\n"
    assert result.returncode == 1
    assert (tmp_path / "file").read_text() == ""


def test_a_misspelt_notebook_is_answered_with_the_names(call, tmp_path):
    result = call("run", small_study(tmp_path / "study"), "--notebook", "overveiw", "--out", tmp_path / "out")
    assert result.stderr == (
        "error: `notebook` must be one of 'overview', 'whose-words', 'cue-verbs', 'term-weights', 'word-choice',"
        " 'party-sentiment', 'who-did-it', 'fact-coverage', 'how-robust'; got 'overveiw'. Did you mean 'overview'?\n"
    )
    assert result.returncode == 2
    assert not (tmp_path / "out").exists()


def test_an_unknown_option_is_a_usage_error(call):
    assert call("check", "port-callen", "--jbos", "2").returncode == 2
    assert call("chekc", "port-callen").returncode == 2


@pytest.mark.parametrize("command", ["check", "new", "annotate", "run", "share", "lab", "paper"])
def test_every_command_s_help_has_an_example(call, command):
    result = call(command, "--help")
    assert f"Example: framelens {command} " in " ".join(result.stdout.split())
    assert result.returncode == 0


def test_check_finds_a_study_by_its_name_and_prints_what_was_planted_in_it():
    result = framelens("check", "port-callen", folder=ROOT / "notebooks")
    assert (result.returncode, result.stderr) == (0, "")
    lines = [line.strip() for line in result.stdout.splitlines()]
    for planted in (
        "label the-act.commando-strike: commando strike*",
        "not UTF-8: tavrin-courier-03.txt, read as cp1252",
        "near-empty: tavrin-courier-06 (26 words)",
        "outlet: 1 of 30 (slackwater-06)",
    ):
        assert planted in lines


def test_a_new_study_says_what_to_do_and_its_check_too(tmp_path):
    made = framelens("new", "my-event", folder=tmp_path)
    assert (made.returncode, made.stderr) == (0, "")
    assert made.stdout == (
        "Wrote my-event/study.toml. Put the articles into my-event/articles, then run: framelens check my-event\n"
    )
    checked = framelens("check", "my-event", folder=tmp_path)
    assert checked.returncode == 1
    assert checked.stderr == (
        f"error: '{tmp_path}/my-event/articles' holds no articles; put one .txt file an article there, and a row for"
        " each into the table.\n"
    )


def test_check_prints_every_error_of_the_files_and_exits_with_1(call, tmp_path):
    folder = small_study(tmp_path / "study")
    (folder / "articles" / "one.txt").unlink()
    (folder / "articles" / "two.txt").rename(folder / "articles" / "other.txt")
    result = call("check", folder)
    assert result.stderr == (
        "error: 'one.txt' is in the table but not in 'articles/'; put it there\n"
        "error: 'two.txt' is in the table but not in 'articles/'; put it there\n"
    )
    assert result.returncode == 1


@pytest.fixture(scope="session")
def done(tmp_path_factory) -> Path:
    return batch(tmp_path_factory)


def test_a_run_names_its_steps_and_its_report_and_exits_with_0(done):
    said = (done / "said.txt").read_text(encoding="utf-8")
    assert (done / "status.txt").read_text() == "0", said
    for name in NOTEBOOKS:
        assert f"port-callen: {name} done (" in said
    assert "Report: " in said
    assert "Warning" not in said
    assert sorted(path.name for path in (done / "out").iterdir() if path.suffix in (".html", "")) == [
        "notebooks", "report.html",
    ]  # fmt: skip


def test_a_notebook_that_fails_is_named_the_others_run_and_the_status_is_1(tmp_path):
    study, out = small_study(tmp_path / "study"), tmp_path / "out"
    (out / "fact-coverage.png").mkdir(parents=True)  # a folder where the picture should go
    result = framelens("run", study, "--out", out, "--notebook", "fact-coverage", "--notebook", "overview")
    assert result.returncode == 1
    assert "Traceback" not in result.stderr
    assert result.stderr.splitlines()[-1].startswith(
        "error: study: fact-coverage.ipynb failed in the cell that begins '"
    )
    steps = json.loads((out / "manifest.json").read_text())["steps"]
    assert [(step["notebook"], step["status"]) for step in steps] == [
        ("fact-coverage", "failed"),
        ("overview", "done"),
    ]
    assert (out / "notebooks" / "fact-coverage.ipynb").is_file()
    assert (out / "notebooks" / "overview.ipynb").is_file()
    assert "This notebook failed: " in (out / "report.html").read_text(encoding="utf-8")


def test_annotate_writes_every_table_and_a_manifest(call, tmp_path):
    result = call("annotate", small_study(tmp_path / "study"), "--out", tmp_path / "tables")
    assert (result.returncode, result.stdout) == (0, f"Wrote the tables to {tmp_path}/tables\n")
    names = ["articles", "attributions", "cues", "events", "labels", "lines", "mentions", "sentences", "tokens"]
    assert files_of(tmp_path / "tables") == sorted([*(f"{name}.parquet" for name in names), "manifest.json"])
    assert json.loads((tmp_path / "tables" / "manifest.json").read_text())["rows"]["articles"] == 2
