"""The parts of `contrast_terms`: what two sides count, what is estimated, and what may be inferred of it."""

from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from framelens.article_rates import Array, ArticleRates, Rows, Side, article_rates, side_of
from framelens.counts import TermCounts
from framelens.dispersion import deviation_of_proportions
from framelens.inference import LEVEL, SMALLEST, adjust, gate, without_interval
from framelens.keyness import log_likelihood, log_odds, log_ratio
from framelens.priors import Prior
from framelens.schema import as_result
from framelens.term_intervals import Scale, contrast_interval, draw_articles
from framelens.term_tests import compare_rates

INFERRED = ("low", "high", "interval", "level", "test", "p", "p_min", "p_max_t")
FEWEST_WITH_TERM = 5
"""Articles of each side that must hold a term for an interval: with fewer it covers too little."""


class Contrast(NamedTuple):
    """A group's number, the name of what it is contrasted with, and the numbers of the groups that are that."""

    group: int
    reference: str
    others: tuple[int, ...]


def contrast_sides(setting: "Setting", contrasts: list[Contrast], *, seed: int | None) -> pd.DataFrame:
    """The result table of `contrast_terms`; nothing is inferred without a seed."""
    frames: dict[tuple[tuple[int, ...], tuple[int, ...]], pd.DataFrame] = {}
    drawn = None if seed is None else draw_articles(setting.groups, setting.clusters, seed=seed)
    for contrast in contrasts:
        sides = (contrast.group,), contrast.others
        frame = _describe(setting, contrast)
        if drawn is None or seed is None:
            inferred = _nothing(frame)
        elif sides[::-1] in frames:  # The same two sides the other way round.
            inferred = _turned(frames[sides[::-1]])
        else:
            inferred = _infer(setting, sides, frame, drawn, seed)
        frames[sides] = frame.assign(**{name: inferred[name] for name in INFERRED})
    n_contrasts = len({frozenset(sides) for sides, frame in frames.items() if frame["p"].notna().any()})
    return _as_contrasts(pd.concat(frames.values(), ignore_index=True), setting, n_contrasts, seed)


@dataclass(frozen=True)
class Setting:
    """What all contrasts of a table share."""

    counts: TermCounts
    rates: ArticleRates
    alpha: Array
    measure: str
    groups: Rows
    clusters: Rows
    uses: npt.NDArray[np.int64]
    articles_with: npt.NDArray[np.int64]
    dp: Array

    def rows(self, groups: tuple[int, ...]) -> Rows:
        """Rows of the counts of some groups."""
        return np.flatnonzero(np.isin(self.groups, groups))

    def side(self, groups: tuple[int, ...], terms: Rows) -> Side:
        """Some groups as one side, with some terms."""
        return side_of(self.rates.terms(terms), self.rows(groups), self.clusters)

    def n_articles(self, groups: tuple[int, ...]) -> int:
        """Articles of some groups, one that stands in several once."""
        return len(np.unique(self.clusters[self.rows(groups)]))

    def expected(self, groups: tuple[int, ...]) -> tuple[Array, float]:
        """Uses by term that the side's rate makes of its words, and these words."""
        n_words = float(self.uses[list(groups)].sum())
        rates = self.rates.of(self.rows(groups))
        whole = rates.draws(np.ones((len(rates.sizes), 1)))  # In double precision.
        return rates.rates(whole)[:, 0] * n_words, n_words

    def scale(self, groups: tuple[int, ...], terms: Rows) -> Scale:
        """The scale on which the side of some groups is contrasted."""
        n_words = float(self.uses[list(groups)].sum())
        if self.measure == "log-odds":
            return partial(_log_odds_of, n_words=n_words, alpha=self.alpha[terms], alpha0=float(self.alpha.sum()))
        return partial(_binary_log, n_words=n_words)


def setting_of(counts: TermCounts, *, weight: str, measure: str, prior: Prior) -> Setting:
    """What the contrasts of these counts share."""
    clusters = np.unique(counts.articles["article_id"], return_inverse=True)[1]
    return Setting(
        counts=counts,
        rates=article_rates(counts, weight),
        alpha=prior.pseudo_counts(counts),
        measure=measure,
        groups=counts.articles["group"].to_numpy(dtype=np.intp),
        clusters=clusters.astype(np.intp),
        uses=counts.group_matrix(),
        articles_with=counts.document_frequency(),
        dp=deviation_of_proportions(counts),
    )


def _log_odds_of(rates: Array, terms: slice, *, n_words: float, alpha: Array, alpha0: float) -> tuple[Array, Array]:
    """Log odds under the prior, and the derivative by the rate."""
    pseudo = alpha[terms, None].astype(rates.dtype)
    inside = rates * n_words + pseudo
    outside = n_words + alpha0 - inside
    return np.log(inside / outside), n_words * (1 / inside + 1 / outside)


