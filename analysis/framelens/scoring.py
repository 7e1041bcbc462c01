"""`framelens score`: a file of texts and targets in, the same rows with their sentiment out."""

import csv
import io
import json
import math
import re
import secrets
import shutil
from collections.abc import Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd

from framelens.caching import code_fingerprint, content_key
from framelens.checks import tame_formula
from framelens.engines import Engine, work_on
from framelens.errors import ArgumentError, InputError
from framelens.files import make_folder, write_whole
from framelens.json_lines import read_objects
from framelens.parts import Part, writing
from framelens.scorers import LABELS, Scorer, find_scorer, labels_of
from framelens.words import replace_surrogates

_ADDED = (*LABELS, "label")
_ASKED = ("text", "start", "end")
_BATCH = 1024
_TABLE = "scores"
_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?")

Row = dict[Any, Any]


def score_file(
    source: str | Path, target: str | Path, *, scorer: str | Scorer = "model", engine: Engine = "local"
) -> int:
    """Score each row of a file toward its target, and write the rows with what was found.

    What is interrupted goes on from there when it is called again with the same rows and a scorer of `SCORERS`.

    Parameters
    ----------
    source
        A ``.jsonl`` or ``.csv`` file, in UTF-8, whose rows have ``text`` and the target's ``start`` and ``end`` in it
        (code points, end exclusive).
    target
        The file to write, ``.jsonl`` or ``.csv``: the same rows in the same order, with all their columns, the
        probabilities ``negative, neutral, positive`` (empty where the scorer has nothing to go by) and the ``label``.
        In ``.csv`` a text that a spreadsheet would take for a formula has an apostrophe before it, which ``start``
        and ``end`` do not count; ``.jsonl`` holds all texts as they were.
    scorer
        ``model``, ``lexicon``, or a `framelens.scorers.Scorer`.
    engine
        As for `annotate`; on a cluster all workers see the folder of ``target``.

    Returns
    -------
    int
        How many rows were scored.

    Raises
    ------
    InputError
        If the file cannot be read, a row lacks one of the three, or a span does not lie in its text; nothing is
        written then.
    ArgumentError
        If a file's ending, the scorer or the engine is none of the known ones, the two files are one, or there is no
        Dask client.

    Examples
    --------
    >>> from pathlib import Path
    >>> import tempfile
    >>> folder = Path(tempfile.mkdtemp())
    >>> row = '{"text": "Norland betrayed its friends.", "start": 0, "end": 7}'
    >>> _ = (folder / "in.jsonl").write_text(row)
    >>> score_file(folder / "in.jsonl", folder / "out.csv")
    1
    >>> "negative" in (folder / "out.csv").read_text()
    True
    """
    source, target = Path(source), Path(target)
    _check_ending(target)
    if target.resolve() == source.resolve():
        raise ArgumentError(
            f"the scores would be written over '{source}', which they are made from; name another file."
        )
    rows = _read(source)
    spans = [_span(row, number, source) for number, row in enumerate(rows, start=1)]
    find_scorer(scorer)
    work = make_folder(target.parent).resolve() / f".{target.name}.parts"
    score = partial(_score_part, work, scorer, _made_by(scorer))
    places = [(row["text"], span) for row, span in zip(rows, spans, strict=True)]
    batches = [places[first : first + _BATCH] for first in range(0, len(places), _BATCH)]
    parts = work_on(batches, score, engine=engine, label="Scoring", in_processes=scorer == "model")
    _add_scores(rows, parts)
    write_whole(target, _to_csv(rows) if target.suffix.lower() == ".csv" else _to_jsonl(rows))
    shutil.rmtree(work, ignore_errors=True)
    return len(rows)


def _made_by(scorer: str | Scorer) -> str:
    """Hash of what scores depend on but the rows; of a scorer that is not ours, only this call knows."""
    return content_key(code_fingerprint(), scorer) if isinstance(scorer, str) else secrets.token_hex()


