"""Association: the measures of corpus linguistics that tie a term to one of two corpora, from the counts alone.

All of them take words as independent draws. Within articles they are not, because an article repeats its own words:
what is a p, or is read as one, comes out too small. No figure of framelens uses any of them; `contrast_terms` tests
articles.
"""

from typing import Literal

import numpy as np
import numpy.typing as npt

from framelens.checks import check_one_of
from framelens.inference import LEVEL, rate_ratio

Counts = npt.ArrayLike
Array = npt.NDArray[np.float64]


def expected_counts(a: Counts, b: Counts, c: Counts, d: Counts) -> tuple[Array, Array, Array, Array]:
    """The four counts of a term's 2 × 2 table if both corpora used it at one rate.

    ``a`` and ``b`` are a term's counts in two corpora of ``c`` and ``d`` words. In order: the term in the first and in
    the second corpus, all other words in the first and in the second.

    Examples
    --------
    >>> [round(float(count), 2) for count in expected_counts(7, 2, 10, 9)]
    [4.74, 4.26, 5.26, 4.74]
    """
    a, b, c, d = (np.asarray(count, dtype=float) for count in (a, b, c, d))
    total, words = c + d, a + b
    others = total - words
    return words * c / total, words * d / total, others * c / total, others * d / total


def pointwise_mutual_information(a: Counts, b: Counts, c: Counts, d: Counts) -> Array:
    """Binary logarithm of a term's count in the first corpus over what is expected there; of 0, minus infinity.

    ``a`` and ``b`` are a term's counts in two corpora of ``c`` and ``d`` words. Corpus linguistics calls it MI; other
    programs give the natural logarithm (quanteda) or that to base 10 (UCS). It is highest for terms counted once.

    References
    ----------
    Church, K. W. & Hanks, P. (1990). Word association norms, mutual information, and lexicography. Computational
    Linguistics 16(1), 22-29.

    Examples
    --------
    >>> float(pointwise_mutual_information(8, 0, 1000, 3000))
    2.0
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(np.log2(np.asarray(a, dtype=float) / expected_counts(a, b, c, d)[0]))


def t_score(a: Counts, b: Counts, c: Counts, d: Counts) -> Array:
    """How far a term's count in the first corpus is above what is expected there, over the count's square root.

    ``a`` and ``b`` are a term's counts in two corpora of ``c`` and ``d`` words; of a count of 0, minus infinity. In
    spite of its name it follows no t distribution. Words are not independent draws within articles, so a p read from it
    is too small; no figure of framelens uses it.

    References
    ----------
    Church, K., Gale, W., Hanks, P. & Hindle, D. (1991). Using statistics in lexical analysis. In: Lexical Acquisition.
    Evert, S. (2005). The Statistics of Word Cooccurrences. Dissertation, Stuttgart, ch. 3.

    Examples
    --------
    >>> float(t_score(9, 3, 1000, 1000))
    1.0
    """
    a = np.asarray(a, dtype=float)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray((a - expected_counts(a, b, c, d)[0]) / np.sqrt(a))


def conditional_odds_ratio(a: Counts, b: Counts, c: Counts, d: Counts) -> Array:
    """The odds ratio under which a term's count in the first corpus is the expected one, given all margins, by SciPy.

    ``a`` and ``b`` are a term's counts in two corpora of ``c`` and ``d`` words. It is the estimate that belongs to
    `fisher_exact`, nearer to 1 than the ratio of the odds. R's fisher.test looks for it and stops some 1e-5 away.

    Examples
    --------
    >>> round(float(conditional_odds_ratio(7, 2, 10, 9)), 5)
    7.16631
    """
    from scipy.stats.contingency import odds_ratio

    def estimate(a: int, b: int, c: int, d: int) -> float:
        return float(odds_ratio([[a, b], [c - a, d - b]]).statistic)

    return np.asarray(np.vectorize(estimate, otypes=[float])(a, b, c, d))


def conservative_log_ratio(a: Counts, b: Counts, c: Counts, d: Counts, *, level: float = LEVEL) -> Array:
    """Log ratio that can be claimed at least: the end nearer to 0 of its exact interval, 0 where the interval holds 0.

    ``a`` and ``b`` are a term's counts in two corpora of ``c`` and ``d`` words; the interval is the binary logarithm of
    `rate_ratio`, two-sided, and not corrected for the number of terms: a ``level`` of 1 - .05 / terms would be
    Bonferroni's. Words are not independent draws within articles, so the interval is too narrow and this too far from
    0; no figure of framelens uses it.

    References
    ----------
    Evert, S. (2022). Measuring keyness. Digital Humanities 2022, Conference Abstracts, Tokyo, 202-205.
    Lijffijt, J. and others (2016). Significance testing of word frequencies in corpora. DSH 31(2), 374-397.

    Examples
    --------
    >>> conservative_log_ratio([25, 5, 3], [5, 25, 3], 10_000, 10_000).round(4).tolist()
    [0.9108, -0.9108, 0.0]
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        low, high = rate_ratio(a, c, b, d, level=level)
        return np.asarray(np.maximum(np.log2(low), 0) + np.minimum(np.log2(high), 0))


