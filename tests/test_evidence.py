from dataclasses import replace

import pandas as pd
import pytest

from framelens import Annotations, ArgumentError, count_terms, label_shares
from framelens.evidence import EVIDENCE, evidence
from framelens.schema import ATTRIBUTIONS, LABELS, conform
from framelens.sourcing import sentence_voices, summarize_sources
from framelens.spans import nest
from tests.toy import TEXTS, annotations_of

WAR = [("a1", 1, 17, 20, "own"), ("a1", 2, 26, 29, "indirect"), ("b1", 3, 60, 63, "own")]


@pytest.fixture
def tables() -> Annotations:
    """The toy corpus, in which Ravel also says *The war* outside the marks, and the labels *war* are found."""
    tables = annotations_of()
    ravel = {"speaker": "Ravel", "actor": "Ravel", "party": "ravel", "cue_id": 1, "article_id": "a1", "sentence_id": 2}
    report = ravel | {"attribution_id": 2, "start": 22, "end": 29, "voice": "indirect", "n_words": 2}
    quotation = ravel | {"attribution_id": 1, "start": 47, "end": 63, "voice": "quoted", "n_words": 3}
    spans = conform(pd.DataFrame([report, quotation]), ATTRIBUTIONS).assign(outlet="Alpha")
    tokens = tables.tokens
    inside = (tokens["article_id"] == "a1") & tokens["start"].between(22, 28)
    tokens = tokens.assign(voice=tokens["voice"].mask(inside, "indirect"))
    labels = pd.DataFrame(WAR, columns=["article_id", "sentence_id", "start", "end", "voice"])
    labels = conform(labels.assign(concept="event", label="war"), LABELS)
    labels = labels.assign(outlet=["Alpha", "Alpha", "Beta"])
    return replace(tables, attributions=spans, tokens=tokens, labels=labels)


def found(tables: Annotations, **cell) -> list[list]:
    return evidence(tables, **cell)[["article_id", "sentence_id", "hit"]].values.tolist()


def test_the_toy_s_places_are_those_of_its_text():
    assert [TEXTS[article][1][start:end] for article, _, start, end, _ in WAR] == ["war", "war", "war"]
    assert (TEXTS["a1"][1][22:29], TEXTS["a1"][1][47:63]) == ("The war", "a good operation")


def test_a_term_shows_each_of_its_uses_with_place_speaker_and_sentence(tables):
    assert found(tables, term="War") == [["a1", 1, "war"], ["a1", 2, "war"], ["b1", 3, "war"]]
    row = evidence(tables, term="war").iloc[1]
    assert row.to_dict() == {
        "outlet": "Alpha", "article_id": "a1", "line": 2, "sentence_id": 2, "zone": "body", "start": 26, "end": 29,
        "hit": "war", "voice": "indirect", "speaker": "Ravel", "actor": "Ravel",
        "sentence": "The war, Ravel said, is “a good operation”.",
    }  # fmt: skip


def test_words_in_a_row_stand_in_one_sentence_and_one_voice(tables):
    assert found(tables, term="the  operation") == [["a2", 1, "The operation"], ["b1", 1, "The operation"],
                                                    ["b1", 2, "The operation"]]  # fmt: skip
    assert found(tables, term="ravel it") == []
    assert found(tables, term="is a") == []  # The quotation begins between them.


@pytest.mark.parametrize(
    ("cell", "n"),
    [
        ({"term": "war", "outlet": "Alpha"}, 2),
        ({"term": "war", "voice": "own"}, 2),
        ({"term": "war", "voice": "all"}, 3),
        ({"term": "war", "actor": "Ravel"}, 1),
        ({"term": "war", "party": "tidemark"}, 1),
        ({"label": "war"}, 3),
        ({"label": "war", "voice": "indirect"}, 1),
        ({"label": "war", "outlet": "Beta", "voice": "quoted"}, 0),
        ({"label": "war", "party": "ravel"}, 1),
        ({"party": "ravel"}, 3),
        ({"party": "ravel", "outlet": "Beta"}, 0),
        ({"party": "ravel", "actor": "Ravel"}, 0),
        ({"actor": "Ravel"}, 2),
        ({"actor": "Ravel", "voice": "quoted"}, 1),
        ({"actor": "unattributed"}, 0),
        ({}, 8),
        ({"outlet": "Beta"}, 3),
        ({"voice": "quoted"}, 1),
        ({"voice": "indirect", "outlet": "Beta"}, 0),
        ({"zone": "headline"}, 0),
        ({"term": "never"}, 0),
    ],
)
def test_a_cell_has_as_many_rows_as_it_counts(tables, cell, n):
    frame = evidence(tables, **cell)
    assert len(frame) == n
    assert frame.columns.tolist() == list(EVIDENCE)


def test_an_actor_s_spans_are_shown_whole(tables):
    assert found(tables, actor="Ravel") == [["a1", 2, "The war"], ["a1", 2, "a good operation"]]


def test_quotations_of_nobody_can_be_asked_for(tables):
    tables.attributions[["speaker", "actor"]] = None
    assert found(tables, actor="unattributed") == [["a1", 2, "The war"], ["a1", 2, "a good operation"]]
    assert found(tables, term="war", actor="unattributed") == [["a1", 2, "war"]]


def test_a_sentence_is_own_attributed_or_mixed(tables):
    tables.sentences.loc[tables.sentences["text"].str.contains("said"), "voice"] = "mixed"
    assert found(tables, voice="mixed") == [["a1", 2, "The war, Ravel said, is “a good operation”."]]
    assert len(evidence(tables, voice="own")) == 7


