"""Term weighting: which words an outlet uses more than the others do."""

from collections.abc import Collection, Mapping
from typing import Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from framelens.checks import check_columns, check_one_of, listed
from framelens.counts import TermCounts
from framelens.errors import ArgumentError
from framelens.inference import SMALLEST, without_interval
from framelens.schema import as_result
from framelens.study import Study
from framelens.words import WORD

Counts = npt.ArrayLike
Array = npt.NDArray[np.float64]

INFORMATIVE_WORDS = 500.0
SYMMETRIC_ALPHA = 0.01
FLOOR = 0.01
"""Added to each term's share of an informative prior, so that no term has none."""


def weight_terms(counts: TermCounts, *, scheme: Literal["tf-idf", "c-tf-idf"] = "tf-idf") -> pd.DataFrame:
    """Weight the terms of each group, each group taken as one document.

    Parameters
    ----------
    counts
        Counts by group.
    scheme
        ``tf-idf``: scikit-learn's default: raw count times ``ln((1 + G) / (1 + df)) + 1`` with G groups, df of which
        hold the term, then each group's weights divided by their Euclidean norm. ``c-tf-idf``: BERTopic's
        class-based form: the term's share of its group times ``ln(1 + A / f)``, with A the mean size of a group cut
        to a whole number and f the term's count over all groups (Grootendorst 2022, arXiv:2203.05794).

    Returns
    -------
    DataFrame
        A result table by group and term over the complete grid: ``estimate`` is the weight, ``k`` the term's count,
        ``n`` the group's words; ``interval`` is ``none``: a weight describes a text and has no sampling theory.

    Raises
    ------
    ArgumentError
        If the scheme is unknown.

    Examples
    --------
    >>> weight_terms(count_terms(annotations.tokens)).columns[:3].tolist()
    ['outlet', 'term', 'estimate']
    """
    check_one_of("scheme", scheme, ("tf-idf", "c-tf-idf"))
    matrix = counts.group_matrix().astype(float)
    weights = _tf_idf(matrix) if scheme == "tf-idf" else _class_tf_idf(matrix)
    frame = counts.to_frame().assign(estimate=weights.ravel(), unit="term")
    return _as_term_result(without_interval(frame), [*counts.by, "term"])


def contrast_terms(
    counts: TermCounts,
    *,
    target: str | None = None,
    reference: str | None = None,
    measure: Literal["log-odds", "log-ratio"] = "log-odds",
    prior: Literal["informative", "symmetric"] = "informative",
    prior_weight: float | None = None,
    background: Mapping[str, int] | None = None,
    min_count: int = 1,
) -> pd.DataFrame:
    """Contrast each group's use of each term with the other groups'.

    A positive ``estimate`` means: the group named in the row uses the term more than its reference.

    Parameters
    ----------
    counts
        Counts by one column, such as the outlet.
    target
        The only group to contrast; every group in turn if None.
    reference
        The group to contrast with; all the other groups together if None.
    measure
        ``log-odds``: the difference of log odds under a Dirichlet prior, with the variance ``1/(y1 + a) + 1/(y2 + a)``
        (Monroe, Colaresi & Quinn 2008, eq. 15, 18, 19; the two-term approximation, as in the R and Python packages
        named after it; scattertext adds two further terms). ``log-ratio``: the binary logarithm of the ratio of the
        two relative frequencies, a count of 0 taken as 0.5 (Hardie 2014), with G² (`log_likelihood`) beside it.
    prior
        ``informative``: pseudo-counts in proportion to the background; ``symmetric``: the same for every term.
    prior_weight
        Informative: pseudo-words in all (500 if None; 0.01 more for each term). Symmetric: pseudo-count of each term
        (0.01 if None).
    background
        Counts by term for the informative prior; all groups together if None.
    min_count
        Leave out terms that occur less often in the two sides together.

    Returns
    -------
    DataFrame
        A result table by group and term with ``reference``: ``k`` of ``n`` words in the group, ``k_reference`` of
        ``n_reference``, ``n_articles_with`` (articles of the group that hold the term); for log-odds also
        ``variance`` and ``z`` (`estimate` by its standard error: it takes words as independent, so it ranks and does
        not test), for the log ratio ``g2``. There is no p: with words as units it would be far too small.

    Raises
    ------
    ArgumentError
        If a group is unknown or there is only one, or if an option is.

    Examples
    --------
    >>> contrast = contrast_terms(count_terms(annotations.tokens), measure="log-odds")
    >>> "z" in contrast.columns
    True
    """
    check_one_of("measure", measure, ("log-odds", "log-ratio"))
    check_one_of("prior", prior, ("informative", "symmetric"))
    if len(counts.by) != 1:
        raise ArgumentError(f"terms are contrasted by one column; these counts are by {listed(counts.by)}.")
    (key,) = counts.by
    names = counts.groups[key].tolist()
    for name, value in (("target", target), ("reference", reference)):
        if value is not None:
            check_one_of(name, value, names)
    if target is not None and target == reference:
        raise ArgumentError(f"`target` and `reference` are both '{target}'; a group cannot be contrasted with itself.")
    if len(names) < 2:
        raise ArgumentError(f"a contrast needs two groups or more; there is only {listed(names)}.")
    alpha = _prior(counts, prior, prior_weight, background)
    targets = [name for name in ([target] if target else names) if name != reference]
    frames = [_contrast_one(counts, names.index(name), reference, measure, alpha) for name in targets]
    frame = pd.concat(frames, ignore_index=True)
    frame = frame[frame["k"] + frame["k_reference"] >= min_count].assign(unit="term")
    spread = ["variance", "z"] if measure == "log-odds" else ["g2"]
    extra = ["reference", *spread, "k_reference", "n_reference"]
    return _as_term_result(without_interval(frame), [key, "term"], extra)


