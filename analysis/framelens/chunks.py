"""Texts as chunks between blanks, so that the rules of words and sentences read once what stands there often."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from framelens.sentences import ends_sentence, opens_sentence

Places = npt.NDArray[np.int64]

_LINE_BREAK, _NOTHING = pa.scalar("\n", pa.large_string()), pa.scalar("", pa.large_string())


class Chunks(NamedTuple):
    """The chunks of some texts: chunk ``i`` is ``distinct[numbers[i]]``.

    ``first[i]`` is the number of the first chunk of text ``i``, and at the end the number of all.
    """

    distinct: pa.LargeStringArray
    numbers: pa.Int32Array
    first: Places


def cut_at_blanks(texts: pa.Array) -> Chunks:
    r"""Cut texts after each blank of ASCII, and at their ends.

    Examples
    --------
    >>> chunks = cut_at_blanks(pa.array(["it is", "so it is", None]))
    >>> chunks.distinct.tolist(), chunks.numbers.tolist(), chunks.first.tolist()
    (['it ', 'is\n', 'so ', '\n'], [0, 1, 2, 0, 1, 3], [0, 2, 5, 6])
    """
    closed = pc.binary_join_element_wise(texts.cast(pa.large_string()).fill_null(""), _LINE_BREAK, _NOTHING)
    _, borders, content = closed.buffers()
    borders = np.frombuffer(borders, dtype=np.int64)[: len(closed) + 1]
    data = np.frombuffer(content, dtype=np.uint8)[: borders[-1]]
    blanks = np.flatnonzero((data == 0x20) | (data - 9 < 5))  # 9 to 13; what is below 9 becomes large.
    ends = np.append(0, blanks + 1)
    cut = pa.LargeStringArray.from_buffers(len(blanks), pa.py_buffer(ends), content).dictionary_encode()
    return Chunks(cut.dictionary, cut.indices, np.searchsorted(blanks, borders))


def split_at_white_space(chunks: Chunks) -> Chunks:
    r"""The same texts split as `str.split` does, but that a chunk of blanks alone leaves an empty one.

    Examples
    --------
    >>> chunks = split_at_white_space(cut_at_blanks(pa.array(["it  is\u2003so"])))
    >>> chunks.distinct.take(chunks.numbers).tolist()
    ['it', '', 'is', 'so']
    """
    split = pc.utf8_split_whitespace(pc.utf8_trim_whitespace(chunks.distinct))
    coded = split.flatten().dictionary_encode()
    parts = pa.ListArray.from_arrays(split.offsets, coded.indices).take(chunks.numbers)
    return Chunks(coded.dictionary, parts.flatten(), parts.offsets.to_numpy()[chunks.first])


def starts_of_sentences(chunks: Chunks) -> Places:
    """The numbers of the chunks that a text or a sentence begins with, and at the end the number of all.

    The chunks are those of `split_at_white_space`; the rule is that of `sentences.split_sentences`.

    Examples
    --------
    >>> chunks = split_at_white_space(cut_at_blanks(pa.array(["Mr. Berg left. Why? No one knew."])))
    >>> starts_of_sentences(chunks).tolist()
    [0, 3, 4, 7]
    """
    spelt, numbers = chunks.distinct.to_pylist(), chunks.numbers.to_numpy()
    full = np.flatnonzero(np.array(list(map(bool, spelt)), dtype=bool)[numbers])
    ends = np.array(list(map(ends_sentence, spelt)), dtype=bool)
    after = full[1:][ends[numbers[full[:-1]]]]
    distinct, among = np.unique(numbers[after], return_inverse=True)
    opens = np.array([opens_sentence(spelt[number]) for number in distinct], dtype=bool)
    return np.sort(np.concatenate([chunks.first, after[opens[among]]]))
