"""Annotation: from articles to the tables that everything is counted from."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from framelens.cleaning import clean
from framelens.mentions import Names
from framelens.paragraphs import Line
from framelens.parsing import parse
from framelens.quotations import Span, find_quotations
from framelens.reading import PARAGRAPH, Block, read_blocks
from framelens.schema import ANNOTATION_TABLES, conform, empty, with_outlet
from framelens.sentences import split_sentences
from framelens.study import Study
from framelens.words import WORD, count_words

if TYPE_CHECKING:
    from spacy.tokens import Doc


@dataclass(frozen=True)
class Annotations:
    """The tables of one corpus (`schema`), each but ``articles`` with its rows' ``outlet``.

    In memory ``sentences`` also has ``offsets``: for each character of the sentence's reading ``text`` its place in
    the file. In the shared form of a study, texts are null and ``tokens`` has a row for each article, zone, voice
    and term, with their number ``n``.
    """

    articles: pd.DataFrame
    lines: pd.DataFrame
    sentences: pd.DataFrame
    attributions: pd.DataFrame
    cues: pd.DataFrame
    tokens: pd.DataFrame
    mentions: pd.DataFrame
    events: pd.DataFrame

    def __repr__(self) -> str:
        sizes = ", ".join(f"{len(getattr(self, field.name)):,} {field.name}" for field in fields(self))
        return f"<Annotations of {self.articles['outlet'].nunique()} outlets: {sizes}>"


def annotate(articles: pd.DataFrame, study: Study, *, cache: str | Path | None = None) -> Annotations:
    """Zone, split, parse and search articles: the text layer's one verb.

    Every character range points into the article's text as read. Words inside quotation marks have the voice
    ``quoted``, all others ``own``.

    Parameters
    ----------
    articles
        The articles table, as `read_articles` gives it.
    study
        The study whose names and cleaning rules are used.
    cache
        Folder in which the parse of each article is kept by content and model; the user's cache folder if None.

    Returns
    -------
    Annotations
        The tables; ``articles`` with missing titles, authors and dates filled and ``n_words`` counted.

    Examples
    --------
    >>> study = read_study("port-callen")
    >>> annotations = annotate(read_corpus(study), study)
    >>> sorted(annotations.tokens["voice"].unique())
    ['own', 'quoted']
    """
    from framelens.caching import cache_folder

    articles, lines = clean(articles, rules=study.cleaning.rules)
    names = Names(study)
    by_article = dict(iter(lines.groupby("article_id")))
    blocks = [read_blocks(_lines_of(str(row.text), by_article[row.article_id])) for row in articles.itertuples()]
    rows = _Rows()
    parses = parse(blocks, Path(cache) if cache else cache_folder("parses"))
    for article_id, article_blocks, docs in zip(articles["article_id"], blocks, parses, strict=True):
        _annotate_article(article_id, article_blocks, docs, names, rows)
    return _assemble(articles, lines, rows)


class _Rows:
    """The rows found so far, by table."""

    def __init__(self) -> None:
        self.sentences: list[dict[str, Any]] = []
        self.attributions: list[dict[str, Any]] = []
        self.tokens: list[dict[str, Any]] = []
        self.mentions: list[dict[str, Any]] = []


def _lines_of(text: str, lines: pd.DataFrame) -> list[Line]:
    rows = lines.itertuples()
    return [Line(row.line, row.start, row.end, text[row.start : row.end], row.zone, row.reason) for row in rows]


def _annotate_article(
    article_id: str, blocks: Sequence[Block], docs: Iterable["Doc"], names: Names, rows: _Rows
) -> None:
    sentence_id = paragraph = 0
    for block, doc in zip(blocks, docs, strict=True):
        sentences = list(split_sentences(block.text))
        quotations = find_quotations(block.text)
        parsed = _Aligned(doc)
        _add_quotations(article_id, block, quotations, sentences, sentence_id + 1, rows)
        for start, end in sentences:
            sentence_id += 1
            key = {"article_id": article_id, "sentence_id": sentence_id}
            voices = _add_tokens(key, block, (start, end), quotations, parsed, rows)
            _add_mentions(key, block, (start, end), quotations, names, rows)
            rows.sentences.append(
                key
                | _place(block, start, end)
                | {"zone": block.zone, "paragraph": paragraph + 1 + block.text.count(PARAGRAPH, 0, start)}
                | {"text": block.text[start:end].replace(PARAGRAPH, " "), "offsets": block.offsets[start:end]}
                | {"voice": _sentence_voice(voices), "n_words": len(voices)}
            )
        paragraph += 1 + block.text.count(PARAGRAPH)


def _add_quotations(
    article_id: str,
    block: Block,
    quotations: Sequence[Span],
    sentences: Sequence[tuple[int, int]],
    first_sentence: int,
    rows: _Rows,
) -> None:
    starts = [start for start, _ in sentences]
    for quotation in quotations:
        sentence_id = first_sentence + max(bisect_right(starts, quotation.start) - 1, 0)
        row = {"article_id": article_id, "sentence_id": sentence_id, "voice": "quoted"}
        rows.attributions.append(
            row | _place(block, *quotation) | {"n_words": count_words(block.text[slice(*quotation)])}
        )


def _add_tokens(
    key: dict[str, Any],
    block: Block,
    sentence: tuple[int, int],
    quotations: Sequence[Span],
    parsed: "_Aligned",
    rows: _Rows,
) -> list[str]:
    """Add a row for each word of a sentence; the voices of the words."""
    voices = []
    for word in WORD.finditer(block.text, *sentence):
        voices.append(_voice(word.start(), quotations))
        lemma, pos = parsed.lemma_and_pos(*word.span())
        token = {"term": word.group().casefold(), "lemma": lemma, "pos": pos, "zone": block.zone, "voice": voices[-1]}
        rows.tokens.append(key | _place(block, *word.span()) | token)
    return voices


def _add_mentions(
    key: dict[str, Any],
    block: Block,
    sentence: tuple[int, int],
    quotations: Sequence[Span],
    names: Names,
    rows: _Rows,
) -> None:
    first = sentence[0]
    for mention in names.find(block.text[slice(*sentence)]):
        place = _place(block, first + mention.start, first + mention.end)
        found = {"party": mention.party, "actor": mention.actor, "alias": mention.alias, "is_speaker": False}
        rows.mentions.append(key | place | found | {"voice": _voice(first + mention.start, quotations)})


def _place(block: Block, start: int, end: int) -> dict[str, int]:
    first, last = block.source_span(start, end)
    return {"start": first, "end": last}


def _voice(place: int, quotations: Sequence[Span]) -> str:
    return "quoted" if any(start <= place < end for start, end in quotations) else "own"


def _sentence_voice(voices: Sequence[str]) -> str:
    kinds = set(voices)
    return "own" if kinds <= {"own"} else "attributed" if "own" not in kinds else "mixed"


class _Aligned:
    """The parser's tokens, found by the place of a word: the token that covers most of it."""

    def __init__(self, doc: "Doc"):
        self._tokens = list(doc)
        self._starts = [token.idx for token in doc]

    def lemma_and_pos(self, start: int, end: int) -> tuple[str, str]:
        position = max(bisect_right(self._starts, start) - 1, 0)
        best, most = self._tokens[position], 0
        for token in self._tokens[position:]:
            if token.idx >= end:
                break
            covered = min(end, token.idx + len(token)) - max(start, token.idx)
            if covered > most:
                best, most = token, covered
        return best.lemma_.casefold(), best.pos_


