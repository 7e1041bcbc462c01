"""The command line: `framelens check`, `new`, `annotate`, `score`, `share`, `lab`, `paper` and `run`."""

import os
import shlex
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from framelens.errors import ArgumentError, FramelensError
from framelens.study import read_study


@contextmanager
def _no_stop_is_lost() -> Iterator[None]:
    """Ctrl-C comes once more after it came into a destructor, whose exceptions Python only prints."""
    usual = sys.unraisablehook

    def again(found: Any) -> None:
        if found.exc_type is not KeyboardInterrupt:
            usual(found)
            return
        later = threading.Timer(0.05, signal.pthread_kill, (threading.main_thread().ident, signal.SIGINT))
        later.daemon = True
        later.start()

    sys.unraisablehook = again
    try:
        yield
    finally:
        sys.unraisablehook = usual


class _Commands(TyperGroup):
    """The commands, which Ctrl-C ends with one sentence."""

    def invoke(self, context: Any) -> Any:
        """Run a command."""
        try:
            with _no_stop_is_lost():
                return super().invoke(context)
        except KeyboardInterrupt:
            typer.echo("stopped: what was done is kept, and the same command goes on from there.", err=True)
            raise typer.Exit(130) from None


app = typer.Typer(
    help="Compare how news outlets frame one event.", no_args_is_help=True, add_completion=False,
    rich_markup_mode=None, cls=_Commands,
)  # fmt: skip

StudyPath = Annotated[
    str, typer.Argument(metavar="STUDY", help="A study.toml, its folder, or a folder's name in seeds/.")
]
Out = Annotated[Path | None, typer.Option("--out", help="Folder to write to; out/ beside the study if not given.")]
Scheduler = Annotated[
    str | None,
    typer.Option("--scheduler", metavar="ADDRESS", help="A Dask scheduler (tcp://…) whose workers do the work."),
]


@app.command()
def check(study: StudyPath) -> None:
    """Print what a study's articles hold, what was cut and why, and what never matches.

    Example: framelens check seeds/port-callen
    """
    from framelens.audit import audit_study

    audit = audit_study(read_study(study))
    for heading, lines in audit.sections.items():
        typer.echo(heading)
        for line in lines:
            typer.echo(f"  {line}")
    for error in audit.errors:
        typer.echo(f"error: {error}", err=True)
    if audit.errors:
        raise typer.Exit(1)


@app.command()
def new(folder: Annotated[Path, typer.Argument(metavar="DIR", help="Folder to make.")]) -> None:
    """Start a study: study.toml with comments, articles.csv and an empty articles/.

    Example: framelens new my-study
    """
    from framelens.scaffold import new_study

    file = new_study(folder)
    then = f"framelens check {shlex.quote(str(folder))}"
    typer.echo(f"Wrote {file}. Put the articles into {folder / 'articles'}, then run: {then}")


@app.command()
def annotate(study: StudyPath, out: Out = None, scheduler: Scheduler = None) -> None:
    """Write the tables of a study's articles as Parquet files.

    After an interruption the same command goes on where it stopped. With --scheduler each table is a folder of parts,
    and every worker must see the folder that is written to.

    Example: framelens annotate seeds/port-callen --out tables
    """
    from framelens.corpus import read_corpus
    from framelens.engines import engine_at
    from framelens.storage import annotate_to_files

    found = read_study(study)
    articles = read_corpus(found)
    with engine_at(scheduler) as engine:
        folder = annotate_to_files(
            articles,
            out or found.folder / "out",
            study=found,
            engine=engine,
            report=lambda line: typer.echo(line, err=True),
        )
    typer.echo(f"Wrote the tables to {folder}")


@app.command()
def score(
    source: Annotated[Path, typer.Argument(metavar="IN", help="A .jsonl or .csv file with text, start, end.")],
    target: Annotated[Path, typer.Argument(metavar="OUT", help="The .jsonl or .csv file to write.")],
    scorer: Annotated[str, typer.Option("--scorer", help="model, or lexicon.")] = "model",
    scheduler: Scheduler = None,
) -> None:
    """Add to each row of a table the sentiment of its text toward the target between start and end.

    After an interruption the same command goes on where it stopped.

    Example: framelens score sentences.csv scored.csv
    """
    from framelens.engines import engine_at
    from framelens.scoring import score_file

    with engine_at(scheduler) as engine:
        n_rows = score_file(source, target, scorer=scorer, engine=engine)
    typer.echo(f"Scored {n_rows:,} rows into {target}")


