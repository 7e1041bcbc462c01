"""Counts from plain text: no parse, any voice, and corpora that outgrow the memory."""

from collections.abc import Iterable, Iterator, Sequence
from os import PathLike
from typing import Any, Literal

import numpy as np
import pandas as pd
import pyarrow as pa
from scipy import sparse

from framelens.article_batches import BATCH_BYTES, read_batches
from framelens.checks import check_columns, check_one_of
from framelens.chunks import Places
from framelens.counts import TermCounts, check_ngrams
from framelens.errors import ArgumentError
from framelens.ngram_counts import Batch, Cells, count_ngrams, index_terms
from framelens.paragraphs import Line
from framelens.reading import read_blocks
from framelens.tallies import Tally
from framelens.vocabulary import Vocabulary
from framelens.words import replace_surrogates


def count_text(
    source: pd.DataFrame | str | PathLike[str],
    *,
    lines: pd.DataFrame | None = None,
    by: Sequence[str] = ("outlet",),
    ngrams: tuple[int, int] = (1, 1),
    per: Literal["article", "group"] | None = None,
) -> TermCounts:
    """Count terms in the texts of articles, whoever speaks, without parsing them.

    The terms are those of `count_terms` with ``voice="all"``, but that an n-gram may begin in one voice and end in
    another. N-grams cross neither an article's nor a sentence's border, by the rule that `annotate` keeps.

    Parameters
    ----------
    source
        The articles table; or the address of one that is read in batches: a file, a folder or a glob pattern of
        ``.parquet``, ``.jsonl``, ``.jsonl.gz``, ``.jsonl.zst`` or ``.csv`` files with a column ``text`` and those of
        ``by``, on this machine or where fsspec reads (``s3://…``).
    lines
        The lines table of `clean`, for an articles table: only the body's reading text is counted. Without it, the
        whole text is, as it stands.
    by
        Columns of the articles that make a group. An article without a value in one is not counted.
    ngrams
        Shortest and longest run of words that is a term.
    per
        ``article``: the counts of each article are kept, as `count_terms` does; it is what a table in memory gives
        unless told otherwise. ``group``: sums over articles, of a size that does not grow with the number of articles;
        what an address gives.

    Returns
    -------
    TermCounts
        The counts of every article that holds a term; per group, ``holding`` says in how many articles each is.

    Raises
    ------
    ArgumentError
        If an option is unknown, a column is missing, or ``lines`` come with an address.
    InputError
        If there are no articles at the address, a file lacks a column, is corrupt, holds a record that is too long,
        or unpacks to far more than text does.

    Notes
    -----
    Memory holds one batch, the sums, and
    pending counts of at most a quarter of their size (or of `tallies.MOST_PENDING`).

    Examples
    --------
    >>> counts = count_text(read_articles("seeds/port-callen/articles", metadata="seeds/port-callen/articles.csv"))
    >>> counts.per
    'article'
    """
    check_ngrams(ngrams)
    in_memory = isinstance(source, pd.DataFrame)
    chosen = per or ("article" if in_memory else "group")
    check_one_of("per", chosen, ("article", "group"))
    rows = _Rows([*dict.fromkeys([*by, "article_id"] if chosen == "article" else by)])
    if isinstance(source, pd.DataFrame):
        check_columns(source, ["article_id", "text", *by], table="articles")
        batches = _batches_of_table(source, lines, rows)
    elif lines is None:
        batches = _batches_of_files(str(source), rows)
    else:
        raise ArgumentError("`lines` belong to an articles table, not to an address; read the articles first.")
    return _count(batches, rows, list(by), ngrams, chosen)


def _count(batches: Iterable[Batch], rows: "_Rows", by: list[str], ngrams: tuple[int, int], per: str) -> TermCounts:
    vocabulary, sizes = Vocabulary(), range(ngrams[0], ngrams[1] + 1)
    tallies = [Tally(merge=per == "group") for _ in sizes]
    n_articles = np.zeros(0, dtype=np.int64)
    for batch in batches:
        cells, holders = count_ngrams(batch, ngrams, vocabulary)
        for tally, counted in zip(tallies, cells, strict=True):
            tally.add(counted)
        if per == "group":
            known = np.pad(n_articles, (0, len(rows) - len(n_articles)))
            n_articles = known + np.bincount(batch.rows[holders], minlength=len(rows))
    totals = [tally.total() for tally in tallies]
    terms = index_terms(vocabulary, sizes, totals)
    return _as_term_counts(totals, terms, rows.to_frame(), by, n_articles if per == "group" else None)


