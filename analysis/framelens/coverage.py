"""Fact coverage: which article reports what, and where it says so first."""

from collections.abc import Mapping

import pandas as pd

from framelens.annotations import Annotations
from framelens.checks import check_one_of
from framelens.patterns import Patterns
from framelens.schema import ZONES
from framelens.study import Fact

FACTS = {
    "article_id": "str", "outlet": "str", "fact": "str", "found": "bool", "k": "Int64", "line": "Int64",
    "start": "Int64", "end": "Int64",
}  # fmt: skip


def cover_facts(annotations: Annotations, facts: Mapping[str, Fact], *, zone: str = "body") -> pd.DataFrame:
    """Matrix of articles and facts: found or not, with the line.

    "Not found" means that no pattern matched within one sentence, not that the article leaves the fact out.

    Parameters
    ----------
    annotations
        The tables of a corpus, with texts.
    facts
        The facts of a study (``study.facts``).
    zone
        Where to look, or ``all``.

    Returns
    -------
    DataFrame
        One row for each article and fact, in the order of the study: ``found``, the number ``k`` of matches, and
        ``line``, ``start`` and ``end`` of the first, null where there is none.

    Examples
    --------
    >>> covered = cover_facts(annotations, study.facts)
    >>> len(covered) == len(annotations.articles) * len(study.facts)
    True
    """
    check_one_of("zone", zone, (*ZONES, "all"))
    searches = {key: Patterns({key: fact.patterns}) for key, fact in facts.items()}
    chosen = annotations.sentences[(annotations.sentences["zone"] == zone) | (zone == "all")]
    lines = dict(iter(annotations.lines.groupby("article_id")))
    by_article = dict(iter(chosen.groupby("article_id")))
    rows = []
    for article_id, outlet in annotations.articles[["article_id", "outlet"]].itertuples(index=False):
        sentences = by_article.get(article_id, chosen[:0])
        for key, patterns in searches.items():
            spans = [
                (sentence.offsets[hit.start], sentence.offsets[hit.end - 1] + 1)
                for sentence in sentences.itertuples()
                for hit in patterns.find(sentence.text)
            ]
            first = min(spans, default=(None, None))
            line = _line_of(first[0], lines[article_id]) if spans else None
            rows.append((article_id, outlet, key, bool(spans), len(spans), line, *first))
    return pd.DataFrame(rows, columns=list(FACTS)).astype(FACTS)


def _line_of(place: int | None, lines: pd.DataFrame) -> int:
    return int(lines.loc[lines["start"] <= place, "line"].max())
