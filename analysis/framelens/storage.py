"""The tables of a corpus on disk: Parquet, one file a table."""

import hashlib
import json
from pathlib import Path

import pandas as pd

from framelens.annotations import Annotations
from framelens.errors import InputError
from framelens.files import make_folder, write_whole
from framelens.parsing import model_id
from framelens.schema import ANNOTATION_TABLES, in_memory
from framelens.study import Study


def write_annotations(annotations: Annotations, folder: str | Path, *, study: Study) -> Path:
    """Write every table as ``NAME.parquet``, and ``manifest.json``.

    Examples
    --------
    >>> study = read_study("port-callen")
    >>> folder = write_annotations(annotate(read_corpus(study), study), "out/annotations", study=study)
    >>> (folder / "tokens.parquet").is_file()
    True
    """
    folder = make_folder(Path(folder))
    sizes = {}
    for name, columns in ANNOTATION_TABLES.items():
        table = getattr(annotations, name)[list(columns)]
        write_whole(folder / f"{name}.parquet", table.to_parquet(index=False))
        sizes[name] = len(table)
    manifest = {
        "study": study.name,
        "study_sha256": hashlib.sha256(study.path.read_bytes()).hexdigest(),
        "model": model_id(),
        "rows": sizes,
        "articles": dict(zip(annotations.articles["article_id"], annotations.articles["sha256"], strict=True)),
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
