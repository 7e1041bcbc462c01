"""Word choice: which label an outlet uses for one thing, as shares of all its mentions of that thing."""

from collections.abc import Mapping, Sequence
from typing import Literal

import pandas as pd

from framelens.annotations import Annotations
from framelens.checks import check_columns, check_one_of
from framelens.concepts import find_labels_in
from framelens.inference import SMALLEST
from framelens.schema import VOICES, as_result, with_outlet
from framelens.shares import average_shares, in_zone
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
    sentences = in_zone(annotations.sentences, zone, table="sentences")
    found = find_labels_in(sentences, annotations.attributions, concepts)
    return with_outlet(found, annotations.articles)


def label_shares(
    labels: pd.DataFrame,
    *,
    by: Sequence[str] = ("outlet",),
    voice: str = "own",
    zone: str = "body",
    weight: Literal["articles", "mentions"] = "articles",
    articles: pd.DataFrame | None = None,
    seed: int = 0,
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
    zone
        Where in the article, or ``all``. A table without the column ``zone`` is taken whole.
    weight
        ``articles``: the mean of the articles' shares, each article that mentions the concept weighing the same;
        ``mentions``: k / n.
    articles
        The articles table: groups without any mention then have rows too, with ``n`` = 0 and no estimate.
    seed
        Of the articles drawn for intervals.

    Returns
    -------
    DataFrame
        A result table by group, concept and label: ``k`` of ``n`` mentions in ``n_articles`` articles with one. Shares
        from fewer than 5 mentions are ``sparse``: read k of n. Intervals: Wilson's within one article, from ten
        articles on `ratio_interval`'s over articles, else ``none``.

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
    chosen = in_zone(labels, zone, table="labels")
    chosen = chosen[(chosen["voice"] == voice) | (voice == "all")]
    keys = [*by, "concept", "label"]
    shares = average_shares(
        chosen.assign(k=1), by=[*by, "concept"], kind="label", kinds=kinds["label"].unique(),
        is_pooled=weight == "mentions", seed=seed,
    )  # fmt: skip
    frame = groups.merge(kinds, how="cross").merge(shares, on=keys, how="left")
    frame = frame.fillna({"k": 0, "n": 0, "n_articles": 0, "interval": "none"})
    return as_result(frame.assign(unit="mention", sparse=frame["n"] < SMALLEST["mention"]), keys)
