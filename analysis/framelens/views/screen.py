"""A view's picture for the screen, quickly drawn, and where in it each row's mark stands."""

import base64
import io
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from framelens.style import style_context

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_DPI = 100
_PAD = 0.4
_REMEMBERED = 64
_ROOM: dict[tuple[object, ...], dict[str, float]] = {}
"""The room round the axes by the words that stand there."""


class Picture(NamedTuple):
    """A PNG as an address that holds it, and ``boxes``: the marks' left, top, width and height in % of the picture."""

    address: str
    boxes: pd.DataFrame


def take_picture(axes: "Axes", marks: pd.DataFrame) -> Picture:
    """Draw axes as `explore` shows them; ``marks`` are what a `Measure` says of the rows'.

    What is seen for a moment needs neither the hinting nor the second pass of the layout that a figure for a paper
    gets; and where the words round the axes are those of an earlier picture, so is the room that they were given.

    Examples
    --------
    >>> from framelens.views.parts import mark_boxes
    >>> ax = plot_voices(voice_shares(annotations.tokens))
    >>> picture = take_picture(ax, mark_boxes([0, 1]))
    >>> picture.address[:22], picture.boxes["left"].tolist()
    ('data:image/png;base64,', [0.0, 0.0])
    """
    from matplotlib import rc_context
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    figure = axes.get_figure(root=True)
    assert figure is not None
    buffer = io.BytesIO()
    with style_context(), rc_context({"text.hinting": "none"}):
        figure.set_dpi(_DPI)
        axes.yaxis.set_label_coords(0, 0.5)  # Rows have no label, for whose place every tick would be measured.
        canvas = FigureCanvasAgg(figure)
        _lay_out(axes, figure)
        canvas.print_png(buffer, pil_kwargs={"compress_level": 1})
    address = f"data:image/png;base64,{base64.b64encode(buffer.getvalue()).decode()}"
    return Picture(address, _boxes(axes, marks))


def _lay_out(axes: "Axes", figure: "Figure") -> None:
    """Give the words round the axes their room, which takes half as long as drawing them."""
    figure.set_layout_engine("tight", pad=_PAD, rect=None)  # Any `rect` would lay it out twice.
    legend = axes.get_legend()
    said = [*axes.yaxis.get_ticklabels(), *(legend.get_texts() if legend else [])]
    longest = max((len(text.get_text()) for text in axes.texts), default=0)  # Some stand beside the axes.
    words = (*figure.get_size_inches(), axes.get_xlabel(), longest, *(text.get_text() for text in said))
    if words not in _ROOM:
        figure.get_layout_engine().execute(figure)  # type: ignore[union-attr]
        room = figure.subplotpars
        _ROOM[words] = {side: getattr(room, side) for side in ("left", "right", "bottom", "top")}
        while len(_ROOM) > _REMEMBERED:
            del _ROOM[next(iter(_ROOM))]
    figure.set_layout_engine("none")
    figure.subplots_adjust(**_ROOM[words])


def _boxes(axes: "Axes", marks: pd.DataFrame) -> pd.DataFrame:
    figure = axes.get_figure(root=True)
    assert figure is not None
    at = {}
    for name, ends in marks.items():
        points = np.zeros((len(marks), 2))
        axis = 0 if str(name).startswith("x") else 1
        points[:, axis] = ends
        at[name] = 100 * axes.transData.transform(points)[:, axis] / figure.bbox.size[axis]
    left, right = np.nan_to_num(at["x0"], nan=0.0), np.nan_to_num(at["x1"], nan=100.0)
    top, bottom = 100 - at["y0"], 100 - at["y1"]
    sides = {"left": left, "top": top, "width": right - left, "height": bottom - top}
    return pd.DataFrame(sides, index=marks.index)
