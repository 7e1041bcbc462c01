"""Author and date, read from an article's byline lines; a relative or ambiguous date is no date."""

import re
from collections.abc import Sequence

from framelens.line_patterns import DATE, LINE_RULES, TIME_AT_END
from framelens.markup import plain_line
from framelens.words import count_words

_LEAD = re.compile(
    r"^\W*(?:(?:by|words by|written by|report(?:ed|ing) by|from|compiled by|posted by|interview by)\b:?"
    r"|(?:byline|text|words|author|interview|source):)\s*",
    re.IGNORECASE,
)
_SECOND_CREDIT = re.compile(r"^\W*(?:additional reporting|editing|edited by|writing)", re.IGNORECASE)
_ROLE_OR_PLACE = re.compile(r"\s*(?:,? in [A-Z]\w+.*|[|–—].*|\(.*\)?)$")
_NO_NAME = re.compile(
    r"\d|\b(?:correspondent|reporter|editor|writer|columnist|chief|staff|desk|analyst|agencies)\b", re.IGNORECASE
)
_AND_AGENCIES = re.compile(r"(?:and|with|&) agencies", re.IGNORECASE)
_PARTING = re.compile(r",? and |, | & |; | \| ")


def author_and_date(byline: Sequence[str]) -> tuple[str | None, str | None]:
    """Author(s), parted by commas, and ISO date from the raw byline lines of one article; None where there is none.

    A person goes before an agency.

    >>> author_and_date(["By **Ana Berg** in Oslo and Li Wei", "11 March 2022, 10:00 GMT"])
    ('Ana Berg, Li Wei', '2022-03-11')
    >>> author_and_date(["5 HOURS AGO"])
    (None, None)
    """
    persons, agencies, dates = [], [], []
    for line in map(plain_line, byline):
        dates.append(iso_date(line))
        kind = next(
            (rule.name for rule in LINE_RULES if rule.zone == "byline" and rule.matches(line, count_words(line))),
            "names",
        )
        if kind == "agency" and not _AND_AGENCIES.search(line):
            agencies.append(_LEAD.sub("", line).strip(" ()[]–—-"))
        elif kind != "date" and not _SECOND_CREDIT.match(line):
            persons += _names(line)
    author = ", ".join(dict.fromkeys(persons or agencies)) or None
    return author, next(filter(None, dates), None)


def iso_date(text: str) -> str | None:
    """The first whole date in a text, as ISO 8601; None if it has none: a relative or ambiguous date is no date.

    >>> iso_date("Fri, 6 June 2031, 10:15"), iso_date("yesterday"), iso_date("3/4/2031")
    ('2031-06-06', None, None)
    """
    found = (_iso(match.group()) for match in DATE.finditer(text.replace("T", " ", 1) if text[:4].isdigit() else text))
    return next(filter(None, found), None)


def _names(line: str) -> list[str]:
    line = _LEAD.sub("", TIME_AT_END.sub("", line)).strip()
    parts = _PARTING.split(line)
    if len(parts) == 2 and parts == line.split(", "):  # "Ana Berg, Northvale": the second is a place.
        parts = parts[:1]
    names = [_ROLE_OR_PLACE.sub("", part).strip(" .,()") for part in parts]
    return [name for name in names if name[:1].isupper() and not _NO_NAME.search(name)]


def _iso(date: str) -> str | None:
    from dateutil import parser

    try:
        return str(parser.parse(date).date().isoformat())
    except (ValueError, OverflowError):  # 31 February.
        return None
