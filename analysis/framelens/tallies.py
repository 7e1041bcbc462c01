"""Sums of counts over batches: exact, and never much larger than the result."""

import numpy as np

from framelens.ngram_counts import Cells

MOST_PENDING = 500_000
"""Cells that may wait to be added up, or a quarter as many as the sums have: so each is sorted rarely."""


class Tally:
    """Counts by row and term of one length, added up as batches come; without ``merge``, once at the end."""

    def __init__(self, *, merge: bool = True) -> None:
        self._merge = merge
        self._parts: list[Cells] = []
        self._n_pending = self._n_summed = 0

    def add(self, cells: Cells) -> None:
        """Add the counts of a batch."""
        self._parts.append(cells)
        self._n_pending += len(cells.n)
        if self._merge and self._n_pending > max(MOST_PENDING, self._n_summed // 4):
            self._parts = [sum_cells(self._parts)]
            self._n_pending, self._n_summed = 0, len(self._parts[0].n)

    def total(self) -> Cells:
        """All counts, which the tally then no longer holds."""
        parts, self._parts = self._parts, []
        return sum_cells(parts)


def sum_cells(parts: list[Cells]) -> Cells:
    """Add up the counts of the same row and term.

    Examples
    --------
    >>> two = Cells(*np.full((4, 1), 2))
    >>> [column.tolist() for column in sum_cells([two, two])]
    [[2], [2], [4], [4]]
    """
    if not parts:
        return Cells(*np.zeros((4, 0), dtype=np.int64))
    rows, terms = (np.concatenate([part[column] for part in parts]) for column in (0, 1))
    order = np.argsort(terms)
    order = order[np.argsort(rows[order], kind="stable")]
    rows, terms = rows[order], terms[order]
    is_new = np.ones(len(rows), dtype=bool)
    is_new[1:] = (rows[1:] != rows[:-1]) | (terms[1:] != terms[:-1])
    first = np.flatnonzero(is_new)
    # Column after column, so that no more than one lies in memory twice.
    sums = (np.concatenate([part[column] for part in parts])[order] for column in (2, 3))
    n, n_articles = (np.add.reduceat(column, first) if len(first) else column for column in sums)
    return Cells(rows[first], terms[first], n, n_articles)
