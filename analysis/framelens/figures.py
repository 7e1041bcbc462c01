"""Saving figures: picture, data, caption, alternative text and provenance, side by side, the same bytes every time."""

import io
import json
import re
from collections.abc import Callable, Collection, Mapping
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import pandas as pd

from framelens.captions.parts import Caption
from framelens.checks import check_one_of, check_rows, tame_formulas
from framelens.errors import ArgumentError
from framelens.files import make_folder, write_whole
from framelens.observations import Observations, codebook_hash
from framelens.study import Study
from framelens.style import style_context, venue_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

Format = Literal["pdf", "svg", "png", "tiff", "eps"]
_DRAWN_BY = ("framelens", "matplotlib")
_LONGEST_NAME = 60
_TIFF_DPI = 600
"""Dots an inch that Taylor & Francis and OUP ask of lines with text, 300 being enough on a screen."""


def save_figure(
    figure: "Figure | Axes",
    path: str | Path,
    *,
    data: pd.DataFrame,
    caption: Caption | str,
    formats: Collection[Format] = ("pdf", "svg", "png"),
    provenance: Mapping[str, Any] | None = None,
) -> Path:
    """Write a figure with everything that a paper needs of it.

    Beside the pictures stand ``.csv`` (the table drawn, numbers with 10 significant digits, texts that a spreadsheet
    would take for a formula after an apostrophe), ``.caption.txt``,
    ``.alt.txt`` and ``.json`` (parameters, hashes of the inputs, versions of what draws).

    Parameters
    ----------
    figure
        The figure, or its axes.
    path
        Folder and name, without an ending.
    data
        The table that the figure draws.
    caption
        A `Caption`, or its text.
    formats
        Endings of the pictures: ``pdf``, ``svg``, ``png``, ``tiff`` (600 dots an inch, LZW), ``eps``. What the venue
        asks for that the figure was made for (``width="sage-page"``: EPS) is written as well.
    provenance
        What `provenance` gives.

    Returns
    -------
    Path
        The path without an ending.

    Raises
    ------
    ArgumentError
        If a format is unknown.
    InputError
        If the folder cannot be written to.

    Examples
    --------
    >>> frame = voice_shares(observations.annotations.tokens)
    >>> save_figure(plot_voices(frame), "out/voices", data=frame, caption=caption_voices(frame)).name
    'voices'
    """
    for name in formats:
        check_one_of("formats", name, ("pdf", "svg", "png", "tiff", "eps"))
    path = Path(path)
    make_folder(path.parent)
    drawn = _figure_of(figure)
    text, alt = caption if isinstance(caption, Caption) else (caption, caption)
    with style_context():
        _suit_venue(drawn)
        _lay_out(drawn)
        for name in _with_venue(formats, drawn):
            write_whole(path.with_name(f"{path.name}.{name}"), _render(drawn, name))
    drawn_table = tame_formulas(data.drop(columns="offsets", errors="ignore"))
    table = drawn_table.to_csv(index=False, float_format="%.10g", lineterminator="\n")
    record = {
        "figure": path.name,
        "versions": {name: metadata.version(name) for name in _DRAWN_BY},
        **(provenance or {}),
    }
    write_whole(path.with_name(f"{path.name}.csv"), table)
    write_whole(path.with_name(f"{path.name}.caption.txt"), text + "\n")
    write_whole(path.with_name(f"{path.name}.alt.txt"), alt + "\n")
    write_whole(path.with_name(f"{path.name}.json"), json.dumps(record, indent=2, sort_keys=True) + "\n")
    return path


def save_each(
    frame: pd.DataFrame,
    path: str | Path,
    *,
    by: str,
    plot: "Callable[[pd.DataFrame], Figure]",
    caption: Callable[[pd.DataFrame, str], Caption],
    provenance: Mapping[str, Any] | None = None,
) -> list[Path]:
    """Save a figure for each value of a column, as ``PATH-VALUE``.

    Examples
    --------
    >>> shares = label_shares(observations.labels)
    >>> paths = save_each(shares, "out/word-choice", by="concept", plot=plot_label_shares_grid,
    ...     caption=lambda rows, concept: caption_label_shares(rows, title=concept, voice="own"))
    >>> paths[0].name
    'word-choice-the-act'
    """
    check_rows(frame, why=f"the table has no {by}; `framelens check` lists patterns that never match")
    path = Path(path)
    saved: list[Path] = []
    for value, rows in frame.groupby(by, sort=True):
        name = re.sub(r"[^\w-]+", "-", str(value))[:_LONGEST_NAME]
        target = path.with_name(f"{path.name}-{name}")
        if target in saved:  # Two names that differ in what no file's name can hold.
            target = path.with_name(f"{target.name}-{len(saved) + 1}")
        saved.append(
            save_figure(plot(rows), target, data=rows, caption=caption(rows, str(value)), provenance=provenance)
        )
    return saved


