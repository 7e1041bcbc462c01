"""The view of sources: whose words an outlet reports, the largest by name and the others together."""

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from framelens.evidence import UNATTRIBUTED
from framelens.plots.rows import outlet_labels
from framelens.plots.sources import part_ends, plot_sources
from framelens.sourcing import OTHER_SOURCES, pool_sources, summarize_sources
from framelens.views.parts import READ_ZONES, Material, Measure, View, mark_boxes, outlet_places, search

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_NAMED = 5


def _topics(_: Material) -> dict[str, str]:
    return {"": "all sources"}


def _pooled(material: Material, view: View) -> pd.DataFrame:
    """The attributed spans; sources that are small in the outlets chosen are "other sources"."""
    spans = material.chosen(material.annotations.attributions, view)
    words = spans.groupby("actor")["n_words"].sum().sort_values(ascending=False, kind="stable")
    return pool_sources(spans, keep=words[words >= view.min_count].index[:_NAMED].tolist())


def _table(material: Material, view: View) -> pd.DataFrame:
    shares = summarize_sources(_pooled(material, view), voice=view.voice, zone=view.zone)  # type: ignore[arg-type]
    return shares[shares["k"] > 0].reset_index(drop=True)


def _draw(material: Material, frame: pd.DataFrame, view: View) -> "Axes":
    rows = outlet_labels(material.chosen(material.annotations.articles, view))
    return plot_sources(frame, rows={outlet: rows[outlet] for outlet in frame["outlet"].unique()})


def _marks(frame: pd.DataFrame) -> pd.DataFrame:
    x0, x1 = part_ends(frame)
    return mark_boxes(np.where(x0.notna(), outlet_places(frame), np.nan), x0, x1, height=0.62)


def _behind(material: Material, view: View, row: pd.Series) -> pd.DataFrame:
    spans, pooled = material.chosen(material.annotations.attributions, view), _pooled(material, view)
    mine = pooled["outlet"] == row["outlet"]
    if pd.isna(row["actor"]):
        ids = spans.loc[mine & spans["actor"].isna(), "article_id"].unique()
        return search(material.annotations, ids, actor=UNATTRIBUTED, voice=view.voice, zone=view.zone)
    actors = spans.loc[mine & (pooled["actor"] == row["actor"])].groupby("actor")["article_id"]
    found = [
        search(material.annotations, ids.unique(), actor=actor, voice=view.voice, zone=view.zone)
        for actor, ids in actors
    ]
    return pd.concat(found).sort_values(["article_id", "start"], kind="stable", ignore_index=True)


SOURCES = Measure(
    topics=_topics,
    voices=("all", "quoted", "indirect"),
    zones=READ_ZONES,
    table=_table,
    draw=_draw,
    marks=_marks,
    rows=("outlet", "actor"),
    behind=_behind,
    says=f"share of the source in the outlet's attributed words, mean of the articles; {OTHER_SOURCES} are small ones",
)
