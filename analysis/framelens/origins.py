"""Where a report is from: the news agency that its credit lines or its dateline name (`news_agencies.csv`)."""

import csv
import functools
import re
from collections.abc import Sequence
from importlib import resources

from framelens.markup import plain_line

MIXED = "mixed"

_SHARED_BEFORE = re.compile(
    r"(?:\b(?:and|with)|\b(?:additional|with) reporting (?:by|from)|\bwith files from|[&/+])\s*(?:the\s+)?$",
    re.IGNORECASE,
)
_NEAR = 60
"""Characters before an agency's name in which another's may stand: a line of nothing but names is read in time."""
_SHARED_AFTER = re.compile(r"\s*(?:(?:and|with)\b|[&/+]\s*\w)", re.IGNORECASE)


def origin_of(byline: Sequence[str], opening: str = "") -> str | None:
    """The agency that an article's raw byline lines, or the dateline of its first line of prose, name.

    ``mixed`` where they name several, or one beside somebody else (*and*, *with*, a stroke): an agency's reporter has
    the agency after a comma or on another line. None where no agency is named: that says nothing about who wrote it.

    >>> origin_of(["By Ana Berg, AFP"]), origin_of(["Ana Berg and agencies"]), origin_of(["By Ana Berg"])
    ('AFP', 'mixed', None)
    >>> origin_of([], "NORTHVALE, May 2 (Reuters) - The ferries stopped.")
    'Reuters'
    """
    agencies, (in_credit, in_dateline) = _agencies(), _patterns()
    named, is_shared = set(), False
    for line in map(plain_line, byline):
        for match in in_credit.finditer(line):
            named.add(agencies[match.group()])
            before = line[max(match.start() - _NEAR, 0) : match.start()]
            beside = _SHARED_BEFORE.search(before) or _SHARED_AFTER.match(line, match.end())
            is_shared = is_shared or beside is not None
    dateline = in_dateline.match(plain_line(opening))
    if dateline:
        named.add(agencies[dateline["agency"]])
    if len(named) > 1 or is_shared:
        return MIXED
    return next(iter(named), None)


@functools.cache
def _agencies() -> dict[str, str]:
    """The agency that each name stands for, as the list has it and in capitals."""
    text = resources.files("framelens").joinpath("news_agencies.csv").read_text(encoding="utf-8")
    names = {name: row["agency"] for row in csv.DictReader(text.splitlines()) for name in row["names"].split("|")}
    return {name.upper(): agency for name, agency in names.items()} | names


@functools.cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """An agency in a credit line, and one in brackets or strokes that close a dateline."""
    names = "|".join(sorted(map(re.escape, _agencies()), key=len, reverse=True))
    return (
        re.compile(rf"(?<!\w)(?:{names})(?!\w)"),
        re.compile(rf"[^()/!?]{{2,60}}[(/](?P<agency>{names})[)/]\s*[-–—.:]"),
    )
