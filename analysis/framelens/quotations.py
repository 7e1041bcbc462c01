"""Quotations: pairs of quotation marks in a reading text, through the debris of scraping and PDF extraction.

Double marks are paired first, then single ones, which must be told from apostrophes; then what is left over is
mended: a pair of one double and one single mark, a mark that was never closed.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from framelens.reading import PARAGRAPH

_DOUBLE = '"“”„«»'
_SINGLE = "'‘’"
_MARKS = re.compile(rf"[{_DOUBLE}{_SINGLE}]+")
_ONLY_DOUBLES = re.compile(rf"[{_DOUBLE}]*")
_OPENS_AFTER = "([{—–-/…"
_CLOSES_BEFORE = ".,;:!?)]}—–-/…"
_ELISION = re.compile(r"['‘’](?:\d\ds?|tis|twas|til|em|cause|bout|n['‘’]|round|neath)\b", re.IGNORECASE)
_UNCLOSED_END = re.compile(
    r"[,?!](?=\s+(?:\w+\s+){1,4}?(?:said|says|told|added|asked|wrote|tweeted|replied|insisted|warned)\b)"
)
_SENTENCE_END = re.compile(r"(?<![.?!…])[.?!…]+(?=\s|$)")
_BREAK = re.compile(rf"{PARAGRAPH}(?![{_DOUBLE}{_SINGLE}])")
"""Where a paragraph begins without a mark: no quotation reaches over it."""


class Span(NamedTuple):
    """A quotation: the text inside its marks."""

    start: int
    end: int


@dataclass
class _Mark:
    """One quotation mark (or the same one doubled), and what stands round the run of marks that it belongs to.

    ``paragraph`` counts the paragraphs before it, ``stretch`` only those that begin without a mark.
    """

    start: int
    end: int
    char: str
    left: str
    right: str
    left_beside: str
    paragraph: int
    stretch: int
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
    spans += list(_pair_singles(text, singles, spans))
    spans += _mend(text, doubles, singles)
    inner = {mark.start for mark in (*doubles, *singles) if not mark.paired}
    trimmed = (_trim(text, span, inner) for span in spans)
    return sorted({span for span in trimmed if _is_quotation(text, span)}, key=lambda span: (span.start, -span.end))


def _read_marks(text: str) -> tuple[list[_Mark], list[_Mark]]:
    doubles: list[_Mark] = []
    singles: list[_Mark] = []
    ends = _paragraph_ends(text)
    breaks = [match.start() for match in _BREAK.finditer(text)]
    for run in _MARKS.finditer(text):
        paragraph, stretch = bisect_left(ends, run.start()), bisect_left(breaks, run.start())
        left, right = text[run.start() - 1 : run.start()], text[run.end() : run.end() + 1]
        place = run.start()
        while place < run.end():
            char, start = text[place], place
            while place < run.end() and text[place] == char:
                place += 1
            is_double = char in _DOUBLE or place - start > 1
            marks = doubles if is_double else singles
            char = '"' if is_double and char not in _DOUBLE else char
            marks.append(_Mark(start, place, char, left, right, text[start - 1 : start], paragraph, stretch))
    return doubles, singles


def _paragraph_ends(text: str) -> list[int]:
    return [match.start() for match in re.finditer(PARAGRAPH, text)]


def _pair_doubles(text: str, marks: list[_Mark]) -> Iterator[Span]:
    opened: _Mark | None = None
    for position, mark in enumerate(marks):
        if opened is not None and mark.stretch != opened.stretch:
            opened = None
        if opened is None:
            opened = mark if mark.can_open or mark.loose else None
        elif _at_paragraph_start(text, mark) and mark.can_open:
            mark.paired = True  # The opening mark repeated: the same quotation goes on.
        elif position + 1 < len(marks) and _is_inches(mark, marks[position + 1]):
            mark.paired = True
        elif mark.can_close or mark.loose:
            opened.paired = mark.paired = True
            yield Span(opened.end, mark.start)
            opened = None
        elif mark.can_open:
            opened = mark


def _at_paragraph_start(text: str, mark: _Mark) -> bool:
    return mark.start == 0 or text[mark.start - 1] == PARAGRAPH


def _is_inches(mark: _Mark, following: _Mark) -> bool:
    """A straight mark after a digit, with another closing mark to come before the next opening one."""
    if mark.char != '"' or not (mark.left.isdigit() or mark.left in "½¼¾"):
        return False
    return mark.paragraph == following.paragraph and following.can_close and not following.can_open


def _pair_singles(text: str, marks: list[_Mark], doubles: list[Span]) -> Iterator[Span]:
    """Pair single marks that stand inside the same double quotation; the rest are apostrophes."""
    candidates = [mark for mark in marks if not _is_apostrophe(text, mark)]
    homes = [_home(mark, doubles) for mark in candidates]
    for position, mark in enumerate(candidates):
        if mark.paired or not mark.can_open:
            continue
        closing = _closing_single(text, candidates, position, homes)
        if closing is not None:
            mark.paired = candidates[closing].paired = True
            span = Span(mark.end, candidates[closing].start)
            homes[position + 1 : closing] = [max(home or span, span) for home in homes[position + 1 : closing]]
            yield span


def _closing_single(text: str, candidates: list[_Mark], position: int, homes: list[Span | None]) -> int | None:
    """The position of the mark that closes the one at ``position``."""
    opened = candidates[position]
    best: int | None = None
    for following in range(position + 1, len(candidates)):
        mark = candidates[following]
        if mark.stretch != opened.stretch:
            break
        if mark.paired or homes[following] != homes[position]:
            continue
        if mark.can_open and not mark.can_close:
            if best is not None:
                break
            if _ONLY_DOUBLES.fullmatch(text, opened.end, mark.start):
                return None  # Debris: the inner mark opens.
            if _at_paragraph_start(text, mark):
                mark.paired = True
                continue
            break
        if mark.can_close:
            if not _may_be_possessive(mark):
                return following
            best = following if best is None else best
    return best


def _may_be_possessive(mark: _Mark) -> bool:
    """After an s: the end of a quotation, or a plural's apostrophe if a better end comes."""
    return mark.left in "sS" and mark.right.isspace()


