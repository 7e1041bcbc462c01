"""Doubt: where a narrator marks what a source says as unproven, untrue or contradicted, and how often it does."""

import csv
import functools
import re
from collections.abc import Iterator, Sequence
from importlib import resources
from typing import Any, Literal, NamedTuple

import pandas as pd

from framelens.annotations import Annotations
from framelens.checks import check_columns, check_one_of
from framelens.errors import ArgumentError
from framelens.inference import SMALLEST
from framelens.patterns import Hit, Patterns
from framelens.schema import ZONES, as_result, conform, empty, with_outlet
from framelens.shares import average_shares, in_zone
from framelens.spans import nest
from framelens.voices import Spans

DOUBTS = {
    "article_id": "str", "sentence_id": "Int64", "start": "Int64", "end": "Int64", "marker": "str",
    "doubt_class": "str", "voice": "str", "by_actor": "str", "actor": "str", "party": "str", "cue_id": "Int64",
    "attribution_id": "Int64",
}  # fmt: skip
DOUBT_CLASSES = ("disclaimer", "refutation", "rebuttal", "distancing")
"""The classes that are about a statement."""
_SCARE_WORDS = 3
_BREAK = re.compile(r"[,;:—–()]")
# *The claim could not be verified*: a sentence that says so of the one before.
_POINTS_BACK = re.compile(
    r"\b(?:claim|allegation|accusation|assertion|account|report|statement|figure|number|toll|version)s?\b"
    r"|^(?:That|This|These|Those|It)\b",
    re.IGNORECASE,
)
_BLANKET = re.compile(
    r"\b(?:both|either|neither|all|rival|competing|conflicting)\s+(?:sides?|part(?:y|ies)|claims?|accounts?|reports?)",
    re.IGNORECASE,
)


class _Part(NamedTuple):
    """A place where a statement stands: its cue, or a piece of what it says."""

    start: int
    end: int
    is_cue: bool
    statement: dict[str, Any]


def find_doubts(annotations: Annotations, *, zone: str = "body") -> pd.DataFrame:
    """Find the markers of doubt: whose they are, and whose statement they are about.

    The classes are ``disclaimer`` (*without evidence*, *could not be verified*), ``refutation`` (*falsely*,
    *baseless*), ``hedge`` (*alleged*, *so-called*), ``rebuttal`` (*even though*, *despite*), all four from a list
    (`doubts.csv` in the package, with the source of each marker); ``distancing``: a speech verb of that cue class,
    neither negated nor a noun; ``scare-quote``: at most 3 quoted words that have no cue and no source, stand in
    nobody else's words and are not all capitalized, as names and titles are. Approximators (*about 35,000*) are none.

    A narrator's disclaimer or refutation is about a statement by its place, not by its grammar: the nearest one of its
    sentence; failing that, if it points back (*the claim …*), the last one of the sentence before. A rebuttal is one
    only where it follows a statement or opens the clause that holds its cue; *although* and *though* mostly concede,
    and count only where they open the sentence and that clause. What covers all sides (*neither side's claims …*) is
    about nobody. Hedges and scare quotes are about a word and no statement; and some scare quotes are quotations whose
    source stands elsewhere: read them.

    Parameters
    ----------
    annotations
        The tables of a corpus, with texts.
    zone
        Where to look, or ``all``.

    Returns
    -------
    DataFrame
        One row a marker: its place, ``marker``, ``doubt_class``, ``voice`` (``own``: the narrator's doubt; else the
        doubt of a speaker, ``by_actor``), and of the narrator's doubts the ``actor`` and ``party`` of the statement
        they are about with its ``cue_id``, or its ``attribution_id`` where it has no cue; all null where they are about
        no statement.

    Raises
    ------
    ArgumentError
        If the zone is unknown or the tables hold no texts, as in the shared form of a study.

    References
    ----------
    Recasens, M., Danescu-Niculescu-Mizil, C. & Jurafsky, D. (2013). Linguistic models for analyzing and detecting
    biased language. ACL 2013, 1650–1659.
    Soni, S., Mitra, T., Gilbert, E. & Eisenstein, J. (2014). Modeling factuality judgments in social media text. ACL
    2014, 415–420.

    Examples
    --------
    >>> find_doubts(annotations).columns[4:9].tolist()
    ['marker', 'doubt_class', 'voice', 'by_actor', 'actor']
    """
    check_one_of("zone", zone, (*ZONES, "all"))
    if annotations.sentences["text"].isna().any():
        raise ArgumentError("the shared form of a study has no running words; put its articles in place first.")
    sentences = annotations.sentences
    sentences = sentences[(sentences["zone"] == zone) | (zone == "all")]
    spans, whose = nest(annotations.attributions), Spans(annotations.attributions)
    rows = [*_listed(sentences, _Parts(annotations, spans), whose), *_distancing(annotations.cues, sentences, whose)]
    rows += _scare_quotes(spans, sentences, annotations.articles)
    found = conform(pd.DataFrame(rows), DOUBTS) if rows else empty(DOUBTS)
    return with_outlet(found, annotations.articles)


