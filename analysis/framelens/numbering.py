"""Numbers for the distinct words of a text, found in its bytes without making a Python string of each."""

import numpy as np
import numpy.typing as npt
import pandas as pd

Bytes = npt.NDArray[np.uint8]
Places = npt.NDArray[np.int64]

PADDING = 8
"""Bytes that must follow the last span, because words are compared eight bytes at a time."""
LONGEST = 64
"""Bytes; longer spans are so rare that Python compares them."""
_ODD = np.array([0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F], dtype=np.uint64)
_MASKS = np.array([(1 << 8 * size) - 1 for size in range(9)], dtype=np.uint64)


def number_spans(data: Bytes, starts: Places, ends: Places) -> tuple[Places, Places]:
    """Number the spans of ``data`` so that two have one number exactly if their bytes are equal.

    Returns
    -------
    numbers : array
        One for each span, from 0.
    first : array
        The first span that has each number.

    Examples
    --------
    >>> data = np.frombuffer(b"no yes no" + bytes(PADDING), dtype=np.uint8)
    >>> numbers, first = number_spans(data, np.array([0, 3, 7]), np.array([2, 6, 9]))
    >>> numbers.tolist(), first.tolist()
    ([0, 1, 0], [0, 1])
    """
    is_long = ends - starts > LONGEST
    numbers = np.empty(len(starts), dtype=np.int64)
    hashed, total = _numbers_by_hash(data, starts[~is_long], ends[~is_long])
    numbers[~is_long] = hashed
    numbers[is_long] = total + _numbers_by_bytes(data, starts[is_long], ends[is_long])
    return numbers, _first(numbers)


def slices(data: Bytes, starts: Places, ends: Places) -> list[bytes]:
    """The bytes of each span."""
    content = data.tobytes()
    return [content[start:end] for start, end in zip(starts.tolist(), ends.tolist(), strict=True)]


def _first(numbers: Places) -> Places:
    first = np.zeros(numbers.max(initial=-1) + 1, dtype=np.int64)
    first[numbers[::-1]] = np.arange(len(numbers) - 1, -1, -1)  # What is written last stands first in the text.
    return first


def _numbers_by_hash(data: Bytes, starts: Places, ends: Places) -> tuple[Places, int]:
    """Numbers by a 64-bit hash, which is not believed: every span is compared with the first of its number."""
    lengths = ends - starts
    numbers, _ = pd.factorize(_hashes(data, starts, lengths))
    if not _all_equal(data, starts, lengths, _first(numbers)[numbers]):
        numbers = _numbers_by_bytes(data, starts, ends)
    return numbers, int(numbers.max(initial=-1)) + 1


def _numbers_by_bytes(data: Bytes, starts: Places, ends: Places) -> Places:
    numbers: Places = pd.factorize(np.array([*slices(data, starts, ends), None], dtype=object)[:-1])[0]
    return numbers


def _eight_bytes(data: Bytes, places: Places, lengths: Places) -> npt.NDArray[np.uint64]:
    """The eight bytes from each place on as one number, those beyond the span's length as zeros."""
    words = np.ndarray((len(data) - PADDING + 1,), dtype=np.uint64, buffer=data, strides=(1,))
    numbers: npt.NDArray[np.uint64] = words[places] & _MASKS[np.minimum(lengths, 8)]
    return numbers


def _hashes(data: Bytes, starts: Places, lengths: Places) -> npt.NDArray[np.uint64]:
    """Multiply and shift, eight bytes at a time; no two words of up to eight bytes share a hash."""
    hashes: npt.NDArray[np.uint64] = _eight_bytes(data, starts, lengths) * _ODD[0]
    rest = np.flatnonzero(lengths > 8)
    offset = 8
    while len(rest):
        mixed = (hashes[rest] + _eight_bytes(data, starts[rest] + offset, lengths[rest] - offset)) * _ODD[1]
        hashes[rest] = mixed ^ (mixed >> np.uint64(29))
        offset += 8
        rest = rest[lengths[rest] > offset]
    return hashes


def _all_equal(data: Bytes, starts: Places, lengths: Places, others: Places) -> bool:
    """Whether each span has the same bytes as the span at the position in ``others``, which has the same hash."""
    if (lengths != lengths[others]).any():
        return False
    rest, offset = np.flatnonzero(lengths > 8), 0  # Up to eight bytes no two spans of a length share a hash.
    while len(rest):
        left = _eight_bytes(data, starts[rest] + offset, lengths[rest] - offset)
        right = _eight_bytes(data, starts[others[rest]] + offset, lengths[rest] - offset)
        if (left != right).any():
            return False
        offset += 8
        rest = rest[lengths[rest] > offset]
    return True
