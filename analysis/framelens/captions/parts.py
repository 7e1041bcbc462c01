"""What captions share: the sample's size, the interval, the voice beside, and each outlet read out."""

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

import pandas as pd

from framelens.inference import FEWEST_ARTICLES
from framelens.plots.beside import VOICE_NAMES
from framelens.plots.rows import count_of
from framelens.resampling import FEWEST


class Caption(NamedTuple):
    """What stands below a figure, and what is read to those who cannot see it."""

    text: str
    alt: str


def say_beside(frame: pd.DataFrame, other: pd.DataFrame, beside: str | None) -> str:
    """What the diamonds are, with their n; that there are none, where the voices do not differ."""
    if beside is None:
        return ""
    if other.empty:
        return f" The same in {VOICE_NAMES[beside]}: no count and no share differs."
    keys = [column for column in ("outlet", "concept", "event") if column in frame.columns]
    n = int(frame.drop_duplicates(keys)[f"n_{beside}"].sum())
    return (
        f" Grey diamonds: the same in {VOICE_NAMES[beside]} (n = {count_of(n, 'mention')}), with k/n and without an"
        " interval, where the count or the share differs; hollow below the same n."
    )


def read_beside(other: pd.DataFrame, beside: str | None, name: Callable[[Any], str]) -> str:
    """The diamonds' counts for those who cannot see them; ``name`` names a row."""
    if other.empty:
        return ""
    return f" In {VOICE_NAMES[str(beside)]}: " + each_outlet(
        other, lambda row: f"{name(row)} {row.k} of {row.n}" if row.k else ""
    )


def sample_size(frame: pd.DataFrame, unit: str, kinds: str) -> str:
    """``n = 5 outlets, 5 articles, 64 mentions``, from rows that repeat n for every kind."""
    keys = [column for column in ("outlet", "concept") if column in frame.columns]
    cells = frame.drop(columns=kinds).drop_duplicates(keys)
    sizes = (count_of(int(cells[name].sum()), noun) for name, noun in (("n_articles", "article"), ("n", unit)))
    return f"n = {count_of(cells['outlet'].nunique(), 'outlet')}, " + ", ".join(sizes)


def say_interval(frame: pd.DataFrame, unit: str = "mention") -> str:
    """What the lines of the rows drawn are, and why some rows have none."""
    if frame.empty:
        return "No interval: every cell is below the smallest n."
    lines = []
    if "within-article-wilson" in set(frame["interval"]):
        lines.append(
            f"{frame['level'].max():.0%} Wilson intervals within the article, which take its {unit}s as independent;"
            " they say nothing about other articles of the outlet"
        )
    lines += over_articles(frame)
    lacking = frame.loc[(frame["interval"] == "none") & (frame["n"] > 0), "n_articles"]
    why = say_why_none(lacking)
    if not lines:
        return f"No interval: {why}."
    return f"Lines: {'; and '.join(lines)}." + f" No line: {why}." * bool(why)


def over_articles(frame: pd.DataFrame) -> list[str]:
    """What the intervals over articles are, if there is one."""
    drawn = frame[frame["interval"] == "article-bootstrap-t"]
    if drawn.empty:
        return []
    return [f"{drawn['level'].max():.0%} bootstrap-t intervals over articles (seed {int(drawn['seed'].iloc[0])})"]


def say_why_none(n_articles: pd.Series) -> str:
    """Why cells of so many articles have no interval."""
    reasons = {
        f"2 to {FEWEST_ARTICLES - 1} articles: too few for an interval over articles": n_articles < FEWEST_ARTICLES,
        f"fewer than {FEWEST} articles with it, or with anything else": n_articles >= FEWEST_ARTICLES,
    }
    return "; ".join(reason for reason, holds in reasons.items() if holds.any())


def each_outlet(frame: pd.DataFrame, say, *, empty: str = "nothing") -> str:  # type: ignore[no-untyped-def]
    """``A: war 3 of 4; B: nothing.``: what ``say`` says of each row of each outlet, or says nothing of."""
    parts = []
    for outlet, rows in frame.groupby("outlet", sort=True):
        said: Iterable[str] = filter(None, (say(row) for row in rows.itertuples()))
        parts.append(f"{outlet}: {', '.join(said) or empty}")
    return "; ".join(parts) + "."
