"""Captions of sentiment toward parties."""

from collections.abc import Mapping

import pandas as pd

from framelens.captions.parts import Caption, each_outlet, say_why_none
from framelens.errors import ArgumentError
from framelens.inference import FEWEST_ARTICLES, SMALLEST
from framelens.plots.beside import VOICE_NAMES
from framelens.scorers import find_scorer

_HELD = {
    "within-article-classifier": "the scorer's errors alone, for the very sentences of one article",
    "articles-and-classifier": "the sampling of articles and the scorer's errors",
}
_ATTRIBUTED = "words attributed to others"


def caption_sentiment(
    frame: pd.DataFrame, *, voice: str, titles: Mapping[str, str], compare: str = "scorer"
) -> Caption:
    """For `plot_party_sentiment_grid`; ``compare`` is the column whose values are drawn under one another.

    Examples
    --------
    >>> shares = summarize_sentiment(observations.scores)
    >>> "corrected for the scorer's errors" in caption_sentiment(shares, voice="own", titles={}).text
    True
    """
    means = frame[frame["measure"] == "mean"]
    units = means.groupby(compare, sort=False)["n"].sum()
    names = {kind: f"{kind}, in {VOICE_NAMES.get(voice, _ATTRIBUTED)}" for kind in units.index} | VOICE_NAMES
    n = "; ".join(
        f"{names.get(kind, _ATTRIBUTED)}, n = {total:,} sentence–party pairs" for kind, total in units.items()
    )
    counts = frame.pivot_table("k", ["outlet", "party", compare], "measure", aggfunc="first", observed=True)
    rows = means.merge(counts.reset_index(), on=["outlet", "party", compare], how="left")
    alt = each_outlet(
        rows,
        lambda row: (
            f"{titles.get(row.party, row.party)}, {getattr(row, compare)}: {row.negative:.0f} negative and"
            f" {row.positive:.0f} positive of {row.n}"
        ),
    )
    return Caption(
        "How the sentences of the body that mention each party evaluate it: bars are the shares of negative (left) and"
        f" positive (right) sentences, means of the articles, with their counts at the edges; from top to bottom {n}."
        f" {_scorers(frame)} {_corrected(means)} Hollow: fewer than {SMALLEST['sentence']} sentences.",
        f"Bars to the left and right of zero, a panel a party, outlets as rows. {alt}",
    )


def _scorers(frame: pd.DataFrame) -> str:
    """What scored, in which version, under which licence."""
    known = []
    for name in dict.fromkeys(frame["scorer"]):
        try:
            scorer = find_scorer(name)
        except ArgumentError:
            known.append(f"{name}, the authors' own")
        else:
            known.append(f"{name}, which is {scorer.name} ({scorer.version}, {scorer.licence})")
    return f"Scored by {'; and by '.join(known)}."


def _corrected(means: pd.DataFrame) -> str:
    """What the marks over the bars are, and what their intervals hold."""
    if means["corrected"].isna().all():
        return "No correction and no interval: the scorer's errors are unknown."
    held = [words for kind, words in _HELD.items() if kind in set(means["interval"])]
    several = means[(means["interval"] == "none") & means["n_articles"].between(2, FEWEST_ARTICLES - 1)]
    parts = [f"the {means['level'].max():.0%} intervals hold {'; or '.join(held)}"] if held else []
    parts += [f"no interval: {say_why_none(several['n_articles'])}"] if len(several) else []
    marks = "Marks: share positive less share negative, corrected for the scorer's errors on labelled news sentences"
    return "; ".join([marks, *parts]) + "."
