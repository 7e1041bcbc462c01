"""The controls of `explore`: what can be chosen in a view, as widgets."""

from collections.abc import Callable
from typing import Any

from framelens.views.parts import Material, Measure, View
from framelens.views.show import MEASURES

_PRIORS = (1, 5, 10, 50, 100, 200, 500, 1000, 2000, 5000, 10000)
_MOST_COUNTED = 30


class Controls:
    """Widgets that choose a `View`; those that the measure does not ask for are disabled."""

    def __init__(self, material: Material) -> None:
        import ipywidgets as widgets

        self._material = material
        self._is_changing = False
        start, outlets = View(), material.outlets
        layout = {"layout": widgets.Layout(width="26em"), "style": {"description_width": "8em"}}
        self.measure = widgets.Dropdown(options=list(MEASURES), description="Measure", **layout)
        self.topic = widgets.Dropdown(**layout)
        self.outlets = widgets.SelectMultiple(
            options=outlets, value=outlets, rows=min(len(outlets), 8), description="Outlets", **layout
        )
        self.voice = widgets.Dropdown(description="Voice", **layout)
        self.zone = widgets.Dropdown(description="Zone", **layout)
        self.min_count = widgets.IntSlider(
            start.min_count, 1, _MOST_COUNTED, description="Minimum count", continuous_update=False, **layout
        )
        self.prior_weight = widgets.SelectionSlider(
            options=_PRIORS, value=start.prior_weight, description="Smoothing", continuous_update=False, **layout
        )
        self.prior_weight.tooltip = "Pseudo-words of the prior: more pulls rare terms toward no difference"
        self._all = (
            self.measure, self.topic, self.outlets, self.voice, self.zone, self.min_count, self.prior_weight
        )  # fmt: skip
        self.widget = widgets.VBox(self._all)
        self._offer()

    @property
    def view(self) -> View:
        """What is chosen."""
        return View(
            measure=self.measure.value,
            topic=self.topic.value or "",
            outlets=tuple(self.outlets.value),
            voice=self.voice.value,
            zone=self.zone.value,
            min_count=self.min_count.value,
            prior_weight=float(self.prior_weight.value),
        )

    def observe(self, redraw: Callable[[object], None]) -> None:
        """Call ``redraw`` once after every change, whatever else it changed."""

        def changed(change: Any) -> None:
            if self._is_changing:
                return
            if change["owner"] is self.measure:
                self._offer()
            redraw(change)

        for control in self._all:
            control.observe(changed, "value")

    def _offer(self) -> None:
        """Offer what the measure has; a voice and a zone that it has too stay chosen."""
        measure: Measure = MEASURES[self.measure.value]
        self._is_changing = True
        try:
            topics = [(called, key) for key, called in measure.topics(self._material).items()]
            self.topic.index = None  # The page shows the first of the new options only if the choice changes.
            self.topic.description, self.topic.options = measure.topic_is or "Of", topics
            self.topic.disabled = len(topics) < 2
            for control, offered in ((self.voice, measure.voices), (self.zone, measure.zones)):
                kept, control.index = control.value, None
                control.options = offered
                control.value = kept if kept in offered else offered[0]
                control.disabled = len(offered) < 2
            self.prior_weight.disabled = not measure.is_smoothed
        finally:
            self._is_changing = False
