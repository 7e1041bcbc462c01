"""What a cue reports: the clause, the infinitive or the phrase that says what was said."""

from framelens.speakers import SUBJECTS, is_inverted, subject_of
from framelens.syntax import Token

_FINITE = ("VBD", "VBZ", "VBP", "MD")
_LINKS = frozenset({"of", "for", "as", "on", "with", "about", "against", "at"})
_AGAINST = ("although", "though", "whereas")
_QUESTIONS = frozenset({"if", "whether", "when", "why", "where", "how", "what", "who"})
_GOES_ON = ("if", "unless", "because")
_TOPIC = ("of", "about", "for", "on", "against", "over")
"""Prepositions whose noun keeps its clause: *warned of signs that it leaks*."""
_DOCUMENTS = frozenset(
    {"analysis", "audit", "data", "datum", "document", "figure", "filing", "inquiry", "investigation", "letter", "memo",
     "note", "paper", "poll", "report", "research", "review", "ruling", "statement", "statistic", "study", "survey"}
)  # fmt: skip
"""Nouns whose *find* or *suggest* reports what a document says."""


def verb_content(verb: Token, frames: frozenset[str]) -> set[int]:
    """The tokens that a speech verb reports outside quotation marks, in the frames that it has."""
    content: set[int] = set()
    for child in verb.children:
        if _is_reported(child, verb, frames):
            content |= subtree(child) | _misread_subject(child, verb)
    if content and max(content) < verb.i:  # The report goes on after “it warned”: if the winter …
        for child in verb.rights:
            if child.dep_ == "advcl" and any(part.lower_ in _GOES_ON for part in child.children):
                content |= subtree(child)
    content = content or _behind_phrase(verb, frames) or _behind_noun(verb, frames) or _prepositional(verb, frames)
    if not content and frames & {"that", "source"} and (_is_parenthetical(verb) or is_inverted(verb)):
        content = subtree(verb.head) - subtree(verb)
    return _without_asides(verb, content)


def is_content_of_noun(clause: Token) -> bool:
    """Whether a clause after a noun of speech says what was said: *that* or an infinitive."""
    if is_that_clause(clause):
        return True
    return clause.dep_ in ("acl", "relcl") and any(c.dep_ == "aux" and c.lower_ == "to" for c in clause.children)


def subtree(token: Token) -> set[int]:
    """The tokens that hang on a token, itself too."""
    return {part.i for part in token.subtree}


def _without_asides(verb: Token, content: set[int]) -> set[int]:
    """The report without the narrator's asides: *…, although photos showed otherwise*; *the ferry, which leaks, …*.

    A semicolon ends what stood before a report that its cue follows.
    """
    doc = verb.doc
    for token in [doc[place] for place in sorted(content)]:
        if (token.dep_ == "advcl" and any(c.lower_ in _AGAINST and c.dep_ == "mark" for c in token.children)) or (
            token.dep_ == "relcl" and _is_aside(token)
        ):
            content = content - subtree(token)
    parted = [place for place in content if place < verb.i and doc[place].text == ";"]
    return {place for place in content if place > max(parted)} if parted and max(content) < verb.i else content


def _is_aside(clause: Token) -> bool:
    """*The ferry, which leaks, sank*: nobody had to say it, so it is the narrator's, unless its tense is shifted."""
    first = clause.left_edge
    wh = any(part.tag_ in ("WDT", "WP", "WP$") for part in clause.subtree)
    shifted = any(part.dep_ == "aux" and part.lower_ in ("had", "would") for part in clause.children)
    return wh and not shifted and first.i > first.sent.start and first.nbor(-1).text == ","


def _misread_subject(clause: Token, verb: Token) -> set[int]:
    """*Warned the ice was thin*: the parser takes the clause's subject for the verb's object."""
    if clause.dep_ != "ccomp" or any(child.dep_ in (*SUBJECTS, "expl", "mark", "csubj") for child in clause.children):
        return set()
    between = [child for child in verb.rights if child.dep_ == "dobj" and child.right_edge.i + 1 == clause.left_edge.i]
    return {place for child in between for place in subtree(child)} if _is_finite(clause) else set()


