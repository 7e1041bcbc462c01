"""Proper names in a parse: runs of capitals, with particles and hyphens inside, without titles."""

from dataclasses import dataclass

from framelens.people import BODIES, DATES, PARTICLES, PEOPLE, TITLES
from framelens.syntax import Parse


@dataclass(frozen=True)
class Name:
    """A proper name in a parse: its tokens without titles, its text, and the words of its titles."""

    start: int
    end: int
    head: int
    text: str
    titles: frozenset[str]

    @property
    def is_body(self) -> bool:
        """Whether it names a body rather than a person, as far as its words tell."""
        words = self.text.split()
        return words[-1].lower() in BODIES or words[0].lower() in BODIES or (len(words) == 1 and words[0].isupper())


def find_names(doc: Parse) -> list[Name]:
    """The proper names of a parse, longest runs first to last: capitals, with particles and hyphens inside."""
    is_name = [token.pos_ == "PROPN" and token.text[:1].isupper() and token.lower_ not in DATES for token in doc]
    names = []
    place = 0
    while place < len(doc):
        if not is_name[place]:
            place += 1
            continue
        end = _end_of_name(doc, place, is_name)
        name = _without_titles(doc, _start_of_name(doc, place), end)
        if name is not None:
            names.append(name)
        place = end
    return names


def _end_of_name(doc: Parse, place: int, is_name: list[bool]) -> int:
    end = place + 1
    while end < len(doc):
        if is_name[end] and not doc[end - 1].is_sent_end:
            end += 1
            continue
        reach = _joined(doc, end, is_name)
        if reach == end:
            return end
        end = reach
    return end


def _joined(doc: Parse, end: int, is_name: list[bool]) -> int:
    """Past the particle, hyphen or *of* that joins a name to what follows, else where it was."""
    word = doc[end].lower_
    after = end + 1
    if word == "&" and after < len(doc) and is_name[after]:
        return after + 1
    if word in ("-", "‑") and not doc[end - 1].whitespace_ and after < len(doc):
        return after + 1
    is_body = doc[end - 1].lower_ in BODIES
    if word in PARTICLES or (is_body and word in ("of", "for", "and")) or doc[end].tag_ == "POS":
        while after < len(doc) and (doc[after].lower_ in PARTICLES or (doc[after].lower_ in ("the", "-") and is_body)):
            after += 1
        if after < len(doc) and doc[after].text == "-":
            after += 1
        if after < len(doc) and is_name[after] and (doc[end].tag_ != "POS" or _run_is_body(doc, after, is_name)):
            return after + 1
    lists = end > 1 and doc[end - 2].lower_ in ("of", "for") and word == "and"  # Ministry of Water and Sanitation
    return after + 1 if lists and after < len(doc) and is_name[after] else end


def _run_is_body(doc: Parse, place: int, is_name: list[bool]) -> bool:
    while place < len(doc) and is_name[place]:
        place += 1
    return doc[place - 1].lower_ in BODIES


def _start_of_name(doc: Parse, place: int) -> int:
    """Back over *al-* in *al-Suwaidi*."""
    if place > 1 and doc[place - 1].text == "-" and doc[place - 2].lower_ in PARTICLES:
        return place - 2
    return place


def _without_titles(doc: Parse, start: int, end: int) -> Name | None:
    first = start
    while start < end - 1 and doc[start].lower_.rstrip(".") in TITLES:
        start += 1
    while start < end - 2 and doc[start].lower_ in PEOPLE:
        start += 1
    if doc.text_of(start, end).lower().rstrip(".") in TITLES:
        return None
    titles = {doc[place].lower_.rstrip(".") for place in range(first, start)}
    before = first - 1
    while before >= 0 and doc[before].pos_ in ("NOUN", "ADJ") and not doc[before].is_sent_end and before > first - 4:
        titles.add(doc[before].lower_)
        before -= 1
    head = next((token.i for token in doc[start:end] if not start <= token.head.i < end), end - 1)
    return Name(start, end, head, doc.text_of(start, end).replace("\n", " "), frozenset(titles))
