"""The parts of `contrast_terms`: what two sides count, what is estimated, and what may be inferred of it."""

from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from framelens.article_rates import Array, Rows, Side, Weights, side_of
from framelens.counts import TermCounts
from framelens.dispersion import deviation_of_proportions
from framelens.inference import LEVEL, SMALLEST, adjust, gate
from framelens.keyness import log_likelihood, log_odds, log_ratio
from framelens.priors import Prior
from framelens.schema import as_result
from framelens.term_intervals import contrast_interval, draw_articles
from framelens.term_scales import BinaryLog, LogOdds, Scale
from framelens.term_tests import compare_rates

_NUMBERS, _NAMES = ("low", "high", "level", "p", "p_min", "p_max_t"), ("interval", "test")
"""What is inferred."""
FEWEST_WITH_TERM = 5
"""Articles of each side that must hold a term for an interval: with fewer it covers too little."""


Groups = tuple[tuple[int, ...], tuple[int, ...]]
"""The numbers of the groups that are each of two sides."""
Pair = tuple[Side, Side]
Columns = dict[str, Any]
"""A table's columns; tables of thousands of terms are made of them at once, which is many times faster."""


class Contrast(NamedTuple):
    """A group's number, the name of what it is contrasted with, and the numbers of the groups that are that."""

    group: int
    reference: str
    others: tuple[int, ...]


def contrast_sides(setting: "Setting", contrasts: list[Contrast], *, seed: int | None) -> pd.DataFrame:
    """The result table of `contrast_terms`; nothing is inferred without a seed."""
    found: dict[Groups, Columns] = {}
    drawn = None if seed is None else draw_articles(setting.groups, setting.clusters, seed=seed)
    for contrast in contrasts:
        sides = (contrast.group,), contrast.others
        pair = setting.side(sides[0]), setting.side(sides[1])
        described = _describe(setting, contrast, pair)
        if drawn is None or seed is None:
            inferred = _nothing(described)
        elif sides[::-1] in found:  # The same two sides the other way round.
            inferred = _turned(found[sides[::-1]])
        else:
            inferred = _infer(setting, sides, pair, described, drawn, seed)
        found[sides] = described | inferred
    n_contrasts = len({frozenset(sides) for sides, columns in found.items() if not np.isnan(columns["p"]).all()})
    frame = pd.concat([pd.DataFrame(columns) for columns in found.values()], ignore_index=True)
    return _as_contrasts(frame, setting, n_contrasts, seed)


@dataclass(frozen=True)
class Setting:
    """What all contrasts of a table share."""

    counts: TermCounts
    weight: str
    alpha: Array
    measure: str
    groups: Rows
    clusters: Rows
    uses: npt.NDArray[np.int64]
    articles_with: npt.NDArray[np.int64]
    dp: Array

    def side(self, groups: tuple[int, ...]) -> Side:
        """Some groups as one side."""
        rows = np.flatnonzero(np.isin(self.groups, groups))
        return side_of(self.counts.matrix[rows], self.clusters[rows], self.weight)

    def n_words(self, groups: tuple[int, ...]) -> float:
        """Words of some groups."""
        return float(self.uses[list(groups)].sum())

    def scale(self, groups: tuple[int, ...], terms: Rows) -> Scale:
        """The scale on which some groups' terms are contrasted."""
        if self.measure == "log-odds":
            return LogOdds(self.n_words(groups), self.alpha[terms], float(self.alpha.sum()))
        return BinaryLog(self.n_words(groups))


def setting_of(counts: TermCounts, *, weight: str, measure: str, prior: Prior) -> Setting:
    """What the contrasts of these counts share."""
    clusters = np.unique(counts.articles["article_id"], return_inverse=True)[1]
    return Setting(
        counts=counts,
        weight=weight,
        alpha=prior.pseudo_counts(counts),
        measure=measure,
        groups=counts.articles["group"].to_numpy(dtype=np.intp),
        clusters=clusters.astype(np.intp),
        uses=counts.group_matrix(),
        articles_with=counts.document_frequency(),
        dp=deviation_of_proportions(counts),
    )


def _describe(setting: Setting, contrast: Contrast, pair: Pair) -> Columns:
    """One contrast's terms with all that is counted and estimated."""
    counts, others = setting.counts, list(contrast.others)
    n1, n2 = setting.n_words((contrast.group,)), setting.n_words(contrast.others)
    # The uses that a side's rate makes of its words.
    y1, y2 = (side.rates.rates(side.rates.once())[:, 0] * n for side, n in zip(pair, (n1, n2), strict=True))
    k, k_reference = setting.uses[contrast.group], setting.uses[others].sum(axis=0)
    found, found_reference = setting.articles_with[contrast.group], setting.articles_with[others].sum(axis=0)
    columns = (
        {counts.by[0]: counts.groups[counts.by[0]].iloc[contrast.group], "term": counts.vocabulary}
        | {"reference": contrast.reference, "k": k, "n": k.sum(), "n_articles": len(pair[0].clusters)}
        | {"k_reference": k_reference, "n_reference": k_reference.sum()}
        | {"n_articles_with": found, "n_articles_reference": len(pair[1].clusters)}
        | {"n_articles_with_reference": found_reference, "dp": setting.dp[contrast.group]}
        | {"sparse": (k + k_reference < SMALLEST["term"]) | (found + found_reference < 2)}
    )
    if setting.measure == "log-ratio":
        g2 = log_likelihood(k, k_reference, k.sum(), k_reference.sum())
        return columns | {"estimate": log_ratio(y1, y2, n1, n2), "g2": g2}
    delta, variance = log_odds(y1, y2, setting.alpha)
    return columns | {"estimate": delta, "variance": variance, "z": delta / np.sqrt(variance)}  # eq. 20


def _infer(setting: Setting, sides: Groups, pair: Pair, described: Columns, drawn: Weights, seed: int) -> Columns:
    """Interval and test of each term of a contrast, as the number of articles allows."""
    found = _nothing(described)
    may = gate(min(len(side.clusters) for side in pair))
    tested = np.flatnonzero(~described["sparse"])
    if may == "description" or not len(tested):
        return found
    first, second = (side.terms(tested) for side in pair)
    tests = compare_rates(first, second, is_pooled=may != "permutation", seed=seed)
    for name, value in tests._asdict().items():
        found[name][tested] = value
    with_term = np.minimum(described["n_articles_with"], described["n_articles_with_reference"])
    fit = np.flatnonzero((with_term >= FEWEST_WITH_TERM) & ~described["sparse"])
    if may == "permutation" or not len(fit):
        return found
    of_sides = [(side.terms(fit), setting.scale(groups, fit)) for side, groups in zip(pair, sides, strict=True)]
    found["low"][fit], found["high"][fit] = contrast_interval(of_sides, drawn, studentized=may == "bootstrap-t")
    found["interval"][fit], found["level"][fit] = f"article-{may}", LEVEL
    return found


def _nothing(described: Columns) -> Columns:
    n_terms = len(described["term"])
    none = {name: np.full(n_terms, "none", dtype=object) for name in _NAMES}
    return {name: np.full(n_terms, np.nan) for name in _NUMBERS} | none


def _turned(columns: Columns) -> Columns:
    """What is inferred of a contrast, seen from its other side."""
    inferred = {name: columns[name] for name in (*_NUMBERS, *_NAMES)}
    return inferred | {"low": -columns["high"], "high": -columns["low"]}


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
