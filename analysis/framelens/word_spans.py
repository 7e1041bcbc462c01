"""Words and sentence borders of many texts at once, found in their UTF-8 bytes.

The rules are `words.WORD` and `sentences.split_sentences`; a byte's class says which part it can play in them. All
bytes of a character have the character's class.
"""

import functools
import re
import sys
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from framelens.numbering import PADDING, Bytes, Places, number_spans, slices
from framelens.sentences import split_sentences

_WORD, _DIGIT, _JOINS_WORDS, _JOINS_DIGITS, _SPACE, _CLOSES = (1 << bit for bit in range(6))
_CLASSES = {
    _WORD: r"\w+",
    _DIGIT: r"\d+",
    _JOINS_WORDS: r"['’\-]+",
    _JOINS_DIGITS: r"[.,]+",
    _SPACE: r"\s+",
    _CLOSES: "[.?!\"'”’»)\\]]+",
}
_LEADS = np.array([0xC0, 0xE0, 0xF0], dtype=np.uint8)
"""From these bytes on, a character has two, three and four of them."""
_COMMON = 0x3000
"""Below this code point are the alphabets of Europe, Africa and the Middle East, and the marks of all."""


class Words(NamedTuple):
    """The words of some texts as places in ``data``, the bytes of the texts, a line break before and after each.

    ``first[i]`` is the number of the first word of text ``i``, and at the end the number of all words.
    """

    data: Bytes
    classes: Bytes
    starts: Places
    ends: Places
    first: Places


def find_words(texts: pa.Array) -> Words:
    """The words of each text, as `words.WORD` finds them.

    Examples
    --------
    >>> found = find_words(pa.array(["It’s 1,000.", "No."]))
    >>> slices(found.data, found.starts, found.ends)[1:], found.first.tolist()
    ([b'1,000', b'No'], [0, 2, 3])
    """
    breaks, nothing = pa.scalar("\n", pa.large_string()), pa.scalar("", pa.large_string())
    closed = pc.binary_join_element_wise(texts.cast(pa.large_string()).fill_null(""), breaks, nothing)
    borders = np.frombuffer(closed.buffers()[1], dtype=np.int64)[: len(closed) + 1]
    content = b"".join([b"\n", memoryview(closed.buffers()[2])[: borders[-1]], bytes(PADDING)])
    data = np.frombuffer(content, dtype=np.uint8)
    classes = _classify(data, content)
    edges = _edges(_in_word(data, classes))
    starts, ends = edges[0::2], edges[1::2]
    return Words(data, classes, starts, ends, np.searchsorted(starts, borders + 1))


def sentence_starts(words: Words) -> Places:
    """The numbers of the words that come first after the end of a sentence, as `split_sentences` sees it.

    Examples
    --------
    >>> words = find_words(pa.array(["Mr. Berg left. Why? No one knew."]))
    >>> sentence_starts(words).tolist()
    [3, 4]
    """
    edges = _edges((words.classes & _SPACE) == 0)  # The padding is no space, so every run before it has an end.
    starts, ends, following = edges[0:-1:2], edges[1::2], edges[2::2]
    closes = (words.classes[ends - 1] & _CLOSES) != 0
    starts, ends, following = starts[closes], ends[closes], following[closes]
    after, first = number_spans(words.data, following, following + _widths(words.data[following]))
    letters = slices(words.data, following[first], following[first] + _widths(words.data[following[first]]))
    opens = _part(["so."] * len(letters), [letter.decode() for letter in letters])[after]
    starts, ends, following = starts[opens], ends[opens], following[opens]
    before, first = number_spans(words.data, starts, ends)
    runs = slices(words.data, starts[first], ends[first])
    parts = _part([run.decode() for run in runs], ["A"] * len(runs))[before]
    begins: Places = np.searchsorted(words.starts, following[parts])
    return begins


def _part(before: Sequence[str], after: Sequence[str]) -> npt.NDArray[np.bool_]:
    """Whether a sentence ends between what stands ``before`` a blank and ``after`` it: one answer for each pair."""
    pairs = [f"{one} {two} " for one, two in zip(before, after, strict=True)]
    places = np.cumsum([0, *map(len, pairs)])[:-1] + [len(one) + 1 for one in before]
    begins: npt.NDArray[np.bool_] = np.isin(places, [start for start, _ in split_sentences("".join(pairs))])
    return begins


def _edges(inside: npt.NDArray[np.bool_]) -> Places:
    """Where runs of true begin and end, in turn; the first byte is in none."""
    edges: Places = np.flatnonzero(inside[1:] != inside[:-1]) + 1
    return edges


def _in_word(data: Bytes, classes: Bytes) -> npt.NDArray[np.bool_]:
    """Whether each byte is in a word: letters and digits, and what joins them."""
    inside: npt.NDArray[np.bool_] = (classes & _WORD) != 0
    joins = np.flatnonzero(classes & (_JOINS_WORDS | _JOINS_DIGITS))
    joins = joins[(data[joins] & 0xC0) != 0x80]  # The first byte of a character.
    after = joins + _widths(data[joins])
    wanted = np.where(classes[joins] & _JOINS_WORDS, _WORD, _DIGIT)
    joined = ((classes[joins - 1] & _WORD) != 0) & ((classes[after] & wanted) != 0)
    joins, after = joins[joined], after[joined]
    inside[joins] = inside[after - 1] = inside[(joins + after) // 2] = True
    return inside


def _widths(lead: Bytes) -> Places:
    """Number of bytes of the characters that begin with these."""
    widths: Places = 1 + np.searchsorted(_LEADS, lead, side="right")
    return widths


def _classify(data: Bytes, content: bytes) -> Bytes:
    """The class of every byte."""
    classes = np.frombuffer(bytearray(content.translate(_ascii_classes())), dtype=np.uint8)
    leads = np.flatnonzero(data >= _LEADS[0])
    if not len(leads):
        return classes
    widths = _widths(data[leads])
    points = (data[leads] & (0x7F >> widths)).astype(np.int64)
    for step in range(1, 4):
        longer = widths > step
        points[longer] = points[longer] << 6 | data[leads[longer] + step] & 0x3F
    found = _classes_below(_COMMON if points.max() < _COMMON else sys.maxunicode + 1)[points]
    for step in range(4):
        longer = widths > step
        classes[leads[longer] + step] = found[longer]
    return classes


@functools.cache
def _ascii_classes() -> bytes:
    return _classes_below(128).tobytes() + bytes(128)


@functools.cache
def _classes_below(end: int) -> Bytes:
    """The class of every code point below ``end``, as the `re` module sees it."""
    characters = "".join(map(chr, range(end)))
    classes = np.zeros(end, dtype=np.uint8)
    for bit, pattern in _CLASSES.items():
        for run in re.finditer(pattern, characters):
            classes[slice(*run.span())] |= bit
    return classes
