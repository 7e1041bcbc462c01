"""Parts of tables as Parquet files that are there in full or not at all, and that know what they were made from."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, TypeAlias

import pandas as pd

from framelens.files import file_in_one_step, make_folder

State: TypeAlias = Literal["sound", "missing", "corrupt"]
_KEY = b"framelens"


@dataclass(frozen=True)
class Part:
    """A part of some tables: ``FOLDER/NAME.parquet/part-NUMBER.parquet``, and the hash of all that it is made from."""

    folder: Path
    number: int
    key: str

    def file(self, name: str) -> Path:
        """Where the part of a table is."""
        return self.folder / f"{name}.parquet" / f"part-{self.number:05d}.parquet"

    def state(self, names: Iterable[str]) -> State:
        """Whether the part of every table is there, made from the same, and every page as it was written."""
        states = {self._state(self.file(name)) for name in names}
        return "corrupt" if "corrupt" in states else "missing" if "missing" in states else "sound"

    def _state(self, file: Path) -> State:
        import pyarrow as pa
        from pyarrow.parquet import ParquetFile

        try:
            with ParquetFile(file, page_checksum_verification=True) as found:
                if (found.schema_arrow.metadata or {}).get(_KEY) != self.key.encode():
                    return "missing"
                for number in range(found.num_row_groups):
                    found.read_row_group(number)
        except FileNotFoundError:
            return "missing"
        except (pa.ArrowException, OSError):
            return "corrupt"
        return "sound"

    def n_rows(self, names: Iterable[str]) -> dict[str, int]:
        """How many rows of each table are in it."""
        from pyarrow.parquet import read_metadata

        return {name: read_metadata(self.file(name)).num_rows for name in names}


@contextmanager
def writing(part: Part) -> Iterator[Callable[[Mapping[str, pd.DataFrame]], None]]:
    """Hands out what appends rows to the files of a part, which appear when the block ends well."""
    import pyarrow as pa
    from pyarrow.parquet import ParquetWriter

    writers: dict[str, ParquetWriter] = {}
    with ExitStack() as opened:

        def add(tables: Mapping[str, pd.DataFrame]) -> None:
            for name, frame in tables.items():
                table = pa.Table.from_pandas(frame, preserve_index=False)
                table = table.replace_schema_metadata({**(table.schema.metadata or {}), _KEY: part.key})
                if name not in writers:
                    make_folder(part.file(name).parent)
                    temporary = opened.enter_context(file_in_one_step(part.file(name)))
                    writer = ParquetWriter(temporary, table.schema, write_page_checksum=True)
                    writers[name] = opened.enter_context(writer)
                writers[name].write_table(table)

        yield add


def join(files: Iterable[Path], target: Path) -> None:
    """Write the rows of some parts as one file, a group of rows at a time."""
    from pyarrow.parquet import ParquetFile, ParquetWriter

    with file_in_one_step(target) as temporary, ExitStack() as opened:
        writer: Any = None
        for file in files:
            with ParquetFile(file, page_checksum_verification=True) as part:
                for number in range(part.num_row_groups):
                    table = part.read_row_group(number)
                    about = {key: value for key, value in table.schema.metadata.items() if key != _KEY}
                    if writer is None:
                        schema = table.schema.with_metadata(about)
                        writer = opened.enter_context(ParquetWriter(temporary, schema, write_page_checksum=True))
                    writer.write_table(table.replace_schema_metadata(about))
