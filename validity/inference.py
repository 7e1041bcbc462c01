"""Whether intervals hold the truth and tests keep their level: articles are drawn with known shares, outlets exchanged.

Articles are of unequal length, and more unlike each other than chance makes them (beta-binomial counts). One simulated
outlet a column, so that many are measured in one call.
"""

import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd

from framelens.contrasts import contrast_groups
from framelens.inference import SMALLEST, difference_interval
from framelens.labels import label_shares
from framelens.permutation import Sides, permutation_test
from framelens.resampling import ratio_interval
from validity.outcomes import Measure, outcome_table, place

Array = npt.NDArray[np.float64]

SHARES = (0.1, 0.2, 0.5, 0.8)
OVERDISPERSION = (0.05, 0.2)
"""Correlation of two units of one article."""
MEDIAN, SPREAD = 8, 0.7
"""Units of an article: of the middle one, and the spread of their logarithms."""
ARTICLES = (10, 15, 29, 30, 60)
PAIRS = ((10, 10), (10, 40), (15, 29), (30, 60))
RUNS = 500
"""Runs for each share and overdispersion; those with fewer than 5 articles with the kind or without do not count."""
TESTS = ((5, 5), (4, 12), (12, 30))
SHUFFLES = 200
SEED = 20220310
OTHERS = "other phrases"
WEIGHTS = ("articles", "units")


def measure_inference(folder: Path) -> Iterator[Measure]:
    """Coverage of intervals, level of tests, and contrasts between outlets that were exchanged."""
    yield from measure_coverage()
    yield from measure_level()
    yield measure_exchange(phrases(folder))


def measure_coverage() -> Iterator[Measure]:
    """The runs in which intervals of shares, and of their differences, held the truth."""
    for weight in WEIGHTS:
        held = {f"simulated, {n} articles": share_held(n, weight) for n in ARTICLES}
        yield _measure(f"share-by-{weight}", f"95 % interval of a share holds the truth, by {weight}", held)
        held = {f"simulated, {n} and {m} articles": difference_held(n, m, weight) for n, m in PAIRS}
        yield _measure(f"difference-by-{weight}", f"95 % interval of a difference holds the truth, by {weight}", held)


def measure_level() -> Iterator[Measure]:
    """The tests of outlets that do not differ whose p is above .05, and above .01."""
    found = {f"simulated, {n} and {m} articles": null_p(n, m) for n, m in TESTS}
    for name, level in (("level", 0.05), ("level-01", 0.01)):
        held = {data: (int((p > level).sum()), len(p)) for data, p in found.items()}
        yield _measure(name, f"permutation p above {level:.2f} where outlets do not differ".replace("0.", "."), held)


def measure_exchange(shares: pd.DataFrame) -> Measure:
    """The runs without a contrast of q < .05, the outlets of each event exchanged."""
    clean = sum(found_contrasts(exchange(shares, seed)).empty for seed in range(SHUFFLES))
    return _measure(
        "exchanged", "no contrast of phrases has q < .05, outlets exchanged", {"NewsWCL50": (clean, SHUFFLES)}
    )


def share_held(n_articles: int, weight: str) -> tuple[int, int]:
    """In how many of the runs with an interval it holds the share."""
    held, counted = 0, 0
    for place_, (share, rho) in enumerate(_cells()):
        x, n = draw(share, rho, n_articles, weight, rng=np.random.default_rng([SEED, n_articles, place_]))
        low, high = ratio_interval(x, n)
        held, counted = held + int(((low <= share) & (share <= high)).sum()), counted + int((~np.isnan(low)).sum())
    return held, counted


def difference_held(n_first: int, n_second: int, weight: str) -> tuple[int, int]:
    """In how many of the runs with an interval it holds the difference."""
    held, counted = 0, 0
    cells = _cells()
    for number, (share, rho) in enumerate(cells):
        other, _ = cells[(number + 3) % len(cells)]
        rng = np.random.default_rng([SEED, n_first, n_second, number])
        sides = [draw(s, rho, n, weight, rng=rng) for s, n in ((share, n_first), (other, n_second))]
        (first, of_first), (second, of_second) = (
            (x.sum(axis=0) / n.sum(axis=0), ratio_interval(x, n)) for x, n in sides
        )
        low, high = difference_interval(first, of_first, second, of_second)
        aim = share - other
        held, counted = held + int(((low <= aim) & (aim <= high)).sum()), counted + int((~np.isnan(low)).sum())
    return held, counted


