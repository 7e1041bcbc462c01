"""Reading articles: a folder of .txt with a metadata table, or a CSV, JSONL or Parquet table that holds the texts."""

import hashlib
import json
import logging
import os
from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from framelens.bylines import iso_date
from framelens.checks import did_you_mean, listed
from framelens.errors import InputError
from framelens.schema import ARTICLES, conform
from framelens.study import Study

LONGEST_LINE = 200_000
"""Characters; no article has a longer paragraph, and the parser's memory grows with it."""

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
TABLES = (".csv", ".jsonl", ".parquet")

log = logging.getLogger(__name__)


def read_articles(
    source: str | Path,
    *,
    metadata: str | Path | None = None,
    columns: Mapping[str, str] | None = None,
) -> pd.DataFrame:
    r"""Read articles into one table.

    Text is decoded as UTF-8 (another encoding is detected, and logged), and ``\r\n`` becomes ``\n``; nothing
    else is changed, so that offsets point into the file. An article without an outlet gets one of its own,
    ``unknown (article_id)``.

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
        If a file is missing, empty, binary, too long in one line or not the one the metadata table means
        (``sha256``), if a column is missing, or if two articles have one ``article_id``.

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
        raise InputError(f"'{source}' holds no articles; put in .txt files or rows.")
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
    return _renamed(_read_table(Path(path)), columns or {}, needed="file", path=Path(path))


def decode(content: bytes, name: str) -> tuple[str, str]:
    """The text of a file and the encoding it was in; InputError if it is none."""
    try:
        return _plain_newlines(content.decode("utf-8-sig")), "utf-8"
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
    return _plain_newlines(content.decode(encoding)), encoding


def _plain_newlines(text: str) -> str:
    return text.replace("\r\n", "\n")


def _read_folder(folder: Path, metadata: pd.DataFrame | None) -> list[dict[str, object]]:
    if metadata is None:
        metadata = pd.DataFrame({"file": sorted(path.name for path in folder.glob("*.txt"))})
    for number, name in enumerate(metadata["file"], start=2):
        if pd.isna(name):
            raise InputError(f"line {number} of the metadata table names no file; name it, or take the line out.")
    files = [_inside(folder, str(name)) for name in metadata["file"]]
    missing = [path.name for path in files if not path.is_file()]
    if missing:
        raise InputError(
            f"{len(missing)} of {len(files)} files that the metadata table names are not in '{folder}', the first is"
            f" '{missing[0]}'; put them there or take their rows out."
        )
    rows = []
    for path, fields in zip(files, metadata.to_dict("records"), strict=True):
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
    table = _renamed(_read_table(path), columns, needed="text", path=path)
    rows = []
    for number, fields in enumerate(table.to_dict("records"), start=1):
        name = f"{path.name}, row {number}"
        text = _checked(
            _plain_newlines(fields["text"] if isinstance(fields["text"], str) else ""),
            name,
        )
        digest = hashlib.sha256(text.encode()).hexdigest()
        defaults = {"article_id": f"{path.stem}-{number:06d}", "source": name}
        rows.append(defaults | _given(fields) | {"sha256": digest, "text": text})
    return rows


def _read_table(path: Path) -> pd.DataFrame:
    if not path.is_file():
        raise InputError(f"there is no table '{path}'; give a {listed(TABLES)} file.")
    try:
        match path.suffix:
            case ".csv":
                text, _ = decode(path.read_bytes(), path.name)
                from io import StringIO

                return pd.read_csv(StringIO(text), dtype="str", keep_default_na=False, na_values=[""])
            case ".jsonl":
                text, _ = decode(path.read_bytes(), path.name)
                return pd.DataFrame(_json_rows(text), dtype="object")
            case ".parquet":
                return pd.read_parquet(path)
            case _:
                raise InputError(f"'{path}' is no table that framelens reads; it takes {listed(TABLES)}.")
    except (ValueError, OSError) as error:
        if isinstance(error, InputError):
            raise
        reason = str(error).strip().splitlines()[0].rstrip(".")
        raise InputError(f"'{path}' cannot be read as {path.suffix[1:]}: {reason}.") from error


def _json_rows(text: str) -> list[dict[str, object]]:
    rows = []
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            try:
                row = json.loads(line)
            except ValueError:
                row = None
            if not isinstance(row, dict):
                raise ValueError(f"line {number} is no JSON object")
            rows.append(row)
    return rows


def _renamed(table: pd.DataFrame, columns: Mapping[str, str], *, needed: str, path: Path) -> pd.DataFrame:
    theirs = list(map(str, table.columns))
    for ours, name in columns.items():
        if name not in theirs:
            raise InputError(
                f"'{path.name}' has no column '{name}', which [corpus.columns] gives for `{ours}`; it has"
                f" {listed(theirs)}.{did_you_mean(name, theirs)}"
            )
    table = table.rename(columns={name: ours for ours, name in columns.items()})
    if needed not in table.columns:
        raise InputError(
            f"'{path.name}' has no column '{needed}'; it has {listed(theirs)}. Name it '{needed}', or say in the"
            f" study's [corpus.columns] which one it is."
        )
    return table


def _inside(folder: Path, name: str) -> Path:
    path = Path(os.path.normpath(folder / name))
    if not path.is_relative_to(os.path.normpath(folder)):
        raise InputError(f"the metadata table names '{name}', which lies outside '{folder}'; name files inside it.")
    return path


def _given(fields: Mapping[str, object]) -> dict[str, object]:
    """The fields that a row of a table has; a relative or ambiguous date is none."""
    given: dict[str, object] = {key: str(fields[key]) for key in METADATA if key in fields and pd.notna(fields[key])}
    if "date" in given:
        given["date"] = iso_date(str(given["date"]))
    return given


def _checked(text: str, name: str) -> str:
    if "\0" in text:
        raise InputError(f"'{name}' is not text (it holds NUL bytes); save the article as plain text.")
    if not text.strip():
        raise InputError(f"'{name}' is empty; put in the article's text or take its row out.")
    longest = max(map(len, text.split("\n")))
    if longest > LONGEST_LINE:
        raise InputError(
            f"'{name}' has a line of {longest:,} characters, more than the {LONGEST_LINE:,} an article's line may"
            f" have; is it one article with its line breaks?"
        )
    return text