def log_odds(y1: Counts, y2: Counts, alpha: Counts) -> tuple[Array, Array]:
    """Difference of log odds under a Dirichlet prior, and its variance, over a complete vocabulary.

    Examples
    --------
    >>> delta, variance = log_odds([10, 20], [10, 20], 0.01)
    >>> delta.tolist()
    [0.0, 0.0]
    """
    y1, y2 = np.asarray(y1, dtype=float), np.asarray(y2, dtype=float)
    alpha = np.broadcast_to(np.asarray(alpha, dtype=float), y1.shape)
    n1, n2, alpha0 = y1.sum(), y2.sum(), alpha.sum()
    odds1 = (y1 + alpha) / (n1 + alpha0 - y1 - alpha)
    odds2 = (y2 + alpha) / (n2 + alpha0 - y2 - alpha)
    delta = np.log(odds1) - np.log(odds2)  # Monroe et al. 2008, eq. 15 and 16
    variance = 1 / (y1 + alpha) + 1 / (y2 + alpha)  # eq. 19, the approximation
    return delta, variance


def log_ratio(a: Counts, b: Counts, c: Counts, d: Counts) -> Array:
    """Binary logarithm of (a / c) / (b / d); a count of 0 is taken as 0.5 (Hardie 2014).

    ``a`` and ``b`` are a term's counts in two corpora of ``c`` and ``d`` words.

    Examples
    --------
    >>> float(log_ratio(8, 2, 1000, 1000))
    2.0
    """
    a, b = (np.where(np.asarray(count) == 0, 0.5, count).astype(float) for count in (a, b))
    return np.asarray(np.log2(a / np.asarray(c)) - np.log2(b / np.asarray(d)))


def log_likelihood(a: Counts, b: Counts, c: Counts, d: Counts) -> Array:
    """G² of a term's 2 × 2 table, all four cells (Dunning 1993).

    ``a`` and ``b`` are a term's counts in two corpora of ``c`` and ``d`` words. Rayson's two-cell form, common in
    corpus linguistics, leaves out the cells of all other words and is slightly smaller.

    Examples
    --------
    >>> round(float(log_likelihood(7, 2, 10, 9)), 6)
    4.534939
    """
    from scipy.special import xlogy

    a, b, c, d = (np.asarray(count, dtype=float) for count in (a, b, c, d))
    total = c + d
    words, others = a + b, total - a - b
    cells = ((a, c * words), (b, d * words), (c - a, c * others), (d - b, d * others))
    terms = [xlogy(observed, observed * total / np.where(observed > 0, expected, 1)) for observed, expected in cells]
    return np.asarray(np.maximum(2 * sum(terms), 0))


