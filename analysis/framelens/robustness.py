"""Robustness: the main contrasts of a study under every choice that another researcher might have made."""

import itertools
from collections.abc import Collection

import numpy as np
import pandas as pd

from framelens.checks import check_columns
from framelens.inference import LEVEL
from framelens.observations import Observations
from framelens.specifications import CHOICES, OPTIONS, can_vary, leave_out, say, specifications, vary

_KEYS = ["measure", "outlet", "kind"]
_COUNTED = ["k", "n", "k_reference", "n_reference"]
_FOUND = ["estimate", "low", "high", *_COUNTED, "n_articles", "n_articles_reference", "p", "q", "n_tests"]
_SUMMARY = [
    *_KEYS, "estimate", "lowest", "highest", "n_specifications", "n_same_sign", "n_tested", "n_significant", "survives",
    "turned_by",
]  # fmt: skip
_TYPES = {name: "float64" if name in ("estimate", "low", "high", "p", "q") else "Int64" for name in _FOUND}


def choose_findings(
    observations: Observations, *, n: int = 3, exclude: Collection[str] = (), seed: int = 0
) -> pd.DataFrame:
    """The findings that a reader would take from a study: its strongest contrasts of outlets, a few of each measure.

    Parameters
    ----------
    observations
        What `observe` gave, with texts or without.
    n
        Contrasts of word choice, of sentiment and of terms each: those with q < .05 first, then by size (terms by z).
        One of each concept, each party, and each outlet's terms; sparse ones are none.
    exclude
        Terms that are no finding, such as `function_words`.
    seed
        Of the tests.

    Returns
    -------
    DataFrame
        ``measure`` (``word choice``, ``sentiment``, ``terms``), ``outlet``, ``kind`` (concept and label, party, term),
        and the main specification's ``estimate``: the outlet's value less that of the rest.

    Examples
    --------
    >>> findings = choose_findings(observations, n=1, exclude=function_words(study))
    >>> findings[["outlet", "kind"]].head(1).values.tolist()
    [['The Strait Observer', 'the-act: incident']]
    """
    parts = [_strongest(measure, observations, n=n, exclude=exclude, seed=seed) for measure in CHOICES]
    return pd.concat([part for part in parts if len(part)] or parts[:1], ignore_index=True)


def has_findings(observations: Observations, *, exclude: Collection[str] = ()) -> bool:
    """Whether a study has any contrast that `choose_findings` would choose."""
    return any(len(_strongest(measure, observations, n=1, exclude=exclude, seed=0)) for measure in CHOICES)


def vary_specifications(observations: Observations, findings: pd.DataFrame, *, seed: int = 0) -> pd.DataFrame:
    """Estimate each finding anew under every specification: all combinations of choices, and with parts left out.

    Combined are voice, weight, zone, and for sentiment the scorer, for terms the prior's words; changed alone
    are copies (taken as one article, or each as its own) and the fewest uses of the terms tested. Left out, one at a
    time and all else as in the main specification, are every article (the 50 with most to count, where there are more;
    a story printed more than once goes as one), every other label of a concept, every name of a party, and of the other
    terms the 50 most used, which then are missing from the articles' words and from the prior too. What changes nothing
    in what a finding counts is no specification of it.

    Parameters
    ----------
    observations
        What `observe` gave, with texts or without.
    findings
        ``measure, outlet, kind``, as `choose_findings` gives them.
    seed
        Of the tests.

    Returns
    -------
    DataFrame
        One row for each finding and specification, the main one first: ``measure, outlet, kind, specification`` (in
        words), ``is_main``, the options (null where a measure has no such choice), ``left_out`` (``article``,
        ``label``, ``name`` or ``term``) and ``estimate, low, high, k, n, k_reference, n_reference, n_articles,
        n_articles_reference, p, q, n_tests``: the outlet's value less that of the rest. ``q`` is corrected for all the
        contrasts of the measure in that specification; with parts left out, or terms of all zones, there is no test.
        Without findings there is no row.

    Raises
    ------
    ArgumentError
        If a column is missing.

    References
    ----------
    Simonsohn, U., Simmons, J. P. & Nelson, L. D. (2020). Specification curve analysis. Nature Human Behaviour 4,
    1208-1214.

    Examples
    --------
    >>> findings = choose_findings(observations, n=1, exclude=function_words(study))
    >>> curve = vary_specifications(observations, findings[:1])
    >>> curve["specification"].head(3).tolist()
    ['main', 'zone: all', 'weight: mentions']
    """
    check_columns(findings, _KEYS, table="findings")
    columns = [*_KEYS, "specification", "is_main", *OPTIONS, "left_out", *_FOUND]
    if findings.empty:
        return pd.DataFrame(columns=columns).astype(_TYPES)
    parts = []
    for measure, rows in findings.groupby("measure", sort=False):
        main = next(specifications(str(measure), observations))
        varied = vary(str(measure), observations, seed=seed)
        for options, found in itertools.chain(varied, leave_out(str(measure), observations, rows)):
            known = found.reindex(columns=["outlet", "kind", *_FOUND]).astype(_TYPES)
            kept = rows[_KEYS].merge(known, on=["outlet", "kind"], how="left")
            parts.append(kept.assign(is_main=options == main, specification=say(options, main), **options))
    curve = pd.concat(parts, ignore_index=True)
    order = pd.MultiIndex.from_frame(findings[_KEYS]).get_indexer(pd.MultiIndex.from_frame(curve[_KEYS]))
    curve = _without_idle(curve.assign(_place=order).sort_values("_place", kind="stable", ignore_index=True))
    return curve.reindex(columns=columns)


