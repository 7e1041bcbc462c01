"""What is wrong in a study file, as one sentence: the place in the file, what stands there, what to write."""

from typing import Any

from pydantic import BaseModel, ValidationError

from framelens.checks import did_you_mean, listed


def first_fault(error: ValidationError, model: type[BaseModel]) -> str:
    """The first thing that pydantic found wrong; a misspelt key goes before what follows from it."""
    problems = error.errors()
    problem = next((one for one in problems if one["type"] == "extra_forbidden"), problems[0])
    place = ".".join(str(part) for part in problem["loc"]) or "the study"
    match problem["type"]:
        case "extra_forbidden":
            allowed = _allowed_keys(problem["loc"], model)
            key = str(problem["loc"][-1])
            return f"unknown key `{place}`; allowed here: {listed(allowed)}.{did_you_mean(key, allowed)}"
        case "missing":
            return f"`{place}` is missing; write it."
        case "too_short":
            return f"`{place}` is empty; give at least one."
        case "tuple_type":
            return f'`{place}` must be a list; write ["{problem["input"]}"].'
        case _:
            message = problem["msg"].removeprefix("Value error, ")
            end = "" if message.endswith(("?", ".")) else "."
            return f"`{place}`: {message[0].lower()}{message[1:]}{end}"


def _allowed_keys(place: tuple[int | str, ...], model: Any) -> list[str]:
    """The keys that the section at ``place`` may have, found by walking the models."""
    for part in place[:-1]:
        if _is_section(model):
            model = model.model_fields[str(part)].annotation
        else:  # A key of a table or the number in a list.
            model = next((arg for arg in getattr(model, "__args__", ()) if _is_section(arg)), None)
    return [key for key in model.model_fields if key != "path"] if _is_section(model) else []


def _is_section(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, BaseModel)
