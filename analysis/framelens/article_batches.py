"""Reading articles in batches, wherever they lie: nothing is ever held but the batch at hand."""

import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import PurePosixPath
from typing import Any

import fsspec
import pyarrow as pa
import pyarrow.compute as pc

from framelens.checks import listed
from framelens.errors import InputError
from framelens.json_lines import read_objects
from framelens.words import replace_surrogates

FORMATS = (".parquet", ".jsonl", ".csv")
PACKINGS = {".gz": "gzip", ".zst": "zstd"}
BATCH_BYTES = 6_000_000
"""Bytes of text handed on at once: the working memory of counting is about thirty times that."""
LONGEST_RECORD = 16_000_000
"""Bytes; an article is thousands of times shorter, and memory grows with the longest."""
ROWS = 256
"""Rows of Parquet unpacked at once."""
MOST_UNPACKED, FREE_BYTES = 200, 64_000_000
"""What is packed may unpack to so many times its size (news unpacks to less than ten times), small files to any."""


def read_batches(address: str, columns: Sequence[str]) -> Iterator[pa.Table]:
    """The named columns, as text, of all tables at an address, some megabytes at a time.

    Parameters
    ----------
    address
        A file, a folder or a glob pattern, on this machine or with a protocol that fsspec knows.
    columns
        What to read; ``text`` is among them.

    Raises
    ------
    InputError
        As `count_text` says.
    """
    filesystem, files = _find_files(address)
    n_rows = 0
    for file in files:
        for table in _regrouped(_read_file(filesystem, file, list(columns))):
            n_rows += len(table)
            yield table
    if not n_rows:
        raise InputError(f"'{address}' holds no articles; give {listed(FORMATS)} files with rows.")


def _find_files(address: str) -> tuple[Any, list[str]]:
    try:
        filesystem, path = fsspec.core.url_to_fs(address)
        found = filesystem.glob(path) if any(sign in path for sign in "*?[") else [path]
        files = [file for place in found for file in _files_in(filesystem, place)]
    except (OSError, ValueError, ImportError) as error:
        raise InputError(f"'{address}' cannot be opened: {_reason(error)}.") from error
    if not files:
        raise InputError(
            f"there are no articles at '{address}'; give a file, a folder or a pattern of {listed(FORMATS)} files,"
            f" .jsonl also packed as {listed(PACKINGS)}."
        )
    return filesystem, sorted(files)


def _files_in(filesystem: Any, path: str) -> list[str]:
    """The path itself, or the tables in the folder; what begins with a point or an underscore is no part of a set."""
    if not filesystem.isdir(path):
        return [path] if filesystem.exists(path) else []
    files = [file for file in filesystem.find(path) if _format_of(file)]
    return [file for file in files if not re.search(r"/[._]", file.removeprefix(path))]


def _format_of(file: str) -> str:
    suffixes = PurePosixPath(file).suffixes
    if suffixes and suffixes[-1] in PACKINGS and len(suffixes) > 1 and suffixes[-2] != ".parquet":
        return suffixes[-2] if suffixes[-2] in FORMATS else ""
    return suffixes[-1] if suffixes and suffixes[-1] in FORMATS else ""


def _read_file(filesystem: Any, file: str, columns: list[str]) -> Iterator[pa.Table]:
    readers = {".parquet": _read_parquet, ".jsonl": _read_jsonl, ".csv": _read_csv}
    kind = _format_of(file)
    if kind not in readers:
        raise InputError(f"'{file}' is no table that is read in batches; those are {listed(FORMATS)}.")
    try:
        with filesystem.open(file, "rb") as raw:
            for table in readers[kind](_unpacked(raw, file), columns, file):
                table.validate(full=True)  # Whether it is UTF-8.
                if (pc.max(pc.binary_length(table["text"])).as_py() or 0) > LONGEST_RECORD:
                    raise InputError(_too_long(file))
                yield table
    except (pa.ArrowException, OSError, ValueError) as error:
        raise InputError(f"'{file}' cannot be read as {kind[1:]}: {_reason(error)}.") from error


def _reason(error: BaseException) -> str:
    return (str(error).strip() or type(error).__name__).splitlines()[0][:200].rstrip(".")


def _too_long(file: str) -> str:
    return (
        f"'{file}' has a record of more than {LONGEST_RECORD // 1_000_000} MB, which is no article; give a table with"
        f" an article a row."
    )


def _lacks(file: str, column: str, names: Sequence[str]) -> InputError:
    return InputError(f"'{file}' has no column '{column}'; it has {listed(names)}.")


class _Unpacked:
    """Packed bytes, unpacked as they are read, unless they unpack to far more than text does."""

    closed = False

    def __init__(self, raw: Any, packing: str, file: str):
        self._raw, self._file, self._n = raw, file, 0
        self._stream = pa.CompressedInputStream(pa.PythonFile(raw, "r"), packing)

    def read(self, size: int | None = None) -> bytes:
        """The next bytes, none at the end."""
        data: bytes = self._stream.read(size)
        self._n += len(data)
        if self._n > max(FREE_BYTES, MOST_UNPACKED * self._raw.tell()):
            raise InputError(_bomb(self._file))
        return data


def _bomb(file: str) -> str:
    return f"'{file}' unpacks to more than {MOST_UNPACKED} times its size, which no articles do; give it unpacked."


