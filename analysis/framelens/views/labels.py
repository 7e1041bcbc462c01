"""The view of word choice: the share of one label among the mentions of its concept, by outlet."""

from typing import TYPE_CHECKING

import pandas as pd

from framelens.labels import label_shares
from framelens.plots.labels import plot_label_shares
from framelens.plots.rows import outlet_labels
from framelens.schema import VOICES
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


def _topics(material: Material) -> dict[str, str]:
    concepts = material.study.concepts.items()
    return {f"{key}/{label}": f"{concept.label}: {label}" for key, concept in concepts for label in concept.labels}


def _labels(material: Material, view: View) -> pd.DataFrame:
    """Mentions of the topic's concept in the view's zone."""
    labels = in_zone(material.observations.labels, view.zone, table="labels")
    return material.chosen(labels[labels["concept"] == view.topic.partition("/")[0]], view)


def _table(material: Material, view: View) -> pd.DataFrame:
    articles = material.chosen(material.annotations.articles, view)
    shares = label_shares(_labels(material, view), voice=view.voice, zone="all", articles=articles)
    return shares[shares["label"] == view.topic.partition("/")[2]]


def _draw(material: Material, frame: pd.DataFrame, view: View) -> "Axes":
    rows = outlet_labels(material.chosen(material.annotations.articles, view))
    rows = {outlet: rows[outlet] for outlet in frame["outlet"]}
    return plot_label_shares(frame, article_shares=_by_article(material, view), voice=view.voice, rows=rows)


def _by_article(material: Material, view: View) -> pd.DataFrame:
    """The label's share in each article that mentions the concept: what `label_shares` estimates, without intervals."""
    labels = _labels(material, view)
    concept, _, label = view.topic.partition("/")
    mentions = labels[_has_voice(labels, view)].assign(k=lambda frame: frame["label"] == label)
    shares = mentions.groupby(["outlet", "article_id"], observed=True)["k"].agg(estimate="mean", n="size")
    return shares.reset_index().assign(concept=concept, label=label)


def _has_voice(labels: pd.DataFrame, view: View) -> "pd.Series[bool]":
    return (labels["voice"] == view.voice) | (view.voice == "all")


def _marks(frame: pd.DataFrame) -> pd.DataFrame:
    return mark_boxes(outlet_places(frame))


def _behind(material: Material, view: View, row: pd.Series) -> pd.DataFrame:
    labels = _labels(material, view)
    chosen = (labels["label"] == row["label"]) & (labels["outlet"] == row["outlet"]) & _has_voice(labels, view)
    return search_places(material.annotations, labels[chosen], zone=view.zone)


WORD_CHOICE = Measure(
    topics=_topics,
    voices=(*VOICES, "all"),
    zones=READ_ZONES,
    table=_table,
    draw=_draw,
    marks=_marks,
    rows=("outlet",),
    behind=_behind,
    says="share of the label among the outlet's mentions of the concept, mean of the articles",
    topic_is="Label",
    keep=keep_counted,
)
