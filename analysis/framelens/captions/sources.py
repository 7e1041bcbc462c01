"""Captions of voices, sources and cues: whose words an article prints."""

from collections.abc import Mapping

import pandas as pd

from framelens.captions.parts import Caption, each_outlet, over_articles, sample_size, say_interval, say_why_none
from framelens.inference import SMALLEST
from framelens.plots.rows import count_of


def caption_voices(frame: pd.DataFrame) -> Caption:
    """For `plot_voices`.

    Examples
    --------
    >>> caption_voices(voice_shares(observations.annotations.tokens)).text[:37]
    'Words of the body by voice and outlet'
    """
    alt = each_outlet(frame, lambda row: f"{row.voice} {row.k:,} of {row.n:,} words" if row.k else "")
    return Caption(
        f"Words of the body by voice and outlet: {sample_size(frame, 'word', 'voice')}. Numbers in the bars are words."
        " Indirect: what a cue reports outside quotation marks. Bars are means of the articles' shares."
        f" {_lines(frame, 'the narrator’s part')}",
        f"Stacked bars, one an outlet. {alt}",
    )


def _lines(frame: pd.DataFrame, part: str) -> str:
    """The intervals of stacked bars: those over articles alone, because words of one quotation are not independent."""
    lines = over_articles(frame)
    several = frame[(frame["interval"] == "none") & (frame["n_articles"] > 1)]
    why = [say_why_none(several["n_articles"])] if len(several) else []
    taken = ", as the table’s intervals take them to be" * bool((frame["interval"] == "within-article-wilson").any())
    why += [f"within one article words are not independent{taken}"] * bool((frame["n_articles"] == 1).any())
    said = f"Lines: {lines[0]} for {part}; for the others they are in the table." if lines else ""
    return " ".join(filter(None, [said, f"No interval is drawn: {'; '.join(why)}." if why else ""]))


def caption_sources(frame: pd.DataFrame, *, source: str, titles: Mapping[str, str]) -> Caption:
    """For `plot_sources` of words.

    Examples
    --------
    >>> shares = summarize_sources(observations.annotations.attributions, by=("outlet", "party"))
    >>> caption_sources(shares, source="party", titles={}).text[:35]
    'Attributed words of the body by sou'
    """
    called = frame.assign(who=frame[source].map(lambda one: titles.get(one, one)).fillna("unattributed"))
    alt = each_outlet(called, lambda row: f"{row.who} {row.k:,} of {row.n:,} words" if row.k else "")
    return Caption(
        "Attributed words of the body by source and outlet, inside quotation marks and outside them:"
        f" {sample_size(frame, 'word', source)}. Numbers in the bars are words; each counts once, for the innermost"
        " span round it. Bars are means of the articles' shares."
        f" {_lines(frame[~frame['sparse']], 'the first part')} Unattributed: words in marks, or reported,"
        " with nobody named. An outlet with fewer than 5 statements has counts and no bar.",
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
    alt = each_outlet(
        shown, lambda row: f"{titles.get(getattr(row, source), '')} {row.cue_class} {row.k} of {row.n}" if row.k else ""
    )
    return Caption(
        "Cues (verbs of speech and according to) by class for each source, with k/n:"
        f" n = {count_of(shown['outlet'].nunique(), 'outlet')}, {count_of(int(cells['n'].sum()), 'cue')}. Cues of the"
        " body that are neither negated nor inside a report; dots are means of the articles’ shares, dots of one outlet"
        " are joined; the sources of an outlet stand in the legend’s order, from top to bottom."
        f" {say_interval(shown[~shown['sparse']], 'cue')} Below {SMALLEST['cue']} cues there is k/n and no dot. A"
        " description: no test.",
        f"Dot plots, one a class of cue, outlets as rows. {alt}",
    )
