"""Captions of terms."""

import pandas as pd

from framelens.captions.parts import Caption, each_outlet
from framelens.inference import SMALLEST
from framelens.plots.beside import VOICE_NAMES
from framelens.plots.rows import count_of


def caption_terms(frame: pd.DataFrame, *, voice: str, measure: str) -> Caption:
    """For `plot_terms_grid`; ``measure`` says what the x axis is and how it was computed.

    Examples
    --------
    >>> weights = top_terms(weight_terms(count_terms(annotations.tokens)), 3)
    >>> "tf-idf" in caption_terms(weights, voice="own", measure="tf-idf").text
    True
    """
    n_articles = frame.drop_duplicates("outlet")["n_articles"].sum()
    alt = each_outlet(frame, lambda row: f"{row.term} ({row.k})")
    return Caption(
        f"Terms that mark each outlet in {VOICE_NAMES[voice]}: {measure}. n = {count_of(int(n_articles), 'article')};"
        f" the number after a term is its count in the outlet. Hollow: fewer than {SMALLEST['term']} uses or in fewer"
        " than 2 articles. A description: no test, no interval.",
        f"Lollipop charts, one an outlet, of its highest terms with their counts. {alt}",
    )
