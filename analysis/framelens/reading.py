"""The reading text: an article's lines joined as a reader takes them, with a map back to the file.

Hard wraps, blank lines and boilerplate inside a sentence disappear, markup too; no character is changed but white
space and HTML entities.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from framelens.line_patterns import TERMINAL
from framelens.markup import has_markup, visible
from framelens.paragraphs import Line, is_wrapped

_WORDS = re.compile(r"\S+")
PARAGRAPH = "\n"
"""Stands between the paragraphs of a block; every other white space is one blank."""


@dataclass(frozen=True)
class Block:
    """A run of lines of one zone, as reading text; ``offsets[i]`` is the place of ``text[i]`` in the file."""

    zone: str
    text: str
    offsets: Sequence[int]

    def source_span(self, start: int, end: int) -> tuple[int, int]:
        """Where ``text[start:end]`` stands in the file: from its first character to its last."""
        if start >= end:
            raise ValueError(f"the span from {start} to {end} is empty")
        return self.offsets[start], self.offsets[end - 1] + 1

    def trimmed(self, start: int, end: int) -> tuple[int, int]:
        """The same span without white space at its ends."""
        piece = self.text[start:end]
        return start + len(piece) - len(piece.lstrip()), end - len(piece) + len(piece.rstrip())


def read_blocks(lines: Sequence[Line]) -> list[Block]:
    """The blocks of an article in their order; blank and boilerplate lines part none and stand in none."""
    wrapped = is_wrapped([line.raw for line in lines if line.zone in ("body", "blank", "caption")])
    groups: list[list[Line]] = []
    for line in lines:
        if line.zone in ("blank", "boilerplate"):
            continue
        if groups and groups[-1][-1].zone == line.zone:
            groups[-1].append(line)
        else:
            groups.append([line])
    return [_join(group, wrapped) for group in groups]


def _join(lines: Sequence[Line], wrapped: bool) -> Block:
    pieces: list[str] = []
    offsets: list[int] = []
    before: Line | None = None
    for line in lines:
        if before is not None and pieces:
            pieces.append(PARAGRAPH if _parts(before, line, wrapped) else " ")
            offsets.append(before.end)
        if has_markup(line.raw):
            _append_visible(pieces, offsets, line)
        else:
            _append_words(pieces, offsets, line)
        before = line
    return Block(lines[0].zone, "".join(pieces), offsets)


def _append_words(pieces: list[str], offsets: list[int], line: Line) -> None:
    """Add the words of a line without markup, single blanks between them."""
    end = None
    for word in _WORDS.finditer(line.raw):
        if end is not None:
            pieces.append(" ")
            offsets.append(line.start + end)
        start, end = word.span()
        pieces.append(word.group())
        offsets.extend(range(line.start + start, line.start + end))


def _append_visible(pieces: list[str], offsets: list[int], line: Line) -> None:
    """Add a line's characters that a reader sees, white space as single blanks, none at its ends."""
    for char, place in visible(line.raw):
        if not char.isspace():
            pieces.append(char)
            offsets.append(line.start + place)
        elif pieces and not pieces[-1].isspace():
            pieces.append(" ")
            offsets.append(line.start + place)
    while pieces and pieces[-1] == " ":
        pieces.pop()
        offsets.pop()


def _parts(before: Line, line: Line, wrapped: bool) -> bool:
    """Whether a paragraph ends between two lines: after a full stop, unless the text is wrapped and they adjoin."""
    adjoin = line.number == before.number + 1
    ends = bool(TERMINAL.search(before.plain)) or before.plain.endswith(":")
    return ends and not (wrapped and adjoin)