def _assemble(articles: pd.DataFrame, lines: pd.DataFrame, rows: _Rows) -> Annotations:
    tables = {"articles": articles, "lines": lines}
    for name in ("sentences", "attributions", "tokens", "mentions"):
        found = getattr(rows, name)
        columns = ANNOTATION_TABLES[name]
        tables[name] = conform(pd.DataFrame(found), columns) if found else empty(columns)
    attributions = tables["attributions"]
    tables["attributions"] = attributions.assign(
        attribution_id=(attributions.groupby("article_id").cumcount() + 1).astype("Int64")
    )
    for name in ("cues", "events"):
        tables[name] = empty(ANNOTATION_TABLES[name])
    offsets = {(row["article_id"], row["sentence_id"]): row["offsets"] for row in rows.sentences}
    keys = zip(tables["sentences"]["article_id"], tables["sentences"]["sentence_id"], strict=True)
    tables["sentences"] = tables["sentences"].assign(offsets=[offsets[key] for key in keys])
    in_body = tables["tokens"][tables["tokens"]["zone"] == "body"]
    n_words = articles["article_id"].map(in_body.groupby("article_id").size()).fillna(0).astype("Int64")
    tables["articles"] = articles.assign(n_words=n_words)
    return Annotations(
        **{name: table if name == "articles" else with_outlet(table, articles) for name, table in tables.items()}
    )
