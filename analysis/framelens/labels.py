"""Word choice: which label an outlet uses for one thing, as shares of all its mentions of that thing."""

from collections.abc import Mapping, Sequence
from typing import Literal

import pandas as pd

from framelens.annotations import Annotations
from framelens.checks import check_columns, check_one_of
from framelens.concepts import find_labels_in
from framelens.inference import SMALLEST, add_share_interval, without_interval
from framelens.schema import VOICES, ZONES, as_result, with_outlet
from framelens.study import Concept


def find_labels(annotations: Annotations, concepts: Mapping[str, Concept], *, zone: str = "body") -> pd.DataFrame:
    """Find the mentions of each concept and the label each one uses.

    Capitals do not matter, the longest match wins, and an exclusion kills every match that it overlaps.

    Parameters
    ----------
    annotations
        The tables of a corpus, with texts.
    concepts
        The concepts of a study (``study.concepts``).
    zone
        Where to look, or ``all``.

    Returns
    -------
    DataFrame
        The labels table (`schema.LABELS`) with ``outlet``: one row a mention, with its voice.

    Examples
    --------
    >>> labels = find_labels(annotations, study.concepts)
    >>> labels.loc[labels["concept"] == "the-act", "label"].unique().tolist()[:1]
    ['boarding']
    """
    check_one_of("zone", zone, (*ZONES, "all"))
    found = find_labels_in(annotations.sentences, annotations.attributions, concepts, zone=zone)
    return with_outlet(found, annotations.articles)


def label_shares(
    labels: pd.DataFrame,
    *,
    by: Sequence[str] = ("outlet",),
    voice: str = "own",
    weight: Literal["articles", "mentions"] = "articles",
    articles: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Share of each label among the mentions of its concept.

    Parameters
    ----------
    labels
        The labels table.
    by
        Columns that make a group.
    voice
        Whose words: ``own``, ``quoted``, ``indirect`` or ``all``.
    weight
        ``articles``: the mean of the articles' shares, each article that mentions the concept weighing the same;
        ``mentions``: k / n.
    articles
        The articles table: groups without any mention then have rows too, with ``n`` = 0 and no estimate.

    Returns
    -------
    DataFrame
        A result table by group, concept and label: ``k`` of ``n`` mentions in ``n_articles`` articles with one. The
        interval is Wilson's within the article where there is one article, else ``none``. Shares from fewer than 5
        mentions are ``sparse``: read k of n.

    Raises
    ------
    ArgumentError
        If an option is unknown or a column is missing.

    Examples
    --------
    >>> shares = label_shares(find_labels(annotations, study.concepts))
    >>> shares.columns[:4].tolist()
    ['outlet', 'concept', 'label', 'estimate']
    """
    check_one_of("voice", voice, (*VOICES, "all"))
    check_one_of("weight", weight, ("articles", "mentions"))
    by = list(by)
    check_columns(labels, [*by, "article_id", "concept", "label", "voice"], table="labels")
    if articles is not None:
        check_columns(articles, by, table="articles")
    groups = (labels if articles is None else articles)[by].drop_duplicates()
    kinds = labels[["concept", "label"]].drop_duplicates()
    chosen = labels[(labels["voice"] == voice) | (voice == "all")]
    per_article = _per_article(chosen, kinds, by)
    keys = [*by, "concept", "label"]
    sums = per_article.groupby(keys, observed=True).agg(
        k=("k", "sum"), n=("n", "sum"), mean=("share", "mean"), n_articles=("article_id", "nunique")
    )
    frame = groups.merge(kinds, how="cross").merge(sums.reset_index(), on=keys, how="left")
    frame = frame.fillna({"k": 0, "n": 0, "n_articles": 0})
    estimate = frame["mean"] if weight == "articles" else frame["k"] / frame["n"].where(frame["n"] > 0)
    frame = frame.assign(estimate=estimate, unit="mention", sparse=frame["n"] < SMALLEST["mention"])
    return as_result(add_share_interval(frame) if len(frame) else without_interval(frame), keys)


def _per_article(chosen: pd.DataFrame, kinds: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    """For each article and concept that it mentions: k of each label, zeros included, n and the share."""
    unit = [*dict.fromkeys((*by, "article_id")), "concept"]
    totals = chosen.groupby(unit, observed=True).size().rename("n").reset_index()
    counted = chosen.groupby([*unit, "label"], observed=True).size().rename("k").reset_index()
    grid = totals.merge(kinds, on="concept").merge(counted, on=[*unit, "label"], how="left").fillna({"k": 0})
    return grid.assign(share=grid["k"] / grid["n"])
