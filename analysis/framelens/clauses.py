"""Clauses: the verbs of a parse, each with its voice, subject, object, by-phrase and negation.

The parser is a small model. What it gets wrong in a regular way is put right here, from its own tags and labels: the
participle that it takes for an adjective, the *be* that a bracket or a question parts from its participle, the part
of a hyphenated word that it takes for the verb.
"""

from collections.abc import Iterable
from typing import Literal, NamedTuple

from framelens.byphrases import find_agent, labels, words
from framelens.syntax import Token

NOUNS = ("NOUN", "PROPN", "PRON", "NUM")
_SUBJECTS = ("nsubj", "nsubjpass", "csubj", "csubjpass")
_NO_VERB = ("aux", "auxpass", "prep", "punct", "mark", "case", "compound")
_PARTICIPLES = ("VBN", "VBD")
_FINITE = ("VBD", "VBZ", "VBP", "MD")
_HYPHENS = ("-", "‐", "‑")
_INSERTS = (",", "(", ")", "–", "—", "-", ":")
_BESIDE_INSERTS = ("punct", "neg", "advmod", "parataxis", "ccomp")
_FARTHEST = 12
"""Tokens from *be* to its participle, over an inserted remark."""
_CLIPPED = ("isn", "aren", "wasn", "weren")
# Verbs whose passive has an object: they were given a house.
_GIVING = words("allow ask award charge deny fine give grant hand lend offer owe pay promise send show teach tell")
# Participles that tell a state and no act, unless somebody is named who brought it about.
_STATES = words("""
    advanced aged amazed annoyed armed ashamed astonished beloved bored bound complicated concerned confused convinced
    crooked delighted disappointed excited experienced fed filled frightened gifted heated interested involved limited
    mixed naked overcrowded overrated pleased proud ragged related relaxed retired rugged sacred satisfied scared
    skilled surprised talented thrilled tired underrated wicked worried
""")


class Predicate(NamedTuple):
    """One verb and what belongs to it, each as the head of its phrase.

    ``voice`` is ``active`` or ``passive``. A passive is ``full`` with an auxiliary of its own (*was hit, got hit*) and
    not where it is a bare participle (*the man hit by*; *was hit and damaged*: the second). The ``subject`` of a
    passive is its patient. ``shared`` says that the subject stands with another word: it is that of the verb with
    which this one is coordinated or on which it depends, or the noun that a participle modifies.
    """

    verb: Token
    voice: Literal["active", "passive"]
    full: bool
    subject: Token | None
    object: Token | None
    agent: Token | None
    negated: bool
    shared: bool


def find_predicates(doc: Iterable[Token]) -> list[Predicate]:
    """The verbs of a parsed text in their order, without auxiliaries and the copula.

    Parameters
    ----------
    doc
        The tokens of a parse, of a sentence of one, or of spaCy's own parse, which has the same names.

    Returns
    -------
    list of Predicate
        One for each verb.

    Examples
    --------
    >>> from framelens.parsing import load_model
    >>> [clause] = find_predicates(load_model()("The mill was not hit by a storm."))
    >>> clause.voice, clause.full, clause.subject, clause.agent, clause.negated
    ('passive', True, mill, storm, True)
    """
    return [_predicate(verb) for verb in doc if _is_verb(verb)]


def _predicate(verb: Token) -> Predicate:
    be = _auxiliary(verb)
    host = _host(verb, be)
    passive = be is not None or _is_bare_passive(verb)
    own = _own_subject(verb, be)
    return Predicate(
        verb=verb,
        voice="passive" if passive else "active",
        full=be is not None,
        subject=own or _shared_subject(verb),
        object=_object(verb),
        agent=find_agent(verb, host) if passive else None,
        negated=any(child.dep_ == "neg" for word in {*_parts(verb), host} for child in word.children),
        shared=own is None,
    )


def _is_verb(token: Token) -> bool:
    if token.lemma_ == "be" or not token.is_alpha or _is_prefix(token):
        return False
    if token.lower_ in _STATES and _tells_state(token):
        return False
    if token.dep_ in _NO_VERB or token.tag_ == "JJ":
        return _is_passive(token)
    return token.pos_ in ("VERB", "AUX")


def _tells_state(participle: Token) -> bool:
    """Whether it has neither a doer nor the *have* or the object of an active verb."""
    found = labels(participle)
    active = "auxpass" not in found and found & {"aux", "dobj"}
    return participle.tag_ in ("VBN", "JJ") and not active and find_agent(participle) is None


