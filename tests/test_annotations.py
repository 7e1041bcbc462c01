import json
from dataclasses import fields

import pandas as pd
import pytest

from framelens import parsing
from framelens.annotations import annotate
from framelens.corpus import read_articles, read_corpus
from framelens.cue_list import CUE_CLASSES
from framelens.errors import InputError
from framelens.markup import plain_line
from framelens.schema import ANNOTATION_TABLES
from framelens.storage import read_annotations, write_annotations
from framelens.study import read_study
from framelens.voices import Voices

STUDY = """
[study]
title = "Ferries"
[corpus]
articles = "texts"
[parties.norland]
label = "Norland"
names = ["Norland"]
actors.Berg = ["Ana Berg", "Berg"]
[parties.tolland]
label = "Tolland"
names = ["Tolland"]
[[cleaning.rules]]
name = "tide table"
pattern = "high water"
zone = "boilerplate"
"""

A = """Ferries stop again as wages stay unpaid

By Ida Marsh

The ferries between Norland and Tolland stopped on Monday, and **nobody** in Northvale knew why.

High water at ten.

“We wait,” said Ana Berg. “Norland
will not pay,

and that is that,” she added.
"""
B = """Boats stay in port for another day

Berg’s note did not say &quot;when&quot; the boats of Tolland would leave the northern quay again.
"""


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    folder = tmp_path_factory.mktemp("ferries")
    (folder / "texts").mkdir()
    (folder / "texts" / "a.txt").write_text(A)
    (folder / "texts" / "b.txt").write_text(B)
    (folder / "study.toml").write_text(STUDY)
    return read_study(folder)


@pytest.fixture(scope="module")
def articles(study):
    return read_articles(study.articles_path)


@pytest.fixture(scope="module")
def annotations(study, articles):
    return annotate(articles, study)


@pytest.fixture(scope="module")
def every(sample):
    """The annotations of the sample study."""
    return sample[1].annotations


def rows(frame, *columns):
    chosen = frame[list(columns)].astype("object")
    return list(chosen.where(chosen.notna(), None).itertuples(index=False, name=None))


def pieces(frame):
    """What stands in the files where the rows say."""
    return [{"a": A, "b": B}[row.article_id][row.start : row.end] for row in frame.itertuples()]


# ---- What is found, worked out by eye in the two articles above ---- #


def test_sentences_of_an_article(annotations):
    found = annotations.sentences[annotations.sentences["article_id"] == "a"]
    assert rows(found, "sentence_id", "zone", "paragraph", "voice", "n_words", "text") == [
        (1, "headline", 1, "own", 7, "Ferries stop again as wages stay unpaid"),
        (2, "byline", 2, "own", 3, "By Ida Marsh"),
        (
            3, "body", 3, "own", 15,
            "The ferries between Norland and Tolland stopped on Monday, and nobody in Northvale knew why.",
        ),
        (4, "body", 4, "attributed", 5, "“We wait,” said Ana Berg."),
        (5, "body", 4, "attributed", 10, "“Norland will not pay, and that is that,” she added."),
    ]  # fmt: skip


def test_quotations_of_an_article(annotations):
    found = annotations.attributions[annotations.attributions["article_id"] == "a"]
    assert rows(found, "attribution_id", "sentence_id", "voice", "n_words") == [
        (1, 4, "quoted", 2),
        (2, 5, "quoted", 8),
    ]
    assert pieces(found) == ["We wait,", "Norland\nwill not pay,\n\nand that is that,"]


def test_cues_of_the_articles(annotations):
    found = annotations.cues
    assert rows(found, "article_id", "cue_id", "sentence_id", "cue", "lemma", "cue_class", "kind", "negated") == [
        ("a", 1, 4, "said", "say", "neutral", "verb", False),
        ("a", 2, 5, "added", "add", "neutral", "verb", False),
        ("b", 1, 2, "say", "say", "neutral", "verb", True),
    ]
    assert rows(found, "speaker", "actor", "party", "zone") == [
        ("Ana Berg", "Berg", "norland", "body"),
        ("she", "Berg", "norland", "body"),
        ("Berg’s note", "Berg’s note", "norland", "body"),
    ]
    assert pieces(found) == ["said", "added", "say"]


