"""Attribution: which words of a text belong to whom, inside quotation marks and outside them.

A quotation is given to the cue whose clause holds it, else to the cue that stands beside it, else it goes on from the
sentence before. What a cue reports outside marks is an indirect report.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from framelens.cues import Cue, Lexicon, find_cues, subject_of
from framelens.noun_phrases import PEOPLE
from framelens.quotations import Span
from framelens.reading import PARAGRAPH

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token
    from spacy.tokens import Span as SentenceSpan

_MARKS = frozenset("\"'“”„«»‘’")
_CLOSERS = frozenset(",?!.…—–-")
_EMPTY_WORDS = frozenset(
    ["that", "to", "as", "of", "for", "on", "whether", "if", "and", "but", "or", "by", "a", "an", "the"]
)
"""Words that introduce a report or join its parts: a piece of these alone reports nothing."""
_LINKS = frozenset(["that", "of", "for", "as", "on", "at", "about", "with", "against"])
"""Words that hang a report on its cue; they are the narrator's."""
_PHRASE = frozenset(
    [
        "amod",
        "compound",
        "det",
        "dobj",
        "pobj",
        "prep",
        "attr",
        "oprd",
        "nmod",
        "poss",
        "appos",
        "conj",
        "acomp",
        "npadvmod",
        "advmod",
        "nummod",
        "pcomp",
        "dative",
        "agent",
    ]
)
"""Relations inside one clause: climbing them from a word leads to the verb that governs it."""
_MAKING = frozenset(
    [
        "write",
        "read",
        "sing",
        "issue",
        "put",
        "offer",
        "find",
        "show",
        "hold",
        "begin",
        "go",
        "advance",
        "text",
        "post",
        "cite",
        "quote",
    ]
)
"""Verbs whose object in marks is a title or a thing, not a statement."""
_BACK = 3
"""A quotation that stands alone goes on from a speaker of at most so many sentences before."""
_NEAR = 6
"""A cue introduces a quotation from at most so many words away."""


@dataclass(eq=False)
class Report:
    """A span of attributed words in a parse: characters ``start`` to ``end``, whose, and by which cue."""

    start: int
    end: int
    voice: str
    cue: Cue | None
    speaker: "Token | None"


class Quoted:
    """The quotations of a parse, to be asked by token."""

    def __init__(self, doc: "Doc", quotations: Sequence[Span]):
        self.doc = doc
        self.spans = list(quotations)
        starts = [token.idx for token in doc]
        self.tokens = [
            range(bisect_right(starts, span.start - 1), bisect_right(starts, span.end - 1)) for span in quotations
        ]
        self.inside = {place for tokens in self.tokens for place in tokens}
        self.parents = [self._parent(number) for number in range(len(self.spans))]

    def _parent(self, number: int) -> int | None:
        """The innermost quotation round this one."""
        start, end = self.spans[number]
        around = [
            other
            for other, span in enumerate(self.spans[:number])
            if span.start <= start and end <= span.end and span != (start, end)
        ]
        return around[-1] if around else None

    def of(self, place: int) -> int | None:
        """The innermost quotation that holds a token."""
        around = [number for number, tokens in enumerate(self.tokens) if place in tokens]
        return around[-1] if around else None


def attribute(doc: "Doc", quotations: Sequence[Span], lexicon: Lexicon) -> tuple[list[Cue], list[Report]]:
    """The narrator's cues in a parse, and every attributed span with its cue and speaker.

    Spans come in the order of the text. A cue inside quotation marks is not the narrator's and is left out; a cue
    inside a report is `nested`.
    """
    quoted = Quoted(doc, quotations)
    candidates = find_cues(doc, lexicon)
    reports = _quoted_reports(quoted, candidates)
    candidates = sorted(
        {*candidates, *(one.cue for one in reports if one.cue is not None)}, key=lambda cue: cue.token.i
    )
    linked = {id(report.cue) for report in reports if report.cue is not None}
    linked |= {id(cue) for cue in _second_cues(candidates, linked)}
    cues = [
        cue
        for cue in candidates
        if cue.token.i not in quoted.inside and (id(cue) in linked or _reports_words(cue, quoted))
    ]
    _mark_nested(cues)
    told: set[frozenset[int]] = set()
    for cue in cues:
        if not cue.nested and cue.content not in told:  # A nested cue's report is part of the one round it.
            reports += _indirect_reports(cue, quoted, reports)
        told.add(cue.content)
    return cues, sorted(reports, key=lambda report: (report.start, -report.end))


