"""`framelens run`: all notebooks of one or more studies, with a progress bar that names the step, and the report."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from framelens.checks import check_one_of
from framelens.files import make_folder
from framelens.observations import observe
from framelens.report import write_report
from framelens.runs import NOTEBOOKS, Step, run_studies, write_manifest
from framelens.study import Study


def run_batch(
    studies: Sequence[Study], *, out: Path | None = None, notebooks: Iterable[str] | None = None, jobs: int = 1
) -> list[Step]:
    """Run the notebooks of each study and write its report.

    Returns
    -------
    list of Step
        The notebooks that failed; the others' figures are written all the same.
    """
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    names = tuple(notebooks or NOTEBOOKS)
    for name in names:
        check_one_of("notebook", name, NOTEBOOKS)
    folders = [make_folder(_folder(study, out, alone=len(studies) == 1)) for study in studies]
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, refresh_per_second=2) as progress:
        bar = progress.add_task("", total=len(studies) * (len(names) + 1))
        seen = []
        for study in studies:
            progress.update(bar, description=f"{study.name}: reading the articles")
            seen.append(observe(study))
            progress.advance(bar)

        def report(step: Step) -> None:
            progress.update(bar, advance=1, description=f"{step.study}: {step.notebook}")
            console.print(f"{step.study}: {step.notebook} {'failed' if step.error else 'done'} ({step.seconds:.1f} s)")

        steps = run_studies(zip(studies, folders, strict=True), notebooks=names, jobs=jobs, report=report)
        progress.update(bar, description="done")
    for study, folder, observations in zip(studies, folders, seen, strict=True):
        own = [step for step in steps if step.output.is_relative_to(folder)]
        write_manifest(study, folder, own)
        console.print(f"Report: {write_report(study, observations, folder, own)}")
    return [step for step in steps if step.error]


def _folder(study: Study, out: Path | None, *, alone: bool) -> Path:
    if out is None:
        return study.folder / "out"
    return (out if alone else out / study.name).resolve()