def test_speakers_of_the_quotations(annotations):
    found = annotations.attributions
    assert rows(found, "article_id", "cue_id", "speaker", "actor", "party") == [
        ("a", 1, "Ana Berg", "Berg", "norland"),
        ("a", 2, "she", "Berg", "norland"),
        ("b", 1, "Berg’s note", "Berg’s note", "norland"),
        ("b", 1, "Berg’s note", "Berg’s note", "norland"),
    ]
    assert pieces(found.assign(start=found["cue_start"], end=found["cue_end"])) == ["said", "added", "say", "say"]


def test_a_study_s_classes_are_those_of_its_cues(study, articles):
    cues = type(study.cues)(distancing=("add",))
    assert annotate(articles, study.model_copy(update={"cues": cues})).cues["cue_class"].tolist() == [
        "neutral", "distancing", "neutral",
    ]  # fmt: skip


def test_mentions_of_the_parties(annotations):
    assert rows(annotations.mentions, "article_id", "sentence_id", "party", "actor", "voice") == [
        ("a", 3, "norland", None, "own"),
        ("a", 3, "tolland", None, "own"),
        ("a", 4, "norland", "Berg", "own"),
        ("a", 5, "norland", None, "quoted"),
        ("b", 2, "norland", "Berg", "own"),
        ("b", 2, "tolland", None, "indirect"),
    ]
    assert pieces(annotations.mentions) == ["Norland", "Tolland", "Ana Berg", "Norland", "Berg", "Tolland"]


def test_an_entity_may_be_a_mark(annotations):
    found = annotations.attributions[annotations.attributions["article_id"] == "b"]
    # What the note did not say is reported, in marks and outside them.
    assert pieces(found) == ["when", "the boats of Tolland would leave the northern quay again"]
    assert rows(found, "voice", "actor", "party") == [
        ("quoted", "Berg’s note", "norland"),
        ("indirect", "Berg’s note", "norland"),
    ]


def test_words_in_marks_are_quoted_and_others_own(annotations):
    tokens = annotations.tokens[(annotations.tokens["article_id"] == "a") & (annotations.tokens["sentence_id"] == 4)]
    assert rows(tokens, "term", "voice") == [
        ("we", "quoted"),
        ("wait", "quoted"),
        ("said", "own"),
        ("ana", "own"),
        ("berg", "own"),
    ]


def test_lemma_and_part_of_speech_are_the_parsers(annotations):
    tokens = annotations.tokens[annotations.tokens["term"].isin(["ferries", "stopped", "berg’s"])]
    assert set(rows(tokens[tokens["zone"] == "body"], "term", "lemma", "pos")) == {
        ("ferries", "ferry", "NOUN"),
        ("stopped", "stop", "VERB"),
        ("berg’s", "berg", "PROPN"),
    }


def test_body_words_are_counted(annotations):
    # a: 15 + 5 + 10; b: Berg’s note did not say when the boats of Tolland would leave the northern quay again.
    assert annotations.articles["n_words"].tolist() == [30, 16]


def test_boilerplate_has_rows_in_no_table_but_lines(annotations):
    assert "boilerplate" in set(annotations.lines["zone"])
    assert "water" not in set(annotations.tokens["term"])


def test_metadata_is_filled_from_the_lines(annotations):
    assert annotations.articles.loc[0, ["title", "author"]].tolist() == [
        "Ferries stop again as wages stay unpaid",
        "Ida Marsh",
    ]


def test_annotations_in_words(annotations):
    # Lines: 12 and 3; attributions: 2 quotations, and one with the rest of its report; cues: said, added, say;
    # tokens: 7 + 3 + 15 + 5 + 10 and 7 + 16.
    assert repr(annotations) == (
        "<Annotations of 2 outlets: 2 articles, 15 lines, 7 sentences, 4 attributions, 3 cues, 63 tokens, 6 mentions,"
        " 0 labels, 0 events>"
    )


