"""The tables of a corpus on disk: Parquet, one file a table."""

import hashlib
import json
from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd

from framelens.annotations import Annotations, annotate
from framelens.errors import InputError
from framelens.files import make_folder, write_whole
from framelens.parsing import model_id
from framelens.schema import ANNOTATION_TABLES, in_memory
from framelens.study import Study

BATCH_CHARACTERS = 300_000
"""Text annotated at a time: some 50,000 words, of which the tables take about 100 MB."""


def write_annotations(annotations: Annotations, folder: str | Path, *, study: Study) -> Path:
    """Write every table as ``NAME.parquet``, and ``manifest.json``.

    Examples
    --------
    >>> study = read_study("port-callen")
    >>> folder = write_annotations(annotate(read_corpus(study), study), "out/annotations", study=study)
    >>> (folder / "tokens.parquet").is_file()
    True
    """
    return _write([annotations], Path(folder), study)


def annotate_to_files(
    articles: pd.DataFrame, folder: str | Path, *, study: Study, cache: str | Path | None = None
) -> Path:
    """Annotate articles in batches and write the tables as `write_annotations` does, never holding more than a batch.

    Parameters
    ----------
    articles
        The articles table.
    folder
        Where the files go; those of an earlier run are replaced when all is done.
    study, cache
        As for `annotate`.

    Examples
    --------
    >>> study = read_study("port-callen")
    >>> folder = annotate_to_files(read_corpus(study), "out/annotations", study=study)
    >>> len(read_annotations(folder).articles)
    30
    """
    ordered = articles.sort_values("article_id", kind="stable", ignore_index=True)
    number = ordered["text"].str.len().fillna(0).cumsum() // BATCH_CHARACTERS
    batches = (annotate(batch.reset_index(drop=True), study, cache=cache) for _, batch in ordered.groupby(number))
    return _write(batches, Path(folder), study)


def _write(parts: Iterable[Annotations], folder: Path, study: Study) -> Path:
    import pyarrow as pa
    from pyarrow.parquet import ParquetWriter

    make_folder(folder)
    sizes = dict.fromkeys(ANNOTATION_TABLES, 0)
    hashes: dict[str, str] = {}
    with TemporaryDirectory(dir=folder, prefix=".tables.") as temporary, ExitStack() as open_files:
        writers: dict[str, ParquetWriter] = {}
        for part in parts:
            hashes |= zip(part.articles["article_id"], part.articles["sha256"], strict=True)
            for name, columns in ANNOTATION_TABLES.items():
                table = pa.Table.from_pandas(getattr(part, name)[list(columns)], preserve_index=False)
                if name not in writers:
                    writer = ParquetWriter(Path(temporary, f"{name}.parquet"), table.schema)
                    writers[name] = open_files.enter_context(writer)
                writers[name].write_table(table)
                sizes[name] += table.num_rows
        open_files.close()
        for name in writers:
            Path(temporary, f"{name}.parquet").replace(folder / f"{name}.parquet")
    manifest = {
        "study": study.name,
        "study_sha256": hashlib.sha256(study.path.read_bytes()).hexdigest(),
        "model": model_id(),
        "rows": sizes,
        "articles": hashes,
    }
    write_whole(folder / "manifest.json", json.dumps(manifest, indent=2) + "\n")
    return folder


def read_annotations(folder: str | Path) -> Annotations:
    """Read what `write_annotations` wrote; ``sentences`` lacks ``offsets``, which are not kept.

    Examples
    --------
    >>> folder = write_annotations(annotations, "out/annotations", study=study)
    >>> len(read_annotations(folder).tokens) == len(annotations.tokens)
    True
    """
    tables = {}
    for name in ANNOTATION_TABLES:
        file = Path(folder) / f"{name}.parquet"
        if not file.is_file():
            raise InputError(f"'{folder}' has no {name}.parquet; write the tables with `framelens annotate`.")
        tables[name] = pd.read_parquet(file)
    return Annotations(**in_memory(tables))
