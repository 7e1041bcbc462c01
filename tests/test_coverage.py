import pandas as pd
import pytest

from framelens import ArgumentError, cover_facts
from framelens.coverage import FACTS
from framelens.study import Fact
from tests.toy import annotations_of

CALLED = {
    "end": Fact(label="It ended", patterns=["ended", "was over"]),
    "hurt": Fact(label="Somebody was hurt", patterns=["re:hurt (Ravel|Tidemark)"]),
}


def test_a_fact_has_its_line_and_place_of_its_first_match_and_their_number():
    facts = cover_facts(annotations_of(), CALLED).set_index(["article_id", "fact"])
    # a2: "The operation hurt Ravel." and, in line 2, "It hurt Ravel and Tidemark."
    assert facts.loc[("a2", "hurt"), ["found", "k", "line", "start", "end"]].tolist() == [True, 2, 1, 14, 24]
    # b1: "The operation ended." is its second line.
    assert facts.loc[("b1", "end"), ["found", "k", "line"]].tolist() == [True, 1, 2]


def test_every_article_has_a_row_for_every_fact_in_the_study_s_order():
    facts = cover_facts(annotations_of(), CALLED)
    expected = [[article, fact] for article in ("a1", "a2", "b1") for fact in ("end", "hurt")]
    assert facts[["article_id", "fact"]].values.tolist() == expected


def test_a_fact_not_found_has_no_place():
    row = cover_facts(annotations_of(), CALLED).iloc[0]
    assert row[["found", "k"]].tolist() == [False, 0]
    assert row[["line", "start", "end"]].isna().all()


def test_a_pattern_does_not_match_across_sentences():
    tables = annotations_of({"x": ("X", "They met.\nThe minister left.")})
    facts = cover_facts(tables, {"met": Fact(label="Met", patterns=["re:(?s)met.*minister"])})
    assert facts["found"].tolist() == [False]


def test_facts_are_looked_for_in_the_zone_asked():
    tables = annotations_of()
    tables.sentences.loc[tables.sentences["article_id"] == "b1", "zone"] = "caption"
    assert not cover_facts(tables, CALLED)["found"].iloc[4]
    assert cover_facts(tables, CALLED, zone="all")["found"].iloc[4]


def test_without_facts_the_table_is_empty_with_its_columns():
    facts = cover_facts(annotations_of(), {})
    assert facts.columns.tolist() == list(FACTS)
    assert facts.empty


def test_the_order_of_the_sentences_does_not_matter():
    tables = annotations_of()
    before = cover_facts(tables, CALLED)
    shuffled = tables.sentences.sample(frac=1, random_state=8)
    pd.testing.assert_frame_equal(cover_facts(type(tables)(**(vars(tables) | {"sentences": shuffled})), CALLED), before)


def test_an_unknown_zone_is_named():
    with pytest.raises(ArgumentError) as error:
        cover_facts(annotations_of(), CALLED, zone="bdy")
    assert str(error.value) == (
        "`zone` must be one of 'kicker', 'headline', 'standfirst', 'byline', 'caption', 'subhead', 'body',"
        " 'boilerplate', 'blank', 'all'; got 'bdy'. Did you mean 'body'?"
    )