def _is_passive(verb: Token) -> bool:
    return _auxiliary(verb) is not None or _is_bare_passive(verb)


def _is_prefix(token: Token) -> bool:
    """Whether a hyphen and the rest of a word follow at once."""
    rest = token.doc[token.i + 1 : token.i + 3]
    return len(rest) == 2 and rest[0].text in _HYPHENS and not (token.whitespace_ or rest[0].whitespace_)


def _parts(verb: Token) -> list[Token]:
    """The verb, with the parts before it of a hyphenated word."""
    parts = [verb]
    while parts[0].i >= 2 and _is_prefix(verb.doc[parts[0].i - 2]):
        parts = [*verb.doc[parts[0].i - 2 : parts[0].i], *parts]
    return parts


def _host(verb: Token, be: Token | None) -> Token:
    """The word that subject and negation hang on: the verb, or the *be* that the parser takes for the verb."""
    return verb if be is None else be.head if be.head in _parts(verb) else be


# ---- Passives -------------------------------------------------------------------------------------------------------


def _auxiliary(verb: Token) -> Token | None:
    """The *be* or *get* of a passive."""
    for word in _parts(verb):
        for child in word.children:
            if child.dep_ == "auxpass" and verb.lemma_ != "get" and not _is_have(child, verb):
                return child
            if child.dep_ == "aux" and child.lemma_ == "be" and verb.tag_ in _PARTICIPLES:
                return child
        if word.dep_ == "acomp" and word.head.lemma_ == "be" and _looks_like_participle(verb):
            return word.head
    if verb.tag_ not in _PARTICIPLES:
        return None
    return _clipped_be(verb) or _inverted_be(verb) or _parted_be(verb)


def _is_have(auxiliary: Token, verb: Token) -> bool:
    """Whether *'s* is *has*: but for verbs of giving, a passive has no object (*it's opened a road*)."""
    clipped = auxiliary.lower_ in ("'s", "’s", "'d", "’d")
    return clipped and "dobj" in labels(verb) and verb.lemma_ not in _GIVING


def _looks_like_participle(word: Token) -> bool:
    if word.tag_ != "JJ":
        return word.tag_ in _PARTICIPLES
    return word.lower_.endswith("ed") and not word.lower_.startswith("un") and _parts(word) == [word]


def _clipped_be(verb: Token) -> Token | None:
    """*Isn* in *the mill isn painted*, where a text has lost its apostrophes."""
    before = [word for word in verb.doc[verb.sent.start : verb.i] if word.pos_ != "ADV" or word.lower_ in _CLIPPED]
    return before[-1] if before and before[-1].lower_ in _CLIPPED else None


def _inverted_be(verb: Token) -> Token | None:
    """*Are* in *are dogs allowed?*, where the parser takes the participle for the noun's."""
    noun, be = verb.head, verb.head.head
    if verb.dep_ != "acl" or noun.dep_ not in ("attr", "nsubj") or be.lemma_ != "be" or be.i > noun.i:
        return None
    others = [child for child in be.children if child.dep_ in ("attr", "acomp", "nsubj", "expl") and child != noun]
    stranded = any(child.dep_ == "prep" and not list(child.children) for child in verb.children)
    return None if others and not (stranded and others[0].tag_ == "WP") else be


def _parted_be(verb: Token) -> Token | None:
    """*Was* in *was, they said, hit*: an inserted remark leaves it without a complement."""
    first = max(verb.sent.start, verb.i - _FARTHEST)
    if verb.i == first or verb.nbor(-1).text not in _INSERTS:
        return None
    for be in reversed(verb.doc[first : verb.i]):
        if be.lemma_ == "be":
            bare = all(child.i < be.i or child.dep_ in _BESIDE_INSERTS for child in be.children)
            main = be.dep_ not in ("aux", "auxpass")
            return be if main and bare and be.nbor().text in _INSERTS else None
    return None


def _is_bare_passive(verb: Token) -> bool:
    """Whether a word without an auxiliary is a past participle with a passive meaning."""
    found = labels(verb)
    if found & {"aux", "auxpass"} or verb.tag_ not in (*_PARTICIPLES, "JJ"):
        return False
    if "agent" in found:
        return True
    if "dobj" in found or verb.tag_ == "JJ" or verb.dep_ in _NO_VERB:
        return False
    if verb.tag_ == "VBD":  # Taken for a past tense where only a participle can stand.
        return verb.dep_ in ("acl", "amod") and not found & set(_SUBJECTS)
    if verb.dep_ == "conj" and _is_verb(verb.head):
        return "nsubj" not in found and _is_passive(verb.head)
    return not ("nsubj" in found and verb.dep_ in ("conj", "relcl")) and not _must_be_finite(verb)


