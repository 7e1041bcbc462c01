"""How figures look: one style applied in a context, widths of venues, and a colour and shape for each name."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from importlib import resources
from typing import TYPE_CHECKING, Literal, NamedTuple

from framelens.checks import listed
from framelens.errors import ArgumentError

if TYPE_CHECKING:
    from matplotlib.figure import Figure

MM = 1 / 25.4


class Venue(NamedTuple):
    """What a venue asks of a figure: widths in mm, text in pt, formats beside PDF; plain: no grid and no pattern."""

    column: float
    page: float
    smallest_text: float = 7
    largest_text: float | None = None
    formats: tuple[Literal["tiff", "eps"], ...] = ()
    plain: bool = False


# ACL and Nature state these. Taylor & Francis and Sage state formats and no width: 85 and 175 mm fit their journals.
VENUES = {
    "acl": Venue(77, 160),
    "nature": Venue(89, 183, smallest_text=5, largest_text=7, plain=True),
    "sage": Venue(85, 175, formats=("eps",)),
    "taylor-francis": Venue(85, 175, formats=("tiff", "eps")),
}
WIDTHS = {f"{name}-{part}": getattr(venue, part) for name, venue in VENUES.items() for part in ("column", "page")}
WIDTHS |= {"slide": 240}
"""Widths in mm of the places that figures go to."""

Width = (
    Literal[
        "acl-column", "acl-page", "nature-column", "nature-page", "sage-column", "sage-page", "taylor-francis-column",
        "taylor-francis-page", "slide",
    ]
    | float
)  # fmt: skip

INK, MUTED, FAINT = "#222222", "#767676", "#d9d9d9"
# Okabe & Ito's colours, which colour-blind readers tell apart, in an order of alternating lightness; the shapes go
# with them, so that nothing rests on colour alone.
_COLORS = ("#0072b2", "#d55e00", "#56b4e9", "#222222", "#009e73", "#cc79a7", "#e69f00")
_SHAPES = ("o", "s", "D", "^", "v", "P", "X")


@contextmanager
def style_context() -> Iterator[None]:
    """The style for the time of a block; matplotlib's settings are as before after it."""
    from matplotlib import style

    with resources.as_file(resources.files(__name__) / "framelens.mplstyle") as file, style.context(str(file)):
        yield


def new_figure(width: Width = "acl-page", height: float = 60) -> "Figure":
    """An empty figure of its final size; ``width`` is a venue's or in mm, ``height`` in mm."""
    from matplotlib.figure import Figure

    if isinstance(width, str) and width not in WIDTHS:
        raise ArgumentError(f"`width` must be {listed(WIDTHS)} or a number of mm; got '{width}'.")
    mm = WIDTHS[width] if isinstance(width, str) else width
    figure = Figure(figsize=(mm * MM, height * MM))
    figure.set_label(str(width))
    return figure


def venue_of(figure: "Figure") -> Venue | None:
    """The venue that a figure was made for by `new_figure`; None where only a width was given."""
    return VENUES.get(str(figure.get_label()).rpartition("-")[0])


def marks(names: Iterable[str]) -> dict[str, tuple[str, str]]:
    """Colour and shape of each name, given by its place among the sorted names: the same in every figure of a study."""
    ordered = sorted(set(names))
    return {name: (_COLORS[i % len(_COLORS)], _SHAPES[i % len(_SHAPES)]) for i, name in enumerate(ordered)}
