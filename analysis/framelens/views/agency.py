"""The view of agency: the constructions in which each outlet words one event."""

from typing import TYPE_CHECKING

import pandas as pd

from framelens.agency import AGENT_NAMED, summarize_agency
from framelens.constructions import WITH_AGENT
from framelens.plots.agency import cell_ends, plot_agency
from framelens.plots.rows import outlet_labels
from framelens.schema import VOICES
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
    return {key: event.label for key, event in material.study.events.items()}


def _events(material: Material, view: View) -> pd.DataFrame:
    events = material.chosen(material.annotations.events, view)
    return events[events["event"] == view.topic]


def _table(material: Material, view: View) -> pd.DataFrame:
    return summarize_agency(_events(material, view), voice=view.voice, zone=view.zone)  # type: ignore[arg-type]


def _draw(material: Material, frame: pd.DataFrame, view: View) -> "Axes":
    rows = outlet_labels(material.chosen(material.annotations.articles, view))
    rows = {outlet: rows[outlet] for outlet in frame["outlet"].unique()}
    return plot_agency(frame, voice=view.voice, rows=rows)


def _marks(frame: pd.DataFrame) -> pd.DataFrame:
    return mark_boxes(outlet_places(frame), *cell_ends(frame["construction"]))


def _behind(material: Material, view: View, row: pd.Series) -> pd.DataFrame:
    events = _events(material, view)
    events = events[(events["outlet"] == row["outlet"]) & ((events["voice"] == view.voice) | (view.voice == "all"))]
    events = events[(events["zone"] == view.zone) | (view.zone == "all")]
    if row["construction"] == AGENT_NAMED:
        events = events[events["construction"].isin(WITH_AGENT) | events["agent_party"].notna()]
    else:
        events = events[events["construction"] == row["construction"]]
    return search_places(material.annotations, events, zone=view.zone)


AGENCY = Measure(
    topics=_topics,
    voices=(*VOICES, "all"),
    zones=READ_ZONES,
    table=_table,
    draw=_draw,
    marks=_marks,
    rows=("outlet", "construction"),
    behind=_behind,
    says="share of the construction among the outlet's mentions of the event, mean of the articles",
    topic_is="Event",
    keep=keep_counted,
)
