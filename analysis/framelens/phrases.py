"""Noun phrases of a parse: what a head stands for, and which words belong to it."""

from framelens.clauses import NOUNS
from framelens.people import PEOPLE
from framelens.syntax import Token

_CLAUSES = ("relcl", "acl", "advcl", "ccomp", "parataxis", "punct", "cc")
_PARTS = ("poss", "compound", "nmod", "appos", "nummod")
_RELATIVES = ("WDT", "WP", "WP$")
_PRONOUNS = ("it", "they", "them")


def antecedent(token: Token) -> Token:
    """The noun that a relative pronoun stands for (*the mill which*), or the subject that *it* takes up; else itself.

    *It* and *they* are taken for the subject of the clause that theirs hangs on (*the mill closed after it burned*).
    """
    if token.tag_ in _RELATIVES:
        clause = _clause(token, ("relcl", "ccomp"))
        if clause is None or clause.dep_ == "relcl":
            return token if clause is None else clause.head
        return next((word for word in clause.head.children if word.dep_ == "attr"), token)  # It was the wind that blew.
    if token.lower_ in _PRONOUNS:
        clause = _clause(token, ("advcl", "conj"))
        subjects = [] if clause is None else [word for word in clause.head.children if word.dep_.startswith("nsubj")]
        return next((word for word in subjects if _agree(token, word)), token)
    return token


def _agree(pronoun: Token, noun: Token) -> bool:
    return noun.pos_ in ("NOUN", "PROPN") and (pronoun.lower_ == "it") != noun.tag_.endswith("S")


def _clause(token: Token, kinds: tuple[str, ...]) -> Token | None:
    """The verb of the innermost clause round a token that is of one of the kinds."""
    return next((above for above in token.ancestors if above.dep_ in kinds and above.pos_ not in NOUNS), None)


def phrase(head: Token) -> list[Token]:
    """The words of the noun phrase of a head, without clauses and without what is coordinated with it.

    A place that follows at once (*the mill in Vale*) is in it, whatever the parser hangs it on.
    """
    found: set[Token] = set()
    waiting = [head]
    while waiting:
        token = waiting.pop()
        found.add(token)
        follows = [word for word in token.doc[token.i + 1 : token.i + 2] if word.lower_ in ("in", "of")]
        waiting += [
            word
            for word in (*token.children, *follows)
            if word.dep_ not in _CLAUSES and word.dep_ != "conj" and word not in found
        ]
    return sorted(found, key=lambda token: int(token.i))


def stands_for(head: Token, places: frozenset[int]) -> Token | None:
    """The head, or the coordinated one, of a phrase that means one of the words at ``places``.

    It does where the head is the word, or has it as an apposition or after *including*, or, unless the head is a person
    (*the staff of the mill*), as a possessive, a modifier, or after *of* or *to* (*the mill's roof, part of the mill*).
    """
    head = antecedent(head)
    heads = (head, *(other for other in head.conjuncts if other.i > head.i))
    return next((one for one in heads if one.i in places or _holds(one, places)), None)


def _holds(head: Token, places: frozenset[int]) -> bool:
    is_person = head.lemma_.lower() in PEOPLE
    labels, links = (("appos",), ("including",)) if is_person else (_PARTS, ("of", "to", "including"))
    inside = [child for child in head.children if child.dep_ in labels and not _is_denied(child)]
    for prep in head.children:
        if prep.dep_ == "prep" and prep.lower_ in links:
            inside += [noun for noun in prep.children if noun.dep_ == "pobj"]
    return any(stands_for(word, places) is not None for word in inside)


def _is_denied(word: Token) -> bool:
    """Whether *not* stands before its phrase (*the barn, not the mill*)."""
    return word.left_edge.i > 0 and word.left_edge.nbor(-1).dep_ == "neg"
