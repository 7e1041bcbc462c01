"""The numbers of words and of runs of words, and the words of texts by their numbers."""

import string
from itertools import chain
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from framelens.chunks import Chunks, Places
from framelens.words import WORD

MARKS = string.whitespace + string.punctuation.replace("_", "") + "‘’“”«»–—…"
"""No word begins or ends with one of these; without them, a word stands in fewer different chunks."""
MOST_KNOWN = 50_000
"""Chunks whose words are remembered; the words of others are found again in every batch."""
_HALF = 32
"""Bits; a run's number holds that of the run without its last word, and in its low half that of its last word."""


class Vocabulary:
    """Numbers for words and for runs of words, handed out as they come; the same word has the same number always."""

    def __init__(self) -> None:
        self.words: dict[str, int] = {}
        self.words_of_chunks = _WordsOfChunks(self.words)
        self._runs: dict[int, dict[int, int]] = {}

    def number_runs(self, size: int, runs: Places) -> Places:
        """The numbers of runs of ``size`` words, as longer runs are made of them."""
        known = self._runs.setdefault(size, {})
        return np.array([known.setdefault(run, len(known)) for run in runs.tolist()], dtype=np.int64)

    def words_of(self, size: int, terms: Places) -> list[Places]:
        """The numbers of the first, second, … word of each term of ``size`` words."""
        if size == 1:
            return [terms]
        before, last = part_runs(terms)
        if size > 2:
            before = np.fromiter(self._runs[size - 1], dtype=np.int64)[before]
        return [*self.words_of(size - 1, before), last]


def join_runs(before: npt.NDArray[np.signedinteger], last: npt.NDArray[np.signedinteger]) -> Places:
    """The numbers of runs: of runs one word shorter, and of the words that follow them."""
    runs: Places = before.astype(np.int64) << _HALF | last
    return runs


def part_runs(runs: Places) -> tuple[Places, Places]:
    """What `join_runs` joined."""
    return runs >> _HALF, runs & ((1 << _HALF) - 1)


class _WordsOfChunks(dict[str, tuple[int, ...]]):
    """The numbers of the words of each chunk, found when they are first asked for."""

    def __init__(self, words: dict[str, int]) -> None:
        super().__init__()
        self._words = words

    def __missing__(self, chunk: str) -> tuple[int, ...]:
        known = self._words
        numbers = tuple([known.setdefault(word.casefold(), len(known)) for word in WORD.findall(chunk)])
        if len(self) < MOST_KNOWN:
            self[chunk] = numbers
        return numbers


class Words(NamedTuple):
    """The words of some texts, numbered among themselves; ``distinct`` has the vocabulary's numbers.

    ``first[i]`` is the number of the first word of chunk ``i``, and at the end the number of all.
    """

    numbers: npt.NDArray[np.int32]
    distinct: Places
    first: npt.NDArray[np.int32]


def find_words(chunks: Chunks, vocabulary: Vocabulary) -> Words:
    """The words in chunks of texts, as `words.WORD` finds them, folded.

    Examples
    --------
    >>> from framelens.chunks import cut_at_blanks
    >>> vocabulary = Vocabulary()
    >>> words = find_words(cut_at_blanks(pa.array(["It’s 1,000. No; it’s/is"])), vocabulary)
    >>> list(vocabulary.words), words.distinct[words.numbers].tolist(), words.first.tolist()
    (['it’s', '1,000', 'no', 'is'], [0, 1, 2, 0, 3], [0, 1, 2, 3, 5])
    """
    bare = pc.utf8_trim(chunks.distinct, characters=MARKS).dictionary_encode()
    words = list(map(vocabulary.words_of_chunks.__getitem__, bare.dictionary.to_pylist()))
    distinct, among = np.unique(np.fromiter(chain.from_iterable(words), dtype=np.int64), return_inverse=True)
    first = np.cumsum([0, *map(len, words)], dtype=np.int32)
    found = pa.ListArray.from_arrays(pa.array(first), pa.array(among, pa.int32()))
    found = found.take(bare.indices.take(chunks.numbers))
    return Words(found.flatten().to_numpy(), distinct, found.offsets.to_numpy())
