"""Constructions: in which form a clause or noun phrase words an event, who does it in there, and who suffers it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from framelens.byphrases import can_act, find_agent, words
from framelens.clauses import NOUNS, Predicate, in_headline
from framelens.phrases import antecedent, phrase, stands_for
from framelens.syntax import Token

WITH_AGENT = ("active", "by-agent", "nominal-agent")
"""The forms in which the doer stands in the clause or noun phrase."""
CONSTRUCTIONS = (*WITH_AGENT, "instrument", "agentless-passive", "nominal", "intransitive")

_OBJECT_PREPOSITIONS = ("on", "at", "against", "into", "upon", "onto", "to")
_NOUN_PREPOSITIONS = (*_OBJECT_PREPOSITIONS, "of", "in", "inside", "over")
_MEANS_PREPOSITIONS = ("in", "with", "by", "during", "from", "after")
# Verbs that only say that the event named by their object took place.
_LIGHT = words("""
    commit conduct deliver drop execute fire hurl launch make mount perform perpetrate rain stage throw unleash wage
""")
# Verbs by which an event, as their subject, befalls somebody.
_BEFALL = words(
    "cripple damage demolish destroy devastate engulf flatten gut hit level rip ruin shake shatter strike target tear"
    " wreck"
)
# Verbs that say of their subject alone what befell it.
_HAPPEN = words("""
    begin blow break burn burst capsize catch close collapse crack crash crumble derail drown end erupt expand explode
    fall flood freeze halt happen ignite melt occur open overturn rupture shatter shut sink smash smoulder snap split
    spread start stop topple
""")
# Things that stand where a doer would.
_THINGS = words("""
    accident airstrike ammunition artillery attack barrage blast blaze bomb bombardment bombing bullet clash
    collapse collision crash device drone earthquake error explosion explosive failure fault fighting fire flame
    flare flood flooding gas grenade gunfire heat leak lightning mine missile mortar munition negligence projectile
    raid rocket salvo shell shelling short shot shrapnel smoke spark storm strike torpedo warhead water wave weapon
    wind
