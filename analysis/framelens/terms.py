"""Term weighting: which words mark an outlet, and which it uses more than another."""

from collections.abc import Collection
from typing import Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from framelens.checks import check_columns, check_one_of, listed
from framelens.counts import TermCounts
from framelens.dispersion import deviation_of_proportions
from framelens.errors import ArgumentError
from framelens.inference import SMALLEST, without_interval
from framelens.priors import Prior
from framelens.schema import REST, as_result
from framelens.study import Study
from framelens.term_contrasts import Contrast, contrast_sides, setting_of
from framelens.words import WORD

Array = npt.NDArray[np.float64]

EACH = "each"


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
        ``n`` the group's words, in ``n_articles_with`` of ``n_articles`` articles, with Gries' dispersion ``dp``
        (`deviation_of_proportions`); ``interval`` is ``none``: a weight describes a text and has no sampling theory.

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
    frame = frame.assign(
        sparse=(frame["k"] < SMALLEST["term"]) | (frame["n_articles_with"] < 2),
        dp=deviation_of_proportions(counts).ravel(),
    )
    return as_result(without_interval(frame), [*counts.by, "term"], ["n_articles_with", "dp"])


def contrast_terms(
    counts: TermCounts,
    *,
    target: str | None = None,
    reference: str = REST,
    measure: Literal["log-odds", "log-ratio"] = "log-odds",
    prior: Literal["informative", "symmetric"] | Prior = "informative",
    weight: Literal["articles", "tokens"] = "articles",
    interval: Literal["cluster", "none"] = "cluster",
    seed: int = 0,
) -> pd.DataFrame:
    """Contrast each group's use of each term with another's: estimate, interval, p and its corrections in one table.

    A positive ``estimate`` means: the group named in the row uses the term more than the ``reference`` named beside it.
    The articles are what is sampled: intervals draw them, tests exchange them, and nothing takes words as independent.

    Parameters
    ----------
    counts
        Counts by one column, such as the outlet. An ``article_id`` that stands in two groups, such as a wire story
        that both carry, is one article: it is drawn with all its rows, and never exchanged.
    target
        The only group to contrast; every group in turn if None.
    reference
        What to contrast with: ``the rest`` (all other groups together), the name of a group, or ``each`` (every other
        group in turn, so that each pair is compared).
    measure
        ``log-odds``: the difference of log odds under a Dirichlet prior, with the variance ``1/(y1 + a) + 1/(y2 + a)``
        (Monroe, Colaresi & Quinn 2008, eq. 15, 18, 19; the two-term approximation, as in the R and Python packages
        named after it; scattertext adds two further terms). ``log-ratio``: the binary logarithm of the ratio of the
        two relative frequencies, a count of 0 taken as 0.5 (Hardie 2014), with G² (`log_likelihood`) beside it.
    prior
        ``informative``: 500 pseudo-words in proportion to the counts of all groups; ``symmetric``: 0.01 of each term;
        or a `Prior`. It is held fixed in the interval, which therefore is one of the estimate as the prior pulls it.
    weight
        ``articles``: each article as heavy as the others (its counts scaled to the mean length of its side's);
        ``tokens``: as heavy as its words.
    interval
        ``cluster``: from 999 resamples of the articles, with the tests; ``none``: description only.
    seed
        Of the resamples and permutations.

    Returns
    -------
    DataFrame
        A result table by group, term and ``reference``, in words: ``k`` of ``n`` in the group, ``k_reference`` of
        ``n_reference``; ``n_articles_with`` of ``n_articles`` hold the term, and the same of the reference; ``dp`` is
        Gries' dispersion in the group (`deviation_of_proportions`). For log-odds ``variance`` and ``z``, the estimate
        by its standard error, which takes words as independent: it ranks and does not test. For the log ratio ``g2``.

        ``sparse``: fewer than 5 uses, or uses in fewer than 2 articles, on the two sides together (a rule that does not
        look at the side biases no test): no interval, no p, and not counted in ``n_tests``.

        By the number of articles of the smaller side (`gate`): 1: description only. 2 to 9: ``p`` by permutation of the
        articles between the sides, over all arrangements if these are at most 10,000, else 999 at random. From 10:
        the null distribution of 999 permutations is pooled over the terms of the contrast, sign by sign, so that p
        can be far below 1/1000. Intervals from 10 articles, for terms in at least 5 of each side:
        ``article-bootstrap-t``; from 30 ``article-bootstrap``, percentiles widened for n.

        ``test`` names the method, ``p_min`` the smallest p it can give. ``q`` is Benjamini and Hochberg's over all
        ``n_tests`` tests of the table (false discovery rate), ``p_max_t`` Westfall and Young's max-T over the terms
        of a contrast, times the contrasts (family-wise). The tests compare rates, so they do not depend on measure and
        prior: Welch's statistic of the articles' rates, each side with its own variance.

    Raises
    ------
    ArgumentError
        If a group is unknown or there is only one, or if an option is.

    References
    ----------
    Monroe, B. L., Colaresi, M. P. & Quinn, K. M. (2008). Fightin' words. Political Analysis 16(4), 372-403.
    Lijffijt, J. and others (2016). Significance testing of word frequencies in corpora. DSH 31(2), 374-397.
    Janssen, A. (1997). Studentized permutation tests. Statistics & Probability Letters 36(1), 9-21.
    Westfall, P. H. & Young, S. S. (1993). Resampling-based multiple testing. Wiley.
    Tusher, V. G., Tibshirani, R. & Chu, G. (2001). Significance analysis of microarrays. PNAS 98(9) (pooled null).

    Examples
    --------
    >>> contrast = contrast_terms(count_terms(annotations.tokens), target="Slackwater")
    >>> contrast.loc[~contrast["sparse"], "test"].unique().tolist()
    ['permutation']
    """
    check_one_of("measure", measure, ("log-odds", "log-ratio"))
    check_one_of("weight", weight, ("articles", "tokens"))
    check_one_of("interval", interval, ("cluster", "none"))
    prior = prior if isinstance(prior, Prior) else Prior(prior)
    contrasts = _contrasts(counts, target, reference)
    setting = setting_of(counts, weight=weight, measure=measure, prior=prior)
    return contrast_sides(setting, contrasts, seed=seed if interval == "cluster" else None)


