"""Scores: each sentence that mentions a party, scored for whoever speaks."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from framelens.checks import check_columns
from framelens.scorers import LABELS, Places, Scorer, find_scorer, labels_of
from framelens.shares import in_zone
from framelens.voices import Voices, Whose

ELLIPSIS = "…"
SCORES = {
    "article_id": "str", "sentence_id": "Int64", "start": "Int64", "party": "str", "voice": "str",
    "speaker_party": "str", "scorer": "str", **dict.fromkeys(LABELS, "float64"), "label": "str", "outlet": "str",
}  # fmt: skip
SCORED_VOICES = ("own", "attributed", "all")
"""Whose evaluation: the narrator's, somebody's whose words are reported, or the sentence's whoever speaks."""
_NARRATOR = Whose("own", None, None)


class _Unit(NamedTuple):
    """What is scored: the sentence's part that one voice speaks, with the target's places in it."""

    keys: tuple[Any, ...]
    text: str
    places: Places


def score_mentions(
    mentions: pd.DataFrame,
    sentences: pd.DataFrame,
    *,
    attributions: pd.DataFrame | None = None,
    scorer: str | Scorer = "model",
    zone: str = "body",
) -> pd.DataFrame:
    """Score each sentence toward each party that it mentions, once a party and speaker.

    A mention that is the speaker of an attribution is left out. Each voice is scored on its own words, the others'
    replaced by "…": ``own`` on the narrator's, ``attributed`` on those of one speaker, ``all`` on the whole sentence.

    Parameters
    ----------
    mentions, sentences
        The tables of a corpus, with texts.
    attributions
        The attributed spans; without them every word counts as the narrator's.
    scorer
        ``model``, the encoder that ships with framelens; ``lexicon``, VADER on the clause; or a `Scorer` of your own.
    zone
        Where in the article, or ``all``.

    Returns
    -------
    DataFrame
        A row for each sentence, party, ``voice`` and speaker: ``start`` of the first mention, ``speaker_party`` of
        attributed words, the name of the ``scorer``, the probabilities ``negative, neutral, positive`` (null where the
        scorer has nothing to go by) and the likeliest ``label`` (then neutral).

    Raises
    ------
    ArgumentError
        If the scorer is unknown or a column is missing.

    References
    ----------
    Hamborg, F. & Donnay, K. (2021). NewsMTSC: a dataset for (multi-)target-dependent sentiment classification in
    political news articles. EACL 2021.

    Examples
    --------
    >>> scores = score_mentions(annotations.mentions, annotations.sentences, attributions=annotations.attributions)
    >>> scores["voice"].unique().tolist()
    ['all', 'attributed', 'own']
    """
    check_columns(mentions, ["article_id", "sentence_id", "start", "end", "party", "is_speaker"], table="mentions")
    check_columns(sentences, ["article_id", "sentence_id", "zone", "text", "offsets"], table="sentences")
    judge = find_scorer(scorer)
    units = list(_units(mentions, in_zone(sentences, zone, table="sentences"), attributions))
    chances = np.asarray(judge([unit.text for unit in units], [unit.places for unit in units]), dtype=float)
    chances = chances.reshape(-1, len(LABELS))
    frame = pd.DataFrame(
        [unit.keys for unit in units],
        columns=["article_id", "sentence_id", "start", "party", "voice", "speaker_party", "outlet"],
    )
    name = scorer if isinstance(scorer, str) else judge.name
    frame = frame.assign(scorer=name, label=labels_of(chances), **dict(zip(LABELS, chances.T, strict=True)))
    frame = frame[list(SCORES)].astype(SCORES)
    return frame.sort_values(["article_id", "start", "party", "voice"], kind="stable", ignore_index=True)


def _units(mentions: pd.DataFrame, sentences: pd.DataFrame, attributions: pd.DataFrame | None) -> Iterator[_Unit]:
    voices = Voices(attributions) if attributions is not None else None
    texts = sentences[["article_id", "sentence_id", "text", "offsets"]]
    found = mentions[~mentions["is_speaker"]].merge(texts, on=["article_id", "sentence_id"])
    for (article, sentence, party), rows in found.groupby(["article_id", "sentence_id", "party"], sort=False):
        text, offsets, outlet = rows[["text", "offsets", "outlet"]].iloc[0]
        spans = sorted(zip(rows["start"], rows["end"], strict=True))
        owners = {place: voices.at(article, place) if voices else _NARRATOR for place in offsets}
        for voice, speaker, is_heard in _hearings([owners[start] for start, _ in spans]):
            shown, places = _shown(text, offsets, owners, is_heard)
            heard = [(start, end) for start, end in spans if is_heard(owners[start])]
            keys = (article, sentence, heard[0][0], party, voice, speaker, outlet)
            yield _Unit(keys, shown, [_moved(span, places) for span in heard])


def _hearings(owners: Sequence[Whose]) -> Iterator[tuple[str, str | None, Callable[[Whose], bool]]]:
    """For each voice that mentions the party: its name, the speaker's party, and which characters are its own."""
    yield "all", None, lambda _: True
    for speaker in dict.fromkeys(_speaker(one) for one in owners):
        voice = "own" if speaker == _speaker(_NARRATOR) else "attributed"
        yield voice, speaker[2], partial(_is, speaker)


def _speaker(one: Whose) -> tuple[bool, str | None, str | None]:
    """Who speaks, inside quotation marks or outside them."""
    return one.voice == "own", one.actor, one.party


def _is(speaker: tuple[bool, str | None, str | None], one: Whose) -> bool:
    return _speaker(one) == speaker


def _shown(
    text: str, offsets: Sequence[int], owners: Mapping[int, Whose], is_heard: Callable[[Whose], bool]
) -> tuple[str, dict[int, int]]:
    """The sentence as one voice speaks it, and where each character of the file stands in it."""
    shown: list[str] = []
    places: dict[int, int] = {}
    for char, offset in zip(text, offsets, strict=True):
        if is_heard(owners[offset]):
            places[offset] = len(shown)
            shown.append(char)
        elif not shown or shown[-1] != ELLIPSIS:
            shown.append(ELLIPSIS)
    return "".join(shown), places


def _moved(span: tuple[int, int], places: Mapping[int, int]) -> tuple[int, int]:
    """A span of the file in the text that is shown."""
    kept = [places[offset] for offset in range(*span) if offset in places]
    return kept[0], kept[-1] + 1
