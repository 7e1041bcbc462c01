"""Attribution: which words of a text belong to whom, inside quotation marks and outside them.

A quotation is given to the cue whose clause holds it, else to the cue that stands beside it, else it goes on from the
sentence before. What a cue reports outside marks is an indirect report.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from framelens.cue_list import Lexicon
from framelens.cues import Cue, find_cues
from framelens.people import PEOPLE
from framelens.quotation_cues import cue_of, inverted_speaker
from framelens.quotations import Span
from framelens.quoted import Quoted, is_mark, is_word
from framelens.reading import PARAGRAPH
from framelens.speakers import subject_of
from framelens.syntax import Parse, Sentence, Token

_EMPTY_WORDS = frozenset(
    {"a", "an", "and", "as", "but", "by", "for", "if", "of", "on", "or", "that", "the", "to", "whether"}
)
"""Words that introduce a report or join its parts: a piece of these alone reports nothing."""
_LINKS = frozenset({"that", "of", "for", "as", "on", "at", "about", "with", "against"})
"""Words that hang a report on its cue; they are the narrator's."""
_BACK = 3
"""A quotation that stands alone goes on from a speaker of at most so many sentences before."""


@dataclass(eq=False)
class Report:
    """A span of attributed words in a parse: characters ``start`` to ``end``, whose, and by which cue."""

    start: int
    end: int
    voice: str
    cue: Cue | None
    speaker: Token | None


def attribute(doc: Parse, quotations: Sequence[Span], lexicon: Lexicon) -> tuple[list[Cue], list[Report]]:
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
    return any(is_word(quoted.doc[place]) for place in cue.content - quoted.inside)


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


def _quoted_reports(quoted: Quoted, candidates: Sequence[Cue]) -> list[Report]:
    reports: list[Report] = []
    levels = defaultdict(list)
    for candidate in candidates:
        levels[quoted.of(candidate.token.i)].append(candidate)
    for number, span in enumerate(quoted.spans):
        parent = quoted.parents[number]
        cue = cue_of(number, quoted, levels[parent])
        if cue is not None and cue.speaker is None:
            cue.speaker = inverted_speaker(cue, quoted.tokens[number])
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
                half.cue, half.speaker = cue, cue.speaker or inverted_speaker(cue, tokens)
            cue.speaker = first.speaker


def _speaker_without_cue(
    number: int, quoted: Quoted, candidates: Sequence[Cue], before: Sequence[Report]
) -> Token | None:
    """A quotation that makes up its sentences goes on from the sentence before, or has its colon there."""
    doc, tokens = quoted.doc, quoted.tokens[number]
    if not tokens:
        return None
    sentence = doc[tokens[0]].sent
    last = doc[tokens[-1]].sent
    around = [*doc[sentence.start : tokens[0]], *doc[tokens[-1] + 1 : last.end]]
    if tokens[0] > sentence.start + 2 and (doc[tokens[0] - 1].text == ":" or doc[tokens[0] - 2].text == ":"):
        return _before_colon(doc.root(sentence.start, tokens[0]))
    after = next((token for token in doc[tokens[-1] + 1 : last.end] if not is_mark(token)), None)
    if after is not None and after.text == ":" and sentence.root.i > after.i:  # “We had no warning”: survivors tell …
        return subject_of(sentence.root)
    if sentence.start == 0 or any(is_word(token) for token in around):
        return None
    previous = doc[sentence.start - 1].sent
    if previous.text.rstrip().endswith(":"):
        return subject_of(previous.root)
    for _ in range(_BACK):
        speaker = _last_heard(previous, quoted, candidates, before)
        if speaker is not None:
            return speaker
        subject = subject_of(previous.root)  # Mutasa was not impressed. “Friday is …”
        same_paragraph = PARAGRAPH not in doc.text_of(previous.start, tokens[0])
        if same_paragraph and subject is not None and _is_person(subject):
            return subject
        if not same_paragraph or previous.start == 0:
            return None
        previous = doc[previous.start - 1].sent
    return None


def _before_colon(head: Token) -> Token | None:
    """*Mutasa was blunt: “…”*; *Minister: “…”*."""
    speaker = subject_of(head) if head.pos_ in ("VERB", "AUX") else head
    return speaker if speaker is not None and _is_person(speaker) else None


def _last_heard(
    sentence: Sentence, quoted: Quoted, candidates: Sequence[Cue], before: Sequence[Report]
) -> Token | None:
    """The last speaker of a sentence: of a quotation that ends in it, else of a cue of the narrator's."""
    heard = [one for one in before if sentence.start_char <= one.end <= sentence.end_char and one.speaker is not None]
    if heard:
        return heard[-1].speaker
    said = [cue for cue in candidates if sentence.start <= cue.token.i < sentence.end and cue.content]
    said = [cue for cue in said if cue.token.i not in quoted.inside and cue.speaker is not None]
    return said[-1].speaker if said else None


def _is_person(noun: Token) -> bool:
    return noun.pos_ == "PROPN" or noun.lemma_.lower() in PEOPLE or noun.lower_ in ("he", "she")


def _indirect_reports(cue: Cue, quoted: Quoted, quotations: Sequence[Report]) -> Iterator[Report]:
    if _is_direct(cue, quoted, quotations):
        return
    doc = quoted.doc
    places = sorted(cue.content - quoted.inside)
    piece: list[Token] = []
    for token in [*(doc[place] for place in places), None]:
        is_part = token is not None and not is_mark(token)
        if token is not None and is_part and (not piece or token.i == piece[-1].i + 1):
            piece.append(token)
            continue
        trimmed = _trim(piece, opens=bool(piece) and piece[0].i <= min(cue.content) + 1)
        if trimmed:
            end = trimmed[-1].idx + len(trimmed[-1])
            yield Report(trimmed[0].idx, end, "indirect", cue, cue.speaker)
        piece = [token] if token is not None and is_part else []


def _is_direct(cue: Cue, quoted: Quoted, quotations: Sequence[Report]) -> bool:
    """Whether the cue's clause is itself a quotation, and what the parser hung to it outside the marks is not."""
    heads = [child.i for child in cue.token.children if child.dep_ == "ccomp" and _opens_inside(child, quoted)]
    return any(
        report.voice == "quoted" and report.cue is cue and any(head in tokens for head in heads)
        for report, tokens in zip(quotations, quoted.tokens, strict=False)
    )


def _opens_inside(clause: Token, quoted: Quoted) -> bool:
    first = next((token for token in clause.subtree if is_word(token)), clause)
    return first.i in quoted.inside


def _is_link(token: Token, *, opens: bool) -> bool:
    """Whether a word hangs a report on its cue: at its beginning, or after *and*."""
    after_and = token.i > 0 and token.nbor(-1).dep_ == "cc"
    return token.dep_ == "cc" or (token.lower_ in _LINKS and token.dep_ != "aux" and (opens or after_and))


def _trim(piece: list[Token], *, opens: bool) -> list[Token]:
    """Without punctuation at its ends; nothing, if no word is left that says something."""
    start, end = 0, len(piece)
    while start < end and not is_word(piece[start]) and not piece[start].is_currency:
        start += 1
    while end > start and not is_word(piece[end - 1]) and piece[end - 1].text not in ("%", ")"):
        end -= 1
    if end > start and piece[end - 1].dep_ == "cc":
        end -= 1
    while start < end and _is_link(piece[start], opens=opens):
        start += 1
    trimmed = piece[start:end]
    return trimmed if any(token.lower_ not in _EMPTY_WORDS for token in trimmed if is_word(token)) else []
