"""Counts of words and n-grams in a batch of texts."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from scipy import sparse

from framelens.chunks import Places, cut_at_blanks, split_at_white_space, starts_of_sentences
from framelens.vocabulary import Vocabulary, find_words, join_runs, part_runs

_BLANK = pa.scalar(" ", pa.large_string())


class Cells(NamedTuple):
    """How often terms of one length stand in rows: articles or groups of them, each term once a row.

    ``n_articles`` is how many articles of the row hold the term.
    """

    rows: npt.NDArray[np.int32]
    terms: Places | npt.NDArray[np.int32]
    n: Places
    n_articles: npt.NDArray[np.int32]


def index_terms(vocabulary: Vocabulary, sizes: Sequence[int], totals: list[Cells]) -> pd.Index:
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
    pairs = [
        join_runs(ranks[:, place], ranks[:, place + 1 : place + 2].sum(axis=1)) for place in range(0, ranks.shape[1], 2)
    ]
    order: Places = np.lexsort(pairs[::-1])
    return order


class Batch(NamedTuple):
    """Texts, the number of the article that each belongs to, in order, and the row of each article's number."""

    texts: pa.Array
    articles: Places
    rows: Places


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
    chunks = cut_at_blanks(batch.texts)
    if high > 1:
        chunks = split_at_white_space(chunks)
    words = find_words(chunks, vocabulary)
    articles = np.repeat(batch.articles, np.diff(words.first[chunks.first]))
    begins = np.zeros(len(articles) + 1, dtype=bool)
    begins[words.first[starts_of_sentences(chunks) if high > 1 else chunks.first]] = True
    counted = [_count(batch.rows, articles, words.numbers, words.distinct)] if low == 1 else []
    runs, numbers, holders = words.numbers, words.distinct, articles
    whole = np.ones(len(articles), dtype=bool)
    for size in range(2, high + 1):
        whole = whole[:-1] & ~begins[size - 1 : -1]  # A run ends where the next word begins a sentence.
        runs, distinct = pd.factorize(join_runs(runs[: len(whole)], words.numbers[size - 1 :]))
        before, last = part_runs(distinct)
        terms = join_runs(numbers[before], words.distinct[last])
        if size == low:
            holders = articles[: len(whole)][whole]
        if size >= low:
            counted.append(_count(batch.rows, articles[: len(whole)][whole], runs[whole], terms))
        if size < high:
            numbers = vocabulary.number_runs(size, terms)
    return counted, np.flatnonzero(np.bincount(holders))


def _count(rows: Places, articles: Places, codes: npt.NDArray[np.int32] | Places, terms: Places) -> Cells:
    """How often each code stands in each row, and in how many of its articles."""
    shape = (len(rows), len(terms))
    uses = sparse.csr_array(sparse.csc_array((np.ones(len(codes), dtype=np.int32), (articles, codes)), shape=shape))
    distinct, among = np.unique(rows, return_inverse=True)
    members = sparse.csr_array((np.ones(len(rows), dtype=np.int32), (among, np.arange(len(rows)))))
    n = (members @ uses).tocoo()
    n_articles = members @ uses.sign()  # In the same order: the product's order is that of the places alone.
    return Cells(distinct[n.row].astype(np.int32), terms[n.col], n.data.astype(np.int64), n_articles.data)