def summarize_doubt(
    doubts: pd.DataFrame,
    attributions: pd.DataFrame,
    *,
    by: Sequence[str] = ("outlet", "actor"),
    weight: Literal["articles", "statements"] = "articles",
    zone: str = "body",
    seed: int = 0,
) -> pd.DataFrame:
    """Share of a source's statements that the narrator marks with doubt.

    A statement is what one cue introduces, however many pieces it has, or a quotation of a known source without a
    cue. Quotations with neither cue nor source (titles, scare quotes) are no statements; hedges and scare quotes doubt
    none. A statement with several markers counts once in each class and once in ``any``; so classes do not add up.

    Parameters
    ----------
    doubts
        The table of `find_doubts`, of the same zone.
    attributions
        The attributed spans.
    by
        Columns of ``attributions`` that make a group.
    weight
        ``articles``: the mean of the articles' shares, each article with a statement of the group weighing the same;
        ``statements``: k / n.
    zone, seed
        Where in the article, or ``all``; a table without ``zone`` is taken whole. Of the articles drawn for intervals.

    Returns
    -------
    DataFrame
        A result table with a row for every group that has a statement and every ``doubt_class``, and ``any``: ``k`` of
        ``n`` statements in ``n_articles`` articles. Shares of fewer than 5 statements are ``sparse``: read k of n. A
        source that nobody names is null. Intervals: Wilson's within one article, from ten articles on
        `ratio_interval`'s over articles, else ``none``.

    Raises
    ------
    ArgumentError
        If an option is unknown or a column is missing.

    Examples
    --------
    >>> doubt = summarize_doubt(find_doubts(annotations), annotations.attributions, by=("outlet",))
    >>> doubt["doubt_class"].unique().tolist()
    ['any', 'disclaimer', 'distancing', 'rebuttal', 'refutation']
    """
    check_one_of("weight", weight, ("articles", "statements"))
    check_columns(doubts, list(DOUBTS), table="doubts")
    spans = ["article_id", "attribution_id", "start", "end", "cue_id", "actor", "n_words"]
    check_columns(attributions, [*by, *spans], table="attributions")
    nested = nest(in_zone(attributions, zone, table="attributions"))
    unit = list(dict.fromkeys([*by, "article_id"]))
    statements = nested.loc[_is_statement(nested), [*unit, "statement"]].drop_duplicates()
    marked = doubts.assign(statement=doubts["cue_id"].fillna(-doubts["attribution_id"]))
    # Only the narrator's doubts are about a statement.
    marked = marked.loc[marked["statement"].notna(), ["article_id", "statement", "doubt_class"]]
    marked = marked.astype({"statement": "int64"})
    marked = pd.concat([marked, marked.assign(doubt_class="any")]).drop_duplicates()
    frame = average_shares(
        statements.merge(marked, on=["article_id", "statement"]).assign(k=1),
        by=by, kind="doubt_class", kinds=[*DOUBT_CLASSES, "any"], totals=statements.assign(n=1),
        is_pooled=weight == "statements", seed=seed,
    )  # fmt: skip
    return as_result(frame.assign(unit="statement", sparse=frame["n"] < SMALLEST["statement"]), [*by, "doubt_class"])


def _is_statement(spans: pd.DataFrame) -> pd.Series:
    return spans["cue_id"].notna() | spans["actor"].notna()


@functools.cache
def _markers() -> tuple[Patterns, dict[str, str]]:
    """The listed markers and the class of each."""
    text = resources.files("framelens").joinpath("doubts.csv").read_text(encoding="utf-8")
    classes = {row["marker"]: row["doubt_class"] for row in csv.DictReader(text.splitlines())}
    return Patterns({marker: [marker] for marker in classes}), classes


def _listed(sentences: pd.DataFrame, parts: "_Parts", whose: Spans) -> Iterator[dict[str, Any]]:
    patterns, classes = _markers()
    for sentence in sentences.itertuples():
        for hit in patterns.find(sentence.text):
            if classes[hit.key] == "none":
                continue
            start, end = sentence.offsets[hit.start], sentence.offsets[hit.end - 1] + 1
            row = {"article_id": sentence.article_id, "sentence_id": sentence.sentence_id, "start": start, "end": end}
            row |= {"marker": hit.key, "doubt_class": classes[hit.key]}
            span = whose.at(sentence.article_id, start)
            if span is not None:
                yield row | {"voice": span.voice, "by_actor": span.actor}
            elif not parts.has_cue_at(sentence.article_id, start):
                about = parts.about(sentence, hit, classes[hit.key])
                if about is not None or classes[hit.key] != "rebuttal":
                    yield row | {"voice": "own"} | (about or {})


