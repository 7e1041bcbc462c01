"""Reading articles: a folder of .txt with a metadata table, or a CSV, JSONL or Parquet table that holds the texts."""

import hashlib
import os
import unicodedata
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from framelens.article_tables import decode, plain_newlines, read_table
from framelens.bylines import iso_date
from framelens.checks import did_you_mean, listed, may_read, name_fault
from framelens.errors import InputError
from framelens.schema import ARTICLES, conform
from framelens.study import Study

LONGEST_LINE = 200_000
"""Characters; no article has a longer paragraph, and the parser's memory grows with it."""
LONGEST_TEXT = 1_000_000
"""Characters of an article, as spaCy too has it: some 160,000 words."""
MOST_LINES = 100_000
_NOT_PROSE = 10_000  # Characters from which on a text must be made of words: each mark costs as much as a word.
_NOT_READ = 50 * LONGEST_TEXT  # Bytes: not even to say what is wrong with it.

METADATA = (
    "article_id",
    "outlet",
    "title",
    "author",
    "date",
    "url",
    "origin",
    "language",
    "sha256",
)
_NAMES = ("article_id", "outlet")


def read_articles(
    source: str | Path,
    *,
    metadata: str | Path | None = None,
    columns: Mapping[str, str] | None = None,
) -> pd.DataFrame:
    r"""Read articles into one table.

    Text is decoded as UTF-8 (another encoding is detected, and logged), and ``\r\n`` becomes ``\n``; nothing
    else is changed, so that offsets point into the file (in JSON, half a surrogate pair becomes U+FFFD). An article
    without an outlet gets one of its own, ``unknown (article_id)``.

    Parameters
    ----------
    source
        A folder of ``.txt`` files, or a ``.csv``, ``.jsonl`` or ``.parquet`` table with a column ``text``.
    metadata
        A table (same formats) with a column ``file`` that names files of the folder; it decides which are read.
    columns
        What the table calls our columns, such as ``{"text": "body"}``.

    Returns
    -------
    DataFrame
        The articles table (`schema.ARTICLES`), sorted by ``article_id``; ``n_words`` is null until `annotate`.

    Raises
    ------
    InputError
        If a file is missing, empty, binary, too long (in all, in one line, in lines), outside the folder or not the
        one the metadata table means (``sha256``), if a column is missing, if an ``article_id`` or outlet holds
        control characters, or if two articles have one ``article_id``.

    Examples
    --------
    >>> articles = read_articles("seeds/port-callen/articles", metadata="seeds/port-callen/articles.csv")
    >>> articles.columns[:3].tolist()
    ['article_id', 'outlet', 'title']
    """
    source = Path(source)
    if not source.exists():
        raise InputError(f"there is no file or folder '{source}'; give the folder or table that holds the articles.")
    if source.is_dir():
        rows = _read_folder(source, read_metadata(metadata, columns=columns) if metadata else None)
    else:
        rows = _read_text_table(source, columns or {})
    articles = conform(pd.DataFrame(rows, columns=list(ARTICLES)), ARTICLES)
    if articles.empty:
        raise InputError(
            f"'{source}' holds no articles; put one .txt file an article there, and a row for each into the table."
        )
    repeated = articles["article_id"][articles["article_id"].duplicated()]
    if len(repeated):
        raise InputError(f"the article_id '{repeated.iloc[0]}' stands twice; each article needs one of its own.")
    unknown = "unknown (" + articles["article_id"] + ")"
    return articles.assign(outlet=articles["outlet"].fillna(unknown))


def read_corpus(study: Study) -> pd.DataFrame:
    """Read the articles of a study as its ``[corpus]`` says.

    Raises
    ------
    InputError
        As `read_articles`, and if a cleaning rule is for an outlet that has no articles.

    Examples
    --------
    >>> len(read_corpus(read_study("port-callen")))
    30
    """
    columns: dict[str, str] = dict(study.corpus.columns)
    if study.text_path is not None:
        articles = read_articles(study.text_path, metadata=study.articles_path, columns=columns)
    else:
        articles = read_articles(study.articles_path, columns=columns)
    outlets = sorted(articles["outlet"].unique())
    for rule in study.cleaning.rules:
        if rule.outlet is not None and rule.outlet not in outlets:
            raise InputError(
                f"the cleaning rule '{rule.name}' is for the outlet '{rule.outlet}', which has no articles; the outlets"
                f" are {listed(outlets)}.{did_you_mean(rule.outlet, outlets)}"
            )
    return articles.assign(language=articles["language"].fillna(study.study.language))


def has_texts(study: Study) -> bool:
    """Whether the study's texts lie where it says (an empty folder is no text)."""
    place = study.text_path or study.articles_path
    return place.is_file() or (
        place.is_dir() and any(path.is_file() for path in place.rglob("*") if not path.name.startswith("."))
    )


def read_metadata(path: str | Path, *, columns: Mapping[str, str] | None = None) -> pd.DataFrame:
    """The metadata table with our column names; ``file`` is the only column it must have."""
    return read_table(Path(path), columns or {}, needed="file")