""")


class Roles(NamedTuple):
    """A construction, with the heads of the phrases that name the doer and the patient."""

    construction: str
    agent: Token | None
    patient: Token | None


@dataclass(frozen=True)
class Scene:
    """A text in which one class of events is looked for.

    Parameters
    ----------
    clauses
        The predicates of the text by the place of their verb.
    words
        The places of the event words, by the head of each.
    covered
        The places of all tokens of event words (*set* and *fire* in *set fire*).
    patients
        The places of words that mean a patient; None where anybody may be one.
    doers
        The places of words in names of parties that may have done it.
    """

    clauses: Mapping[int, Predicate]
    words: frozenset[int]
    covered: frozenset[int]
    patients: frozenset[int] | None
    doers: frozenset[int]

    def roles(self, word: Token) -> Roles | None:
        """The roles round an event word, None where no patient goes with it or the clause denies the event."""
        clause = self.clauses.get(word.i)
        if clause is not None:
            found = self._of_verb(clause)
        elif word.pos_ == "ADJ":  # The burned hall.
            found = Roles("agentless-passive", None, self._patient(word.head)) if word.dep_ == "amod" else None
        else:
            found = self._of_noun(word)
        if found is None or found.patient is None:
            return found if self.patients is None else None
        return None if any(child.lower_ == "no" for child in found.patient.children) else found

    # ---- Verbs ----

    def _of_verb(self, clause: Predicate) -> Roles | None:
        if clause.negated:
            return None
        if clause.voice == "passive":
            return Roles(self._passive(clause.agent), clause.agent, self._patient(clause.subject))
        patient = self._object(clause)
        has_object = clause.object is not None and clause.object.i not in self.covered
        if patient is not None or has_object:
            return self._active(clause, patient)
        subject = self._patient(clause.subject)
        if clause.verb.lemma_ in _HAPPEN:
            return Roles("intransitive", None, subject)
        if self.patients is None:
            return self._active(clause, None)
        bare = clause.verb.tag_ in ("VBD", "VBN") and in_headline(clause.verb)  # Mill bombed in night raid
        return Roles("agentless-passive", None, subject) if bare else None

    def _passive(self, agent: Token | None) -> str:
        return "agentless-passive" if agent is None else "instrument" if self._is_thing(agent) else "by-agent"

    def _active(self, clause: Predicate, patient: Token | None) -> Roles:
        doer = self._doer(clause)
        return Roles("nominal" if doer is None else "instrument" if self._is_thing(doer) else "active", doer, patient)

    def _doer(self, clause: Predicate) -> Token | None:
        """The subject; of a gerund that of the verb above, or its object (*accused them of bombing*)."""
        verb = clause.verb
        if clause.subject is not None:
            return antecedent(clause.subject)
        above = self.clauses.get(verb.head.head.i) if verb.dep_ == "pcomp" else None
        if above is None:
            return None
        controlled = above.object if verb.head.lower_ in ("of", "from", "for") else None
        return controlled or above.subject

    def _object(self, clause: Predicate) -> Token | None:
        """The patient of an active verb: its object, or that of a coordinated verb, or what follows *on* or *at*."""
        verb = clause.verb
        if clause.object is not None and clause.object.i not in self.covered:
            return self._patient(clause.object)
        if verb.dep_ == "relcl" and clause.subject is not None and clause.subject.tag_ not in ("WDT", "WP"):
            return self._patient(verb.head)  # The mill they burned.
        for other in verb.children:
            joined = self.clauses.get(other.i) if other.dep_ == "conj" else None
            if joined is not None and joined.shared and joined.voice == "active" and joined.object is not None:
                return self._patient(joined.object)
        return None if self.patients is None else self._after(verb, _OBJECT_PREPOSITIONS)

    # ---- Nouns ----

    def _of_noun(self, word: Token) -> Roles | None:
        if any(child.lower_ == "no" for child in word.children) or self._is_part(word):
            return None
        agent = self._agent_of(word)
        patient = self._patient_of(word, agent)
        for clause in self._clauses_about(word):
            if clause.negated:
                return None
            if _takes_place(clause, word):
                patient = patient or self._after(clause.verb, _OBJECT_PREPOSITIONS)
                if clause.voice == "active":
                    return self._active(clause, patient)
                return Roles(self._passive(clause.agent), clause.agent, patient)
            if clause.verb.i in self.words and self.roles(clause.verb) is not None:
                return None  # One event: the blast destroyed the mill.
            if clause.verb.lemma_ in _BEFALL:
                patient = patient or self._patient(clause.subject if clause.voice == "passive" else clause.object)
        if agent is None:
            return Roles("nominal", None, patient)
        return Roles("instrument" if self._is_thing(agent) else "nominal-agent", agent, patient)

    def _clauses_about(self, word: Token) -> Iterator[Predicate]:
        for clause in self.clauses.values():
            if _takes_place(clause, word) or _befalls(clause, word):
                yield clause

    def _is_part(self, word: Token) -> bool:
        """Whether it modifies another event word (*bomb attack*)."""
        return word.dep_ in ("compound", "amod", "nmod") and (word.head.i in self.words or self._is_part(word.head))

    def _patient_of(self, word: Token, agent: Token | None) -> Token | None:
        if self.patients is None:
            return self._after(word, ("on", "of", "against"))
        for child in word.children:
            if child.dep_ in ("compound", "nmod", "poss") and (found := stands_for(child, self.patients)) is not None:
                return found
        heads = [word] if agent is None else [word, agent]  # The attack by rebels on the mill.
        return next((found for head in heads if (found := self._after(head, _NOUN_PREPOSITIONS))), None)

    def _agent_of(self, word: Token) -> Token | None:
        """The doer in a noun phrase: a possessive, a by-phrase, or a party's name as a modifier (*Norland strike*)."""
        for child in word.children:
            is_patient = self.patients is not None and stands_for(child, self.patients) is not None
            if child.dep_ == "poss" and can_act(child) and not is_patient:
                return antecedent(child)
            if child.dep_ in ("amod", "compound", "nmod") and child.i in self.doers and not is_patient:
                return child
        return next((agent for noun in phrase(word) if noun.pos_ in NOUNS and (agent := find_agent(noun))), None)

    # ---- Both ----

    def _patient(self, head: Token | None) -> Token | None:
        if head is None:
            return None
        return antecedent(head) if self.patients is None else stands_for(head, self.patients)

    def _after(self, head: Token, prepositions: tuple[str, ...]) -> Token | None:
        """The patient after a preposition that hangs on the head, or follows it and is taken for another's."""
        beside = [*head.children, *head.doc[head.i + 1 : head.i + 2]]
        preps = [word for word in beside if word.dep_ == "prep" and word.lower_ in prepositions]
        nouns = (noun for prep in preps for noun in prep.children if noun.dep_ == "pobj")
        return next((found for noun in nouns if (found := self._patient(noun))), None)

    def _is_thing(self, head: Token) -> bool:
        return head.lemma_.lower() in _THINGS or head.tag_ == "VBG" or (head.i in self.words and head.pos_ == "NOUN")


def _takes_place(clause: Predicate, word: Token) -> bool:
    """Whether a clause says of an event that somebody did it (*launched the attack*, *it was carried out*)."""
    light = clause.verb.lemma_ in _LIGHT or (
        clause.verb.lemma_ == "carry" and any(child.lower_ == "out" for child in clause.verb.children)
    )
    what = clause.subject if clause.voice == "passive" else clause.object
    return light and what is not None and antecedent(what) == word


def _befalls(clause: Predicate, word: Token) -> bool:
    """Whether an event is what does it in a clause, or the means (*was hit in an attack*)."""
    doer = clause.agent if clause.voice == "passive" else clause.subject
    if doer is not None and antecedent(doer) == word:
        return True
    return word.dep_ == "pobj" and word.head.head == clause.verb and word.head.lower_ in _MEANS_PREPOSITIONS