def word_level_p(statistic: npt.ArrayLike) -> Array:
    """The p of G² or of chi-squared by its distribution in large samples, with one degree of freedom.

    Words are not independent draws within articles, so this p is too small; no figure of framelens uses it, and
    `contrast_terms` tests articles.

    References
    ----------
    Lijffijt, J. and others (2016). Significance testing of word frequencies in corpora. DSH 31(2), 374-397.

    Examples
    --------
    >>> round(float(word_level_p(log_likelihood(7, 2, 10, 9))), 4)
    0.0332
    """
    from scipy.special import chdtrc

    return np.asarray(chdtrc(1, np.asarray(statistic, dtype=float)))


def fisher_exact(
    a: Counts, b: Counts, c: Counts, d: Counts, *, alternative: Literal["two-sided", "greater", "less"] = "two-sided"
) -> Array:
    """The p of Fisher's exact test of a term's 2 × 2 table, by SciPy.

    ``a`` and ``b`` are a term's counts in two corpora of ``c`` and ``d`` words. ``greater``: whether the first corpus
    uses the term more. Exact is the arithmetic alone: words are not independent draws within articles, so this p is too
    small; no figure of framelens uses it, and `contrast_terms` tests articles.

    Raises
    ------
    ArgumentError
        If the alternative is unknown.

    References
    ----------
    Evert, S. (2005). The Statistics of Word Cooccurrences. Dissertation, Stuttgart, ch. 3.
    Lijffijt, J. and others (2016). Significance testing of word frequencies in corpora. DSH 31(2), 374-397.

    Examples
    --------
    >>> round(float(fisher_exact(7, 2, 10, 9)), 4), round(float(fisher_exact(7, 2, 10, 9, alternative="greater")), 4)
    (0.0698, 0.0513)
    """
    from scipy import stats

    check_one_of("alternative", alternative, ("two-sided", "greater", "less"))

    def test(a: int, b: int, c: int, d: int) -> float:
        return float(stats.fisher_exact([[a, b], [c - a, d - b]], alternative=alternative).pvalue)

    return np.asarray(np.vectorize(test, otypes=[float])(a, b, c, d))


def exact_rate_test(a: Counts, b: Counts, c: Counts, d: Counts) -> Array:
    """The p, two-sided, of the exact test of two Poisson rates: binomial, given a + b, by SciPy.

    ``a`` and ``b`` are a term's counts in two corpora of ``c`` and ``d`` words. Words are not independent draws within
    articles, so this p is too small; no figure of framelens uses it, and `contrast_terms` tests articles.

    References
    ----------
    Przyborowski, J. & Wilenski, H. (1940). Homogeneity of results in testing samples from Poisson series. Biometrika
    31(3/4), 313-323.
    Lijffijt, J. and others (2016). Significance testing of word frequencies in corpora. DSH 31(2), 374-397.

    Examples
    --------
    >>> round(float(exact_rate_test(12, 30, 5000, 9000)), 4)
    0.4211
    """
    from scipy import stats

    def test(a: int, b: int, c: int, d: int) -> float:
        return float(stats.binomtest(a, a + b, c / (c + d)).pvalue)

    return np.asarray(np.vectorize(test, otypes=[float])(a, b, c, d))
