"""`framelens run`: all notebooks of one or more studies, with a progress bar that names the step, and the reports."""

import contextlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from framelens.checks import check_one_of
from framelens.errors import ArgumentError, FramelensError
from framelens.files import make_folder, write_whole
from framelens.observations import Observations, observe
from framelens.report import write_report
from framelens.resume import inputs_of
from framelens.robustness import has_findings
from framelens.runs import NOTEBOOKS, Step, kept_steps, run_studies, write_manifest
from framelens.sourcing import voice_shares
from framelens.study import Study, read_study
from framelens.terms import function_words
from framelens.views.context import as_csv

if TYPE_CHECKING:
    from rich.console import Console

_NEEDS = {
    "whose-words": "parties",
    "cue-verbs": "parties",
    "word-choice": "concepts",
    "party-sentiment": "parties",
    "who-did-it": "events",
    "fact-coverage": "facts",
}
"""The section of the study that a notebook cannot do without."""


@dataclass
class Event:
    """One study of a batch: what is to be run for it, and what has come of it."""

    given: str
    study: Study | None = None
    folder: Path = Path()
    notebooks: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    inputs: str = ""
    about: dict[str, Any] = field(default_factory=dict)
    steps: list[Step] = field(default_factory=list)
    error: str | None = None

    @property
    def name(self) -> str:
        """The study's name, or what was given where it cannot be read."""
        return self.study.name if self.study else self.given

    @property
    def problems(self) -> list[str]:
        """A sentence for all that failed."""
        failed = [step.error for step in self.steps if step.error]
        return [f"{self.name}: {problem}" for problem in [*([self.error] if self.error else []), *failed]]


def run_batch(
    studies: Sequence[str | Path | Study],
    *,
    out: Path | None = None,
    notebooks: Sequence[str] | None = None,
    jobs: int = 1,
    again: bool = True,
) -> list[str]:
    """Run the notebooks of each study, write its report, and print a table of all studies.

    With several studies one that cannot be read or observed does not stop the others, and the table is also written
    as ``summary.csv`` into ``out`` where that is given.

    Parameters
    ----------
    studies
        Studies, or what `read_study` finds them by.
    out
        Where to write: of several studies each into a folder of its name; ``out/`` beside each study if None.
    notebooks
        Names of the notebooks; all if None.
    jobs
        How many to run at once.
    again
        Whether to run those too that have run on the same inputs and still have all that they wrote.

    Returns
    -------
    list of str
        A sentence for each study and notebook that failed; the others' figures are written all the same.
    """
    from rich.console import Console

    for name in notebooks or ():
        check_one_of("notebook", name, NOTEBOOKS)
    console = Console(stderr=True, markup=False, soft_wrap=True)
    events = [_read(given, is_alone=len(studies) == 1) for given in studies]
    _place(events, out)
    _run(events, notebooks, console, jobs=jobs, again=again)
    summary = summarize_batch(events)
    Console(markup=False, soft_wrap=True, highlight=False).print(summary.to_string(index=False, na_rep=""))
    if out is not None and len(events) > 1:
        write_whole(make_folder(out) / "summary.csv", as_csv(summary))
    return [problem for event in events for problem in event.problems]


def summarize_batch(events: Iterable[Event]) -> pd.DataFrame:
    """A row for each study: what it holds, and how its notebooks ended.

    Returns
    -------
    DataFrame
        ``study, outlets, articles, words`` (of the body), ``own`` (their part that is the narrator's), the number of
        notebooks ``done``, ``kept`` from an earlier run and ``failed``, ``seconds``, ``error``.
    """
    rows = []
    for event in events:
        ended = Counter(step.status for step in event.steps)
        counts = {status: ended[status] for status in ("done", "kept", "failed")}
        seconds = round(sum(step.seconds for step in event.steps), 1)
        rows.append({"study": event.name, **event.about, **counts, "seconds": seconds, "error": event.error})
    columns = {"study": "str", "outlets": "Int64", "articles": "Int64", "words": "Int64", "own": "float64"}
    frame = pd.DataFrame(rows, columns=[*columns, "done", "kept", "failed", "seconds", "error"])
    return frame.astype(columns | {"error": "str"})


def _read(given: str | Path | Study, *, is_alone: bool) -> Event:
    """A study of the batch; where it is the only one, its error is the batch's."""
    if isinstance(given, Study):
        return Event(given.name, given)
    try:
        return Event(str(given), read_study(given))
    except FramelensError as error:
        if is_alone:
            raise
        return Event(str(given), error=str(error))


