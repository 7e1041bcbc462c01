"""What fits: panels and entries of a legend side by side, labels of rows one below the other."""

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

from framelens.plots.rows import wrapped
from framelens.style import MM, WIDTHS, Width

if TYPE_CHECKING:
    from matplotlib.figure import Figure, SubFigure

LABELS_MM = 45
"""Room that the labels of rows may take."""
_LETTER_MM, _LINE_MM, _HANDLE_MM = 1.45, 3.3, 9


def panel_columns(width: Width, n_panels: int, *, panel_mm: float) -> int:
    """Panels in a row of a figure, beside the labels of its rows."""
    room = WIDTHS.get(width, LABELS_MM) if isinstance(width, str) else width
    return min(n_panels, max(1, int((room - LABELS_MM) / panel_mm)))


def label_below(figure: "Figure", text: str) -> None:
    """The label of all x axes, in as many lines as the width asks for."""
    figure.supxlabel(wrapped(text, int(figure.get_figwidth() / MM / _LETTER_MM)), fontsize=7.5)


def letters_beside(figure: "Figure | SubFigure", labels: Iterable[str]) -> int:
    """Letters that fit into a line beside the labels of rows."""
    longest = max(len(line) for label in labels for line in label.split("\n"))
    return int(figure.bbox.width / figure.dpi / MM / _LETTER_MM) - longest


def row_height(labels: Iterable[str], *, least: float) -> float:
    """Height in mm that each row needs for its label, and not less than ``least``."""
    return max(least, *(_LINE_MM * (label.count("\n") + 1) for label in labels))


def legend_columns(figure: "Figure | SubFigure", labels: Collection[str]) -> int:
    """Entries in a row of a legend, by the longest."""
    room = figure.bbox.width / figure.dpi / MM
    return min(len(labels), max(1, int(room / (_HANDLE_MM + _LETTER_MM * max(map(len, labels))))))
