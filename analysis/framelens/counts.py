"""Counts: small, additive tables that every term statistic starts from."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import sparse

from framelens.checks import check_columns, check_one_of
from framelens.errors import ArgumentError
from framelens.schema import VOICES, ZONES


@dataclass(frozen=True)
class TermCounts:
    """How often each term stands in each article of each group.

    Attributes
    ----------
    groups : DataFrame
        One row a group, with the columns counted by.
    articles : DataFrame
        ``article_id`` and ``group`` (a row number of ``groups``) of each row of ``matrix``.
    vocabulary : Index
        The terms, in alphabetical order: the columns of ``matrix``.
    matrix : csr_array
        Counts, article × term.
    holding : csr_array, optional
        Only where counts are summed over articles: how many articles hold the term, group × term. A row of
        ``matrix`` and of ``articles`` is then a group, and ``articles`` has ``n_articles`` instead of ``article_id``.

    Notes
    -----
    ``counts + counts`` adds: the counts of two halves of a corpus are those of the whole.
    """

    groups: pd.DataFrame
    articles: pd.DataFrame
    vocabulary: pd.Index
    matrix: sparse.csr_array
    holding: sparse.csr_array | None = None

    @property
    def per(self) -> str:
        """What a row of ``matrix`` counts: an ``article``, or a whole ``group``."""
        return "article" if self.holding is None else "group"

    @property
    def by(self) -> list[str]:
        """The columns counted by."""
        return list(self.groups.columns)

    def group_matrix(self) -> np.ndarray:
        """Counts, group × term, zeros included."""
        return np.asarray((self._membership() @ self.matrix).todense())

    def document_frequency(self) -> np.ndarray:
        """Number of articles that hold the term, group × term."""
        return np.asarray(self._holding().todense())

    def n_articles(self) -> np.ndarray:
        """Number of articles of each group."""
        if self.per == "group":
            return np.asarray(self.articles["n_articles"])
        return np.bincount(self.articles["group"], minlength=len(self.groups))

    def sum_articles(self) -> "TermCounts":
        """The same counts summed over the articles of each group."""
        articles = pd.DataFrame({"group": np.arange(len(self.groups)), "n_articles": self.n_articles()})
        matrix = sparse.csr_array(self._membership() @ self.matrix)
        return TermCounts(self.groups, articles, self.vocabulary, matrix, self._holding())

    def keep(self, *, articles: npt.ArrayLike | None = None, terms: npt.ArrayLike | None = None) -> "TermCounts":
        """The counts of some articles and terms, flagged; articles, terms and groups that have nothing left go too."""
        check_per_article(self, why="leaving out articles or terms")
        rows, columns = (slice(None) if flags is None else np.flatnonzero(flags) for flags in (articles, terms))
        matrix = self.matrix[rows][:, columns]
        is_used, is_filled = (np.asarray(matrix.sum(axis=axis)).ravel() > 0 for axis in (0, 1))
        table = self.articles.iloc[rows][is_filled]
        left, group = np.unique(table["group"], return_inverse=True)
        return TermCounts(
            self.groups.iloc[left].reset_index(drop=True),
            table.assign(group=group).reset_index(drop=True),
            self.vocabulary[columns][is_used],
            sparse.csr_array(matrix[is_filled][:, is_used]),
        )

    def to_frame(self) -> pd.DataFrame:
        """Every group with every term: the columns counted by, ``term, k, n, n_articles, n_articles_with``."""
        counts = self.group_matrix()
        n_terms = len(self.vocabulary)
        frame = self.groups.loc[self.groups.index.repeat(n_terms)].reset_index(drop=True)
        return frame.assign(
            term=np.tile(self.vocabulary.to_numpy(), len(self.groups)),
            k=counts.ravel(),
            n=np.repeat(counts.sum(axis=1), n_terms),
            n_articles=np.repeat(self.n_articles(), n_terms),
            n_articles_with=self.document_frequency().ravel(),
        )

    def __add__(self, other: "TermCounts") -> "TermCounts":
        if self.by != other.by:
            raise ArgumentError(f"counts by {self.by} and counts by {other.by} cannot be added; count both alike.")
        if self.per == other.per == "article":
            return _from_long(pd.concat([self._to_long(), other._to_long()]), self.by)
        return _add_sums(self.sum_articles(), other.sum_articles())

    def _holding(self) -> sparse.csr_array:
        if self.holding is not None:
            return self.holding
        return sparse.csr_array(self._membership() @ (self.matrix > 0).astype(np.int64))

    def _membership(self) -> sparse.csr_array:
        rows, columns = self.articles["group"].to_numpy(), np.arange(len(self.articles))
        ones = np.ones(len(columns), dtype=np.int64)
        return sparse.csr_array((ones, (rows, columns)), shape=(len(self.groups), len(columns)))

    def _to_long(self) -> pd.DataFrame:
        cells = self.matrix.tocoo()
        rows = self.articles.iloc[cells.row]
        groups = self.groups.iloc[rows["group"]].reset_index(drop=True)
        return groups.assign(
            article_id=rows["article_id"].to_numpy(), term=self.vocabulary.to_numpy()[cells.col], n=cells.data
        )


def count_terms(
    tokens: pd.DataFrame,
    *,
    by: Sequence[str] = ("outlet",),
    voice: str = "own",
    zone: str = "body",
    unit: str = "term",
    ngrams: tuple[int, int] = (1, 1),
) -> TermCounts:
    """Count terms by article and group.

    Parameters
    ----------
    tokens
        The tokens table; or, with a column ``n``, its rows already added up, as in the shared form of a study.
    by
        Columns of ``tokens`` that make a group.
    voice
        Whose words: ``own`` (the narrator's), ``quoted``, ``indirect`` or ``all``.
    zone
        Where in the article, or ``all``.
    unit
        ``term`` (as written, case folded) or ``lemma``.
    ngrams
        Shortest and longest run of words that is a term. A run stays within one sentence and one voice.

    Returns
    -------
    TermCounts
        Counts of every article that has a token in the chosen voice and zone.

    Raises
    ------
    ArgumentError
        If an option is unknown, a column is missing, or n-grams are asked of tokens already added up.

    Examples
    --------
    >>> counts = count_terms(annotations.tokens)
    >>> counts.to_frame().columns.tolist()
    ['outlet', 'term', 'k', 'n', 'n_articles', 'n_articles_with']
    """
    check_one_of("voice", voice, (*VOICES, "all"))
    check_one_of("zone", zone, (*ZONES, "all"))
    check_one_of("unit", unit, ("term", "lemma"))
    check_columns(tokens, ["article_id", *by, unit, "voice", "zone"], table="tokens")
    check_ngrams(ngrams)
    low, high = ngrams
    summed = "n" in tokens.columns
    if summed and high > 1:
        raise ArgumentError("these tokens are already added up, so only `ngrams=(1, 1)` can be counted from them.")
    if not summed:
        tokens = tokens.assign(n=1)
    chosen = (tokens["voice"] == voice) | (voice == "all")
    if high > 1:
        tokens = pd.concat([_ngrams(tokens, unit, size) for size in range(low, high + 1)])
        chosen = (tokens["voice"] == voice) | (voice == "all")
    chosen &= (tokens["zone"] == zone) | (zone == "all")
    columns = [*dict.fromkeys((*by, "article_id")), unit, "n"]
    return _from_long(tokens.loc[chosen, columns].rename(columns={unit: "term"}), list(by))


def check_ngrams(ngrams: tuple[int, int]) -> None:
    """Raise ArgumentError unless ``ngrams`` are the shortest and the longest run of words."""
    low, high = ngrams
    if not 1 <= low <= high:
        raise ArgumentError(f"`ngrams` must be (shortest, longest) with 1 <= shortest <= longest; got {ngrams}.")


def check_per_article(counts: TermCounts, *, why: str) -> None:
    """Raise ArgumentError if the counts of single articles are wanted and only their sums are there."""
    if counts.per == "group":
        raise ArgumentError(f'{why} needs the counts of each article; count again with `per="article"`.')


def merge_variants(counts: TermCounts) -> TermCounts:
    """Count spellings that differ by a hyphen or an apostrophe's shape as one term, named by the commonest.

    Examples
    --------
    >>> tokens = pd.DataFrame({"article_id": "a", "outlet": "A", "term": ["cease-fire", "ceasefire", "ceasefire"],
    ...                        "voice": "own", "zone": "body"})
    >>> merge_variants(count_terms(tokens)).to_frame()[["term", "k"]].values.tolist()
    [['ceasefire', 3]]
    """
    check_per_article(counts, why="counting two spellings as one term")
    totals = np.asarray(counts.matrix.sum(axis=0)).ravel()
    spellings = pd.DataFrame({"term": counts.vocabulary, "total": totals})
    spellings["key"] = spellings["term"].map(plain_spelling)
    commonest = spellings.sort_values(["total", "term"], ascending=[False, True]).drop_duplicates("key")
    names = spellings["key"].map(commonest.set_index("key")["term"]).to_numpy()
    long = counts._to_long()
    return _from_long(long.assign(term=long["term"].map(dict(zip(counts.vocabulary, names, strict=True)))), counts.by)


def plain_spelling(term: str) -> str:
    """What the spellings of a term that count as one have in common.

    >>> plain_spelling("cease-fire’s") == plain_spelling("ceasefire's")
    True
    """
    return term.replace("’", "'").replace("-", "")


def _ngrams(tokens: pd.DataFrame, unit: str, size: int) -> pd.DataFrame:
    """Runs of ``size`` words of one sentence and voice, as rows like those of ``tokens``."""
    tokens = tokens.sort_values(["article_id", "sentence_id", "start"], kind="stable", ignore_index=True)
    runs = tokens.copy()
    kept = pd.Series(True, index=tokens.index)
    for step in range(1, size):
        following = tokens.shift(-step)
        for key in ("article_id", "sentence_id", "voice"):
            kept &= (tokens[key] == following[key]).fillna(False)
        runs[unit] = runs[unit] + " " + following[unit]
    return runs[kept]


def _from_long(long: pd.DataFrame, by: list[str]) -> TermCounts:
    unit = list(dict.fromkeys((*by, "article_id")))
    sums = long.groupby([*unit, "term"], sort=True, dropna=True, observed=True)["n"].sum().reset_index()
    groups = sums[by].drop_duplicates().sort_values(by, ignore_index=True)
    articles = sums[unit].drop_duplicates().sort_values(unit, ignore_index=True)
    vocabulary = pd.Index(sorted(sums["term"].unique()), name="term")
    rows = pd.MultiIndex.from_frame(articles).get_indexer(pd.MultiIndex.from_frame(sums[unit]))
    columns = vocabulary.get_indexer(sums["term"])
    shape = (len(articles), len(vocabulary))
    matrix = sparse.csr_array((sums["n"].to_numpy(dtype=np.int64), (rows, columns)), shape=shape)
    group = pd.MultiIndex.from_frame(groups).get_indexer(pd.MultiIndex.from_frame(articles[by]))
    return TermCounts(groups, articles[["article_id"]].assign(group=group), vocabulary, matrix)


def _add_sums(one: TermCounts, two: TermCounts) -> TermCounts:
    """Both sums over articles as one, terms and groups of either included."""
    groups = pd.concat([one.groups, two.groups]).drop_duplicates().sort_values(one.by, ignore_index=True)
    vocabulary = one.vocabulary.union(two.vocabulary, sort=True).rename("term")
    n_articles = np.zeros(len(groups), dtype=np.int64)
    sums = [sparse.csr_array((len(groups), len(vocabulary)), dtype=np.int64) for _ in range(2)]
    for counts in (one, two):
        rows = pd.MultiIndex.from_frame(groups).get_indexer(pd.MultiIndex.from_frame(counts.groups))
        columns = vocabulary.get_indexer(counts.vocabulary)
        n_articles[rows] += counts.n_articles()
        for number, matrix in enumerate((counts.matrix, counts._holding())):
            cells = matrix.tocoo()
            placed = (cells.data, (rows[cells.row], columns[cells.col]))
            sums[number] = sums[number] + sparse.csr_array(placed, shape=sums[number].shape)
    articles = pd.DataFrame({"group": np.arange(len(groups)), "n_articles": n_articles})
    return TermCounts(groups, articles, vocabulary, *sums)