# ---- What holds in the sample study ---- #


@pytest.mark.parametrize("name", list(ANNOTATION_TABLES))
def test_columns_and_types_are_those_of_the_contract(every, name):
    table, columns = getattr(every, name), ANNOTATION_TABLES[name]
    found = {column: str(kind) for column, kind in table.dtypes.items() if column in columns}
    assert found == columns
    joined = {"articles": set(), "sentences": {"outlet", "offsets"}}
    joined |= {key: {"outlet", "zone"} for key in ("attributions", "cues", "labels", "events")}
    assert set(table.columns) - set(columns) == joined.get(name, {"outlet"})
    assert isinstance(table.index, pd.RangeIndex)


@pytest.mark.parametrize("name", list(ANNOTATION_TABLES))
def test_rows_are_sorted_by_article_and_place(every, name):
    keys = [key for key in ("article_id", "start") if key in ANNOTATION_TABLES[name]]
    places = rows(getattr(every, name), *keys)
    assert places == sorted(places)


def test_a_token_is_in_the_text_where_it_says(every):
    texts = every.articles.set_index("article_id")["text"]
    for row in every.tokens.itertuples():
        source = texts[row.article_id][row.start : row.end]
        assert "".join(plain_line(source.replace("\n", " ")).split()).casefold() == row.term


def test_sentences_hold_their_tokens(every):
    spans = every.sentences[["article_id", "sentence_id", "start", "end"]]
    joined = every.tokens.merge(spans, on=["article_id", "sentence_id"], suffixes=("", "_sentence"))
    assert len(joined) == len(every.tokens)
    assert (joined["start"] >= joined["start_sentence"]).all()
    assert (joined["end"] <= joined["end_sentence"]).all()


def test_words_of_sentences_add_up(every):
    tokens = every.tokens.groupby(["article_id", "sentence_id"]).size()
    sentences = every.sentences.set_index(["article_id", "sentence_id"])["n_words"]
    assert sentences[sentences > 0].to_dict() == tokens.to_dict()


def test_words_of_articles_are_their_body_words(every):
    body = every.tokens[every.tokens["zone"] == "body"].groupby("article_id").size()
    assert every.articles.set_index("article_id")["n_words"].to_dict() == body.to_dict()


def test_words_of_an_attributed_span_are_those_inside_it(every):
    for row in every.attributions.itertuples():
        tokens = every.tokens[every.tokens["article_id"] == row.article_id]
        inside = tokens[(tokens["start"] >= row.start) & (tokens["end"] <= row.end)]
        assert len(inside) == row.n_words
        assert set(inside["voice"]) == {row.voice}
        assert inside["sentence_id"].iloc[0] == row.sentence_id


def test_a_word_s_voice_is_that_of_the_innermost_span(every):
    voices = Voices(every.attributions)
    assert [voices.at(row.article_id, row.start) for row in every.tokens.itertuples()] == rows(
        every.tokens, "voice", "actor", "party"
    )


def test_a_label_s_and_a_mention_s_voice_are_those_of_its_place(every):
    voices = Voices(every.attributions)
    for table, party in ((every.labels, "party"), (every.mentions, "speaker_party")):
        here = [voices.at(row.article_id, row.start) for row in table.itertuples()]
        assert [(whose.voice, whose.party) for whose in here] == rows(table, "voice", party)
    here = [voices.at(row.article_id, row.start) for row in every.events.itertuples()]
    assert [whose.voice for whose in here] == every.events["voice"].tolist()


def test_attributed_spans_lie_in_their_articles_and_are_not_empty(every):
    lengths = every.attributions["article_id"].map(every.articles.set_index("article_id")["text"].str.len())
    spans = every.attributions
    assert ((spans["start"] >= 0) & (spans["start"] < spans["end"]) & (spans["end"] <= lengths)).all()


