"""Event mentions: who is said to have done it to whom, and in which construction."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from framelens.clauses import Predicate, find_predicates
from framelens.constructions import Roles, Scene
from framelens.mentions import Mention, Names
from framelens.patterns import Hit, Patterns
from framelens.phrases import phrase
from framelens.study import Event, Study
from framelens.syntax import Parse, Token

_PEOPLE = re.compile(r"\w(?:er|or)s?$")


class EventMention(NamedTuple):
    """An event word in its construction; the parties are those whose names stand with the doer and the patient."""

    start: int
    end: int
    event: str
    construction: str
    agent_party: str | None
    patient_party: str | None


class _Section(NamedTuple):
    """A section of the study: its patterns, and the parties that may have done it."""

    key: str
    words: Patterns
    patients: Patterns | None
    agents: frozenset[str]


class Events:
    """The events of a study, to be found in parses.

    Parameters
    ----------
    study
        The study whose ``[events]`` sections say what is looked for.

    Examples
    --------
    >>> from pathlib import Path
    >>> from framelens.parsing import parse
    >>> from framelens.reading import Block
    >>> text = "The hall was damaged by Veldmark coastguards. A warehouse burned."
    >>> [[doc]] = parse([[Block("body", text, range(len(text)))]], Path("parses"))
    >>> [(found.event, found.construction, found.agent_party) for found in Events(study).find(doc)]
    [('hall-damaged', 'by-agent', 'veldmark'), ('hall-damaged', 'intransitive', None)]
    """

    def __init__(self, study: Study):
        self._names = Names(study)
        self._sections = [_section(key, event, study) for key, event in study.events.items()]

    def occur_in(self, text: str) -> bool:
        """Whether an event word may stand in a text: a quick look before `find`."""
        return any(section.words.may_occur(text) for section in self._sections)

    def find(self, doc: Parse) -> list[EventMention]:
        """The event mentions of a parsed text, in its order.

        A mention is an event word and a patient of the section in one clause or noun phrase; where a section has no
        patients, every event word. What a clause denies (*did not attack*) is no mention, and an event word that is
        the subject or the means of another (*the blast destroyed*) makes one mention with it.

        The constructions:

        - ``active``: the doer is the subject (*they bombed the mill*, *they launched an attack on the mill*);
        - ``by-agent``: a passive with a by-phrase (*the mill was bombed by them*);
        - ``nominal-agent``: a noun with the doer (*their attack on the mill*, *the Norland strike*, *attack by*);
        - ``instrument``: a thing stands where the doer would (*bombs destroyed the mill*, *destroyed by fire*);
        - ``agentless-passive``: a passive without a by-phrase (*the mill was bombed*, *the bombed mill*);
        - ``nominal``: a noun or gerund without the doer (*the attack on the mill*);
        - ``intransitive``: the patient is the subject of a verb that needs no doer (*the mill burned*).

        Parameters
        ----------
        doc
            A parse (`parsing.parse`).

        Returns
        -------
        list of EventMention
            ``start`` and ``end`` are those of the event word in ``doc.text``; ``agent_party`` is null where the doer is
            none of the section's ``agents``, or nobody.
        """
        text = doc.text
        hits = {section.key: _event_words(section.words, text) for section in self._sections}
        if not any(hits.values()):
            return []
        around = dict.fromkeys(doc[_head(doc, hit)].sent for group in hits.values() for hit in group)
        clauses = {clause.verb.i: clause for sentence in around for clause in find_predicates(sentence)}
        names = list(self._names.find(text))
        found = [
            mention
            for section in self._sections
            if hits[section.key]
            for mention in _find(section, doc, text, hits[section.key], clauses, names)
        ]
        return sorted(found, key=lambda mention: mention[:3])


def _section(key: str, event: Event, study: Study) -> _Section:
    patients = Patterns({"": event.patients}) if event.patients else None
    return _Section(key, Patterns({"": event.words}), patients, frozenset(event.agents or study.parties))


def _event_words(patterns: Patterns, text: str) -> list[Hit]:
    """The matches, without the people whom a wildcard catches too (raid and raiders)."""
    return [hit for hit in patterns.find(text) if "*" not in hit.pattern or not _PEOPLE.search(text, 0, hit.end)]


def _find(
    section: _Section,
    doc: Parse,
    text: str,
    hits: Sequence[Hit],
    clauses: dict[int, Predicate],
    names: Sequence[Mention],
) -> Iterator[EventMention]:
    heads = {_head(doc, hit): hit for hit in hits}
    doers = [name for name in names if name.party in section.agents]
    covered = frozenset(place for hit in hits for place in doc.places(hit.start, hit.end))
    patients = None
    if section.patients is not None:
        patients = frozenset(_head(doc, hit) for hit in section.patients.find(text)) - covered
    scene = Scene(
        clauses=clauses,
        words=frozenset(heads),
        covered=covered,
        patients=patients,
        doers=frozenset(place for name in doers for place in doc.places(name.start, name.end)),
    )
    for place, hit in heads.items():
        roles = scene.roles(doc[place])
        if roles is not None:
            agent, patient = _parties(roles, doers, names)
            yield EventMention(hit.start, hit.end, section.key, roles.construction, agent, patient)


def _head(doc: Parse, hit: Hit) -> int:
    """The place of the token on which the others of a hit hang."""
    places = doc.places(hit.start, hit.end)
    return doc.root(places.start, places.stop).i


def _parties(roles: Roles, doers: Sequence[Mention], names: Sequence[Mention]) -> tuple[str | None, str | None]:
    """The parties whose names stand in the phrases of the doer and of the patient."""
    agents = [] if roles.agent is None else [roles.agent, *roles.agent.conjuncts]
    patients = [] if roles.patient is None else [roles.patient]
    return _party(agents, doers), _party(patients, names)


def _party(heads: Sequence[Token], names: Sequence[Mention]) -> str | None:
    for head in heads:
        for token in (head, *phrase(head)):
            for name in names:
                if name.start < token.idx + len(token) and token.idx < name.end:
                    return name.party
    return None
