"""The quotations of a parse, by token."""

from bisect import bisect_right
from collections.abc import Sequence

from framelens.quotations import Span
from framelens.syntax import Parse, Token

_MARKS = frozenset("\"'“”„«»‘’")


class Quoted:
    """The quotations of a parse, to be asked by token."""

    def __init__(self, doc: Parse, quotations: Sequence[Span]):
        self.doc = doc
        self.spans = list(quotations)
        self.tokens = [
            range(bisect_right(doc.starts, span.start - 1), bisect_right(doc.starts, span.end - 1))
            for span in quotations
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


def is_word(token: Token) -> bool:
    """Whether a token has a letter or a digit."""
    return any(map(str.isalnum, token.text))


def is_mark(token: Token) -> bool:
    """Whether a token is nothing but quotation marks."""
    return _MARKS.issuperset(token.text)
