"""Noun phrases of a parse: how far they reach, the proper names in them, titles, gender."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

GENDERS = {
    "he": "m", "his": "m", "him": "m", "himself": "m", "she": "f", "her": "f", "hers": "f", "herself": "f",
    "mr": "m", "sir": "m", "lord": "m", "king": "m", "prince": "m", "father": "m", "brother": "m", "son": "m",
    "husband": "m", "man": "m", "boy": "m", "spokesman": "m", "chairman": "m", "businessman": "m", "uncle": "m",
    "widower": "m", "grandfather": "m", "actor": "m", "mrs": "f", "ms": "f", "miss": "f", "lady": "f", "dame": "f",
    "queen": "f", "princess": "f", "mother": "f", "sister": "f", "daughter": "f", "wife": "f", "widow": "f",
    "woman": "f", "girl": "f", "spokeswoman": "f", "chairwoman": "f", "businesswoman": "f", "actress": "f",
    "aunt": "f", "grandmother": "f",
}  # fmt: skip
HONORIFICS = frozenset(["mr", "mrs", "ms", "miss", "dr", "sir", "dame"])
TITLES = HONORIFICS | frozenset(
    [
        "prof",
        "lord",
        "lady",
        "president",
        "minister",
        "premier",
        "chancellor",
        "secretary",
        "senator",
        "governor",
        "mayor",
        "king",
        "queen",
        "prince",
        "princess",
        "general",
        "colonel",
        "captain",
        "sergeant",
        "judge",
        "justice",
        "professor",
        "doctor",
        "director",
        "chief",
        "chairman",
        "chairwoman",
        "spokesman",
        "spokeswoman",
        "officer",
        "inspector",
        "detective",
        "commissioner",
        "ambassador",
        "envoy",
        "councillor",
        "representative",
        "congressman",
        "congresswoman",
        "pope",
        "bishop",
        "archbishop",
        "rabbi",
        "imam",
        "sheikh",
        "coach",
        "manager",
        "prime",
        "foreign",
        "deputy",
        "vice",
        "defence",
        "defense",
        "interior",
        "finance",
        "health",
        "pastor",
        "father",
        "sister",
        "fm",
        "pm",
        "mp",
        "trainer",
    ]
)
PEOPLE = TITLES | frozenset(
    [
        "man",
        "woman",
        "boy",
        "girl",
        "official",
        "lawyer",
        "attorney",
        "prosecutor",
        "resident",
        "witness",
        "victim",
        "suspect",
        "leader",
        "head",
        "boss",
        "owner",
        "spokesperson",
        "reporter",
        "journalist",
        "author",
        "writer",
        "analyst",
        "expert",
        "scientist",
        "researcher",
        "economist",
        "farmer",
        "worker",
        "teacher",
        "nurse",
        "surgeon",
        "pilot",
        "driver",
        "passenger",
        "student",
        "pupil",
        "parent",
        "mother",
        "son",
        "daughter",
        "brother",
        "wife",
        "husband",
        "widow",
        "neighbour",
        "neighbor",
        "activist",
        "campaigner",
        "candidate",
        "lawmaker",
        "aide",
        "adviser",
        "advisor",
        "executive",
        "ceo",
        "founder",
        "trader",
        "investor",
        "banker",
        "soldier",
        "commander",
        "policeman",
        "policewoman",
        "firefighter",
        "player",
        "striker",
        "keeper",
        "goalkeeper",
        "defender",
        "midfielder",
        "winner",
        "champion",
        "actor",
        "actress",
        "singer",
        "artist",
        "producer",
        "counterpart",
        "colleague",
        "predecessor",
        "successor",
        "rival",
        "opponent",
        "incumbent",
        "monarch",
        "diplomat",
        "negotiator",
        "mediator",
        "speaker",
        "old",
        "editor",
        "coordinator",
        "jockey",
        "surveyor",
        "engineer",
        "postman",
        "mechanic",
        "survivor",
        "pensioner",
        "tourist",
    ]
)
"""Nouns, titles too, that he or she may stand for; *old* heads *the 81-year-old*."""
BODIES = frozenset(
    [
        "ministry",
        "government",
        "council",
        "company",
        "firm",
        "police",
        "army",
        "party",
        "union",
        "agency",
        "authority",
        "court",
        "parliament",
        "bank",
        "club",
        "committee",
        "commission",
        "department",
        "office",
        "board",
        "university",
        "school",
        "hospital",
        "group",
        "team",
        "administration",
        "embassy",
        "association",
        "organisation",
        "organization",
        "federation",
        "charity",
        "airline",
        "newspaper",
        "network",
        "channel",
        "service",
        "inc",
        "corp",
        "ltd",
        "plc",
        "institute",
        "foundation",
        "league",
        "society",
        "press",
        "times",
        "post",
        "navy",
        "congress",
        "senate",
        "house",
        "kremlin",
        "operator",
        "society",
        "operator",
        "maker",
        "retailer",
        "chamber",
        "bureau",
        "centre",
        "center",
        "trust",
        "fund",
        "tribunal",
        "corporation",
        "assembly",
        "alliance",
        "coalition",
        "forum",
        "academy",
        "museum",
        "broadcaster",
        "regulator",
        "watchdog",
        "manufacturer",
        "developer",
        "publisher",
        "paper",
    ]
)
_GENERIC = frozenset(
    [
        "company",
        "firm",
        "group",
        "charity",
        "club",
        "agency",
        "airline",
        "operator",
        "organisation",
        "organization",
        "bank",
        "retailer",
        "maker",
        "union",
        "manufacturer",
        "developer",
        "publisher",
        "broadcaster",
        "newspaper",
        "paper",
        "body",
    ]
)
_PARTICLES = frozenset(
    ["de", "la", "di", "da", "del", "van", "von", "der", "den", "bin", "ibn", "al", "el", "ben", "dos", "du", "des"]
)
_DATES = frozenset(
    [
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ]
)
_OPENING = frozenset("\"'“”„«»‘’")


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
        words = self.text.split()
        return words[-1].lower() in BODIES or words[0].lower() in BODIES or (len(words) == 1 and words[0].isupper())


def tokens_of(doc: "Doc", *parts: str) -> Iterator["Token"]:
    """The tokens of some parts of speech, without a look at the others."""
    from spacy.attrs import POS
    from spacy.parts_of_speech import IDS

    wanted = {IDS[part] for part in parts}
    return (doc[place] for place, part in enumerate(doc.to_array([POS]).tolist()) if part in wanted)


def find_names(doc: "Doc") -> list[Name]:
    """The proper names of a parse, longest runs first to last: capitals, with particles and hyphens inside."""
    is_name = [False] * len(doc)
    for token in tokens_of(doc, "PROPN"):
        is_name[token.i] = token.text[:1].isupper() and token.lower_ not in _DATES
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


def _end_of_name(doc: "Doc", place: int, is_name: list[bool]) -> int:
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


def _joined(doc: "Doc", end: int, is_name: list[bool]) -> int:
    """Past the particle, hyphen or *of* that joins a name to what follows, else where it was."""
    word = doc[end].lower_
    after = end + 1
    if word == "&" and after < len(doc) and is_name[after]:
        return after + 1
    if word in ("-", "‑") and not doc[end - 1].whitespace_ and after < len(doc):
        return after + 1
    is_body = doc[end - 1].lower_ in BODIES
    if word in _PARTICLES or (is_body and word in ("of", "for", "and")) or doc[end].tag_ == "POS":
        while after < len(doc) and (doc[after].lower_ in _PARTICLES or (doc[after].lower_ in ("the", "-") and is_body)):
            after += 1
        if after < len(doc) and doc[after].text == "-":
            after += 1
        if after < len(doc) and is_name[after] and (doc[end].tag_ != "POS" or _run_is_body(doc, after, is_name)):
            return after + 1
    if is_body or (doc[end - 1].i > 0 and doc[end - 2].lower_ in ("of", "for") and word == "and"):
        if word == "and" and after < len(doc) and is_name[after]:
            return after + 1
    return end


def _run_is_body(doc: "Doc", place: int, is_name: list[bool]) -> bool:
    while place < len(doc) and is_name[place]:
        place += 1
    return doc[place - 1].lower_ in BODIES


def _start_of_name(doc: "Doc", place: int) -> int:
    """Back over *al-* in *al-Suwaidi*."""
    if place > 1 and doc[place - 1].text == "-" and doc[place - 2].lower_ in _PARTICLES:
        return place - 2
    return place


def _without_titles(doc: "Doc", start: int, end: int) -> Name | None:
    first = start
    while start < end - 1 and doc[start].lower_.rstrip(".") in TITLES:
        start += 1
    if doc[start:end].text.lower().rstrip(".") in TITLES:
        return None
    titles = {doc[place].lower_.rstrip(".") for place in range(first, start)}
    before = first - 1
    while before >= 0 and doc[before].pos_ in ("NOUN", "ADJ") and not doc[before].is_sent_end and before > first - 4:
        titles.add(doc[before].lower_)
        before -= 1
    head = next((token.i for token in doc[start:end] if not start <= token.head.i < end), end - 1)
    return Name(start, end, head, doc[start:end].text.replace("\n", " "), frozenset(titles))


def phrase(token: "Token", *, with_apposition: bool = False) -> tuple[int, int]:
    """First and last token + 1 of the noun phrase that ``token`` heads, without relative clauses and appositions."""
    left, right = token.left_edge.i, token.i + 1
    dropped = ("relcl", "acl", "punct", "advcl", "parataxis") + (() if with_apposition else ("appos",))
    for child in token.rights:
        if child.dep_ in dropped and not (child.dep_ == "punct" and with_apposition and child.text == ","):
            break
        right = max(right, child.right_edge.i + 1)
    while left < token.i and (token.doc[left].is_punct or token.doc[left].is_space or token.doc[left].dep_ == "cc"):
        left += 1
    while right > token.i + 1 and (token.doc[right - 1].is_punct or token.doc[right - 1].is_space):
        right -= 1
    return left, right


def phrase_text(token: "Token") -> str:
    """A noun phrase without its article, as a source is listed."""
    start, end = phrase(token)
    while start < token.i and all(char in _OPENING for char in token.doc[start].text):
        start += 1
    if token.doc[start].lower_ in ("the", "a", "an") and end - start > 1:
        start += 1
    return token.doc[start:end].text.replace("\n", " ")


def is_definite(token: "Token") -> bool:
    """Whether a noun has *the*, *this* or *that*."""
    return any(child.dep_ == "det" and child.lower_ in ("the", "this", "that") for child in token.children)


def is_generic_body(token: "Token") -> bool:
    """*The company*, *the charity*: a noun that stands for a body whose name has been given."""
    bare = all(child.dep_ == "det" for child in token.lefts)
    return token.lower_ in _GENERIC and bare and is_definite(token)


def is_several(token: "Token") -> bool:
    """Whether a phrase joins several nouns or names."""
    return any(child.dep_ == "conj" and child.pos_ in ("NOUN", "PROPN", "PRON") for child in token.children)


def gender_of(token: "Token") -> str | None:
    """``m`` or ``f`` by title, noun or apposition, or by the possessive that a subject's own clause has after it."""
    words = [token, *token.lefts, *(child for child in token.rights if child.dep_ == "appos")]
    if token.dep_ == "appos":
        words += [token.head, *token.head.lefts]
    for word in words:
        if word.lower_.rstrip(".") in GENDERS and word.tag_ not in ("PRP$", "PRP"):
            return GENDERS[word.lower_.rstrip(".")]
    return _gender_by_possessive(token)


def _gender_by_possessive(token: "Token") -> str | None:
    """*Anna Kell met her counterpart*."""
    if token.dep_ != "nsubj" or token.pos_ != "PROPN":
        return None
    for other in token.doc[token.i + 1 : token.sent.end]:
        if other.dep_ in ("nsubj", "nsubjpass") and other.pos_ in ("PROPN", "NOUN"):
            return None
        if other.tag_ == "PRP$" and other.lower_ in ("his", "her"):
            return GENDERS[other.lower_]
    return None


def apposed_titles(token: "Token") -> Iterator[str]:
    """The nouns that say who a named person is: in apposition on either side, or after *is*."""
    holders = [child for child in token.rights if child.dep_ == "appos" and child.pos_ == "NOUN"]
    if token.dep_ == "appos" and token.head.pos_ == "NOUN":
        holders.append(token.head)
    if token.dep_ == "nsubj" and token.head.lemma_ == "be":
        holders += [child for child in token.head.children if child.dep_ == "attr"]
    for holder in holders:
        yield holder.lower_
        yield from (c.lower_ for c in holder.children if c.dep_ in ("amod", "compound", "nmod"))