def summarize_specifications(curve: pd.DataFrame) -> pd.DataFrame:
    """Which findings survive: how many specifications agree with the main one.

    Parameters
    ----------
    curve
        The table of `vary_specifications`.

    Returns
    -------
    DataFrame
        One row a finding: the main ``estimate``, the ``lowest`` and ``highest``, ``n_specifications`` with an
        estimate, ``n_same_sign`` of them with the main one's sign, ``n_tested`` and ``n_significant`` (q < .05),
        ``survives`` (the same sign in all) and ``turned_by``, the specifications that have another sign or none.

    Raises
    ------
    ArgumentError
        If a column is missing.

    Examples
    --------
    >>> findings = choose_findings(observations, n=1, exclude=function_words(study))
    >>> summarize_specifications(vary_specifications(observations, findings[:1]))["survives"].tolist()
    [True]
    """
    check_columns(curve, [*_KEYS, "specification", "is_main", "estimate", "q"], table="specifications")
    rows = []
    for key, found in curve.groupby(_KEYS, sort=False):
        (main,) = found.loc[found["is_main"], "estimate"]
        known = found[found["estimate"].notna()]
        agrees = np.sign(known["estimate"]) == np.sign(main)
        rows.append(
            dict(zip(_KEYS, key, strict=True))
            | {"estimate": main, "lowest": known["estimate"].min(), "highest": known["estimate"].max()}
            | {"n_specifications": len(known), "n_same_sign": int(agrees.sum())}
            | {"n_tested": int(known["q"].notna().sum()), "n_significant": int((known["q"] < 1 - LEVEL).sum())}
            | {"survives": bool(agrees.all()), "turned_by": "; ".join(known.loc[~agrees, "specification"])}
        )
    return pd.DataFrame(rows, columns=_SUMMARY)


def _strongest(
    measure: str, observations: Observations, *, n: int, exclude: Collection[str], seed: int
) -> pd.DataFrame:
    if not can_vary(measure, observations):
        return pd.DataFrame(columns=[*_KEYS, "estimate"])
    _, found = next(vary(measure, observations, seed=seed))
    found = found[~found["sparse"] & found["estimate"].notna()]
    size, group = found["estimate"].abs(), found["kind"].str.split(": ").str[0]
    if measure == "terms":
        is_word = found["kind"].str.contains(r"[^\W\d_]{2}") & ~found["kind"].isin(exclude)
        found = found[(found["estimate"] > 0) & is_word]
        size, group = found["z"], found["outlet"]
    ordered = found.assign(_weak=~(found["q"] < 1 - LEVEL), _size=-size, _group=group, measure=measure)
    ordered = ordered.sort_values(["_weak", "_size", "outlet", "kind"]).drop_duplicates("_group")
    return ordered.head(n)[[*_KEYS, "estimate"]]


def _without_idle(curve: pd.DataFrame) -> pd.DataFrame:
    """The curve without what was left out of a finding that does not count it, or that is nothing without it."""
    counts = curve[_COUNTED].astype("float64").fillna(0)
    main = counts[curve["is_main"]].set_axis(curve.loc[curve["is_main"], "_place"]).loc[curve["_place"]]
    is_same = (counts.to_numpy() == main.to_numpy()).all(axis=1)
    is_idle = curve["left_out"].notna() & (is_same | curve["estimate"].isna())
    return curve[~is_idle].reset_index(drop=True)
