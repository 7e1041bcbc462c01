"""What can be clicked in a picture: a button, seen only under the pointer, over the mark of each row."""

from collections.abc import Callable, Sequence
from typing import Any

import pandas as pd

_STYLE = """<style>
.framelens-canvas {position: relative; align-self: flex-start; overflow: hidden}
.framelens-canvas > * {margin: 0}
.framelens-canvas img {display: block}
.framelens-points {position: absolute; inset: 0; width: auto; overflow: visible}
.framelens-points .jupyter-button.jupyter-button {
  position: absolute; display: none; margin: 0; padding: 0; min-width: 0; width: auto; background: none;
  box-shadow: none
}
.framelens-points .jupyter-button.jupyter-button:hover {outline: 2px solid #0072b2; border-radius: 3px}
</style>"""


class Points:
    """A picture's widget under buttons, one for each row of its table; ``pick`` is called with the row clicked.

    ipywidgets has no click on an image, but it has buttons, and CSS puts them over the marks. A button that was made
    once serves every later picture, because a new widget takes longer than all that it would be changed in.
    """

    def __init__(self, picture: object, pick: Callable[[int], None]) -> None:
        import ipywidgets as widgets

        self._widgets, self._pick = widgets, pick
        self._style, self._layout = widgets.ButtonStyle(), widgets.Layout()
        self._pool: list[widgets.Button] = []
        self._rules, self._points = widgets.HTML(), widgets.Box()
        # Another explorer in the same page must not take these rules for its own.
        self._name = f"framelens-{self._points.model_id}"
        self._points.add_class("framelens-points").add_class(self._name)
        self.widget = widgets.Box([widgets.HTML(_STYLE), picture, self._rules, self._points])
        self.widget.add_class("framelens-canvas")

    @property
    def buttons(self) -> tuple[object, ...]:
        """The buttons of the picture shown, in the order of its rows."""
        return tuple(self._points.children)

    def show(self, names: Sequence[str], boxes: pd.DataFrame) -> None:
        """Put a button with each name over its box (left, top, width and height in %); a null box has none."""
        for place in range(len(self._pool), len(names)):
            # By keyboard the list of rows is shorter to go through.
            button = self._widgets.Button(style=self._style, layout=self._layout, tabbable=False)
            button.on_click(lambda _, place=place: self._pick(place))
            self._pool.append(button)
        self._points.children = self._pool[: len(names)]
        for button, name in zip(self._pool, names, strict=False):
            button.tooltip = name
        rules = map(self._rule, range(1, len(names) + 1), boxes.itertuples())
        self._rules.value = f"<style>{''.join(rules)}</style>"

    def _rule(self, number: int, box: Any) -> str:
        if pd.isna(box.top):
            return ""
        sides = "; ".join(f"{side}: {getattr(box, side):.2f}%" for side in ("left", "top", "width", "height"))
        # The smaller one lies above, as a mean does on its bars.
        level = 100 - int(box.width)
        selector = f".{self._name} .jupyter-button.jupyter-button:nth-child({number})"
        return f"{selector} {{display: block; {sides}; z-index: {level}}}"
