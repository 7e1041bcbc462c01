from itertools import combinations

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib.colors import to_rgb

from framelens import ArgumentError
from framelens.plots.voices import _LOOKS
from framelens.style import VENUES, WIDTHS, marks, new_figure, style_context, venue_of


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
    assert WIDTHS["sage-column"] == WIDTHS["taylor-francis-column"] == 85
    assert WIDTHS["sage-page"] == WIDTHS["taylor-francis-page"] == 175


def test_an_unknown_width_is_named_with_what_is_allowed():
    with pytest.raises(ArgumentError) as error:
        new_figure("acl")
    assert str(error.value) == (
        "`width` must be 'acl-column', 'acl-page', 'nature-column', 'nature-page', 'sage-column', 'sage-page',"
        " 'taylor-francis-column', 'taylor-francis-page', 'slide' or a number of mm; got 'acl'."
    )


def test_every_name_has_a_colour_and_a_shape_of_its_own_whatever_the_order():
    names = list("gfedcba")
    given = marks(names)
    assert given == marks(reversed(names))
    assert len(set(given.values())) == 7


def test_a_figure_knows_the_venue_that_it_was_made_for():
    assert venue_of(new_figure("sage-page")) == VENUES["sage"]
    assert VENUES["taylor-francis"].formats == ("tiff", "eps")
    assert [venue_of(new_figure(width)) for width in ("slide", 85)] == [None, None]


# Machado, Oliveira & Fernandes 2009, IEEE TVCG 15(6), table 1: severity 1.0, on linear RGB.
BLIND = {
    "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deuteranopia": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
}
# IEC 61966-2-1, for D65.
TO_XYZ = ((0.4124, 0.3576, 0.1805), (0.2126, 0.7152, 0.0722), (0.0193, 0.1192, 0.9505))


def linear(colors: list[str]) -> np.ndarray:
    rgb = np.array([to_rgb(color) for color in colors])
    return np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)


def cielab(rgb: np.ndarray) -> np.ndarray:
    ratio = np.clip(rgb, 0, 1) @ np.transpose(TO_XYZ) / np.sum(TO_XYZ, axis=1)
    x, y, z = np.where(ratio > (6 / 29) ** 3, np.cbrt(ratio), ratio * (29 / 6) ** 2 / 3 + 4 / 29).T
    return np.column_stack([116 * y - 16, 500 * (x - y), 200 * (y - z)])


COLORS = [color for color, _ in marks("abcdefg").values()]


def test_lightness_is_as_published():
    # Lindbloom's calculator: L* of sRGB mid grey (0.5) is 53.39, of white 100, of black 0.
    assert cielab(linear(["0.5", "white", "black"]))[:, 0] == pytest.approx([53.39, 100, 0], abs=0.01)


@pytest.mark.parametrize("blindness", [None, *BLIND])
def test_any_two_colours_are_told_apart_by_the_colour_blind(blindness):
    # A difference of 2.3 is just noticeable; 15 is another colour. colorspacious 1.1.2 gives 17.9 and 20.7 at least.
    seen = cielab(linear(COLORS) @ (np.transpose(BLIND[blindness]) if blindness else np.eye(3)))
    assert min(np.linalg.norm(one - other) for one, other in combinations(seen, 2)) > 15


def test_in_grey_lightness_or_the_shape_tells_names_apart():
    lightness = cielab(linear(COLORS))[:, 0]
    assert np.abs(np.diff(lightness[:4])).min() > 8  # Neighbours among the first four, on bars without shapes.
    assert len({shape for _, shape in marks("abcdefg").values()}) == 7


def test_in_grey_voices_are_told_apart_without_their_pattern():
    lightness = cielab(linear([look.color for look in _LOOKS.values()]))[:, 0]
    assert np.abs(np.diff(np.sort(lightness))).min() > 15