def null_p(n_first: int, n_second: int) -> Array:
    """P-values where both outlets write alike."""
    rng = np.random.default_rng([SEED, n_first, n_second])
    n_all = n_first + n_second
    sides = Sides(np.arange(n_all) < n_first, np.arange(n_all), np.zeros(n_all, dtype="int64"))
    drawn = (draw(share, rho, n_all, "articles", rng=rng) for share, rho in _cells())
    return np.concatenate([permutation_test(x, n, sides).p for x, n in drawn])


def draw(share: float, rho: float, n_articles: int, weight: str, *, rng: np.random.Generator) -> tuple[Array, Array]:
    """Units of the kind and in all, article × run; shares and 1 where articles weigh equally."""
    size = (n_articles, RUNS)
    n = np.maximum(2, np.round(MEDIAN * np.exp(SPREAD * rng.standard_normal(size)))).astype("int64")
    x = rng.binomial(n, rng.beta(share * (1 / rho - 1), (1 - share) * (1 / rho - 1), size))
    if weight == "articles":
        return x / n, np.ones(size)
    return x.astype("float64"), n.astype("float64")


def phrases(folder: Path) -> pd.DataFrame:
    """Shares of the coded phrases of NewsWCL50 by article, those of concepts in two events, with 5 uses in 2 articles.

    An outlet has one article an event: a contrast compares outlets within events.
    """
    lines = (folder / "wordchoice" / "newswcl50.jsonl").read_text(encoding="utf-8").splitlines()
    rows = pd.DataFrame([json.loads(line) for line in lines])
    event, outlet = rows["event_id"].astype("str"), rows["publisher_id"]
    labels = pd.DataFrame({"article_id": event + " " + outlet, "outlet": outlet, "event": event, "voice": "own"})
    labels = labels.assign(concept=rows["code_name"], label=rows["code_mention"].str.casefold())
    n_events = labels.groupby("concept")["event"].transform("nunique")
    uses = labels.groupby(["concept", "label"])["article_id"]
    is_rare = (uses.transform("nunique") < 2) | (uses.transform("size") < SMALLEST["term"])
    # The share is of all phrases, so rare ones are pooled and not dropped.
    pooled = labels.assign(label=labels["label"].mask(is_rare, OTHERS))[n_events > 1]
    shares = label_shares(pooled, by=("outlet", "event", "article_id"))
    return shares[shares["label"] != OTHERS]


def exchange(shares: pd.DataFrame, seed: int) -> pd.DataFrame:
    """The articles of each event given to its outlets by lot."""
    rng = np.random.default_rng([SEED, seed])
    articles = shares.drop_duplicates("article_id").sort_values(["event", "outlet"])
    lots = articles.groupby("event")["outlet"].transform(lambda names: rng.permutation(names.to_numpy()))
    return shares.assign(outlet=shares["article_id"].map(dict(zip(articles["article_id"], lots, strict=True))))


def found_contrasts(shares: pd.DataFrame) -> pd.DataFrame:
    """The contrasts between outlets with q < .05: none if outlets do not differ."""
    contrasts = contrast_groups(shares, strata="event")
    return contrasts[contrasts["q"] < 0.05].sort_values(["p", "outlet", "label"])


def say_contrasts(folder: Path) -> str:
    """The contrasts found between the outlets as they are, in words of at most three of a phrase."""
    found = found_contrasts(phrases(folder))
    return "; ".join(_say(row) for row in found.itertuples()) or "none"


def _say(row) -> str:  # type: ignore[no-untyped-def]
    words = row.label.split()
    phrase = row.label if len(words) <= 3 else f"{words[0]} … ({len(words)} words)"
    concept = row.concept.replace("\\", " / ")
    return (
        f"{row.outlet}, {concept}, *{phrase}*: {row.k}/{row.n} against {row.k_reference}/{row.n_reference},"
        f" {100 * row.estimate:+.0f} points, p = {row.p:.4f}, q = {row.q:.3f} of {row.n_tests} tests"
    )


def _cells() -> list[tuple[float, float]]:
    return [(share, rho) for share in SHARES for rho in OVERDISPERSION]


def _measure(name: str, label: str, held: dict[str, tuple[int, int]]) -> Measure:
    """A share of runs, by data set."""
    names = list(held)
    texts = pd.DataFrame({"text_id": names, "data": names, "document": names, "text": ""})
    rows = [
        place(data, 0, 0) | {"outcome": outcome, "weight": weight}
        for data, (right, total) in held.items()
        for outcome, weight in (("right", right), ("missed", total - right))
    ]
    return Measure(f"inference.{name}", label, "run", "share", outcome_table(rows), texts)
