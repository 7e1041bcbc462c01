import json
import shutil
from dataclasses import fields

import pandas as pd
import pytest

import framelens as fl
from framelens.observations import codebook_hash, shared_tables, without_texts, write_shared
from tests.toy import copy_study, small_study

MEASURES = {
    "voice shares": lambda seen: fl.voice_shares(seen.annotations.tokens),
    "label shares": lambda seen: fl.label_shares(seen.labels, articles=seen.annotations.articles),
    "label shares by article": lambda seen: fl.label_shares(seen.labels, by=("outlet", "article_id"), voice="all"),
    "sentiment": lambda seen: fl.summarize_sentiment(seen.scores),
    "sentiment of all voices": lambda seen: fl.summarize_sentiment(seen.scores, voice="all"),
    "facts": lambda seen: seen.facts,
    "copies": lambda seen: seen.copies,
    "origins": lambda seen: seen.annotations.articles[["article_id", "origin"]],
    "log-odds": lambda seen: fl.contrast_terms(fl.count_terms(seen.annotations.tokens)),
    "log ratio": lambda seen: fl.contrast_terms(fl.count_terms(seen.annotations.tokens), measure="log-ratio"),
    "weights": lambda seen: fl.weight_terms(fl.merge_variants(fl.count_terms(seen.annotations.tokens, voice="all"))),
    "row labels": lambda seen: pd.Series(fl.outlet_labels(seen.annotations.articles)).to_frame(),
}


@pytest.mark.parametrize("name", MEASURES)
def test_the_shared_form_gives_the_same_results_as_the_texts(sample, tmp_path, name):
    study, from_texts = sample
    folder = copy_study("port-callen", tmp_path)
    shutil.rmtree(folder / "articles")
    (folder / "shared").mkdir()
    write_shared(from_texts, study, folder / "shared")
    from_shared = fl.observe(fl.read_study(folder))
    assert from_texts.has_texts
    assert not from_shared.has_texts
    pd.testing.assert_frame_equal(MEASURES[name](from_shared), MEASURES[name](from_texts), check_exact=True)


def test_the_shared_form_is_the_same_when_it_is_shared_again(sample):
    once = without_texts(sample[1], sample[0])
    again = without_texts(once, sample[0])
    for field in fields(fl.Annotations):
        pd.testing.assert_frame_equal(getattr(once.annotations, field.name), getattr(again.annotations, field.name))


def test_no_text_is_left_in_the_shared_form(sample):
    shared = without_texts(sample[1], sample[0]).annotations
    for table, column in (
        ("articles", "text"),
        ("articles", "title"),
        ("sentences", "text"),
        ("attributions", "speaker"),
    ):
        assert getattr(shared, table)[column].isna().all()
    assert "offsets" not in shared.sentences
    tables = shared_tables(sample[1], sample[0])
    assert tables["tokens"].columns.tolist() == ["article_id", "zone", "voice", "term", "n"]
    assert {"text", "title", "author"}.isdisjoint(tables["articles"].columns)
    assert "text" not in tables["sentences"].columns


def test_words_of_the_shared_form_stand_in_alphabetical_order(sample):
    tokens = shared_tables(sample[1], sample[0])["tokens"]
    assert tokens.equals(tokens.sort_values(["article_id", "zone", "voice", "term"], ignore_index=True))
    assert tokens["n"].sum() == len(sample[1].annotations.tokens)


def test_leaving_texts_out_changes_nothing_in_what_was_given(sample):
    before = sample[1].annotations.sentences["text"].tolist()
    without_texts(sample[1], sample[0])
    assert sample[1].annotations.sentences["text"].tolist() == before


def test_observing_again_gives_equal_tables(sample):
    again = fl.observe(sample[0])
    pd.testing.assert_frame_equal(again.scores, sample[1].scores)
    pd.testing.assert_frame_equal(again.annotations.tokens, sample[1].annotations.tokens)


def test_a_study_with_neither_texts_nor_shared_form_is_refused(tmp_path):
    folder = small_study(tmp_path / "empty")
    shutil.rmtree(folder / "articles")
    with pytest.raises(fl.StudyError) as error:
        fl.observe(fl.read_study(folder))
    assert str(error.value) == (
        f"'empty' has neither texts in '{folder}/articles' nor a shared form; put the articles there."
    )


def test_a_shared_form_made_with_another_study_file_is_refused(sample, tmp_path):
    folder = copy_study("port-callen", tmp_path)
    shutil.rmtree(folder / "articles")
    (folder / "shared").mkdir()
    write_shared(sample[1], sample[0], folder / "shared")
    file = folder / "study.toml"
    file.write_text(file.read_text().replace('"incidents"', '"incidents", "affair"'))
    with pytest.raises(fl.StudyError) as error:
        fl.observe(fl.read_study(folder))
    assert str(error.value) == (
        "the shared form of 'port-callen' was made with another study.toml; undo the change, or put the articles in"
        " place and run `framelens share`."
    )


def test_the_shared_form_s_manifest_names_the_study_and_its_codebook(sample, tmp_path):
    write_shared(sample[1], sample[0], tmp_path)
    manifest = json.loads((tmp_path / "manifest.json").read_text())
    assert manifest == {"study": "port-callen", "codebook_sha256": codebook_hash(sample[0])}


def test_the_codebook_s_hash_does_not_depend_on_where_the_study_lies(sample, tmp_path):
    folder = copy_study("port-callen", tmp_path)
    assert codebook_hash(fl.read_study(folder)) == codebook_hash(sample[0])


def test_observations_say_what_they_hold(sample):
    assert repr(sample[1]).startswith(f"<Observations from the texts: {len(sample[1].labels):,} labels, 300 facts, ")
