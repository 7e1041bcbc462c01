import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from framelens.errors import ArgumentError
from framelens.misclassification import correct_shares, corrected_interval
from validity.misclassification import QUANTITIES, SHARES, count_held

CONFUSION = [[80, 20, 0], [10, 80, 10], [0, 20, 80]]
PERFECT = np.eye(3) * 1e9
triples = st.tuples(*[st.integers(0, 40)] * 3).filter(any)


def test_shares_of_known_truth_come_back():
    # Of shares .3, .5, .2 the scorer calls .3 * .8 + .5 * .1 = .29 negative, .3 * .2 + .5 * .8 + .2 * .2 = .50 neutral
    # and .5 * .1 + .2 * .8 = .21 positive.
    assert correct_shares([0.29, 0.50, 0.21], CONFUSION) == pytest.approx([0.3, 0.5, 0.2])


def test_two_classes_are_rogan_and_gladen_s():
    # Nothing is predicted or truly neutral. Positive by sensitivity .9 and specificity .8:
    # (apparent + specificity - 1) / (sensitivity + specificity - 1) = (.34 + .8 - 1) / .7 = .2.
    found = correct_shares([0.66, 0, 0.34], [[40, 0, 10], [0, 50, 0], [5, 0, 45]])
    assert found == pytest.approx([0.8, 0, 0.2])


def test_rows_of_groups_are_corrected_each_on_its_own():
    found = correct_shares([[0.29, 0.50, 0.21], [0.8, 0.2, 0]], CONFUSION)
    assert found == pytest.approx(np.array([[0.3, 0.5, 0.2], [1, 0, 0]]))


def test_impossible_shares_become_the_nearest_possible():
    # q M = (0, .9, .1): .8 a + .1 b = 0, .1 b + .8 c = .1 and a + b + c = 1 give c = .125 + a, b = -8 a, so
    # -6 a = .875, q = (-.1458, 1.1667, -.0208). The nearest with sum 1 keeps only neutral: taking off .1667 leaves
    # (0, 1, 0).
    assert correct_shares([0, 0.9, 0.1], CONFUSION) == pytest.approx([0, 1, 0])
    # (.02, .58, .40): c = .475 + a, b = .2 - 8 a, so -6 a = .325, q = (-.0542, .6333, .4208). Without negative, the
    # two others are .0542 too many together: each loses half, .0271.
    assert correct_shares([0.02, 0.58, 0.40], CONFUSION) == pytest.approx([0, 0.60625, 0.39375])


@settings(max_examples=50, deadline=None)
@given(triples, st.lists(triples, min_size=3, max_size=3))
def test_corrected_shares_are_shares(counts, rows):
    confusion = np.array(rows) + np.diag([130, 130, 130])
    found = correct_shares(np.array(counts) / sum(counts), confusion)
    assert (found >= 0).all()
    assert found.sum() == pytest.approx(1)


@settings(max_examples=50, deadline=None)
@given(st.lists(triples, min_size=1, max_size=6), st.lists(triples, min_size=3, max_size=3))
def test_the_interval_holds_the_estimate_mirrors_and_ignores_order(counts, rows):
    articles, confusion = np.array(counts), np.array(rows) + np.diag([130, 130, 130])
    found = corrected_interval(articles, confusion)
    shares = correct_shares((articles / articles.sum(axis=1, keepdims=True)).mean(axis=0), confusion)
    estimate = np.append(shares, shares[2] - shares[0])
    assert (found[:, 0] <= estimate + 1e-9).all()
    assert (estimate <= found[:, 1] + 1e-9).all()
    assert (found >= [[0], [0], [0], [-1]]).all()
    assert (found <= 1).all()
    mirrored = corrected_interval(articles[::-1, ::-1], confusion[::-1, ::-1])
    assert mirrored[:3] == pytest.approx(found[2::-1], abs=1e-9)
    assert mirrored[3] == pytest.approx(-found[3, ::-1], abs=1e-9)


def test_articles_and_a_perfect_scorer():
    # Shares (.6, .4, 0), (.4, .4, .2), (.5, .3, .2), (.1, .5, .4) and a quarter of (1/3, 1/3, 1/3), n = 4.25.
    # Negative: mean (1.6 + .083333) / 4.25 = .396078; squares .36 + .16 + .25 + .01 + .027778 = .807778, less
    # 4.25 * .396078 ** 2 = .666732, is .141046; / 3.25 / 4.25 = .0102115, root .101052. The .975 quantile of t with
    # 3.25 degrees of freedom is 3.0499: .396078 -+ .3082. No scorer is that good: 1e9 labelled sentences a class.
    found = corrected_interval([[6, 4, 0], [4, 4, 2], [5, 3, 2], [1, 5, 4]], PERFECT)
    assert found[0] == pytest.approx([0.0879, 0.7043], abs=2e-4)


def test_one_article_and_a_known_error():
    # 25 sentences, 10 negative, 10 neutral, 5 positive; half of the neutral are called negative: q = (0, .8, .2), for
    # negative .4 = q + .8 / 2. Given the labels, 20 predictions are tossed: 20 * .25 / 25 ** 2 = .008 is the variance
    # of the share neutral; q neutral is twice that share, so its deviation is 2 * sqrt(.008) = .178885, and
    # 1.959964 * .178885 = .3506. Positive is never mistaken: no width.
    found = corrected_interval([[10, 10, 5]], [[1e9, 0, 0], [5e8, 5e8, 0], [0, 0, 1e9]])
    assert found[1] == pytest.approx([0.8 - 0.3506, 1], abs=2e-4)
    assert found[2] == pytest.approx([0.2, 0.2], abs=2e-4)