def _is_apostrophe(text: str, mark: _Mark) -> bool:
    inside_word = mark.left_beside.isalnum() and text[mark.end : mark.end + 1].isalnum()
    return inside_word or bool(_ELISION.match(text, mark.start)) or (mark.char == "’" and not mark.can_close)


def _home(mark: _Mark, spans: list[Span]) -> Span | None:
    """The double quotation that a mark stands in; they are in order and apart."""
    position = bisect_right(spans, mark.start, key=lambda span: span.start) - 1
    return spans[position] if position >= 0 and mark.end <= spans[position].end else None


def _mend(text: str, doubles: list[_Mark], singles: list[_Mark]) -> Iterator[Span]:
    """Quotations whose marks do not match, and those that nobody closed."""
    ends = [*_paragraph_ends(text), len(text)]
    beside = {place: single for single in singles for place in (single.start, single.end)}
    for mark, after in zip(doubles, [*doubles[1:], None], strict=False):
        touches_paired = any(place in beside and beside[place].paired for place in (mark.start, mark.end))
        if mark.paired or not mark.can_open or touches_paired:  # Debris beside a mark that has its pair.
            continue
        is_followed = after is not None and after.start < ends[mark.paragraph]
        limit = after.start if after and is_followed else ends[mark.paragraph]
        closing = _first_closer(text, singles, mark.end, limit)
        mark.paired = True
        if closing is not None:
            closing.paired = True
            yield Span(mark.end, closing.start)
        else:
            yield Span(mark.end, _unclosed_end(text, mark.end, limit, is_followed))
    closers = iter([mark for mark in doubles if mark.can_close and not mark.paired])
    closer = next(closers, None)
    for mark in singles:
        if mark.paired or not mark.can_open or mark.char == "’" or _is_apostrophe(text, mark):
            continue
        while closer is not None and closer.start <= mark.end:
            closer = next(closers, None)
        if closer is not None and closer.paragraph == mark.paragraph:
            mark.paired = closer.paired = True
            yield Span(mark.end, closer.start)
            closer = next(closers, None)


def _first_closer(text: str, singles: list[_Mark], start: int, end: int) -> _Mark | None:
    for position in range(bisect_right(singles, start, key=lambda mark: mark.start), len(singles)):
        if singles[position].start >= end:
            return None
        if _is_closer(text, singles[position]):
            return singles[position]
    return None


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
