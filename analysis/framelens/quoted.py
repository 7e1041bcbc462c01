"""The quotations of a parse, by token."""

from bisect import bisect_right
from collections.abc import Sequence

from framelens.quotations import Span
from framelens.syntax import Parse, Token
from framelens.voices import enclosing

_MARKS = frozenset("\"'“”„«»‘’")


class Quoted:
    """The quotations of a parse, outer ones before those nested in them, to be asked by token."""

    def __init__(self, doc: Parse, quotations: Sequence[Span]):
        self.doc = doc
        self.spans = list(quotations)
        self.tokens = [
            range(bisect_right(doc.starts, span.start - 1), bisect_right(doc.starts, span.end - 1))
            for span in quotations
        ]
        self._innermost = {place: number for number, tokens in enumerate(self.tokens) for place in tokens}
        self.inside = set(self._innermost)
        self.parents = list(enclosing(span.end for span in self.spans))

    def of(self, place: int) -> int | None:
        """The innermost quotation that holds a token."""
        return self._innermost.get(place)


def is_word(token: Token) -> bool:
    """Whether a token has a letter or a digit."""
    return any(map(str.isalnum, token.text))


def is_mark(token: Token) -> bool:
    """Whether a token is nothing but quotation marks."""
    return _MARKS.issuperset(token.text)
