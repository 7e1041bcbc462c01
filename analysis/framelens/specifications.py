"""Specifications: the choices that a measure leaves open, and the contrasts of outlets under each of them."""

import itertools
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any, Literal

import numpy as np
import pandas as pd

from framelens.contrasts import contrast_groups
from framelens.copies import merge_copies
from framelens.counts import TermCounts, count_terms, merge_variants
from framelens.inference import adjust
from framelens.labels import label_shares
from framelens.observations import Observations
from framelens.priors import Prior
from framelens.shares import in_zone
from framelens.terms import contrast_terms

Options = Mapping[str, Any]
Estimated = tuple[Options, pd.DataFrame]

CHOICES: dict[str, dict[str, tuple[Any, ...]]] = {
    "word choice": {"voice": ("own", "all"), "weight": ("articles", "mentions"), "zone": ("body", "all")},
    "sentiment": {
        "scorer": ("model", "lexicon"), "voice": ("own", "all"), "weight": ("articles", "sentences"),
        "zone": ("body", "all"),
    },
    "terms": {
        "voice": ("own", "all"), "weight": ("articles", "tokens"), "zone": ("body", "all"), "prior": (500, 100, 2500),
    },
}  # fmt: skip
"""What is chosen for each measure, in all combinations; the first of each is the main specification's."""
ALONE: dict[str, dict[str, tuple[Any, ...]]] = {
    "word choice": {"copies": ("merged", "apart")},
    "sentiment": {"copies": ("merged", "apart")},
    "terms": {"copies": ("merged", "apart"), "min_count": (5, 10, 20)},
}
"""What is changed alone, all else as in the main specification."""
_BY, _VALUES = ["outlet", "article_id"], ["estimate", "k", "n", "unit"]
OPTIONS = ("scorer", "voice", "weight", "zone", "prior", "min_count", "copies")
PARTS = {"word choice": "label", "sentiment": "name"}
"""What is left out besides articles and terms."""
MOST = 50
"""Articles, and terms, that are left out one at a time: those with most to count."""


def vary(measure: str, observations: Observations, *, seed: int) -> Iterator[Estimated]:
    """All contrasts of a measure in each specification, tested; the main one first."""
    contrast = _contrasts_of_terms if measure == "terms" else _contrasts_of_rates
    return contrast(measure, observations, seed=seed)


def can_vary(measure: str, observations: Observations) -> bool:
    """Whether two outlets or more have anything of a measure in its main specification."""
    main = next(specifications(measure, observations))
    rows = _rows(measure, observations, main)
    return bool(rows.loc[rows["voice"] == main["voice"], "outlet"].nunique() > 1)


def leave_out(measure: str, observations: Observations, findings: pd.DataFrame) -> Iterator[Estimated]:
    """The findings in the main specification without each article, and each label, name or term: estimates, no test."""
    main = next(specifications(measure, observations))
    rows = _rows(measure, observations, main)
    if measure == "terms":
        yield from _leave_out_of_counts(_count(rows, main), main)
        return
    counted = rows.groupby("article_id").size()
    without = partial(_without, main)
    rows = rows[rows["about"].isin(findings["kind"].str.split(": ").str[0])]
    rates = _by_article(measure, rows, main)
    for article in _most(counted):
        yield without("article", article), _differences(rates[rates["article_id"] != article], findings)
    for part in sorted(rows["part"].dropna().unique()):
        found = _differences(_by_article(measure, rows[rows["part"] != part], main), findings)
        yield without(PARTS[measure], part), found


def _leave_out_of_counts(counts: TermCounts, main: Options) -> Iterator[Estimated]:
    """All contrasts of terms without each article, and without each term: in sides' sizes and prior it is missing too.

    Nothing where less than two outlets are left.
    """
    articles, terms = counts.articles["article_id"], pd.Series(counts.vocabulary)
    words = pd.Series(counts.matrix.sum(axis=1)).groupby(articles.to_numpy()).sum()
    uses = pd.Series(counts.matrix.sum(axis=0), index=counts.vocabulary)
    kept = [("article", article, counts.keep(articles=articles != article)) for article in _most(words)]
    kept += [("term", term, counts.keep(terms=terms != term)) for term in _most(uses)]
    for left_out, part, rest in kept:
        if len(rest.groups) > 1:
            yield _without(main, left_out, part), _contrast_counts(rest, main)


def _most(counted: pd.Series) -> list[str]:
    """The names of what has most to count, in alphabetical order."""
    return sorted(counted.sort_values(ascending=False, kind="stable").index[:MOST])


def specifications(measure: str, observations: Observations) -> Iterator[dict[str, Any]]:
    """The main specification, the other combinations of `CHOICES`, and each of `ALONE`."""
    alone = {name: values for name, values in ALONE[measure].items() if name != "copies" or len(observations.copies)}
    fixed = {name: values[0] for name, values in ALONE[measure].items()} | {"left_out": None, "part": None}
    for values in itertools.product(*CHOICES[measure].values()):
        yield dict(zip(CHOICES[measure], values, strict=True)) | fixed
    main = {name: values[0] for name, values in CHOICES[measure].items()} | fixed
    for name, values in alone.items():
        yield from (main | {name: value} for value in values[1:])


def say(options: Options, main: Options) -> str:
    """A specification in words: what is not as in the main one."""
    if options["left_out"] is not None:
        return f"without the {options['left_out']} {options['part']}"
    return ", ".join(f"{name}: {value}" for name, value in options.items() if value != main[name]) or "main"


def _without(main: Options, left_out: str, part: str) -> Options:
    return {**main, "left_out": left_out, "part": part}