def _read_folder(folder: Path, metadata: pd.DataFrame | None) -> list[dict[str, object]]:
    if metadata is None:
        metadata = pd.DataFrame({"file": sorted(path.name for path in folder.glob("*.txt"))})
    for number, name in enumerate(metadata["file"], start=2):
        if pd.isna(name):
            raise InputError(f"line {number} of the metadata table names no file; name it, or take the line out.")
    files = [file_in(folder, str(name)) for name in metadata["file"]]
    missing = [path.name for path in files if not is_file(path)]
    if missing:
        raise InputError(
            f"{len(missing)} of {len(files)} files that the metadata table names are not in '{folder}', the first is"
            f" '{missing[0]}'; put them there or take their rows out."
        )
    rows = []
    for path, fields in zip(files, metadata.to_dict("records"), strict=True):
        if path.stat().st_size > _NOT_READ:
            raise InputError(_too_long(path.name, path.stat().st_size, "bytes"))
        content = path.read_bytes()
        digest = hashlib.sha256(content).hexdigest()
        stated = fields.get("sha256")
        if isinstance(stated, str) and stated != digest:
            raise InputError(
                f"'{path.name}' is not the file that the metadata table means: its sha256 is {digest[:12]}…, the"
                f" table says {stated[:12]}…; put in the right file or correct the table."
            )
        text, _ = decode(content, path.name)
        defaults = {"article_id": path.stem, "source": path.relative_to(os.path.normpath(folder)).as_posix()}
        rows.append(defaults | _given(fields) | {"sha256": digest, "text": _checked(text, path.name)})
    return rows


def _read_text_table(path: Path, columns: Mapping[str, str]) -> list[dict[str, object]]:
    table = read_table(path, columns, needed="text")
    rows = []
    for number, fields in enumerate(table.to_dict("records"), start=1):
        name = f"{path.name}, row {number}"
        text = _checked(
            plain_newlines(fields["text"] if isinstance(fields["text"], str) else ""),
            name,
        )
        digest = hashlib.sha256(text.encode()).hexdigest()
        defaults = {"article_id": f"{path.stem}-{number:06d}", "source": name}
        rows.append(defaults | _given(fields) | {"sha256": digest, "text": text})
    return rows


def file_in(folder: Path, name: str) -> Path:
    """The file of that name in a folder; InputError if it lies elsewhere, links followed."""
    path = Path(os.path.normpath(folder / name))
    home = Path(os.path.normpath(folder))
    steps = [path, *path.parents][: len(path.parts) - len(home.parts)]
    if not path.is_relative_to(home) or (any(map(_is_link, steps)) and not may_read(path, folder)):
        raise InputError(f"the metadata table names '{name}', which lies outside '{folder}'; name files inside it.")
    return path


def _is_link(path: Path) -> bool:
    try:
        return path.is_symlink()
    except OSError:
        return False


def is_file(path: Path) -> bool:
    """Whether there is such a file; one whose name no file can have is not there."""
    try:
        return path.is_file()
    except OSError:
        return False


def _given(fields: Mapping[str, object]) -> dict[str, object]:
    """The fields that a row of a table has; a relative or ambiguous date is none."""
    given: dict[str, object] = {key: _as_text(key, fields[key]) for key in METADATA if _is_there(fields.get(key))}
    if "date" in given:
        given["date"] = iso_date(str(given["date"]))
    for key in _NAMES:
        fault = name_fault(str(given.get(key, "")))
        if fault:
            raise InputError(f"the {key} '{str(given[key])[:80]}' {fault}.")
    return given


def _is_there(value: object) -> bool:
    return not pd.api.types.is_scalar(value) or bool(pd.notna(value))


def _as_text(key: str, value: object) -> str:
    if not pd.api.types.is_scalar(value):
        raise InputError(f"a row of the table gives a list or an object for `{key}`; give a text.")
    return str(value)


def _checked(text: str, name: str) -> str:
    if "\0" in text:
        raise InputError(f"'{name}' is not text (it holds NUL bytes); save the article as plain text.")
    if not text.strip():
        raise InputError(f"'{name}' is empty; put in the article's text or take its row out.")
    lines = text.split("\n")
    longest = max(map(len, lines))
    if longest > LONGEST_LINE:
        raise InputError(
            f"'{name}' has a line of {longest:,} characters, more than the {LONGEST_LINE:,} an article's line may"
            f" have; is it one article with its line breaks?"
        )
    if len(text) > LONGEST_TEXT:
        raise InputError(_too_long(name, len(text), "characters"))
    if len(lines) > MOST_LINES:
        raise InputError(
            f"'{name}' has {len(lines):,} lines, more than the {MOST_LINES:,} an article may have; is it one article?"
        )
    if len(text) > _NOT_PROSE:
        _check_prose(text, name)
    return text


def _check_prose(text: str, name: str) -> None:
    kinds: Counter[str] = Counter()
    for char, n in Counter(text).items():
        kinds["white space" if char.isspace() else unicodedata.category(char)[0]] += n
    n_signs, n_shown = kinds["P"] + kinds["S"] + kinds["C"], len(text) - kinds["white space"]
    if 2 * n_signs > n_shown:
        raise InputError(
            f"'{name}' is no prose: {n_signs:,} of its {n_shown:,} characters are neither letters nor digits; save the"
            " article's words alone."
        )


def _too_long(name: str, size: int, unit: str) -> str:
    return (
        f"'{name}' has {size:,} {unit}, more than the {LONGEST_TEXT:,} characters an article may have; give each"
        " article a file or row of its own."
    )
