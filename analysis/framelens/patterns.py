"""Patterns of the study file: names, labels and facts, and where they match a text.

A pattern is words that match as whole words, with ``*`` for any run of word characters; or ``re:`` and an RE2
expression, which cannot run away on hostile text; or ``stem:`` and a word, which matches every word with the
same Snowball stem. Where matches overlap, the longest wins, then the first.
"""

import functools
import re
import unicodedata
from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from framelens.words import WORD


class _BaseLetters(dict[int, int]):
    """Code points by code point, each looked up once: an accented letter's base letter, else the character itself."""

    def __missing__(self, code: int) -> int:
        self[code] = ord(unicodedata.normalize("NFD", chr(code))[0])
        return self[code]


# Letters that Unicode does not decompose to a base letter and an accent.
_BASE_LETTERS = _BaseLetters(str.maketrans("øØłŁđĐıħĦ’‘‐‑\N{NO-BREAK SPACE}", "oOlLdDihH''-- "))
# Transliterated name endings that spell one name: Zelensky, Zelenskyy, Zelenskiy; Sergei, Sergey.
_NAME_ENDINGS = (
    (re.compile(r"sk(?:yy|iy|ij|ii|i|y)$"), "sk(?:yy|iy|ij|ii|i|y)"),
    (re.compile(r"e[iy]$"), "e[iy]"),
)
_LETTERS = re.compile(r"\w+")
_STARS = re.compile(r"(?:\\\*)+")
_OPENING = 3
_SHOWN = 80
_FURTHER_BYTES = bytes(range(0x80, 0xC0))  # Of a character in UTF-8, all but the first.
LARGEST_PROGRAM = 10_000
"""Instructions of a compiled RE2 expression: ``.{0,1000}`` has 9,000, and its time grows with them."""


class Hit(NamedTuple):
    """One match: where, of which key, by which pattern."""

    start: int
    end: int
    key: str
    pattern: str


def fold(text: str) -> str:
    """``text`` without accents and with straight apostrophes, one character for one, for matching only.

    >>> fold("Mevlüt Çavuşoğlu’s")
    "Mevlut Cavusoglu's"
    """
    return text if text.isascii() else text.translate(_BASE_LETTERS)


@functools.lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """Snowball (Porter 2) stem of an English word."""
    return str(_stemmer().stem(word))


@functools.cache
def _stemmer():  # type: ignore[no-untyped-def]
    from nltk.stem.snowball import SnowballStemmer

    return SnowballStemmer("english")


class Patterns:
    """The patterns of several keys, compiled to be searched together.

    Parameters
    ----------
    patterns
        Patterns by key, such as a party's names or a label's wordings.
    ignore_case
        Whether capitals and small letters match each other. Names do not ignore case, labels and facts do.
    names
        Whether the spellings of a transliterated name's ending count as one.

    Raises
    ------
    ValueError
        If an ``re:`` pattern is no RE2 expression or too large a one; the text says which.
    """

    def __init__(
        self,
        patterns: Mapping[str, Iterable[str]],
        *,
        ignore_case: bool = True,
        names: bool = False,
    ):
        self._plain: dict[str, list[_Plain]] = {}
        self._ignore_case = ignore_case
        self._stems: list[tuple[str, str, str]] = []
        self._regexes = []
        for key, group in patterns.items():
            for pattern in group:
                kind, _, rest = pattern.partition(":")
                if kind == "re":
                    self._regexes.append((_compile_re2(rest, ignore_case), key, pattern))
                elif kind == "stem":
                    self._stems.append((rest.strip().lower(), key, pattern))
                else:
                    piece = _longest_piece(pattern, names)
                    found = _Plain(names, piece.casefold() if ignore_case else piece, key, pattern)
                    self._plain.setdefault(_opening(pattern), []).append(found)

    def may_occur(self, text: str) -> bool:
        """Whether a match is possible: no more than a quick look."""
        return bool(self._regexes) or not self._plain.keys().isdisjoint(_folded(text)[1]) or self._has_stem(text)

    def find(self, text: str) -> list[Hit]:
        """Every match in ``text``, longest first where they overlap, in the order of the text."""
        return _longest(self.find_all(text))

    def occur_in(self, text: str) -> bool:
        """Whether anything matches; the search ends at the first match."""
        return next(self._hits(text), None) is not None

    def find_all(self, text: str) -> list[Hit]:
        """Every match in ``text``, overlapping ones too."""
        return list(self._hits(text))

    def _hits(self, text: str) -> Iterator[Hit]:
        folded, openings = _folded(text)
        # Most texts hold the openings of few patterns, or of none.
        likely = [plain for opening in self._plain.keys() & openings for plain in self._plain[opening]]
        in_case = folded.casefold() if likely and self._ignore_case else folded
        for names, piece, key, pattern in likely:
            if piece in in_case:
                found = _plain_expression(pattern, names, self._ignore_case).finditer(folded)
                yield from (Hit(*match.span(), key, pattern) for match in found if match.group())
        for regex, key, pattern in self._regexes:
            yield from (Hit(start, end, key, pattern) for start, end in _spans(regex, text))
        if self._has_stem(text):
            for match in WORD.finditer(text):
                which = self._by_stem.get(stem(match.group().lower()), ())
                yield from (Hit(*match.span(), key, pattern) for key, pattern in which)

    def _has_stem(self, text: str) -> bool:
        return bool(self._by_stem) and not self._by_stem.keys().isdisjoint(_stems_in(text))

    @functools.cached_property
    def _by_stem(self) -> dict[str, list[tuple[str, str]]]:
        """Key and pattern of the ``stem:`` patterns, by stem."""
        found: dict[str, list[tuple[str, str]]] = {}
        for word, key, pattern in self._stems:
            found.setdefault(stem(word), []).append((key, pattern))
        return found


