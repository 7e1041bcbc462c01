"""What every view is made of: the choices, what they are made from, and what a measure must answer."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from framelens.annotations import Annotations
from framelens.counts import TermCounts, count_terms, merge_variants
from framelens.errors import ArgumentError
from framelens.evidence import EVIDENCE, evidence
from framelens.observations import Observations
from framelens.schema import ANNOTATION_TABLES, ZONES, empty
from framelens.study import Study

if TYPE_CHECKING:
    from matplotlib.axes import Axes

READ_ZONES = ("body", *(zone for zone in ZONES if zone not in ("body", "boilerplate", "blank")), "all")
"""Zones that have words, the usual one first."""
_COUNTED = "counted"


@dataclass(frozen=True)
class View:
    """One view of a study.

    Attributes
    ----------
    measure : str
        ``terms``, ``word choice``, ``sentiment``, ``sources`` or ``agency``.
    topic : str
        What the measure is of: the outlet whose terms are contrasted with the others', a label as ``CONCEPT/LABEL``,
        a party, an event; the first there is if empty.
    outlets : tuple of str
        The outlets compared; all if empty.
    voice : str
        Whose words; ``attributed`` is one of sentiment's.
    zone : str
        Where in the article.
    min_count : int
        Smallest number of uses of a term in the outlets compared; of an outlet's mentions or sentences; of a source's
        words, below which it is one of the others.
    prior_weight : float
        Smoothing of terms: pseudo-words of the informative prior.
    """

    measure: str = "terms"
    topic: str = ""
    outlets: tuple[str, ...] = ()
    voice: str = "own"
    zone: str = "body"
    min_count: int = 3
    prior_weight: float = 500.0


@dataclass(frozen=True)
class Material:
    """A study and its observations, with what several views share."""

    study: Study
    observations: Observations

    @cached_property
    def outlets(self) -> list[str]:
        """The outlets, by name."""
        return sorted(self.annotations.articles["outlet"].unique())

    @property
    def annotations(self) -> Annotations:
        """The tables."""
        return self.observations.annotations

    @cached_property
    def counts(self) -> TermCounts:
        """Terms by outlet, voice and zone, counted once: what a view takes is a sum of these rows."""
        by = ("outlet", "voice", "zone")
        return merge_variants(count_terms(self.annotations.tokens, by=by, voice="all", zone="all"))

    def chosen(self, table: pd.DataFrame, view: View) -> pd.DataFrame:
        """The rows of a view's outlets."""
        is_chosen = table["outlet"].isin(view.outlets)
        return table if is_chosen.all() else table[is_chosen]  # Of ten thousand articles a copy takes its time.


class Measure(NamedTuple):
    """What a view asks of its measure."""

    topics: Callable[[Material], Mapping[str, str]]
    """What it can be of, and what that is called; an empty key where there is no choice."""
    voices: tuple[str, ...]
    zones: tuple[str, ...]
    table: Callable[[Material, View], pd.DataFrame]
    """A result table; its rows are drawn, in its order, unless `keep` chooses among them."""
    draw: Callable[[Material, pd.DataFrame, View], "Axes"]
    marks: Callable[[pd.DataFrame], pd.DataFrame]
    """Where the picture has the mark of each row, as `mark_boxes` says it."""
    rows: tuple[str, ...]
    """Columns that name a row."""
    behind: Callable[[Material, View, pd.Series], pd.DataFrame]
    """The sentences behind a row, as `evidence` gives them."""
    says: str
    """What the estimate is."""
    topic_is: str = ""
    is_smoothed: bool = False
    keep: Callable[[Material, pd.DataFrame, View], pd.DataFrame] | None = None
    """The rows that count enough, if the table itself is the same for every smallest count."""


def mark_boxes(
    places: Sequence[float] | np.ndarray, x0: ArrayLike = np.nan, x1: ArrayLike = np.nan, *, height: float = 0.9
) -> pd.DataFrame:
    """Boxes round marks in the units of the axes, row by row; a null end is the picture's edge.

    Examples
    --------
    >>> mark_boxes([0, 1], x0=0.5).to_dict("records")[1]
    {'x0': 0.5, 'x1': nan, 'y0': 0.55, 'y1': 1.45}
    """
    at = np.asarray(places, dtype=float)
    return pd.DataFrame({"x0": x0, "x1": x1, "y0": at - height / 2, "y1": at + height / 2})


def keep_counted(_: Material, frame: pd.DataFrame, view: View) -> pd.DataFrame:
    """The rows of at least the smallest n."""
    return frame[frame["n"] >= view.min_count].reset_index(drop=True)


def outlet_places(frame: pd.DataFrame) -> np.ndarray:
    """The row of the picture in which each row's outlet is drawn."""
    return np.asarray(pd.factorize(frame["outlet"])[0], dtype=float)


def search(annotations: Annotations, article_ids: Collection[str], **choice: str | None) -> pd.DataFrame:
    """`evidence` in some articles alone, so that in a large corpus no others are read; no rows where there are none."""
    if not len(article_ids):
        return empty(EVIDENCE)
    tables = {name: getattr(annotations, name) for name in ANNOTATION_TABLES}
    few = {name: table[table["article_id"].isin(article_ids)] for name, table in tables.items()}
    return evidence(replace(annotations, **few), **choice)  # type: ignore[arg-type]


def search_places(annotations: Annotations, places: pd.DataFrame, *, zone: str) -> pd.DataFrame:
    """The sentences round places that a measure counted: rows of any table with ``start``, ``end`` and ``voice``."""
    hits = places.assign(label=_COUNTED)  # What `evidence` finds by label needs nothing but its place.
    return search(replace(annotations, labels=hits), hits["article_id"].unique(), label=_COUNTED, zone=zone)


def check_has_texts(material: Material) -> None:
    """Raise ArgumentError where there are no sentences to show."""
    if not material.observations.has_texts:
        raise ArgumentError(
            "these observations come from the shared form, which holds no sentences; put the articles in place to see"
            " them."
        )
