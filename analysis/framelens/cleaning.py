"""Cleaning: zone every line of every article and read missing metadata off the zoned lines. Nothing is cut."""

from collections.abc import Iterable, Mapping, Sequence

import pandas as pd

from framelens.bylines import author_and_date
from framelens.origins import origin_of
from framelens.paragraphs import Line
from framelens.schema import ARTICLES, LINES, conform
from framelens.study import CleaningRule
from framelens.zoning import zone_lines


def clean(articles: pd.DataFrame, *, rules: Iterable[CleaningRule] | None = None) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Zone every line, and fill missing titles, authors, dates and origins from the zoned lines.

    Parameters
    ----------
    articles
        The articles table, as `read_articles` gives it.
    rules
        Rules of the study, tried before the general ones.

    Returns
    -------
    articles : DataFrame
        The same articles; ``title``, ``author``, ``date`` and ``origin`` are filled where the metadata left them
        empty and the lines hold them. A relative date ("5 hours ago") stays null. ``origin`` is the news agency that
        a byline or the dateline names, ``mixed`` where it is one of several, and null where none is named.
    lines : DataFrame
        One row a line (`schema.LINES`), counted from 1, ``start`` and ``end`` without the line break.

    Examples
    --------
    >>> articles, lines = clean(read_articles("seeds/port-callen/articles"))
    >>> sorted(lines["zone"].unique())[:3]
    ['blank', 'body', 'boilerplate']
    """
    filled, zoned = zone_articles(articles, rules=rules)
    return filled, table_of_lines(zoned)


def zone_articles(
    articles: pd.DataFrame, *, rules: Iterable[CleaningRule] | None = None
) -> tuple[pd.DataFrame, dict[str, list[Line]]]:
    """The articles with their metadata filled, as `clean` gives them, and the zoned lines of each by its id."""
    rules = tuple(rules or ())
    zoned, fields = {}, []
    for key, outlet, text in zip(articles["article_id"], articles["outlet"], articles["text"], strict=True):
        lines = zone_lines(str(text), [rule for rule in rules if rule.outlet in (None, outlet)])
        zoned[key] = lines
        byline = [line.raw for line in lines if line.zone == "byline"]
        title = " ".join(line.plain for line in lines if line.zone == "headline") or None
        opening = next((line.raw for line in lines if line.zone == "body"), "")
        fields.append((title, *author_and_date(byline), origin_of(byline, opening)))
    found = pd.DataFrame(fields, columns=["title", "author", "date", "origin"], index=articles.index)
    filled = articles.assign(**{name: articles[name].fillna(found[name]) for name in found})
    return conform(filled, ARTICLES), zoned


def table_of_lines(zoned: Mapping[str, Sequence[Line]]) -> pd.DataFrame:
    """The lines table of some articles."""
    rows = [(key, ln.number, ln.start, ln.end, ln.zone, ln.reason) for key, lines in zoned.items() for ln in lines]
    return conform(pd.DataFrame(rows, columns=list(LINES)), LINES)