def _reports_words(cue: Cue, quoted: Quoted) -> bool:
    return any(_is_word(quoted.doc[place]) for place in cue.content - quoted.inside)


def _second_cues(candidates: Sequence[Cue], linked: set[int]) -> Iterator[Cue]:
    """*Hit back, saying: “…”*: the verb that the participle goes with speaks too."""
    by_token = {cue.token: cue for cue in candidates if cue.kind == "verb"}
    for cue in candidates:
        head = by_token.get(cue.token.head)
        joined = cue.token.dep_ == "advcl" and cue.token.tag_ == "VBG" and (cue.content or id(cue) in linked)
        if joined and head is not None and not any(child.dep_ in ("dobj", "prep") for child in head.token.children):
            yield head


def _mark_nested(cues: Sequence[Cue]) -> None:
    for cue in cues:
        cue.nested = any(cue.token.i in other.content for other in cues if other is not cue)


# Quotations -----------------------------------------------------------------------------------------------------------


def _quoted_reports(quoted: Quoted, candidates: Sequence[Cue]) -> list[Report]:
    reports: list[Report] = []
    for number, span in enumerate(quoted.spans):
        parent = quoted.parents[number]
        level = [cue for cue in candidates if quoted.of(cue.token.i) == parent]
        cue = _cue_of(number, quoted, level)
        if cue is not None and cue.speaker is None:
            cue.speaker = _inverted_speaker(cue, quoted.tokens[number])
        report = Report(span.start, span.end, "quoted", cue, cue.speaker if cue else None)
        if cue is None:
            report.speaker = _speaker_without_cue(number, quoted, candidates, reports)
        if parent is not None:  # The cue stands in somebody's quotation and is not the narrator's.
            report.cue = None
            report.speaker = report.speaker or reports[parent].speaker
        reports.append(report)
    _join_halves(reports, quoted)
    return reports


def _join_halves(reports: Sequence[Report], quoted: Quoted) -> None:
    """*“Nobody,” said Okello, “will work there.”*: a cue between two quotations of a sentence has both."""
    for (first, tokens), (second, after) in pairwise(zip(reports, quoted.tokens, strict=True)):
        alone = (first.cue is None) != (second.cue is None)
        if not alone or not tokens or not after or quoted.doc[tokens[-1]].sent != quoted.doc[after[0]].sent:
            continue
        cue = first.cue or second.cue
        if cue is not None and tokens[-1] < cue.token.i < after[0]:
            for half in (first, second):
                half.cue, half.speaker = cue, cue.speaker or _inverted_speaker(cue, tokens)
            cue.speaker = first.speaker


def _cue_of(number: int, quoted: Quoted, candidates: Sequence[Cue]) -> Cue | None:
    tokens = quoted.tokens[number]
    if not tokens:
        return None
    holding = [cue for cue in candidates if cue.content and not cue.content.isdisjoint(tokens)]
    if holding:
        return _outermost(min(holding, key=lambda cue: len(cue.content)), holding)
    finders = (_cue_after, _cue_before, _cue_before_colon, _cue_above, _cue_beside)
    found = next((cue for find in finders if (cue := find(tokens, quoted, candidates)) is not None), None)
    return found or _any_verb_after(tokens, quoted)