def _distancing(cues: pd.DataFrame, sentences: pd.DataFrame, whose: Spans) -> Iterator[dict[str, Any]]:
    chosen = cues[(cues["cue_class"] == "distancing") & (cues["kind"] == "verb") & ~cues["negated"]]
    for cue in chosen.merge(sentences[["article_id", "sentence_id"]]).itertuples():
        place = {name: getattr(cue, name) for name in ("article_id", "sentence_id", "start", "end")}
        row = place | {"marker": cue.lemma, "doubt_class": "distancing"}
        span = whose.at(cue.article_id, cue.start)
        if span is not None:
            yield row | {"voice": span.voice, "by_actor": span.actor}
        else:
            yield row | {"voice": "own", "actor": cue.actor, "party": cue.party, "cue_id": cue.cue_id}


def _scare_quotes(spans: pd.DataFrame, sentences: pd.DataFrame, articles: pd.DataFrame) -> Iterator[dict[str, Any]]:
    texts = articles.set_index("article_id")["text"]
    short = (spans["voice"] == "quoted") & (spans["n_words"] <= _SCARE_WORDS) & ~spans["is_inside"]
    found = spans[short & ~_is_statement(spans)].merge(
        sentences[["article_id", "sentence_id", "n_words"]], on=["article_id", "sentence_id"], suffixes=("", "_around")
    )
    for row in found[found["n_words"] < found["n_words_around"]].itertuples():
        words = texts[row.article_id][row.start : row.end].split()
        if not all(word[:1].isupper() for word in words):
            place = {name: getattr(row, name) for name in ("article_id", "sentence_id", "start", "end")}
            yield place | {"marker": "quotation marks", "doubt_class": "scare-quote", "voice": "own"}


class _Parts:
    """The statements of a corpus in the narrator's frame, to be asked by place."""

    def __init__(self, annotations: Annotations, spans: pd.DataFrame):
        self._parts: dict[str, list[_Part]] = {}
        self._offsets = {
            (row.article_id, row.sentence_id): (row.zone, row.offsets) for row in annotations.sentences.itertuples()
        }
        cues = annotations.cues
        self._cues = set(zip(cues["article_id"], cues["start"], strict=True))
        unsaid = cues[cues["nested"] | cues["negated"]]
        left_out = set(zip(unsaid["article_id"], unsaid["cue_id"], strict=True))
        for is_cue, rows in ((False, spans[_is_statement(spans)]), (True, cues)):
            for row in rows.itertuples():
                if (row.article_id, row.cue_id) not in left_out:
                    about = {name: getattr(row, name) for name in ("actor", "party", "cue_id")}
                    about |= {"attribution_id": row.attribution_id} if pd.isna(row.cue_id) else {}
                    self._parts.setdefault(row.article_id, []).append(_Part(row.start, row.end, is_cue, about))

    def has_cue_at(self, article_id: str, place: int) -> bool:
        """Whether a marker is itself a cue: *alleged*, the verb."""
        return (article_id, place) in self._cues

    def about(self, sentence: Any, hit: Hit, doubt_class: str) -> dict[str, Any] | None:
        """The statement that a narrator's marker is about."""
        start, end = sentence.offsets[hit.start], sentence.offsets[hit.end - 1] + 1
        if doubt_class == "rebuttal":
            return self._rebutted(sentence, hit, start, end)
        if doubt_class == "hedge" or _BLANKET.search(sentence.text):
            return None
        found = self._nearest(sentence.article_id, sentence.offsets, start, end)
        if found is None and _POINTS_BACK.search(sentence.text):
            zone, before = self._offsets.get((sentence.article_id, sentence.sentence_id - 1), (None, []))
            found = self._nearest(sentence.article_id, before, start, end) if zone == sentence.zone else None
        return found

    def _nearest(self, article_id: str, offsets: Sequence[int], start: int, end: int) -> dict[str, Any] | None:
        """The statement with a part in a sentence (its ``offsets``) that stands nearest to a place."""
        parts = self._within(article_id, offsets)
        gaps = [(max(part.start - end, start - part.end, 0), part.start) for part in parts]
        return parts[gaps.index(min(gaps))].statement if parts else None

    def _rebutted(self, sentence: Any, hit: Hit, start: int, end: int) -> dict[str, Any] | None:
        """The statement before, or the one whose cue stands in the clause that the marker opens.

        *X said …, even though …* and *despite claims by X, …*: which comes first depends on the marker.
        """
        parts = self._within(sentence.article_id, sentence.offsets)
        before = [part for part in parts if part.end <= start]
        clause = _BREAK.split(sentence.text[hit.end :], maxsplit=1)[0]
        last = sentence.offsets[hit.end + len(clause) - 1] if clause else end
        opened = [part for part in parts if part.is_cue and end <= part.start <= last]
        ways = [min(opened, default=None), max(before, key=lambda part: part.end, default=None)]
        if hit.key in ("although", "though"):
            ways = ways[:1] if hit.start == 0 else []
        elif hit.key == "even though":
            ways.reverse()
        found = next(filter(None, ways), None)
        return found.statement if found else None

    def _within(self, article_id: str, offsets: Sequence[int]) -> list[_Part]:
        if not len(offsets):
            return []
        first, last = offsets[0], offsets[-1]
        return [part for part in self._parts.get(article_id, ()) if part.start <= last and first < part.end]
