"""Cues: the verbs, nouns and *according to* by which a narrator hands the word to somebody, and what each covers."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from framelens.contents import is_content_of_noun, subtree, verb_content
from framelens.cue_list import FIXED, Entry, Lexicon, lookup
from framelens.people import PEOPLE
from framelens.speakers import SUBJECTS, is_negated, is_passive, speaker_of, speaker_of_noun
from framelens.syntax import Parse, Token

_PARTS = ("VERB", "AUX", "NOUN")
"""Parts of speech that report; the fixed cues (`FIXED`) may have others."""
_CONTRAST = ("while", "whereas")
_BASE = {"VBP": "VB"}
"""What the tagger may take a tense for: the plural present has the form of the infinitive."""
_NAMING = ("call", "name", "term", "dub", "label", "brand")
_NO_SOURCE = frozenset({"age", "custom", "law", "need", "plan", "rule", "schedule", "size", "tradition"})
"""What things are done according to, without anybody's saying so."""
_OF_NOUNS = ("claim", "allegation", "accusation", "denial")


@dataclass(eq=False)
class Cue:
    """A cue in a parse: its word, the head of its speaker, and the tokens that it reports."""

    token: Token
    lemma: str
    cue_class: str
    kind: str
    speaker: Token | None
    content: frozenset[int]
    negated: bool = False
    nested: bool = False


def find_cues(doc: Parse, lexicon: Lexicon) -> list[Cue]:
    """All that may be a cue in a parse, in order. A verb without content is one if a quotation turns out to be its."""
    words = [token for token in doc if token.pos_ in _PARTS or token.lower_ in FIXED]
    cues = [cue for word in words for cue in _cue_at(word, lexicon)]
    _part_coordinated(cues)
    by_token = {cue.token.i: cue for cue in cues}
    return [cue for cue in cues if not _hands_on(cue, by_token)]


def _part_coordinated(cues: list[Cue]) -> None:
    """Take out of a report the cues that the parser hung to it but that stand beside the report's own cue.

    *She said it was late and asked for more*; *she said it was late, adding that …*; *she says yes, while others say
    no*. All but the last share the first cue's subject.
    """
    by_token = {cue.token: cue for cue in cues if cue.kind == "verb"}
    for cue in by_token.values():
        clause = cue.token.head
        while clause.dep_ in ("conj", "xcomp"):
            clause = clause.head
        outer = by_token.get(clause.head)
        if clause.dep_ != "ccomp" or outer is None or cue.token == clause:
            continue
        kind = _stands_beside(cue.token, outer.token, clause)
        if kind is not None:
            outer.content -= subtree(cue.token) | {part.i for part in clause.children if part.dep_ == "cc"}
            cue.speaker = outer.speaker if kind == "shared" else cue.speaker


def _stands_beside(verb: Token, outer: Token, clause: Token) -> str | None:
    """``shared`` or ``own``: the subject of a cue beside the outer one; None if it is part of the report."""
    has_subject = any(child.dep_ in SUBJECTS for child in verb.children)
    if verb.dep_ == "advcl" and any(c.lower_ in _CONTRAST and c.dep_ == "mark" for c in verb.children):
        return "own"
    if verb.dep_ == "advcl" and verb.tag_ == "VBG" and verb.nbor(-1).text == "," and not has_subject:
        return "shared"
    subject = next((child for child in clause.children if child.dep_ in SUBJECTS), None)
    is_thing = subject is not None and (
        subject.lower_ == "it" or (subject.pos_ == "NOUN" and subject.lemma_.lower() not in PEOPLE)
    )
    same_tense = verb.tag_ in (outer.tag_, _BASE.get(outer.tag_)) and (clause.tag_ != verb.tag_ or is_thing)
    return "shared" if verb.dep_ == "conj" and not has_subject and same_tense else None


