import pytest

import framelens as fl
from framelens.scaffold import new_study


def test_a_new_study_can_be_read_and_bears_its_folder_s_name(tmp_path):
    file = new_study(tmp_path / "my-event")
    assert file == tmp_path / "my-event" / "study.toml"
    study = fl.read_study(file)
    assert study.study.title == "my-event"
    assert [event.label for event in study.events.values()] == ["The town is bombed"]
    assert sorted(path.name for path in file.parent.iterdir()) == ["articles", "articles.csv", "study.toml"]
    assert (file.parent / "articles.csv").read_text() == "file,outlet,title,author,date,url,origin\n"


def test_a_study_is_never_written_over_another(tmp_path):
    file = new_study(tmp_path / "my-event")
    file.write_text("mine")
    with pytest.raises(fl.InputError) as error:
        new_study(tmp_path / "my-event")
    assert str(error.value) == f"'{tmp_path}/my-event' already holds a study; choose another folder."
    assert file.read_text() == "mine"


def test_a_table_that_is_already_there_is_kept(tmp_path):
    table = tmp_path / "my-event" / "articles.csv"
    table.parent.mkdir()
    table.write_text("file,outlet\na.txt,A\n")
    new_study(tmp_path / "my-event")
    assert table.read_text() == "file,outlet\na.txt,A\n"


def test_a_folder_that_cannot_be_made_is_named(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(fl.InputError) as error:
        new_study(tmp_path / "file" / "study")
    assert str(error.value) == (
        f"cannot write to '{tmp_path}/file/study/articles' (Not a directory); give another folder with --out."
    )
