"""`framelens paper`: a study's figures at the width of a venue, and everything that a LaTeX paper needs of them."""

from collections.abc import Callable, Mapping, Sequence
from importlib import resources
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

from framelens.checks import check_one_of
from framelens.errors import RunError
from framelens.files import make_folder, write_whole
from framelens.observations import Observations, codebook_hash, observe
from framelens.paper.latex import Macro, define, escape, macro_name
from framelens.paper.measures import Drawn, measures, read_drawn, titles_of
from framelens.paper.methods import methods, references
from framelens.paper.numbers import cell_macros, has_count, study_macros
from framelens.paper.tables import has_rows, table_caption, tabular
from framelens.preflight import check_figure
from framelens.runs import NOTEBOOKS, notebook_dir, run_notebook
from framelens.study import Study
from framelens.style import VENUES

PRESETS = tuple(f"{name}-page" for name in VENUES)
"""At the page's width: in a column the panels of every notebook would overlap, or outgrow the page."""
_HEIGHT_MM = 110
"""What the example paper's figures may take of its second page."""


class _Shown(NamedTuple):
    """A figure or table of the example paper: its file, the macros of its words, and a star where it spans the page."""

    name: str
    caption: str
    alt: str = ""
    star: str = ""


def write_paper(
    study: Study, *, out: str | Path, venue: str = "acl-page", report: Callable[[str], None] = lambda _: None
) -> list[str]:
    """Draw a study's figures for a venue and write the tables, macros and words that a LaTeX paper takes from them.

    Into ``out`` go ``figures/`` (PDF at the venue's width, TIFF and EPS where the venue asks for them, table, caption
    and alternative text), ``tables/`` (one booktabs table a result table), ``numbers.tex`` (a macro a number, with the
    cell it comes from), ``captions.tex`` (captions and alternative texts), ``methods.tex``, ``references.bib`` (the
    works cited) and ``main.tex``, an example paper of two pages that ``pdflatex`` compiles.

    Parameters
    ----------
    study
        The study, with its texts or in the shared form.
    out
        Folder to write to.
    venue
        ``acl-page``, ``nature-page``, ``sage-page`` or ``taylor-francis-page``: the figures are as wide as the page.
    report
        Called with a line about each step.

    Returns
    -------
    list of str
        What failed: notebooks that could not be run, and what the venue would send back (`check_figure`). The rest is
        written all the same.

    Raises
    ------
    ArgumentError
        If the venue is unknown.
    RunError
        If no figure could be drawn.

    Examples
    --------
    >>> write_paper(study, out="paper", venue="slide")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
        ...
    framelens.errors.ArgumentError: ...
    """
    check_one_of("venue", venue, PRESETS)
    folder = Path(out)
    observations = observe(study)
    failed = _draw(study, make_folder(folder / "figures"), venue, report)
    write_texts(study, observations, out=folder, venue=venue)
    return [*failed, *_preflight(folder / "figures", venue)]


def _draw(study: Study, folder: Path, venue: str, report: Callable[[str], None]) -> list[str]:
    import tempfile

    failed = []
    asked = {one.figures: one.needs for one in measures().values()}
    with tempfile.TemporaryDirectory() as scratch:
        for name in NOTEBOOKS[1:]:
            needs = {need for figures, need in asked.items() if figures.startswith(name)}
            if not all(getattr(study, need) for need in needs if need):
                continue
            report(f"{study.name}: {name}")
            given = {"study": str(study.path), "out": str(Path(scratch) / "figures"), "width": venue}
            try:
                run_notebook(notebook_dir() / f"{name}.ipynb", parameters=given, out=Path(scratch) / f"{name}.ipynb")
            except RunError as error:
                failed.append(f"{study.name}: {str(error).partition(' (see ')[0]}")
        _keep(Path(scratch) / "figures", folder)
    return failed


def _keep(drawn: Path, folder: Path) -> None:
    """What a paper takes of the figures drawn; what an earlier run left is removed."""
    for old in folder.iterdir():
        if old.suffix in (".pdf", ".eps", ".tiff", ".csv", ".txt", ".json"):
            old.unlink()
    for file in sorted(drawn.glob("*")):
        if file.suffix not in (".png", ".svg"):
            write_whole(folder / file.name, file.read_bytes())


def _preflight(folder: Path, venue: str) -> list[str]:
    pictures = [file for file in sorted(folder.iterdir()) if file.suffix in (".pdf", ".eps", ".tiff")]
    return [
        f"{problem}."
        for file in pictures
        for problem in check_figure(file, width=venue)  # type: ignore[arg-type]
    ]