@app.command()
def share(study: StudyPath, out: Out = None) -> None:
    """Write a study without its texts: counts, places, labels and scores that give the same figures.

    Example: framelens share seeds/port-callen --out to-share
    """
    from framelens.share import share_study

    found = read_study(study)
    typer.echo(
        f"Wrote the study without its texts to {share_study(found, out or found.folder / 'out' / 'shared-study')}"
    )


@app.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": True})
def lab(
    context: typer.Context,
    study: Annotated[
        str | None, typer.Argument(metavar="STUDY", help="As for check; this folder's own if none.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", help="Folder for your copy of the notebook; the study's if not given.")
    ] = None,
) -> None:
    """Open JupyterLab on your own copy of the exploring notebook. Further options go to JupyterLab.

    Example: framelens lab my-study --no-browser
    """
    from framelens.lab import open_lab, own_notebook, study_here

    options = list(context.args)
    if study is not None and study.startswith("-"):
        options, study = [study, *options], None
    open_lab(own_notebook(study_here(study), out), options)


@app.command()
def paper(
    study: StudyPath,
    out: Annotated[Path, typer.Option("--out", help="Folder to write to.")],
    venue: Annotated[
        str, typer.Option("--venue", help="acl-page, nature-page, sage-page or taylor-francis-page.")
    ] = "acl-page",
) -> None:
    """Write what a LaTeX paper needs: figures for the venue, tables, number macros, captions, methods, references.

    Example: framelens paper port-callen --out paper --venue sage-page
    """
    from framelens.paper.kit import write_paper

    problems = write_paper(read_study(study), out=out, venue=venue, report=lambda line: typer.echo(line, err=True))
    for problem in problems:
        typer.echo(f"error: {problem}", err=True)
    if problems:
        raise typer.Exit(1)
    typer.echo(f"Wrote {out / 'main.tex'}, and in {out} what it is made of. Read methods.tex before you use it.")


@app.command()
def run(
    studies: Annotated[list[str], typer.Argument(metavar="STUDY...", help="Studies, as for check.")],
    out: Out = None,
    notebook: Annotated[
        list[str] | None, typer.Option("--notebook", help="Only this notebook; may be repeated.")
    ] = None,
    jobs: Annotated[int, typer.Option("--jobs", min=1, help="Notebooks to run at once.")] = os.cpu_count() or 1,
    again: Annotated[bool, typer.Option("--again", help="Run those too whose inputs have not changed.")] = False,
) -> None:
    """Execute the notebooks: figures, executed notebooks and report.html. Of several studies each has its own folder.

    A notebook that has run on the same study, articles and code, and still has all that it wrote, is kept. A study
    that fails does not stop the others; the exit status is then 1. With several studies --out also gets summary.csv.

    Example: framelens run port-callen antalya-2022 --out figures
    """
    from framelens.batch import run_batch

    problems = run_batch(studies, out=out, notebooks=notebook, jobs=jobs, again=again)
    for problem in problems:
        typer.echo(f"error: {problem}", err=True)
    if problems:
        raise typer.Exit(1)


def main() -> None:
    """Run the command line; an error of ours or of the disk is one sentence and exit status 1."""
    try:
        app()
    except FramelensError as error:
        typer.echo(f"error: {error}", err=True)
        sys.exit(2 if isinstance(error, ArgumentError) else 1)
    except OSError as error:
        typer.echo(f"error: {_reason(error)}; what was done is kept: mend that and run the same again.", err=True)
        sys.exit(1)


def _reason(error: OSError) -> str:
    """What the system says, such as that the disk is full, and of which file."""
    reason = os.strerror(error.errno) if error.errno else str(error).strip().rstrip(".") or type(error).__name__
    return f"{reason}: '{error.filename}'" if error.filename else reason


if __name__ == "__main__":
    main()
