"""Quotations: pairs of quotation marks in a reading text, through the debris of scraping and PDF extraction.

Double marks are paired first, then single ones, which must be told from apostrophes; then what is left over is
mended: a pair of one double and one single mark, a mark that was never closed.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from framelens.reading import PARAGRAPH

_DOUBLE = '"“”„«»'
_SINGLE = "'‘’"
_MARKS = re.compile(rf"[{_DOUBLE}{_SINGLE}]+")
_OPENS_AFTER = "([{—–-/…"
_CLOSES_BEFORE = ".,;:!?)]}—–-/…"
_ELISION = re.compile(r"['‘’](?:\d\ds?|tis|twas|til|em|cause|bout|n['‘’]|round|neath)\b", re.IGNORECASE)
_UNCLOSED_END = re.compile(
    r"[,?!](?=\s+(?:\w+\s+){1,4}?(?:said|says|told|added|asked|wrote|tweeted|replied|insisted|warned)\b)"
)
_SENTENCE_END = re.compile(r"[.?!…]+(?=\s|$)")


class Span(NamedTuple):
    """A quotation: the text inside its marks."""

    start: int
    end: int


@dataclass
class _Mark:
    """One quotation mark (or the same one doubled), and what stands round the run of marks that it belongs to."""

    start: int
    end: int
    char: str
    left: str
    right: str
    left_beside: str
    paired: bool = False

    @property
    def can_open(self) -> bool:
        if self.char in "”»" and not self.left.isspace() and self.left:
            return False
        free = not self.left or self.left.isspace() or self.left in _OPENS_AFTER
        return (free or self.char in "“„«‘") and bool(self.right) and not self.right.isspace()

    @property
    def can_close(self) -> bool:
        if self.char in "“„«‘" or not self.left or self.left.isspace():
            return self.char in "”»"
        return not self.right or self.right.isspace() or self.right in _CLOSES_BEFORE or self.char in "”»"

    @property
    def loose(self) -> bool:
        """White space on both sides, as in text that was split into tokens."""
        return (not self.left or self.left.isspace()) and (not self.right or self.right.isspace())


def find_quotations(text: str) -> list[Span]:
    r"""The quotations in a reading text, outer ones before those nested in them.

    A quotation may run over several paragraphs whose first mark is repeated. A single letter or digit in marks is
    no quotation.

    >>> text = "“We ‘won’,” she said. The players' 'U'-shaped pitch was \"ready."
    >>> [text[span.start:span.end] for span in find_quotations(text)]
    ['We ‘won’,', 'won', 'ready.']
    """
    doubles, singles = _read_marks(text)
    spans = list(_pair_doubles(text, doubles))
    spans += _pair_singles(text, singles, spans)
    spans += _mend(text, doubles, singles)
    inner = {mark.start for mark in (*doubles, *singles) if not mark.paired}
    trimmed = (_trim(text, span, inner) for span in spans)
    return sorted({span for span in trimmed if _is_quotation(text, span)}, key=lambda span: (span.start, -span.end))


def _read_marks(text: str) -> tuple[list[_Mark], list[_Mark]]:
    doubles: list[_Mark] = []
    singles: list[_Mark] = []
    for run in _MARKS.finditer(text):
        left, right = text[run.start() - 1 : run.start()], text[run.end() : run.end() + 1]
        place = run.start()
        while place < run.end():
            char, start = text[place], place
            while place < run.end() and text[place] == char:
                place += 1
            is_double = char in _DOUBLE or place - start > 1
            marks = doubles if is_double else singles
            char = '"' if is_double and char not in _DOUBLE else char
            marks.append(_Mark(start, place, char, left, right, text[start - 1 : start]))
    return doubles, singles


def _pair_doubles(text: str, marks: list[_Mark]) -> Iterator[Span]:
    opened: _Mark | None = None
    for position, mark in enumerate(marks):
        if opened is not None and _new_paragraph(text, opened, mark) and not _goes_on(text, mark, opened):
            opened = None
        if opened is None:
            opened = mark if mark.can_open or mark.loose else None
        elif _at_paragraph_start(text, mark) and mark.can_open:
            mark.paired = True  # The opening mark repeated: the same quotation goes on.
        elif _is_inches(text, mark, marks[position + 1 :]):
            mark.paired = True
        elif mark.can_close or mark.loose:
            opened.paired = mark.paired = True
            yield Span(opened.end, mark.start)
            opened = None
        elif mark.can_open:
            opened = mark


def _new_paragraph(text: str, one: _Mark, other: _Mark) -> bool:
    return PARAGRAPH in text[one.end : other.start]


def _goes_on(text: str, mark: _Mark, opened: _Mark) -> bool:
    """Whether an open quotation reaches ``mark``: every paragraph since then begins with an opening mark."""
    paragraphs = text[opened.end : mark.end].split(PARAGRAPH)[1:]
    return all(paragraph[:1] in (*_DOUBLE, *_SINGLE) for paragraph in paragraphs)


def _at_paragraph_start(text: str, mark: _Mark) -> bool:
    return mark.start == 0 or text[mark.start - 1] == PARAGRAPH


def _is_inches(text: str, mark: _Mark, following: list[_Mark]) -> bool:
    """A straight mark after a digit, with another closing mark to come before the next opening one."""
    if mark.char != '"' or not (mark.left.isdigit() or mark.left in "½¼¾") or not following:
        return False
    return not _new_paragraph(text, mark, following[0]) and following[0].can_close and not following[0].can_open


def _pair_singles(text: str, marks: list[_Mark], doubles: list[Span]) -> Iterator[Span]:
    """Pair single marks that stand inside the same double quotation; the rest are apostrophes."""
    candidates = [mark for mark in marks if not _is_apostrophe(text, mark)]
    for position, mark in enumerate(candidates):
        if mark.paired or not mark.can_open:
            continue
        closing = _closing_single(text, mark, candidates[position + 1 :], doubles)
        if closing is not None:
            mark.paired = closing.paired = True
            yield Span(mark.end, closing.start)


def _closing_single(text: str, opened: _Mark, following: list[_Mark], doubles: list[Span]) -> _Mark | None:
    home = _home(opened, doubles)
    best: _Mark | None = None
    for mark in following:
        if _new_paragraph(text, opened, mark) and not _goes_on(text, mark, opened):
            break
        if mark.paired or _home(mark, doubles) != home:
            continue
        if mark.can_open and not mark.can_close:
            if best is not None:
                break
            if opened.end == mark.start or text[opened.end : mark.start].strip(_DOUBLE) == "":
                return None  # Debris: the inner mark opens.
            if _at_paragraph_start(text, mark):
                mark.paired = True
                continue
            break
        if mark.can_close:
            if not _may_be_possessive(mark):
                return mark
            best = best or mark
    return best


def _may_be_possessive(mark: _Mark) -> bool:
    """After an s: the end of a quotation, or a plural's apostrophe if a better end comes."""
    return mark.left in "sS" and mark.right.isspace()


