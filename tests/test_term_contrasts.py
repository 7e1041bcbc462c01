from math import comb, log, log2

import numpy as np
import pandas as pd
import pytest

from framelens import Prior, contrast_terms, count_terms, log_odds
from framelens import article_rates as rates_module
from framelens.term_tests import _shuffled
from tests.toy import tokens_of

FLAT = Prior("symmetric", weight=1)


def corpus(sizes: dict[str, int], *, seed: int = 5, n_words: int = 60, n_terms: int = 12) -> dict:
    """Articles of random words; every second one is twice as long."""
    generator = np.random.default_rng(seed)
    shares = 1 / np.arange(2, n_terms + 2)
    articles = {}
    for outlet, n_articles in sizes.items():
        for place in range(n_articles):
            drawn = generator.multinomial(n_words * (1 + place % 2), shares / shares.sum())
            words = {f"w{term:02d}": int(n) for term, n in enumerate(drawn) if n}
            articles[outlet, f"{outlet}{place:02d}"] = words
    return articles


def contrast(articles: dict, **options) -> pd.DataFrame:
    return contrast_terms(count_terms(tokens_of(articles)), **options)


def row(frame: pd.DataFrame, outlet: str, term: str) -> pd.Series:
    return frame.set_index(["outlet", "term"]).loc[(outlet, term)]


def test_articles_weigh_equally_unless_tokens_are_asked_for():
    # A: "war" is 5 of 10 words and 0 of 90: mean rate .25, so 25 of 100 words; by tokens 5 of 100. B: 10 of 100.
    articles = {("A", "a"): {"war": 5, "sea": 5}, ("A", "b"): {"sea": 90}, ("B", "c"): {"war": 10, "sea": 90}}
    by_articles = row(contrast(articles, prior=FLAT, target="A"), "A", "war")
    by_tokens = row(contrast(articles, prior=FLAT, target="A", weight="tokens"), "A", "war")
    assert by_articles["estimate"] == pytest.approx(log((25 + 1) / (75 + 1)) - log((10 + 1) / (90 + 1)))
    assert by_tokens["estimate"] == pytest.approx(log((5 + 1) / (95 + 1)) - log((10 + 1) / (90 + 1)))
    assert by_articles["k"] == by_tokens["k"] == 5


def test_one_article_a_side_allows_a_description_only():
    found = contrast({("A", "a"): {"war": 9, "sea": 1}, ("B", "b"): {"war": 2, "sea": 8}})
    assert set(found["test"]) == set(found["interval"]) == {"none"}
    assert found[["p", "q", "p_max_t", "low", "high", "seed"]].isna().all(axis=None)
    assert set(found["n_tests"]) == {0}
    assert row(found, "A", "war")["estimate"] > 0


def test_few_articles_are_permuted_in_every_way():
    # "war" in 4 and 5 of 10 words against 1 and 1: of the 6 ways to choose two of the four articles none but this one
    # and its mirror image has so large a difference over so small a spread: p = 2 / 6.
    articles = {("A", "a"): {"war": 4, "sea": 6}, ("A", "b"): {"war": 5, "sea": 5}}
    articles |= {("B", "c"): {"war": 1, "sea": 9}, ("B", "d"): {"war": 1, "sea": 9}}
    found = row(contrast(articles), "A", "war")
    assert found["test"] == "permutation-exact"
    assert found["p"] == pytest.approx(2 / 6)
    assert found["p_min"] == pytest.approx(1 / comb(4, 2))
    assert found["interval"] == "none"
    # "sea" is the rest of each article and has the same statistic: the larger of the two terms' is each term's own. The
    # two contrasts are one, seen from its two sides.
    assert found["p_max_t"] == pytest.approx(2 / 6)
    assert found["n_tests"] == 4