def test_lines_that_are_no_part_of_a_quotation_are_left_out_of_it():
    text = "Ravel said: “It is\nADVERTISEMENT\nover.”"
    tables = annotations_of({"x": ("X", text)})
    tables.lines.loc[1, "zone"] = "boilerplate"
    row = {"article_id": "x", "attribution_id": 1, "sentence_id": 1, "start": 13, "end": 38, "voice": "quoted"}
    spans = conform(pd.DataFrame([row | {"actor": "Ravel"}]), ATTRIBUTIONS).assign(outlet="X")
    tables = replace(tables, attributions=spans)
    assert evidence(tables, actor="Ravel")[["line", "hit"]].values.tolist() == [[1, "It is over."]]


@pytest.mark.parametrize(
    ("cell", "message"),
    [
        ({"outlet": "Alfa"}, "`outlet` 'Alfa' does not occur; there is 'Alpha', 'Beta'. Did you mean 'Alpha'?"),
        ({"party": "Ravel"}, "`party` 'Ravel' does not occur; there is 'ravel', 'tidemark'. Did you mean 'ravel'?"),
        ({"label": "wars"}, "`label` 'wars' does not occur; there is 'war'. Did you mean 'war'?"),
        ({"actor": "ravel"}, "`actor` 'ravel' does not occur; there is 'Ravel', 'unattributed'."
                             " Did you mean 'Ravel'?"),
        ({"voice": "quote"}, "`voice` must be one of 'own', 'indirect', 'quoted', 'attributed', 'mixed', 'all'; got"
                             " 'quote'. Did you mean 'quoted'?"),
        ({"term": "war", "voice": "mixed"}, "`voice` must be one of 'own', 'indirect', 'quoted', 'all'; got 'mixed'."),
        ({"zone": "title"}, "`zone` must be one of 'kicker', 'headline', 'standfirst', 'byline', 'caption', 'subhead',"
                            " 'body', 'boilerplate', 'blank', 'all'; got 'title'."),
        ({"term": " "}, "`term` is empty; give a word."),
        ({"term": "war", "label": "war"}, "`term` and `label` are two kinds of hit; give one of them."),
    ],
)  # fmt: skip
def test_what_does_not_occur_is_named_with_what_does(tables, cell, message):
    with pytest.raises(ArgumentError) as error:
        evidence(tables, **cell)
    assert str(error.value) == message


def test_of_many_names_the_first_are_listed(tables):
    outlets = pd.concat([tables.articles.head(1).assign(outlet=f"Paper {letter}") for letter in "ABCDEFGHIJ"])
    with pytest.raises(ArgumentError) as error:
        evidence(replace(tables, articles=outlets), outlet="Times")
    listed = ", ".join(f"'Paper {letter}'" for letter in "ABCDEFGH")
    assert str(error.value) == f"`outlet` 'Times' does not occur; there is {listed}, … (10 in all)."


@pytest.mark.parametrize("name", ["tokens", "sentences"])
def test_the_shared_form_has_no_evidence(tables, name):
    without = {"tokens": tables.tokens.assign(n=1), "sentences": tables.sentences.assign(text=pd.Series(dtype="str"))}
    with pytest.raises(ArgumentError) as error:
        evidence(replace(tables, **{name: without[name]}), term="war")
    assert str(error.value) == "the shared form of a study has no running words; put its articles in place first."


# ---- The law, over the sample study: a cell's k is the number of its rows -------------------------------------------


def test_label_shares_have_their_evidence(sample):
    annotations = sample[1].annotations
    for voice, zone in (("own", "body"), ("all", "body"), ("all", "headline"), ("all", "all")):
        shares = label_shares(annotations.labels, voice=voice, zone=zone)
        cells = shares.groupby(["outlet", "label"])["k"].sum().sample(25, random_state=1)
        rows = {
            (outlet, label): len(evidence(annotations, outlet=outlet, label=label, voice=voice, zone=zone))
            for outlet, label in cells.index
        }
        assert rows == cells.to_dict()
        assert sum(rows.values())


def test_term_counts_have_their_evidence(sample):
    annotations = sample[1].annotations
    for size in (1, 2):
        counts = count_terms(annotations.tokens, ngrams=(size, size), by=("outlet", "voice"), voice="all").to_frame()
        cells = counts.sample(25, random_state=1, weights="k").set_index(["outlet", "voice", "term"])["k"]
        rows = {
            (outlet, voice, term): len(evidence(annotations, outlet=outlet, voice=voice, term=term))
            for outlet, voice, term in cells.index
        }
        assert rows == cells.to_dict()


def test_sentence_voices_have_their_evidence(sample):
    annotations = sample[1].annotations
    for row in sentence_voices(annotations.sentences).itertuples():
        assert len(evidence(annotations, outlet=row.outlet, voice=row.voice)) == row.k


def test_sources_have_their_evidence(sample):
    # A row is a span: its own words add up to the words of the cell, its statements are the cell's.
    annotations = sample[1].annotations
    spans = annotations.attributions
    place = ["article_id", "start", "end", "voice"]
    nested = nest(spans[spans["zone"] == "body"])[[*place, "actor", "own_words", "statement"]]
    words = summarize_sources(spans, by=("outlet", "actor"))
    statements = summarize_sources(spans, by=("outlet", "actor"), unit="statement")
    cells = words.merge(statements, on=["outlet", "actor"]).sample(40, random_state=1)
    for cell in cells.itertuples():
        actor = cell.actor if isinstance(cell.actor, str) else "unattributed"
        rows = evidence(annotations, outlet=cell.outlet, actor=actor).merge(nested, on=[*place, "actor"])
        assert rows["own_words"].sum() == cell.k_x
        assert len(rows.drop_duplicates(["article_id", "statement"])) == cell.k_y
