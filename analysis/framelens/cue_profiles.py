"""With which verbs sources are introduced: *said* or *claimed*, and whether one source gets the one more often."""

from collections.abc import Sequence
from typing import Any, Literal

import numpy as np
import pandas as pd

from framelens.checks import check_columns, check_one_of, did_you_mean
from framelens.cue_list import CUE_CLASSES
from framelens.errors import ArgumentError
from framelens.inference import LEVEL, SMALLEST
from framelens.schema import as_result
from framelens.shares import average_shares, in_zone

_FLAGS = ("article_id", "cue_class", "kind", "negated", "nested")


def profile_cues(
    cues: pd.DataFrame,
    *,
    by: Sequence[str] = ("outlet", "actor"),
    weight: Literal["articles", "cues"] = "articles",
    zone: str = "body",
    seed: int = 0,
) -> pd.DataFrame:
    """Share of each class of cue among the cues that introduce a source.

    What counts is a verb or *according to* in the narrator's frame. Nouns (*the claim that*), negated cues (*did not
    say*) and cues inside what somebody else says (*said he had insisted*) do not.

    Parameters
    ----------
    cues
        The cues table.
    by
        Columns that make a group.
    weight
        ``articles``: the mean of the articles' shares, each article with a cue of the group weighing the same;
        ``cues``: k / n.
    zone
        Where in the article, or ``all``. A table without the column ``zone`` is taken whole.
    seed
        Of the articles drawn for intervals.

    Returns
    -------
    DataFrame
        A result table with a row for every group that has a cue and every class: ``k`` of ``n`` cues in ``n_articles``
        articles. Shares of fewer than 5 cues are ``sparse``: read k of n. A source that nobody names is null.
        Intervals: Wilson's within one article, from ten articles on `ratio_interval`'s over articles, else ``none``.

    Raises
    ------
    ArgumentError
        If an option is unknown or a column is missing.

    References
    ----------
    Floyd, A. (2000). The reporting verbs and bias in the press. Revista Alicantina de Estudios Ingleses 13, 43–52.
    Gidengil, E. & Everitt, J. (2003). Talking tough: gender and reported speech in campaign news coverage. Political
    Communication 20(3), 209–232.

    Examples
    --------
    >>> cues = pd.DataFrame({"article_id": "a", "outlet": "A", "actor": "Dorveni", "kind": "verb", "negated": False,
    ...                      "nested": False, "cue_class": ["neutral", "neutral", "distancing"]})
    >>> profile = profile_cues(cues)
    >>> profile.loc[profile["k"] > 0, ["cue_class", "k", "n"]].values.tolist()
    [['distancing', 1, 3], ['neutral', 2, 3]]
    """
    check_one_of("weight", weight, ("articles", "cues"))
    check_columns(cues, [*by, *_FLAGS], table="cues")
    counts = _countable(cues, zone).assign(k=1)
    frame = average_shares(counts, by=by, kind="cue_class", kinds=CUE_CLASSES, is_pooled=weight == "cues", seed=seed)
    return as_result(frame.assign(unit="cue", sparse=frame["n"] < SMALLEST["cue"]), [*by, "cue_class"])


