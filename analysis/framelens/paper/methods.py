"""The methods section, a paragraph a measure, with the numbers that were used, and the works it cites."""

import re
from collections.abc import Iterable, Sequence
from importlib import metadata, resources
from itertools import groupby

import pandas as pd

from framelens.inference import SMALLEST
from framelens.paper.latex import escape, share
from framelens.paper.measures import Drawn, Measure, interval_names
from framelens.plots.rows import count_of
from framelens.schema import REST

_SOFTWARE = ("framelens", "numpy", "pandas", "scipy", "spacy", "matplotlib")


def methods(drawn: Iterable[Drawn]) -> str:
    r"""A ``\paragraph`` for each measure: construct, unit, statistic, n, interval and level, seed, tests; and versions.

    Examples
    --------
    >>> methods([]).startswith(r"\paragraph{Software}")
    True
    """
    described = [one for one in drawn if one.measure.text]
    by_measure = groupby(described, key=lambda one: one.measure)
    general = [_inference([one.table for one in described])] if described else []
    return "\n".join([*(_paragraph(measure, list(figures)) for measure, figures in by_measure), *general, _software()])


def _paragraph(measure: Measure, drawn: Sequence[Drawn]) -> str:
    tables = [_main_part(one) for one in drawn]
    facts = "; ".join(
        filter(None, [_sizes(measure, tables), _smallest(measure, tables), _intervals(tables), _tests(tables)])
    )
    return rf"\paragraph{{{measure.title}}}" + f"\n{measure.text.strip()}\n{facts}.\n"


def _main_part(drawn: Drawn) -> pd.DataFrame:
    """The rows of the first voice and the first scorer, which are those that the figure is about."""
    frame = drawn.table
    for column in ("voice", "scorer"):
        if column in drawn.measure.keys[:-1]:
            frame = frame[frame[column] == frame[column].iloc[0]]
    return frame


def _sizes(measure: Measure, tables: Sequence[pd.DataFrame]) -> str:
    if "outlet" not in measure.keys:  # Accuracy: the rows of each class count some of the same sentences.
        return f"$n$: {count_of(int(max(frame['n'].max() for frame in tables)), measure.unit)}"
    sides = [_sides(frame) for frame in tables]
    n = sum(frame.drop_duplicates(frame.columns.intersection(measure.keys[:-1]))["n"].sum() for frame in sides)
    outlets = len({outlet for frame in sides for outlet in frame.loc[frame["n"] > 0, "outlet"]})
    return f"$n$: {count_of(int(n), measure.unit)} in {count_of(outlets, 'outlet')}"


def _sides(frame: pd.DataFrame) -> pd.DataFrame:
    """The rows of a table, and of contrasts between two outlets those of the other outlet too."""
    if "reference" not in frame:
        return frame
    others = frame[frame["reference"] != REST]
    return pd.concat([frame, others.assign(outlet=others["reference"], n=others["n_reference"])])


def _smallest(measure: Measure, tables: Sequence[pd.DataFrame]) -> str:
    if "outlet" not in measure.keys:
        return ""  # Accuracy has a limit of its own, which its text states.
    units = {unit for frame in tables for unit in frame.get("unit", pd.Series(dtype=str))}
    known = sorted(unit for unit in units if unit in SMALLEST)
    return "; ".join(f"marked, or $k$ of $n$ alone, below {count_of(SMALLEST[unit], unit)}" for unit in known)


def _intervals(tables: Sequence[pd.DataFrame]) -> str:
    given = pd.concat([one[["interval", "level"]] for one in tables]).query("interval != 'none'")
    if given.empty:
        return "no interval"
    kinds = [escape(kind.replace("-", " ")) for kind in sorted(set(given["interval"]))]
    seeds = sorted({int(seed) for one in tables if "seed" in one for seed in one["seed"].dropna()})
    seed = f", seed {', '.join(map(str, seeds))}" if seeds else ""
    return f"{share(given['level'].max())} intervals ({', '.join(kinds)}{seed})"


def _tests(tables: Sequence[pd.DataFrame]) -> str:
    tested = [frame[frame["p"].notna()] for frame in tables if "p" in frame.columns]
    n = sum(map(len, tested))
    if not n:
        return "no test"
    kinds = sorted({escape(kind) for frame in tested for kind in frame.get("test", pd.Series(dtype=str))})
    said = f" ({', '.join(kinds)})" if kinds else ""
    return f"{count_of(n, 'test')}{said}, $q$ after \\citet{{benjamini1995}}"


def _inference(tables: Sequence[pd.DataFrame]) -> str:
    """What each kind of interval that was met is, said once."""
    kinds = sorted({kind for frame in tables for kind in frame["interval"]} - {"none"})
    names = interval_names()
    said = "".join(f" \\emph{{{kind.replace('-', ' ')}}}: {names[kind]};" for kind in kinds if kind in names)
    return (
        "\\paragraph{Inference}\n"
        "The article is the sampling unit. With one article an outlet everything is a description of that article; from"
        " 2 to 9 articles there may be a test and no interval over articles. Where we give no estimate we give $k$ of"
        " $n$."
        f"{said[:-1] + '.' if said else ''}\n"
    )


def _software() -> str:
    *used, drawing = (f"{name} {metadata.version(name)}" for name in _SOFTWARE)
    said = f"Computed with {', '.join(used)}; figures drawn with {drawing} \\citep{{hunter2007}}."
    return f"\\paragraph{{Software}}\n{said}\n"


def references(text: str) -> str:
    r"""The BibTeX entries of the works that a text cites by ``\cite...``.

    Examples
    --------
    >>> references(r"\citep{wilson1927}").splitlines()[0]
    '@article{wilson1927,'
    """
    source = resources.files("framelens.paper").joinpath("references.bib").read_text(encoding="utf-8")
    keys = {key.strip() for cited in re.findall(r"\\cite[a-z]*\{([^}]+)\}", text) for key in cited.split(",")}
    entries = re.findall(r"(@\w+\{(\w+),.*?\n\}\n)", source, re.DOTALL)
    return "\n".join(entry for entry, key in entries if key in keys)
