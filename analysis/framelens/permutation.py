"""Tests that exchange articles between two groups: every arrangement where they are few, else a sample of them.

Written here because scipy.stats.permutation_test knows no strata and no rows that move together, and takes one sample
of numbers at a time where a table asks for hundreds.
"""

from collections.abc import Iterator
from functools import cache
from itertools import combinations
from math import comb, prod
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from framelens.inference import Array

Flags = npt.NDArray[np.bool_]
Codes = npt.NDArray[np.int64]

MOST = 10_000
"""Arrangements up to which all are counted."""
DRAWS = 9_999
_CELLS = 2_000_000
"""Size of the blocks in which arrangements are worked through."""


class Sides(NamedTuple):
    """For each row: whether it is of the target, which article it is of, and in which stratum."""

    is_target: Flags
    article: Codes
    stratum: Codes


class PValues(NamedTuple):
    """For each kind: p, the smallest p that these articles could give, and whether every arrangement was counted."""

    p: Array
    p_min: Array
    is_exact: bool


class _Units(NamedTuple):
    """The articles of one stratum: which are the target's, and how many are both groups'."""

    is_target: Flags
    n_shared: int
    place: Codes
    """For each row of the stratum its article: those of one group first, then the shared."""
    rows: Codes
    is_swappable: Flags
    """For each row whether it is the target's, and of a shared article."""

    @property
    def n_arrangements(self) -> int:
        return comb(len(self.is_target), int(self.is_target.sum())) * int(2**self.n_shared)


def permutation_test(x: Array, n: Array, sides: Sides, *, seed: int = 0) -> PValues:
    """Two-sided test of `difference` by exchanging articles between the groups within strata.

    Under the null hypothesis it was chance which articles of a stratum are the target's. Their number stays. All rows
    of an article move together; an article with rows on both sides changes sides with them or does not.

    Parameters
    ----------
    x, n
        As in `difference`.
    sides
        The groups.
    seed
        Of the arrangements drawn, where they are more than 10,000.

    Returns
    -------
    PValues
        p is the share of arrangements with a difference as large as the one found or larger; of 9,999 drawn ones,
        (b + 1) / 10,000.

    References
    ----------
    Phipson, B. & Smyth, G. K. (2010). Permutation p-values should never be zero. Statistical Applications in Genetics
    and Molecular Biology 9(1), 39.

    Examples
    --------
    >>> x, n = np.array([[0.9], [0.8], [0.1], [0.2], [0.3]]), np.ones((5, 1))
    >>> sides = Sides(np.arange(5) < 2, np.arange(5), np.zeros(5, dtype=int))
    >>> permutation_test(x, n, sides)
    PValues(p=array([0.1]), p_min=array([0.1]), is_exact=True)
    """
    units = _units(sides)
    n_all = prod(one.n_arrangements for one in units)
    is_exact = n_all <= MOST
    blocks = _every(units, n_all) if is_exact else _drawn(units, np.random.default_rng([seed, len(x)]))
    found = np.abs(difference(x, n, sides.is_target[None], sides.stratum)[0])
    trace = 1e-9 * np.maximum(found, 1e-3)
    reached, most, at_most = np.zeros(found.shape), found.copy(), np.zeros(found.shape)
    for chosen in blocks:
        sizes = np.abs(difference(x, n, chosen, sides.stratum))
        reached += (sizes >= found - trace).sum(axis=0)
        largest = sizes.max(axis=0)
        at_most = np.where(largest > most + trace, 0, at_most)
        most = np.maximum(most, largest)
        at_most += (sizes >= most - trace).sum(axis=0)
    if is_exact:
        return PValues(reached / n_all, at_most / n_all, True)
    return PValues((reached + 1) / (DRAWS + 1), (at_most + 1) / (DRAWS + 1), False)


