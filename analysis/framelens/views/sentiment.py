"""The view of sentiment: the sentences toward one party, negative and positive, by outlet."""

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from framelens.plots.rows import outlet_labels
from framelens.plots.sentiment import plot_party_sentiment
from framelens.scores import SCORED_VOICES
from framelens.sentiment import summarize_sentiment
from framelens.shares import in_zone
from framelens.views.parts import (
    READ_ZONES,
    Material,
    Measure,
    View,
    keep_counted,
    mark_boxes,
    outlet_places,
    search_places,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_SCORER = "model"
_REACH = 0.06
"""To each side of a mean, what picks it and not the bar under it."""


def _topics(material: Material) -> dict[str, str]:
    return {key: party.label for key, party in material.study.parties.items()}


def _scores(material: Material, view: View) -> pd.DataFrame:
    scores = material.chosen(in_zone(material.observations.scores, view.zone, table="scores"), view)
    return scores[(scores["scorer"] == _SCORER) & (scores["party"] == view.topic) & (scores["voice"] == view.voice)]


def _table(material: Material, view: View) -> pd.DataFrame:
    return summarize_sentiment(_scores(material, view), voice=view.voice, zone="all")


def _draw(material: Material, frame: pd.DataFrame, view: View) -> "Axes":
    rows = outlet_labels(material.chosen(material.annotations.articles, view))
    return plot_party_sentiment(frame, rows={outlet: rows[outlet] for outlet in frame["outlet"].unique()})


def _marks(frame: pd.DataFrame) -> pd.DataFrame:
    """Left of zero the negative sentences, right of it the positive, and the mean where it has a mark."""
    is_mean, mean = frame["measure"] == "mean", frame["corrected"].astype("float64")
    places = np.where(frame["measure"].isin(["negative", "positive"]) | mean.where(is_mean).notna(),
                      outlet_places(frame), np.nan)  # fmt: skip
    return mark_boxes(
        places,
        x0=mean.sub(_REACH).where(is_mean, (frame["measure"] == "positive").map({True: 0.0, False: np.nan})),
        x1=mean.add(_REACH).where(is_mean, (frame["measure"] == "negative").map({True: 0.0, False: np.nan})),
    )


def _behind(material: Material, view: View, row: pd.Series) -> pd.DataFrame:
    scores = _scores(material, view)
    scores = scores[scores["outlet"] == row["outlet"]]
    if row["measure"] != "mean":
        scores = scores[scores["label"] == row["measure"]]
    # A sentence is scored once a party and voice, at the first mention.
    mentions = material.annotations.mentions
    firsts = scores[["article_id", "start", "party"]].drop_duplicates()
    return search_places(material.annotations, mentions.merge(firsts), zone=view.zone)


SENTIMENT = Measure(
    topics=_topics,
    voices=SCORED_VOICES,
    zones=READ_ZONES,
    table=_table,
    draw=_draw,
    marks=_marks,
    rows=("outlet", "measure"),
    behind=_behind,
    says="share of the outlet's sentences toward the party, scored by the model, mean of the articles",
    topic_is="Party",
    keep=keep_counted,
)