def _is_apostrophe(text: str, mark: _Mark) -> bool:
    inside_word = mark.left_beside.isalnum() and text[mark.end : mark.end + 1].isalnum()
    return inside_word or bool(_ELISION.match(text, mark.start)) or (mark.char == "’" and not mark.can_close)


def _home(mark: _Mark, spans: list[Span]) -> Span | None:
    around = [span for span in spans if span.start <= mark.start and mark.end <= span.end]
    return max(around, default=None)


def _mend(text: str, doubles: list[_Mark], singles: list[_Mark]) -> Iterator[Span]:
    """Quotations whose marks do not match, and those that nobody closed."""
    for position, mark in enumerate(doubles):
        if mark.paired or not mark.can_open or _touches_paired(mark, singles):
            continue
        paragraph_end = text.find(PARAGRAPH, mark.end)
        limit = len(text) if paragraph_end < 0 else paragraph_end
        following = [other.start for other in doubles[position + 1 :] if other.start < limit]
        limit = following[0] if following else limit
        closing = next((one for one in singles if mark.end < one.start < limit and _is_closer(text, one)), None)
        mark.paired = True
        if closing is not None:
            closing.paired = True
            yield Span(mark.end, closing.start)
        else:
            yield Span(mark.end, _unclosed_end(text, mark.end, limit, bool(following)))
    for mark in singles:
        if mark.paired or not mark.can_open or mark.char == "’" or _is_apostrophe(text, mark):
            continue
        closing = next((one for one in doubles if one.start > mark.end and not one.paired and one.can_close), None)
        if closing is not None and PARAGRAPH not in text[mark.end : closing.start]:
            mark.paired = closing.paired = True
            yield Span(mark.end, closing.start)


def _touches_paired(mark: _Mark, singles: list[_Mark]) -> bool:
    """Debris beside a mark that has its pair."""
    return any(single.paired and (single.end == mark.start or single.start == mark.end) for single in singles)


def _is_closer(text: str, mark: _Mark) -> bool:
    return not mark.paired and mark.can_close and not _is_apostrophe(text, mark)


def _unclosed_end(text: str, start: int, limit: int, is_followed: bool) -> int:
    cue = _UNCLOSED_END.search(text, start, limit)
    if cue:
        return cue.end()
    ends = [match.end() for match in _SENTENCE_END.finditer(text, start, limit)]
    return ends[-1] if is_followed and ends else limit


def _trim(text: str, span: Span, unpaired: set[int]) -> Span:
    """Without white space and without stray marks at either end."""
    start, end = span
    while start < end and (text[start].isspace() or start in unpaired):
        start += 1
    while end > start and (text[end - 1].isspace() or end - 1 in unpaired):
        end -= 1
    return Span(start, end)


def _is_quotation(text: str, span: Span) -> bool:
    content = text[span.start : span.end]
    return len(content.strip()) > 1 and any(char.isalnum() for char in content)
