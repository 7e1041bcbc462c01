"""Contrasts of groups of articles: the difference first, then what chance would give."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from framelens.checks import check_columns, check_one_of, listed
from framelens.differences import Cells, difference_intervals, difference_tests
from framelens.errors import ArgumentError
from framelens.inference import LEVEL, SMALLEST, Array, adjust
from framelens.permutation import Sides, difference
from framelens.schema import REST, as_result

_COUNTED = ("estimate", "k", "n", "unit")
_EXTRA = (
    "reference", "k_reference", "n_reference", "n_articles_reference", "test", "p", "p_min", "q", "p_holm", "n_tests",
)  # fmt: skip


class _Batch(NamedTuple):
    """Kinds with the same articles, and all groups' articles, a row each."""

    kinds: npt.NDArray[np.intp]
    group: npt.NDArray[np.object_]
    article: npt.NDArray[np.int64]
    stratum: npt.NDArray[np.int64]
    x: Array
    weight: Array
    k: Array
    n: Array


def contrast_groups(
    frame: pd.DataFrame,
    *,
    by: str = "outlet",
    target: str | None = None,
    reference: str | None = None,
    strata: str | Mapping[str, str] | None = None,
    weight: Literal["articles", "units"] = "articles",
    seed: int = 0,
) -> pd.DataFrame:
    """Contrast each group of articles with the others: the difference, its interval, and p by exchanging articles.

    A positive ``estimate`` means: the group named in the row has the higher value, its reference the lower.

    Parameters
    ----------
    frame
        A result table with a row for each article: computed with ``article_id`` among its ``by``, such as
        ``label_shares(labels, by=("outlet", "article_id"))``. What it is by further is contrasted kind by kind.
    by
        The column of groups.
    target
        The only group to contrast; each in turn if None, but of two groups the first alone.
    reference
        The group to contrast with; all the other groups together if None.
    strata
        Articles are exchanged, and compared, within strata only, such as events: a column among the keys of ``frame``,
        or the stratum of each ``article_id``.
    weight
        ``articles``: differences of the articles' mean values; ``units``: of their means weighted by ``n``, which for
        shares are k / n.
    seed
        Of the articles drawn and exchanged.

    Returns
    -------
    DataFrame
        A result table by group and kind, with ``reference``. ``estimate`` is the target's value less the
        reference's; with strata the mean of the differences within them, weighted as by Mantel and Haenszel. ``k`` of
        ``n`` units in ``n_articles`` articles are the target's; ``k_reference``, ``n_reference`` and
        ``n_articles_reference`` those of its reference. ``interval``: from ten articles on each side
        ``article-bootstrap-t`` (`difference_interval` of two `ratio_interval`); with strata from ten of them on
        ``stratum-bootstrap-t``, strata drawn whole; of shares in one article on each side
        ``within-article-newcombe``; else ``none``. From two articles on each side ``p``, two-sided, is by ``test``,
        an ``exact permutation`` of articles, or a ``permutation`` of 10,000 where more are possible; ``p_min`` is the
        smallest p that these articles could have given. ``q`` (Benjamini & Hochberg) and ``p_holm`` take all
        ``n_tests`` rows of the table that could have reached p = .05; the others have none (Tarone 1990). Where a
        side has fewer units than the smallest n, the row is ``sparse`` and not tested.

    Raises
    ------
    ArgumentError
        If a column, a group or an article's stratum is missing, if there is only one group, or if an option is
        unknown.

    Notes
    -----
    Articles that share an ``article_id`` across groups are one article: they change sides together, and what their
    groups have in common narrows the interval. The estimates of a scorer are contrasted as they are: its errors make
    differences of sentiment smaller than they are.

    References
    ----------
    Tarone, R. E. (1990). A modified Bonferroni method for discrete data. Biometrics 46(2), 515-522.
    Gilbert, P. B. (2005). A modified false discovery rate multiple-comparisons procedure for discrete data. Journal of
    the Royal Statistical Society C 54(1), 143-158.

    Examples
    --------
    >>> shares = label_shares(observations.labels, by=("outlet", "article_id"))
    >>> contrasts = contrast_groups(shares, target="Slackwater")
    >>> contrasts["test"].unique().tolist()
    ['exact permutation', 'none']
    """
    check_one_of("weight", weight, ("articles", "units"))
    check_columns(frame, [by, *_COUNTED], table="contrasted")
    keys = [str(name) for name in frame.columns[: list(frame.columns).index("estimate")]]
    if "article_id" not in keys:
        raise ArgumentError("the table must have a row for each article; compute it with 'article_id' among its `by`.")
    rows = frame[(frame["n"] > 0) & frame["estimate"].notna()]
    weights = rows["n"].astype(float) if weight == "units" else 1.0
    rows = rows.assign(_stratum=_strata(rows, strata), _weight=weights, _x=rows["estimate"] * weights)
    kinds = [key for key in keys if key not in (by, "article_id", strata)]
    pairs = _pairs(sorted(map(str, rows[by].unique())), target, reference)
    rows = rows.assign(_all=0)
    rows = rows.assign(_kind=rows.groupby(["_all", *kinds], dropna=False, observed=True).ngroup())
    named = rows.drop_duplicates("_kind").sort_values("_kind")[[*kinds, "unit"]]
    batches = list(_batches(rows, by))
    table = pd.concat([_contrast(batches, named, by, pair, seed=seed) for pair in pairs], ignore_index=True)
    counts = table["p_min"] <= 1 - LEVEL
    p = table["p"].where(counts)
    table = table.assign(q=adjust(p), p_holm=adjust(p, method="holm"), n_tests=int(counts.sum()))
    types = dict.fromkeys(("k_reference", "n_reference", "n_articles_reference", "n_tests"), "Int64")
    return as_result(table, [by, *kinds], _EXTRA).astype(types)


