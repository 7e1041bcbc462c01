import json
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from framelens import ArgumentError, clean, count_terms, find_copies, merge_copies
from framelens.copies import COPIES, _bands, _candidates, _shingles
from tests.toy import DATA, golden, near, needs_data


def articles_of(**texts: str) -> pd.DataFrame:
    return pd.DataFrame({"article_id": list(texts), "outlet": [key.upper() for key in texts], "text": texts.values()})


def pairs(found: pd.DataFrame) -> set[tuple[str, str]]:
    return set(zip(found["article_id"], found["other_id"], strict=True))


def test_the_resemblance_by_hand():
    # Runs of 3 words: (the ferry left), (ferry left at), (left at noon); and the first two, (left at ten). 2 of 4.
    found = find_copies(articles_of(b="The ferry left at noon.", a="the ferry left, at ten"))
    assert found.values.tolist() == [["a", "b", "A", "B", 2, 4, 0.5]]


def test_a_pair_below_the_threshold_is_none():
    found = find_copies(articles_of(a="The ferry left at noon.", b="the ferry left at ten"), threshold=0.51)
    assert found.empty
    assert {name: str(kind) for name, kind in found.dtypes.items()} == COPIES


def test_articles_shorter_than_a_run_are_no_copies():
    assert find_copies(articles_of(a="At noon", b="At noon", c="", d="")).empty


def test_boilerplate_makes_no_copies_and_other_boilerplate_hides_none():
    body = "The ferries between the two ports stopped on Monday morning, the harbour office said in a note."
    other = "A crane fell on the quay on Friday night and nobody was hurt, two dockers told the paper."
    sign_up = (
        "Sign up for our newsletter and get the news of the harbour every morning in your inbox.\n"
        "Follow us on Telegram and never miss a tide, a tow or a tug from here to the far end of the strait.\n"
        "Download our free app for tables of the tides, the ferries and the weather on both sides of the sea.\n"
    )
    texts = articles_of(a=f"{body}\n{sign_up}", b=f"{other}\n{sign_up}", c=f"{body}\n")
    given = texts.assign(title=None, author=None, date=None, origin=None)
    _, lines = clean(given)
    assert pairs(find_copies(given)) == {("a", "b")}
    assert pairs(find_copies(given, lines=lines)) == {("a", "c")}


def test_the_wire_story_of_the_sample_study_is_found_and_nothing_else(sample):
    # README of the study: `cpw-04` is printed again as `veldmark-herald-04`.
    assert pairs(sample[1].copies) == {("cpw-04", "veldmark-herald-04")}


@pytest.mark.parametrize("case", golden("overlap"))
@pytest.mark.parametrize("size", [1, 2, 3])
def test_jaccard_is_nltk_s(case, size):
    texts = articles_of(a=case["inputs"]["text1"], b=case["inputs"]["text2"])
    found = find_copies(texts, threshold=0.1, shingle=size)["jaccard"]
    assert found.sum() == near(case["expected"][f"jaccard_{size}_word_shingles"], case["tolerance"])


@pytest.fixture(scope="module")
def planted() -> tuple[pd.DataFrame, set[tuple[str, str]]]:
    folder = Path(DATA or "") / "eval" / "neardup"
    rows = map(json.loads, (folder / "articles.jsonl").read_text(encoding="utf-8").splitlines())
    known = json.loads((folder / "pairs.json").read_text(encoding="utf-8"))
    return articles_of(**{row["id"]: row["text"] for row in rows}), {(min(pair), max(pair)) for pair in known}


@needs_data
@pytest.mark.parametrize("threshold", [0.3, 0.5, 0.9])
def test_all_planted_pairs_are_found_and_nothing_else(planted, threshold):
    assert pairs(find_copies(planted[0], threshold=threshold)) == planted[1]


@needs_data
def test_the_pairs_are_found_without_comparing_all(planted):
    texts = planted[0].set_index("article_id")["text"]
    compared = _candidates({key: _shingles(text, 3) for key, text in texts.items()}, 0.5, 1)
    assert planted[1] <= compared
    assert len(compared) < 0.001 * len(texts) * (len(texts) - 1) / 2


@needs_data
def test_other_permutations_and_another_order_give_the_same_pairs(planted):
    in_pairs = planted[0]["article_id"].isin({key for pair in planted[1] for key in pair})
    articles = pd.concat([planted[0][in_pairs], planted[0][:100]]).drop_duplicates("article_id")
    found = find_copies(articles)
    assert pairs(found) == planted[1]
    pd.testing.assert_frame_equal(find_copies(articles, seed=7), found)
    pd.testing.assert_frame_equal(find_copies(articles[::-1]), found)


