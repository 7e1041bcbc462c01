import re

import matplotlib as mpl
import pandas as pd
import pytest
from matplotlib.backends.backend_pdf import FigureCanvasPdf
from matplotlib.backends.backend_ps import FigureCanvasPS
from matplotlib.figure import Figure
from PIL import Image

import framelens as fl
from framelens.style import WIDTHS, new_figure, style_context

FORMATS = ("pdf", "png", "tiff", "eps")


def save(path, width, formats=FORMATS):
    """A figure with text, a grid, a pattern and something without an outline, saved as ours are."""
    with style_context():
        figure = new_figure(width)
        ax = figure.add_subplot()
        ax.grid(visible=True)
        ax.bar([0, 1], [1, 2], hatch="//", edgecolor="none")
        ax.set_xlabel("Share", fontsize=8)
    return fl.save_figure(figure, path, data=pd.DataFrame(), caption="", formats=formats)


@pytest.mark.parametrize("width", [name for name in WIDTHS if name.endswith("-page")] + ["slide", 120])
def test_a_figure_made_for_a_venue_is_one_that_the_venue_takes(tmp_path, width):
    saved = save(tmp_path / "bars", width)
    assert [fl.check_figure(f"{saved}.{ending}", width=width) for ending in FORMATS] == [[]] * 4


@pytest.mark.parametrize("ending", FORMATS)
def test_another_width_is_named_in_every_format(tmp_path, ending):
    saved = save(tmp_path / "bars", "acl-page", (ending,))
    (problem,) = fl.check_figure(f"{saved}.{ending}", width="sage-page")
    # 160 mm are not a whole number of dots: a bitmap may be half a dot of a 300th of an inch off.
    assert re.fullmatch(rf"bars\.{ending} is (160\.0|159\.9) mm wide and not 175 mm", problem)


def test_a_width_may_be_off_by_a_tenth_of_a_millimetre(tmp_path):
    save(tmp_path / "bars", "acl-page", ("pdf",))
    assert [len(fl.check_figure(tmp_path / "bars.pdf", width=width)) for width in (160.09, 159.91, 160.12)] == [0, 0, 1]


def drawn(path, draw, **settings):
    """A figure 160 mm wide, written by matplotlib itself."""
    with style_context(), mpl.rc_context(settings):
        figure = Figure(figsize=(160 / 25.4, 2))
        draw(figure)
        canvas = FigureCanvasPS(figure).print_eps if path.suffix == ".eps" else FigureCanvasPdf(figure).print_pdf
        canvas(str(path))
    return fl.check_figure(path, width="acl-page")


def test_a_font_of_type_3_is_named(tmp_path):
    found = drawn(tmp_path / "a.pdf", lambda figure: figure.text(0.5, 0.5, "words"), **{"pdf.fonttype": 3})
    assert found == ["a.pdf has the font /F1 of type Type3, not TrueType"]
    found = drawn(tmp_path / "a.eps", lambda figure: figure.text(0.5, 0.5, "words"), **{"ps.fonttype": 3})
    assert found == ["a.eps has a font that is not TrueType"]


def test_a_font_that_is_not_embedded_is_named(tmp_path):
    found = drawn(tmp_path / "a.pdf", lambda figure: figure.text(0.5, 0.5, "words"), **{"pdf.use14corefonts": True})
    assert found == ["a.pdf has the font /F1 of type Type1, not TrueType"]


def test_something_transparent_is_named(tmp_path):
    assert drawn(tmp_path / "a.pdf", lambda figure: figure.add_subplot().axvspan(0, 1, alpha=0.5)) == [
        "a.pdf has something transparent"
    ]
    Image.new("RGBA", (1890, 10), (0, 0, 0, 128)).save(tmp_path / "b.png", dpi=(300, 300))
    assert fl.check_figure(tmp_path / "b.png", width="acl-page") == ["b.png has something transparent"]


def test_text_outside_the_venue_s_sizes_is_named(tmp_path):
    assert drawn(tmp_path / "a.pdf", lambda figure: figure.text(0.5, 0.5, "words", fontsize=6)) == [
        "a.pdf has text of 6 pt, below 7 pt"
    ]
    assert fl.check_figure(tmp_path / "a.pdf", width="nature-page")[1:] == []
    drawn(tmp_path / "b.pdf", lambda figure: figure.text(0.5, 0.5, "words", fontsize=9))
    assert fl.check_figure(tmp_path / "b.pdf", width="nature-page")[1:] == ["b.pdf has text of 9 pt, above 7 pt"]


def test_a_pattern_is_named_where_the_venue_takes_none(tmp_path):
    def draw(figure):
        figure.add_subplot().bar([0], [1], hatch="//", edgecolor="black")

    complaint = "a.pdf has a fill pattern, which this venue does not take"
    assert complaint not in drawn(tmp_path / "a.pdf", draw)
    assert complaint in fl.check_figure(tmp_path / "a.pdf", width="nature-page")


def test_a_label_that_did_not_fit_is_named(tmp_path):
    assert drawn(tmp_path / "a.pdf", lambda figure: figure.text(-0.02, 0.5, "words")) == [
        "a.pdf has text that is cut off at its edge"
    ]


def test_dots_an_inch_and_packing_are_named(tmp_path):
    # 160 mm at 150 dots an inch are 945 dots.
    Image.new("RGB", (945, 10)).save(tmp_path / "a.png", dpi=(150, 150))
    Image.new("RGB", (945, 10)).save(tmp_path / "a.tiff", dpi=(150, 150))
    assert fl.check_figure(tmp_path / "a.png", width=160) == ["a.png has 150 dots an inch, below 300"]
    assert fl.check_figure(tmp_path / "a.tiff", width=160) == [
        "a.tiff has 150 dots an inch, below 600", "a.tiff is not packed by LZW"
    ]  # fmt: skip


def test_what_cannot_be_checked_is_an_error(tmp_path):
    with pytest.raises(fl.ArgumentError) as wrong:
        fl.check_figure("a.svg", width="acl-page")
    assert str(wrong.value) == "'a.svg' is no picture that can be checked; give a .pdf, .eps, .png or .tiff."
    for ending in FORMATS:
        (tmp_path / f"a.{ending}").write_text("no picture")
        with pytest.raises(fl.InputError, match="cannot be read as a picture"):
            fl.check_figure(tmp_path / f"a.{ending}", width="acl-page")
    with pytest.raises(fl.InputError, match="cannot be read as a picture"):
        fl.check_figure(tmp_path / "none.pdf", width="acl-page")
