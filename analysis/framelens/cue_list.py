"""The list of cues: the verbs and nouns that report speech, their frames and their classes, as data (`cues.csv`)."""

import csv
import functools
from collections.abc import Mapping
from importlib import resources
from typing import NamedTuple

from framelens.syntax import Token

CUE_CLASSES = ("neutral", "endorsing", "distancing", "conflictive", "emphatic", "other")
FIXED = ("according", "words", "per")


class Entry(NamedTuple):
    """A line of the list: in which frames a lemma reports speech, and its class."""

    frames: frozenset[str]
    cue_class: str


class Lexicon:
    """The cue list, with a study's own classes in place of the list's.

    Parameters
    ----------
    classes
        Lemmas by cue class, as a study's ``[cues]`` section gives them. A lemma that the list lacks is taken for a
        verb with a *that* clause.
    """

    def __init__(self, classes: Mapping[str, tuple[str, ...]] | None = None):
        self.verbs, self.nouns = (dict(entries) for entries in _read_list())
        for cue_class, lemmas in (classes or {}).items():
            for lemma in lemmas:
                if lemma in self.nouns:
                    self.nouns[lemma] = self.nouns[lemma]._replace(cue_class=cue_class)
                if lemma in self.verbs or lemma not in self.nouns:
                    frames = self.verbs[lemma].frames if lemma in self.verbs else frozenset({"that"})
                    self.verbs[lemma] = Entry(frames, cue_class)


@functools.cache
def _read_list() -> tuple[dict[str, Entry], dict[str, Entry]]:
    lists: dict[str, dict[str, Entry]] = {"verb": {}, "nominal": {}}
    text = resources.files("framelens").joinpath("cues.csv").read_text(encoding="utf-8")
    for row in csv.DictReader(text.splitlines()):
        lists[row["kind"]][row["lemma"]] = Entry(frozenset(row["frames"].split()), row["cue_class"])
    return lists["verb"], lists["nominal"]


def lookup(token: Token, verbs: Mapping[str, Entry]) -> tuple[str, Entry | None]:
    """A verb's lemma, with its particle where the list has them together, and its line of the list."""
    lemma = token.lemma_.lower()
    for child in token.children:
        if child.dep_ in ("prt", "prep", "advmod") and f"{lemma} {child.lower_}" in verbs:
            return f"{lemma} {child.lower_}", verbs[f"{lemma} {child.lower_}"]
    return lemma, verbs.get(lemma)