@pytest.mark.parametrize("threshold", [0.1, 0.25, 0.5, 0.7, 0.9, 1.0])
def test_a_pair_at_the_threshold_is_missed_less_often_than_once_in_10_000(threshold):
    # Leskovec, Rajaraman & Ullman 2014, 3.4.2: (1 - s^r)^b; the default is 85 bands of 3 of the 256 permutations.
    bands, rows = _bands(threshold)
    assert (1 - threshold**rows) ** bands <= 1e-4
    assert bands * rows <= 256
    assert _bands(0.5) == (85, 3)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(st.sampled_from("abcd"), max_size=8), min_size=2, max_size=6))
def test_what_is_found_is_what_comparing_all_pairs_finds(words):
    # Sets that differ by few runs only: a resemblance of 0.5 to 1 is missed at most once in 85,000.
    texts = {f"t{number}": " ".join(each) for number, each in enumerate(words)}
    sets = {key: _shingles(text, 2) for key, text in texts.items()}
    alike = {
        (one, two)
        for one in texts
        for two in texts
        if one < two and sets[one] and 2 * len(sets[one] & sets[two]) >= len(sets[one] | sets[two])
    }
    assert pairs(find_copies(articles_of(**texts), shingle=2)) == alike


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"threshold": 0}, "`threshold` must lie between 0.1 and 1; got 0."),
        ({"threshold": 1.5}, "`threshold` must lie between 0.1 and 1; got 1.5."),
        ({"shingle": 0}, "`shingle` must be a number of words from 1 on; got 0."),
    ],
)
def test_an_option_out_of_its_range_is_refused(options, message):
    with pytest.raises(ArgumentError) as error:
        find_copies(articles_of(a="x", b="y"), **options)
    assert str(error.value) == message


def test_articles_without_texts_are_refused():
    with pytest.raises(ArgumentError) as error:
        find_copies(articles_of(a="x").assign(text=None))
    assert str(error.value) == "these articles have no texts to compare; take `copies` of the observations instead."


COPY = pd.DataFrame({"article_id": ["a", "b", "x"], "other_id": ["b", "c", "y"]})


def test_what_resembles_the_same_article_is_one_copy():
    table = pd.DataFrame({"article_id": ["y", "c", "d", "a", "b", "x"]})
    assert merge_copies(table, COPY)["article_id"].tolist() == ["x", "a", "d", "a", "a", "x"]


def test_sentences_and_places_of_the_second_print_are_numbered_on():
    table = pd.DataFrame({"article_id": ["a", "b", "c", "d"], "sentence_id": [1, 1, 2, 3], "start": [0, 5, 9, 4]})
    merged = merge_copies(table.astype({"sentence_id": "Int64"}), COPY)
    assert merged["sentence_id"].tolist() == [1, 10**9 + 1, 2 * 10**9 + 2, 3]
    assert merged["start"].tolist() == [0, 10**9 + 5, 2 * 10**9 + 9, 4]
    assert merged["sentence_id"].dtype == "Int64"


def test_copies_of_one_outlet_count_as_one_article_and_those_of_two_share_its_id():
    rows = [("A", "a"), ("A", "b"), ("B", "c"), ("B", "d")]
    tokens = pd.DataFrame(rows, columns=["outlet", "article_id"]).assign(term="ferry", voice="own", zone="body")
    counted = count_terms(merge_copies(tokens, COPY))
    assert counted.to_frame()[["outlet", "k", "n_articles"]].values.tolist() == [["A", 2, 1], ["B", 2, 2]]
    assert counted.articles["article_id"].tolist() == ["a", "a", "d"]


def test_no_run_of_words_reaches_from_one_print_into_the_next(sample):
    tokens, copies = sample[1].annotations.tokens, sample[1].copies
    k = [count_terms(table, ngrams=(2, 2)).to_frame()[["outlet", "term", "k"]]
         for table in (tokens, merge_copies(tokens, copies))]  # fmt: skip
    pd.testing.assert_frame_equal(*k)


def test_no_copies_leave_a_table_as_it_is_and_the_table_given_is_never_changed():
    table = pd.DataFrame({"article_id": ["a", "b"], "k": [1, 2]})
    pd.testing.assert_frame_equal(merge_copies(table, COPY[:0]), table)
    merge_copies(table, COPY)
    assert table["article_id"].tolist() == ["a", "b"]


def test_merging_twice_changes_nothing():
    table = pd.DataFrame({"article_id": list("abcdxy"), "start": range(6)})
    once = merge_copies(table, COPY)
    pd.testing.assert_frame_equal(merge_copies(once, COPY), once)
