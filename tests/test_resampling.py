import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from framelens.inference import resampled_articles
from framelens.resampling import FEWEST, ratio_interval

COUNTS = np.array([[1], [3], [2], [4], [1], [2], [3], [2], [0], [2], [1], [4]])


def by_hand(x, n, *, seed=0):
    """The interval, replicate by replicate, from the definition."""

    def measured(rows):
        ratio = sum(x[row] for row in rows) / sum(n[row] for row in rows)
        spread = sum((x[row] - ratio * n[row]) ** 2 for row in rows) ** 0.5 / sum(n[row] for row in rows)
        angle = np.arcsin(np.sqrt(ratio))
        return angle, spread / (2 * np.sqrt(ratio * (1 - ratio)))

    center, spread = measured(range(len(x)))
    drawn = [np.repeat(np.arange(len(x)), counts) for counts in resampled_articles(len(x), seed=seed)]
    pairs = [measured(rows) for rows in drawn]
    t = sorted((angle - center) / own for angle, own in pairs)
    # 999 replicates: the 25th from either end leaves 2.5 % beyond.
    return [np.sin(center - t[place] * spread) ** 2 for place in (-25, 24)]


@pytest.mark.parametrize("n", [np.full((12, 1), 5), np.arange(5, 17)[:, None]])
def test_the_interval_is_the_bootstrap_t_s_on_the_scale_of_the_arcsine(n):
    low, high = ratio_interval(COUNTS, n, seed=3)
    assert [low[0], high[0]] == pytest.approx(by_hand(COUNTS[:, 0], n[:, 0], seed=3))


def test_articles_without_units_of_the_kind_may_be_drawn_alone():
    # Five of ten articles have it: a replicate of the other five has no spread, and lies below every bound.
    low, high = ratio_interval(np.array([[2]] * 5 + [[0]] * 5), [[4]] * 10)
    assert 0 < low[0] < 0.25 < high[0] < 1


@pytest.mark.parametrize(
    ("values", "has_one"),
    [([1] * 5 + [0] * 5, True), ([1] * 4 + [0] * 6, False), ([1] * 6 + [0] * 4, False), ([0.5] * 9, False)],
)
def test_rare_kinds_and_few_articles_have_no_interval(values, has_one):
    assert FEWEST == 5
    low, high = ratio_interval(np.array(values)[:, None], 1)
    assert (~np.isnan([low[0], high[0]])).tolist() == [has_one] * 2


def test_kinds_do_not_depend_on_each_other():
    other = COUNTS[::-1] / 2
    both = np.array(ratio_interval(np.hstack([COUNTS, other]), 5))
    alone = np.hstack([ratio_interval(COUNTS, 5), ratio_interval(other, 5)])
    assert both == pytest.approx(alone)


def test_a_value_from_minus_1_to_1_is_a_share_of_the_way():
    shares = COUNTS / 5
    moved = np.array(ratio_interval(2 * shares - 1, 1, lowest=-1))
    assert moved == pytest.approx(2 * np.array(ratio_interval(shares, 1)) - 1)


def test_a_lower_level_is_a_narrower_interval():
    wide, narrow = (np.array(ratio_interval(COUNTS, 5, level=level)) for level in (0.95, 0.8))
    assert wide[0] < narrow[0] < COUNTS.sum() / 60 < narrow[1] < wide[1]


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), min_size=10, max_size=14))
def test_an_interval_lies_in_0_to_1_holds_the_estimate_and_mirrors(pairs):
    x, rest = (np.array(side)[:, None] for side in zip(*((a, b + (a + b == 0)) for a, b in pairs), strict=True))
    low, high = (float(end[0]) for end in ratio_interval(x, x + rest))
    if not np.isnan(low):
        assert 0 <= low <= x.sum() / (x + rest).sum() <= high <= 1
        mirrored = [float(end[0]) for end in ratio_interval(rest, x + rest)]
        assert [1 - high, 1 - low] == pytest.approx(mirrored, abs=1e-7)
