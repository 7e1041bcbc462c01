"""Counts of words and n-grams in a batch of texts, and their sums over batches."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from framelens.numbering import Places, number_spans, slices
from framelens.word_spans import Words, find_words, sentence_starts

_BLANK = pa.scalar(" ", pa.large_string())
_HALF = 32
"""Bits; a run's number holds that of the run without its last word, and in its low half that of its last word."""


class Cells(NamedTuple):
    """How often terms of one length stand in rows: articles or groups of them, each term once a row.

    ``n_articles`` is how many articles of the row hold the term.
    """

    rows: npt.NDArray[np.int32]
    terms: Places | npt.NDArray[np.int32]
    n: Places
    n_articles: npt.NDArray[np.int32]


def index_terms(vocabulary: "Vocabulary", sizes: Sequence[int], totals: list[Cells]) -> pd.Index:
    """The terms in alphabetical order; in ``totals``, one for each size of term, positions replace their numbers.

    A blank comes before all that a word is made of, so runs of words sort as the places of their words do.
    """
    words = pa.array(list(vocabulary.words), pa.large_string())
    ranks = np.empty(len(words), dtype=np.int64)
    ranks[pc.array_sort_indices(words).to_numpy()] = np.arange(1, len(words) + 1)
    spelt, keys = [], []
    for place, size in enumerate(sizes):
        numbers, distinct = pd.factorize(totals[place].terms)
        totals[place] = totals[place]._replace(terms=numbers.astype(np.int32))
        parts = vocabulary.words_of(size, distinct)
        spelt.append(pc.binary_join_element_wise(*(words.take(pa.array(part)) for part in parts), _BLANK))
        keys.append(np.column_stack([*(ranks[part] for part in parts), *[0 * distinct] * (max(sizes) - size)]))
    order = _lexicographic(np.concatenate(keys))
    positions = np.empty(len(order), dtype=np.int32)
    positions[order] = np.arange(len(order))
    borders = np.cumsum([len(key) for key in keys])[:-1]
    for place, part in enumerate(np.split(positions, borders)):
        totals[place] = totals[place]._replace(terms=part[totals[place].terms])
    terms = pa.concat_arrays(spelt).take(pa.array(order))
    return pd.Index(terms.to_pandas(), name="term")


def _lexicographic(ranks: Places) -> Places:
    """The order of rows of ranks below 2**31: two ranks are compared at once."""
    pairs = [ranks[:, place] << _HALF | ranks[:, place + 1 : place + 2].sum(axis=1)
             for place in range(0, ranks.shape[1], 2)]  # fmt: skip
    order: Places = np.lexsort(pairs[::-1])
    return order


class Batch(NamedTuple):
    """Texts, the number of the article that each belongs to, in order, and the row of each article's number."""

    texts: pa.Array
    articles: Places
    rows: Places


class Vocabulary:
    """Numbers for words and for runs of words, handed out as they come; the same word has the same number always."""

    def __init__(self) -> None:
        self.words: dict[str, int] = {}
        self._runs: dict[int, dict[int, int]] = {}

    def number_words(self, words: Words) -> tuple[Places, Places]:
        """The words of some texts numbered among themselves, and the numbers that these numbers stand for."""
        spellings, first = number_spans(words.data, words.starts, words.ends)
        # Folded in one string: a line break is in no word, and nothing is folded into one.
        written = b"\n".join(slices(words.data, words.starts[first], words.ends[first])).decode()
        terms = written.casefold().split("\n") if len(first) else []
        known = self.words
        numbers = np.array([known.setdefault(term, len(known)) for term in terms], dtype=np.int64)
        distinct, among = np.unique(numbers, return_inverse=True)
        return among[spellings], distinct

    def number_runs(self, size: int, runs: Places) -> Places:
        """The numbers of runs of ``size`` words, as longer runs are made of them."""
        known = self._runs.setdefault(size, {})
        return np.array([known.setdefault(run, len(known)) for run in runs.tolist()], dtype=np.int64)

    def words_of(self, size: int, terms: Places) -> list[Places]:
        """The numbers of the first, second, … word of each term of ``size`` words."""
        if size == 1:
            return [terms]
        before, last = terms >> _HALF, terms & ((1 << _HALF) - 1)
        if size > 2:
            before = np.fromiter(self._runs[size - 1], dtype=np.int64)[before]
        return [*self.words_of(size - 1, before), last]


