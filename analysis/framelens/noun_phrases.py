"""Noun phrases of a parse: how far they reach, whether they are definite, titles and gender."""

from collections.abc import Iterator

from framelens.people import GENDERS, GENERIC_BODIES
from framelens.syntax import Token

_OPENING = frozenset("\"'“”„«»‘’")


def phrase(token: Token, *, with_apposition: bool = False) -> tuple[int, int]:
    """First and last token + 1 of the noun phrase that ``token`` heads, without relative clauses and appositions."""
    left, right = token.left_edge.i, token.i + 1
    dropped = ("relcl", "acl", "punct", "advcl", "parataxis") + (() if with_apposition else ("appos",))
    for child in token.rights:
        if child.dep_ in dropped and not (child.dep_ == "punct" and with_apposition and child.text == ","):
            break
        right = max(right, child.right_edge.i + 1)
    while left < token.i and (token.doc[left].is_punct or token.doc[left].is_space or token.doc[left].dep_ == "cc"):
        left += 1
    while right > token.i + 1 and (token.doc[right - 1].is_punct or token.doc[right - 1].is_space):
        right -= 1
    return left, right


def phrase_text(token: Token) -> str:
    """A noun phrase without its article, as a source is listed."""
    start, end = phrase(token)
    while start < token.i and all(char in _OPENING for char in token.doc[start].text):
        start += 1
    if token.doc[start].lower_ in ("the", "a", "an") and end - start > 1:
        start += 1
    text = token.doc.text_of(start, end).replace("\n", " ")
    return text[0].lower() + text[1:] if token.doc[start].pos_ == "NOUN" else text


def is_definite(token: Token) -> bool:
    """Whether a noun has *the*, *this* or *that*."""
    return any(child.dep_ == "det" and child.lower_ in ("the", "this", "that") for child in token.children)


def is_generic_body(token: Token) -> bool:
    """*The company*, *the charity*: a noun that stands for a body whose name has been given."""
    bare = all(child.dep_ == "det" for child in token.lefts)
    return token.lower_ in GENERIC_BODIES and bare and is_definite(token)


def is_several(token: Token) -> bool:
    """Whether a phrase joins several nouns or names."""
    return any(child.dep_ == "conj" and child.pos_ in ("NOUN", "PROPN", "PRON") for child in token.children)


def gender_of(token: Token) -> str | None:
    """``m`` or ``f`` by title, noun or apposition, or by the possessive that a subject's own clause has after it."""
    words = [token, *token.lefts, *(child for child in token.rights if child.dep_ == "appos")]
    if token.dep_ == "appos":
        words += [token.head, *token.head.lefts]
    for word in words:
        if word.lower_.rstrip(".") in GENDERS and word.tag_ not in ("PRP$", "PRP"):
            return GENDERS[word.lower_.rstrip(".")]
    return _gender_by_possessive(token)


def _gender_by_possessive(token: Token) -> str | None:
    """*Anna Kell met her counterpart*."""
    if token.dep_ != "nsubj" or token.pos_ != "PROPN":
        return None
    for other in token.doc[token.i + 1 : token.sent.end]:
        if other.dep_ in ("nsubj", "nsubjpass") and other.pos_ in ("PROPN", "NOUN"):
            return None
        if other.tag_ == "PRP$" and other.lower_ in ("his", "her"):
            return GENDERS[other.lower_]
    return None


def apposed_titles(token: Token) -> Iterator[str]:
    """The nouns that say who a named person is: in apposition on either side, or after *is*."""
    holders = [child for child in token.rights if child.dep_ == "appos" and child.pos_ == "NOUN"]
    if token.dep_ == "appos" and token.head.pos_ == "NOUN":
        holders.append(token.head)
    if token.dep_ == "nsubj" and token.head.lemma_ == "be":
        holders += [child for child in token.head.children if child.dep_ == "attr"]
    for holder in holders:
        yield holder.lower_
        yield from (c.lower_ for c in holder.children if c.dep_ in ("amod", "compound", "nmod"))
