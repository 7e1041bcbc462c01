from math import log, log2, sqrt

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from framelens import (
    ArgumentError,
    Prior,
    contrast_terms,
    count_terms,
    function_words,
    log_likelihood,
    log_odds,
    log_ratio,
    top_terms,
    weight_terms,
)
from framelens.schema import RESULT
from tests.toy import annotations_of, tokens_of

# Alpha 4 words, Beta 2: "war" in both, "raid" in Alpha only, "talks" in Beta only.
COUNTS = {("Alpha", "a"): {"war": 3, "raid": 1}, ("Beta", "b"): {"war": 1, "talks": 1}}


@pytest.fixture
def counts():
    return count_terms(tokens_of(COUNTS))


def cell(frame: pd.DataFrame, outlet: str, term: str) -> pd.Series:
    return frame.set_index(["outlet", "term"]).loc[(outlet, term)]


def test_tf_idf_is_count_times_smoothed_idf_over_the_group_s_norm(counts):
    found = weight_terms(counts)
    # "war" is in 2 of 2 groups: ln(3/3) + 1 = 1; "raid" in 1 of 2: ln(3/2) + 1.
    war, raid = 3 * 1, 1 * (log(3 / 2) + 1)
    norm = sqrt(war**2 + raid**2)
    assert cell(found, "Alpha", "war")["estimate"] == pytest.approx(war / norm)
    assert cell(found, "Alpha", "raid")["estimate"] == pytest.approx(raid / norm)
    assert cell(found, "Alpha", "talks")["estimate"] == 0


def test_class_based_tf_idf_is_the_share_times_the_log_of_mean_size_over_frequency(counts):
    found = weight_terms(counts, scheme="c-tf-idf")
    # Mean size of a group (4 + 2) / 2 = 3; "war" stands 4 times in all, "talks" once.
    assert cell(found, "Alpha", "war")["estimate"] == pytest.approx(3 / 4 * log(1 + 3 / 4))
    assert cell(found, "Beta", "talks")["estimate"] == pytest.approx(1 / 2 * log(1 + 3 / 1))


def test_class_based_tf_idf_cuts_the_mean_size_to_a_whole_number():
    found = weight_terms(count_terms(tokens_of({("A", "a"): {"x": 4}, ("B", "b"): {"y": 1}})), scheme="c-tf-idf")
    # Mean size 2.5, cut to 2.
    assert cell(found, "A", "x")["estimate"] == pytest.approx(log(1 + 2 / 4))


def test_weights_cover_the_complete_grid(counts):
    assert len(weight_terms(counts)) == 2 * 3


def test_log_odds_by_hand():
    # alpha 1 for 2 words: (10 + 1) / (30 + 2 - 11) against (20 + 1) / (30 + 2 - 21).
    delta, variance = log_odds([10, 20], [20, 10], 1)
    assert delta.tolist() == pytest.approx([2 * log(11 / 21), 2 * log(21 / 11)])
    assert variance.tolist() == pytest.approx([1 / 11 + 1 / 21] * 2)


def test_log_ratio_doubles_to_one_and_takes_zero_as_a_half():
    assert log_ratio([8, 4, 0], [4, 0, 4], 100, 100).tolist() == pytest.approx([1, 3, -3])


def test_log_ratio_is_of_relative_frequencies():
    assert float(log_ratio(5, 5, 100, 400)) == pytest.approx(log2(4))


def test_log_likelihood_is_zero_for_equal_shares_and_the_same_both_ways():
    assert float(log_likelihood(3, 6, 100, 200)) == pytest.approx(0, abs=1e-12)
    assert float(log_likelihood(7, 2, 10, 9)) == pytest.approx(float(log_likelihood(2, 7, 9, 10)))


def test_log_likelihood_of_a_term_that_one_side_lacks():
    # 5 of 10 words against 0 of 10, by its cells 5, 0, 5, 10: 2 (5 ln 2 + 5 ln (2/3) + 10 ln (4/3)).
    assert float(log_likelihood(5, 0, 10, 10)) == pytest.approx(2 * (5 * log(2) + 5 * log(2 / 3) + 10 * log(4 / 3)))


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50)), min_size=2, max_size=6))
def test_log_odds_of_swapped_sides_are_the_negative(pairs):
    y1, y2 = [first for first, _ in pairs], [second for _, second in pairs]
    (delta, variance), (back, same) = log_odds(y1, y2, 0.5), log_odds(y2, y1, 0.5)
    assert back.tolist() == pytest.approx((-delta).tolist(), abs=1e-12)
    assert same.tolist() == pytest.approx(variance.tolist())