def _cue_at(token: Token, lexicon: Lexicon) -> Iterator[Cue]:
    if token.lower_ in FIXED:
        yield from _according_to(token)
    elif token.pos_ in ("VERB", "AUX") and token.dep_ != "amod":
        lemma, entry = lookup(token, lexicon.verbs)
        if entry is not None:
            content = verb_content(token, entry.frames)
            speaker = speaker_of(token)
            if _is_other_sense(token, lemma, speaker):
                return
            yield Cue(token, lemma, entry.cue_class, "verb", speaker, frozenset(content), is_negated(token))
    elif token.pos_ == "NOUN" and token.lemma_.lower() in lexicon.nouns:
        yield from _nominal(token, lexicon.nouns[token.lemma_.lower()])


def _is_other_sense(verb: Token, lemma: str, speaker: Token | None) -> bool:
    """*That said, …*; *a place called Dale*; *can you tell whether*."""
    if speaker is not None and speaker.tag_ == "DT" and speaker.lower_ in ("this", "that") and verb.dep_ != "relcl":
        return True
    if lemma in _NAMING and speaker is None and is_passive(verb):
        return True
    knows = any(child.lower_ in ("can", "could") for child in verb.children)
    return (
        lemma in ("tell", "say")
        and knows
        and not any(child.dep_ in ("dobj", "dative", "neg") for child in verb.children)
    )


def _hands_on(cue: Cue, by_token: Mapping[int, Cue]) -> bool:
    """*Was quoted as saying* is one cue, the second verb, whichever of the two the report hangs on."""
    if cue.lemma not in ("quote", "cite"):
        return False
    for verb in (part for child in cue.token.children if child.lower_ == "as" for part in child.children):
        if verb.i in by_token:
            by_token[verb.i].content |= cue.content - subtree(verb.head)
            cited = next((child for child in cue.token.children if child.dep_ == "dobj"), None)
            by_token[verb.i].speaker = by_token[verb.i].speaker if cited is None else cited
            return True
    return False


def _according_to(token: Token) -> Iterator[Cue]:
    """*According to X*, *in the words of X*, *per X*."""
    match token.lower_:
        case "according":
            lemma, link = "according", _child(token, "to")
        case "words":
            lemma, link = "words", _child(token, "of") if token.head.lower_ == "in" else None
        case _:
            lemma, link = "per", token if token.i > 0 and token.nbor(-1).text == "," else None
    source = None
    if link is not None:
        source = next((child for child in link.children if child.dep_ == "pobj"), None) or _name_after(link)
    if source is None or source.lemma_.lower() in _NO_SOURCE:
        return
    phrase = token.head if lemma == "words" else token
    clause = phrase.head
    while clause.pos_ not in ("VERB", "AUX") and clause.dep_ != "ROOT":
        clause = clause.head
    while clause.dep_ == "conj" and clause.head.pos_ in ("VERB", "AUX"):
        clause = clause.head
    content = subtree(clause) - subtree(phrase)
    yield Cue(token, lemma, "neutral", "according-to", source, frozenset(content))


def _name_after(token: Token) -> Token | None:
    following = token.nbor() if token.i + 1 < token.sent.end else None
    return following if following is not None and following.pos_ in ("NOUN", "PROPN", "PRON") else None


def _child(token: Token, word: str) -> Token | None:
    return next((child for child in token.children if child.lower_ == word), None)


def _nominal(noun: Token, entry: Entry) -> Iterator[Cue]:
    """*Her claim that it sank*; *claims of theft* where their owner is named; *repeated his vow that …*."""
    speaker = speaker_of_noun(noun)
    beside = noun.head.children if noun.dep_ == "dobj" else ()
    clauses = [child for child in (*noun.children, *beside) if child.i > noun.i and is_content_of_noun(child)]
    phrases = [child for child in noun.rights if child.lower_ == "of" and noun.lemma_.lower() in _OF_NOUNS and speaker]
    for content in (*clauses, *phrases)[:1]:
        yield Cue(noun, noun.lemma_.lower(), entry.cue_class, "nominal", speaker, frozenset(subtree(content)))
