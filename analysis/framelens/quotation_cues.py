"""The cue of a quotation: the one whose clause holds it, else the one beside it."""

from collections.abc import Sequence

from framelens.cues import Cue
from framelens.quoted import Quoted, is_mark, is_word
from framelens.syntax import Token

_CLOSERS = frozenset(",?!.…—–-")
_PHRASE = frozenset(
    {"acomp", "advmod", "agent", "amod", "appos", "attr", "compound", "conj", "dative", "det", "dobj", "nmod",
     "npadvmod", "nummod", "oprd", "pcomp", "pobj", "poss", "prep"}
)  # fmt: skip
"""Relations inside one clause: climbing them from a word leads to the verb that governs it."""
_MAKING = frozenset(
    {"advance", "begin", "cite", "find", "go", "hold", "issue", "offer", "post", "put", "quote", "read", "show", "sing",
     "text", "write"}
)  # fmt: skip
"""Verbs whose object in marks is a title or a thing, not a statement."""
_NEAR = 6
"""A cue introduces a quotation from at most so many words away."""


def cue_of(number: int, quoted: Quoted, candidates: Sequence[Cue]) -> Cue | None:
    """The cue of the quotation with a number, of those at its level."""
    tokens = quoted.tokens[number]
    if not tokens:
        return None
    holding = [cue for cue in candidates if cue.content and not cue.content.isdisjoint(tokens)]
    if holding:
        return _outermost(min(holding, key=lambda cue: len(cue.content)), holding)
    finders = (_cue_after, _cue_before, _cue_before_colon, _cue_above, _cue_beside)
    found = next((cue for find in finders if (cue := find(tokens, quoted, candidates)) is not None), None)
    return found or _any_verb_after(tokens, quoted, candidates)


def _any_verb_after(tokens: range, quoted: Quoted, candidates: Sequence[Cue]) -> Cue | None:
    """*“Never,” snapped the chair*: after a comma, a verb before its subject speaks, whatever verb it is."""
    doc = quoted.doc
    after = next((token for token in doc[tokens[-1] + 1 :] if not is_mark(token)), None)
    if doc[tokens[-1]].text[-1] not in ",?!" or after is None or after.tag_ not in ("VBD", "VBZ"):
        return None
    listed = next((cue for cue in candidates if cue.token == after), None)
    if listed is not None:
        return listed
    speaker = next(
        (c for c in after.rights if c.dep_ in ("nsubj", "dobj") and c.pos_ in ("NOUN", "PROPN", "PRON")), None
    )
    return Cue(after, after.lemma_.lower(), "other", "verb", speaker, frozenset()) if speaker is not None else None


def _outermost(cue: Cue, holding: Sequence[Cue]) -> Cue:
    """*Berg said Oke had agreed “in part”*: the words are Berg's, whom the narrator heard."""
    for other in sorted(holding, key=lambda one: len(one.content)):
        if cue.token.i in other.content:
            cue = other
    return cue


def _cue_after(tokens: range, quoted: Quoted, candidates: Sequence[Cue]) -> Cue | None:
    """*“…,” said the minister*: the first cue after the closing mark, in its clause."""
    doc = quoted.doc
    last = doc[tokens[-1]]
    after = tokens[-1] + 1
    while after < len(doc) and is_mark(doc[after]):
        after += 1
    if last.text[-1] not in _CLOSERS and (after >= len(doc) or doc[after].text != ","):
        return None
    sentence = doc[min(after, len(doc) - 1)].sent
    if sentence.start > last.i:
        return None
    for cue in candidates:
        if after <= cue.token.i < sentence.end and cue.kind == "verb":
            between = [token for token in doc[after : cue.token.i] if token.pos_ in ("VERB", "AUX")]
            free = all(
                token in cue.token.children or _governs(token, cue.token) or _is_within(token, cue.speaker)
                for token in between
            )
            return cue if free and not cue.content and cue.token.i - after < 4 * _NEAR else None
    return None