def _place(events: Sequence[Event], out: Path | None) -> None:
    """Give each study its folder, and make it."""
    seen: dict[Path, Study] = {}
    for event in events:
        if event.study is None:
            continue
        event.folder = _folder(event.study, out, alone=len(events) == 1)
        other = seen.setdefault(event.folder, event.study)
        if other is not event.study:
            raise ArgumentError(
                f"'{other.path}' and '{event.study.path}' would both be written to '{event.folder}'; name a study once,"
                " or run them with different --out."
            )
    for folder in seen:
        make_folder(folder)


def _run(events: Sequence[Event], asked: Sequence[str] | None, console: "Console", *, jobs: int, again: bool) -> None:
    """Observe every study, run the notebooks of all that can be, and write their reports."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, refresh_per_second=2) as progress:
        bar = progress.add_task("", total=None)
        for event in events:
            progress.update(bar, description=f"{event.name}: reading the articles")
            _prepare(event, asked, console, is_alone=len(events) == 1)
        plans = [(event.study, event.folder, event.notebooks) for event in events if event.study and not event.error]
        progress.update(bar, total=sum(len(names) for _, _, names in plans))

        def report(step: Step) -> None:
            progress.update(bar, advance=1, description=f"{step.study}: {step.notebook}")
            console.print(f"{step.study}: {step.notebook} {step.status} ({step.seconds:.1f} s)")

        inputs = {event.folder: event.inputs for event in events}
        steps = run_studies(plans, jobs=jobs, inputs=inputs, again=again, report=report)
        progress.update(bar, description="done")
    for event in events:
        if event.study and not event.error:
            event.steps = [step for step in steps if step.output.is_relative_to(event.folder)]
            write_manifest(event.study, event.folder, event.steps)
            others = [name for name in NOTEBOOKS if asked and name not in asked]
            earlier = kept_steps(event.study, event.folder, others, inputs=event.inputs)
            shown = sorted([*event.steps, *earlier], key=lambda step: NOTEBOOKS.index(step.notebook))
            seen = observe(event.study)
            written = write_report(event.study, seen, event.folder, shown, left_out=event.left_out)
            console.print(f"Report: {written}")


def _prepare(event: Event, asked: Sequence[str] | None, console: "Console", *, is_alone: bool) -> None:
    """Observe a study, and choose the notebooks that have something to show in it."""
    if event.study is None:
        return
    try:
        seen = observe(event.study)
    except FramelensError as error:
        with contextlib.suppress(OSError):  # It holds something, and stays.
            event.folder.rmdir()
        if is_alone:
            raise
        event.error = str(error)
        return
    event.inputs, event.about = inputs_of(event.study, seen), _about(seen)
    for name in asked or NOTEBOOKS:
        lacks = _lacks(name, event.study, seen)
        if lacks:
            event.left_out.append(f"{name} left out, because {lacks}")
            console.print(f"{event.name}: {event.left_out[-1]}")
        else:
            event.notebooks.append(name)


def _about(seen: Observations) -> dict[str, Any]:
    """What a study holds."""
    articles = seen.annotations.articles
    shares = voice_shares(seen.annotations.tokens, by=())
    own = shares.loc[shares["voice"] == "own", ["k", "n"]].sum()
    return {
        "outlets": articles["outlet"].nunique(), "articles": len(articles), "words": int(articles["n_words"].sum()),
        "own": round(own["k"] / own["n"], 3) if own["n"] else None,
    }  # fmt: skip


def _lacks(name: str, study: Study, observations: Observations) -> str:
    """Why a notebook would have nothing to show, if it would not."""
    if name in _NEEDS and not getattr(study, _NEEDS[name]):
        return f"the study has no [{_NEEDS[name]}]"
    if name in ("term-weights", "how-robust"):
        tokens = observations.annotations.tokens
        is_counted = (tokens["zone"] == "body") & (tokens["voice"] == "own")
        if tokens.loc[is_counted, "outlet"].nunique() < 2:
            return "it compares outlets, and no two have words of their own"
    return "" if _has_matter(name, study, observations) else "the articles have nothing for it"


def _has_matter(name: str, study: Study, observations: Observations) -> bool:
    """Whether a notebook finds anything: words of others, mentions, something that the narrator says, a contrast."""
    tables = observations.annotations
    match name:
        case "whose-words":
            found = tables.attributions
        case "cue-verbs":
            found = tables.cues[tables.cues["party"].notna() & ~tables.cues["nested"] & ~tables.cues["negated"]]
        case "word-choice":
            found = tables.labels
        case "party-sentiment":
            found = observations.scores[observations.scores["voice"] == "own"]
        case "who-did-it":
            found = tables.events[tables.events["voice"] == "own"]
        case "how-robust":
            return has_findings(observations, exclude=function_words(study))
        case _:
            return True
    return bool((found["zone"] == "body").any())


def _folder(study: Study, out: Path | None, *, alone: bool) -> Path:
    if out is None:
        return study.folder / "out"
    return (out if alone else out / study.name).resolve()