def difference(x: Array, n: Array, is_target: Flags, stratum: Codes) -> Array:
    r"""Ratio :math:`\sum x / \sum n` of the target less that of the reference, for each arrangement and kind.

    Over strata the weighted mean, with weights :math:`n_1 n_2 / (n_1 + n_2)` (Mantel-Haenszel): a stratum where one
    group is missing has none.

    Parameters
    ----------
    x, n
        A row for each article and side, a column for each kind: with ``n`` = 1 the value of the article, which then
        weighs as much as any other; else units of the kind and units in all.
    is_target
        A row for each arrangement, a column for each row of ``x``.
    stratum
        Of each row of ``x``.
    """
    # Kinds that all count the same units share the products with n, which are half of the work.
    weight = n[:, :1] if (n == n[:, :1]).all() else n
    centered, under = x.copy(), np.zeros((len(is_target), weight.shape[1]))
    for one in np.unique(stratum):
        rows = stratum == one
        total = n[rows].sum(axis=0)
        centered[rows] -= n[rows] * x[rows].sum(axis=0) / total
        of_target = is_target[:, rows].astype(float) @ weight[rows]
        under += of_target - of_target**2 / weight[rows].sum(axis=0)
    # Traces of rounding, where a group is missing from every stratum.
    has_both = under > 1e-9
    return np.asarray(np.where(has_both, is_target.astype(float) @ centered / np.where(has_both, under, 1), np.nan))


def _units(sides: Sides) -> list[_Units]:
    found = []
    for one in np.unique(sides.stratum):
        rows = np.flatnonzero(sides.stratum == one)
        names, place = np.unique(sides.article[rows], return_inverse=True)
        in_target, in_reference = (
            np.bincount(place, weights=side, minlength=len(names)) > 0
            for side in (sides.is_target[rows], ~sides.is_target[rows])
        )
        is_shared = in_target & in_reference
        order = np.argsort(is_shared, kind="stable")
        rank = np.empty(len(names), dtype=np.int64)
        rank[order] = np.arange(len(names))
        is_swappable = is_shared[place] & sides.is_target[rows]
        found.append(_Units(in_target[~is_shared], int(is_shared.sum()), rank[place], rows, is_swappable))
    return found


def _every(units: list[_Units], n_all: int) -> Iterator[Flags]:
    tables = [_patterns(len(one.is_target), int(one.is_target.sum()), one.n_shared) for one in units]
    n_rows = sum(len(one.rows) for one in units)
    step = max(1, _CELLS // n_rows)
    for start in range(0, n_all, step):
        places = np.unravel_index(np.arange(start, min(start + step, n_all)), [len(table) for table in tables])
        yield _by_row(units, [table[place] for table, place in zip(tables, places, strict=True)], n_rows)


@cache
def _patterns(n: int, n_target: int, n_shared: int) -> Flags:
    """Every choice of the target's articles, with every choice of the shared articles that change sides."""
    chosen = np.array(list(combinations(range(n), n_target)), dtype=np.int64).reshape(comb(n, n_target), n_target)
    single = np.zeros((len(chosen), n), dtype=bool)
    np.put_along_axis(single, chosen, True, axis=1)
    swapped = (np.arange(2**n_shared)[:, None] >> np.arange(n_shared)) % 2 == 1
    return np.hstack([np.repeat(single, len(swapped), axis=0), np.tile(swapped, (len(single), 1))])


def _drawn(units: list[_Units], generator: np.random.Generator) -> Iterator[Flags]:
    n_rows = sum(len(one.rows) for one in units)
    step = max(1, _CELLS // n_rows)
    for start in range(0, DRAWS, step):
        size = min(step, DRAWS - start)
        parts = [
            np.hstack([
                generator.permuted(np.tile(one.is_target, (size, 1)), axis=1),
                generator.integers(0, 2, size=(size, one.n_shared)) == 1,
            ])
            for one in units
        ]  # fmt: skip
        yield _by_row(units, parts, n_rows)


def _by_row(units: list[_Units], parts: list[Flags], n_rows: int) -> Flags:
    """For each arrangement which rows are the target's, from which articles are, or change sides."""
    chosen = np.zeros((len(parts[0]), n_rows), dtype=bool)
    for one, part in zip(units, parts, strict=True):
        chosen[:, one.rows] = part[:, one.place] ^ one.is_swappable
    return chosen
