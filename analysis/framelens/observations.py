"""Observations: everything that results are computed from, read off a study's texts, or off its shared form.

The shared form holds what the measures need and nothing that reads as text: places, labels, counts. So a study's
results can be drawn by anybody, and whoever has the articles gets the same numbers from the text.
"""

import hashlib
import json
import shutil
from dataclasses import dataclass, fields, replace
from html import escape
from importlib import metadata
from pathlib import Path

import pandas as pd

from framelens.annotations import Annotations, annotate
from framelens.caching import cache_folder, code_fingerprint
from framelens.copies import COPIES, find_copies
from framelens.corpus import has_texts, read_corpus
from framelens.coverage import FACTS, cover_facts
from framelens.errors import InputError, StudyError
from framelens.files import folder_in_one_step, write_whole
from framelens.parsing import model_id
from framelens.schema import ANNOTATION_TABLES, in_memory, with_outlet, with_zone
from framelens.scorers import SCORERS
from framelens.scores import SCORES, score_mentions
from framelens.study import Study

_TEXT_COLUMNS = {
    "articles": ["title", "author", "text"], "sentences": ["text"], "attributions": ["speaker"],
    "cues": ["cue", "speaker"],
}  # fmt: skip
_WITH_SOURCES = ("attributions", "cues", "labels")
_OWN = {"facts": FACTS, "scores": SCORES, "copies": COPIES}
_LIBRARIES = ("vaderSentiment", "nltk", "google-re2", "onnxruntime", "datasketch")
_COUNTED = ["article_id", "zone", "voice", "term"]


@dataclass(frozen=True)
class Observations:
    """The annotation tables of a study with its facts, its scores and the pairs of articles that print one copy."""

    annotations: Annotations
    facts: pd.DataFrame
    scores: pd.DataFrame
    copies: pd.DataFrame

    @property
    def labels(self) -> pd.DataFrame:
        """The labels table of the annotations."""
        return self.annotations.labels

    @property
    def has_texts(self) -> bool:
        """Whether they come with the texts, and not from the shared form."""
        return "n" not in self.annotations.tokens.columns

    def __repr__(self) -> str:
        source = "the texts" if self.has_texts else "the shared form"
        sizes = {name: len(getattr(self, name)) for name in ("labels", *_OWN)}
        found = ", ".join(f"{size:,} {name}" for name, size in sizes.items())
        return f"<Observations from {source}: {found}; {self.annotations!r}>"

    def _repr_html_(self) -> str:
        return f"<p>{escape(repr(self).split(';')[0].strip('<'))}</p>{self.annotations._repr_html_()}"


def observe(study: Study, *, cache: str | Path | None = None) -> Observations:
    """Observe a study: from its texts where they are, else from its shared form.

    Parameters
    ----------
    study
        The study.
    cache
        Folder in which observations are kept by content of the articles, study and code; the user's cache folder if
        None.

    Returns
    -------
    Observations
        Annotations, labels, facts, scores and copies (`find_copies`).

    Raises
    ------
    StudyError
        If there are neither texts nor a shared form, or if the shared form was made with another study file.

    Examples
    --------
    >>> observe(read_study("port-callen")).has_texts
    True
    """
    if not has_texts(study):
        return _read_shared(study)
    articles = read_corpus(study)
    root = Path(cache) if cache else cache_folder("observations")
    folder = root / _key(articles, study)
    found = _read_cached(folder)
    if found is None:
        shutil.rmtree(folder, ignore_errors=True)  # It is damaged.
        _write_cached(_observe_texts(articles, study, cache), folder)
        found = _read_cached(folder)
    if found is None:
        raise InputError(f"'{folder}' cannot be read back; is the disk sound? Set FRAMELENS_CACHE to another folder.")
    return found


def without_texts(observations: Observations, study: Study) -> Observations:
    """The shared form: texts taken out, words added up by article, zone and voice in alphabetical order.

    Sources that the study does not name (*city officials*) are numbered.
    """
    tables = {field.name: getattr(observations.annotations, field.name) for field in fields(Annotations)}
    for name, columns in _TEXT_COLUMNS.items():
        tables[name] = tables[name].assign(**dict.fromkeys(columns, pd.Series(dtype="str")))
    numbers = _number_sources(tables["attributions"], tables["cues"], study)
    for name in _WITH_SOURCES:
        tables[name] = tables[name].assign(actor=tables[name]["actor"].map(lambda one: numbers.get(one, one)))
    tables["sentences"] = tables["sentences"].drop(columns="offsets", errors="ignore")
    tokens = tables["tokens"]
    if observations.has_texts:
        sums = tokens.groupby(_COUNTED, sort=True).size().rename("n").reset_index()
        tables["tokens"] = with_outlet(sums, tables["articles"])
    return replace(observations, annotations=Annotations(**tables))


