"""Sums of counts over batches: exact, and never much larger than the result."""

from typing import Any

import numpy as np
import numpy.typing as npt

from framelens.ngram_counts import Cells

MOST_PENDING = 500_000
"""Cells that may wait to be added to the sums, or a quarter as many as the sums have: so they are rarely copied."""


class Tally:
    """Counts by row and term of one length, added up as batches come; without ``merge``, once at the end."""

    def __init__(self, *, merge: bool = True) -> None:
        self._merge = merge
        self._sums = sum_cells([])
        self._parts: list[Cells] = []
        self._n_pending = 0

    def add(self, cells: Cells) -> None:
        """Add the counts of a batch."""
        self._parts.append(cells)
        self._n_pending += len(cells.n)
        if self._merge and self._n_pending > max(MOST_PENDING, len(self._sums.n) // 4):
            self._sums = add_cells(self._sums, self._pending())

    def total(self) -> Cells:
        """All counts, which the tally then no longer holds."""
        sums, self._sums = self._sums, sum_cells([])
        return add_cells(sums, self._pending())

    def _pending(self) -> Cells:
        parts, self._parts, self._n_pending = self._parts, [], 0
        return sum_cells(parts)


def sum_cells(parts: list[Cells]) -> Cells:
    """Add up the counts of the same row and term, in the order of rows and terms.

    Examples
    --------
    >>> two = Cells(*np.full((4, 1), 2))
    >>> [column.tolist() for column in sum_cells([two, two])]
    [[2], [2], [4], [4]]
    """
    if not parts:
        none, few = np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int32)
        return Cells(few, none, none, few)
    rows, terms = (np.concatenate([part[column] for part in parts]) for column in (0, 1))
    order = np.argsort(terms)
    order = order[np.argsort(rows[order], kind="stable")]
    rows, terms = rows[order], terms[order]
    is_new = np.ones(len(rows), dtype=bool)
    is_new[1:] = (rows[1:] != rows[:-1]) | (terms[1:] != terms[:-1])
    first = np.flatnonzero(is_new)
    # Column after column, so that no more than one lies in memory twice.
    sums = (np.concatenate([part[column] for part in parts])[order] for column in (2, 3))
    n, n_articles = (np.add.reduceat(column, first, dtype=column.dtype) if len(first) else column for column in sums)
    return Cells(rows[first], terms[first], n, n_articles)


def add_cells(sums: Cells, others: Cells) -> Cells:
    """Add ``others`` to ``sums``, both as `sum_cells` orders them; ``sums`` is used up.

    What is there already is added in place and only what is new moves the rest: sorting all again takes several times
    the memory of the sums.

    Examples
    --------
    >>> one, two = (Cells(*np.array([[0], [term], [1], [1]])) for term in (5, 7))
    >>> [column.tolist() for column in add_cells(add_cells(one, two), two)]
    [[0, 0], [5, 7], [1, 2], [1, 2]]
    """
    if not len(sums.n):
        return others
    places, is_known = _find(sums, others)
    sums.n[places[is_known]] += others.n[is_known]
    sums.n_articles[places[is_known]] += others.n_articles[is_known]
    new = ~is_known
    columns: list[Any] = [np.insert(sums[column], places[new], others[column][new]) for column in range(len(sums))]
    return Cells(*columns)


def _find(sums: Cells, others: Cells) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.bool_]]:
    """Where each cell of ``others`` stands in ``sums``, or should; and whether it does."""
    places = np.empty(len(others.n), dtype=np.int64)
    rows = np.unique(others.rows)
    borders = (np.searchsorted(cells.rows, [rows, rows + 1]).T for cells in (others, sums))
    for (start, end), (first, last) in zip(*borders, strict=True):
        places[start:end] = first + np.searchsorted(sums.terms[first:last], others.terms[start:end])
    at = np.minimum(places, len(sums.n) - 1)
    return places, (sums.rows[at] == others.rows) & (sums.terms[at] == others.terms)