@settings(max_examples=50, deadline=None)
@given(st.integers(0, 40), st.integers(0, 40), st.integers(41, 90), st.integers(41, 90))
def test_log_likelihood_is_never_negative(a, b, c, d):
    assert float(log_likelihood(a, b, c, d)) >= 0


def test_a_contrast_is_between_the_group_and_the_rest(counts):
    found = contrast_terms(counts, prior=Prior("symmetric", weight=1))
    row = cell(found, "Alpha", "raid")
    # alpha 1 for 3 words: (1 + 1) / (4 + 3 - 2) against (0 + 1) / (2 + 3 - 1).
    assert row["estimate"] == pytest.approx(log(2 / 5) - log(1 / 4))
    assert row["variance"] == pytest.approx(1 / 2 + 1 / 1)
    assert row["z"] == pytest.approx((log(2 / 5) - log(1 / 4)) / sqrt(1.5))
    assert row[["reference", "k", "n", "k_reference", "n_reference"]].tolist() == ["the rest", 1, 4, 0, 2]


def test_the_informative_prior_is_500_words_in_proportion_to_all_groups_and_a_floor(counts):
    row = cell(contrast_terms(counts), "Alpha", "war")
    # "war" is 4 of all 6 words.
    assert row["variance"] == pytest.approx(1 / (3 + 500 * 4 / 6 + 0.01) + 1 / (1 + 500 * 4 / 6 + 0.01))


def test_the_background_replaces_all_groups_in_the_informative_prior(counts):
    found = contrast_terms(counts, prior=Prior(weight=10, background={"war": 1, "talks": 3, "unseen": 99}))
    # Over the vocabulary counted the background has 4 words, 1 of them "war"; "raid" has the floor alone.
    assert cell(found, "Alpha", "war")["variance"] == pytest.approx(1 / (3 + 2.51) + 1 / (1 + 2.51))
    assert cell(found, "Alpha", "raid")["variance"] == pytest.approx(1 / 1.01 + 1 / 0.01)


def test_a_named_reference_is_the_only_other_side():
    tokens = tokens_of({("A", "a"): {"x": 4}, ("B", "b"): {"x": 1, "y": 1}, ("C", "c"): {"y": 6}})
    found = contrast_terms(count_terms(tokens), target="A", reference="B", measure="log-ratio")
    assert cell(found, "A", "x")["estimate"] == pytest.approx(log2((4 / 4) / (1 / 2)))
    assert set(found["outlet"]) == {"A"}
    assert set(found["reference"]) == {"B"}


def test_without_a_target_every_group_but_the_reference_is_contrasted():
    counts = count_terms(tokens_of({(name, name): {"x": 1, "y": 2} for name in "ABC"}))
    assert contrast_terms(counts)["outlet"].unique().tolist() == ["A", "B", "C"]
    assert contrast_terms(counts, reference="B")["outlet"].unique().tolist() == ["A", "C"]


def test_a_term_is_sparse_below_five_uses_or_two_articles():
    tokens = tokens_of({("A", "1"): {"x": 4, "y": 5, "z": 3}, ("A", "2"): {"z": 2}, ("B", "3"): {"x": 9}})
    found = weight_terms(count_terms(tokens)).set_index(["outlet", "term"])["sparse"]
    assert found["A"].to_dict() == {"x": True, "y": True, "z": False}


@pytest.mark.parametrize("measure", ["log-odds", "log-ratio"])
def test_a_contrast_s_columns_are_keys_then_result_then_its_own(counts, measure):
    found = contrast_terms(counts, measure=measure)
    own = ["variance", "z"] if measure == "log-odds" else ["g2"]
    sides = ["k_reference", "n_reference", "n_articles_with", "n_articles_reference", "n_articles_with_reference", "dp"]
    tests = ["test", "p", "p_min", "q", "p_max_t", "n_tests"]
    assert found.columns.tolist() == ["outlet", "term", "reference", *RESULT, *own, *sides, *tests]
    assert found[["outlet", "term"]].equals(found[["outlet", "term"]].sort_values(["outlet", "term"]))
    assert set(found["interval"]) == {"none"}