def _any_verb_after(tokens: range, quoted: Quoted) -> Cue | None:
    """*“Never,” snapped the chair*: after a comma, a verb before its subject speaks, whatever verb it is."""
    doc = quoted.doc
    after = next((token for token in doc[tokens[-1] + 1 :] if not _is_mark(token)), None)
    if doc[tokens[-1]].text[-1] not in ",?!" or after is None or after.tag_ not in ("VBD", "VBZ"):
        return None
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
    while after < len(doc) and _is_mark(doc[after]):
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
                token in cue.token.children or token.is_ancestor(cue.token) or _is_within(token, cue.speaker)
                for token in between
            )
            return cue if free and not cue.content and cue.token.i - after < 4 * _NEAR else None
    return None


def _inverted_speaker(cue: Cue, tokens: range) -> "Token | None":
    """*“…,” recalled Emeka Obi*, whom the parser may take for the verb's object."""
    opens = cue.token.i == cue.token.sent.start
    if cue.kind != "verb" or not tokens or (tokens[-1] > cue.token.i and not opens):
        return None
    after = (child for child in cue.token.rights if child.dep_ in ("dobj", "attr", "oprd", "npadvmod"))
    return next((child for child in after if child.pos_ in ("NOUN", "PROPN", "PRON")), None)


def _is_within(token: "Token", speaker: "Token | None") -> bool:
    return speaker is not None and (token == speaker or speaker.is_ancestor(token))


def _cue_before(tokens: range, quoted: Quoted, candidates: Sequence[Cue]) -> Cue | None:
    """*The minister said: “…”*: the last cue before the opening mark, with nothing of weight between."""
    doc = quoted.doc
    sentence = doc[tokens[0]].sent
    before = [cue for cue in candidates if sentence.start <= cue.token.i < tokens[0] and cue.kind != "according-to"]
    if not before:
        return None
    cue = before[-1]
    between = [token for token in doc[cue.token.i + 1 : tokens[0]] if not _is_mark(token)]
    introduced = bool(between) and between[-1].text in (":", ",")
    if any(token.i in quoted.inside for token in between):
        return None
    if introduced and not any(token.pos_ in ("VERB", "AUX") for token in between):
        return cue
    near = len(between) <= _NEAR and not any(token.pos_ in ("VERB", "AUX", "PUNCT", "NOUN") for token in between)
    return cue if near else None


def _cue_before_colon(tokens: range, quoted: Quoted, candidates: Sequence[Cue]) -> Cue | None:
    """A sentence that ends in a colon introduces the quotation that opens the next."""
    doc = quoted.doc
    sentence = doc[tokens[0]].sent
    if sentence.start == 0 or any(_is_word(token) for token in doc[sentence.start : tokens[0]]):
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
    beside = [cue for cue in candidates if cue.token == clause.head and cue.token is not clause and cue.content]
    if not beside or any(cue.token == clause for cue in candidates):
        return None
    beside[0].content |= {part.i for part in clause.subtree}
    return beside[0]


def _speaker_without_cue(
    number: int, quoted: Quoted, candidates: Sequence[Cue], before: Sequence[Report]
) -> "Token | None":
    """A quotation that makes up its sentences goes on from the sentence before, or has its colon there."""
    doc, tokens = quoted.doc, quoted.tokens[number]
    if not tokens:
        return None
    sentence = doc[tokens[0]].sent
    last = doc[tokens[-1]].sent
    around = [*doc[sentence.start : tokens[0]], *doc[tokens[-1] + 1 : last.end]]
    if tokens[0] > sentence.start + 2 and (doc[tokens[0] - 1].text == ":" or doc[tokens[0] - 2].text == ":"):
        return subject_of(sentence.root) if sentence.root.i < tokens[0] else None
    after = next((token for token in doc[tokens[-1] + 1 : last.end] if not _is_mark(token)), None)
    if after is not None and after.text == ":" and sentence.root.i > after.i:  # “We had no warning”: survivors tell …
        return subject_of(sentence.root)
    if sentence.start == 0 or any(_is_word(token) for token in around):
        return None
    previous = doc[sentence.start - 1].sent
    if previous.text.rstrip().endswith(":"):
        return subject_of(previous.root)
    for _ in range(_BACK):
        speaker = _last_heard(previous, quoted, candidates, before)
        if speaker is not None or previous.start == 0:
            return speaker
        subject = subject_of(previous.root)  # Mutasa was not impressed. “Friday is …”
        same_paragraph = PARAGRAPH not in doc.text[previous.start_char : doc[tokens[0]].idx]
        if same_paragraph and subject is not None and _is_person(subject):
            return subject
        if not same_paragraph:
            return None
        previous = doc[previous.start - 1].sent
    return None


