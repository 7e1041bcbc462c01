"""A view as the parameters of a notebook: what was clicked, to be run in batch."""

import json
import shlex
from dataclasses import fields
from pathlib import Path

from framelens.errors import StudyError
from framelens.study import Study, find_study
from framelens.views.parts import View

NOTEBOOK = "frozen-view.ipynb"


def view_parameters(study: Study, view: View) -> dict[str, object]:
    """The parameters with which the notebook ``frozen-view`` draws a view.

    Examples
    --------
    >>> view_parameters(study, View(topic="Slackwater"))["study"]
    'port-callen'
    """
    chosen = {field.name: getattr(view, field.name) for field in fields(view)}
    return {"study": _called(study), "out": "", **chosen, "outlets": list(view.outlets), "width": "acl-page"}


def freeze_view(study: Study, view: View, *, notebooks: Path) -> str:
    """A view as a parameters cell, under the command that runs it: both do the same.

    Examples
    --------
    >>> from pathlib import Path
    >>> print(freeze_view(study, View(topic="Slackwater"), notebooks=Path("notebooks")).splitlines()[2])
    study: str = "port-callen"
    """
    parameters = view_parameters(study, view)
    # JSON is YAML, which papermill reads; in one pair of quotation marks it passes through a shell whole.
    values = shlex.quote(json.dumps(parameters, ensure_ascii=False))
    command = f"papermill {shlex.quote(str(notebooks / NOTEBOOK))} {NOTEBOOK} -y {values}"
    lines = [
        f"{name}: {type(value).__name__} = {json.dumps(value, ensure_ascii=False)}"
        for name, value in parameters.items()
    ]
    return "\n".join([f"# The parameters cell of {NOTEBOOK}. In batch:", f"# {command}", *lines])


def _called(study: Study) -> str:
    """The study's name where that finds it, else its file."""
    try:
        return study.name if find_study(study.name) == study.path else str(study.path)
    except StudyError:
        return str(study.path)
