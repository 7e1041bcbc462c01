"""Who speaks: the subject of a speech verb, its own or shared, the *by* of a passive, the owner of a noun."""

from framelens.syntax import Token

SUBJECTS = ("nsubj", "nsubjpass")
_SAYING_NOTHING = ("refuse", "decline", "fail", "avoid", "stop")
_LIGHT_VERBS = frozenset(
    {"express", "give", "issue", "make", "offer", "post", "publish", "raise", "reiterate", "release", "renew", "repeat",
     "voice"}
)  # fmt: skip
"""Verbs whose subject speaks where their object is a noun of speech: *made the claim that*."""


def speaker_of(verb: Token) -> Token | None:
    """The head of a speech verb's speaker: its subject, the *by* phrase of a passive, else whoever controls it."""
    if is_passive(verb):
        return _agent(verb)
    if is_inverted(verb):
        return next(child for child in verb.rights if child.dep_ == "dobj")
    return subject_of(verb)


def subject_of(verb: Token) -> Token | None:
    """The head of a verb's subject, its own or shared: of a coordinated verb, a participle, an infinitive."""
    for child in verb.children:
        if child.dep_ in SUBJECTS and child.lower_ not in ("there",):
            if child.tag_ in ("WDT", "WP"):
                return verb.head if verb.dep_ == "relcl" else _noun_before(child)
            return child
    head = verb.head
    match verb.dep_:
        case "conj" | "advcl" | "xcomp" if head.pos_ in ("VERB", "AUX"):
            return subject_of(head)
        case "acl" | "amod":
            return head if head.pos_ in ("NOUN", "PROPN", "PRON") else None
        case "pcomp":
            return subject_of(head.head) if head.head.pos_ in ("VERB", "AUX") else None
        case "ccomp" if verb.tag_ in ("VB", "VBG"):
            return subject_of(head)
    return _noun_beside(verb) if verb.tag_ in ("VBD", "VBZ", "VBP") else None


def _noun_beside(verb: Token) -> Token | None:
    """The noun or name right before a finite verb that the parser left without a subject."""
    place = verb.i - 1
    while place > verb.sent.start and (verb.doc[place].text == "," or verb.doc[place].pos_ == "ADV"):
        place -= 1
    before = verb.doc[place]
    is_number = before.tag_ == "JJ" and before.lower_ == "old"  # the 81-year-old said
    return (
        before
        if before.sent == verb.sent and (before.pos_ in ("NOUN", "PROPN") or is_number) and before != verb
        else None
    )


def _noun_before(pronoun: Token) -> Token | None:
    before = pronoun.doc[pronoun.sent.start : pronoun.i]
    return next((token for token in reversed(before) if token.pos_ in ("NOUN", "PROPN")), None)


def is_passive(verb: Token) -> bool:
    """Whether a verb's subject is spoken to or about; of participles too."""
    if any(child.dep_ in ("auxpass", "nsubjpass") for child in verb.children):
        return True
    if any(child.dep_ in ("aux", *SUBJECTS) for child in verb.children):
        return False
    return (verb.tag_ == "VBN" and verb.dep_ in ("acl", "relcl", "advcl")) or (
        verb.tag_ == "VBD" and verb.dep_ == "advcl"
    )


def is_inverted(verb: Token) -> bool:
    """*The dam was sound, insisted the engineer*, which the parser takes for a second verb with its object."""
    if verb.dep_ not in ("conj", "dep", "advcl") or verb.tag_ not in ("VBD", "VBZ") or verb.i < 2:
        return False
    joined = any(child.dep_ == "cc" for child in verb.head.children if child.i < verb.i)
    bare = not any(child.i < verb.i and child.dep_ != "punct" for child in verb.children)
    after = {child.dep_ for child in verb.rights}
    return verb.nbor(-1).text == "," and bare and not joined and "dobj" in after and "ccomp" not in after


def _agent(verb: Token) -> Token | None:
    for child in verb.children:
        if child.dep_ in ("agent", "prep") and child.lower_ == "by":
            return next((part for part in child.children if part.dep_ == "pobj"), None)
    return None


def speaker_of_noun(noun: Token) -> Token | None:
    """The head of a noun of speech's speaker: its owner, its *by* phrase, or who makes the claim."""
    for child in noun.children:
        if child.dep_ == "poss" or (child.tag_ == "JJ" and _is_demonym(child)):
            return child  # Kyiv's demand that …, Ukrainian demands to …
    by = [child for child in noun.children if child.lower_ in ("by", "from") and child.dep_ in ("prep", "agent")]
    for source in (part for child in by for part in child.children if part.dep_ == "pobj"):
        return source
    is_said = noun.dep_ == "dobj" and noun.head.lemma_.lower() in _LIGHT_VERBS
    return speaker_of(noun.head) if is_said else None


def _is_demonym(adjective: Token) -> bool:
    """*Ukrainian*, at the head of a sentence too, where any adjective has a capital."""
    inside = adjective.i > adjective.sent.start
    return adjective.text[:1].isupper() and (inside or adjective.lower_.endswith(("ian", "an", "ish", "ese")))


def is_negated(verb: Token) -> bool:
    """Whether the speaking is denied: *did not say*, *refused to say*, *without saying*."""
    if any(child.dep_ in ("neg", "preconj") and child.lower_ != "both" for child in verb.children):
        return True
    if any(part.lower_ == "neither" for child in verb.children if child.dep_ in SUBJECTS for part in child.lefts):
        return True
    if verb.dep_ == "xcomp":
        return verb.head.lemma_.lower() in _SAYING_NOTHING or is_negated(verb.head)
    if verb.dep_ == "pcomp":
        return verb.head.lower_ == "without"
    return verb.dep_ == "conj" and any(child.lower_ == "nor" for child in verb.head.children)
