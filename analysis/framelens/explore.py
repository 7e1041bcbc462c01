"""Exploring a study in JupyterLab: choose, see the figure change, click a mark, read the sentences behind it."""

import functools
import gc
import html
import re
import traceback
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, NamedTuple

import pandas as pd

from framelens.checks import check_rows
from framelens.errors import FramelensError
from framelens.evidence import EVIDENCE
from framelens.figures import output_folder
from framelens.files import write_whole
from framelens.observations import Observations, observe
from framelens.plots.rows import count_of, shortened
from framelens.runs import notebook_dir
from framelens.schema import empty
from framelens.study import Study
from framelens.views.context import as_csv, as_html, in_context, matching
from framelens.views.controls import Controls
from framelens.views.frozen import freeze_view
from framelens.views.parts import Material, View
from framelens.views.points import Points
from framelens.views.screen import take_picture
from framelens.views.show import (
    MEASURES,
    caption_of,
    draw,
    fill_view,
    keep_rows,
    look_behind,
    summarize,
    summarized_view,
)  # fmt: skip

_REMEMBERED = 64
_NAME_WIDTH = 30
_PICK = "Click a mark or pick a row to read the sentences behind it."
_NO_TEXTS = "This study is here without its texts: everything is drawn, and there are no sentences to read."
_STYLE = """<style>
.framelens-figure {max-width: 100%}
.framelens-caption {max-width: 70em; line-height: 1.4}
.framelens-rows select {font-family: monospace}
.framelens-sentences td, .framelens-sentences th {text-align: left; vertical-align: top; padding: 0 .7em .3em 0}
.framelens-sentences {line-height: 1.4}
.framelens-note {font-weight: bold}
.framelens-error {color: #b00020; white-space: pre-wrap}
</style>"""


class _Shown(NamedTuple):
    """What one view shows."""

    frame: pd.DataFrame
    picture: str = ""
    caption: str = ""
    boxes: pd.DataFrame = pd.DataFrame()


