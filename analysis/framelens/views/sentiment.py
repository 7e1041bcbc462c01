"""The view of sentiment: the sentences toward one party, negative and positive, by outlet."""

from typing import TYPE_CHECKING

import pandas as pd

from framelens.plots.rows import outlet_labels
from framelens.plots.sentiment import plot_party_sentiment
from framelens.sentiment import SCORED_VOICES, summarize_sentiment
from framelens.views.parts import Material, Measure, View, search_places

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_SCORER = "model"


def _topics(material: Material) -> dict[str, str]:
    return {key: party.label for key, party in material.study.parties.items()}


def _scores(material: Material, view: View) -> pd.DataFrame:
    scores = material.chosen(material.observations.scores, view)
    return scores[(scores["scorer"] == _SCORER) & (scores["party"] == view.topic) & (scores["voice"] == view.voice)]


def _table(material: Material, view: View) -> pd.DataFrame:
    shares = summarize_sentiment(_scores(material, view), voice=view.voice)
    return shares[shares["n"] >= view.min_count].reset_index(drop=True)


def _draw(material: Material, frame: pd.DataFrame, view: View) -> "Axes":
    rows = outlet_labels(material.chosen(material.annotations.articles, view))
    return plot_party_sentiment(frame, rows={outlet: rows[outlet] for outlet in frame["outlet"].unique()})


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
    zones=("body",),
    table=_table,
    draw=_draw,
    rows=("outlet", "measure"),
    behind=_behind,
    says="share of the outlet's sentences toward the party, scored by the model, mean of the articles",
    topic_is="Party",
)
