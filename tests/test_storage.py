import json

import pandas as pd
import pytest

from framelens.corpus import read_corpus
from framelens.errors import ArgumentError, InputError
from framelens.parts import Part, writing
from framelens.schema import ANNOTATION_TABLES
from framelens.storage import annotate_to_files, read_annotations, write_annotations
from framelens.study import read_study
from tests.toy import annotations_of, small_study


@pytest.fixture
def study(tmp_path):
    return read_study(small_study(tmp_path / "study"))


@pytest.fixture
def articles(study):
    return read_corpus(study)


def in_parts(folder, study, *texts):
    """A folder as a cluster leaves it: each of some corpora is a part."""
    write_annotations(annotations_of(texts[0]), folder, study=study)
    for name in ANNOTATION_TABLES:
        (folder / f"{name}.parquet").unlink()
    for number, one in enumerate(texts):
        found = annotations_of(one)
        with writing(Part(folder, number, "key")) as add:
            add({name: getattr(found, name)[list(columns)] for name, columns in ANNOTATION_TABLES.items()})
    return folder


ONE, TWO = {"a": ("Alpha", "A war.")}, {"b": ("Beta", "No war.\nNone.")}


def test_parts_are_read_as_one_table_in_their_order(study, tmp_path):
    whole = read_annotations(write_annotations(annotations_of(ONE | TWO), tmp_path / "whole", study=study))
    found = read_annotations(in_parts(tmp_path / "parts", study, ONE, TWO))
    for name in ANNOTATION_TABLES:
        pd.testing.assert_frame_equal(getattr(found, name), getattr(whole, name))


def test_an_article_in_two_parts_is_an_error(study, tmp_path):
    folder = in_parts(tmp_path / "parts", study, ONE, TWO, ONE)
    with pytest.raises(InputError) as error:
        read_annotations(folder)
    assert str(error.value) == f"the article 'a' stands in two parts of '{folder}'; give each article an id of its own."


def test_a_run_that_has_not_finished_is_not_read(study, tmp_path):
    folder = in_parts(tmp_path / "parts", study, ONE)
    (folder / "manifest.json").unlink()
    with pytest.raises(InputError) as error:
        read_annotations(folder)
    assert str(error.value) == (
        f"'{folder}' has no manifest.json, so its tables are not complete; run `framelens annotate` again."
    )


def test_a_damaged_table_is_named(study, tmp_path):
    folder = in_parts(tmp_path / "parts", study, ONE, TWO)
    file = folder / "cues.parquet" / "part-00001.parquet"
    file.write_bytes(file.read_bytes()[:-9])
    with pytest.raises(InputError) as error:
        read_annotations(folder)
    assert str(error.value) == f"'{file}' is damaged; run `framelens annotate` again, which renews it."


def test_files_take_the_place_of_parts_and_nothing_else_is_left(study, articles, tmp_path):
    folder = in_parts(tmp_path / "out", study, ONE, TWO)
    annotate_to_files(articles, folder, study=study)
    names = sorted(path.name for path in folder.iterdir())
    assert names == sorted([*(f"{name}.parquet" for name in ANNOTATION_TABLES), "manifest.json"])
    assert read_annotations(folder).articles["article_id"].tolist() == ["one", "two"]
    assert json.loads((folder / "manifest.json").read_text())["rows"]["articles"] == 2


def test_in_many_parts_the_files_are_those_of_one(study, articles, tmp_path, monkeypatch):
    whole = annotate_to_files(articles, tmp_path / "whole", study=study)
    monkeypatch.setattr("framelens.annotations.PART_CHARACTERS", 20)
    cut = annotate_to_files(articles, tmp_path / "cut", study=study)
    for name in ANNOTATION_TABLES:
        one, other = (pd.read_parquet(folder / f"{name}.parquet") for folder in (whole, cut))
        pd.testing.assert_frame_equal(one, other)
    assert (whole / "manifest.json").read_bytes() == (cut / "manifest.json").read_bytes()


def test_parts_of_another_study_are_not_kept(study, articles, tmp_path, monkeypatch):
    said = []

    def stop(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("framelens.storage._finish", stop)
        with pytest.raises(KeyboardInterrupt):
            annotate_to_files(articles, tmp_path / "out", study=study)
    other = study.model_copy(update={"parties": {}})
    with monkeypatch.context() as patch:
        patch.setattr("framelens.storage._finish", stop)
        with pytest.raises(KeyboardInterrupt):
            annotate_to_files(articles, tmp_path / "out", study=other, report=said.append)
    assert said == []
    annotate_to_files(articles, tmp_path / "out", study=other, report=said.append)
    assert said == ["Kept 1 of 1 parts, which were there already."]
    assert read_annotations(tmp_path / "out").mentions.empty


def test_a_dask_table_needs_its_engine(study, tmp_path):
    with pytest.raises(ArgumentError) as error:
        annotate_to_files(object(), tmp_path / "out", study=study)
    assert str(error.value) == '`articles` must be a pandas table; a Dask DataFrame needs engine="dask".'
