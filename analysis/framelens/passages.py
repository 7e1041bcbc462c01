"""A passage: one block of an article with its parse, its cues and reports, and whose each character is."""

from bisect import bisect_right

from framelens.actors import Speaker
from framelens.attribution import attribute
from framelens.cue_list import Lexicon
from framelens.mentions import Mention, Names
from framelens.quotations import find_quotations
from framelens.reading import Block
from framelens.sentences import split_sentences
from framelens.syntax import Parse, Token

NOBODY = Speaker("", None, None)


class Passage:
    """One block with its parse, its cues, its reports and the names in it; its speakers are named later.

    ``speakers`` has the speaker that a token heads, ``unnamed`` the speaker of a report that has no such token.
    """

    def __init__(self, block: Block, doc: Parse, first_sentence: int, lexicon: Lexicon, names: Names):
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
        quotations = (report for report in self.reports if report.voice == "quoted")
        return {token.i for report in quotations for token in self.doc.within(report.start, report.end)}

    @property
    def attributed(self) -> set[int]:
        """The tokens that begin in somebody else's words."""
        starts = self.doc.starts if self.reports else []
        return {place for place, start in enumerate(starts) if not self.is_own(start)}

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

    def speaker(self, token: Token | None) -> Speaker:
        """The speaker whose phrase a token heads."""
        return self.speakers[token.i] if token is not None else NOBODY


def _find_mentions(text: str, sentences: list[tuple[int, int]], names: Names) -> list[Mention]:
    """The names in a text, none across the end of a sentence."""
    found = []
    for start, end in sentences if names.occur_in(text) else ():
        found += [one._replace(start=start + one.start, end=start + one.end) for one in names.find(text[start:end])]
    return found
