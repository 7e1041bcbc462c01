"""One article's rows: its blocks and their parses, read into the tables."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from framelens.actors import Actors, Scene
from framelens.cue_list import Lexicon
from framelens.cues import Cue
from framelens.events import Events
from framelens.mentions import Names
from framelens.narration import sentence_voice
from framelens.passages import Passage
from framelens.reading import PARAGRAPH, Block
from framelens.syntax import Parse, Token
from framelens.words import WORD, count_words


@dataclass
class Rows:
    """The rows found so far, by table, each in the order of the table's columns; `offsets` by sentence."""

    sentences: list[tuple[Any, ...]] = field(default_factory=list)
    attributions: list[tuple[Any, ...]] = field(default_factory=list)
    cues: list[tuple[Any, ...]] = field(default_factory=list)
    tokens: list[tuple[Any, ...]] = field(default_factory=list)
    mentions: list[tuple[Any, ...]] = field(default_factory=list)
    events: list[tuple[Any, ...]] = field(default_factory=list)
    offsets: dict[tuple[str, int], Sequence[int]] = field(default_factory=dict)


class Searches(NamedTuple):
    """What a study looks for in every article: its names, its events, and cues by its classes."""

    names: Names
    events: Events
    lexicon: Lexicon


def annotate_article(
    article: tuple[str, str], blocks: Sequence[Block], docs: Sequence[Parse], searches: Searches, rows: Rows
) -> None:
    """Add the rows of one article (its id and its outlet) to every table."""
    article_id, outlet = article
    passages: list[Passage] = []
    first_sentence = 1
    for block, doc in zip(blocks, docs, strict=True):
        passages.append(Passage(block, doc, first_sentence, searches.lexicon, searches.names))
        first_sentence += len(passages[-1].sentences)
    _name_speakers(passages, searches.names, outlet)
    paragraph = 0
    cue_ids: dict[int, int] = {}
    for passage in passages:
        _add_cues(article_id, passage, cue_ids, rows)
        _add_attributions(article_id, passage, cue_ids, rows)
        _add_sentences(article_id, passage, paragraph, searches.lexicon, rows)
        _add_mentions(article_id, passage, rows)
        _add_events(article_id, passage, searches.events, rows)
        paragraph += 1 + passage.block.text.count(PARAGRAPH)


def _name_speakers(passages: Sequence[Passage], names: Names, outlet: str) -> None:
    heads = [
        {cue.speaker for cue in passage.cues if cue.speaker is not None}
        | {report.speaker for report in passage.reports if report.speaker is not None}
        for passage in passages
    ]
    scenes = [
        Scene(passage.doc, passage.quoted, {head.i for head in found}, passage.mentions)
        for passage, found in zip(passages, heads, strict=True)
    ]
    actors = Actors(scenes, names, outlet)
    for number, (passage, found) in enumerate(zip(passages, heads, strict=True)):
        passage.speakers = {head.i: actors.who(number, head) for head in found}
    _find_headline_speakers(passages)


def _find_headline_speakers(passages: Sequence[Passage]) -> None:
    """Words in marks that a headline gives to nobody are theirs who say them in the body."""
    said = [
        (passage.block.text[report.start : report.end].casefold(), passage.speaker(report.speaker))
        for passage in passages
        for report in passage.reports
        if passage.block.zone == "body" and report.voice == "quoted" and report.speaker is not None
    ]
    for passage in (passage for passage in passages if passage.block.zone in ("kicker", "headline", "standfirst")):
        for position, report in enumerate(passage.reports):
            words = passage.block.text[report.start : report.end].casefold().strip(" ,.")
            found = next((speaker for text, speaker in said if words in text), None)
            if report.speaker is None and found is not None:
                passage.unnamed[position] = found._replace(text="")


def _add_cues(article_id: str, passage: Passage, cue_ids: dict[int, int], rows: Rows) -> None:
    for cue in passage.cues:
        cue_ids[id(cue)] = len(cue_ids) + 1
        start, end = cue.token.idx, cue.token.idx + len(cue.token)
        speaker = passage.speaker(cue.speaker)
        rows.cues.append(
            (
                *(article_id, cue_ids[id(cue)], passage.sentence_at(start), *passage.place(start, end), cue.token.text),
                *(cue.lemma, cue.cue_class, cue.kind, cue.negated, cue.nested),
                *(speaker.text or None, speaker.actor, speaker.party),
            )
        )