def strongest_contrasts(contrasts: pd.DataFrame, n: int = 12) -> pd.DataFrame:
    """The ``n`` largest differences of those with units enough, the largest first; ties by name.

    Examples
    --------
    >>> contrasts = contrast_groups(label_shares(observations.labels, by=("outlet", "article_id")))
    >>> strongest_contrasts(contrasts, 2)[["outlet", "label"]].values.tolist()
    [['The Strait Observer', 'incident'], ['Veldmark Herald', 'operation']]
    """
    kept = contrasts[~contrasts["sparse"] & contrasts["estimate"].notna()]
    # The table is in the order of its keys.
    order = kept["estimate"].abs().sort_values(ascending=False, kind="stable").index
    return kept.loc[order[:n]].reset_index(drop=True)


def _strata(rows: pd.DataFrame, strata: str | Mapping[str, str] | None) -> pd.Series:
    """The stratum of each row."""
    if strata is None:
        return pd.Series("all", index=rows.index)
    if isinstance(strata, str):
        check_columns(rows, [strata], table="contrasted")
        found = rows[strata]
    else:
        found = rows["article_id"].map(dict(strata))
    if found.isna().any():
        lost = rows.loc[found.isna(), "article_id"].iloc[0]
        raise ArgumentError(f"`strata` has no stratum for the article '{lost}'; give one for every article.")
    return found


def _pairs(names: Sequence[str], target: str | None, reference: str | None) -> list[tuple[str, str | None]]:
    for option, value in (("target", target), ("reference", reference)):
        if value is not None:
            check_one_of(option, value, names)
    if target is not None and target == reference:
        raise ArgumentError(f"`target` and `reference` are both '{target}'; a group cannot be contrasted with itself.")
    if len(names) < 2:
        raise ArgumentError(f"a contrast needs two groups or more; there is only {listed(names)}.")
    if target is None and reference is None and len(names) == 2:
        return [(names[0], names[1])]
    return [(name, reference) for name in ([target] if target else names) if name != reference]


def _contrast(
    batches: list[_Batch], named: pd.DataFrame, by: str, pair: tuple[str, str | None], *, seed: int
) -> pd.DataFrame:
    """All kinds of one pair of groups."""
    target, reference = pair
    units = named["unit"].to_numpy()
    parts, order = [], []
    for batch in batches:
        is_target = batch.group == target
        kept = is_target | (reference is None) | (batch.group == reference)
        if kept.any():
            sides = Sides(is_target[kept], batch.article[kept], batch.stratum[kept])
            values = (part[kept] for part in (batch.x, batch.weight, batch.k, batch.n))
            parts.append(_measure(Cells(sides, *values), units[batch.kinds], seed))
            order.append(batch.kinds)
    found = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
    keys = named.iloc[np.concatenate(order)].reset_index(drop=True)
    return keys.assign(**found, **{by: target, "reference": reference or REST})


def _batches(rows: pd.DataFrame, by: str) -> Iterator[_Batch]:
    """The kinds that the same articles have a value for, together."""
    places = rows.groupby([by, "article_id"], observed=True).ngroup().to_numpy()
    articles = rows.assign(_place=places).drop_duplicates("_place").sort_values("_place")
    is_there = np.zeros((len(articles), rows["_kind"].max() + 1), dtype=bool)
    is_there[places, rows["_kind"]] = True
    wide = []
    for name in ("_x", "_weight", "k", "n"):
        wide.append(np.full(is_there.shape, np.nan))
        wide[-1][places, rows["_kind"]] = rows[name].astype(float)
    article, stratum = (pd.factorize(articles[name])[0].astype(np.int64) for name in ("article_id", "_stratum"))
    group = articles[by].to_numpy(dtype=object)
    _, batch = np.unique(is_there, axis=1, return_inverse=True)
    for number in range(batch.max() + 1):
        kinds = np.flatnonzero(batch == number)
        kept = is_there[:, kinds[0]]
        values = (part[np.ix_(kept, kinds)] for part in wide)
        yield _Batch(kinds, group[kept], article[kept], stratum[kept], *values)


def _measure(cells: Cells, units: npt.NDArray[Any], seed: int) -> dict[str, Any]:
    """The columns of the result for the kinds of one batch."""
    is_target = cells.sides.is_target
    columns: dict[str, Any] = {"estimate": difference(cells.x, cells.weight, is_target[None], cells.sides.stratum)[0]}
    smallest = np.inf
    for ending, side in (("", is_target), ("_reference", ~is_target)):
        columns[f"k{ending}"], columns[f"n{ending}"] = cells.k[side].sum(axis=0), cells.n[side].sum(axis=0)
        columns[f"n_articles{ending}"] = np.full(len(units), len(np.unique(cells.sides.article[side])))
        smallest = np.minimum(smallest, columns[f"n{ending}"])
    sparse = smallest < np.array([SMALLEST.get(unit, max(SMALLEST.values())) for unit in units])
    columns |= {"sparse": sparse} | difference_intervals(cells, seed)
    # What no article has, or all have alike, is not tested; the rest of that is left to `p_min`.
    varies = ~np.isnan(columns["estimate"]) & (cells.x != cells.x[:1]).any(axis=0)
    tested = difference_tests(cells, np.flatnonzero(~sparse & varies), seed)
    is_drawn = np.char.endswith(columns["interval"], "bootstrap-t") | (tested["test"] == "permutation")
    return columns | tested | {"seed": np.where(is_drawn, seed, np.nan)}
