"""The lines of a file, and the paragraphs that they make."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from framelens.line_patterns import BULLET, HEADING, TERMINAL
from framelens.markup import plain_line
from framelens.words import count_words

RUNNING_WORDS = 9
"""Fewest words of a paragraph that is prose rather than a title."""
LONG_WORDS = 28
"""From here on a paragraph is prose even without a full stop."""
WRAPPED_LINES = 3
"""From this many lines on that break inside a sentence, a file is taken to be hard-wrapped."""


@dataclass
class Line:
    """A line of a file: where it is, as a reader sees it, and the zone it has been given so far."""

    number: int
    start: int
    end: int
    raw: str
    zone: str = ""
    reason: str = ""

    @cached_property
    def plain(self) -> str:
        """The line as a reader sees it."""
        return plain_line(self.raw)

    @cached_property
    def n_words(self) -> int:
        """Its number of words."""
        return count_words(self.plain)

    @cached_property
    def ends_sentence(self) -> bool:
        """Whether a sentence ends with it."""
        return bool(TERMINAL.search(self.plain))

    def give(self, zone: str, reason: str) -> None:
        """Set the zone, unless an earlier rule has."""
        if not self.zone:
            self.zone, self.reason = zone, reason


def is_wrapped(raw_lines: Sequence[str]) -> bool:
    """Whether lines break inside sentences: hard-wrapped text, as from a PDF or an e-mail."""
    pairs = zip(raw_lines, raw_lines[1:], strict=False)
    broken = [one for one, two in pairs if two.strip() and len(one) >= 50 and not TERMINAL.search(one.rstrip())]
    return len(broken) >= WRAPPED_LINES


def split_lines(text: str) -> list[Line]:
    """The lines of a text, counted from 1."""
    lines, start = [], 0
    for number, raw in enumerate(text.removesuffix("\n").split("\n"), start=1):
        lines.append(Line(number, start, start + len(raw), raw))
        start += len(raw) + 1
    return lines


def goes_on(before: Line | None, line: Line) -> bool:
    """Whether a line is the rest of the prose sentence that the line above it leaves open."""
    return (
        before is not None and before.zone in ("", "caption") and not before.ends_sentence and line.plain[:1].islower()
    )


def neighbour(lines: Sequence[Line], line: Line, step: int) -> Line | None:
    """The next line (or the one before) that is neither blank nor boilerplate."""
    position = line.number - 1 + step
    while 0 <= position < len(lines):
        if lines[position].zone not in ("blank", "boilerplate"):
            return lines[position]
        position += step
    return None


def paragraphs_of(lines: Sequence[Line], wrapped: bool) -> list[list[Line]]:
    """The lines without a zone, grouped: a line each, or, in a wrapped file, a run of adjoining lines."""
    groups: list[list[Line]] = []
    for line in lines:
        if line.zone:
            continue
        before = groups[-1][-1] if groups else None
        if before is not None and _same_paragraph(before, line, wrapped):
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups


def _same_paragraph(before: Line, line: Line, wrapped: bool) -> bool:
    if HEADING.match(line.raw) or BULLET.match(line.raw):
        return False
    new_title = before.plain.isupper() and not line.plain.isupper()  # A label in capitals above a headline.
    adjoins = wrapped and before.number == line.number - 1 and not new_title
    return adjoins or goes_on(before, line)


def is_running(paragraph: Sequence[Line]) -> bool:
    """Whether a paragraph is prose and no title: long enough, and closed like a sentence unless it is very long."""
    n_words = sum(line.n_words for line in paragraph)
    ends = paragraph[-1].ends_sentence or paragraph[-1].plain.endswith(":")
    if HEADING.match(paragraph[0].raw):
        return False
    return (n_words >= RUNNING_WORDS and ends) or n_words >= LONG_WORDS