def count_ngrams(batch: Batch, ngrams: tuple[int, int], vocabulary: Vocabulary) -> tuple[list[Cells], Places]:
    """Count the runs of each size in each row.

    Returns
    -------
    cells : list of Cells
        One for each size.
    holders : array
        The articles that hold a term.

    Examples
    --------
    >>> vocabulary = Vocabulary()
    >>> batch = Batch(pa.array(["A pause. A pause"]), np.array([0]), np.array([0]))
    >>> (one, two), _ = count_ngrams(batch, (1, 2), vocabulary)
    >>> one.n.tolist(), two.n.tolist(), list(vocabulary.words)
    ([2, 2], [2], ['a', 'pause'])
    """
    low, high = ngrams
    found = find_words(batch.texts)
    words, numbers = vocabulary.number_words(found)
    articles = np.repeat(batch.articles, np.diff(found.first))
    is_first = _first_words(found, sentences=high > 1)
    counted = [_count(batch, articles, words, _Pairs(0, numbers, numbers))] if low == 1 else []
    holders = articles
    runs, run_numbers, whole = words, numbers, np.ones(len(words), dtype=bool)
    for size in range(2, high + 1):
        whole = whole[:-1] & ~is_first[size - 1 : -1]  # A run ends where the next word begins a sentence.
        pairs = _Pairs(len(numbers).bit_length(), run_numbers, numbers)
        codes = runs[: len(whole)] << pairs.bits | words[size - 1 :]
        if size == low:
            holders = articles[: len(whole)][whole]
        if size >= low:
            counted.append(_count(batch, articles[: len(whole)][whole], codes[whole], pairs))
        if size < high:
            runs, distinct = pd.factorize(codes)
            run_numbers = vocabulary.number_runs(size, pairs.numbers_of(distinct))
    return counted, np.flatnonzero(np.bincount(holders))


class _Pairs(NamedTuple):
    """How runs are coded inside a batch: a run one word shorter, and in the low bits a word. Without bits: a word."""

    bits: int
    before: Places
    last: Places

    def numbers_of(self, codes: Places) -> Places:
        """The vocabulary's numbers of some codes."""
        if not self.bits:
            return self.last[codes]
        numbers: Places = self.before[codes >> self.bits] << _HALF | self.last[codes & ((1 << self.bits) - 1)]
        return numbers


def _first_words(words: Words, *, sentences: bool) -> npt.NDArray[np.bool_]:
    """Whether a text, or a sentence, begins with each word; one more place for the end."""
    is_first = np.zeros(len(words.starts) + 1, dtype=bool)
    is_first[words.first] = True
    if sentences:
        is_first[sentence_starts(words)] = True
    return is_first


def _count(batch: Batch, articles: Places, codes: Places, pairs: _Pairs) -> Cells:
    """How often each code stands in each row, and in how many of its articles.

    Sorting row and code as one integer counts quicker than any table of what has been seen.
    """
    bits = int(codes.max(initial=0)).bit_length()
    both, n = _runs_of_equals(batch.rows[articles] << bits | codes)
    once, _ = _runs_of_equals(articles << bits | codes)
    rest = (1 << bits) - 1
    _, n_articles = _runs_of_equals(batch.rows[once >> bits] << bits | once & rest)
    rows = (both >> bits).astype(np.int32)
    return Cells(rows, pairs.numbers_of(both & rest), n, n_articles.astype(np.int32))


def _runs_of_equals(values: Places) -> tuple[Places, Places]:
    """The distinct values in order, and how often each occurs."""
    values = np.sort(values)
    first = np.flatnonzero(np.concatenate([[True], values[1:] != values[:-1]])[: len(values)])
    return values[first], np.diff(first, append=len(values))