def _add_attributions(article_id: str, passage: Passage, cue_ids: dict[int, int], rows: Rows) -> None:
    before = rows.attributions[-1] if rows.attributions else None
    number = before[1] if before is not None and before[0] == article_id else 0
    for position, report in enumerate(passage.reports):
        number += 1
        speaker = passage.source(position)
        rows.attributions.append(
            (
                *(article_id, number, passage.sentence_at(report.start), *passage.place(report.start, report.end)),
                *(report.voice, *_cue_columns(report.cue, passage, cue_ids)),
                *(speaker.text or None, speaker.actor, speaker.party),
                count_words(passage.block.text[report.start : report.end]),
            )
        )


def _cue_columns(cue: Cue | None, passage: Passage, cue_ids: dict[int, int]) -> tuple[int | None, ...]:
    if cue is None:
        return (None, None, None)
    return (cue_ids[id(cue)], *passage.place(cue.token.idx, cue.token.idx + len(cue.token)))


def _add_sentences(article_id: str, passage: Passage, paragraph: int, lexicon: Lexicon, rows: Rows) -> None:
    text, zone = passage.block.text, passage.block.zone
    attributed = passage.attributed
    cue_places = {cue.token.i for cue in passage.cues}
    for number, (start, end) in enumerate(passage.sentences):
        sentence_id = passage.first_sentence + number
        key = (article_id, sentence_id)
        n_words = _add_tokens(key, passage, (start, end), rows)
        voice = sentence_voice(passage.doc.at(start).sent, attributed, cue_places, lexicon.verbs)
        rows.sentences.append(
            (
                *(*key, zone, paragraph + 1 + text.count(PARAGRAPH, 0, start), *passage.place(start, end)),
                *(text[start:end].replace(PARAGRAPH, " "), voice, n_words),
            )
        )
        rows.offsets[key] = passage.block.offsets[start:end]


def _add_tokens(key: tuple[str, int], passage: Passage, sentence: tuple[int, int], rows: Rows) -> int:
    """Add a row for each word of a sentence; their number."""
    before = len(rows.tokens)
    text, zone, offsets, doc = passage.block.text, passage.block.zone, passage.block.offsets, passage.doc
    for word in WORD.finditer(text, *sentence):
        start, end = word.span()
        token = doc.covering(start, end)
        voice, speaker = passage.owner(start)
        term, lemma = word.group().casefold(), token.lemma_.casefold()
        whose = (zone, voice, speaker.actor, speaker.party)
        rows.tokens.append((*key, offsets[start], offsets[end - 1] + 1, term, lemma, token.pos_, *whose))
    return len(rows.tokens) - before


def _add_mentions(article_id: str, passage: Passage, rows: Rows) -> None:
    speaker_spans = [span for cue in passage.cues if cue.speaker is not None for span in _speaker_spans(cue.speaker)]
    for mention in passage.mentions:
        voice, speaker = passage.owner(mention.start)
        is_speaker = any(start < mention.end and mention.start < end for start, end in speaker_spans)
        rows.mentions.append(
            (
                *(article_id, passage.sentence_at(mention.start), *passage.place(mention.start, mention.end)),
                *(mention.party, mention.actor, mention.alias, voice, speaker.party, is_speaker),
            )
        )


def _add_events(article_id: str, passage: Passage, events: Events, rows: Rows) -> None:
    for found in events.find(passage.doc) if events.occur_in(passage.block.text) else ():
        voice, _ = passage.owner(found.start)
        rows.events.append(
            (
                *(article_id, passage.sentence_at(found.start), *passage.place(found.start, found.end)),
                *(found.event, found.construction, found.agent_party, found.patient_party, voice),
            )
        )


def _speaker_spans(head: Token) -> list[tuple[int, int]]:
    """The characters of the words that name a speaker: the head and names in apposition, with their first names."""
    named = [head, *(child for child in head.rights if child.dep_ == "appos" and child.pos_ == "PROPN")]
    words = [part for one in named for part in (one, *(child for child in one.lefts if child.dep_ == "compound"))]
    return [(word.idx, word.idx + len(word)) for word in words]