def compare_cues(
    cues: pd.DataFrame,
    *,
    actor: str,
    against: str,
    cue_class: str | Sequence[str],
    column: Literal["actor", "party"] = "actor",
    zone: str = "body",
) -> pd.DataFrame:
    r"""Odds ratio that one source's cues are of a class, against another's, within the same articles.

    Each article is a stratum with a fourfold table: :math:`a` cues of ``actor`` are of the class and :math:`b` are
    not, :math:`c` and :math:`d` of ``against``, :math:`n` together. The Mantel–Haenszel estimate is
    :math:`\sum (ad/n) / \sum (bc/n)`, so an outlet's or an article's own taste for a verb cancels out: only articles
    that use cues of the class and others, for the one source and for the other, carry information.

    Parameters
    ----------
    cues
        The cues table; choose the rows of one outlet to ask about that outlet. Which cues count: `profile_cues`.
    actor, against
        Two sources.
    cue_class
        One class or several, taken together.
    column
        ``actor``, or ``party``: both sources are then keys of parties.
    zone
        Where in the article, or ``all``. A table without the column ``zone`` is taken whole.

    Returns
    -------
    DataFrame
        A result table of one row. ``estimate`` is the odds ratio, null where a sum above is 0; ``k`` of ``n`` cues of
        ``actor`` and ``k_against`` of ``n_against`` are of the class, over all articles; ``n_articles`` is the number
        of articles that carry information. From 2 such articles on, ``low`` and ``high`` are the limits of Robins,
        Breslow & Greenland, and ``p`` is the Cochran–Mantel–Haenszel test's, two-sided and with continuity correction:
        it is large-sample, and says nothing about articles that are not here. ``sparse`` where either source has fewer
        than 5 cues.

    Raises
    ------
    ArgumentError
        If an option is unknown, a source has no cue, or a column is missing.

    References
    ----------
    Mantel, N. & Haenszel, W. (1959). Statistical aspects of the analysis of data from retrospective studies of
    disease. JNCI 22(4), 719–748.
    Robins, J., Breslow, N. & Greenland, S. (1986). Estimators of the Mantel-Haenszel variance consistent in both
    sparse data and large-strata limiting models. Biometrics 42(2), 311–323.

    Examples
    --------
    >>> cues = pd.DataFrame({"article_id": ["a", "b"] * 8, "actor": ["Dorveni"] * 8 + ["Felsted"] * 8, "kind": "verb",
    ...     "negated": False, "nested": False, "cue_class": ["distancing"] * 6 + ["neutral"] * 9 + ["distancing"]})
    >>> found = compare_cues(cues, actor="Dorveni", against="Felsted", cue_class="distancing")
    >>> found[["estimate", "k", "n", "k_against", "n_against", "n_articles"]].values.tolist()
    [[21.0, 6, 8, 1, 8, 2]]
    """
    check_one_of("column", column, ("actor", "party"))
    check_columns(cues, [column, *_FLAGS], table="cues")
    classes = [cue_class] if isinstance(cue_class, str) else list(cue_class)
    if not classes:
        raise ArgumentError("`cue_class` is empty; give a class.")
    for name in classes:
        check_one_of("cue_class", name, CUE_CLASSES)
    counted = _countable(cues, zone)
    _check_sources(counted[column], {"actor": actor, "against": against})
    tables = _strata(counted, column, (actor, against), classes)
    (k, rest), (k_against, rest_against) = tables.sum(axis=0)
    n, n_against = k + rest, k_against + rest_against
    informative = tables[(tables.sum(axis=1) > 0).all(axis=1) & (tables.sum(axis=2) > 0).all(axis=1)]
    keys = {column: actor, "against": against, "cue_class": "+".join(classes)}
    counts = {"k": k, "n": n, "k_against": k_against, "n_against": n_against, "n_articles": len(informative)}
    row = keys | counts | _odds_ratio(informative) | {"unit": "cue", "sparse": min(n, n_against) < SMALLEST["cue"]}
    return as_result(pd.DataFrame([row]), list(keys), ["k_against", "n_against", "p"])


def _countable(cues: pd.DataFrame, zone: str) -> pd.DataFrame:
    cues = in_zone(cues, zone, table="cues")
    return cues[cues["kind"].isin(["verb", "according-to"]) & ~cues["negated"] & ~cues["nested"]]


def _check_sources(found: pd.Series, sources: dict[str, str]) -> None:
    known = sorted(found.dropna().astype("str").unique())
    for name, source in sources.items():
        if source not in known:
            raise ArgumentError(f"`{name}` is '{source}', which no cue introduces.{did_you_mean(source, known)}")
    if len(set(sources.values())) < 2:
        raise ArgumentError("`actor` and `against` are the same; give two sources to compare.")


def _strata(cues: pd.DataFrame, column: str, sources: tuple[str, str], classes: Sequence[str]) -> np.ndarray:
    """A fourfold table for each article: sources × (of the classes, not)."""
    chosen = cues[cues[column].isin(sources)]
    cells = {
        (row, place): ((chosen[column] == source) & (chosen["cue_class"].isin(classes) == is_of))
        for row, source in enumerate(sources)
        for place, is_of in enumerate((True, False))
    }
    counts = pd.DataFrame(cells).groupby(chosen["article_id"].to_numpy()).sum()
    return np.asarray(counts, dtype=np.int64).reshape(-1, 2, 2)


def _odds_ratio(tables: np.ndarray) -> dict[str, Any]:
    """Estimate, interval and p of fourfold tables, as far as they allow."""
    row: dict[str, Any] = dict.fromkeys(("estimate", "low", "high", "level", "p"), np.nan) | {"interval": "none"}
    if not len(tables):
        return row
    # The import takes seconds: it is here for those who compare.
    from statsmodels.stats.contingency_tables import StratifiedTable

    n = tables.sum(axis=(1, 2))
    is_estimable = all((tables[:, 0, i] * tables[:, 1, 1 - i] / n).sum() > 0 for i in (0, 1))
    stratified = StratifiedTable(list(tables))
    if is_estimable:
        row["estimate"] = float(stratified.oddsratio_pooled)
    if len(tables) < 2:
        return row
    row["p"] = float(stratified.test_null_odds(correction=True).pvalue)
    if is_estimable:
        low, high = stratified.oddsratio_pooled_confint(alpha=1 - LEVEL)
        row |= {"low": float(low), "high": float(high), "interval": "robins-breslow-greenland", "level": LEVEL}
    return row
