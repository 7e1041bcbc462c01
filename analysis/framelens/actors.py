"""Actors: who a speaker is, whether named in full, by surname, by title or by a pronoun, within one article.

A study's names go first. All other people and bodies go by the fullest name or phrase that the article has for them.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from framelens.mentions import Mention, Names
from framelens.noun_phrases import (
    apposed_titles,
    gender_of,
    is_definite,
    is_generic_body,
    is_several,
    phrase,
    phrase_text,
)
from framelens.people import BODIES, GENDERS, PEOPLE
from framelens.proper_names import Name, find_names, fullest_names
from framelens.syntax import Parse, Token

_NOMINAL = frozenset(["NOUN", "PROPN", "PRON"])
_SINGULAR = frozenset(["he", "she", "him", "her", "his", "hers", "himself", "herself"])
_PLURAL = frozenset(["they", "them", "their", "both", "these", "those"])
_THING = frozenset(["it", "its"])
_TIMES = frozenset(["former", "late", "outgoing", "acting", "veteran", "new", "then"])
_RESUMING = frozenset(["he", "she", "they", "it"])
_FARTHEST = 1_000
"""A phrase or pronoun means one of so many before it; to look through all takes time that grows with their square."""
_PLACE_PREPOSITIONS = frozenset(["in", "at", "from", "near", "across", "outside", "inside", "around", "through"])


class Speaker(NamedTuple):
    """A speaker as written, and who it is."""

    text: str
    actor: str | None
    party: str | None


class Scene(NamedTuple):
    """A block of an article: its parse, the tokens in marks, the speakers' heads, the mentions of the study's names."""

    doc: Parse
    quoted: set[int]
    speakers: set[int]
    mentions: Sequence[Mention]


@dataclass(eq=False)
class _Entity:
    """Somebody named at a place of the article."""

    place: tuple[int, int]
    sentence: tuple[int, int]
    actor: str
    party: str | None
    kind: str
    gender: str | None
    is_subject: bool
    titles: frozenset[str]


class Actors:
    """The people and bodies of one article, to be asked who a speaker is.

    Parameters
    ----------
    scenes
        The blocks of the article, in order.
    names
        The study's names.
    outlet
        The article's outlet, which may cite itself.
    """

    def __init__(self, scenes: Sequence[Scene], names: Names, outlet: str):
        self._scenes, self._study, self._outlet = scenes, names, outlet
        self._names = [find_names(scene.doc) for scene in scenes]
        self._at = [{place: name for name in names for place in range(name.start, name.end)} for names in self._names]
        self._full = fullest_names([name for names in self._names for name in names])
        self._entities: list[_Entity] = []  # In the order of the text.
        self._genders: dict[str, str] = {}
        for number, scene in enumerate(scenes):
            for token in self._heads(number, scene):
                found = self._resumed(number, token) if token.pos_ == "PRON" else self._named(number, token)
                self._entities += found
                self._genders |= {one.actor: one.gender for one in found if one.gender}

    def who(self, number: int, token: Token) -> Speaker:
        """The speaker whose phrase ``token`` heads, in block ``number``."""
        start, end = phrase(token)
        text = token.doc.text_of(start, end).replace("\n", " ")
        return Speaker(text, *self._identify(number, token))

    def _heads(self, number: int, scene: Scene) -> Iterator[Token]:
        """The tokens that stand for somebody, outside quotation marks."""
        heads = {name.head for name in self._names[number]}
        for token in scene.doc:
            if token.i in scene.quoted or not (token.pos_ in _NOMINAL or token.i in scene.speakers):
                continue
            is_subject = token.dep_ in ("nsubj", "nsubjpass")
            if (token.pos_ == "PRON" and not is_subject) or token.tag_ == "PRP$":
                continue
            is_noun = token.pos_ == "NOUN" and ((is_subject and token.tag_ == "NNS") or _stands_for_somebody(token))
            if token.i in heads or token.i in scene.speakers or is_noun or token.lower_ in _RESUMING:
                yield token

    def _resumed(self, number: int, token: Token) -> list[_Entity]:
        """A pronoun keeps whom it means in the story."""
        found = self._antecedent(number, token)
        if found is None:
            return []
        place, sentence = (number, token.i), (number, token.sent.start)
        gender = GENDERS.get(token.lower_) or found.gender
        return [replace(found, place=place, sentence=sentence, is_subject=True, gender=gender)]

    def _named(self, number: int, token: Token) -> list[_Entity]:
        """Whom a phrase names: *Ann and Bo* are a pair, and Ann (Bo has a phrase of his own)."""
        name = self._at[number].get(token.i)
        both = self._entity(number, token, name, *self._identify(number, token))
        if name is None or not is_several(token):
            return [both]
        alone = replace(both, actor=self._full[name.text], kind="person" if name.titles & PEOPLE else "name")
        return [both, alone]

    def _entity(self, number: int, token: Token, name: Name | None, actor: str | None, party: str | None) -> _Entity:
        titles = set(apposed_titles(token)) | (set(name.titles) if name else set())
        return _Entity(
            place=(number, token.i),
            sentence=(number, token.sent.start),
            actor=actor or phrase_text(token),
            party=party,
            kind=self._kind(number, token, name),
            gender=gender_of(token),
            is_subject=token.dep_ in ("nsubj", "nsubjpass"),
            titles=frozenset(titles),
        )

    def _identify(self, number: int, token: Token) -> tuple[str | None, str | None]:
        """Actor and party of the phrase that a token heads."""
        named = self._apposed(number, token)
        if (token.pos_ == "PRON" and named is None) or token.tag_ == "PRP$":
            found = self._antecedent(number, token)
            return (found.actor, found.party) if found else (None, None)
        start, end = phrase(token, with_apposition=True)
        mentions = self._mentions(number, start, end)
        party = mentions[0].party if mentions else None
        if is_several(token):
            return phrase_text(token), party if len({one.party for one in mentions}) == 1 else None
        for one in self._about(number, token, mentions, named):
            return one.actor or self._study.label(one.party), one.party
        name = self._at[number].get(token.i) or named
        if name is not None:
            full = self._full[name.text]
            return (self._outlet if _is_same_body(full, self._outlet) else full), party
        return self._described(number, token, party)

    def _mentions(self, number: int, start: int, end: int) -> list[Mention]:
        doc = self._scenes[number].doc
        first, last = doc[start].idx, doc[end - 1].idx + len(doc[end - 1])
        return [one for one in self._scenes[number].mentions if first <= one.start < last]

    def _about(self, number: int, token: Token, mentions: Sequence[Mention], named: Name | None) -> Iterator[Mention]:
        """The study's names that the phrase itself goes by: on its head, or a person's in apposition."""
        doc = self._scenes[number].doc
        yield from (one for one in mentions if one.start <= token.idx < one.end)
        if named is not None:
            first, last = doc[named.start].idx, doc[named.end - 1].idx
            yield from (one for one in mentions if one.actor is not None and one.start <= last and first < one.end)

    def _apposed(self, number: int, token: Token) -> Name | None:
        """*The minister, Gabor Toth*: the name in apposition to one person or body."""
        if token.tag_ in ("NNS", "CD", "NNPS"):
            return None
        # The president of Norland, Ana Berg.
        within = token.subtree if token.lemma_.lower() in PEOPLE else token.rights
        for child in within:
            if child.dep_ == "appos" and child.pos_ == "PROPN" and child.i > token.i and child.i in self._at[number]:
                return self._at[number][child.i]
        return None

    def _described(self, number: int, token: Token, party: str | None) -> tuple[str, str | None]:
        """*The minister*, *the company*, *the ministry*: who of those named before goes by it, else the phrase."""
        own = phrase_text(token)
        if not is_definite(token) or (token.tag_ != "NN" and not token.text[:1].islower()):
            return own, party
        words = {token.lower_, *(c.lower_ for c in token.children if c.dep_ in ("amod", "compound", "nmod"))} - _TIMES
        before = self._before(number, token)
        for one in before:
            if one.titles and words <= one.titles and one.kind in ("person", "name"):
                return one.actor, one.party
        if token.lower_ == "old":  # The 81-year-old.
            people = (one for one in before if one.is_subject and one.kind in ("person", "name"))
            return next(((one.actor, one.party) for one in people), (own, party))
        if " " in own:
            return own, party
        for one in before:
            parts = one.actor.lower().split()
            if one.kind not in ("person", "plural") and len(parts) > 1 and token.lower_ in parts:
                return one.actor, one.party
        if is_generic_body(token):
            bodies = [one for one in before if (one.kind == "body" and one.actor[:1].isupper()) or one.kind == "name"]
            return next(((one.actor, one.party) for one in bodies if one.is_subject), (own, party))
        return own, party

    def _before(self, number: int, token: Token) -> list[_Entity]:
        """Those named before a token, the nearest first."""
        end = bisect_left(self._entities, (number, token.i), key=lambda one: one.place)
        return self._entities[max(end - _FARTHEST, 0) : end][::-1]

    def _antecedent(self, number: int, token: Token) -> _Entity | None:
        word = token.lower_
        gender = None
        if word in _SINGULAR:
            kinds, gender = ("person", "name"), GENDERS[word]
        elif word in _PLURAL:
            kinds = ("plural", "body")
        elif word in _THING:
            kinds = ("body", "name")
        else:
            return None
        fitting = (
            one
            for one in self._before(number, token)
            if one.kind in kinds and (gender is None or self._genders.get(one.actor, gender) == gender)
        )
        return self._most_salient(fitting, (number, token.sent.start), word)

    def _most_salient(self, backwards: Iterator[_Entity], here: tuple[int, int], word: str) -> _Entity | None:
        """Of the nearest sentence that names somebody fitting: its speaker, else its subject, else the first.

        In the pronoun's own sentence the nearest subject is meant.
        """
        sentence = next(((one.sentence, one) for one in backwards), None)
        if sentence is None:
            return None
        inside = [sentence[1]]
        for one in backwards:
            if one.sentence != sentence[0]:
                break
            inside.append(one)
        subjects = [one for one in inside if one.is_subject]
        if sentence[0] == here:
            return (subjects or inside)[0]
        speaking = [one for one in subjects if one.place[1] in self._scenes[one.place[0]].speakers]
        plain = [one for one in inside if one.kind == "body"] if word in _THING else []
        return (plain or speaking or subjects or inside)[-1]

    def _kind(self, number: int, token: Token, name: Name | None) -> str:
        mentioned = [one for one in self._scenes[number].mentions if one.start <= token.idx < one.end]
        if mentioned:
            is_person = mentioned[-1].actor is not None and mentioned[-1].alias[:1].isupper()
            return "person" if is_person else "body"
        if token.tag_ in ("NNS", "NNPS") or is_several(token):
            return "plural"
        if name is None:
            return "body" if token.lemma_.lower() in BODIES else "person" if token.lemma_.lower() in PEOPLE else "thing"
        if token.dep_ == "pobj" and token.head.lower_ in _PLACE_PREPOSITIONS:
            return "place"
        if name.is_body or is_definite(token):
            return "body"
        return "person" if name.titles & PEOPLE or gender_of(token) else "name"


def _stands_for_somebody(token: Token) -> bool:
    return token.lemma_.lower() in PEOPLE or token.lemma_.lower() in BODIES


def _is_same_body(name: str, outlet: str) -> bool:
    """*NBC* is *NBC News*: one name's words are the other's first."""
    words, others = name.casefold().removeprefix("the ").split(), outlet.casefold().removeprefix("the ").split()
    return bool(words) and words[: len(others)] == others[: len(words)]