def _contrast_one(counts: TermCounts, position: int, reference: str | None, measure: str, alpha: Array) -> pd.DataFrame:
    (key,) = counts.by
    names = counts.groups[key].tolist()
    matrix = counts.group_matrix().astype(float)
    y1 = matrix[position]
    y2 = matrix.sum(axis=0) - y1 if reference is None else matrix[names.index(reference)]
    frame = pd.DataFrame(
        {key: names[position], "term": counts.vocabulary, "reference": reference or "the rest"}
        | {"k": y1, "n": y1.sum(), "k_reference": y2, "n_reference": y2.sum()}
        | {"n_articles": counts.n_articles()[position], "n_articles_with": counts.document_frequency()[position]}
    )
    if measure == "log-odds":
        delta, variance = log_odds(y1, y2, alpha)
        return frame.assign(estimate=delta, variance=variance, z=delta / np.sqrt(variance))  # eq. 20
    sides = (y1, y2, y1.sum(), y2.sum())
    return frame.assign(estimate=log_ratio(*sides), g2=log_likelihood(*sides))


def _prior(counts: TermCounts, prior: str, weight: float | None, background: Mapping[str, int] | None) -> Array:
    if weight is not None and weight <= 0:
        raise ArgumentError(f"`prior_weight` must be above 0; got {weight}.")
    if prior == "symmetric":
        return np.full(len(counts.vocabulary), SYMMETRIC_ALPHA if weight is None else weight)
    words = INFORMATIVE_WORDS if weight is None else weight
    known = counts.group_matrix().sum(axis=0) if background is None else _lookup(background, counts.vocabulary)
    return np.asarray(words * known / known.sum() + FLOOR)


def _lookup(background: Mapping[str, int], vocabulary: pd.Index) -> Array:
    known = np.array([background.get(term, 0) for term in vocabulary], dtype=float)
    if not known.sum():
        raise ArgumentError("the `background` holds none of the terms counted; give counts of the same kind of text.")
    return known


def _tf_idf(matrix: Array) -> Array:
    from sklearn.feature_extraction.text import TfidfTransformer

    return np.asarray(TfidfTransformer().fit_transform(matrix).todense())


def _class_tf_idf(matrix: Array) -> Array:
    sizes, totals = matrix.sum(axis=1, keepdims=True), matrix.sum(axis=0)
    idf = np.log(1 + int(sizes.mean()) / totals)
    return np.asarray(matrix / np.where(sizes, sizes, 1) * idf)


def _as_term_result(frame: pd.DataFrame, keys: list[str], extra: list[str] | None = None) -> pd.DataFrame:
    sparse = (frame["k"] < SMALLEST["term"]) | (frame["n_articles_with"] < 2)
    return as_result(frame.assign(sparse=sparse), keys, [*(extra or []), "n_articles_with"])


def top_terms(
    frame: pd.DataFrame, n: int = 10, *, rank: str = "estimate", by: str = "outlet", exclude: Collection[str] = ()
) -> pd.DataFrame:
    """The ``n`` terms of each group that rank highest, in their order; ties by name.

    Terms without two letters in a row, such as numbers, are left out, and those in ``exclude`` or not above 0.

    Examples
    --------
    >>> contrast = contrast_terms(count_terms(annotations.tokens), target="Tavrin Courier")
    >>> top_terms(contrast, 2, rank="z", exclude=function_words(study))["term"].tolist()
    ['men', 'sailors']
    """
    check_columns(frame, (by, "term", rank), table="terms")
    kept = frame[(frame[rank] > 0) & ~frame["term"].isin(exclude) & frame["term"].str.contains(r"[^\W\d_]{2}")]
    ordered = kept.sort_values([by, rank, "term"], ascending=[True, False, True], kind="stable")
    return ordered.groupby(by, sort=False).head(n).reset_index(drop=True)


def function_words(study: Study) -> frozenset[str]:
    """Words that rank high and say little: scikit-learn's English stop list and the study's names.

    Examples
    --------
    >>> {"the", "felsted"} <= function_words(study)
    True
    """
    from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

    parties = study.parties.values()
    names = {name for party in parties for group in (party.names, *party.actors.values()) for name in group}
    words = {word.group().casefold() for name in names for word in WORD.finditer(name)}
    return frozenset(ENGLISH_STOP_WORDS | words | {f"{word}{end}" for word in words for end in ("'s", "’s")})