def _is_finite(clause: Token) -> bool:
    return clause.tag_ in ("VBD", "VBZ", "VBP") or any(part.tag_ in _FINITE for part in clause.children)


def _is_reported(child: Token, verb: Token, frames: frozenset[str]) -> bool:
    if child.dep_ == "oprd":
        return "name" in frames and child.i > verb.i
    if child.dep_ == "advcl" and verb.lemma_.lower() == "ask":
        return child.i > verb.i and any(part.lower_ in _QUESTIONS for part in child.children)
    if child.dep_ not in ("ccomp", "xcomp") or (child.i < verb.i and _is_parted(child, verb)):
        return False
    if any(aux.lower_ == "to" and aux.dep_ == "aux" for aux in child.children):
        return "to" in frames or (child.dep_ == "ccomp" and "that" in frames)
    if child.dep_ == "xcomp":
        return (child.tag_ == "VBG" and "ing" in frames) or (child.tag_ != "VBG" and "name" in frames)
    if child.tag_ == "VBG" and not any(part.dep_ == "aux" for part in child.children):
        return "ing" in frames
    if "source" in frames:
        return _is_document(verb)
    if child.tag_ == "VBN" and not any(part.dep_ in ("aux", "auxpass", *SUBJECTS) for part in child.children):
        return False  # A participle of a noun, no clause.
    return "that" in frames or (child.pos_ not in ("VERB", "AUX") and "name" in frames)


def _is_parted(clause: Token, verb: Token) -> bool:
    """A semicolon or colon parts a clause from the verb that follows it."""
    return any(child.text in (";", ":") and clause.i < child.i < verb.i for child in verb.children)


def _is_document(verb: Token) -> bool:
    subject = subject_of(verb)
    return subject is not None and subject.lemma_.lower() in _DOCUMENTS


def _behind_phrase(verb: Token, frames: frozenset[str]) -> set[int]:
    """*Told the court in a note that …*, *said that during the talks he …*: the parser hangs the clause elsewhere."""
    if "that" not in frames:
        return set()
    for noun in (part for child in verb.rights if child.dep_ in ("prep", "agent") for part in child.subtree):
        if noun.dep_ == "pobj" and noun.head.lower_ not in _TOPIC:
            for child in noun.children:
                if child.dep_ in ("acl", "relcl", "ccomp") and any(part.dep_ == "mark" for part in child.children):
                    return subtree(child)
    opener = next((child for child in verb.rights if child.lower_ == "that" and child.tag_ == "IN"), None)
    return {place for place in subtree(verb) if place >= opener.i} if opener is not None else set()


def _behind_noun(verb: Token, frames: frozenset[str]) -> set[int]:
    """*Voiced fear that …*: the clause of the verb's object."""
    if "noun" not in frames:
        return set()
    objects = [child for child in verb.rights if child.dep_ == "dobj"]
    return {place for noun in objects for child in noun.children if is_that_clause(child) for place in subtree(child)}


def is_that_clause(clause: Token) -> bool:
    """Whether a clause opens with *that*."""
    return clause.dep_ in ("acl", "ccomp") and any(c.dep_ == "mark" and c.lower_ == "that" for c in clause.children)


def _prepositional(verb: Token, frames: frozenset[str]) -> set[int]:
    """*Accused X of Y*, *dismissed it as Y*: the phrase after the object, wherever the parser hung it."""
    holders = [verb, *(child for child in verb.children if child.dep_ in ("dobj", "nsubjpass", "prep"))]
    for holder in holders:
        for child in holder.children:
            if (
                child.dep_ in ("prep", "agent", "mark", "dative")
                and child.i > verb.i
                and child.lower_ in frames & _LINKS
            ):
                return subtree(child)
    return set()


def _is_parenthetical(verb: Token) -> bool:
    if verb.dep_ == "parataxis":
        return True
    as_said = any(child.lower_ == "as" and child.dep_ in ("mark", "advmod") for child in verb.children)
    return verb.dep_ == "advcl" and as_said
