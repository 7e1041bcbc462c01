"""Whether the interval of corrected shares holds the true ones: texts and labelled data are drawn, with known shares.

Each run draws new articles, their labels, the scorer's errors in them, and the labelled sentences from which the errors
are learnt. With several articles the shares to hold are those that all articles vary about; with one, its own.
"""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd

from framelens.misclassification import corrected_interval
from validity.outcomes import Measure, outcome_table, place

SHARES = ((0.3, 0.5, 0.2), (0.1, 0.8, 0.1), (0.6, 0.3, 0.1))
"""True shares negative, neutral, positive: a mixed outlet, a sober one, a hostile one."""
RATES = np.array([[0.82, 0.13, 0.05], [0.12, 0.78, 0.10], [0.05, 0.14, 0.81]])
"""The scorer's errors: predicted labels for each true one."""
LABELLED = (270, 353, 160)
"""Labelled sentences of each true label: those of NewsMTSC's dev files."""
LIKENESS = 5
"""How much articles of an outlet are alike: the sum of the Dirichlet distribution's parameters."""
SENTENCES = (3, 30)
"""Fewest and most scored sentences in an article; from five where there is only one."""
ARTICLES = (1, 2, 5, 10, 30, 100)
RUNS = 1000
"""Runs for each of `SHARES`."""
SEED = 20220310
QUANTITIES = ("negative", "neutral", "positive", "mean label")


def measure_misclassification(_: Path) -> Iterator[Measure]:
    """The runs in which the interval held the truth, by quantity and number of articles."""
    held = {n: np.sum([count_held(shares, n, runs=RUNS) for shares in SHARES], axis=0) for n in ARTICLES}
    names = {n: f"simulated, {n} article{'s' if n > 1 else ''} an outlet" for n in ARTICLES}
    texts = pd.DataFrame({"text_id": names.values(), "data": names.values(), "document": names.values(), "text": ""})
    for column, quantity in enumerate(QUANTITIES):
        rows = [
            place(names[n], 0, 0) | {"outcome": outcome, "weight": weight}
            for n in ARTICLES
            for outcome, weight in (
                ("right", int(held[n][column])),
                ("missed", RUNS * len(SHARES) - int(held[n][column])),
            )
        ]
        name = f"misclassification.{quantity.replace(' ', '-')}"
        label = f"95 % interval of the corrected {quantity} holds the truth"
        yield Measure(name, label, "run", "share", outcome_table(rows), texts)


def count_held(shares: tuple[float, ...], n_articles: int, *, runs: int, seed: int = SEED) -> npt.NDArray[np.int64]:
    """In how many runs the interval holds each of `QUANTITIES`."""
    rng = np.random.default_rng(seed)
    held = np.zeros(len(QUANTITIES), dtype="int64")
    for _ in range(runs):
        true, predicted = draw_articles(shares, n_articles, rng=rng)
        confusion = np.array([rng.multinomial(n, rates) for n, rates in zip(LABELLED, RATES, strict=True)])
        aim = true[0] / true[0].sum() if n_articles == 1 else np.asarray(shares)
        low, high = corrected_interval(predicted, confusion).T
        aims = np.append(aim, aim[2] - aim[0])
        # A share of exactly 0 or 1 is held by an interval that ends there.
        held += (low <= aims + 1e-9) & (aims - 1e-9 <= high)
    return held


def draw_articles(
    shares: tuple[float, ...], n_articles: int, *, rng: np.random.Generator
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Numbers of true and of predicted labels, a row for each article."""
    fewest = 5 if n_articles == 1 else SENTENCES[0]
    sizes = rng.integers(fewest, SENTENCES[1], size=n_articles, endpoint=True)
    true = rng.multinomial(sizes, rng.dirichlet(np.asarray(shares) * LIKENESS, size=n_articles))
    predicted = sum(rng.multinomial(true[:, label], rates) for label, rates in enumerate(RATES))
    return true, np.asarray(predicted)
