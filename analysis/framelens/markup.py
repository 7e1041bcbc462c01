"""Markdown and HTML in a line of text: what a reader sees of it, and where each character came from."""

import html
import re
from collections.abc import Iterator

_COMMENT_DEBRIS = re.compile(r"^\s*+(?:<?!--.*|.*-->)\s*$")
_HIDDEN = (
    re.compile(r"<script.*?(?:</script>|$)|</?[a-zA-Z!][^<>]*>|<!--.*?(?:-->|$)", re.IGNORECASE),
    re.compile(r"^\s*+(?:#{1,6}\s++|>\s++)+"),
    re.compile(r"\*\*|__|(?<!\w)[*_](?=\S)|(?<=\S)[*_](?!\w)|`|[\u200b\u200e\u200f\u2060\ufeff\xad]"),
)
_MARKUP = re.compile("[<#>[*_`\u200b\u200e\u200f\u2060\ufeff\xad]")
_BRACKET = re.compile(r"!?\[|\]\(?")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z]\w{1,30});")


def is_markup(line: str) -> bool:
    """Whether a line is nothing but markup: tags, a comment or what is left of one, a Markdown image.

    >>> is_markup("!-- tracking (js) -->"), is_markup("<b>War</b>")
    (True, False)
    """
    return bool(_COMMENT_DEBRIS.match(line)) or (bool(line.strip()) and not plain_line(line))


def plain_line(line: str) -> str:
    """A line as a reader sees it: without Markdown and HTML, white space as single blanks.

    >>> plain_line("## **Talks** [fail](https://example.org) &amp; end")
    'Talks fail & end'
    """
    text = "".join(char for char, _ in visible(line)) if has_markup(line) else line
    return " ".join(text.split())


def has_markup(line: str) -> bool:
    """Whether any character of a line may be hidden or stand for another."""
    return "&" in line or bool(_MARKUP.search(line))


def visible(line: str) -> list[tuple[str, int]]:
    """The characters of a line that a reader sees, each with its place in the line; an entity is one character."""
    hidden = bytearray(len(line))
    if _MARKUP.search(line):
        for pattern in _HIDDEN:
            for match in pattern.finditer(line):
                _hide(hidden, *match.span())
        for start, end in _links(line):
            _hide(hidden, start, end)
    replaced: dict[int, str] = {}
    if "&" in line:
        for match in _ENTITY.finditer(line):
            char = html.unescape(match.group())
            if len(char) == 1:
                replaced[match.start()] = char
                _hide(hidden, match.start() + 1, match.end())
    return [(replaced.get(place, char), place) for place, char in enumerate(line) if not hidden[place]]


def _hide(hidden: bytearray, start: int, end: int) -> None:
    hidden[start:end] = b"\1" * (end - start)


def _links(line: str) -> Iterator[tuple[int, int]]:
    """The spans of what a reader does not see of ``[links](address)`` and ``![images](address)``, in one pass."""
    opened: list[re.Match[str]] = []
    end = 0
    for match in _BRACKET.finditer(line, 0, line.rfind(")") + 1):
        if match.start() < end:  # Inside the address before.
            continue
        if match.group().endswith("["):
            opened.append(match)
            continue
        opening = opened.pop() if opened else None
        if match.group() == "](":
            end = line.index(")", match.end()) + 1
            is_image = opening is not None and opening.group() == "!["
            if opening is not None:
                yield opening.start(), match.start() if is_image else opening.end()
            yield match.start(), end
