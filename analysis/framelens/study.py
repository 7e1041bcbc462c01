"""The study file: which articles, which parties under which names, which words compete, which facts count."""

import tomllib
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from framelens.checks import OUTSIDE, did_you_mean, listed, may_read, name_fault
from framelens.errors import StudyError
from framelens.patterns import check_pattern
from framelens.schema import ARTICLES, ZONES
from framelens.study_faults import first_fault
from framelens.summaries import html_summary

LARGEST_STUDY = 500_000
"""Bytes of a study file; one of 20,000 patterns is smaller."""


def _compiles(patterns: tuple[str, ...]) -> tuple[str, ...]:
    for pattern in patterns:
        check_pattern(pattern)
    return patterns


def _named(name: str) -> str:
    fault = name_fault(name)
    if fault:
        raise ValueError(f"the name {fault}")
    return name


Name = Annotated[str, AfterValidator(_named)]
PatternList = Annotated[tuple[str, ...], AfterValidator(_compiles)]
NonEmptyPatterns = Annotated[PatternList, Field(min_length=1)]


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class About(_Section):
    """What the study is called and which language its articles are in (ISO 639-1)."""

    title: Name
    language: str = "en"


class Corpus(_Section):
    """Where the articles are: a metadata table and a folder of texts, a folder alone, or a table with the texts."""

    articles: str
    text: str | None = None
    columns: dict[Literal[*ARTICLES, "file"], str] = {}  # type: ignore[valid-type]


class Party(_Section):
    """A side of the event: the names that mean it, and its people under theirs."""

    label: Name
    names: NonEmptyPatterns
    actors: dict[Name, NonEmptyPatterns] = {}


class Concept(_Section):
    """One referent and the labels that compete for it; ``exclude`` kills each label match that it overlaps."""

    label: Name
    labels: Annotated[dict[Name, NonEmptyPatterns], Field(min_length=1)]
    exclude: PatternList = ()


class Fact(_Section):
    """Something that an article reports or leaves out, and the patterns that find it in a sentence."""

    label: Name
    patterns: NonEmptyPatterns


class Event(_Section):
    """A class of events done to somebody: its words, who suffers it, which parties may have done it.

    ``label`` is what figures call it; in a study that gives none, its key with spaces for hyphens.
    """

    label: Name = ""
    words: NonEmptyPatterns
    patients: PatternList = ()
    agents: tuple[str, ...] = ()


class Cues(_Section):
    """Speech verbs and nouns, by lemma, whose class differs from the package's list, or that the list lacks."""

    neutral: tuple[str, ...] = ()
    endorsing: tuple[str, ...] = ()
    distancing: tuple[str, ...] = ()
    conflictive: tuple[str, ...] = ()
    emphatic: tuple[str, ...] = ()
    other: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _classes_are_disjoint(self) -> "Cues":
        seen: dict[str, str] = {}
        for cue_class, lemmas in self:
            for lemma in lemmas:
                first = seen.setdefault(lemma, cue_class)
                if first != cue_class:
                    raise ValueError(f"'{lemma}' stands in {first} and in {cue_class}; leave it in one of them")
        return self


class CleaningRule(_Section):
    """A rule of this study: lines that match ``pattern`` get ``zone``; with ``outlet``, only that outlet's lines."""

    name: Name
    pattern: str
    zone: Literal[*ZONES]  # type: ignore[valid-type]
    outlet: Name | None = None

    @model_validator(mode="after")
    def _pattern_compiles(self) -> "CleaningRule":
        _compiles((self.pattern,))
        return self


class Cleaning(_Section):
    """Cleaning rules that go before the general ones."""

    rules: tuple[CleaningRule, ...] = ()