def _score_part(
    work: Path, scorer: str | Scorer, made_by: str, number: int, batch: Sequence[tuple[str, tuple[int, int]]]
) -> Part:
    """Write the scores of some texts unless they are there."""
    part = Part(work, number, content_key(made_by, json.dumps(batch)))
    if part.state([_TABLE]) != "sound":
        chances = find_scorer(scorer)([text for text, _ in batch], [[span] for _, span in batch])
        with writing(part) as add:
            add({_TABLE: pd.DataFrame(chances, columns=list(LABELS))})
    return part


def _add_scores(rows: Sequence[Row], parts: Iterable[Part]) -> None:
    found = (pd.read_parquet(part.file(_TABLE)).to_numpy() for part in parts)
    scored = ((values, label) for chances in found for values, label in zip(chances, labels_of(chances), strict=True))
    for row, (values, label) in zip(rows, scored, strict=True):
        row.update(zip(LABELS, (None if math.isnan(value) else float(value) for value in values), strict=True))
        row["label"] = label


def _check_ending(file: Path) -> None:
    if file.suffix.lower() not in (".jsonl", ".csv"):
        raise ArgumentError(f"'{file}' ends in neither .jsonl nor .csv; name a file of one of these two formats.")


def _read(file: Path) -> list[Row]:
    _check_ending(file)
    try:
        text = file.read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        raise InputError(f"there is no file '{file}'; name the table whose rows are to be scored.") from error
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"'{file}' cannot be read as a text file in UTF-8: {error}.") from error
    if file.suffix.lower() == ".csv":
        try:
            return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))
        except csv.Error as error:
            raise InputError(f"'{file}' is no CSV table: {error}.") from error
    try:
        rows = list(read_objects(text.split("\n")))
    except ValueError as error:
        raise InputError(
            f"'{file}' cannot be read as jsonl: {error}; each line must be an object with text, start and end."
        ) from error
    for number, row in enumerate(rows, start=1):
        if replace_surrogates(written := json.dumps(row, ensure_ascii=False)) != written:
            raise InputError(f"row {number} of '{file}' holds half a surrogate pair, which no file can; mend it.")
    return rows


def _span(row: Row, number: int, file: Path) -> tuple[int, int]:
    place = f"row {number} of '{file}'"
    missing = [name for name in _ASKED if row.get(name) is None]
    if missing:
        raise InputError(f"{place} has no {' and no '.join(missing)}; each row needs text, start and end.")
    if None in row:
        raise InputError(
            f"{place} has more cells than the table has columns; put cells with commas in quotation marks."
        )
    taken = [name for name in _ADDED if name in row]
    if taken:
        raise InputError(f"{place} has a column '{taken[0]}' already; rename it, for scores are written there.")
    if not isinstance(row["text"], str):
        raise InputError(f"the text in {place} is no string; put it in quotation marks.")
    start, end = (_whole(row[name], name, place) for name in ("start", "end"))
    if not 0 <= start < end <= len(row["text"]):
        raise InputError(
            f"the span {start} to {end} in {place} does not lie in its text of {len(row['text'])} characters;"
            " start and end count characters from 0, end exclusive."
        )
    return start, end


def _whole(value: object, name: str, place: str) -> int:
    try:
        if isinstance(value, bool) or (isinstance(value, float) and not value.is_integer()):
            raise ValueError
        return int(value)  # type: ignore[call-overload,no-any-return]
    except (TypeError, ValueError) as error:
        raise InputError(
            f"{name} in {place} is {value!r}, which is no whole number; count characters from 0."
        ) from error


def _to_jsonl(rows: Iterable[Row]) -> str:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def _to_csv(rows: Sequence[Row]) -> str:
    columns = list(dict.fromkeys(name for row in rows for name in row)) or [*_ASKED, *_ADDED]
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(map(_cell, columns))
    writer.writerows(map(_cell, (row.get(name) for name in columns)) for row in rows)
    return text.getvalue()


def _cell(value: object) -> object:
    """What a table from a stranger holds, as no formula; a number in a text stays one."""
    return value if isinstance(value, str) and _NUMBER.fullmatch(value) else tame_formula(value)
