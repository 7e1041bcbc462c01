import pandas as pd
import pytest

from framelens import ArgumentError, find_collocations, keyword_in_context, log_likelihood
from tests.toy import annotations_of


def test_every_use_of_a_word_is_found_in_the_order_of_the_text():
    found = keyword_in_context(annotations_of(), "war")
    assert found[["article_id", "sentence_id"]].values.tolist() == [["a1", 1], ["a1", 2], ["b1", 3]]


def test_left_keyword_and_right_are_what_stands_there():
    row = keyword_in_context(annotations_of(), "WAR", width=23).iloc[0]
    # (23 - 3) // 2 = 10 characters on either side, white space at the edges cut.
    assert row[["left", "keyword", "right"]].tolist() == ["k began a", "war", ". The war,"]


def test_several_words_are_found_where_they_stand_together():
    found = keyword_in_context(annotations_of(), "the operation")
    assert found[["article_id", "keyword"]].values.tolist() == [
        ["a2", "The operation"], ["b1", "The operation"], ["b1", "The operation"],
    ]  # fmt: skip


def test_several_words_do_not_cross_a_sentence():
    assert keyword_in_context(annotations_of(), "war the").empty


@pytest.mark.parametrize(("voice", "n"), [("own", 3), ("quoted", 1), ("indirect", 0), ("all", 4)])
def test_uses_are_of_the_voice_asked(voice, n):
    found = keyword_in_context(annotations_of(), "operation", voice=voice)
    assert len(found) == n
    assert found.index.tolist() == list(range(n))


def test_an_empty_term_is_refused():
    with pytest.raises(ArgumentError) as error:
        keyword_in_context(annotations_of(), " ")
    assert str(error.value) == "`term` is empty; give a word."


@pytest.mark.parametrize("verb", [find_collocations, lambda tables: keyword_in_context(tables, "war")])
def test_words_added_up_have_no_surroundings(verb):
    tables = annotations_of()
    summed = type(tables)(**(vars(tables) | {"tokens": tables.tokens.assign(n=1)}))
    with pytest.raises(ArgumentError) as error:
        verb(summed)
    assert str(error.value) == "the shared form of a study has no running words; put its articles in place first."


PAIRS = {"x": ("X", "Grey whales swim.\nGrey whales sing.\nGrey whales sleep.\nOld seas sing.\nBlue seas swim.")}


def test_pairs_are_counted_and_weighed_by_the_likelihood_ratio():
    found = find_collocations(annotations_of(PAIRS))
    assert found[["first", "second", "k"]].values.tolist() == [["grey", "whales", 3]]
    # Of 15 words, NLTK's table: grey 3 times, whales 3 times, always together: cells 3, 0, 0, 12.
    assert found["g2"].tolist() == pytest.approx([float(log_likelihood(3, 0, 3, 12))])


def test_pairs_stay_within_a_sentence():
    found = find_collocations(annotations_of(PAIRS), min_count=1)
    assert ("swim", "grey") not in set(zip(found["first"], found["second"], strict=True))


def test_rare_pairs_are_left_out():
    found = find_collocations(annotations_of(PAIRS), min_count=4)
    assert found.empty
    assert found.columns.tolist() == ["outlet", "first", "second", "k", "g2"]


def test_a_wider_window_finds_pairs_with_a_word_between():
    found = find_collocations(annotations_of(PAIRS), min_count=1, window=3)
    assert ("grey", "sing") in set(zip(found["first"], found["second"], strict=True))
    assert ("swim", "grey") not in set(zip(found["first"], found["second"], strict=True))


def test_pairs_are_sorted_by_outlet_then_weight_then_name():
    found = find_collocations(annotations_of(PAIRS | {"a": ("A", "Red tides rise.")}), min_count=1)
    ordered = found.sort_values(["outlet", "g2", "first"], ascending=[True, False, True], ignore_index=True)
    pd.testing.assert_frame_equal(found, ordered)