def test_many_arrangements_are_drawn_at_random():
    articles = corpus({"A": 8, "B": 9})
    for place in range(8):
        articles["A", f"A{place:02d}"]["clear"] = 9 + place % 3
    found = contrast(articles, seed=3)
    assert comb(17, 8) > 10_000
    assert set(found["test"]) == {"permutation"}
    assert set(found["p_min"]) == {1 / 1000}
    assert np.allclose(found["p"] * 1000, (found["p"] * 1000).round())
    assert set(found["seed"]) == {3}
    # None of the 999 drawn goes so far; the one observed counts.
    assert row(found, "A", "clear")[["p", "p_max_t"]].tolist() == [1 / 1000, 1 / 1000]


@pytest.mark.parametrize(("n", "interval"), [(9, "none"), (10, "article-bootstrap-t"), (30, "article-bootstrap")])
def test_the_smaller_side_decides_which_interval_there_is(n, interval):
    found = contrast(corpus({"A": n, "B": 32}))
    common = found[(found[["n_articles_with", "n_articles_with_reference"]] >= 5).all(axis=1)]
    assert set(common["interval"]) == {interval}
    assert (common["low"] < common["high"]).all() or interval == "none"


def test_a_term_in_fewer_than_five_articles_of_a_side_has_no_interval():
    articles = corpus({"A": 10, "B": 10})
    for place in range(4):
        articles["A", f"A{place:02d}"]["rare"] = 3
        articles["B", f"B{place:02d}"]["rare"] = 3
    articles["B", "B04"]["rare"] = 3
    found = row(contrast(articles), "A", "rare")
    assert (found["n_articles_with"], found["n_articles_with_reference"]) == (4, 5)
    assert found["interval"] == "none"
    assert pd.notna(found["p"])


def test_sparse_terms_are_not_tested_and_not_counted():
    articles = corpus({"A": 3, "B": 3})
    articles["A", "A00"] |= {"four": 3, "alone": 9}
    articles["B", "B00"] |= {"four": 1}
    found = contrast(articles)
    sparse = found[found["sparse"]]
    # "four" is used four times, "alone" in one article.
    assert set(sparse["term"]) == {"four", "alone"}
    assert sparse[["p", "q"]].isna().all(axis=None)
    assert set(found["n_tests"]) == {(~found["sparse"]).sum()}


@pytest.mark.parametrize("measure", ["log-odds", "log-ratio"])
def test_the_bootstrap_t_is_the_one_worked_out_article_by_article(measure):
    articles = corpus({"A": 11, "B": 12})
    found = row(contrast(articles, prior=FLAT, measure=measure, target="A", seed=7), "A", "w03")
    counts = count_terms(tokens_of(articles))
    from framelens.term_intervals import draw_articles

    drawn = draw_articles(np.repeat([0, 1], [11, 12]), np.arange(23), seed=7)
    words = counts.matrix.sum(axis=1)
    shares = (counts.matrix[:, [list(counts.vocabulary).index("w03")]].toarray() / words[:, None])[:, 0]
    n_terms, sizes = len(counts.vocabulary), [words[:11].sum(), words[11:].sum()]

    def effect(weights):
        value, variance = [], 0
        for rows, n_words in zip((slice(0, 11), slice(11, 23)), sizes, strict=True):
            chosen = np.repeat(shares[rows], weights[rows].astype(int))
            inside, outside = chosen.mean() * n_words + 1, (1 - chosen.mean()) * n_words + n_terms - 1
            slope, one = n_words * (1 / inside + 1 / outside), log(inside / outside)
            if measure == "log-ratio":
                slope, one = 1 / (chosen.mean() * log(2)), log2(chosen.mean())
            variance += slope**2 * chosen.var(ddof=1) / len(chosen)
            value.append(one)
        return value[0] - value[1], variance**0.5

    center, error = effect(np.ones(23))
    t = sorted((value - center) / spread for value, spread in map(effect, drawn.T))
    # The 25th and the 975th of 999.
    assert found["estimate"] == pytest.approx(center)
    assert [found["low"], found["high"]] == pytest.approx([center - t[974] * error, center - t[24] * error])