def test_a_piece_of_an_indirect_report_overlaps_no_other_span(every):
    for _, spans in every.attributions.groupby("article_id"):
        for row in spans[spans["voice"] == "indirect"].itertuples():
            over = spans[(spans["start"] < row.end) & (spans["end"] > row.start)]
            assert over["attribution_id"].tolist() == [row.attribution_id]


def test_the_cue_of_a_span_is_one_of_the_cues(every):
    spans = every.attributions.dropna(subset=["cue_id"])
    cues = every.cues[["article_id", "cue_id", "start", "end", "actor", "party"]]
    joined = spans.merge(cues, how="left", on=["article_id", "cue_id"], suffixes=("", "_of_cue"))
    assert len(joined) == len(spans) > 0
    assert rows(joined, "cue_start", "cue_end", "actor", "party") == rows(
        joined, "start_of_cue", "end_of_cue", "actor_of_cue", "party_of_cue"
    )
    assert set(every.attributions["voice"][every.attributions["cue_id"].isna()]) <= {"quoted"}


def test_no_cue_stands_twice_or_in_an_attributed_span_but_a_nested_one(every):
    assert not every.cues.duplicated(["article_id", "start"]).any()
    voices = Voices(every.attributions)
    here = {(row.nested, voices.at(row.article_id, row.start).voice) for row in every.cues.itertuples()}
    assert here <= {(False, "own"), (True, "own"), (True, "indirect")}


def test_cues_are_in_the_text_where_they_say(every):
    texts = every.articles.set_index("article_id")["text"]
    assert [texts[row.article_id][row.start : row.end] for row in every.cues.itertuples()] == every.cues["cue"].tolist()
    assert set(every.cues["cue_class"]) <= set(CUE_CLASSES)
    assert set(every.cues["kind"]) <= {"verb", "nominal", "according-to"}


def test_offsets_of_a_sentence_lead_to_its_characters(every):
    texts = every.articles.set_index("article_id")["text"]
    for row in every.sentences.itertuples():
        source = texts[row.article_id]
        assert len(row.offsets) == len(row.text)
        assert (row.offsets[0], row.offsets[-1] + 1) == (row.start, row.end)
        assert all(char == " " or char == source[at] for char, at in zip(row.text, row.offsets, strict=True))


def test_ids_count_from_one_in_every_article(every):
    keys = {"sentences": "sentence_id", "attributions": "attribution_id", "cues": "cue_id"}
    for name, key in keys.items():
        for _, ids in getattr(every, name).groupby("article_id")[key]:
            assert sorted(ids) == list(range(1, len(ids) + 1))


# ---- Same input, same tables ---- #


def assert_same(one, other):
    for field in fields(one):
        pd.testing.assert_frame_equal(getattr(one, field.name), getattr(other, field.name))


def test_a_kept_parse_gives_the_same_tables(study, articles, annotations, monkeypatch):
    monkeypatch.setattr(parsing, "_parse_articles", lambda articles: pytest.fail("parsed again"))
    assert_same(annotate(articles, study), annotations)


def test_a_fresh_parse_gives_the_same_tables(study, articles, annotations, tmp_path):
    assert_same(annotate(articles, study, cache=tmp_path / "parses"), annotations)


def test_the_order_of_articles_changes_nothing(study, articles, annotations, tmp_path):
    assert_same(annotate(articles[::-1], study, cache=tmp_path), annotations)


def test_the_index_of_the_articles_changes_nothing(study, articles, annotations):
    assert_same(annotate(articles.set_axis([7, 3]), study), annotations)


def test_an_article_alone_is_annotated_as_among_others(study, articles, annotations, tmp_path):
    alone = annotate(articles[1:].reset_index(drop=True), study, cache=tmp_path)
    for name in ANNOTATION_TABLES:
        table = getattr(annotations, name)
        expected = table[table["article_id"] == "b"].reset_index(drop=True)
        pd.testing.assert_frame_equal(getattr(alone, name), expected)


