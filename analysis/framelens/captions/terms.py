"""Captions of terms."""

from collections.abc import Iterable

import pandas as pd

from framelens.captions.parts import Caption, each_outlet
from framelens.inference import REPLICATES, SMALLEST
from framelens.plots.beside import VOICE_NAMES, other_voice
from framelens.plots.rows import count_of
from framelens.plots.terms import NO_TERM, SMALL_Q

_TESTS = {
    "permutation-exact": "all permutations of the articles between the sides",
    "permutation": f"{REPLICATES} random permutations of the articles between the sides",
    "permutation-pooled": f"{REPLICATES} random permutations of the articles, the null distribution pooled over terms",
}
_INTERVALS = {"article-bootstrap-t": "bootstrap-t", "article-bootstrap": "percentiles widened for n"}


def caption_terms(
    frame: pd.DataFrame, *, voice: str, measure: str, beside: str | None = None, outlets: Iterable[str] = ()
) -> Caption:
    """For `plot_terms_grid`; ``measure`` says what the x axis is and how it was computed; ``beside``: whose diamonds.

    ``outlets``: all that were looked at, so that those without a term are named.

    Examples
    --------
    >>> weights = top_terms(weight_terms(count_terms(annotations.tokens)), 3)
    >>> "tf-idf" in caption_terms(weights, voice="own", measure="tf-idf").text
    True
    """
    if frame.empty:
        text = f"Terms that mark each outlet in {VOICE_NAMES[voice]}: {measure}. {NO_TERM}"
        return Caption(text, NO_TERM)
    other = other_voice(frame, beside)
    without = sorted(set(outlets) - set(frame["outlet"]))
    n_articles = frame.drop_duplicates("outlet")["n_articles"].sum()
    alt = each_outlet(frame, lambda row: f"{row.term} ({row.k})")
    return Caption(
        f"Terms that mark each outlet in {VOICE_NAMES[voice]}: {measure}. n = {count_of(int(n_articles), 'article')};"
        f" the number after a term is its count in the outlet. {_say_hollow(frame)}{_say_beside(frame, other, beside)}"
        + f" No term of {', '.join(without)} is used often enough to be shown." * bool(without)
        + f" {_say_inference(frame)}",
        f"Lollipop charts, one an outlet, of its highest terms with their counts. {alt}{_read_beside(other, beside)}",
    )


def caption_term_rates(frame: pd.DataFrame, *, voice: str) -> Caption:
    """For `plot_term_rates`.

    Examples
    --------
    >>> contrast = contrast_terms(count_terms(annotations.tokens), target="Tavrin Courier", interval="none")
    >>> caption_term_rates(contrast, voice="own").text.startswith("How often Tavrin Courier (up) and the rest (right)")
    True
    """
    first = frame.iloc[0]
    sides = f"{first['outlet']} (up) and {first['reference']} (right)"
    leading = frame.sort_values("z", key=abs, ascending=False, kind="stable").head(10)
    counts = ", ".join(f"{row.term} ({row.k} and {row.k_reference})" for row in leading.itertuples())
    return Caption(
        f"How often {sides} use each term in {VOICE_NAMES[voice]}, per 1,000 words, on logarithmic scales with a place"
        f" for 0. n = {count_of(len(frame), 'term')}; {first['n']:,.0f} and {first['n_reference']:,.0f} words. On the"
        " line: as often in both. Named: terms with the largest |z| (log-odds, informative prior) that have room;"
        f" “+2”: two more stand there. Hollow: fewer than {SMALLEST['term']} uses or in fewer than 2 articles."
        " A description: no test, no interval.",
        f"Scatter of terms around a diagonal. Counts in {sides} of the ten that differ most: {counts}.",
    )


def _say_hollow(frame: pd.DataFrame) -> str:
    sparse = f"fewer than {SMALLEST['term']} uses or in fewer than 2 articles"
    if not _is_tested(frame):
        return f"Hollow: {sparse}." if "q" not in frame.columns else "Hollow: no test."
    return f"Full: q < {SMALL_Q:.2f}; hollow: any other. Terms of {sparse}, on the two sides together, are not tested."


def _say_inference(frame: pd.DataFrame) -> str:
    """The tests and intervals behind the marks, or that there are none."""
    if not _is_tested(frame):
        single = "q" in frame.columns and bool((frame["n_articles"] == 1).all())
        return "A description" + " only, one article per outlet" * single + ": no test, no interval."
    tested = frame[frame["test"] != "none"]
    ways = " or ".join(_TESTS[test] for test in sorted(set(tested["test"])))
    untested = set(frame["outlet"]) - set(tested["outlet"])
    return (
        f"Tests: {ways} (Welch’s statistic of the articles’ rates, two-sided), {int(tested['n_tests'].max()):,} tests"
        " of all terms and contrasts, corrected by Benjamini and Hochberg; smallest p possible"
        f" {tested['p_min'].max():.1g}{_say_seed(tested)}."
        + f" No test of {', '.join(sorted(untested))}: a single article, or no term that can be." * bool(untested)
        + f" {_say_lines(frame)}"
    )


def _say_seed(tested: pd.DataFrame) -> str:
    seeds = tested["seed"].dropna()
    return f"; seed {seeds.iloc[0]}" if len(seeds) else ""


def _say_lines(frame: pd.DataFrame) -> str:
    kinds = sorted(set(frame["interval"]) - {"none"})
    if not kinds:
        return "No interval: a side has fewer than 10 articles, or fewer than 5 that hold the term."
    ways = " or ".join(_INTERVALS[kind] for kind in kinds)
    return (
        f"Lines: {frame['level'].max():.0%} intervals from {REPLICATES} resamples of the articles ({ways}), from 10"
        " articles of each side and 5 that hold the term."
    )


def _is_tested(frame: pd.DataFrame) -> bool:
    return "test" in frame.columns and bool((frame["test"] != "none").any())


def _say_beside(frame: pd.DataFrame, other: pd.DataFrame, beside: str | None) -> str:
    if beside is None:
        return ""
    if other.empty:
        return f" The same in {VOICE_NAMES[beside]}: no count and no weight differs."
    n = int(frame.groupby("outlet")[f"n_{beside}"].max().sum())
    return (
        f" Grey diamonds, and counts in brackets: the same terms in {VOICE_NAMES[beside]} (n = {count_of(n, 'word')}),"
        " where that differs; hollow by the same rule."
    )


def _read_beside(other: pd.DataFrame, beside: str | None) -> str:
    """The diamonds' counts for those who cannot see them."""
    if other.empty:
        return ""
    return f" In {VOICE_NAMES[str(beside)]}: " + each_outlet(other, lambda row: f"{row.term} ({row.k})")
