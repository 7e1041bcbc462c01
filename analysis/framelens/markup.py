"""Markdown and HTML in a line of text: what a reader sees of it, and where each character came from."""

import html
import re

_COMMENT_DEBRIS = re.compile(r"^\s*(?:<?!--.*|.*-->)\s*$")
_HIDDEN = (
    re.compile(r"<script.*?</script>|</?[a-zA-Z!][^<>]*>|<!--.*?-->", re.IGNORECASE),
    re.compile(r"^\s*(?:#{1,6}\s+|>\s+)+"),
    re.compile(r"!\[[^\]]*\]\([^)]*\)|(?<!!)\[(?=[^\]]*\]\([^)]*\))|(?<=\])\([^)]*\)"),
    re.compile(r"\*\*|__|(?<!\w)[*_](?=\S)|(?<=\S)[*_](?!\w)|`|[\u200b\u200e\u200f\u2060\ufeff\xad]"),
)
_MARKUP = re.compile("[<#>[*_`\u200b\u200e\u200f\u2060\ufeff\xad]")
_LINK_END = re.compile(r"\](?=\([^)]*\))")
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
    hidden: set[int] = set()
    if _MARKUP.search(line):
        for pattern in (*_HIDDEN, _LINK_END):
            for match in pattern.finditer(line):
                hidden.update(range(*match.span()))
    replaced: dict[int, str] = {}
    if "&" in line:
        for match in _ENTITY.finditer(line):
            char = html.unescape(match.group())
            if len(char) == 1:
                replaced[match.start()] = char
                hidden.update(range(match.start() + 1, match.end()))
    return [(replaced.get(place, char), place) for place, char in enumerate(line) if place not in hidden]
