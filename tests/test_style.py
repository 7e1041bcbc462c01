import matplotlib as mpl
import pytest
from matplotlib.colors import to_rgb

from framelens import ArgumentError
from framelens.style import WIDTHS, marks, new_figure, style_context


def test_the_style_holds_in_its_block_and_not_after_it():
    before = dict(mpl.rcParams)
    with style_context():
        assert mpl.rcParams["pdf.fonttype"] == mpl.rcParams["ps.fonttype"] == 42
        assert mpl.rcParams["svg.hashsalt"] == "framelens"
        assert mpl.rcParams["savefig.dpi"] == 300
    assert dict(mpl.rcParams) == before


def test_the_style_leaves_the_settings_when_its_block_fails():
    before = dict(mpl.rcParams)
    with pytest.raises(RuntimeError), style_context():
        raise RuntimeError
    assert dict(mpl.rcParams) == before


@pytest.mark.parametrize(("width", "mm"), [*WIDTHS.items(), (100, 100)])
def test_a_figure_has_its_final_size(width, mm):
    assert new_figure(width, 50).get_size_inches() * 25.4 == pytest.approx([mm, 50])


def test_the_widths_are_the_venues():
    assert WIDTHS["acl-column"] == 77
    assert WIDTHS["acl-page"] == 160
    assert WIDTHS["nature-column"] == 89
    assert WIDTHS["nature-page"] == 183


def test_an_unknown_width_is_named_with_what_is_allowed():
    with pytest.raises(ArgumentError) as error:
        new_figure("acl")
    assert str(error.value) == (
        "`width` must be 'acl-column', 'acl-page', 'nature-column', 'nature-page', 'slide' or a number of mm;"
        " got 'acl'."
    )


def test_every_name_has_a_colour_and_a_shape_of_its_own_whatever_the_order():
    names = list("gfedcba")
    given = marks(names)
    assert given == marks(reversed(names))
    assert len(set(given.values())) == 7


def test_neighbouring_colours_differ_in_lightness():
    def lightness(color: str) -> float:
        red, green, blue = to_rgb(color)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    shades = [lightness(color) for color, _ in marks("abcdefg").values()]
    assert min(abs(one - other) for one, other in zip(shades, shades[1:], strict=False)) > 0.05