def test_few_labelled_sentences_widen_the_interval():
    # 1e6 articles would leave the errors of the table alone. One article of 1e8 sentences, all truly and predictedly
    # positive, does too: q = (0, 0, 1), and M's last row (0, 10, 90), smoothed (.5, 10.5, 90.5) of 101.5, has in
    # positive the variance .89163 * .10837 / 101.5 = .00095198. Predicted .10345 neutral and .89163 positive; only
    # the row's own error remains, with the first two rows perfect: q positive = p positive / .89163, deviation
    # sqrt(.00095198) / .89163 = .034604, 1.959964 of which is .0678; below, and above cut off at 1.
    counts = [[0.5e8 / 101.5, 10.5e8 / 101.5, 90.5e8 / 101.5]]
    found = corrected_interval(counts, [[1e9, 0, 0], [0, 1e9, 0], [0, 10, 90]])
    assert found[2] == pytest.approx([1 - 0.0678, 1], abs=2e-4)


def test_articles_that_are_all_alike_still_leave_a_width():
    # The quarter of an even article: negative has the mean .083333 / 10.25 = .0081301, squares .25 / 9 = .0277778 less
    # 10.25 * .0081301 ** 2 = .0006775 is .0271003; / 9.25 / 10.25 = .00028583, root .016906; t with 9.25 degrees of
    # freedom 2.2529: .0081301 + .038088 = .0462.
    assert corrected_interval([[0, 9, 0]] * 10, PERFECT)[0] == pytest.approx([0, 0.0462], abs=2e-4)


def test_a_higher_level_is_wider():
    counts = [[4, 5, 3], [3, 6, 2], [5, 5, 4]]
    half, most = corrected_interval(counts, CONFUSION, level=0.5), corrected_interval(counts, CONFUSION, level=0.8)
    assert (most[:, 0] < half[:, 0]).all()
    assert (half[:, 1] < most[:, 1]).all()


@pytest.mark.parametrize("n_articles", [1, 10, 30])
def test_the_interval_holds_the_truth_as_often_as_it_says(n_articles):
    # 93 to 97 % is asked for. In 400 runs a share of 93 % has the standard deviation sqrt(.93 * .07 / 400) = 1.28 %,
    # one of 97 % has .85 %: three of them below and above are 89.2 and 99.6 %, 357 and 398 runs.
    held = count_held(SHARES[0], n_articles, runs=400)
    assert len(held) == len(QUANTITIES)
    assert ((held >= 357) & (held <= 398)).all(), held


MESSAGES = {
    "not square": (
        [[1, 0, 0], [0, 1, 0]],
        "`confusion` must be a square table, 3 x 3 counts of true by predicted label; got shape (2, 3).",
    ),
    "below 0": (
        [[1, 0, 0], [0, -1, 2], [0, 0, 1]],
        "`confusion` must hold counts, 0 or more; give numbers of sentences.",
    ),
    "empty row": (
        [[1, 0, 0], [0, 0, 0], [0, 0, 1]],
        "`confusion` has no sentence whose true label is neutral; label some of each kind.",
    ),
    "singular": (
        [[8, 2, 0], [1, 1, 2], [16, 4, 0]],
        "`confusion` cannot be inverted: the scorer does not tell negative, positive apart; take another scorer or "
        "give raw shares.",
    ),
}


@pytest.mark.parametrize(("confusion", "message"), MESSAGES.values(), ids=MESSAGES)
def test_a_table_that_cannot_be_used(confusion, message):
    for correct in (
        lambda: correct_shares([0.2, 0.5, 0.3], confusion),
        lambda: corrected_interval([[1, 2, 3]], confusion),
    ):
        with pytest.raises(ArgumentError) as error:
            correct()
        assert str(error.value) == message


def test_counts_shares_and_levels_that_cannot_be_used():
    threes = "three counts (negative, neutral, positive) for each article"
    for counts, message in (
        ([1, 2, 3], f"`counts` must have a row of {threes}; got shape (3,)."),
        (np.empty((0, 3)), f"`counts` must have a row of {threes}; got shape (0, 3)."),
        (
            [[1, 2, 3], [0, 0, 0]],
            "`counts` must be 0 or more, with a sentence in each article; leave out articles without scored sentences.",
        ),
    ):
        with pytest.raises(ArgumentError) as error:
            corrected_interval(counts, CONFUSION)
        assert str(error.value) == message
    with pytest.raises(ArgumentError) as error:
        correct_shares([0.5, 0.5], CONFUSION)
    assert str(error.value) == (
        "`shares` must be three shares (negative, neutral, positive) or rows of three; got shape (2,)."
    )
    with pytest.raises(ArgumentError) as error:
        corrected_interval([[1, 2, 3]], CONFUSION, level=95)
    assert str(error.value) == "`level` must be between 0 and 1, such as 0.95; got 95."
