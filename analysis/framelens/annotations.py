"""Annotation: from articles to the tables that everything is counted from."""

from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import pandas as pd

from framelens.article import Rows, Searches, annotate_article
from framelens.cleaning import table_of_lines, zone_articles
from framelens.concepts import find_labels_in
from framelens.cue_list import Lexicon
from framelens.events import Events
from framelens.mentions import Names
from framelens.parsing import parse
from framelens.reading import read_blocks
from framelens.schema import ANNOTATION_TABLES, conform, empty, in_memory
from framelens.study import Study
from framelens.summaries import html_summary


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


def annotate(articles: pd.DataFrame, study: Study, *, cache: str | Path | None = None) -> Annotations:
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

    Returns
    -------
    Annotations
        The tables; ``articles`` with missing titles, authors and dates filled and ``n_words`` counted.

    Examples
    --------
    >>> study = read_study("port-callen")
    >>> annotations = annotate(read_corpus(study), study)
    >>> sorted(annotations.tokens["voice"].unique())
    ['indirect', 'own', 'quoted']
    """
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
        found = getattr(rows, name)
        columns = ANNOTATION_TABLES[name]
        frame = pd.DataFrame(found, columns=list(columns)) if found else empty(columns)
        tables[name] = conform(frame, columns)
    keys = zip(tables["sentences"]["article_id"], tables["sentences"]["sentence_id"], strict=True)
    tables["sentences"] = tables["sentences"].assign(offsets=[rows.offsets[key] for key in keys])
    tables["labels"] = find_labels_in(tables["sentences"], tables["attributions"], study.concepts)
    in_body = tables["tokens"][tables["tokens"]["zone"] == "body"]
    n_words = articles["article_id"].map(in_body.groupby("article_id").size()).fillna(0).astype("Int64")
    articles = articles.assign(n_words=n_words)
    return Annotations(**in_memory(tables | {"articles": articles}))
