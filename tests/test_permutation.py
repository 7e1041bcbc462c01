import numpy as np
import pytest
import scipy.stats

from framelens.permutation import Sides, difference, permutation_test

ONES = np.ones


def sides_of(target, article=None, stratum=None) -> Sides:
    n = len(target)
    return Sides(
        np.array(target, dtype=bool),
        np.arange(n) if article is None else np.array(article),
        np.zeros(n, dtype="int64") if stratum is None else np.array(stratum),
    )


def p_of(values, *args, **sides):
    found = permutation_test(np.array(values, dtype=float)[:, None], ONES((len(values), 1)), sides_of(*args, **sides))
    return float(found.p[0]), float(found.p_min[0]), found.is_exact


def test_p_is_scipy_s_where_every_arrangement_is_counted():
    values = np.array([0.9, 0.2, 0.7, 0.6, 0.1, 0.3, 0.4, 0.2, 0.0])
    target = np.arange(9) < 4
    theirs = scipy.stats.permutation_test(
        (values[target], values[~target]), lambda a, b: abs(a.mean() - b.mean()), alternative="greater", n_resamples=1e6
    )
    p, _, is_exact = p_of(values, target)
    assert is_exact
    assert p == pytest.approx(theirs.pvalue)


def test_two_of_five_articles_cannot_reach_5_percent():
    # 10 ways to choose 2 of 5; one has the two highest.
    assert p_of([0.9, 0.8, 0.1, 0.2, 0.3], [1, 1, 0, 0, 0]) == (0.1, 0.1, True)


def test_the_smallest_p_knows_of_ties():
    # One article of five uses the word: it is in the pair in 4 of 10 ways (difference 1/2), else outside it (-1/3).
    assert p_of([1, 0, 0, 0, 0], [1, 1, 0, 0, 0]) == (0.4, 0.4, True)


def test_articles_change_sides_within_strata_only():
    # Three events with the target's article highest in each: 1 of 2 ** 3 arrangements as far up, 1 as far down.
    values, target, event = [3, 1, 5, 2, 9, 8], [1, 0] * 3, [0, 0, 1, 1, 2, 2]
    assert p_of(values, target, stratum=event) == (0.25, 0.25, True)


def test_an_article_on_both_sides_changes_sides_or_does_not():
    # Three copies in both groups with another value there, as in a paired test: 1 and its mirror image of 2 ** 3.
    values, target, article = [3, 1, 5, 2, 9, 8], [1, 0] * 3, [0, 0, 1, 1, 2, 2]
    assert p_of(values, target, article=article) == (0.25, 0.25, True)


def test_rows_of_one_article_on_one_side_move_together():
    # Article 0 stands twice in the reference: {1}, {2} or {0, 0} may be the target's; means 0.9 is the farthest.
    p, p_min, _ = p_of([0.9, 0.5, 0.1, 0.1], [1, 0, 0, 0], article=[1, 2, 0, 0])
    assert p == pytest.approx(1 / 3)
    assert p_min == pytest.approx(1 / 3)


def test_of_too_many_arrangements_a_sample_is_drawn_and_p_is_never_0():
    # 20 of 40: 1.4e11 ways.
    values, target = np.arange(40.0)[::-1], np.arange(40) < 20
    assert p_of(values, target) == (1e-4, 1e-4, False)
    mixed = np.random.default_rng(1).permutation(values)
    theirs = scipy.stats.ttest_ind(mixed[target], mixed[~target]).pvalue
    assert p_of(mixed, target)[0] == pytest.approx(theirs, abs=0.02)


def test_the_difference_over_strata_is_mantel_and_haenszel_s():
    # Event 0: 3/4 less 1/2, weight 4 * 2 / 6; event 1: 1/2 less 3/4, weight 2 * 4 / 6: both 4/3. (1/4 - 1/4) / 2 = 0.
    # Event 2 has no reference.
    x, n = np.array([[3.0], [1], [1], [3], [9]]), np.array([[4.0], [2], [2], [4], [9]])
    event, target = np.array([0, 0, 1, 1, 2]), np.array([[True, False, True, False, True]])
    assert difference(x, n, target, event).tolist() == [[pytest.approx(0)]]
    # Without the second event the first alone.
    first = np.array([0, 1, 4])
    assert difference(x[first], n[first], target[:, first], event[first]).tolist() == [[pytest.approx(0.25)]]


def test_without_a_stratum_of_both_there_is_no_difference():
    found = difference(np.array([[1.0], [2]]), ONES((2, 1)), np.array([[True, False]]), np.array([0, 1]))
    assert np.isnan(found).all()
