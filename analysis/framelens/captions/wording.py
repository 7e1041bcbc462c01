"""Captions of word choice, agency and facts: how each outlet words one event."""

from collections.abc import Mapping

import pandas as pd

from framelens.captions.parts import Caption, each_outlet, read_beside, sample_size, say_beside, say_interval
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
