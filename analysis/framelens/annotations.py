"""Annotation: from articles to the tables that everything is counted from."""

from dataclasses import dataclass, fields
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd

from framelens.article import Rows, Searches, annotate_article
from framelens.cleaning import table_of_lines, zone_articles
from framelens.concepts import find_labels_in
from framelens.cue_list import Lexicon
from framelens.engines import Engine, work_on
from framelens.events import Events
from framelens.mentions import Names
from framelens.parsing import parse
from framelens.reading import read_blocks
from framelens.schema import ANNOTATION_TABLES, in_memory, table_of
from framelens.study import Study
from framelens.summaries import html_summary

PART_CHARACTERS = 300_000
"""Text annotated at a time: some 50,000 words, of which the tables take about 100 MB."""


@dataclass(frozen=True)
class Annotations:
    """The tables of one corpus (`schema`), each but ``articles`` with its rows' ``outlet``.

    In memory ``sentences`` also has ``offsets``: for each character of the sentence's reading ``text`` its place in
    the file. ``labels`` are those of the study's concepts in the body. In the shared form of a study, texts are null
    and ``tokens`` has a row for each article, zone, voice and term, with their number ``n``.
    """

    articles: pd.DataFrame
    lines: pd.DataFrame
    sentences: pd.DataFrame
    attributions: pd.DataFrame
    cues: pd.DataFrame
    tokens: pd.DataFrame
    mentions: pd.DataFrame
    labels: pd.DataFrame
    events: pd.DataFrame

    def __repr__(self) -> str:
        sizes = ", ".join(f"{len(getattr(self, field.name)):,} {field.name}" for field in fields(self))
        return f"<Annotations of {self.articles['outlet'].nunique()} outlets: {sizes}>"

    def _repr_html_(self) -> str:
        words = self.articles.groupby("outlet")["n_words"].agg(["size", "sum"]).astype("int64")
        tables = [table.groupby("outlet").size() for table in (self.sentences, self.attributions, self.mentions)]
        rows = [
            (outlet, *words.loc[outlet].tolist(), *(int(sizes.get(outlet, 0)) for sizes in tables))
            for outlet in words.index
        ]
        names = ("outlet", "articles", "words of the body", "sentences", "attributed spans", "mentions of parties")
        return html_summary(repr(self).strip("<>"), names, rows)


def annotate(
    articles: pd.DataFrame, study: Study, *, cache: str | Path | None = None, engine: Engine = "local"
) -> Annotations:
    """Zone, split, parse and search articles: the text layer's one verb.

    Every character range points into the article's text as read. Every word has a voice: ``quoted`` inside quotation
    marks, ``indirect`` in what a cue reports outside them, else ``own``, the narrator's; and the actor and the party
    whose word it is.

    Parameters
    ----------
    articles
        The articles table, as `read_articles` gives it.
    study
        The study whose names, concepts, cue classes and cleaning rules are used.
    cache
        Folder in which the parse of each article is kept by content and model; the user's cache folder if None.
    engine
        ``local``: here, and where there is much text in a process for each core; ``dask``: on the workers of the
        current `dask.distributed.Client`. The tables are the same.

    Returns
    -------
    Annotations
        The tables; ``articles`` with missing titles, authors and dates filled and ``n_words`` counted.

    Raises
    ------
    ArgumentError
        If there is no such engine, or no client.

    Examples
    --------
    >>> study = read_study("port-callen")
    >>> annotations = annotate(read_corpus(study), study)
    >>> sorted(annotations.tokens["voice"].unique())
    ['indirect', 'own', 'quoted']
    """
    parts = cut(articles)
    found = work_on(parts, partial(_annotate_part, study=study, cache=cache), engine=engine, label="Annotating")
    tables = {field.name: [getattr(one, field.name) for one in found] for field in fields(Annotations)}
    return Annotations(**{name: pd.concat(frames, ignore_index=True) for name, frames in tables.items()})


def cut(articles: pd.DataFrame) -> list[pd.DataFrame]:
    """The articles in the order of their ids, in parts of `PART_CHARACTERS` of text.

    Examples
    --------
    >>> [len(part) for part in cut(read_corpus(study))]
    [30]
    """
    ordered = articles.sort_values("article_id", kind="stable", ignore_index=True)
    number = ordered["text"].str.len().fillna(0).cumsum() // PART_CHARACTERS
    parts = [part.reset_index(drop=True) for _, part in ordered.groupby(number)]
    return parts or [ordered]


def _annotate_part(_: int, articles: pd.DataFrame, *, study: Study, cache: str | Path | None) -> Annotations:
    return annotate_here(articles, study, cache=cache)


def annotate_here(articles: pd.DataFrame, study: Study, *, cache: str | Path | None = None) -> Annotations:
    """What `annotate` gives, made in this process and in one piece."""
    from framelens.caching import cache_folder

    articles, zoned = zone_articles(articles, rules=study.cleaning.rules)
    blocks = [read_blocks(zoned[article_id]) for article_id in articles["article_id"]]
    searches = Searches(Names(study), Events(study), Lexicon(dict(study.cues)))
    rows = Rows()
    parses = parse(blocks, Path(cache) if cache else cache_folder("parses"))
    keys = zip(articles["article_id"], articles["outlet"], strict=True)
    for key, article_blocks, docs in zip(keys, blocks, parses, strict=True):
        annotate_article(key, article_blocks, docs, searches, rows)
    return _assemble(articles, table_of_lines(zoned), rows, study)


def _assemble(articles: pd.DataFrame, lines: pd.DataFrame, rows: Rows, study: Study) -> Annotations:
    tables: dict[str, Any] = {"lines": lines}
    for name in ("sentences", "attributions", "cues", "tokens", "mentions", "events"):
        tables[name] = table_of(getattr(rows, name), ANNOTATION_TABLES[name])
    keys = zip(tables["sentences"]["article_id"], tables["sentences"]["sentence_id"], strict=True)
    tables["sentences"] = tables["sentences"].assign(offsets=[rows.offsets[key] for key in keys])
    tables["labels"] = find_labels_in(tables["sentences"], tables["attributions"], study.concepts)
    in_body = tables["tokens"][tables["tokens"]["zone"] == "body"]
    n_words = articles["article_id"].map(in_body.groupby("article_id").size()).fillna(0).astype("Int64")
    articles = articles.assign(n_words=n_words)
    return Annotations(**in_memory(tables | {"articles": articles}))
