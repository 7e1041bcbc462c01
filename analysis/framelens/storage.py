"""The tables of a corpus on disk: Parquet, one file a table, or a folder of parts where a cluster has written them."""

import hashlib
import json
import shutil
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from importlib import metadata
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from framelens.annotations import Annotations, annotate_here, cut
from framelens.caching import code_fingerprint, content_key
from framelens.engines import Engine, work_on
from framelens.errors import ArgumentError, InputError
from framelens.files import make_folder, write_whole
from framelens.parsing import model_id
from framelens.parts import Part, State, join, writing
from framelens.schema import ANNOTATION_TABLES, ARTICLES, conform, in_memory
from framelens.study import Study

_LIBRARIES = ("google-re2", "nltk")
_WORK = ".parts"


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
    part = Part(folder / _WORK, 0, "")
    with writing(part) as add:
        add(_files_of(annotations))
    return _finish([part], folder, study, annotations.articles)


def annotate_to_files(
    articles: pd.DataFrame | Any,
    folder: str | Path,
    *,
    study: Study,
    cache: str | Path | None = None,
    engine: Engine = "local",
    report: Callable[[str], None] = lambda _: None,
) -> Path:
    """Annotate articles part by part and write the tables as `write_annotations` does, never holding more than a part.

    What is interrupted goes on from there when it is called again: a part that was made from the same articles, study,
    code and model, and is sound, is kept.

    Parameters
    ----------
    articles
        The articles table. With ``engine="dask"`` also a Dask DataFrame of such tables; its partitions are the parts,
        and no article_id may stand in two.
    folder
        Where the files go, which on a cluster all workers see.
    study, cache
        As for `annotate`.
    engine
        ``local``: in this process, or in one for each core where there is much text; the files of an earlier run are
        replaced when all is done. ``dask``: on the workers of the current `dask.distributed.Client`; each table is
        then a folder ``NAME.parquet`` of parts, with the same rows.
    report
        Called with a sentence on what was kept and what was found damaged and made again.

    Raises
    ------
    InputError
        If the folder cannot be written to, or a worker writes elsewhere or has another version.
    ArgumentError, FramelensError
        As `annotate`.

    Examples
    --------
    >>> study = read_study("port-callen")
    >>> folder = annotate_to_files(read_corpus(study), "out/annotations", study=study)
    >>> len(read_annotations(folder).articles)
    30
    """
    folder = make_folder(Path(folder)).resolve()
    is_table = isinstance(articles, pd.DataFrame)
    if not is_table and engine != "dask":
        raise ArgumentError('`articles` must be a pandas table; a Dask DataFrame needs engine="dask".')
    plan = _Plan(folder if engine == "dask" else folder / _WORK, study, cache, made_by(study))
    if engine == "dask":
        _make_room(folder, in_parts=True)
    given = cut(articles) if is_table else list(articles.to_delayed())
    made = work_on(given, partial(_annotate_part, plan), engine=engine, label="Annotating")
    for sentence in _what_was_found([state for _, state in made]):
        report(sentence)
    parts = [part for part, _ in made]
    if engine == "dask":
        return _finish_in_parts(parts, folder, study)
    return _finish(parts, folder, study, articles)


class _Plan(NamedTuple):
    """What all parts have in common."""

    folder: Path
    study: Study
    cache: str | Path | None
    made_by: str


def made_by(study: Study) -> str:
    """Hash of all that annotations depend on but the articles: study, code, model, libraries that search."""
    versions = [metadata.version(name) for name in _LIBRARIES]
    return content_key(code_fingerprint(), model_id(), *versions, study.model_dump_json())


def _annotate_part(plan: _Plan, number: int, articles: pd.DataFrame) -> tuple[Part, State]:
    """Write a part unless it is there; what state it was found in."""
    if made_by(plan.study) != plan.made_by:
        raise InputError(
            "a Dask worker has another version of framelens, spaCy or its model than this process; install the same."
        )
    articles = conform(articles, ARTICLES)
    part = Part(plan.folder, number, content_key(plan.made_by, articles.to_csv(index=False)))
    state = part.state(ANNOTATION_TABLES)
    if state != "sound":
        with writing(part) as add:
            for piece in cut(articles):
                add(_files_of(annotate_here(piece, plan.study, cache=plan.cache)))
    return part, state


def _files_of(annotations: Annotations) -> dict[str, pd.DataFrame]:
    return {name: getattr(annotations, name)[list(columns)] for name, columns in ANNOTATION_TABLES.items()}


