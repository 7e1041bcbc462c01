"""A passage: one block of an article with its parse, its cues and reports, and whose each character is."""

from bisect import bisect_right
from typing import TYPE_CHECKING

from framelens.actors import Speaker
from framelens.attribution import attribute
from framelens.cue_list import Lexicon
from framelens.mentions import Mention, Names
from framelens.quotations import find_quotations
from framelens.reading import Block
from framelens.sentences import split_sentences

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

NOBODY = Speaker("", None, None)


class Passage:
    """One block with its parse, its cues, its reports and the names in it; its speakers are named later.

    ``speakers`` has the speaker that a token heads, ``unnamed`` the speaker of a report that has no such token.
    """

    def __init__(self, block: Block, doc: "Doc", first_sentence: int, lexicon: Lexicon, names: Names):
        self.block, self.doc, self.first_sentence = block, doc, first_sentence
        self.sentences = split_sentences(block.text)
        self.cues, self.reports = attribute(doc, find_quotations(block.text), lexicon)
        self.mentions = _find_mentions(block.text, self.sentences, names)
        self.speakers: dict[int, Speaker] = {}
        self.unnamed: dict[int, Speaker] = {}
        self._starts = [start for start, _ in self.sentences]
        self._owners = [-1] * len(block.text)
        for position, report in enumerate(self.reports):  # Inner spans come after those round them.
            self._owners[report.start : report.end] = [position] * (report.end - report.start)

    @property
    def quoted(self) -> set[int]:
        """The tokens inside quotation marks."""
        spans = [(report.start, report.end) for report in self.reports if report.voice == "quoted"]
        inside = (self.doc.char_span(start, end, alignment_mode="contract") for start, end in spans)
        return {place for tokens in inside if tokens is not None for place in range(tokens.start, tokens.end)}

    @property
    def attributed(self) -> set[int]:
        """The tokens that begin in somebody else's words."""
        places: list[int] = self.doc.to_array("IDX").tolist() if self.reports else []
        return {place for place, start in enumerate(places) if not self.is_own(start)}

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Where characters of the reading text stand in the file."""
        return self.block.source_span(start, end)

    def sentence_at(self, start: int) -> int:
        """The number of the sentence that a character belongs to."""
        return self.first_sentence + max(bisect_right(self._starts, start) - 1, 0)

    def is_own(self, start: int) -> bool:
        """Whether a character is the narrator's."""
        return self._owners[start] < 0

    def owner(self, start: int) -> tuple[str, Speaker]:
        """Voice and speaker of a character."""
        position = self._owners[start]
        return ("own", NOBODY) if position < 0 else (self.reports[position].voice, self.source(position))

    def source(self, position: int) -> Speaker:
        """Whose a report is."""
        return self.unnamed.get(position) or self.speaker(self.reports[position].speaker)

    def speaker(self, token: "Token | None") -> Speaker:
        """The speaker whose phrase a token heads."""
        return self.speakers[token.i] if token is not None else NOBODY


def _find_mentions(text: str, sentences: list[tuple[int, int]], names: Names) -> list[Mention]:
    """The names in a text, none across the end of a sentence."""
    found = []
    for start, end in sentences if names.occur_in(text) else ():
        found += [one._replace(start=start + one.start, end=start + one.end) for one in names.find(text[start:end])]
    return found


class Aligned:
    """The parser's tokens, found by the place of a word: the token that covers most of it."""

    def __init__(self, doc: "Doc"):
        from spacy.attrs import IDX, LEMMA, LENGTH, POS, SENT_START

        self._doc, self._strings = doc, doc.vocab.strings
        columns = doc.to_array([IDX, LENGTH, LEMMA, POS, SENT_START]).T.tolist()
        self._starts, lengths, self._lemmas, self._parts, opens = columns
        self._ends = [start + length for start, length in zip(self._starts, lengths, strict=True)]
        self._sentences = [place for place, value in enumerate(opens) if value == 1 or place == 0]

    def sentence(self, start: int) -> "Span":
        """The parsed sentence that begins at a character."""
        place = max(bisect_right(self._starts, start) - 1, 0)
        following = bisect_right(self._sentences, place)
        return self._doc[self._sentences[following - 1] : (*self._sentences, len(self._doc))[following]]

    def lemma_and_pos(self, start: int, end: int) -> tuple[str, str]:
        """Lemma and part of speech of a word."""
        place = best = max(bisect_right(self._starts, start) - 1, 0)
        most = 0
        if self._starts[place] == start and self._ends[place] == end:
            return self._named(place)
        while place < len(self._starts) and self._starts[place] < end:
            covered = min(end, self._ends[place]) - max(start, self._starts[place])
            if covered > most:
                best, most = place, covered
            place += 1
        return self._named(best)

    def _named(self, place: int) -> tuple[str, str]:
        return self._strings[self._lemmas[place]].casefold(), self._strings[self._parts[place]]