class Study(_Section):
    """A study file, checked. Paths in it are relative to ``path``'s folder."""

    study: About
    corpus: Corpus
    parties: dict[Name, Party] = {}
    concepts: dict[Name, Concept] = {}
    facts: dict[Name, Fact] = {}
    events: dict[Name, Event] = {}
    cues: Cues = Cues()
    cleaning: Cleaning = Cleaning()
    path: Path = Field(exclude=True)

    @property
    def name(self) -> str:
        """The name of the study's folder."""
        return self.folder.name

    @property
    def folder(self) -> Path:
        """The folder that the study file lies in."""
        return self.path.parent

    @property
    def articles_path(self) -> Path:
        """The metadata table, or the folder or table that holds the articles."""
        return self.folder / self.corpus.articles

    @property
    def text_path(self) -> Path | None:
        """The folder of the files that the metadata table names, if there is one."""
        return self.folder / self.corpus.text if self.corpus.text else None

    @property
    def shared_path(self) -> Path:
        """The folder of the study's shared form: what results need, without the texts."""
        return self.folder / "shared"

    @field_validator("events")
    @classmethod
    def _events_have_labels(cls, events: dict[str, Event]) -> dict[str, Event]:
        labels = {key: event.label or key.replace("-", " ") for key, event in events.items()}
        return {key: event.model_copy(update={"label": labels[key]}) for key, event in events.items()}

    @model_validator(mode="after")
    def _labels_are_unique(self) -> "Study":
        seen: dict[str, str] = {}
        for key, concept in self.concepts.items():
            for label, patterns in concept.labels.items():
                for pattern in patterns:
                    here = f"concepts.{key}.labels.{label}"
                    first = seen.setdefault(pattern.lower(), here)
                    if first != here:
                        raise ValueError(
                            f"the pattern '{pattern}' stands in {first} and in {here}; leave it in one of them"
                        )
        return self

    @model_validator(mode="after")
    def _agents_are_parties(self) -> "Study":
        for key, event in self.events.items():
            for agent in event.agents:
                if agent not in self.parties:
                    raise ValueError(
                        f"events.{key}.agents names '{agent}', which is no party of this study"
                        f" ({listed(self.parties) or 'it has none'}); add [parties.{agent}], or take the name out."
                        f"{did_you_mean(agent, self.parties)}"
                    )
        return self

    def __str__(self) -> str:
        return (
            f"{self.study.title} ({self.name}): {len(self.parties)} parties, {len(self.concepts)} concepts,"
            f" {len(self.facts)} facts"
        )

    def __repr__(self) -> str:
        return f"<Study {self}>"

    def _repr_html_(self) -> str:
        rows = [("party", key, party.label, ", ".join(party.names)) for key, party in self.parties.items()]
        rows += [("concept", key, concept.label, ", ".join(concept.labels)) for key, concept in self.concepts.items()]
        rows += [("event", key, event.label, ", ".join(event.words)) for key, event in self.events.items()]
        rows += [("fact", key, fact.label, ", ".join(fact.patterns)) for key, fact in self.facts.items()]
        return html_summary(str(self), ("", "key", "label", "names, labels, words or patterns"), rows)


def read_study(path: str | Path) -> Study:
    """Read and check a study file.

    Parameters
    ----------
    path
        A ``study.toml``, the folder that holds one, or the name of a folder in ``seeds/``.

    Returns
    -------
    Study
        The study, with every pattern known to compile.

    Raises
    ------
    StudyError
        If the file is missing, too large, no TOML, has an unknown key, a pattern under two labels, a party without
        names or a pattern that does not compile, or names articles outside its folder (the environment variable
        FRAMELENS_OUTSIDE allows a folder); the message says where in the file and what to write.

    Examples
    --------
    >>> study = read_study("port-callen")
    >>> study.name
    'port-callen'
    """
    file = find_study(path)
    try:
        study = Study(**_read_toml(file), path=file)
    except ValidationError as error:
        raise StudyError(f"{file}: {first_fault(error, Study)}") from error
    except TypeError as error:
        raise StudyError(f"{file}: `path` is no section of a study; take it out.") from error
    for key, named in (("articles", study.articles_path), ("text", study.text_path)):
        if named is not None and not may_read(named, study.folder):
            raise StudyError(
                f"{file}: `corpus.{key}` names '{named}', which lies outside the study's folder; put the articles"
                f" inside it, or allow their folder: {OUTSIDE}=FOLDER framelens …"
            )
    return study


def _read_toml(file: Path) -> dict[str, Any]:
    try:
        if file.stat().st_size > LARGEST_STUDY:
            raise StudyError(
                f"{file} has {file.stat().st_size:,} bytes, more than the {LARGEST_STUDY:,} of a study file; keep the"
                " articles apart from it."
            )
        return tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError as error:
        raise StudyError(f"{file} is not UTF-8 text; save it as UTF-8.") from error
    except tomllib.TOMLDecodeError as error:
        raise StudyError(f"{file} is not valid TOML: {error}.") from error
    except (RecursionError, ValueError) as error:  # Lists in lists in lists; a number of thousands of digits.
        raise StudyError(f"{file} is not a study: it nests too deeply or holds too large a number.") from error
    except OSError as error:
        raise StudyError(f"{file} cannot be read ({error.strerror}).") from error


def find_study(path: str | Path) -> Path:
    """The study file that ``path`` means: a file, a folder with ``study.toml``, or a folder's name in ``seeds/``."""
    given = Path(path)
    for candidate in (
        given,
        *(above / "seeds" / given for above in (Path.cwd(), *Path.cwd().parents)),
    ):
        file = candidate / "study.toml" if candidate.is_dir() else candidate
        if file.is_file():
            return file.resolve()
    raise StudyError(
        f"no study at '{path}': give a study.toml, a folder that holds one, or the name of a folder in seeds/;"
        f" `framelens new {path}` starts one."
    )
