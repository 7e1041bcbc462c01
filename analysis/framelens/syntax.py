"""A parse as plain objects: tokens that know their head and their children, and sentences.

The names are spaCy's, and each means the same. The rules read every token many times over, and spaCy makes a new object
for a token, and for the text of a label, each time that it is asked for one.
"""

import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from operator import attrgetter

COLUMNS = ("ORTH", "SPACY", "TAG", "DEP", "HEAD", "SENT_START", "POS", "LEMMA")
"""What a row of a parse in numbers holds, by spaCy's names; a head is given by its distance."""
_PLACE = attrgetter("i")


@dataclass(eq=False, slots=True, repr=False)
class Token:
    """A token: where it stands (``i`` among the tokens, ``idx`` in the text), what it is, what it hangs on."""

    doc: "Parse"
    sent: "Sentence"
    i: int
    idx: int
    text: str
    lower_: str
    whitespace_: str
    tag_: str
    dep_: str
    pos_: str
    lemma_: str
    head: "Token" = field(init=False)
    children: "Sequence[Token]" = field(init=False, default=())

    def __repr__(self) -> str:
        return self.text

    def __len__(self) -> int:
        return len(self.text)

    @property
    def lefts(self) -> "list[Token]":
        """The children before it."""
        return [child for child in self.children if child.i < self.i]

    @property
    def rights(self) -> "list[Token]":
        """The children after it."""
        return [child for child in self.children if child.i > self.i]

    @property
    def subtree(self) -> "list[Token]":
        """All that hangs on it, itself too, in the order of the text."""
        found = [self]
        for token in found:
            found += token.children
        return sorted(found, key=_PLACE)

    @property
    def left_edge(self) -> "Token":
        """The first token of its subtree."""
        return self.subtree[0]

    @property
    def right_edge(self) -> "Token":
        """The last token of its subtree."""
        return self.subtree[-1]

    @property
    def ancestors(self) -> "Iterator[Token]":
        """Its head, the head of that, and so on."""
        token = self
        while token.head is not token:
            token = token.head
            yield token

    @property
    def conjuncts(self) -> "list[Token]":
        """The tokens that it is coordinated with."""
        first = self
        while first.dep_ == "conj" and first.head is not first:
            first = first.head
        found = [first]
        for token in found:
            found += [child for child in token.rights if child.dep_ == "conj"]
        return [token for token in found if token is not self]

    @property
    def is_alpha(self) -> bool:
        """Whether it is nothing but letters."""
        return self.text.isalpha()

    @property
    def is_space(self) -> bool:
        """Whether it is nothing but white space."""
        return self.text.isspace()

    @property
    def is_punct(self) -> bool:
        """Whether it is nothing but punctuation."""
        return all(unicodedata.category(char)[0] == "P" for char in self.text)

    @property
    def is_currency(self) -> bool:
        """Whether it is nothing but signs of currency."""
        return all(unicodedata.category(char) == "Sc" for char in self.text)

    @property
    def is_sent_end(self) -> bool:
        """Whether its sentence ends with it."""
        return self.i == self.sent.end - 1

    def nbor(self, distance: int = 1) -> "Token":
        """The token so many places on."""
        return self.doc[self.i + distance]

    def is_ancestor(self, other: "Token") -> bool:
        """Whether another token hangs on it, at any remove."""
        return any(token is self for token in other.ancestors)


@dataclass(eq=False, slots=True)
class Sentence:
    """A sentence: its tokens ``start`` to ``end``."""

    doc: "Parse"
    start: int
    end: int

    def __iter__(self) -> Iterator[Token]:
        return iter(self.doc[self.start : self.end])

    @property
    def root(self) -> Token:
        """The token on which the others hang."""
        return self.doc.root(self.start, self.end)

    @property
    def start_char(self) -> int:
        """Where it begins in the text."""
        return self.doc[self.start].idx

    @property
    def end_char(self) -> int:
        """Where it ends in the text, without white space behind it."""
        return self.doc[self.end - 1].idx + len(self.doc[self.end - 1].text)

    @property
    def text(self) -> str:
        """Its text, without white space behind it."""
        return self.doc.text_of(self.start, self.end)


class Parse(list[Token]):
    """The parse of a text: the list of its tokens.

    Parameters
    ----------
    rows
        The tokens, each as the numbers of `COLUMNS`.
    strings
        What the numbers of forms and labels stand for.

    Attributes
    ----------
    text
        The text.
    sents
        Its sentences.
    starts
        Where each token begins in the text.
    """

    def __init__(self, rows: Iterable[Sequence[int]], strings: Sequence[str]):
        super().__init__()
        self.sents: list[Sentence] = []
        self.starts: list[int] = []
        heads, idx = [], 0
        for i, (form, space, tag, dep, head, opens, pos, lemma) in enumerate(rows):
            if opens == 1:
                self.sents.append(Sentence(self, i, i))
            text = strings[form]
            named = (strings[tag], strings[dep], strings[pos], strings[lemma])
            self.append(Token(self, self.sents[-1], i, idx, text, text.lower(), " " * space, *named))
            self.starts.append(idx)
            heads.append(i + head)
            idx += len(text) + space
        self.text = "".join([token.text + token.whitespace_ for token in self])
        for sentence, following in zip(self.sents, [*self.sents[1:], None], strict=True):
            sentence.end = len(self) if following is None else following.start
        children: dict[int, list[Token]] = {}
        for token, head in zip(self, heads, strict=True):
            token.head = self[head]
            if head != token.i:
                children.setdefault(head, []).append(token)
        for head, found in children.items():
            self[head].children = found

    def root(self, start: int, end: int) -> Token:
        """Of the tokens ``start`` to ``end`` the one nearest to the root of its sentence, and rather no mark."""
        tokens = self[start:end]
        found = next((token for token in tokens if token.head is token), None)
        outside = [token for token in tokens if not start <= token.head.i < end]
        return found or min(outside, key=_distance_to_root)

    def text_of(self, start: int, end: int) -> str:
        """The text of the tokens ``start`` to ``end``, without white space behind it."""
        last = self[end - 1]
        return self.text[self[start].idx : last.idx + len(last.text)]

    def at(self, place: int) -> Token:
        """The token to which a character of the text belongs, or which stands before it."""
        return self[bisect_right(self.starts, place) - 1]

    def covering(self, start: int, end: int) -> Token:
        """The token that covers most of some characters of the text."""
        first = self.at(start)
        if first.idx == start and len(first.text) == end - start:
            return first
        tokens = self[first.i : bisect_left(self.starts, end)]
        return max(tokens, key=lambda token: min(end, token.idx + len(token.text)) - max(start, token.idx))

    def within(self, start: int, end: int) -> list[Token]:
        """The tokens that lie inside some characters of the text."""
        found = self[bisect_left(self.starts, start) : bisect_left(self.starts, end)]
        return [token for token in found if token.idx + len(token.text) <= end]

    def places(self, start: int, end: int) -> range:
        """The places of the tokens that some characters of the text touch."""
        first = self.at(start)
        is_behind = start >= first.idx + len(first.text)
        return range(first.i + is_behind, bisect_left(self.starts, end))


def _distance_to_root(token: Token) -> int:
    is_bare_mark = not token.children and (token.is_punct or token.is_space)
    return len(token.doc) if is_bare_mark else sum(1 for _ in token.ancestors)
