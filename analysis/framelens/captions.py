"""Captions and alternative texts, built from the table that the picture draws: their numbers cannot disagree."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

import pandas as pd

from framelens.errors import ArgumentError
from framelens.inference import SMALLEST
from framelens.plots.beside import VOICE_NAMES as _VOICES
from framelens.plots.beside import other_voice
from framelens.plots.rows import count_of
from framelens.scorers import find_scorer

_ATTRIBUTED = "words attributed to others"


class Caption(NamedTuple):
    """What stands below a figure, and what is read to those who cannot see it."""

    text: str
    alt: str


def caption_voices(frame: pd.DataFrame) -> Caption:
    """For `plot_voices`.

    Examples
    --------
    >>> caption_voices(voice_shares(observations.annotations.tokens)).text[:37]
    'Words of the body by voice and outlet'
    """
    alt = _each_outlet(frame, lambda row: f"{row.voice} {row.k:,} of {row.n:,} words" if row.k else "")
    return Caption(
        f"Words of the body by voice and outlet: {_sample(frame, 'word', 'voice')}. Numbers in the bars are words."
        " Indirect: what a cue reports outside quotation marks. Bars are means of the articles' shares, without an"
        " interval: words of one quotation are not independent.",
        f"Stacked bars, one an outlet. {alt}",
    )


def caption_terms(frame: pd.DataFrame, *, voice: str, measure: str) -> Caption:
    """For `plot_terms_grid`; ``measure`` says what the x axis is and how it was computed.

    Examples
    --------
    >>> weights = top_terms(weight_terms(count_terms(annotations.tokens)), 3)
    >>> "tf-idf" in caption_terms(weights, voice="own", measure="tf-idf").text
    True
    """
    n_articles = frame.drop_duplicates("outlet")["n_articles"].sum()
    alt = _each_outlet(frame, lambda row: f"{row.term} ({row.k})")
    return Caption(
        f"Terms that mark each outlet in {_VOICES[voice]}: {measure}. n = {count_of(int(n_articles), 'article')};"
        f" the number after a term is its count in the outlet. Hollow: fewer than {SMALLEST['term']} uses or in fewer"
        " than 2 articles. A description: no test, no interval.",
        f"Lollipop charts, one an outlet, of its highest terms with their counts. {alt}",
    )


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
    alt = _each_outlet(frame, lambda row: f"{row.label} {row.k} of {row.n}" if row.k else "", empty="no mention")
    return Caption(
        f"{title}: share of each label among the mentions of the concept in {_VOICES[voice]}, with k/n; dots are means"
        " of the articles, ticks articles."
        f" {_sample(frame, 'mention', 'label')}. {_interval(frame)} Hollow: fewer than {SMALLEST['mention']} mentions."
        + _say_beside(frame, other, beside),
        f"Dot plots, one a label, outlets as rows. {alt}" + _read_beside(other, beside, lambda row: row.label),
    )


def caption_sentiment(
    frame: pd.DataFrame, *, voice: str, titles: Mapping[str, str], compare: str = "scorer"
) -> Caption:
    """For `plot_party_sentiment_grid`; ``compare`` is the column whose values are drawn under one another.

    Examples
    --------
    >>> shares = summarize_sentiment(observations.scores)
    >>> "corrected for the scorer's errors" in caption_sentiment(shares, voice="own", titles={}).text
    True
    """
    means = frame[frame["measure"] == "mean"]
    units = means.groupby(compare, sort=False)["n"].sum()
    names = {kind: f"{kind}, in {_VOICES.get(voice, _ATTRIBUTED)}" for kind in units.index} | _VOICES
    n = "; ".join(
        f"{names.get(kind, _ATTRIBUTED)}, n = {total:,} sentence–party pairs" for kind, total in units.items()
    )
    counts = frame.pivot_table("k", ["outlet", "party", compare], "measure", aggfunc="first", observed=True)
    rows = means.merge(counts.reset_index(), on=["outlet", "party", compare], how="left")
    alt = _each_outlet(
        rows,
        lambda row: (
            f"{titles.get(row.party, row.party)}, {getattr(row, compare)}: {row.negative:.0f} negative and"
            f" {row.positive:.0f} positive of {row.n}"
        ),
    )
    return Caption(
        "How the sentences of the body that mention each party evaluate it: bars are the shares of negative (left) and"
        f" positive (right) sentences, means of the articles, with their counts at the edges; from top to bottom {n}."
        f" {_scorers(frame)} {_corrected(means)} Hollow: fewer than {SMALLEST['sentence']} sentences.",
        f"Bars to the left and right of zero, a panel a party, outlets as rows. {alt}",
    )


def _scorers(frame: pd.DataFrame) -> str:
    """What scored, in which version, under which licence."""
    known = []
    for name in dict.fromkeys(frame["scorer"]):
        try:
            scorer = find_scorer(name)
        except ArgumentError:
            known.append(f"{name}, the authors' own")
        else:
            known.append(f"{name}, which is {scorer.name} ({scorer.version}, {scorer.licence})")
    return f"Scored by {'; and by '.join(known)}."


def _corrected(means: pd.DataFrame) -> str:
    """What the marks over the bars are, and what their intervals hold."""
    kinds = set(means["interval"]) - {"none"}
    if not kinds:
        return "No correction and no interval: the scorer's errors are unknown."
    held = (
        "the scorer's errors alone, for the very sentences of one article"
        if kinds == {"within-article-classifier"}
        else "the sampling of articles, where there are two or more, and the scorer's errors"
    )
    return (
        "Marks: share positive less share negative, corrected for the scorer's errors on labelled news sentences; the"
        f" 95% intervals hold {held}."
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


def caption_sources(frame: pd.DataFrame, *, source: str, titles: Mapping[str, str]) -> Caption:
    """For `plot_sources` of words.

    Examples
    --------
    >>> shares = summarize_sources(observations.annotations.attributions, by=("outlet", "party"))
    >>> caption_sources(shares, source="party", titles={}).text[:35]
    'Attributed words of the body by sou'
    """
    called = frame.assign(who=frame[source].map(lambda one: titles.get(one, one)).fillna("unattributed"))
    alt = _each_outlet(called, lambda row: f"{row.who} {row.k:,} of {row.n:,} words" if row.k else "")
    return Caption(
        "Attributed words of the body by source and outlet, inside quotation marks and outside them:"
        f" {_sample(frame, 'word', source)}. Numbers in the bars are words; each counts once, for the innermost span"
        " round it. Bars are means of the articles' shares, without an interval: words of one quotation are not"
        " independent. Unattributed: words in marks, or reported, with nobody named. An outlet with fewer than 5"
        " statements has counts and no bar.",
        f"Stacked bars, one an outlet. {alt}",
    )


def caption_cues(frame: pd.DataFrame, *, source: str, titles: Mapping[str, str]) -> Caption:
    """For `plot_cue_classes_grid`.

    Examples
    --------
    >>> profile = profile_cues(observations.annotations.cues, by=("outlet", "party"))
    >>> caption_cues(profile, source="party", titles={}).text[:36]
    'Cues (verbs of speech and according '
    """
    shown = frame[frame[source].isin(list(titles))] if titles else frame
    cells = shown.drop_duplicates(["outlet", source])
    alt = _each_outlet(
        shown, lambda row: f"{titles.get(getattr(row, source), '')} {row.cue_class} {row.k} of {row.n}" if row.k else ""
    )
    return Caption(
        "Cues (verbs of speech and according to) by class for each source, with k/n:"
        f" n = {count_of(shown['outlet'].nunique(), 'outlet')}, {count_of(int(cells['n'].sum()), 'cue')}. Cues of the"
        " body that are neither negated nor inside a report; dots are means of the articles’ shares, dots of one outlet"
        " are joined; the sources of an outlet stand in the legend’s order, from top to bottom."
        f" {_interval(shown[~shown['sparse']], 'cue')} Below {SMALLEST['cue']} cues there is k/n and no dot. A"
        " description: no test.",
        f"Dot plots, one a class of cue, outlets as rows. {alt}",
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
    alt = _each_outlet(cells, lambda row: f"{names[row.event]}, {row.construction} {row.k} of {row.n}" if row.k else "")
    return Caption(
        f"How each outlet words the events of the study in {_VOICES[voice]}, with k/n: n ="
        f" {count_of(outlets, 'outlet')} that mention any, {count_of(mentions, 'mention')}. Agent named: the doer"
        " stands in the clause or noun phrase; one named in the sentence before counts for nothing. Dots are means of"
        f" the articles’ shares. {_interval(drawn)} Below {SMALLEST['mention']} mentions there is k/n and no dot."
        + _say_beside(frame, other, beside)
        + (f" Not mentioned by any outlet: {', '.join(silent)}." if silent else "")
        + " A description: no test.",
        f"Matrix of outlets and constructions, an event below the other. {alt}"
        + _read_beside(other, beside, lambda row: f"{names[row.event]}, {row.construction}"),
    )


def _say_beside(frame: pd.DataFrame, other: pd.DataFrame, beside: str | None) -> str:
    """What the diamonds are, with their n; that there are none, where the voices do not differ."""
    if beside is None:
        return ""
    if other.empty:
        return f" The same in {_VOICES[beside]}: no count and no share differs."
    keys = [column for column in ("outlet", "concept", "event") if column in frame.columns]
    n = int(frame.drop_duplicates(keys)[f"n_{beside}"].sum())
    return (
        f" Grey diamonds: the same in {_VOICES[beside]} (n = {count_of(n, 'mention')}), with k/n and without an"
        " interval, where the count or the share differs; hollow below the same n."
    )


def _read_beside(other: pd.DataFrame, beside: str | None, name: Callable[[Any], str]) -> str:
    if other.empty:
        return ""
    return f" In {_VOICES[str(beside)]}: " + _each_outlet(
        other, lambda row: f"{name(row)} {row.k} of {row.n}" if row.k else ""
    )


def _sample(frame: pd.DataFrame, unit: str, kinds: str) -> str:
    """``n = 5 outlets, 5 articles, 64 mentions``, from rows that repeat n for every kind."""
    keys = [column for column in ("outlet", "concept") if column in frame.columns]
    cells = frame.drop(columns=kinds).drop_duplicates(keys)
    sizes = (count_of(int(cells[name].sum()), noun) for name, noun in (("n_articles", "article"), ("n", unit)))
    return f"n = {count_of(cells['outlet'].nunique(), 'outlet')}, " + ", ".join(sizes)


def _interval(frame: pd.DataFrame, unit: str = "mention") -> str:
    """What the lines of the rows drawn are, or why there are none."""
    if frame.empty:
        return "No interval: every cell is below the smallest n."
    if "within-article-wilson" not in set(frame["interval"]):
        return "No interval: none is computed yet for several articles."
    has_several = ((frame["interval"] == "none") & (frame["n"] > 0)).any()
    return (
        f"Lines: {frame['level'].max():.0%} Wilson intervals within the article, which take its {unit}s as independent;"
        " they say nothing about other articles of the outlet."
        + " For several articles none is computed yet."
        * bool(has_several)
    )


def _each_outlet(frame: pd.DataFrame, say, *, empty: str = "nothing") -> str:  # type: ignore[no-untyped-def]
    parts = []
    for outlet, rows in frame.groupby("outlet", sort=True):
        said: Iterable[str] = filter(None, (say(row) for row in rows.itertuples()))
        parts.append(f"{outlet}: {', '.join(said) or empty}")
    return "; ".join(parts) + "."
