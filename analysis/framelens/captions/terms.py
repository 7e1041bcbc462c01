"""Captions of terms."""

import pandas as pd

from framelens.captions.parts import Caption, each_outlet
from framelens.inference import SMALLEST
from framelens.plots.beside import VOICE_NAMES, other_voice
from framelens.plots.rows import count_of


def caption_terms(frame: pd.DataFrame, *, voice: str, measure: str, beside: str | None = None) -> Caption:
    """For `plot_terms_grid`; ``measure`` says what the x axis is and how it was computed; ``beside``: whose diamonds.

    Examples
    --------
    >>> weights = top_terms(weight_terms(count_terms(annotations.tokens)), 3)
    >>> "tf-idf" in caption_terms(weights, voice="own", measure="tf-idf").text
    True
    """
    other = other_voice(frame, beside)
    n_articles = frame.drop_duplicates("outlet")["n_articles"].sum()
    alt = each_outlet(frame, lambda row: f"{row.term} ({row.k})")
    return Caption(
        f"Terms that mark each outlet in {VOICE_NAMES[voice]}: {measure}. n = {count_of(int(n_articles), 'article')};"
        f" the number after a term is its count in the outlet. Hollow: fewer than {SMALLEST['term']} uses or in fewer"
        f" than 2 articles.{_say_beside(frame, other, beside)} A description: no test, no interval.",
        f"Lollipop charts, one an outlet, of its highest terms with their counts. {alt}{_read_beside(other, beside)}",
    )


def _say_beside(frame: pd.DataFrame, other: pd.DataFrame, beside: str | None) -> str:
    if beside is None:
        return ""
    if other.empty:
        return f" The same in {VOICE_NAMES[beside]}: no count and no weight differs."
    n = int(frame.groupby("outlet")[f"n_{beside}"].max().sum())
    return (
        f" Grey diamonds, and counts in brackets: the same terms in {VOICE_NAMES[beside]} (n = {count_of(n, 'word')}),"
        " where that differs; hollow below the same n."
    )


def _read_beside(other: pd.DataFrame, beside: str | None) -> str:
    """The diamonds' counts for those who cannot see them."""
    if other.empty:
        return ""
    return f" In {VOICE_NAMES[str(beside)]}: " + each_outlet(other, lambda row: f"{row.term} ({row.k})")