def _unpacked(raw: Any, file: str) -> Any:
    packing = PACKINGS.get(PurePosixPath(file).suffix)
    return _Unpacked(raw, packing, file) if packing else raw


def _read_parquet(stream: Any, columns: list[str], file: str) -> Iterator[pa.Table]:
    from pyarrow import parquet

    # Read page by page: a row group of a million articles would not fit.
    source = parquet.ParquetFile(stream, buffer_size=1 << 20, pre_buffer=False, page_checksum_verification=True)
    names = source.schema_arrow.names
    for column in columns:
        if column not in names:
            raise _lacks(file, column, names)
    for number in range(source.metadata.num_row_groups):
        group = source.metadata.row_group(number)
        for place in range(group.num_columns):
            size = group.column(place).total_uncompressed_size
            if size > max(FREE_BYTES, MOST_UNPACKED * group.column(place).total_compressed_size):
                raise InputError(_bomb(file))
    schema = pa.schema([(column, pa.string()) for column in columns])
    for batch in source.iter_batches(batch_size=ROWS, columns=columns, use_threads=False):
        yield pa.Table.from_batches([batch]).select(columns).cast(schema)


def _read_csv(stream: Any, columns: list[str], file: str) -> Iterator[pa.Table]:
    from pyarrow import csv

    converting = csv.ConvertOptions(
        include_columns=columns,
        column_types=dict.fromkeys(columns, pa.string()),
        strings_can_be_null=True,
        null_values=[""],
    )
    parsing = csv.ParseOptions(newlines_in_values=True)
    header = b""
    # Whole records are given to Arrow from memory: its own reader runs ahead in a thread that outlives an error.
    for block in _blocks(stream, file, _end_of_records):
        content = header + block
        reading = csv.ReadOptions(use_threads=False, block_size=len(content) + 1)
        try:
            yield csv.read_csv(pa.BufferReader(content), reading, parsing, converting)
        except pa.ArrowKeyError as error:
            raise InputError(f"'{file}' lacks one of the columns {listed(columns)}; name its columns so.") from error
        header = header or block[: block.find(b"\n") + 1]


def _read_jsonl(stream: Any, columns: list[str], file: str) -> Iterator[pa.Table]:
    from pyarrow import json as arrow_json

    schema = pa.schema([(column, pa.string()) for column in columns])
    parsing = arrow_json.ParseOptions(explicit_schema=schema, unexpected_field_behavior="ignore")
    n_lines = 0
    for block in _blocks(stream, file, _end_of_lines):
        n_before, n_lines = n_lines, n_lines + block.count(b"\n")
        if not block.strip():
            continue
        reading = arrow_json.ReadOptions(use_threads=False, block_size=len(block) + 1)
        try:
            table = arrow_json.read_json(pa.BufferReader(block), reading, parsing)
            table.validate(full=True)
            sound = all(table[column].null_count < len(table) for column in columns)
        except (pa.ArrowException, ValueError):
            sound = False
        # What Arrow does not take is read by Python: slower, but it knows every number, half a surrogate, and the line.
        yield table if sound else _parse(block, columns, file, n_before)


def _blocks(stream: Any, file: str, end_of: Callable[[bytes], int]) -> Iterator[bytes]:
    """Some megabytes of whole records at a time; ``end_of`` says where the last whole one ends."""
    rest = b""
    while chunk := stream.read(BATCH_BYTES):
        rest += chunk
        cut = end_of(rest)
        if cut:
            yield rest[:cut]
        rest = rest[cut:]
        if len(rest) > LONGEST_RECORD:
            raise InputError(_too_long(file))
    if rest:
        yield rest


def _end_of_lines(block: bytes) -> int:
    return block.rfind(b"\n") + 1


def _end_of_records(block: bytes) -> int:
    """The end of the last line of CSV that is in no quoted field: an even number of quotes stands before it."""
    cut = _end_of_lines(block)
    quotes = block.count(b'"', 0, cut)
    while cut and quotes % 2:
        before = block.rfind(b"\n", 0, cut - 1) + 1
        quotes -= block.count(b'"', before, cut)
        cut = before
    return cut


def _parse(block: bytes, columns: list[str], file: str, n_before: int) -> pa.Table:
    """The rows of some lines of JSON."""
    rows = list(read_objects(block.split(b"\n"), first=n_before + 1))
    for column in columns:
        if rows and not any(column in row for row in rows):
            raise _lacks(file, column, list(rows[0]))
    return pa.table({column: pa.array([_as_text(row.get(column)) for row in rows], pa.string()) for column in columns})


def _as_text(value: Any) -> str | None:
    return None if value is None else replace_surrogates(str(value))


def _regrouped(tables: Iterator[pa.Table]) -> Iterator[pa.Table]:
    """The same rows in tables of about `BATCH_BYTES` of text."""
    waiting: list[pa.Table] = []
    n_bytes = 0
    for table in tables:
        for start in range(0, len(table), ROWS):
            piece = table.slice(start, ROWS)
            waiting.append(piece)
            n_bytes += pc.sum(pc.binary_length(piece["text"])).as_py() or 0
            if n_bytes >= BATCH_BYTES:
                yield pa.concat_tables(waiting)
                waiting, n_bytes = [], 0
    if waiting:
        yield pa.concat_tables(waiting)