class Explorer:
    """The widgets of `explore` and what they show: ``view``, its table ``frame``, the ``sentences`` behind a row."""

    def __init__(self, study: Study, observations: Observations) -> None:
        import ipywidgets as widgets

        self._material = Material(study, observations)
        self._show = functools.lru_cache(_REMEMBERED)(self._drawn)
        self._summarize = functools.lru_cache(_REMEMBERED)(functools.partial(summarize, self._material))
        self.controls = Controls(self._material)
        wide = widgets.Layout(width="100%")
        self.problem = widgets.HTML()
        self.figure, self.caption = widgets.HTML(), widgets.HTML(layout=wide)
        self.points = Points(self.figure, self._pick)
        self.rows = widgets.Select(rows=15, layout=widgets.Layout(width="34em"))
        self.rows.add_class("framelens-rows")
        self.search = widgets.Text(placeholder="only sentences that hold …", continuous_update=False)
        firm = widgets.Layout(flex="0 0 auto")
        self.export = widgets.Button(description="Export as CSV", tooltip="The sentences shown, as a file", layout=firm)
        self.freeze = widgets.Button(description="Freeze", tooltip="This view as parameters for papermill", layout=firm)
        self.table = widgets.HTML(layout=wide)
        self.said = widgets.HTML()
        self.frozen = widgets.Textarea(layout=widgets.Layout(width="100%", height="16em", display="none"))
        self.widget = self._laid_out(widgets)
        self.frame, self.sentences = pd.DataFrame(), empty(EVIDENCE)
        self.view, self._is_offering = View(), False
        self._connect()
        self._callback(self._redraw)(None)
        gc.freeze()  # Looking for garbage in the study and all libraries took as long as a redraw, in one of fifty.

    def _repr_mimebundle_(self, **options: Any) -> Any:
        return self.widget._repr_mimebundle_(**options)

    def _laid_out(self, widgets: Any) -> Any:
        drawn = widgets.VBox([self.points.widget, self.caption], layout=widgets.Layout(flex="1"))
        above = widgets.HBox([self.controls.widget, drawn])
        tools = widgets.HBox([self.search, self.export, self.freeze])
        behind = widgets.VBox([tools, self.said, self.table], layout=widgets.Layout(flex="1"))
        below = widgets.HBox([self.rows, behind])
        return widgets.VBox([widgets.HTML(_STYLE), self.problem, above, below, self.frozen])

    def _connect(self) -> None:
        self.controls.observe(self._callback(self._redraw))
        self.rows.observe(self._callback(self._look_behind), "index")
        self.search.observe(self._callback(self._list), "value")
        self.export.on_click(self._callback(self._export))
        self.freeze.on_click(self._callback(self._freeze))

    def _callback(self, action: Callable[[], None]) -> Callable[[object], None]:
        """A callback whose errors are seen: widgets would swallow them."""

        def call(_: object) -> None:
            with self._seen():
                action()

        return call

    @contextmanager
    def _seen(self) -> Iterator[None]:
        """Say an error of the user's in its sentence, and show any other with its traceback."""
        try:
            self.problem.value = ""
            yield
        except FramelensError as error:
            self.problem.value = f'<p class="framelens-note" role="alert">{html.escape(str(error))}</p>'
        except Exception:
            shown = html.escape(traceback.format_exc())
            self.problem.value = f'<pre class="framelens-error" role="alert">{shown}</pre>'
            raise

    # What the callbacks do -------------------------------------------------------------------------------------------

    def _redraw(self) -> None:
        """Draw the view that the controls choose, and forget the row that was picked in another."""
        shown = _Shown(pd.DataFrame())
        try:
            self.view = fill_view(self._material, self.controls.view)
            shown = self._show(self.view)
        finally:  # A picture of other choices must not stand beside these.
            self.frame, self.figure.value, self.caption.value, boxes = shown
            self.frozen.layout.display = "none"
            self._offer_rows(boxes)

    def _drawn(self, view: View) -> _Shown:
        frame = keep_rows(self._material, self._summarize(summarized_view(view)), view)
        caption = caption_of(self._material, frame, view)
        picture = take_picture(draw(self._material, frame, view), MEASURES[view.measure].marks(frame))
        image = f'<img class="framelens-figure" src="{picture.address}" alt="{html.escape(caption.alt)}">'
        below = f'<p class="framelens-caption">{html.escape(caption.text)}</p>'
        return _Shown(frame, image, below, picture.boxes)

    def _offer_rows(self, boxes: pd.DataFrame) -> None:
        columns = MEASURES[self.controls.view.measure].rows
        self._is_offering = True  # The widget picks the first row by itself.
        rows = self.frame.to_dict("records")
        self.rows.options = [(_row_text(row, columns), place) for place, row in enumerate(rows)]
        self.rows.index = None
        self._is_offering = False
        self.points.show([_row_name(row, columns) for row in rows], boxes)
        self._look_behind()

    def _pick(self, place: int) -> None:
        """Pick the row whose mark was clicked, as if in the list."""
        self.rows.index = place

    def _look_behind(self) -> None:
        if self._is_offering:
            return
        self.said.value, self.sentences = "", empty(EVIDENCE)
        if self.rows.index is None:
            self.table.value = _PICK if self._material.observations.has_texts else _NO_TEXTS
            return
        self.table.value = ""
        found = look_behind(self._material, self.view, self.frame.iloc[self.rows.index])
        self.sentences = in_context(found, self._material.annotations)
        self._list()

    def _list(self) -> None:
        if self.rows.index is not None:
            self.table.value = as_html(matching(self.sentences, self.search.value))

    def _export(self) -> None:
        kept = matching(self.sentences, self.search.value)
        check_rows(kept, why="no sentences are shown; pick a row first")
        picked = _row_name(self.frame.iloc[self.rows.index], MEASURES[self.view.measure].rows)
        parts = (self.view.measure, self.view.topic, picked, self.view.voice, self.search.value)
        name = "-".join(filter(None, (re.sub(r"[^\w-]+", "-", part).strip("-") for part in parts)))
        file = output_folder(self._material.study) / f"sentences-{name}.csv"
        write_whole(file, as_csv(kept[list(EVIDENCE)]))
        self.said.value = html.escape(f"{count_of(len(kept), 'sentence')} in {file}")

    def _freeze(self) -> None:
        self.frozen.value = freeze_view(self._material.study, self.view, notebooks=notebook_dir())
        self.frozen.layout.display = ""


def explore(study: Study, observations: Observations | None = None) -> Explorer:
    """Explore a study in a notebook.

    Choose outlets, voice, zone, measure, minimum count and smoothing, and the figure changes; click a mark in it or
    pick a row of its table to read the sentences behind it, filter them and export them as CSV; *Freeze* prints the
    view as the parameters of the notebook ``frozen-view``, so that what was clicked can be run in batch. From the
    shared form of a study everything is drawn, and there are no sentences.

    Parameters
    ----------
    study
        The study.
    observations
        What is observed in it; `observe` is asked if None.

    Returns
    -------
    Explorer
        The widgets, shown where they are the last value of a cell; ``view`` is what is chosen, ``frame`` the table
        drawn, ``sentences`` those behind the row picked.

    Raises
    ------
    StudyError
        If the study has neither texts nor a shared form.

    Examples
    --------
    >>> explorer = explore(study, observations)
    >>> explorer.controls.voice.value = "all"
    >>> explorer.view.voice, len(explorer.frame)
    ('all', 15)
    """
    return Explorer(study, observations or observe(study))


def _row_name(row: Mapping[str, Any], columns: tuple[str, ...]) -> str:
    return ", ".join("unattributed" if pd.isna(row[name]) else str(row[name]) for name in columns)


def _row_text(row: Mapping[str, Any], columns: tuple[str, ...]) -> str:
    """Name, estimate and k of n, in columns."""
    k = "" if pd.isna(row["k"]) else row["k"]
    return f"{shortened(_row_name(row, columns), _NAME_WIDTH):{_NAME_WIDTH}} {row['estimate']:7.2f} {k:>5}/{row['n']}"