def _number_sources(attributions: pd.DataFrame, cues: pd.DataFrame, study: Study) -> dict[str, str]:
    """A number for each source that is no actor or party of the study, in the order of the articles."""
    known = {name for party in study.parties.values() for name in (party.label, *party.actors)}
    columns = ["article_id", "start", "actor"]
    named = pd.concat([attributions[columns], cues[columns]]).dropna(subset=["actor"])
    others = named[~named["actor"].isin(known)].sort_values(columns)["actor"].unique()
    return {actor: f"source {number}" for number, actor in enumerate(others, start=1)}


def shared_tables(observations: Observations, study: Study) -> dict[str, pd.DataFrame]:
    """The shared form's tables by name, with the columns that go into its files."""
    shared = without_texts(observations, study)
    tables = {}
    for name, columns in ANNOTATION_TABLES.items():
        kept = [column for column in columns if column not in _TEXT_COLUMNS.get(name, ())]
        table = getattr(shared.annotations, name)
        tables[name] = table[[*_COUNTED, "n"] if name == "tokens" else kept]
    return tables | {
        name: getattr(shared, name)[list(columns)].drop(columns="outlet") for name, columns in _OWN.items()
    }


def codebook_hash(study: Study) -> str:
    """Hash of what the study says: a shared form belongs to one."""
    return hashlib.sha256(study.model_dump_json().encode()).hexdigest()


def _observe_texts(articles: pd.DataFrame, study: Study, cache: str | Path | None) -> Observations:
    tables = annotate(articles, study, cache=cache)
    read = {"mentions": tables.mentions, "sentences": tables.sentences, "attributions": tables.attributions}
    scores = pd.concat([score_mentions(**read, scorer=scorer, zone="all") for scorer in SCORERS], ignore_index=True)
    return Observations(
        tables,
        facts=cover_facts(tables, study.facts),
        scores=with_zone(scores, tables.sentences),
        copies=find_copies(tables.articles, lines=tables.lines),
    )


def _key(articles: pd.DataFrame, study: Study) -> str:
    versions = [metadata.version(name) for name in _LIBRARIES]
    parts = [code_fingerprint(), model_id(), *versions, codebook_hash(study), articles.to_csv(index=False)]
    return hashlib.sha256("\x1e".join(parts).encode()).hexdigest()


def _tables(observations: Observations) -> dict[str, pd.DataFrame]:
    own = {name: getattr(observations, name) for name in _OWN}
    return {field.name: getattr(observations.annotations, field.name) for field in fields(Annotations)} | own


def _write_cached(observations: Observations, folder: Path) -> None:
    with folder_in_one_step(folder, renew=False) as temporary:
        for name, table in _tables(observations).items():
            table.to_parquet(temporary / f"{name}.parquet", index=False, write_page_checksum=True)


def _read_cached(folder: Path) -> Observations | None:
    """Observations from the cache, where all of them are there and sound."""
    import pyarrow as pa

    names = [*ANNOTATION_TABLES, *_OWN]
    try:
        tables = {name: pd.read_parquet(folder / f"{name}.parquet", page_checksum_verification=True) for name in names}
    except (pa.ArrowException, OSError):
        return None
    annotations = Annotations(**{name: tables.pop(name) for name in ANNOTATION_TABLES})
    return Observations(annotations, **tables)


def write_shared(observations: Observations, study: Study, folder: Path) -> None:
    """Write the shared form's tables as CSV, with a manifest that says which study they belong to."""
    for name, table in shared_tables(observations, study).items():
        write_whole(folder / f"{name}.csv", table.to_csv(index=False, lineterminator="\n"))
    manifest = {"study": study.name, "codebook_sha256": codebook_hash(study)}
    write_whole(folder / "manifest.json", json.dumps(manifest, indent=2) + "\n")


def _read_shared(study: Study) -> Observations:
    folder = study.shared_path
    if not (folder / "manifest.json").is_file():
        place = study.text_path or study.articles_path
        raise StudyError(f"'{study.name}' has neither texts in '{place}' nor a shared form; put the articles there.")
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    if manifest["codebook_sha256"] != codebook_hash(study):
        raise StudyError(
            f"the shared form of '{study.name}' was made with another {study.path.name}; undo the change, or put the"
            f" articles in place and run `framelens share`."
        )
    tables: dict[str, pd.DataFrame] = {}
    for name, columns in (ANNOTATION_TABLES | _OWN).items():
        columns = dict.fromkeys(_COUNTED, "str") | {"n": "Int64"} if name == "tokens" else columns
        tables[name] = _read_csv(folder / f"{name}.csv", columns)
    tables = in_memory(tables)
    annotations = Annotations(**{name: tables.pop(name) for name in ANNOTATION_TABLES})
    return Observations(annotations, **tables)


def _read_csv(file: Path, columns: dict[str, str]) -> pd.DataFrame:
    table = pd.read_csv(file, dtype="str", keep_default_na=False, na_values=[""])
    flags = {name: table[name] == "True" for name, kind in columns.items() if kind == "bool" and name in table}
    return table.assign(**flags).reindex(columns=list(columns)).astype(columns)
