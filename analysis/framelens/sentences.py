"""Where sentences end."""

import functools
import re

_OPENING = "\"'“‘«„(["
_END = re.compile(r"(?<![.?!])[.?!]+[\"'”’»)\]]*\s+")
_ABBREVIATIONS = frozenset(
    [
        "mr",
        "mrs",
        "ms",
        "mx",
        "dr",
        "prof",
        "rev",
        "hon",
        "gen",
        "col",
        "lt",
        "maj",
        "sgt",
        "capt",
        "cmdr",
        "adm",
        "sen",
        "rep",
        "gov",
        "pres",
        "st",
        "mt",
        "ft",
        "jr",
        "sr",
        "messrs",
        "mme",
        "mlle",
        "vs",
        "no",
        "nos",
        "vol",
        "pp",
        "art",
        "approx",
        "est",
        "dept",
        "inc",
        "ltd",
        "co",
        "corp",
        "bros",
        "llc",
        "plc",
        "univ",
        "ave",
        "blvd",
        "jan",
        "feb",
        "mar",
        "apr",
        "jun",
        "jul",
        "aug",
        "sep",
        "sept",
        "oct",
        "nov",
        "dec",
        "mon",
        "tue",
        "tues",
        "wed",
        "thu",
        "thur",
        "thurs",
        "fri",
        "sat",
        "sun",
        "u.s",
        "u.k",
        "u.n",
        "u.s.a",
        "e.u",
        "a.m",
        "p.m",
        "i.e",
        "e.g",
        "etc",
        "cf",
        "al",
        "d.c",
        "ph.d",
        "m.d",
    ]
)
_LONGEST = 60
"""More characters than any abbreviation has."""
_LAST_WORD = re.compile(r"(\S+?)[.?!]*[\"'”’»)\]]*\s*$")


@functools.lru_cache(maxsize=1024)  # A block is split to be parsed, and again to be read.
def split_sentences(text: str) -> list[tuple[int, int]]:
    """The spans of the sentences in a reading text.

    A sentence ends at ``.``, ``?`` or ``!`` (with a closing mark that follows) before white space and a capital or
    an opening mark; not after an abbreviation, an initial or a spaced ellipsis.

    >>> text = 'Mr. Berg left at 5 p.m. on Monday. "Why?" No one knew . . . Nobody asked.'
    >>> [text[start:end] for start, end in split_sentences(text)]
    ['Mr. Berg left at 5 p.m. on Monday.', '"Why?"', 'No one knew . . . Nobody asked.']
    """
    start, spans = 0, []
    for match in _END.finditer(text):
        following = text[match.end() : match.end() + 1]
        if not opens_sentence(following):
            continue
        if not _is_abbreviation(text[max(start, match.start() - _LONGEST) : match.end()]):
            spans.append((start, match.start() + len(match.group().rstrip())))
            start = match.end()
    if text[start:].strip():
        spans.append((start, start + len(text[start:].rstrip())))
    return spans


def opens_sentence(text: str) -> bool:
    """Whether a sentence may begin with ``text``: with a capital or an opening mark.

    >>> opens_sentence("“so"), opens_sentence("so")
    (True, False)
    """
    return text[:1].isupper() or text.startswith(tuple(_OPENING))


def ends_sentence(chunk: str) -> bool:
    """Whether a sentence ends with ``chunk``, which has no white space, if what follows may begin another.

    >>> ends_sentence("left.”"), ends_sentence("Mr.")
    (True, False)
    """
    match = _END.search(f"{chunk} ")
    return match is not None and not _is_abbreviation(f"{chunk} "[max(0, match.start() - _LONGEST) :])


def _is_abbreviation(piece: str) -> bool:
    last = _LAST_WORD.search(piece)
    word = last.group(1).lstrip(_OPENING).rstrip(".") if last else ""
    ends_in_point = piece.rstrip().endswith(".")
    is_spaced_ellipsis = word == ""
    is_initial = len(word) == 1 and word.isupper() and word != "I"
    return ends_in_point and (is_spaced_ellipsis or is_initial or word.lower() in _ABBREVIATIONS)
