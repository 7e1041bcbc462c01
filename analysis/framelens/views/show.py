"""A view as table, picture, caption and sentences."""

from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd

from framelens.captions.parts import Caption, each_outlet
from framelens.checks import check_one_of, check_rows
from framelens.errors import ArgumentError
from framelens.observations import Observations
from framelens.plots.rows import count_of
from framelens.study import Study
from framelens.style import Width, new_figure
from framelens.views.agency import AGENCY
from framelens.views.labels import WORD_CHOICE
from framelens.views.parts import Material, View, check_has_texts
from framelens.views.sentiment import SENTIMENT
from framelens.views.sources import SOURCES
from framelens.views.terms import TERMS

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MEASURES = {
    "terms": TERMS,
    "word choice": WORD_CHOICE,
    "sentiment": SENTIMENT,
    "sources": SOURCES,
    "agency": AGENCY,
}
_VOICE_NAMES = {
    "own": "in the narrator's own words", "quoted": "inside quotation marks",
    "indirect": "in what is reported outside quotation marks", "attributed": "in words attributed to others",
    "all": "whoever speaks",
}  # fmt: skip


def fill_view(material: Material, view: View) -> View:
    """The view with its empty choices filled in and all of them checked."""
    check_one_of("measure", view.measure, MEASURES)
    measure, outlets = MEASURES[view.measure], view.outlets or tuple(material.outlets)
    for outlet in outlets:
        check_one_of("outlets", outlet, material.outlets)
    topics = measure.topics(material)
    if not topics:
        raise ArgumentError(f"the study has nothing to draw {view.measure} of; add it to '{material.study.path.name}'.")
    topic = view.topic or next((key for key in topics if key in outlets), next(iter(topics)))
    check_one_of("topic", topic, topics)
    check_one_of("voice", view.voice, measure.voices)
    check_one_of("zone", view.zone, measure.zones)
    return replace(view, outlets=tuple(sorted(outlets)), topic=topic)


def tabulate(material: Material, view: View) -> pd.DataFrame:
    """The rows that a view's picture draws; ``view`` is one that `fill_view` gave."""
    return keep_rows(material, summarize(material, summarized_view(view)), view)


def summarized_view(view: View) -> View:
    """The view as far as its measure is computed from it: most only leave out rows by the smallest count."""
    return view if MEASURES[view.measure].keep is None else replace(view, min_count=1)


def summarize(material: Material, view: View) -> pd.DataFrame:
    """The measure of a view, which `summarized_view` gave, with the rows of every count."""
    return MEASURES[view.measure].table(material, view)


def keep_rows(material: Material, frame: pd.DataFrame, view: View) -> pd.DataFrame:
    """The rows of `summarize` that a view's picture draws."""
    keep = MEASURES[view.measure].keep
    frame = frame if keep is None else keep(material, frame, view)
    check_rows(frame, why="these choices leave no row; take more outlets, another voice or a smaller minimum count")
    return frame


def draw(material: Material, frame: pd.DataFrame, view: View) -> "Axes":
    """The picture of a view's table; ``view`` is one that `fill_view` gave."""
    return MEASURES[view.measure].draw(material, frame, view)


class DrawnView(NamedTuple):
    """A view's table, its picture, and what stands below it."""

    frame: pd.DataFrame
    axes: "Axes"
    caption: Caption


def draw_view(study: Study, observations: Observations, view: View, *, width: Width = "acl-page") -> DrawnView:
    """Draw one view of a study, as `explore` shows it.

    Parameters
    ----------
    study, observations
        The study, and what is observed in it.
    view
        What to show.
    width
        A venue's, or mm.

    Returns
    -------
    DrawnView
        ``frame``: the rows drawn, of `contrast_terms`, `label_shares`, `summarize_sentiment`, `summarize_sources` or
        `summarize_agency`; ``axes``; ``caption``.

    Raises
    ------
    ArgumentError
        If a choice is not one of those that the study and the measure have, or leaves no row.

    Examples
    --------
    >>> drawn = draw_view(study, observations, View(topic="Tavrin Courier"))
    >>> {"men", "sailors"} <= set(drawn.frame["term"])
    True
    >>> drawn.caption.text[:31]
    'Terms of Tavrin Courier: log-od'
    """
    material = Material(study, observations)
    view = fill_view(material, view)
    frame = tabulate(material, view)
    axes = draw(material, frame, view)
    figure = axes.get_figure(root=True)
    assert figure is not None
    figure.set_figwidth(new_figure(width).get_figwidth())
    return DrawnView(frame, axes, caption_of(material, frame, view))


def caption_of(material: Material, frame: pd.DataFrame, view: View) -> Caption:
    """What a view shows and of what, with its n, for every measure alike."""
    measure = MEASURES[view.measure]
    what = view.measure.capitalize() + f" of {measure.topics(material)[view.topic]}"
    cells = frame.drop_duplicates("outlet")
    kinds = sorted(set(frame["interval"]) - {"none"})
    lines = f"Lines: {frame['level'].max():.0%} intervals ({', '.join(kinds)})." if kinds else "No interval."
    smoothing = f"; prior of {view.prior_weight:g} words" * measure.is_smoothed
    sizes = ((cells["n_articles"], "article"), (cells["n"], _unit(frame)))
    n = ", ".join(count_of(int(sizes.sum()), noun) for sizes, noun in sizes)
    return Caption(
        f"{what}: {measure.says}; {_VOICE_NAMES[view.voice]}; zone: {view.zone}; minimum count {view.min_count}"
        f"{smoothing}; outlets: {', '.join(view.outlets)}. n = {n}. {lines}"
        " Hollow, or without a mark: too few to lean on.",
        f"{what}. " + each_outlet(frame.dropna(subset=["k"]), lambda row: _read(row, measure.rows[-1])),
    )


def _read(row: Any, name: str) -> str:
    return f"{'' if name == 'outlet' else getattr(row, name)} {row.k} of {row.n}".strip()


def _unit(frame: pd.DataFrame) -> str:
    """What n counts."""
    unit = str(frame["unit"].iloc[0])
    return "word" if unit == "term" else unit


def look_behind(material: Material, view: View, row: pd.Series) -> pd.DataFrame:
    """The sentences behind a row of a view's table; ``view`` is one that `fill_view` gave.

    Raises
    ------
    ArgumentError
        If there are no texts.
    """
    check_has_texts(material)
    return MEASURES[view.measure].behind(material, view, row)
