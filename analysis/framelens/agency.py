"""Agency: who is named as the doer of an event, and in which construction."""

from collections.abc import Sequence
from typing import Literal

import pandas as pd

from framelens.checks import check_columns, check_one_of
from framelens.constructions import CONSTRUCTIONS, WITH_AGENT
from framelens.inference import SMALLEST
from framelens.schema import VOICES, as_result
from framelens.shares import average_shares, in_zone

AGENT_NAMED = "agent named"


def summarize_agency(
    events: pd.DataFrame,
    *,
    by: Sequence[str] = ("outlet", "event"),
    voice: Literal["own", "indirect", "quoted", "all"] = "own",
    weight: Literal["articles", "mentions"] = "articles",
    zone: str = "body",
    seed: int = 0,
) -> pd.DataFrame:
    """Share of each construction among the mentions of an event, and of the mentions that name the agent.

    Parameters
    ----------
    events
        The events table: one row a mention.
    by
        Columns that make a group. With ``agent_party`` or ``patient_party`` among them: who did it to whom.
    voice
        Whose words: ``own``, ``quoted``, ``indirect`` or ``all``.
    weight
        ``articles``: the mean of the articles' shares, each article that mentions the event weighing the same;
        ``mentions``: k / n.
    zone
        Where in the article, or ``all``. A table without the column ``zone`` is taken whole.
    seed
        Of the articles drawn for intervals.

    Returns
    -------
    DataFrame
        A result table with a row for every group that has a mention and every construction (`Events.find` defines
        them): ``k`` of ``n`` mentions in ``n_articles`` articles with one. The estimates of a group's constructions add
        up to 1. A further row, ``agent named``, counts the mentions in whose clause or noun phrase the doer stands:
        ``active``, ``by-agent``, ``nominal-agent``, and an ``instrument`` whose phrase names the party that uses it. A
        doer in the sentence before counts for nothing. Shares of fewer than 5 mentions are ``sparse``: read k of n.
        Intervals: Wilson's within one article, from ten articles on `ratio_interval`'s over articles, else ``none``.

    Raises
    ------
    ArgumentError
        If an option is unknown or a column is missing.

    References
    ----------
    Henley, N. M., Miller, M. & Beazley, J. A. (1995). Syntax, semantics, and sexual violence: agency and the passive
    voice. Journal of Language and Social Psychology 14(1-2), 60-84.
    Moreno-Medina, J., Ouss, A., Bayer, P. & Ba, B. A. (2025). Officer-involved: the media language of police killings.
    Quarterly Journal of Economics 140(2), 1525-1580.

    Examples
    --------
    >>> events = pd.DataFrame({"article_id": "a", "outlet": "A", "event": "raid", "voice": "own", "agent_party": None,
    ...                        "construction": ["active", "nominal", "nominal", "by-agent"]})
    >>> shares = summarize_agency(events)
    >>> shares.loc[shares["k"] > 0, ["construction", "estimate", "k", "n"]].values.tolist()
    [['active', 0.25, 1, 4], ['agent named', 0.5, 2, 4], ['by-agent', 0.25, 1, 4], ['nominal', 0.5, 2, 4]]
    """
    check_one_of("voice", voice, (*VOICES, "all"))
    check_one_of("weight", weight, ("articles", "mentions"))
    check_columns(events, [*by, "article_id", "construction", "agent_party", "voice"], table="events")
    chosen = in_zone(events, zone, table="events")
    chosen = chosen[(chosen["voice"] == voice) | (voice == "all")].assign(k=1, n=1)
    named = chosen[chosen["construction"].isin(WITH_AGENT) | chosen["agent_party"].notna()]
    counts = pd.concat([chosen, named.assign(construction=AGENT_NAMED)])
    kinds = (*CONSTRUCTIONS, AGENT_NAMED)
    frame = average_shares(
        counts, by=by, kind="construction", kinds=kinds, totals=chosen, is_pooled=weight == "mentions", seed=seed
    )
    return as_result(frame.assign(unit="mention", sparse=frame["n"] < SMALLEST["mention"]), [*by, "construction"])