def test_each_pair_is_contrasted_both_ways_with_the_sign_turned():
    found = contrast(corpus({"A": 10, "B": 10, "C": 10}), reference="each")
    found = found.set_index(["outlet", "reference", "term"]).sort_index()
    assert len(found) == 6 * found.index.get_level_values("term").nunique()
    one, other = found.loc[("A", "B")], found.loc[("B", "A")]
    assert one["estimate"].tolist() == pytest.approx((-other["estimate"]).tolist())
    assert one["low"].tolist() == pytest.approx((-other["high"]).tolist(), nan_ok=True)
    assert one["p"].equals(other["p"])


def test_the_pooled_p_is_the_one_worked_out_article_by_article():
    articles = corpus({"A": 11, "B": 12})
    counts = count_terms(tokens_of(articles))
    shares = (counts.matrix.toarray() / counts.matrix.sum(axis=1)[:, None]).T
    sides = np.repeat(np.array([[1], [0]], dtype=np.int8), [11, 12], axis=0)

    def welch(is_first: np.ndarray) -> np.ndarray:
        one, two = shares[:, is_first == 1], shares[:, is_first == 0]
        error = one.var(axis=1, ddof=1) / one.shape[1] + two.var(axis=1, ddof=1) / two.shape[1]
        return (one.mean(axis=1) - two.mean(axis=1)) / np.sqrt(error)

    found, drawn = welch(sides[:, 0]), np.array([welch(row) for row in _shuffled(sides, np.arange(23), 11, seed=0).T])
    expected = []
    for t, own in zip(found, drawn.T, strict=True):
        pool = 2 * (1 + (drawn * np.sign(t) >= abs(t)).sum()) / (1 + drawn.size)
        expected.append(max(min(1, pool), (np.abs(own) >= abs(t)).mean()))
    # A whole bin of statistics counts.
    p = contrast(articles, target="A").set_index("term").loc[counts.vocabulary, "p"]
    assert p.tolist() == pytest.approx(expected, rel=0.02)


def test_a_word_of_one_outlet_alone_is_found_among_many_and_no_other():
    articles = corpus({"A": 12, "B": 12, "C": 12}, n_words=150, n_terms=60)
    for place in range(12):
        articles["A", f"A{place:02d}"]["clear"] = 3 + place % 3
    found = contrast(articles)
    clear = row(found, "A", "clear")
    assert clear["test"] == "permutation-pooled"
    assert clear["p"] < 1 / 1000
    assert clear["q"] < 0.05
    assert clear["p_max_t"] < 0.05
    assert set(found.loc[found["q"] < 0.05, "term"]) == {"clear"}


def test_an_article_on_both_sides_is_never_exchanged():
    # Without the shared article there are comb(4, 2) arrangements.
    articles = corpus({"A": 2, "B": 2}) | {("A", "wire"): {"w00": 9, "w01": 9}, ("B", "wire"): {"w00": 9, "w01": 9}}
    found = row(contrast(articles), "A", "w00")
    assert found["p_min"] == pytest.approx(1 / 6)
    assert (found["n_articles"], found["n_articles_reference"]) == (3, 3)


def test_random_arrangements_exchange_all_articles_but_the_shared_and_keep_the_sides_sizes():
    # The first and the last article are one, on both sides; of the other six three are on the first side.
    sides = np.array([[1], [1], [1], [1], [0], [0], [0], [0]], dtype=np.int8)
    moved = _shuffled(sides, np.arange(1, 7), 3, seed=1)
    assert (moved[0] == 1).all()
    assert (moved[7] == 0).all()
    assert (moved[1:7].sum(axis=0) == 3).all()
    assert moved[1:7].mean(axis=1).tolist() == pytest.approx([1 / 2] * 6, abs=0.05)
    # Each of the comb(6, 3) choices is as likely: 50 of 999 on average.
    _, times = np.unique(moved[1:7], axis=1, return_counts=True)
    assert len(times) == 20
    assert times.max() < 85


