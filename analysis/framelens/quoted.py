"""The quotations of a parse, by token."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence

from framelens.quotations import Span
from framelens.syntax import Parse, Token

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
        self.parents = list(self._parents())

    def _parents(self) -> Iterator[int | None]:
        """The innermost quotation round each."""
        around: list[int] = []  # Those that a later one may lie in; each ends no later than the one before it.
        for number, span in enumerate(self.spans):
            while around and self.spans[around[-1]].end < span.end:
                around.pop()
            yield around[-1] if around else None
            around.append(number)

    def of(self, place: int) -> int | None:
        """The innermost quotation that holds a token."""
        return self._innermost.get(place)


def is_word(token: Token) -> bool:
    """Whether a token has a letter or a digit."""
    return any(map(str.isalnum, token.text))


def is_mark(token: Token) -> bool:
    """Whether a token is nothing but quotation marks."""
    return _MARKS.issuperset(token.text)
