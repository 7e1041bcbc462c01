import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from framelens import ArgumentError
from framelens.inference import (
    add_share_interval,
    adjust,
    clopper_pearson,
    difference_interval,
    gate,
    newcombe,
    rate_ratio,
    resampled_articles,
    wilson,
    without_interval,
)


def test_an_interval_is_given_inside_one_article_only():
    frame = pd.DataFrame({"k": [2, 2, 0], "n": [7, 7, 0], "n_articles": [1, 2, 0]})
    found = add_share_interval(frame)
    assert found["interval"].tolist() == ["within-article-wilson", "none", "none"]
    # R's prop.test(2, 7, correct = FALSE).
    assert found.loc[0, ["low", "high"]].tolist() == pytest.approx([0.0822189, 0.6410655], abs=1e-6)
    assert found.loc[0, "level"] == 0.95
    assert found.loc[1:, ["low", "high", "level"]].isna().all(axis=None)


def test_one_article_without_units_has_no_interval():
    found = add_share_interval(pd.DataFrame({"k": [0], "n": [0], "n_articles": [1]}))
    assert found["interval"].tolist() == ["none"]
    assert np.isnan(found["low"][0])


def test_no_interval_is_said_in_words():
    found = without_interval(pd.DataFrame({"k": [1]}))
    assert found["interval"].tolist() == ["none"]
    assert found[["low", "high", "level"]].isna().all(axis=None)


def test_wilson_s_interval_of_another_level():
    # By hand with z = 1.6448536 for 90 %, k = 5, n = 10: centre 0.5, half sqrt(2.7055 * (2.5 + 0.6764)) / 12.7055.
    low, high = wilson(5, 10, level=0.9)
    assert [float(low), float(high)] == pytest.approx([0.26927, 0.73073], abs=1e-5)


@settings(max_examples=50, deadline=None)
@given(st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_wilson_s_interval_holds_the_share_lies_in_0_to_1_and_mirrors(pair):
    k, n = pair
    low, high = map(float, wilson(k, n))
    assert 0 <= low <= k / n + 1e-12
    assert k / n - 1e-12 <= high <= 1
    mirrored = [float(end) for end in wilson(n - k, n)]
    assert [1 - high, 1 - low] == pytest.approx(mirrored, abs=1e-9)


def test_the_gate_opens_at_2_10_and_30_articles():
    assert [gate(n) for n in (0, 1, 2, 9, 10, 29, 30)] == [
        "description", "description", "permutation", "permutation", "bootstrap-t", "bootstrap-t", "bootstrap",
    ]  # fmt: skip


def test_articles_drawn_depend_on_the_seed_and_their_number_alone():
    drawn = resampled_articles(10, seed=1)
    assert (drawn == resampled_articles(10, seed=1)).all()
    assert (drawn != resampled_articles(10, seed=2)).any()
    # Each article is drawn once on average: a mean of 999 counts with variance 0.9.
    assert drawn.mean(axis=0) == pytest.approx(1, abs=0.15)


def test_the_difference_of_two_shares_has_newcombe_s_interval():
    # Newcombe 1998, table II, method 10: 0.0582 to 0.8062 for 6/7 and 2/7.
    assert [round(float(end), 4) for end in newcombe(6, 7, 2, 7)] == [0.0582, 0.8062]
    low, high = newcombe([56, 2], [70, 7], [48, 6], [80, 7])
    assert low.round(4).tolist() == [0.0524, -0.8062]
    assert high.round(4).tolist() == [0.3339, -0.0582]


def test_what_two_estimates_share_narrows_the_interval_of_their_difference():
    # Arms of 0.2 and 0.2: sqrt(0.04 + 0.04 - 2 r 0.04) is 0.2828 for r = 0, 0.2 for r = 0.5 and 0 for r = 1.
    half, ends = np.array(0.5), (np.array(0.3), np.array(0.7))
    for shared, arm in ((0, 0.08**0.5), (0.5, 0.2), (1, 0)):
        low, high = difference_interval(half, ends, half, ends, shared=shared)
        assert [float(low), float(high)] == pytest.approx([-arm, arm], abs=1e-9)


def test_clopper_and_pearson_s_interval_of_nothing_starts_at_0():
    # 0 of 10: high = 1 - 0.025 ** (1 / 10).
    assert [float(end) for end in clopper_pearson(0, 10)] == pytest.approx([0, 1 - 0.025**0.1])


def test_the_rate_ratio_of_equal_counts_and_sizes_holds_1_symmetrically():
    low, high = rate_ratio(7, 1000, 7, 1000)
    assert float(low) * float(high) == pytest.approx(1)


def test_missing_p_values_stay_missing_and_do_not_count():
    # Two tests: BH gives min(2 p1 / 1, 2 p2 / 2).
    assert adjust([0.01, np.nan, 0.04]).tolist() == pytest.approx([0.02, np.nan, 0.04], nan_ok=True)
    assert adjust([0.01, np.nan, 0.04], method="bonferroni").tolist() == pytest.approx(
        [0.02, np.nan, 0.08], nan_ok=True
    )
    assert adjust([np.nan]).tolist() == pytest.approx([np.nan], nan_ok=True)


def test_an_unknown_correction_is_named():
    with pytest.raises(ArgumentError) as error:
        adjust([0.1], method="fdr")
    assert str(error.value) == "`method` must be one of 'bh', 'by', 'holm', 'bonferroni'; got 'fdr'."


@settings(max_examples=50, deadline=None)
@given(st.lists(st.floats(0, 1), min_size=1, max_size=20))
def test_adjusted_p_values_keep_their_order_and_are_no_smaller(p):
    order = np.argsort(p, kind="stable")
    q, holm, bonferroni = (adjust(p, method=method) for method in ("bh", "holm", "bonferroni"))
    assert (np.asarray(p) <= q + 1e-12).all()
    assert (q <= holm + 1e-12).all()
    assert (holm <= bonferroni + 1e-12).all()
    assert (np.diff(q[order]) >= -1e-12).all()
