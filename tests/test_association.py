from math import log2, sqrt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from framelens import (
    ArgumentError,
    conditional_odds_ratio,
    conservative_log_ratio,
    exact_rate_test,
    expected_counts,
    fisher_exact,
    log_likelihood,
    log_ratio,
    pointwise_mutual_information,
    t_score,
    word_level_p,
)

# A term's counts in two corpora, and the words of each.
TABLES = st.tuples(st.integers(1, 40), st.integers(1, 40), st.integers(41, 90), st.integers(41, 90))


@settings(max_examples=50, deadline=None)
@given(TABLES)
def test_expected_counts_have_the_sums_of_those_observed_and_one_rate(table):
    a, b, c, d = table
    term_first, term_second, others_first, others_second = map(float, expected_counts(a, b, c, d))
    assert term_first + term_second == pytest.approx(a + b)
    assert [term_first + others_first, term_second + others_second] == pytest.approx([c, d])
    assert term_first / c == pytest.approx(term_second / d)


def test_mutual_information_and_t_score_by_hand():
    # 8 of 10 uses stand in the first corpus, which has a quarter of the words: 2.5 are expected. Then none of 10 does.
    assert pointwise_mutual_information([8, 0], [2, 10], 100, 300).tolist() == pytest.approx([log2(3.2), -float("inf")])
    assert t_score([8, 0], [2, 10], 100, 300).tolist() == pytest.approx([5.5 / sqrt(8), -float("inf")])
    assert float(t_score(5, 15, 100, 300)) == float(pointwise_mutual_information(5, 15, 100, 300)) == 0


def test_fisher_s_test_of_the_lady_who_tasted_tea():
    # Fisher 1935: 3 of 4 right. 16 + 1 of 70 arrangements are as good, as many as bad; all but one have 1 right.
    assert float(fisher_exact(3, 1, 4, 4, alternative="greater")) == pytest.approx(17 / 70)
    assert fisher_exact([3, 1], [1, 3], 4, 4).tolist() == pytest.approx([34 / 70, 34 / 70])
    assert float(fisher_exact(1, 3, 4, 4, alternative="greater")) == pytest.approx(69 / 70)


def test_the_conditional_odds_ratio_by_hand():
    # 1 of 2 uses stands in the first corpus; of 3 and 2 words, 0, 1 and 2 would in 1, 6 and 3 ways. So (6 r + 6 r²)
    # divided by (1 + 6 r + 3 r²) is 1, and r = 1 / √3; the ratio of the odds is 1/2.
    assert float(conditional_odds_ratio(1, 1, 3, 2)) == pytest.approx(1 / sqrt(3))
    assert conditional_odds_ratio([1, 0], [0, 1], 17, 12).tolist() == [float("inf"), 0]


def test_the_exact_test_of_two_rates_by_hand():
    # All of 5 uses in one of two corpora of the same size: 2 of 32 ways. All in the smaller, which has a quarter of the
    # words: 1 of 4⁵, and nothing else is so unlikely.
    assert exact_rate_test([0, 5], [5, 0], 100, 100).tolist() == pytest.approx([2 / 32, 2 / 32])
    assert float(exact_rate_test(5, 0, 100, 300)) == pytest.approx(1 / 4**5)


def test_the_conservative_log_ratio_by_hand():
    # All of 10 uses are in the first of two corpora of one size: its share is at least .025^(1/10).
    least = 0.025 ** (1 / 10)
    expected = log2(least / (1 - least))
    found = conservative_log_ratio([10, 0, 3], [0, 10, 3], 1000, 1000)
    assert found.tolist() == pytest.approx([expected, -expected, 0])
    wider = 0.005 ** (1 / 10)
    assert float(conservative_log_ratio(10, 0, 50, 50, level=0.99)) == pytest.approx(log2(wider / (1 - wider)))


@settings(max_examples=50, deadline=None)
@given(TABLES)
def test_the_conservative_log_ratio_is_never_beyond_the_log_ratio_nor_on_its_other_side(table):
    a, b, c, d = table
    claimed, found = float(conservative_log_ratio(a, b, c, d)), float(log_ratio(a, b, c, d))
    assert min(0, found) <= claimed <= max(0, found)
    assert float(conservative_log_ratio(b, a, d, c)) == pytest.approx(-claimed)


def test_the_p_of_a_statistic_is_that_of_the_normal_s_square():
    # Two-sided 5 % of the normal lies beyond 1.959964, 1 % beyond 2.575829.
    assert word_level_p([0, 1.959964**2, 2.575829**2]).tolist() == pytest.approx([1, 0.05, 0.01], rel=1e-5)


def test_williams_correction_by_hand():
    # Four cells of 10 words each way: q = 1 + (2 + 2 - 1)² / (6 · 40).
    g2 = float(log_likelihood(14, 6, 20, 20))
    assert float(log_likelihood(14, 6, 20, 20, williams=True)) == pytest.approx(g2 / (1 + 9 / 240))
    assert float(log_likelihood(0, 0, 20, 20, williams=True)) == 0


def test_what_is_not_offered_is_answered_with_what_is():
    with pytest.raises(ArgumentError) as error:
        fisher_exact(3, 1, 4, 4, alternative="larger")
    assert str(error.value) == "`alternative` must be one of 'two-sided', 'greater', 'less'; got 'larger'."
    with pytest.raises(ArgumentError) as error:
        log_likelihood(3, 1, 4, 4, n_cells=2, williams=True)
    assert str(error.value) == "`williams` corrects G² of four cells; leave `n_cells` at 4."
