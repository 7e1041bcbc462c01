"""Captions of word choice, agency and facts: how each outlet words one event."""

from collections.abc import Mapping

import pandas as pd

from framelens.captions.parts import (
    Caption,
    each_outlet,
    over_articles,
    read_beside,
    sample_size,
    say_beside,
    say_interval,
    say_why_none,
)
from framelens.inference import SMALLEST
from framelens.plots.beside import VOICE_NAMES, other_voice
from framelens.plots.rows import count_of


def caption_label_shares(frame: pd.DataFrame, *, title: str, voice: str, beside: str | None = None) -> Caption:
    """For `plot_label_shares_grid` of one concept; ``beside`` is the voice of the diamonds.

    Examples
    --------
    >>> shares = label_shares(observations.labels)
    >>> caption = caption_label_shares(shares[shares["concept"] == "the-act"], title="The act", voice="own")
    >>> caption.text[:31]
    'The act: share of each label am'
    """
    other = other_voice(frame, beside)
    alt = each_outlet(frame, lambda row: f"{row.label} {row.k} of {row.n}" if row.k else "", empty="no mention")
    return Caption(
        f"{title}: share of each label among the mentions of the concept in {VOICE_NAMES[voice]}, with k/n;"
        f" dots are means of the articles, ticks articles. {sample_size(frame, 'mention', 'label')}."
        f" {say_interval(frame)} Hollow: fewer than {SMALLEST['mention']} mentions." + say_beside(frame, other, beside),
        f"Dot plots, one a label, outlets as rows. {alt}" + read_beside(other, beside, lambda row: row.label),
    )


def caption_contrasts(frame: pd.DataFrame, *, voice: str) -> Caption:
    """For `plot_contrasts` of the strongest contrasts of label shares.

    Examples
    --------
    >>> contrasts = contrast_groups(label_shares(observations.labels, by=("outlet", "article_id")))
    >>> caption_contrasts(strongest_contrasts(contrasts), voice="own").text[:35]
    'Word choice: the largest difference'
    """
    alt = each_outlet(
        frame, lambda row: f"{row.label} {row.k} of {row.n}, others {row.k_reference} of {row.n_reference}"
    )
    return Caption(
        "Word choice: the largest differences between an outlet and the others in the share of a label among the"
        f" mentions of its concept in {VOICE_NAMES[voice]}, articles weighing equally, with k/n of both. Right of 0 the"
        f" outlet uses the label more. Concepts with fewer than {SMALLEST['mention']} mentions on a side are left out."
        f" {_say_tests(frame)}",
        f"Dot plot, a difference a row. {alt}",
    )


def _say_tests(frame: pd.DataFrame) -> str:
    """What the contrasts were tested by, or why they were not."""
    smaller = frame[["n_articles", "n_articles_reference"]].min(axis=1)
    if (smaller <= 1).all():
        return "Description only: one article per outlet. No interval and no test."
    why = say_why_none(smaller[(frame["interval"] == "none") & (smaller > 1)])
    lines = "; ".join(over_articles(frame)) or "none"
    tested = frame["test"] != "none"
    seeds = frame.loc[frame["test"] == "permutation", "seed"]
    drawn = f", 10,000 of them drawn where there are more (seed {int(seeds.iloc[0])})" if len(seeds) else ""
    smallest = f"; the smallest p that these articles could give: {frame['p_min'].min():.2g}" if tested.any() else ""
    return (
        f"Lines: {lines}{f' ({why})' if why else ''}. p by exchanging articles between the two sides{drawn}{smallest}."
        f" Full dots: q < .05 (Benjamini & Hochberg, {count_of(int(frame['n_tests'].max()), 'test')} in the whole"
        " table); hollow: larger, or not tested."
    )


def caption_agency(
    frame: pd.DataFrame, *, voice: str, beside: str | None = None, titles: Mapping[str, str] | None = None
) -> Caption:
    """For `plot_agency_grid`; ``beside`` is the voice of the diamonds, ``titles`` says what each event is called.

    Examples
    --------
    >>> shares = summarize_agency(observations.annotations.events, voice="all")
    >>> caption_agency(shares, voice="all").text[:36]
    'How each outlet words the events of '
    """
    names = titles or {event: event for event in frame["event"].unique()}
    frame = frame[frame["event"].isin(list(names))]
    cells, drawn, other = frame[frame["n"] > 0], frame[~frame["sparse"]], other_voice(frame, beside)
    outlets, mentions = cells["outlet"].nunique(), int(cells.drop_duplicates(["outlet", "event"])["n"].sum())
    silent = [name for event, name in names.items() if event not in set(frame["event"])]
    alt = each_outlet(cells, lambda row: f"{names[row.event]}, {row.construction} {row.k} of {row.n}" if row.k else "")
    return Caption(
        f"How each outlet words the events of the study in {VOICE_NAMES[voice]}, with k/n: n ="
        f" {count_of(outlets, 'outlet')} that mention any, {count_of(mentions, 'mention')}. Agent named: the doer"
        " stands in the clause or noun phrase; one named in the sentence before counts for nothing. Dots are means of"
        f" the articles’ shares. {say_interval(drawn)} Below {SMALLEST['mention']} mentions there is k/n and no dot."
        + say_beside(frame, other, beside)
        + (f" Not mentioned by any outlet: {', '.join(silent)}." if silent else "")
        + " A description: no test.",
        f"Matrix of outlets and constructions, an event below the other. {alt}"
        + read_beside(other, beside, lambda row: f"{names[row.event]}, {row.construction}"),
    )


def caption_facts(frame: pd.DataFrame, *, titles: Mapping[str, str]) -> Caption:
    """For `plot_fact_matrix`.

    Examples
    --------
    >>> caption_facts(observations.facts, titles={}).text[:32]
    'Facts that each article reports:'
    """
    n_articles, n_facts = frame["article_id"].nunique(), frame["fact"].nunique()
    found = frame.groupby("fact", sort=False)["found"].sum().sort_values(ascending=False, kind="stable")
    alt = "; ".join(f"{titles.get(fact, fact)}: {k} of {n_articles}" for fact, k in found.items())
    return Caption(
        f"Facts that each article reports: n = {count_of(n_articles, 'article')}, {count_of(n_facts, 'fact')}. Full"
        " dot: a pattern of the study matched a sentence of the body; ring: none did, which is not proof of omission."
        " The number after a fact is the articles that report it. A description: no test.",
        f"Matrix of facts and articles. {alt}.",
    )
