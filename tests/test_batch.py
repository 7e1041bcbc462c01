import framelens as fl
from framelens.batch import run_batch
from tests.toy import small_study


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