def _rows(measure: str, observations: Observations, options: Options) -> pd.DataFrame:
    """The rows that are counted: what they are ``about``, and the ``part`` of it that may be left out."""
    match measure:
        case "word choice":
            rows = observations.labels
            rows = rows.assign(about=rows["concept"], part=rows["concept"] + ": " + rows["label"])
        case "sentiment":
            names = observations.annotations.mentions[["article_id", "start", "party", "alias"]]
            rows = observations.scores[observations.scores["scorer"] == options["scorer"]]
            rows = rows.merge(names.drop_duplicates(["article_id", "start", "party"]), how="left")
            rows = rows.assign(about=rows["party"], part=rows["alias"])
        case _:
            rows = observations.annotations.tokens
    rows = in_zone(rows, options["zone"], table=measure)
    return merge_copies(rows, observations.copies) if options["copies"] == "merged" else rows


def _by_article(measure: str, rows: pd.DataFrame, options: Options) -> pd.DataFrame:
    """The value of each article for each kind."""
    if measure == "word choice":
        frame = label_shares(rows, by=("outlet", "article_id"), voice=options["voice"], zone="all")
        frame = frame.assign(kind=frame["concept"] + ": " + frame["label"])
        return frame[[*_BY, "kind", *_VALUES]]
    # The mean of `summarize_sentiment`, which takes an article at a time and is asked for hundreds of tables here.
    rows = rows[rows["voice"] == options["voice"]].rename(columns={"party": "kind"})
    rows = rows.assign(mean=rows["label"].map({"positive": 1.0, "neutral": 0.0, "negative": -1.0}))
    frame = rows.groupby([*_BY, "kind"])["mean"].agg(estimate="mean", n="size").reset_index()
    return frame.assign(k=np.nan, unit="sentence")[[*_BY, "kind", *_VALUES]]


def _contrasts_of_rates(measure: str, observations: Observations, *, seed: int) -> Iterator[Estimated]:
    rates = _Kept(lambda options: _by_article(measure, _rows(measure, observations, options), options), "weight")
    for options in specifications(measure, observations):
        weight: Literal["articles", "units"] = "articles" if options["weight"] == "articles" else "units"
        yield options, contrast_groups(rates(options), weight=weight, seed=seed)


def _contrasts_of_terms(measure: str, observations: Observations, *, seed: int) -> Iterator[Estimated]:
    """The tests compare rates: they do not depend on the prior, and the minimum count decides which of them count."""
    tested = _Kept(lambda options: _tested(_rows(measure, observations, options), options, seed), "prior", "min_count")
    smallest = ALONE[measure]["min_count"][0]
    for options in specifications(measure, observations):
        found = tested(options)
        if options["prior"] != CHOICES[measure]["prior"][0]:
            tests = found[["outlet", "kind", "p", "q", "n_tests"]]
            found = _contrast_terms(_rows(measure, observations, options), options)
            found = found.drop(columns=["p", "q", "n_tests"]).merge(tests, on=["outlet", "kind"])
        if options["min_count"] > smallest:
            found = found[found["k"] + found["k_reference"] >= options["min_count"]]
            found = found.assign(q=adjust(found["p"]), n_tests=int(found["p"].notna().sum()))
        yield options, found


def _tested(tokens: pd.DataFrame, options: Options, seed: int) -> pd.DataFrame:
    """Tested in the body only, because the tests take nearly all of the time."""
    return _contrast_terms(tokens, options, seed=seed if options["zone"] == "body" else None)


def _contrast_terms(tokens: pd.DataFrame, options: Options, *, seed: int | None = None) -> pd.DataFrame:
    return _contrast_counts(_count(tokens, options), options, seed=seed)


def _count(tokens: pd.DataFrame, options: Options) -> TermCounts:
    return merge_variants(count_terms(tokens, voice=options["voice"], zone="all"))


def _contrast_counts(counts: TermCounts, options: Options, *, seed: int | None = None) -> pd.DataFrame:
    interval: Literal["cluster", "none"] = "none" if seed is None else "cluster"
    prior = Prior(weight=options["prior"])
    found = contrast_terms(counts, prior=prior, weight=options["weight"], interval=interval, seed=seed or 0)
    return found.rename(columns={"term": "kind"})


def _differences(rates: pd.DataFrame, findings: pd.DataFrame) -> pd.DataFrame:
    """Differences of the articles' means, as `contrast_groups` takes them, without interval and test."""
    rows = []
    for outlet, kind in findings[["outlet", "kind"]].itertuples(index=False):
        found = rates[(rates["kind"] == kind) & (rates["n"] > 0)]
        sides = [found[found["outlet"] == outlet], found[found["outlet"] != outlet]]
        row = {"outlet": outlet, "kind": kind, "estimate": sides[0]["estimate"].mean() - sides[1]["estimate"].mean()}
        for ending, side in zip(("", "_reference"), sides, strict=True):
            row |= {f"k{ending}": side["k"].sum(min_count=1), f"n{ending}": side["n"].sum()}
            row |= {f"n_articles{ending}": side["article_id"].nunique()}
        rows.append(row)
    return pd.DataFrame(rows)


class _Kept:
    """Tables computed once for all the options that they do not depend on."""

    def __init__(self, compute: Callable[[Options], pd.DataFrame], *without: str):
        self._compute, self._without = compute, without
        self._tables: dict[tuple[Any, ...], pd.DataFrame] = {}

    def __call__(self, options: Options) -> pd.DataFrame:
        key = tuple(value for name, value in options.items() if name not in self._without)
        if key not in self._tables:
            self._tables[key] = self._compute(options)
        return self._tables[key]
