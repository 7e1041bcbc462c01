"""report.html: all figures of a run with captions and tables, in one file that opens offline."""

import base64
import csv
import io
import json
from collections.abc import Iterable, Sequence
from importlib import resources
from pathlib import Path
from typing import Any

import pandas as pd

from framelens.files import write_whole
from framelens.inference import gate
from framelens.observations import Observations
from framelens.plots.rows import count_of
from framelens.runs import Step
from framelens.study import Study


def write_report(
    study: Study, observations: Observations, out: Path, steps: Iterable[Step], *, left_out: Sequence[str] = ()
) -> Path:
    """Write ``report.html`` from the figures in ``out``; text of the study and its articles is escaped.

    ``left_out`` says which notebooks were left out, and why.

    Returns
    -------
    Path
        The file.
    """
    from jinja2 import Environment

    source = resources.files("framelens").joinpath("report.html.j2").read_text(encoding="utf-8")
    template = Environment(autoescape=True).from_string(source)
    articles = observations.annotations.articles
    table = articles.sort_values(["outlet", "article_id"])[["outlet", "article_id", "date", "origin", "n_words"]]
    sections = [_section(step, out) for step in steps]
    page = template.render(
        title=study.study.title,
        articles=table.astype(object).where(table.notna(), "").to_dict("records"),
        size=f"{count_of(len(articles), 'article')} of {count_of(articles['outlet'].nunique(), 'outlet')}",
        gate=_gate(articles.groupby("outlet").size()),
        sections=[section for section in sections if section["figures"] or section["error"]],
        left_out=left_out,
    )
    return write_whole(out / "report.html", page)


_GATES = {
    "description": "One article an outlet: everything here describes these articles, and nothing is tested.",
    "permutation": (
        "At most nine articles an outlet: differences between outlets are tested by exchanging articles, which allows"
        " no interval over articles; an outlet with a single article is described."
    ),
}
_ALONE = "There is no other outlet to compare it with: everything here describes this one."
_WITH_INTERVALS = "Intervals over articles stand where an outlet has ten or more; below, differences are tested alone."


def _gate(n_articles: "pd.Series[int]") -> str:
    if len(n_articles) == 1:
        return _ALONE
    return _GATES.get(gate(int(n_articles.max())), _WITH_INTERVALS)


def _section(step: Step, out: Path) -> dict[str, Any]:
    pattern = f"{step.notebook}*.json"
    figures = [_figure(file) for file in sorted(out.glob(pattern))]
    return {"name": step.notebook, "question": _question(step), "error": step.error, "figures": figures}


def _question(step: Step) -> str:
    """The notebook's heading."""
    if not step.output.is_file():
        return step.notebook
    cells = json.loads(step.output.read_text(encoding="utf-8"))["cells"]
    headings = (line for cell in cells if cell["cell_type"] == "markdown" for line in cell["source"])
    return next((line.lstrip("# ").strip() for line in headings if line.startswith("# ")), step.notebook)


def _figure(record: Path) -> dict[str, Any]:
    name = record.stem
    header, *rows = csv.reader(io.StringIO(record.with_suffix(".csv").read_text(encoding="utf-8"), newline=""))
    return {
        "name": name,
        "png": base64.b64encode(record.with_suffix(".png").read_bytes()).decode(),
        "alt": record.with_name(f"{name}.alt.txt").read_text(encoding="utf-8").strip(),
        "caption": record.with_name(f"{name}.caption.txt").read_text(encoding="utf-8").strip(),
        "header": header,
        "rows": rows,
    }