def _what_was_found(states: Sequence[State]) -> list[str]:
    """Sentences on the parts that an earlier run left."""
    kept, damaged = states.count("sound"), states.count("corrupt")
    return [
        *([f"Kept {kept} of {len(states)} parts, which were there already."] if kept else []),
        *([f"Made {damaged} of {len(states)} parts again, which were damaged."] if damaged else []),
    ]


def _finish(parts: Sequence[Part], folder: Path, study: Study, articles: pd.DataFrame) -> Path:
    """Put the parts together, one file a table; the manifest, written last, says that all are there."""
    _make_room(folder, in_parts=False)
    for name in ANNOTATION_TABLES:
        join([part.file(name) for part in parts], folder / f"{name}.parquet")
    hashes = dict(sorted(zip(articles["article_id"], articles["sha256"], strict=True)))
    _write_manifest(folder, study, parts, {"articles": hashes})
    shutil.rmtree(folder / _WORK, ignore_errors=True)
    return folder


def _finish_in_parts(parts: Sequence[Part], folder: Path, study: Study) -> Path:
    """Leave the parts where the workers have written them, and nothing else beside them."""
    for name in ANNOTATION_TABLES:
        files = {part.file(name) for part in parts}
        there = set((folder / f"{name}.parquet").iterdir())
        if files - there:
            raise InputError(
                f"{len(files - there)} of {len(files)} parts of {name}.parquet are not in '{folder}' though all were"
                " written; give a folder that this machine and every worker see."
            )
        for file in there - files:  # Of an earlier, longer run, or half-written by a worker that was killed.
            file.unlink()
    return _write_manifest(folder, study, parts, {"parts": len(parts)})


def _make_room(folder: Path, *, in_parts: bool) -> None:
    """Take away the manifest, which says that all is there, and tables in the other form."""
    (folder / "manifest.json").unlink(missing_ok=True)
    for name in ANNOTATION_TABLES:
        place = folder / f"{name}.parquet"
        if in_parts and place.is_file():
            place.unlink()
        elif not in_parts and place.is_dir():
            shutil.rmtree(place)


def _write_manifest(folder: Path, study: Study, parts: Sequence[Part], about: Mapping[str, Any]) -> Path:
    rows: Counter[str] = Counter()
    for part in parts:
        rows.update(part.n_rows(ANNOTATION_TABLES))
    manifest = {
        "study": study.name,
        "study_sha256": hashlib.sha256(study.path.read_bytes()).hexdigest(),
        "model": model_id(),
        "rows": {name: rows[name] for name in ANNOTATION_TABLES},
        **about,
    }
    write_whole(folder / "manifest.json", json.dumps(manifest, indent=2) + "\n")
    return folder


def read_annotations(folder: str | Path) -> Annotations:
    """Read what `write_annotations` wrote; ``sentences`` lacks ``offsets``, which are not kept.

    Raises
    ------
    InputError
        If a table is missing or damaged, a run has not finished, or an article stands in two parts.

    Examples
    --------
    >>> folder = write_annotations(annotations, "out/annotations", study=study)
    >>> len(read_annotations(folder).tokens) == len(annotations.tokens)
    True
    """
    folder = Path(folder)
    tables = {name: _read_table(folder / f"{name}.parquet") for name in ANNOTATION_TABLES}
    if not (folder / "manifest.json").is_file():
        raise InputError(
            f"'{folder}' has no manifest.json, so its tables are not complete; run `framelens annotate` again."
        )
    repeated = tables["articles"]["article_id"].duplicated()
    if repeated.any():
        name = tables["articles"]["article_id"][repeated].iloc[0]
        raise InputError(f"the article '{name}' stands in two parts of '{folder}'; give each article an id of its own.")
    return Annotations(**in_memory(tables))


def _read_table(place: Path) -> pd.DataFrame:
    """A table from its file, or from its parts in their order."""
    import pyarrow as pa

    files = sorted(place.glob("part-*.parquet")) if place.is_dir() else [place]
    if not files or not files[0].is_file():
        raise InputError(f"'{place.parent}' has no {place.name}; write the tables with `framelens annotate`.")
    frames = []
    for file in files:
        try:
            frames.append(pd.read_parquet(file, page_checksum_verification=True))
        except (pa.ArrowException, OSError) as error:
            raise InputError(f"'{file}' is damaged; run `framelens annotate` again, which renews it.") from error
    return pd.concat(frames, ignore_index=True)