def write_texts(study: Study, observations: Observations, *, out: Path, venue: str = "acl-page") -> None:
    """Everything but the figures, from the tables and captions in ``out/figures``.

    Raises
    ------
    RunError
        If there are no figures.

    Examples
    --------
    >>> shares = voice_shares(annotations.tokens)
    >>> saved = save_figure(plot_voices(shares), "paper/figures/whose-words-voices", data=shares,
    ...     caption=caption_voices(shares))
    >>> from pathlib import Path
    >>> write_texts(study, observations, out=Path("paper"))
    >>> sorted(path.name for path in Path("paper").iterdir())
    ['captions.tex', 'figures', 'main.tex', 'methods.tex', 'numbers.tex', 'references.bib', 'tables']
    """
    drawn = read_drawn(out / "figures")
    if not drawn:
        raise RunError(f"no figure of '{study.name}' could be drawn; see what `framelens run {study.name}` says.")
    tables, titles = make_folder(out / "tables"), titles_of(study)
    for old in tables.glob("*.tex"):
        old.unlink()
    for one in filter(has_rows, drawn):
        write_whole(tables / f"{one.name}.tex", tabular(one, titles=titles))
    numbers = [*study_macros(observations.annotations.articles), *chain.from_iterable(map(cell_macros, drawn))]
    write_whole(out / "numbers.tex", define(numbers))
    write_whole(out / "captions.tex", define(macro for one in drawn for macro in _words(one)))
    main, section = _main(study, drawn, venue, out / "figures"), methods(drawn)
    write_whole(out / "methods.tex", section)
    write_whole(out / "main.tex", main)
    write_whole(out / "references.bib", references(main + section))


def _words(drawn: Drawn) -> list[Macro]:
    source = f"figures/{drawn.name}"
    return [
        Macro(macro_name("caption", drawn.name), escape(drawn.caption), f"{source}.caption.txt"),
        Macro(macro_name("alt", drawn.name), escape(drawn.alt), f"{source}.alt.txt"),
        Macro(macro_name("table", drawn.name), table_caption(drawn), f"tables/{drawn.name}.tex"),
    ]


def _main(study: Study, drawn: Sequence[Drawn], venue: str, figures: Path) -> str:
    from jinja2 import Environment

    place = VENUES[venue.rpartition("-")[0]]
    source = resources.files("framelens.paper").joinpath("main.tex.j2").read_text(encoding="utf-8")
    environment = Environment(  # noqa: S701 - LaTeX, which `escape` escapes
        block_start_string="<%", block_end_string="%>", variable_start_string="<<", variable_end_string=">>",
        comment_start_string="<#", comment_end_string="#>", trim_blocks=True, keep_trailing_newline=True,
    )  # fmt: skip
    table = next((one for one in drawn if one.measure.figures == "whose-words-sources" and has_rows(one)), None)
    return environment.from_string(source).render(
        title=escape(study.study.title),
        page=place.page,
        gap=place.page - 2 * place.column,
        codebook=codebook_hash(study)[:12],
        results=_results(drawn),
        shown=_chosen(drawn, figures, place.column),
        table=_Shown(table.name, macro_name("table", table.name)) if table else None,
    )


def _chosen(drawn: Sequence[Drawn], figures: Path, column: float) -> list[_Shown]:
    """The figures of the example: voices, the concept with the most mentions, as far as there is room."""
    from pypdf import PdfReader

    labels = [one for one in drawn if one.measure.figures == "word-choice"]
    wanted = [one for one in drawn if one.measure.figures == "whose-words-voices"]
    wanted += sorted(labels, key=lambda one: (-one.table["n"].sum(), one.name))[:1]
    room, chosen = float(_HEIGHT_MM), []
    for one in wanted or drawn[:1]:
        box = PdfReader(figures / f"{one.name}.pdf").pages[0].mediabox
        width, height = (float(points) * 25.4 / 72 for points in (box.width, box.height))
        taken = height if width > column + 1 else height / 2
        if taken <= room:
            caption, alt = (macro_name(kind, one.name) for kind in ("caption", "alt"))
            chosen.append(_Shown(one.name, caption, alt, "*" if width > column + 1 else ""))
            room -= taken
    return chosen


def _results(drawn: Sequence[Drawn]) -> str:
    """Two sentences in macros: the largest and smallest share of the narrator's own words."""
    voices = next((one for one in drawn if one.measure.figures == "whose-words-voices"), None)
    if voices is None:
        return ""
    table = voices.table[~voices.table["outlet"].str.startswith("unknown (")]
    own = table[(table["voice"] == "own") & ~table["sparse"] & (table["n"] > 0)]
    rows = own.sort_values(["estimate", "outlet"]).to_dict("records")
    if not rows or not has_count(voices, rows[0]):
        return ""
    said = [_own_share(voices, row) for row in dict.fromkeys((len(rows) - 1, 0)) for row in [rows[row]]]
    return f"The narrator's own words are {' and '.join(said)} (Figure~1)."


def _own_share(voices: Drawn, row: Mapping[Any, Any]) -> str:
    name = macro_name(voices.name, *(row[key] for key in voices.measure.keys))
    return rf"\{name}{{}} of the words in {escape(row['outlet'])} (\{name}Of)"
