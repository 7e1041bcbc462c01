"""The view of terms: those that mark one outlet against the others, chosen from counts that are made once."""

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from scipy import sparse

from framelens.counts import TermCounts, plain_spelling
from framelens.errors import ArgumentError
from framelens.plots.terms import plot_terms
from framelens.priors import Prior
from framelens.schema import VOICES
from framelens.terms import contrast_terms, function_words, top_terms
from framelens.views.parts import READ_ZONES, Material, Measure, View, mark_boxes, search

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_SHOWN = 15


def select_counts(counts: TermCounts, *, outlets: tuple[str, ...], voice: str, zone: str) -> TermCounts:
    """Counts by outlet from counts by outlet, voice and zone: what `count_terms` gives, without counting again.

    Examples
    --------
    >>> everything = count_terms(annotations.tokens, by=("outlet", "voice", "zone"), voice="all", zone="all")
    >>> chosen = select_counts(everything, outlets=("Slackwater",), voice="own", zone="body")
    >>> int(chosen.matrix.sum()) == len(annotations.tokens.query("outlet == 'Slackwater' and voice == 'own' and"
    ...     " zone == 'body'"))
    True
    """
    units = counts.articles.join(counts.groups, on="group")
    kept = units["outlet"].isin(outlets)
    kept &= (units["voice"] == voice) | (voice == "all")
    kept &= (units["zone"] == zone) | (zone == "all")
    rows = np.flatnonzero(kept)
    found = units.iloc[rows][["outlet", "article_id"]]
    articles = found.drop_duplicates().sort_values(["outlet", "article_id"], ignore_index=True)
    article = pd.MultiIndex.from_frame(articles).get_indexer(pd.MultiIndex.from_frame(found))
    ones = np.ones(len(rows), dtype=np.int64)
    matrix = sparse.csr_array((ones, (article, rows)), shape=(len(articles), len(units))) @ counts.matrix
    # A term that nobody uses would still take a part of the prior.
    used = np.flatnonzero(matrix.sum(axis=0))
    groups = articles[["outlet"]].drop_duplicates(ignore_index=True)
    group = groups.set_index("outlet").index.get_indexer(articles["outlet"])
    return TermCounts(
        groups, articles[["article_id"]].assign(group=group), counts.vocabulary[used], sparse.csr_array(matrix[:, used])
    )


def _topics(material: Material) -> dict[str, str]:
    return {outlet: outlet for outlet in material.outlets}


def _table(material: Material, view: View) -> pd.DataFrame:
    counts = select_counts(material.counts, outlets=view.outlets, voice=view.voice, zone=view.zone)
    if view.topic not in set(counts.groups["outlet"]):
        raise ArgumentError(
            f"'{view.topic}' has no words in this voice and zone among the outlets chosen; choose another, or add it."
        )
    return contrast_terms(counts, target=view.topic, prior=Prior(weight=view.prior_weight), interval="none")


def _keep(material: Material, frame: pd.DataFrame, view: View) -> pd.DataFrame:
    frame = frame[frame["k"] + frame["k_reference"] >= view.min_count]
    return top_terms(frame, _SHOWN, rank="z", exclude=function_words(material.study))


def _draw(_: Material, frame: pd.DataFrame, view: View) -> "Axes":
    return plot_terms(frame, xlabel=f"Log-odds ratio (right: {view.topic} uses it more than the other outlets)")


def _marks(frame: pd.DataFrame) -> pd.DataFrame:
    return mark_boxes(range(len(frame)))


def _behind(material: Material, view: View, row: pd.Series) -> pd.DataFrame:
    annotations = material.annotations
    tokens = annotations.tokens[annotations.tokens["outlet"] == row["outlet"]]
    uses = tokens[tokens["term"].isin(_spellings(tokens["term"], row["term"]))]
    found = [
        search(annotations, rows["article_id"].unique(), term=term, voice=view.voice, zone=view.zone)
        for term, rows in uses.groupby("term")
    ]
    return pd.concat(found).sort_values(["article_id", "start"], kind="stable", ignore_index=True)


def _spellings(terms: pd.Series, term: str) -> list[str]:
    """The spellings that `merge_variants` counts as this term."""
    return [known for known in terms.unique() if plain_spelling(known) == plain_spelling(term)]


TERMS = Measure(
    topics=_topics,
    voices=(*VOICES, "all"),
    zones=READ_ZONES,
    table=_table,
    draw=_draw,
    marks=_marks,
    rows=("term",),
    behind=_behind,
    says="log-odds ratio against the other outlets, informative prior, ranked by z",
    topic_is="Outlet",
    is_smoothed=True,
    keep=_keep,
)
