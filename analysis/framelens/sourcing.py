"""Whose words an article prints: shares of its words by voice."""

from collections.abc import Sequence

import pandas as pd

from framelens.checks import check_columns, check_one_of
from framelens.inference import SMALLEST, add_share_interval
from framelens.schema import VOICES, ZONES, as_result


def voice_shares(tokens: pd.DataFrame, *, by: Sequence[str] = ("outlet",), zone: str = "body") -> pd.DataFrame:
    """Share of words by voice.

    Parameters
    ----------
    tokens
        The tokens table, or its rows already added up with a column ``n``.
    by
        Columns that make a group.
    zone
        Where in the article, or ``all``.

    Returns
    -------
    DataFrame
        A result table by group and voice: ``estimate`` is the mean of the articles' shares, ``k`` of ``n`` words in
        ``n_articles`` articles. The interval within one article takes words as independent, which runs of quoted
        words are not: it is too narrow.

    Raises
    ------
    ArgumentError
        If a column is missing or the zone is unknown.

    Examples
    --------
    >>> voice_shares(observations.annotations.tokens)["voice"].unique().tolist()
    ['indirect', 'own', 'quoted']
    """
    check_one_of("zone", zone, (*ZONES, "all"))
    by = list(by)
    check_columns(tokens, [*by, "article_id", "zone", "voice"], table="tokens")
    chosen = tokens[(tokens["zone"] == zone) | (zone == "all")]
    weights = chosen if "n" in chosen.columns else chosen.assign(n=1)
    unit = list(dict.fromkeys((*by, "article_id")))
    words = weights.groupby([*unit, "voice"], observed=True)["n"].sum().unstack("voice")
    words = words.reindex(columns=sorted(VOICES)).fillna(0).astype("int64")
    totals = words.sum(axis=1)
    long = words.stack().rename("k").reset_index().merge(totals.rename("n").reset_index(), on=unit)
    grouped = long.assign(share=long["k"] / long["n"]).groupby([*by, "voice"], observed=True)
    frame = grouped.agg(
        k=("k", "sum"), n=("n", "sum"), estimate=("share", "mean"), n_articles=("article_id", "nunique")
    ).reset_index()
    frame = frame.assign(unit="word", sparse=frame["n"] < SMALLEST["word"])
    return as_result(add_share_interval(frame), [*by, "voice"])