def show_figures(*paths: Path) -> None:
    """Show saved figures in a notebook, as they were saved.

    Examples
    --------
    >>> show_figures()
    """
    from IPython.display import Image, display

    for path in paths:
        display(Image(f"{path}.png", width=800, alt=path.with_name(f"{path.name}.alt.txt").read_text(encoding="utf-8")))


def provenance(study: Study, observations: Observations, **parameters: Any) -> dict[str, Any]:
    """What a figure was made from, the same in every run: the study, the articles' hashes, the parameters.

    Examples
    --------
    >>> sorted(provenance(study, observations, voice="own"))
    ['articles', 'codebook_sha256', 'parameters', 'study']
    """
    articles = observations.annotations.articles
    return {
        "study": study.name,
        "codebook_sha256": codebook_hash(study),
        "articles": dict(zip(articles["article_id"], articles["sha256"], strict=True)),
        "parameters": parameters,
    }


def output_folder(study: Study, out: str | Path = "") -> Path:
    """Where figures go: ``out``, or ``out/`` beside the study file if that is empty.

    Examples
    --------
    >>> output_folder(read_study("port-callen")).name
    'out'
    """
    return make_folder(Path(out) if out else study.folder / "out")


def _figure_of(drawn: "Figure | Axes") -> "Figure":
    figure = drawn.get_figure(root=True)
    if figure is None:
        raise ArgumentError("these axes belong to no figure any more; draw them again.")
    return figure


def _with_venue(formats: Collection[Format], figure: "Figure") -> list[Format]:
    venue = venue_of(figure)
    return list(dict.fromkeys([*formats, *(venue.formats if venue else ())]))


def _suit_venue(figure: "Figure") -> None:
    """Text no larger than the venue takes, and neither grid nor pattern where it takes none."""
    from matplotlib.patches import Patch
    from matplotlib.text import Text

    venue = venue_of(figure)
    if venue and venue.largest_text:
        for text in figure.findobj(Text):
            text.set_fontsize(min(text.get_fontsize(), venue.largest_text))
    if venue and venue.plain:
        for patch in figure.findobj(Patch):
            patch.set_hatch("")
        for ax in figure.axes:
            ax.grid(visible=False)


def _lay_out(figure: "Figure") -> None:
    """Find the layout once, and not once a format."""
    engine = figure.get_layout_engine()
    if engine is not None:
        engine.execute(figure)
        engine.execute(figure)  # Axes that became narrower may have chosen other ticks.
        figure.set_layout_engine("none")


def _render(figure: "Figure", name: str) -> bytes:
    """The picture in one format, by the canvas itself: `Figure.savefig` draws everything twice."""
    from matplotlib import rcParams
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.backends.backend_pdf import FigureCanvasPdf
    from matplotlib.backends.backend_ps import FigureCanvasPS
    from matplotlib.backends.backend_svg import FigureCanvasSVG

    buffer = io.BytesIO()
    figure.set_dpi(rcParams["savefig.dpi"])
    match name:
        case "pdf":
            FigureCanvasPdf(figure).print_pdf(buffer, metadata={"CreationDate": None})
            # What has no outline is said to have one of no opacity, and never stroked: preflight reads transparency.
            return buffer.getvalue().replace(b"/ExtGState /CA 0 ", b"/ExtGState /CA 1 ")
        case "svg":
            FigureCanvasSVG(figure).print_svg(buffer, metadata={"Date": None})
        case "eps":
            FigureCanvasPS(figure).print_eps(buffer)
            return re.sub(rb"%%CreationDate:.*\n", b"", buffer.getvalue())
        case "tiff":
            return _tiff(figure)
        case _:
            FigureCanvasAgg(figure).print_png(buffer)
    return buffer.getvalue()


def _tiff(figure: "Figure") -> bytes:
    """LZW-packed and without an alpha channel, which print does not take."""
    import numpy as np
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from PIL import Image

    buffer = io.BytesIO()
    figure.set_dpi(_TIFF_DPI)
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    pixels = np.asarray(canvas.buffer_rgba())[..., :3]
    Image.fromarray(pixels).save(buffer, "TIFF", compression="tiff_lzw", dpi=(_TIFF_DPI, _TIFF_DPI))
    return buffer.getvalue()