@pytest.mark.parametrize("weight", ["articles", "tokens"])
@pytest.mark.parametrize("n", [12, 31])
def test_single_precision_changes_no_number_by_much(monkeypatch, weight, n):
    articles = corpus({"A": n, "B": 33}, n_terms=20)
    exact = contrast(articles, weight=weight)
    monkeypatch.setattr(rates_module, "MANY_ARTICLES", 4)
    rounded = contrast(articles, weight=weight)
    assert exact["low"].notna().any()
    for name in ("estimate", "low", "high", "p"):
        assert rounded[name].tolist() == pytest.approx(exact[name].tolist(), rel=1e-3, abs=1e-4, nan_ok=True)
    assert not rounded["low"].equals(exact["low"])


def test_an_article_that_two_of_the_rest_carry_counts_once():
    articles = corpus({"A": 3, "B": 2, "C": 2})
    articles |= {("B", "wire"): {"w00": 9, "w01": 9}, ("C", "wire"): {"w00": 9, "w01": 9}}
    found = row(contrast(articles, target="A"), "A", "w00")
    assert found["n_articles_reference"] == 5
    assert found["p_min"] == pytest.approx(1 / comb(8, 3))


@pytest.mark.parametrize("weight", ["articles", "tokens"])
def test_threads_and_blocks_change_no_number(monkeypatch, weight):
    articles = corpus({"A": 12, "B": 31}, n_terms=20)
    before = contrast(articles, weight=weight)
    for name, value in (("BLOCK", 3), ("COLUMNS", 7), ("THREADS", 1)):
        monkeypatch.setattr(rates_module, name, value)
    pd.testing.assert_frame_equal(before, contrast(articles, weight=weight), check_exact=True)


def test_articles_of_one_length_weigh_the_same_by_tokens():
    articles = {key: {"war": 1 + n % 3, "sea": 9 - n % 3} for n, key in enumerate(corpus({"A": 10, "B": 11}))}
    numbers = ["estimate", "low", "high", "p"]
    by_articles, by_tokens = (contrast(articles, weight=weight)[numbers] for weight in ("articles", "tokens"))
    pd.testing.assert_frame_equal(by_articles, by_tokens)


def test_nothing_is_inferred_where_nothing_is_asked_for():
    found = contrast(corpus({"A": 10, "B": 10}), interval="none")
    assert set(found["test"]) == set(found["interval"]) == {"none"}


def test_the_estimate_is_that_of_the_function_for_one_article_a_side():
    found = contrast({("A", "a"): {"war": 9, "sea": 1}, ("B", "b"): {"war": 2, "sea": 8}}, target="A", prior=FLAT)
    delta, variance = log_odds([1, 9], [8, 2], 1)
    assert found["estimate"].tolist() == pytest.approx(delta.tolist())
    assert found["variance"].tolist() == pytest.approx(variance.tolist())


def test_dispersion_is_half_the_sum_of_the_distances_from_the_articles_shares():
    # A: articles of 10 and 30 words, so shares 1/4 and 3/4. "war" 4 and 0 times: (|1 - 1/4| + |0 - 3/4|) / 2 = 3/4.
    # "sea" 6 and 30 times: (|1/6 - 1/4| + |5/6 - 3/4|) / 2 = 1/12.
    articles = {("A", "a"): {"war": 4, "sea": 6}, ("A", "b"): {"sea": 30}, ("B", "c"): {"sea": 5}}
    found = contrast(articles, target="A")
    assert row(found, "A", "war")["dp"] == pytest.approx(3 / 4)
    assert row(found, "A", "sea")["dp"] == pytest.approx(1 / 12)
    back = contrast(articles, target="B")
    assert row(back, "B", "sea")["dp"] == pytest.approx(0)
    assert pd.isna(row(back, "B", "war")["dp"])