def test_a_weight_s_columns_are_keys_then_result(counts):
    assert weight_terms(counts).columns.tolist() == ["outlet", "term", *RESULT, "n_articles_with", "dp"]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"measure": "keyness"}, "`measure` must be one of 'log-odds', 'log-ratio'; got 'keyness'."),
        (
            {"prior": "informativ"},
            "`prior` must be one of 'informative', 'symmetric'; got 'informativ'. Did you mean 'informative'?",
        ),
        ({"target": "Alfa"}, "`target` must be one of 'Alpha', 'Beta'; got 'Alfa'. Did you mean 'Alpha'?"),
        (
            {"reference": "Beat"},
            "`reference` must be one of 'the rest', 'each', 'Alpha', 'Beta'; got 'Beat'. Did you mean 'Beta'?",
        ),
        ({"weight": "words"}, "`weight` must be one of 'articles', 'tokens'; got 'words'."),
        ({"interval": "wald"}, "`interval` must be one of 'cluster', 'none'; got 'wald'."),
        (
            {"prior": Prior(background={"sea": 4})},
            "the `background` holds none of the terms counted; give counts of the same kind of text.",
        ),
        (
            {"target": "Beta", "reference": "Beta"},
            "`target` and `reference` are both 'Beta'; a group cannot be contrasted with itself.",
        ),
    ],
)
def test_a_wrong_contrast_is_answered_with_what_is_allowed(counts, options, message):
    with pytest.raises(ArgumentError) as error:
        contrast_terms(counts, **options)
    assert str(error.value) == message


def test_a_prior_without_weight_is_refused():
    with pytest.raises(ArgumentError) as error:
        Prior(weight=0)
    assert str(error.value) == "the prior's `weight` must be above 0; got 0."


def test_a_wrong_scheme_is_answered_with_what_is_allowed(counts):
    with pytest.raises(ArgumentError) as error:
        weight_terms(counts, scheme="tfidf")
    assert str(error.value) == "`scheme` must be one of 'tf-idf', 'c-tf-idf'; got 'tfidf'. Did you mean 'tf-idf'?"


def test_one_group_alone_cannot_be_contrasted():
    with pytest.raises(ArgumentError) as error:
        contrast_terms(count_terms(tokens_of({("A", "a"): {"x": 1}})))
    assert str(error.value) == "a contrast needs two groups or more; there is only 'A'."


def test_groups_of_several_columns_cannot_be_contrasted():
    tokens = annotations_of().tokens
    with pytest.raises(ArgumentError) as error:
        contrast_terms(count_terms(tokens, by=("outlet", "article_id")))
    assert str(error.value) == "terms are contrasted by one column; these counts are by 'outlet', 'article_id'."


def test_top_terms_are_the_highest_of_each_group_ties_by_name():
    frame = pd.DataFrame(
        {"outlet": ["B", "A", "A", "A", "A"], "term": ["we", "so", "no", "up", "2022"], "estimate": [1, 2, 2, 3, 9]}
    )
    found = top_terms(frame, 2)
    assert found[["outlet", "term"]].values.tolist() == [["A", "up"], ["A", "no"], ["B", "we"]]
    assert found.index.tolist() == [0, 1, 2]


def test_top_terms_can_leave_words_out():
    frame = pd.DataFrame({"outlet": "A", "term": ["the", "war"], "estimate": [9.0, 1.0]})
    assert top_terms(frame, exclude={"the"})["term"].tolist() == ["war"]


def test_top_terms_of_a_column_that_is_not_there():
    frame = pd.DataFrame({"outlet": ["A"], "term": ["war"], "estimate": [1.0]})
    with pytest.raises(ArgumentError) as error:
        top_terms(frame, rank="z")
    assert str(error.value) == "the terms table lacks the column(s) 'z'; it has 'outlet', 'term', 'estimate'."


def test_function_words_are_stop_words_and_the_study_s_names(sample):
    words = function_words(sample[0])
    assert {"the", "veldmark", "veldmark's", "veldmark’s", "tobias", "captain"} <= words
    assert "raid" not in words


def test_a_term_that_a_group_uses_less_than_the_others_is_none_of_its_top_terms():
    frame = pd.DataFrame({"outlet": "A", "term": ["raid", "said"], "estimate": [0.4, -0.4]})
    assert top_terms(frame, 2)["term"].tolist() == ["raid"]
