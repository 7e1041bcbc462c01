"""Tables of articles or of their metadata: CSV, JSON lines and Parquet, decoded, with our names for their columns."""

import csv
import logging
import warnings
from collections.abc import Collection, Mapping
from io import StringIO
from pathlib import Path
from typing import Any

import pandas as pd

from framelens.checks import did_you_mean, listed
from framelens.errors import InputError
from framelens.json_lines import read_objects
from framelens.words import replace_surrogates

TABLES = (".csv", ".jsonl", ".parquet")
MOST_COLUMNS = 1_000
MOST_UNPACKED, FREE_BYTES = 200, 64_000_000
"""A packed table may unpack to so many times its size (news unpacks to less than ten times), a small one to any."""

log = logging.getLogger(__name__)


def decode(content: bytes, name: str) -> tuple[str, str]:
    """The text of a file and the encoding it was in; InputError if it is none."""
    try:
        return plain_newlines(content.decode("utf-8-sig")), "utf-8"
    except UnicodeDecodeError:
        pass
    from charset_normalizer import from_bytes

    matches = [] if b"\0" in content and content[:2] not in (b"\xff\xfe", b"\xfe\xff") else list(from_bytes(content))
    encodings = [name for match in matches for name in (match.encoding, *match.could_be_from_charset)]
    if not encodings:
        raise InputError(f"'{name}' is not text (a picture, PDF or Word file?); save the article as plain text.")
    # Western Windows text is by far the commonest in English corpora, and its relatives fit it just as well.
    encoding = "cp1252" if "cp1252" in encodings else encodings[0]
    log.info("%s is not UTF-8; read as %s", name, encoding)
    return replace_surrogates(plain_newlines(content.decode(encoding, "replace"))), encoding


def plain_newlines(text: str) -> str:
    r"""``text`` with ``\n`` where it has ``\r\n``."""
    return text.replace("\r\n", "\n")


def read_table(path: Path, columns: Mapping[str, str], *, needed: str) -> pd.DataFrame:
    """A table with our names for its columns.

    Raises
    ------
    InputError
        If it cannot be read, lacks a column, has more than a thousand, or unpacks to far more than its size.
    """
    if not path.is_file():
        raise InputError(f"there is no table '{path}'; give a {listed(TABLES)} file.")
    readers = {".csv": _read_csv, ".jsonl": _read_jsonl, ".parquet": _read_parquet}
    if path.suffix not in readers:
        raise InputError(f"'{path}' is no table that framelens reads; it takes {listed(TABLES)}.")
    try:
        table = readers[path.suffix](path)
    except (ValueError, OSError, csv.Error, pd.errors.ParserWarning) as error:
        if isinstance(error, InputError):
            raise
        reason = (str(error).strip() or type(error).__name__).splitlines()[0].rstrip(".")
        raise InputError(f"'{path}' cannot be read as {path.suffix[1:]}: {reason}.") from error
    return _renamed(table.loc[:, ~table.columns.duplicated()], columns, needed=needed, path=path)


def _read_csv(path: Path) -> pd.DataFrame:
    text, _ = decode(path.read_bytes(), path.name)
    _check_width(next(csv.reader(StringIO(text)), []))
    with warnings.catch_warnings():
        warnings.simplefilter("error", pd.errors.ParserWarning)  # A row that is longer than the header.
        return pd.read_csv(StringIO(text), dtype="str", keep_default_na=False, na_values=[""], index_col=False)


def _read_jsonl(path: Path) -> pd.DataFrame:
    text, _ = decode(path.read_bytes(), path.name)
    rows = [
        {key: replace_surrogates(value) if isinstance(value, str) else value for key, value in row.items()}
        for row in read_objects(text.split("\n"))
    ]
    _check_width({key for row in rows for key in row})
    return pd.DataFrame(rows, dtype="object")


def _read_parquet(path: Path) -> pd.DataFrame:
    import pyarrow as pa
    from pyarrow import parquet

    with parquet.ParquetFile(path) as plain:
        schema, facts = plain.schema_arrow, plain.metadata
        texts = [
            field.name for field in schema if pa.types.is_string(field.type) or pa.types.is_large_string(field.type)
        ]
        groups = [facts.row_group(number) for number in range(facts.num_row_groups)]
        size = sum(group.total_byte_size for group in groups) + 8 * facts.num_rows * facts.num_columns
    _check_width(schema.names)
    _check_unpacked(size, path)
    # Each text is read once, however often a row says that it is its own: a thousand rows may name one of megabytes.
    with parquet.ParquetFile(path, read_dictionary=texts) as packed:
        table = packed.read()
    _check_unpacked(sum(_size(column) for column in table.columns), path)
    for place, field in enumerate(table.schema):
        if pa.types.is_dictionary(field.type):
            table = table.set_column(place, field.name, table.column(place).cast(field.type.value_type))
    return table.to_pandas(ignore_metadata=True)


def _size(column: Any) -> int:
    """Bytes of the texts of a column that names them by number."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if not pa.types.is_dictionary(column.type) or not pa.types.is_string(column.type.value_type):
        return 0
    lengths = (pc.binary_length(chunk.dictionary).take(chunk.indices).cast(pa.int64()) for chunk in column.chunks)
    return sum(pc.sum(chunk).as_py() or 0 for chunk in lengths)


def _check_unpacked(size: int, path: Path) -> None:
    if size > max(FREE_BYTES, MOST_UNPACKED * path.stat().st_size):
        raise InputError(f"'{path}' unpacks to more than {MOST_UNPACKED} times its size, which no articles do.")


def _check_width(names: Collection[object]) -> None:
    if len(names) > MOST_COLUMNS:
        raise ValueError(f"it has {len(names):,} columns, more than the {MOST_COLUMNS:,} of a table of articles")


def _renamed(table: pd.DataFrame, columns: Mapping[str, str], *, needed: str, path: Path) -> pd.DataFrame:
    theirs = list(map(str, table.columns))
    for ours, name in columns.items():
        if name not in theirs:
            raise InputError(
                f"'{path.name}' has no column '{name}', which [corpus.columns] gives for `{ours}`; it has"
                f" {listed(theirs)}.{did_you_mean(name, theirs)}"
            )
    # A column that already has the name which another is given would be there twice.
    table = table.drop(columns=[ours for ours in columns if ours in theirs and ours not in columns.values()])
    table = table.rename(columns={name: ours for ours, name in columns.items()})
    if needed not in table.columns:
        raise InputError(
            f"'{path.name}' has no column '{needed}'; it has {listed(theirs)}. Name it '{needed}', or say in the"
            f" study's [corpus.columns] which one it is."
        )
    return table
