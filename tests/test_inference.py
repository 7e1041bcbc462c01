import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from framelens.inference import add_share_interval, wilson, without_interval


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