class _Plain(NamedTuple):
    """A pattern of words, with the longest piece that every match has in it: a text without it needs no search."""

    names: bool
    piece: str
    key: str
    pattern: str


def check_pattern(pattern: str) -> None:
    """Raise ValueError if a pattern is empty or no RE2 expression that can be run; the text says what to do."""
    if not pattern.strip():
        raise ValueError("a pattern is empty; take it out")
    kind, _, rest = pattern.partition(":")
    if kind in ("re", "stem") and not rest.strip():
        raise ValueError(f"'{pattern}' finds nothing; write after the colon what it is to find")
    if kind == "re":
        _compile_re2(rest, True)


def _longest_piece(pattern: str, names: bool) -> str:
    words = [_stem_of_name(word) if names else word for word in fold(pattern).split()]
    return max((piece for word in words for piece in word.split("*")), key=len, default="")


def _opening(pattern: str) -> str:
    """The letters that a match must begin with, at most three."""
    letters = re.match(r"\w*", fold(pattern).strip())
    assert letters is not None  # No letter at all matches too.
    return letters.group()[:_OPENING].casefold()


@functools.lru_cache(maxsize=256)
def _folded(text: str) -> tuple[str, frozenset[str]]:
    """A text folded, and what a pattern that matches it may open with."""
    folded = fold(text)
    words = {word[:_OPENING].casefold() for word in _LETTERS.findall(folded)}
    return folded, frozenset(["", *words, *(word[:1] for word in words), *(word[:2] for word in words)])


@functools.lru_cache(maxsize=256)
def _stems_in(text: str) -> frozenset[str]:
    """The stems of a text's words: most texts have none that is asked for, and need no search."""
    return frozenset(map(stem, {word.lower() for word in WORD.findall(text)}))


@functools.lru_cache(maxsize=10_000)  # Compiled when first needed: few of a study's names occur in a text.
def _plain_expression(pattern: str, names: bool, ignore_case: bool) -> re.Pattern[str]:
    words = fold(pattern).split()
    words = [_spellings(word) if names else re.escape(word) for word in words]
    body = r"\s++".join(map(_starred, words))
    return re.compile(rf"(?<!\w){body}(?!\w)", re.IGNORECASE if ignore_case else 0)


def _starred(word: str) -> str:
    """An escaped word whose stars stand for letters.

    What stands between two stars is taken where it first occurs, and kept there: of its other places none can match
    where this one does not, and to try them all takes time beyond bounds.
    """
    first, *between = _STARS.split(word)
    if not between:
        return first
    return first + "".join(rf"(?>\w*?{piece})" for piece in between[:-1]) + rf"\w*{between[-1]}"


def _stem_of_name(word: str) -> str:
    """A word without an ending that has several spellings."""
    ending = next((ending for ending, _ in _NAME_ENDINGS if len(word) > 4 and ending.search(word)), None)
    return word if ending is None else ending.sub("", word)


def _spellings(word: str) -> str:
    for ending, spellings in _NAME_ENDINGS:
        if len(word) > 4 and ending.search(word):
            return re.escape(ending.sub("", word)) + spellings
    return re.escape(word)


@functools.lru_cache(maxsize=1_000)  # A study's cleaning rules are asked for with every article.
def _compile_re2(expression: str, ignore_case: bool) -> Any:
    import re2

    options = re2.Options()
    options.case_sensitive = not ignore_case
    options.log_errors = False
    options.never_capture = True  # Nobody asks for groups, and thousands of them take gigabytes.
    try:
        compiled = re2.compile(expression, options)
    except re2.error as error:
        reason = error.args[0].decode() if isinstance(error.args[0], bytes) else error.args[0]
        raise ValueError(f"'re:{_shown(expression)}' is not a regular expression of RE2: {_shown(reason)}") from error
    if compiled.programsize > LARGEST_PROGRAM:
        raise ValueError(
            f"'re:{_shown(expression)}' is too large an expression ({compiled.programsize:,} steps of at most"
            f" {LARGEST_PROGRAM:,}); repeat less"
        )
    return compiled


def _spans(regex: Any, text: str) -> Iterator[tuple[int, int]]:
    """Where an RE2 expression matches, in characters; it is run on bytes, which takes a third of the time."""
    content = text.encode("utf-8", "replace")
    spans = (match.span() for match in regex.finditer(content))
    found = ((start, end) for start, end in spans if start < end)
    return found if text.isascii() else _in_characters(found, content)


def _in_characters(spans: Iterable[tuple[int, int]], content: bytes) -> Iterator[tuple[int, int]]:
    """Places in a text for places in its bytes, in one pass."""
    n_bytes = n_chars = 0
    for span in spans:
        places = []
        for place in span:
            n_chars += len(content[n_bytes:place].translate(None, _FURTHER_BYTES))
            n_bytes = place
            places.append(n_chars)
        yield places[0], places[1]


def _shown(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def _longest(hits: Iterable[Hit]) -> list[Hit]:
    kept: list[Hit] = []
    for hit in sorted(hits, key=lambda hit: (hit.start - hit.end, hit.start, hit.key, hit.pattern)):
        place = bisect_left(kept, hit)  # What is kept overlaps nothing: only the neighbours can be in the way.
        if not any(overlap(hit, other) for other in kept[max(place - 1, 0) : place + 1]):
            insort(kept, hit)
    return kept


def overlap(one: Hit, other: Hit) -> bool:
    """Whether two matches share a character."""
    return one.start < other.end and other.start < one.end
