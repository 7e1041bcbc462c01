"""Proper names in a parse: runs of capitals, with particles and hyphens inside, without titles."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from framelens.people import BODIES, DATES, HONORIFICS, PARTICLES, PEOPLE, TITLES
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


def fullest_names(names: Sequence[Name]) -> dict[str, str]:
    """For each name the longest that begins or ends with its words, or whose initials it is.

    A single name keeps its honorific (*Mrs Hartley*) if the article has no more of it.
    """
    texts = sorted({name.text for name in names}, key=lambda text: (-len(text.split()), text))
    words = [text.casefold().split() for text in texts]
    honorifics = {name.text: min(name.titles & HONORIFICS) for name in names if name.titles & HONORIFICS}
    by_ends, by_initials = _by_ends(words), _by_initials(texts)
    full = {}
    for text, parts in zip(texts, words, strict=True):
        longer, alone = [by_ends.get(tuple(parts))], text
        if len(parts) == 1:
            longer.append(by_initials.get(parts[0].replace(".", "")) if len(parts[0]) > 1 else None)
            alone = f"{honorifics[text].capitalize()} {text}" if text in honorifics else text
        first = min((place for place in longer if place is not None), default=None)
        full[text] = alone if first is None else texts[first]
    return full


def _by_ends(names: Sequence[list[str]]) -> dict[tuple[str, ...], int]:
    """By the words that a longer name begins or ends with: the place of the first such name."""
    lengths = sorted(set(map(len, names)))
    places: dict[tuple[str, ...], int] = {}
    for place, words in enumerate(names):
        for length in lengths[: bisect_left(lengths, len(words))]:
            places.setdefault(tuple(words[:length]), place)
            places.setdefault(tuple(words[-length:]), place)
    return places


def _by_initials(names: Sequence[str]) -> dict[str, int]:
    """By the initials of a name, of all its words or of those with a capital: the place of the first such name."""
    places: dict[str, int] = {}
    for place, name in enumerate(names):
        words = name.split()
        if len(words) > 1:
            capitals = "".join(word[0] for word in words if word[:1].isupper()).casefold()
            places.setdefault(capitals, place)
            places.setdefault("".join(word[0] for word in name.casefold().split()), place)
    return places
