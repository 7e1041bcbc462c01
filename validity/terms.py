"""Whether the intervals of contrasted terms hold the truth, and whether their tests find nothing where nothing is.

Articles are of unequal length (log-normal), their words follow Zipf's law, and each article has its own liking for
each word (Dirichlet or gamma), so that counts vary more than independent words would. `make validity` takes few runs;
with more, once: 100 runs of the null with 5 outlets, of which 5 had any q below .05, and 1,500 to 8,400 intervals at
each number of articles, of which 95.3 to 96.1 % held the truth.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import sparse

from framelens import Prior, TermCounts, contrast_terms
from validity.outcomes import Measure, outcome_table, place

Array = npt.NDArray[np.float64]

ARTICLES = (10, 20, 29, 30, 60)
N_TERMS, MEDIAN, SPREAD = 400, 250, 0.6
"""Terms of a corpus; words of the middle article, and the spread of their logarithms."""
CONCENTRATION = 600
"""How much articles are alike in their words: the sum of the Dirichlet distribution's parameters."""
DIFFERENCE = 0.4
"""Spread of the logarithms of an outlet's shares about the common ones."""
INTERVAL_RUNS = 10
NULL_RUNS, NULL_OUTLETS, NULL_ARTICLES, NULL_TERMS = 20, 5, 20, 5000
LEVELS, LEVEL_RUNS = ((5, 7), (8, 9), (12, 15)), 10
"""Articles of two outlets whose arrangements are all gone through, sampled, and sampled and pooled over the terms."""
SEED = 20220310


def measure_terms(_: Path) -> Iterator[Measure]:
    """Coverage of intervals, false discoveries among thousands of terms, and the level of permutation tests."""
    held = {f"simulated, {n} and {n + n // 2} articles": interval_held(n, runs=INTERVAL_RUNS) for n in ARTICLES}
    yield _measure("interval", "95 % interval of a term's log-odds ratio holds the truth", "interval", held)
    sizes = f"simulated, {NULL_OUTLETS} outlets of {NULL_ARTICLES} articles, {NULL_TERMS:,} terms"
    clean = sum(no_discovery(seed) for seed in range(NULL_RUNS))
    yield _measure("null", "no term has q < .05 where outlets do not differ", "run", {sizes: (clean, NULL_RUNS)})
    found = {f"simulated, {n} and {m} articles": null_p((n, m), runs=LEVEL_RUNS) for n, m in LEVELS}
    for level in (0.05, 0.5):
        label = f"permutation p of a term above {level} where outlets do not differ".replace("0.", ".")
        held = {data: (int((p > level).sum()), len(p)) for data, p in found.items()}
        yield _measure(f"level-{100 * level:02.0f}", label, "term", held)


def interval_held(n_articles: int, *, runs: int) -> tuple[int, int]:
    """How many of the intervals hold the log-odds ratio of the true shares, pulled by the prior as the estimate is."""
    held, counted = 0, 0
    for run in range(runs):
        rng = np.random.default_rng([SEED, n_articles, run])
        shares = [_shares(N_TERMS, rng, spread=DIFFERENCE) for _ in range(2)]
        counts = draw_counts((n_articles, n_articles + n_articles // 2), shares, rng)
        found = contrast_terms(counts, target="A", seed=run)
        aim = _pulled(counts, shares)
        has_interval = (found["interval"] != "none").to_numpy()
        inside = (found["low"] <= aim) & (aim <= found["high"])
        held, counted = held + int(inside[has_interval].sum()), counted + int(has_interval.sum())
    return held, counted


def no_discovery(seed: int) -> bool:
    """Whether no contrast of outlets that write alike has q < .05."""
    rng = np.random.default_rng([SEED, seed])
    sizes = (NULL_ARTICLES,) * NULL_OUTLETS
    counts = draw_counts(sizes, [_shares(NULL_TERMS, rng)] * NULL_OUTLETS, rng, alike=None)
    return not (contrast_terms(counts, seed=seed)["q"] < 0.05).any()


def null_p(sizes: tuple[int, int], *, runs: int) -> Array:
    """P of all terms tested where outlets write alike, and each word is liked or not whatever the others are."""
    found = []
    for run in range(runs):
        rng = np.random.default_rng([SEED, *sizes, run])
        counts = draw_counts(sizes, [_shares(N_TERMS, rng)] * 2, rng, alike=None)
        found.append(contrast_terms(counts, target="A", seed=run)["p"].dropna())
    return np.concatenate(found)


def draw_counts(
    sizes: tuple[int, ...],
    shares: list[Array],
    rng: np.random.Generator,
    *,
    alike: float | None = CONCENTRATION,
) -> TermCounts:
    """Counts of articles whose mean shares of words are those of their outlet.

    Each article’s own shares are gamma variates of a shape in proportion to the outlet’s; of shape 1 if ``alike`` is
    None.
    """
    words = [np.maximum(20, MEDIAN * np.exp(SPREAD * rng.standard_normal(n))).astype("int64") for n in sizes]
    rows = []
    for n, lengths, share in zip(sizes, words, shares, strict=True):
        shape = np.ones(len(share)) if alike is None else alike * share
        own = rng.gamma(shape, share / shape, (n, len(share))) + 1e-12
        rows.append(rng.multinomial(lengths, own / own.sum(axis=1, keepdims=True)))
    matrix = np.concatenate(rows)
    groups = pd.DataFrame({"outlet": [chr(ord("A") + place) for place in range(len(sizes))]})
    articles = pd.DataFrame({"article_id": [f"a{place:04d}" for place in range(len(matrix))]})
    vocabulary = pd.Index([f"w{place:05d}" for place in range(matrix.shape[1])], name="term")
    articles = articles.assign(group=np.repeat(np.arange(len(sizes)), sizes))
    return TermCounts(groups, articles, vocabulary, sparse.csr_array(matrix))


def _shares(n_terms: int, rng: np.random.Generator, *, spread: float = 0) -> Array:
    common = np.exp(spread * rng.standard_normal(n_terms)) / (np.arange(n_terms) + 2.7)
    return common / common.sum()


def _pulled(counts: TermCounts, shares: list[Array]) -> Array:
    alpha, sizes = Prior().pseudo_counts(counts), counts.group_matrix().sum(axis=1)
    sides = [(n * share + alpha, n + alpha.sum()) for n, share in zip(sizes, shares, strict=True)]
    first, second = (np.log(inside / (whole - inside)) for inside, whole in sides)
    return np.asarray(first - second)


def _measure(name: str, label: str, unit: str, held: Mapping[str, tuple[int, int]]) -> Measure:
    texts = pd.DataFrame({"text_id": list(held), "data": list(held), "document": list(held), "text": ""})
    rows = [
        place(data, 0, 0) | {"outcome": outcome, "weight": weight}
        for data, (right, n) in held.items()
        for outcome, weight in (("right", right), ("missed", n - right))
    ]
    return Measure(f"terms.{name}", label, unit, "share", outcome_table(rows), texts)