def test_order_and_company_of_the_sample_s_articles_change_nothing(sample, every):
    study, _ = sample
    articles = read_corpus(study)
    assert_same(annotate(articles.sample(frac=1, random_state=7), study), every)
    one = articles["article_id"].iloc[len(articles) // 2]
    alone = annotate(articles[articles["article_id"] == one].reset_index(drop=True), study)
    for name in ANNOTATION_TABLES:
        table = getattr(every, name)
        expected = table[table["article_id"] == one].reset_index(drop=True)
        pd.testing.assert_frame_equal(getattr(alone, name), expected)


def test_paragraphs_are_counted_over_all_zones(study, articles):
    body = "The ferries of both lines stopped on Monday and stayed.\n\nNobody in the port knew why they had. It rained."
    only = annotate(articles[:1].assign(text=f"Ferries stop for another day\n\n{body}\n\nIda Marsh\n"), study)
    assert rows(only.sentences, "zone", "paragraph") == [
        ("headline", 1),
        ("body", 2),
        ("body", 3),
        ("body", 3),
        ("byline", 4),
    ]


def test_an_article_of_boilerplate_alone_has_no_words(study, articles):
    only = annotate(articles[:1].assign(text="High water at ten.\n"), study)
    assert only.articles["n_words"].tolist() == [0]
    assert len(only.sentences) == len(only.tokens) == 0


def test_the_articles_given_are_not_changed(study, articles):
    before = articles.copy()
    annotate(articles, study)
    pd.testing.assert_frame_equal(articles, before)


# ---- Files ---- #


@pytest.fixture
def written(annotations, study, tmp_path):
    return write_annotations(annotations, tmp_path / "out" / "tables", study=study)


@pytest.mark.parametrize("name", list(ANNOTATION_TABLES))
def test_a_file_has_exactly_the_columns_of_the_contract(written, name):
    table = pd.read_parquet(written / f"{name}.parquet")
    assert table.columns.tolist() == list(ANNOTATION_TABLES[name])
    assert isinstance(table.index, pd.RangeIndex)


def test_missing_values_are_null_in_the_files(written):
    for name in ANNOTATION_TABLES:
        table = pd.read_parquet(written / f"{name}.parquet")
        assert not table.isin(["", "None", "nan", "<NA>"]).any(axis=None)
    assert pd.read_parquet(written / "articles.parquet")["url"].isna().all()


def test_what_was_written_is_read_back(written, annotations):
    again = read_annotations(written)
    for name in ANNOTATION_TABLES:
        expected = getattr(annotations, name).drop(columns="offsets", errors="ignore")
        pd.testing.assert_frame_equal(getattr(again, name), expected)


def test_writing_twice_gives_the_same_bytes(written, annotations, study, tmp_path):
    again = write_annotations(annotations, tmp_path / "again", study=study)
    names = sorted(file.name for file in written.iterdir())
    assert names == sorted([*(f"{name}.parquet" for name in ANNOTATION_TABLES), "manifest.json"])
    assert all((written / name).read_bytes() == (again / name).read_bytes() for name in names)


def test_annotating_twice_gives_the_same_bytes(sample, tmp_path):
    study, observations = sample
    again = annotate(read_corpus(study), study, cache=tmp_path / "parses")
    one = write_annotations(observations.annotations, tmp_path / "one", study=study)
    other = write_annotations(again, tmp_path / "other", study=study)
    names = sorted(file.name for file in one.iterdir())
    assert all((one / name).read_bytes() == (other / name).read_bytes() for name in names)


def test_the_manifest_counts_rows_and_names_hashes(written, annotations):
    manifest = json.loads((written / "manifest.json").read_text())
    assert manifest["rows"]["tokens"] == 63
    assert manifest["articles"] == dict(rows(annotations.articles, "article_id", "sha256"))


def test_a_missing_table_says_how_to_write_it(written):
    (written / "cues.parquet").unlink()
    with pytest.raises(InputError) as err:
        read_annotations(written)
    assert str(err.value) == f"'{written}' has no cues.parquet; write the tables with `framelens annotate`."