def _contrasts(counts: TermCounts, target: str | None, reference: str) -> list[Contrast]:
    if len(counts.by) != 1:
        raise ArgumentError(f"terms are contrasted by one column; these counts are by {listed(counts.by)}.")
    names = counts.groups[counts.by[0]].tolist()
    if target is not None:
        check_one_of("target", target, names)
    check_one_of("reference", reference, (REST, EACH, *names))
    if target is not None and target == reference:
        raise ArgumentError(f"`target` and `reference` are both '{target}'; a group cannot be contrasted with itself.")
    if len(names) < 2:
        raise ArgumentError(f"a contrast needs two groups or more; there is only {listed(names)}.")
    contrasts = []
    for group in [names.index(target)] if target else range(len(names)):
        others = [place for place in range(len(names)) if place != group]
        if reference == REST:
            contrasts.append(Contrast(group, REST, tuple(others)))
        else:
            named = [place for place in others if reference in (EACH, names[place])]
            contrasts += [Contrast(group, names[place], (place,)) for place in named]
    return [contrast for contrast in contrasts if reference in (REST, EACH) or names[contrast.group] != reference]


def _tf_idf(matrix: Array) -> Array:
    from sklearn.feature_extraction.text import TfidfTransformer

    return np.asarray(TfidfTransformer().fit_transform(matrix).todense())


def _class_tf_idf(matrix: Array) -> Array:
    sizes, totals = matrix.sum(axis=1, keepdims=True), matrix.sum(axis=0)
    idf = np.log(1 + int(sizes.mean()) / totals)
    return np.asarray(matrix / np.where(sizes, sizes, 1) * idf)


def top_terms(
    frame: pd.DataFrame, n: int = 10, *, rank: str = "estimate", by: str = "outlet", exclude: Collection[str] = ()
) -> pd.DataFrame:
    """The ``n`` terms of each group that rank highest, in their order; ties by name.

    Terms without two letters in a row, such as numbers, are left out, and those in ``exclude`` or not above 0.

    Examples
    --------
    >>> contrast = contrast_terms(count_terms(annotations.tokens), target="Tavrin Courier")
    >>> top_terms(contrast[contrast["k"] >= 3], 2, rank="z", exclude=function_words(study))["term"].tolist()
    ['sailors', 'men']
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