def _must_be_finite(verb: Token) -> bool:
    """Whether a sentence that is no headline would have no verb without it (*A mill burned.*)."""
    if in_headline(verb):
        return False
    if verb.dep_ == "ROOT":
        return "nsubj" in labels(verb)
    return verb.dep_ == "acl" and verb.head.dep_ == "ROOT" and all(word.tag_ not in _FINITE for word in verb.sent)


def in_headline(verb: Token) -> bool:
    """Whether a sentence may be a headline, which leaves out *was* and ends without a full stop."""
    return verb.sent.text.rstrip(" \n”\"'’)")[-1:] not in (".", "?", "!")


# ---- Subjects and objects -------------------------------------------------------------------------------------------


def _own_subject(verb: Token, be: Token | None) -> Token | None:
    """The subject that stands with the verb; the clause that *it* announces (*it was said that they left*)."""
    host = _host(verb, be)
    found = [child for word in dict.fromkeys((verb, host)) for child in word.children if child.dep_ in _SUBJECTS]
    if not found and be is not None:
        return _missed_subject(verb, be)
    if len(found) > 1 and _is_dateline(found[0]):
        found = found[1:]
    subject = found[0] if found else None
    if subject is not None and subject.lower_ == "it" and be is not None:
        clauses = (child for child in verb.children if child.dep_ == "ccomp")
        return next((clause for clause in clauses if _begins_with_that(clause)), subject)
    return subject


def _is_dateline(noun: Token) -> bool:
    """Whether a dash parts a place at the beginning of a sentence from the report (*VALE (CPW) - They left*)."""
    dash = any(child.text in _INSERTS and child.text not in ",()" and child.i > noun.i for child in noun.children)
    return bool(dash and noun.pos_ == "PROPN" and noun.left_edge.i == noun.sent.start)


def _begins_with_that(clause: Token) -> bool:
    return any(word.dep_ == "mark" and word.lower_ == "that" for word in clause.children)


def _missed_subject(verb: Token, be: Token) -> Token | None:
    """The subject of a finite passive that the parser has given none."""
    if verb.dep_ == "acl" and verb.head.head == be:  # are dogs allowed?
        return verb.head
    auxiliaries = [be, *(child for child in verb.children if child.dep_ in ("aux", "auxpass"))]
    first = min(auxiliaries, key=lambda word: int(word.i))
    if first.tag_ not in _FINITE or first.i == verb.sent.start:
        return None
    before = [
        word
        for word in verb.doc[verb.sent.start : first.i]
        if word.pos_ in NOUNS and word.right_edge.i == first.i - 1 and "dobj" not in labels(word)
    ]
    return next((word for word in before if word.dep_ != "pobj"), before[0] if before else None)


def _shared_subject(verb: Token) -> Token | None:
    """The subject of the verb that this one is coordinated with or hangs on, or the noun that it modifies."""
    head = verb.head
    if verb.dep_ in ("acl", "amod") and head.pos_ in NOUNS:
        return None if verb.tag_ == "VB" else head
    if verb.dep_ == "conj" and head.pos_ in ("VERB", "AUX", "ADJ"):
        return _subject(head)
    if verb.dep_ in ("xcomp", "acomp"):
        return _object(head) or _subject(head)
    if verb.dep_ == "advcl" and verb.tag_ in ("VBG", "VBN"):
        return _subject(head)
    return None


def _subject(verb: Token) -> Token | None:
    return _own_subject(verb, _auxiliary(verb)) or _shared_subject(verb)


def _object(verb: Token) -> Token | None:
    """The direct object; in *let the dogs run* it is what the parser has as the subject of the second verb."""
    found = next((child for child in verb.children if child.dep_ == "dobj"), None)
    for child in verb.children:
        if found is None and child.dep_ in ("ccomp", "xcomp") and child.i > verb.i and not _is_finite(child):
            found = next((word for word in child.children if word.dep_ == "nsubj" and word.i > verb.i), None)
    return found


def _is_finite(verb: Token) -> bool:
    words = [verb, *(child for child in verb.children if child.dep_ in ("aux", "auxpass"))]
    return any(word.tag_ in _FINITE for word in words) or "mark" in labels(verb)
