"""`framelens run`: all notebooks of one or more studies, with a progress bar that names the step, and the report."""

import contextlib
from collections.abc import Iterable, Sequence
from pathlib import Path

from framelens.checks import check_one_of
from framelens.errors import FramelensError
from framelens.files import make_folder
from framelens.observations import Observations, observe
from framelens.report import write_report
from framelens.runs import NOTEBOOKS, Step, run_studies, write_manifest
from framelens.study import Study

_NEEDS = {
    "whose-words": "parties",
    "cue-verbs": "parties",
    "word-choice": "concepts",
    "party-sentiment": "parties",
    "who-did-it": "events",
    "fact-coverage": "facts",
}
"""The section of the study that a notebook cannot do without."""


def run_batch(
    studies: Sequence[Study], *, out: Path | None = None, notebooks: Sequence[str] | None = None, jobs: int = 1
) -> list[Step]:
    """Run the notebooks of each study and write its report.

    Returns
    -------
    list of Step
        The notebooks that failed; the others' figures are written all the same.
    """
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    for name in notebooks or ():
        check_one_of("notebook", name, NOTEBOOKS)
    folders = [_folder(study, out, alone=len(studies) == 1) for study in studies]
    plans = [(study, folder, _notebooks_for(study, notebooks)) for study, folder in zip(studies, folders, strict=True)]
    for folder in folders:
        make_folder(folder)
    console = Console(stderr=True, markup=False, soft_wrap=True)
    for study, _, names in plans:
        for name in [name for name in notebooks or NOTEBOOKS if name not in names]:
            console.print(f"{study.name}: {name} left out, because the study has no [{_NEEDS[name]}]")
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, refresh_per_second=2) as progress:
        bar = progress.add_task("", total=sum(len(names) + 1 for _, _, names in plans))
        seen = []
        for study, _, names in plans:
            progress.update(bar, description=f"{study.name}: reading the articles")
            seen.append(_observe(study, folders))
            progress.advance(bar)
            for name in [name for name in names if not _has_matter(name, seen[-1])]:
                names.remove(name)
                console.print(f"{study.name}: {name} left out, because the articles have nothing for it")
        progress.update(bar, total=sum(len(names) + 1 for _, _, names in plans))

        def report(step: Step) -> None:
            progress.update(bar, advance=1, description=f"{step.study}: {step.notebook}")
            console.print(f"{step.study}: {step.notebook} {'failed' if step.error else 'done'} ({step.seconds:.1f} s)")

        steps = run_studies(plans, jobs=jobs, report=report)
        progress.update(bar, description="done")
    for study, folder, observations in zip(studies, folders, seen, strict=True):
        own = [step for step in steps if step.output.is_relative_to(folder)]
        write_manifest(study, folder, own)
        console.print(f"Report: {write_report(study, observations, folder, own)}")
    return [step for step in steps if step.error]


def _observe(study: Study, folders: Iterable[Path]) -> Observations:
    """Observe a study; if that cannot be done, leave no empty folders behind."""
    try:
        return observe(study)
    except FramelensError:
        for folder in folders:
            with contextlib.suppress(OSError):  # It holds something, and stays.
                folder.rmdir()
        raise


def _has_matter(name: str, observations: Observations) -> bool:
    """Whether a notebook has anything to show: what somebody says, or an event that the narrator mentions."""
    tables = observations.annotations
    match name:
        case "whose-words":
            found = tables.attributions
        case "cue-verbs":
            found = tables.cues[tables.cues["party"].notna() & ~tables.cues["nested"] & ~tables.cues["negated"]]
        case "who-did-it":
            found = tables.events[tables.events["voice"] == "own"]
        case _:
            return True
    return bool((found["zone"] == "body").any())


def _notebooks_for(study: Study, asked: Iterable[str] | None) -> list[str]:
    return [name for name in asked or NOTEBOOKS if name not in _NEEDS or getattr(study, _NEEDS[name])]


def _folder(study: Study, out: Path | None, *, alone: bool) -> Path:
    if out is None:
        return study.folder / "out"
    return (out if alone else out / study.name).resolve()