def _as_term_counts(
    totals: list[Cells], terms: pd.Index, frame: pd.DataFrame, by: list[str], n_articles: Places | None
) -> TermCounts:
    """The sums with their rows in order: groups where ``n_articles`` says how many articles each has, else articles."""
    rows, columns, n, held = (np.concatenate(parts) for parts in zip(*totals, strict=True))
    totals.clear()
    is_counted = np.bincount(rows, minlength=len(frame)) > 0
    frame = frame[is_counted].sort_values(list(frame.columns))
    places = np.zeros(len(is_counted), dtype=np.int32)
    places[frame.index] = np.arange(len(frame))
    shape = (len(frame), len(terms))
    order = sparse.csr_array((np.arange(len(n)), (places[rows], columns)), shape=shape)
    matrix = sparse.csr_array((n[order.data], order.indices, order.indptr), shape=shape)
    if n_articles is not None:
        articles = pd.DataFrame({"group": np.arange(len(frame)), "n_articles": n_articles[frame.index]})
        holding = sparse.csr_array((held[order.data].astype(np.int64), order.indices, order.indptr), shape=shape)
        return TermCounts(frame.reset_index(drop=True), articles, terms, matrix, holding)
    frame = frame.reset_index(drop=True)
    groups = frame[by].drop_duplicates(ignore_index=True).sort_values(by, ignore_index=True)
    group = pd.MultiIndex.from_frame(groups).get_indexer(pd.MultiIndex.from_frame(frame[by]))
    return TermCounts(groups, frame[["article_id"]].assign(group=group), terms, matrix)


class _Rows:
    """Numbers for the rows that are counted in, articles or groups, handed out as they come."""

    def __init__(self, columns: list[str]):
        self.columns = columns
        self._known: dict[tuple[Any, ...], int] = {}
        self._types: dict[str, Any] = {}

    def __len__(self) -> int:
        return len(self._known)

    def number(self, frame: pd.DataFrame) -> Places:
        """The number of the row that each row of ``frame`` is counted in."""
        self._types = self._types or frame[self.columns].dtypes.to_dict()
        known = self._known
        keys = zip(*(frame[column].tolist() for column in self.columns), strict=True)
        return np.array([known.setdefault(key, len(known)) for key in keys], dtype=np.int64)

    def to_frame(self) -> pd.DataFrame:
        """The rows in the order of their numbers."""
        return pd.DataFrame(list(self._known), columns=self.columns).astype(self._types)


def _batches_of_files(address: str, rows: _Rows) -> Iterator[Batch]:
    for table in read_batches(address, [*dict.fromkeys(["text", *rows.columns])]):
        keys = table.select(rows.columns).to_pandas()
        given = keys.notna().all(axis=1)
        texts = table["text"].filter(pa.array(given)).combine_chunks()
        yield Batch(texts, np.arange(len(texts)), rows.number(keys[given]))


def _batches_of_table(articles: pd.DataFrame, lines: pd.DataFrame | None, rows: _Rows) -> Iterator[Batch]:
    whole = articles[articles[rows.columns].notna().all(axis=1)]
    zoned = dict(iter(lines.groupby("article_id"))) if lines is not None else {}
    rows.number(whole[:0])  # Even without articles, the groups have the columns' types.
    ends = whole["text"].str.len().fillna(0).cumsum().to_numpy(dtype=np.int64)
    for number in np.unique(ends // BATCH_BYTES):
        part = whole[ends // BATCH_BYTES == number]
        texts, owners = part["text"].tolist(), np.arange(len(part))
        if lines is not None:
            bodies = [_body(text, zoned.get(key)) for key, text in zip(part["article_id"], texts, strict=True)]
            texts, owners = [block for body in bodies for block in body], np.repeat(owners, list(map(len, bodies)))
        yield Batch(_as_array(texts), owners, rows.number(part))


def _body(text: str, lines: pd.DataFrame | None) -> list[str]:
    """The reading text of each block of the body."""
    if lines is None:
        return []
    columns = (lines[name].tolist() for name in ("line", "start", "end", "zone"))
    read = [Line(line, start, end, text[start:end], zone) for line, start, end, zone in zip(*columns, strict=True)]
    return [block.text for block in read_blocks(read) if block.zone == "body"]


def _as_array(texts: list[str | None]) -> pa.Array:
    try:
        return pa.array(texts, pa.large_string(), from_pandas=True)
    except UnicodeEncodeError:
        return pa.array([text and replace_surrogates(text) for text in texts], pa.large_string(), from_pandas=True)
