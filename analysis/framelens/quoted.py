"""The quotations of a parse, by token."""

from bisect import bisect_right
from collections.abc import Sequence
from typing import TYPE_CHECKING

from framelens.quotations import Span

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_MARKS = frozenset("\"'“”„«»‘’")


class Quoted:
    """The quotations of a parse, to be asked by token."""

    def __init__(self, doc: "Doc", quotations: Sequence[Span]):
        self.doc = doc
        self.spans = list(quotations)
        starts: list[int] = doc.to_array("IDX").tolist() if quotations else []
        self.tokens = [
            range(bisect_right(starts, span.start - 1), bisect_right(starts, span.end - 1)) for span in quotations
        ]
        self.inside = {place for tokens in self.tokens for place in tokens}
        self.parents = [self._parent(number) for number in range(len(self.spans))]

    def _parent(self, number: int) -> int | None:
        """The innermost quotation round this one."""
        start, end = self.spans[number]
        around = [
            other
            for other, span in enumerate(self.spans[:number])
            if span.start <= start and end <= span.end and span != (start, end)
        ]
        return around[-1] if around else None

    def of(self, place: int) -> int | None:
        """The innermost quotation that holds a token."""
        around = [number for number, tokens in enumerate(self.tokens) if place in tokens]
        return around[-1] if around else None


def is_word(token: "Token") -> bool:
    """Whether a token has a letter or a digit."""
    return any(char.isalnum() for char in token.text)


def is_mark(token: "Token") -> bool:
    """Whether a token is nothing but quotation marks."""
    return all(char in _MARKS for char in token.text)
