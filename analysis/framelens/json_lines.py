"""Lines of JSON, an object each, as tables of articles and of sentences come."""

import json
from collections.abc import Iterable, Iterator
from typing import Any


def read_objects(lines: Iterable[str | bytes], *, first: int = 1) -> Iterator[dict[str, Any]]:
    """The object on each line that is not blank; the lines are numbered from ``first``.

    Raises
    ------
    ValueError
        If a line holds anything else, or nests deeper or counts higher than Python reads; the text says which.

    Examples
    --------
    >>> list(read_objects(['{"text": "a"}', "", '{"text": null}']))
    [{'text': 'a'}, {'text': None}]
    """
    for number, line in enumerate(lines, start=first):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except (ValueError, RecursionError):
            row = None
        if not isinstance(row, dict):
            raise ValueError(f"line {number} is no JSON object")
        yield row