def _governs(verb: Token, other: Token) -> bool:
    """Whether another token hangs on a verb, or on the verb whose auxiliary it is (*was quoted as saying*)."""
    return (verb.head if verb.dep_ in ("aux", "auxpass") else verb).is_ancestor(other)


def inverted_speaker(cue: Cue, tokens: range) -> Token | None:
    """*“…,” recalled Emeka Obi*, whom the parser may take for the verb's object."""
    opens = cue.token.i == cue.token.sent.start
    if cue.kind != "verb" or not tokens or (tokens[-1] > cue.token.i and not opens):
        return None
    after = (child for child in cue.token.rights if child.dep_ in ("dobj", "attr", "oprd", "npadvmod"))
    return next((child for child in after if child.pos_ in ("NOUN", "PROPN", "PRON")), None)


def _is_within(token: Token, speaker: Token | None) -> bool:
    return speaker is not None and (token == speaker or speaker.is_ancestor(token))


def _cue_before(tokens: range, quoted: Quoted, candidates: Sequence[Cue]) -> Cue | None:
    """*The minister said: “…”*: the last cue before the opening mark, with nothing of weight between."""
    doc = quoted.doc
    sentence = doc[tokens[0]].sent
    before = [cue for cue in candidates if sentence.start <= cue.token.i < tokens[0] and cue.kind != "according-to"]
    if not before:
        return None
    cue = before[-1]
    between = [token for token in doc[cue.token.i + 1 : tokens[0]] if not is_mark(token)]
    introduced = bool(between) and between[-1].text in (":", ",")
    if any(token.i in quoted.inside for token in between):
        return None
    if not introduced and cue.lemma in _MAKING:
        return None
    if introduced and not any(token.pos_ in ("VERB", "AUX") for token in between):
        return cue
    near = len(between) <= _NEAR and not any(token.pos_ in ("VERB", "AUX", "PUNCT", "NOUN") for token in between)
    return cue if near else None


def _cue_before_colon(tokens: range, quoted: Quoted, candidates: Sequence[Cue]) -> Cue | None:
    """A sentence that ends in a colon introduces the quotation that opens the next."""
    doc = quoted.doc
    sentence = doc[tokens[0]].sent
    if sentence.start == 0 or any(is_word(token) for token in doc[sentence.start : tokens[0]]):
        return None
    previous = doc[sentence.start - 1].sent
    if not previous.text.rstrip().endswith(":"):
        return None
    before = [cue for cue in candidates if previous.start <= cue.token.i < previous.end and cue.kind == "verb"]
    return before[-1] if before else None


def _cue_above(tokens: range, quoted: Quoted, candidates: Sequence[Cue]) -> Cue | None:
    """*Condemned the “barbaric” attack*: the speech verb whose object or complement holds the quoted words."""
    token = next((quoted.doc[place] for place in tokens if quoted.doc[place].head.i not in tokens), None)
    by_token = {cue.token.i: cue for cue in candidates if cue.kind == "verb" and cue.lemma not in _MAKING}
    while token is not None and token.dep_ in _PHRASE and token.head is not token:
        token = token.head
        if token.i in by_token:
            return by_token[token.i]
        if token.pos_ in ("VERB", "AUX"):
            return None
    return None


def _cue_beside(tokens: range, quoted: Quoted, candidates: Sequence[Cue]) -> Cue | None:
    """*She said it was late, but there were “other ways”*: the report goes on in a clause beside it."""
    clause = quoted.doc[tokens[0]]
    while clause.dep_ not in ("ROOT", "conj") or clause.pos_ not in ("VERB", "AUX"):
        if clause.dep_ == "ROOT":
            return None
        clause = clause.head
    joined = any(child.dep_ == "cc" for child in clause.head.children)
    beside = [cue for cue in candidates if cue.token == clause.head != clause and (cue.content or not joined)]
    if not beside or any(cue.token == clause for cue in candidates):
        return None
    beside[0].content |= {part.i for part in clause.subtree}
    return beside[0]