def _last_heard(
    sentence: "SentenceSpan", quoted: Quoted, candidates: Sequence[Cue], before: Sequence[Report]
) -> "Token | None":
    """The last speaker of a sentence: of a quotation that ends in it, else of a cue of the narrator's."""
    heard = [one for one in before if sentence.start_char <= one.end <= sentence.end_char and one.speaker is not None]
    if heard:
        return heard[-1].speaker
    said = [cue for cue in candidates if sentence.start <= cue.token.i < sentence.end and cue.content]
    said = [cue for cue in said if cue.token.i not in quoted.inside and cue.speaker is not None]
    return said[-1].speaker if said else None


def _is_person(noun: "Token") -> bool:
    return noun.pos_ == "PROPN" or noun.lemma_.lower() in PEOPLE or noun.lower_ in ("he", "she")


# Indirect reports -----------------------------------------------------------------------------------------------------


def _indirect_reports(cue: Cue, quoted: Quoted, quotations: Sequence[Report]) -> Iterator[Report]:
    if _is_direct(cue, quoted, quotations):
        return
    doc = quoted.doc
    places = sorted(cue.content - quoted.inside)
    piece: list[Token] = []
    for place in [*places, None]:
        if place is not None and (not piece or place == piece[-1].i + 1) and not _is_mark(doc[place]):
            piece.append(doc[place])
            continue
        trimmed = _trim(piece)
        if trimmed:
            end = trimmed[-1].idx + len(trimmed[-1])
            yield Report(trimmed[0].idx, end, "indirect", cue, cue.speaker)
        piece = [doc[place]] if place is not None and not _is_mark(doc[place]) else []


def _is_direct(cue: Cue, quoted: Quoted, quotations: Sequence[Report]) -> bool:
    """Whether the cue's clause is itself a quotation, and what the parser hung to it outside the marks is not."""
    heads = [child.i for child in cue.token.children if child.dep_ == "ccomp" and _opens_inside(child, quoted)]
    return any(
        report.voice == "quoted" and report.cue is cue and any(head in tokens for head in heads)
        for report, tokens in zip(quotations, quoted.tokens, strict=False)
    )


def _opens_inside(clause: "Token", quoted: Quoted) -> bool:
    first = next((token for token in clause.subtree if _is_word(token)), clause)
    return first.i in quoted.inside


def _trim(piece: "list[Token]") -> "list[Token]":
    """Without punctuation at its ends; nothing, if no word is left that says something."""
    start, end = 0, len(piece)
    while start < end and not _is_word(piece[start]) and not piece[start].is_currency:
        start += 1
    while end > start and not _is_word(piece[end - 1]) and piece[end - 1].text not in ("%", ")"):
        end -= 1
    if end > start and piece[end - 1].dep_ == "cc":
        end -= 1
    while start < end and piece[start].lower_ in _LINKS and piece[start].dep_ != "aux":
        start += 1
    trimmed = piece[start:end]
    return trimmed if any(token.lower_ not in _EMPTY_WORDS for token in trimmed if _is_word(token)) else []


def _is_word(token: "Token") -> bool:
    return any(char.isalnum() for char in token.text)


def _is_mark(token: "Token") -> bool:
    return all(char in _MARKS for char in token.text)
