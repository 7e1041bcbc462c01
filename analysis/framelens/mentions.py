"""Mentions of parties and their people, by the study's names."""

from collections.abc import Iterator
from typing import NamedTuple

from framelens.patterns import Patterns
from framelens.study import Study


class Mention(NamedTuple):
    """A name of a party, or of one of its actors (else None), and the study's pattern that found it."""

    start: int
    end: int
    party: str
    actor: str | None
    alias: str


class Names:
    """All names of a study, searched together: the longest wins, so a name inside a longer one is not counted again."""

    def __init__(self, study: Study):
        self._keys = {
            f"{party}\t{actor or ''}": (party, actor, names)
            for party, entry in study.parties.items()
            for actor, names in [(None, entry.names), *entry.actors.items()]
        }
        self._labels = {party: entry.label for party, entry in study.parties.items()}
        self._patterns = Patterns(
            {key: names for key, (_, _, names) in self._keys.items()}, ignore_case=False, names=True
        )

    def label(self, party: str) -> str:
        """What a party is called."""
        return self._labels[party]

    def occur_in(self, text: str) -> bool:
        """Whether a name may stand in a text: a quick look before `find`."""
        return self._patterns.may_occur(text)

    def aliases(self, text: str) -> set[tuple[str, str | None, str]]:
        """Party, actor and pattern of every name that matches, inside longer names too."""
        return {(*self._keys[hit.key][:2], hit.pattern) for hit in self._patterns.find_all(text)}

    def find(self, text: str) -> Iterator[Mention]:
        """The mentions in a text."""
        for hit in self._patterns.find(text):
            party, actor, _ = self._keys[hit.key]
            yield Mention(hit.start, hit.end, party, actor, hit.pattern)
