"""The command line: `framelens check`, `new`, `annotate`, `score`, `run` and `share`."""

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from framelens.errors import ArgumentError, FramelensError
from framelens.study import read_study

app = typer.Typer(
    help="Compare how news outlets frame one event.", no_args_is_help=True, add_completion=False, rich_markup_mode=None
)

StudyPath = Annotated[
    str, typer.Argument(metavar="STUDY", help="A study.toml, its folder, or a folder's name in seeds/.")
]
Out = Annotated[Path | None, typer.Option("--out", help="Folder to write to; out/ beside the study if not given.")]


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
    typer.echo(f"Wrote {file}. Put the articles into {folder / 'articles'}, then run: framelens check {folder}")


@app.command()
def annotate(study: StudyPath, out: Out = None) -> None:
    """Write the tables of a study's articles as Parquet files.

    Example: framelens annotate seeds/port-callen --out tables
    """
    from framelens.corpus import read_corpus
    from framelens.storage import annotate_to_files

    found = read_study(study)
    folder = annotate_to_files(read_corpus(found), out or found.folder / "out", study=found)
    typer.echo(f"Wrote the tables to {folder}")


@app.command()
def score(
    source: Annotated[Path, typer.Argument(metavar="IN", help="A .jsonl or .csv file with text, start, end.")],
    target: Annotated[Path, typer.Argument(metavar="OUT", help="The .jsonl or .csv file to write.")],
    scorer: Annotated[str, typer.Option("--scorer", help="model, or lexicon.")] = "model",
) -> None:
    """Add to each row of a table the sentiment of its text toward the target between start and end.

    Example: framelens score sentences.csv scored.csv
    """
    from framelens.scoring import score_file

    typer.echo(f"Scored {score_file(source, target, scorer=scorer):,} rows into {target}")


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


@app.command()
def run(
    studies: Annotated[list[str], typer.Argument(metavar="STUDY...", help="Studies, as for check.")],
    out: Out = None,
    notebook: Annotated[
        list[str] | None, typer.Option("--notebook", help="Only this notebook; may be repeated.")
    ] = None,
    jobs: Annotated[int, typer.Option("--jobs", min=1, help="Notebooks to run at once.")] = os.cpu_count() or 1,
) -> None:
    """Execute the notebooks: figures, executed notebooks and report.html. Of several studies each has its own folder.

    Example: framelens run port-callen antalya-2022 --out figures
    """
    from framelens.batch import run_batch

    failed = run_batch([read_study(study) for study in studies], out=out, notebooks=notebook, jobs=jobs)
    for step in failed:
        typer.echo(f"error: {step.study}: {step.error}", err=True)
    if failed:
        raise typer.Exit(1)


def main() -> None:
    """Run the command line; an error of ours is one sentence and exit status 1."""
    try:
        app()
    except FramelensError as error:
        typer.echo(f"error: {error}", err=True)
        sys.exit(2 if isinstance(error, ArgumentError) else 1)


if __name__ == "__main__":
    main()
