"""Sentiment toward each party: scores averaged over articles, and corrected for the errors of the scorer."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from framelens.checks import check_columns, check_one_of
from framelens.inference import FEWEST_ARTICLES, LEVEL, SMALLEST
from framelens.misclassification import correct_shares, corrected_interval
from framelens.schema import as_result
from framelens.scorers import LABELS, known_errors
from framelens.scores import SCORED_VOICES
from framelens.shares import in_zone

MEASURES = (*LABELS, "mean")


def summarize_sentiment(
    scores: pd.DataFrame,
    *,
    by: Sequence[str] = ("outlet", "party"),
    voice: str | Sequence[str] = "own",
    zone: str = "body",
    errors: Mapping[str, npt.ArrayLike | None] | None = None,
    weight: Literal["articles", "sentences"] = "articles",
) -> pd.DataFrame:
    """Shares of negative, neutral and positive sentences toward each party, and their mean; raw and corrected.

    ``mean`` is the share of positive less the share of negative sentences (-1 to 1). A scorer
    errs, and more of what is rare is taken for what is frequent than the other way round; ``corrected`` is what the
    shares would be without the errors that it made on labelled data, and the interval is one of the corrected value.

    Parameters
    ----------
    scores
        The table of `score_mentions`, of one scorer or several.
    by
        Columns that make a group, beside the scorer; for the attributed voice ``speaker_party`` may be one.
    voice
        ``own``, ``attributed`` or ``all``; or several of them, and ``voice`` is then a key of the result.
    zone
        Where in the article, or ``all``. A table without the column ``zone`` is taken whole.
    errors
        Confusion counts by scorer, rows true and columns given labels; those of the scorers that ship if None.
    weight
        ``articles``: the mean of the articles' shares; ``sentences``: those of all sentences together, without an
        interval over articles.

    Returns
    -------
    DataFrame
        A result table, a row for each group, scorer and ``measure`` (``negative, neutral, positive, mean``):
        ``estimate``, raw; ``corrected``; ``low, high`` of the corrected value, which hold the scorer's errors and, from
        ten articles on, the sampling of articles; none with two to nine articles, and none for one article with fewer
        than 5 sentences; ``k`` sentences with the label of ``n``; ``coverage``, the share of sentences that the scorer
        had anything to go by. ``sparse`` below 5 sentences.

    Raises
    ------
    ArgumentError
        If an option is unknown or a column is missing.

    References
    ----------
    Rogan, W. J. & Gladen, B. (1978). Estimating prevalence from the results of a screening test. American Journal of
    Epidemiology 107, 71-76.

    Examples
    --------
    >>> shares = summarize_sentiment(observations.scores)
    >>> shares["measure"].unique().tolist()
    ['negative', 'neutral', 'positive', 'mean']
    """
    voices = [voice] if isinstance(voice, str) else list(dict.fromkeys(voice))
    for one in voices:
        check_one_of("voice", one, SCORED_VOICES)
    check_one_of("weight", weight, ("articles", "sentences"))
    keys = [*by, "scorer"] if isinstance(voice, str) else [*by, "voice", "scorer"]
    check_columns(scores, [*keys, "article_id", "voice", *LABELS, "label"], table="scores")
    known = known_errors(scores["scorer"].unique()) if errors is None else errors
    chosen = in_zone(scores[scores["voice"].isin(voices)], zone, table="scores")
    rows: list[dict[str, Any]] = []
    for group, found in chosen.groupby(keys, dropna=False, observed=True):
        rows += [dict(zip(keys, group, strict=True)) | row for row in _summary(found, known.get(group[-1]), weight)]
    columns = [*keys, "measure", "estimate", "corrected", "low", "high", "interval", "level", "k", "n"]
    frame = pd.DataFrame(rows, columns=[*columns, "n_articles", "coverage"])
    frame = frame.assign(unit="sentence", sparse=frame["n"] < SMALLEST["sentence"])
    order = {"measure": MEASURES} | ({} if isinstance(voice, str) else {"voice": voices})
    for name, values in order.items():
        frame[name] = pd.Categorical(frame[name], values, ordered=True)
    result = as_result(frame, [*keys, "measure"], ["corrected", "coverage"])
    return result.astype(dict.fromkeys(order, "str") | {"corrected": "float64", "coverage": "float64"})


def telling_sentences(scores: pd.DataFrame, sentences: pd.DataFrame, *, zone: str = "body", n: int = 5) -> pd.DataFrame:
    """The sentences that speak most clearly for and against each party, for the reader to judge the scorer by.

    Parameters
    ----------
    scores
        Rows of `score_mentions`, of one voice and one scorer.
    sentences
        The sentences table, with texts.
    zone
        Where in the article, or ``all``. A table without the column ``zone`` is taken whole.
    n
        How many at each end.

    Returns
    -------
    DataFrame
        For each party its ``n`` likeliest negative sentences, the clearest first, then its ``n`` likeliest positive
        ones: ``party, label, chance`` (the probability of the label), ``outlet, article_id, sentence_id, text``. Only
        sentences with that label; fewer where there are not so many.

    Raises
    ------
    ArgumentError
        If a column is missing.

    Examples
    --------
    >>> own = observations.scores[observations.scores["voice"] == "own"]
    >>> telling = telling_sentences(own[own["scorer"] == "model"], annotations.sentences, n=1)
    >>> telling["label"].unique().tolist()
    ['negative', 'positive']
    """
    check_columns(scores, ["article_id", "sentence_id", "party", "label", *LABELS], table="scores")
    check_columns(sentences, ["article_id", "sentence_id", "text"], table="sentences")
    scores = in_zone(scores, zone, table="scores")
    ends = [scores[scores["label"] == label].assign(chance=scores[label]) for label in ("negative", "positive")]
    ranked = pd.concat(ends).sort_values(
        ["party", "label", "chance", "article_id", "sentence_id"], ascending=[True, True, False, True, True]
    )
    shown = ranked.groupby(["party", "label"], sort=False).head(n)
    texts = sentences[["article_id", "sentence_id", "text"]]
    columns = ["party", "label", "chance", "outlet", "article_id", "sentence_id", "text"]
    return shown.merge(texts, on=["article_id", "sentence_id"], how="left")[columns]


def _summary(found: pd.DataFrame, errors: npt.ArrayLike | None, weight: str) -> Iterator[dict[str, Any]]:
    """The rows of one group: the three shares and their mean."""
    sizes = found.groupby(["article_id", "label"], observed=True).size().unstack(fill_value=0)
    counts = sizes.reindex(columns=list(LABELS), fill_value=0).to_numpy()
    by_article = weight == "articles"
    shares = (
        (counts / counts.sum(axis=1, keepdims=True)).mean(axis=0) if by_article else counts.sum(axis=0) / len(found)
    )
    corrected, bounds, interval = np.full(3, np.nan), np.full((4, 2), np.nan), "none"
    if errors is not None:
        corrected = correct_shares(shares, errors)
        interval = _interval(len(counts), len(found), by_article)
    if errors is not None and interval != "none":
        bounds = corrected_interval(counts, errors, level=LEVEL)
    totals = [*counts.sum(axis=0).tolist(), None]
    values = zip(MEASURES, _with_mean(shares), _with_mean(corrected), bounds, totals, strict=True)
    for measure, estimate, true, (low, high), k in values:
        yield {
            "measure": measure, "estimate": estimate, "corrected": true, "low": low, "high": high,
            "interval": interval, "level": LEVEL if interval != "none" else np.nan, "k": k, "n": len(found),
            "n_articles": len(counts), "coverage": found["neutral"].notna().mean(),
        }  # fmt: skip


def _interval(n_articles: int, n_sentences: int, by_article: bool) -> str:
    """Which interval there is."""
    if n_articles == 1:
        # With fewer sentences it holds the truth less often than it says.
        return "within-article-classifier" if n_sentences >= SMALLEST["sentence"] else "none"
    return "articles-and-classifier" if by_article and n_articles >= FEWEST_ARTICLES else "none"


def _with_mean(shares: npt.NDArray[np.float64]) -> list[float]:
    return [*shares.tolist(), float(shares[2] - shares[0])]