def _binary_log(rates: Array, terms: slice, *, n_words: float) -> tuple[Array, Array]:  # noqa: ARG001
    """Binary logarithm of the rate, 0 taken as half a word, and the derivative by the rate."""
    above = np.where(rates > 0, rates, 0.5 / n_words)
    return np.log2(above), 1 / (above * np.log(2))


def _describe(setting: Setting, contrast: Contrast) -> pd.DataFrame:
    """One contrast's terms with all that is counted and estimated."""
    counts, others = setting.counts, list(contrast.others)
    (y1, n1), (y2, n2) = (setting.expected(side) for side in ((contrast.group,), contrast.others))
    k, k_reference = setting.uses[contrast.group], setting.uses[others].sum(axis=0)
    found, found_reference = setting.articles_with[contrast.group], setting.articles_with[others].sum(axis=0)
    frame = pd.DataFrame(
        {counts.by[0]: counts.groups[counts.by[0]].iloc[contrast.group], "term": counts.vocabulary}
        | {"reference": contrast.reference, "k": k, "n": k.sum(), "n_articles": setting.n_articles((contrast.group,))}
        | {"k_reference": k_reference, "n_reference": k_reference.sum()}
        | {"n_articles_with": found, "n_articles_reference": setting.n_articles(contrast.others)}
        | {"n_articles_with_reference": found_reference, "dp": setting.dp[contrast.group]}
        | {"sparse": (k + k_reference < SMALLEST["term"]) | (found + found_reference < 2)}
    )
    if setting.measure == "log-ratio":
        g2 = log_likelihood(k, k_reference, k.sum(), k_reference.sum())
        return frame.assign(estimate=log_ratio(y1, y2, n1, n2), g2=g2)
    delta, variance = log_odds(y1, y2, setting.alpha)
    return frame.assign(estimate=delta, variance=variance, z=delta / np.sqrt(variance))  # eq. 20


def _infer(
    setting: Setting, sides: tuple[tuple[int, ...], tuple[int, ...]], frame: pd.DataFrame, drawn: Array, seed: int
) -> pd.DataFrame:
    """Interval and test of each term of a contrast, as the number of articles allows."""
    found = _nothing(frame)
    may = gate(min(setting.n_articles(side) for side in sides))
    tested = np.flatnonzero(~frame["sparse"])
    if may == "description" or not len(tested):
        return found
    first, second = (setting.side(side, tested) for side in sides)
    tests = compare_rates(first, second, is_pooled=may != "permutation", seed=seed)
    for name, value in tests._asdict().items():
        found.loc[tested, name] = value
    enough = (frame[["n_articles_with", "n_articles_with_reference"]] >= FEWEST_WITH_TERM).all(axis=1)
    fit = np.flatnonzero(enough & ~frame["sparse"])
    if may == "permutation" or not len(fit):
        return found
    one, other = sides
    of_sides = setting.side(one, fit), setting.side(other, fit)
    scales = setting.scale(one, fit), setting.scale(other, fit)
    low, high = contrast_interval(of_sides, scales, drawn, studentized=may == "bootstrap-t")
    found.loc[fit, ["low", "high"]] = np.column_stack([low, high])
    found.loc[fit, "interval"], found.loc[fit, "level"] = f"article-{may}", LEVEL
    return found


def _nothing(frame: pd.DataFrame) -> pd.DataFrame:
    return without_interval(frame).assign(p=np.nan, p_min=np.nan, p_max_t=np.nan, test="none")


def _turned(frame: pd.DataFrame) -> pd.DataFrame:
    """What is inferred of a contrast, seen from its other side."""
    return frame.assign(low=-frame["high"], high=-frame["low"])


def _as_contrasts(frame: pd.DataFrame, setting: Setting, n_contrasts: int, seed: int | None) -> pd.DataFrame:
    """The contrasts as one result table, with what depends on how many tests there are."""
    (key,) = setting.counts.by
    is_drawn = (frame["interval"] != "none") | frame["test"].isin(["permutation", "permutation-pooled"])
    frame = frame.assign(
        unit="term",
        q=adjust(frame["p"]),
        p_max_t=np.minimum(1, frame["p_max_t"] * n_contrasts),
        n_tests=int(frame["p"].notna().sum()),
        seed=pd.Series(seed, index=frame.index, dtype="Int64").where(is_drawn),
    )
    spread = ["variance", "z"] if setting.measure == "log-odds" else ["g2"]
    sides = ["k_reference", "n_reference", "n_articles_with", "n_articles_reference", "n_articles_with_reference", "dp"]
    return as_result(
        frame, [key, "term", "reference"], [*spread, *sides, "test", "p", "p_min", "q", "p_max_t", "n_tests"]
    )
