"""What each measure is called, how its table is read, and what a methods section says of it (``measures.toml``)."""

import functools
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any, Literal, NamedTuple

import pandas as pd

from framelens.study import Study

_NUMBERS = (
    "estimate", "low", "high", "level", "k", "n", "n_articles", "seed", "z", "p", "p_min", "q", "n_tests", "found",
)  # fmt: skip

_NEEDED = ("estimate", "low", "high", "interval", "level", "unit", "k", "n", "n_articles", "sparse")


@dataclass(frozen=True)
class Measure:
    """A measure: ``figures`` is how the names of its figures begin; the last of ``keys`` names a table's columns."""

    title: str
    figures: str
    keys: tuple[str, ...]
    unit: str
    needs: str = ""
    number: Literal["share", "signed"] = "share"
    layout: Literal["grid", "list", "contrasts"] = "grid"
    text: str = ""


class Drawn(NamedTuple):
    """A figure of the study as it was written: its table, its caption and its alternative text."""

    name: str
    measure: Measure
    table: pd.DataFrame
    caption: str
    alt: str


@functools.cache
def _data() -> dict[str, Any]:
    return tomllib.loads(resources.files("framelens.paper").joinpath("measures.toml").read_text(encoding="utf-8"))


def measures() -> dict[str, Measure]:
    """The measures by notebook figure, in the order of a paper.

    Examples
    --------
    >>> measures()["voice"].keys
    ('outlet', 'voice')
    """
    return {
        name: Measure(**section | {"keys": tuple(section["keys"])}) for name, section in _data()["measures"].items()
    }


def interval_names() -> dict[str, str]:
    """What a methods section says of each kind of interval (LaTeX).

    Examples
    --------
    >>> "wilson1927" in interval_names()["within-article-wilson"]
    True
    """
    return dict(_data()["intervals"])


def read_drawn(folder: Path) -> list[Drawn]:
    """The figures in a folder, by measure and name; a figure of a measure unknown here has keys as its table has.

    Examples
    --------
    >>> read_drawn(Path())
    []
    """
    known = list(measures().values())
    drawn = [_drawn(path, known) for path in sorted(folder.glob("*.caption.txt"))]
    order = {measure.figures: place for place, measure in enumerate(known)}
    return sorted(drawn, key=lambda one: (order.get(one.measure.figures, len(order)), one.name))


def _drawn(path: Path, known: list[Measure]) -> Drawn:
    name = path.name.removesuffix(".caption.txt")
    table = _read_table(path.with_name(f"{name}.csv"))
    keys = tuple(table.columns[: table.columns.get_loc("estimate")])
    fitting = [measure for measure in known if name.startswith(measure.figures) and set(measure.keys) <= set(keys)]
    other = Measure(name.replace("-", " ").capitalize(), name, keys, "", number="signed")
    measure = max(fitting, key=lambda one: len(one.figures), default=other)
    caption, alt = (path.with_name(f"{name}.{kind}.txt").read_text(encoding="utf-8") for kind in ("caption", "alt"))
    return Drawn(name, measure, table, caption.strip(), alt.strip())


def _read_table(path: Path) -> pd.DataFrame:
    """A figure's table: text as it was written ("NA" is a name), numbers as numbers; facts counted by outlet."""
    table = pd.read_csv(path, dtype=str, keep_default_na=False)
    table = table.assign(**{
        name: pd.to_numeric(table[name].replace({"True": "1", "False": "0"}), errors="coerce")
        for name in table.columns
        if name in _NUMBERS or name.startswith(("estimate_", "k_", "n_"))
    })  # fmt: skip
    flags = [name for name in table.columns if name.split("_")[0] == "sparse"]
    table = table.assign(**{name: table[name] == "True" for name in flags})
    if "found" in table.columns:
        return _count_facts(table)
    # What is no result table gives a figure and a caption, and neither numbers nor a table.
    is_result = set(_NEEDED) <= set(table.columns)
    return _without_word_intervals(table) if is_result else pd.DataFrame(columns=["outlet", *_NEEDED])


def _without_word_intervals(table: pd.DataFrame) -> pd.DataFrame:
    """As in the figures: the words of one quotation are not independent, so no interval takes them as such."""
    is_words = (table["unit"] == "word") & (table["interval"] == "within-article-wilson")
    return table.assign(
        low=table["low"].mask(is_words),
        high=table["high"].mask(is_words),
        interval=table["interval"].mask(is_words, "none"),
    )


def _count_facts(facts: pd.DataFrame) -> pd.DataFrame:
    counted = facts.groupby(["outlet", "fact"], as_index=False)["found"].agg(["sum", "size"])
    counted = counted.rename(columns={"sum": "k", "size": "n"})
    estimate = counted["k"] / counted["n"]
    return counted.assign(estimate=estimate, low=None, high=None, interval="none", level=None, unit="fact",
                          n_articles=counted["n"], sparse=True)[["outlet", "fact", *_NEEDED]]  # fmt: skip


def titles_of(study: Study) -> dict[str, dict[str, str]]:
    """What the study calls its parties, events and facts, by column.

    Examples
    --------
    >>> titles_of(study)["party"]["veldmark"]
    'Veldmark'
    """
    named: dict[str, Mapping[str, Any]] = {"party": study.parties, "event": study.events, "fact": study.facts}
    return {column: {key: str(one.label) for key, one in section.items()} for column, section in named.items()}
