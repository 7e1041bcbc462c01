"""How objects show themselves in a notebook: a line and a small table, every text escaped."""

from collections.abc import Iterable, Sequence
from html import escape


def html_summary(line: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A line and a table under it.

    Examples
    --------
    >>> html_summary("A & B", ["name"], [["<x>"]])
    '<p>A &amp; B</p><table><tr><th>name</th></tr><tr><td>&lt;x&gt;</td></tr></table>'
    """
    head = "".join(f"<th>{escape(name)}</th>" for name in columns)
    body = "".join(f"<tr>{''.join(f'<td>{_text(cell)}</td>' for cell in row)}</tr>" for row in rows)
    return f"<p>{escape(line)}</p><table><tr>{head}</tr>{body}</table>"


def _text(value: object) -> str:
    return f"{value:,}" if isinstance(value, int) else escape(str(value))
