"""The audit of a study: what was found, cut, unmatched and missing, before anything slow is run."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from framelens.article_tables import decode, read_table
from framelens.cleaning import table_of_lines, zone_articles
from framelens.copies import SHINGLE, find_copies
from framelens.corpus import file_in, has_texts, is_file, read_corpus, read_metadata
from framelens.errors import printable
from framelens.mentions import Names
from framelens.paragraphs import Line
from framelens.patterns import Patterns, overlap
from framelens.plots.rows import count_of
from framelens.reading import read_blocks
from framelens.schema import ARTICLES, ZONES
from framelens.sentences import split_sentences
from framelens.study import Party, Study
from framelens.words import count_words

NEAR_EMPTY = 50
"""Words of the body below which an article is pointed out."""
_MOST = 100


@dataclass(frozen=True)
class Audit:
    """What `audit_study` found: lines to print by heading, and what must be mended before a run."""

    sections: dict[str, list[str]]
    errors: list[str]


def audit_study(study: Study) -> Audit:
    """Read everything that a run would read, and say what a researcher should know of it.

    Raises
    ------
    InputError
        If the articles cannot be read at all.
    """
    if not has_texts(study) and (study.shared_path / "manifest.json").is_file():
        return Audit({"Files": [f"no texts in '{study.corpus.text}/'; results come from the shared form"]}, [])
    errors, unlisted = _match_files(study)
    if errors:
        return Audit({"Files": [*map(printable, unlisted)]}, errors)
    articles = read_corpus(study)
    articles, zoned = zone_articles(articles, rules=study.cleaning.rules)
    lines = table_of_lines(zoned)
    sentences = list(_body_sentences(zoned))
    body_words = dict.fromkeys(articles["article_id"], 0)
    for article_id, text in sentences:
        body_words[article_id] += count_words(text)
    sections = {
        "Articles": _articles(articles, body_words),
        "Files": [*unlisted, *_encodings(study, articles)],
        "Missing": [*_missing(articles), *_unread_columns(study, articles)],
        "Origin": _origins(articles),
        "Printed more than once": _copies(articles, lines),
        "Lines by zone": _zones(lines),
        "Cut as boilerplate, by rule": _cuts(lines),
        "Empty sections of the study": [
            f"[{name}]: nothing is measured of it; add one, as a new study.toml shows it"
            for name in ("parties", "concepts", "facts")
            if not getattr(study, name)
        ],
        "Never matched": [*_unmatched(study, [text for _, text in sentences]), *_idle_rules(study, lines)],
        "Exclusions that fired": _exclusions(study, [text for _, text in sentences]),
    }
    return Audit({heading: [*map(printable, found)] or ["nothing"] for heading, found in sections.items()}, errors)


def _match_files(study: Study) -> tuple[list[str], list[str]]:
    """Rows of the metadata table without a file, and files that it does not name."""
    if study.text_path is None:
        return [], []
    if not study.text_path.is_dir():
        return [f"there is no folder '{study.text_path}'; put the articles there."], []
    metadata = read_metadata(study.articles_path, columns=dict(study.corpus.columns))
    named = set(map(str, metadata["file"].dropna()))
    there = {path.name for path in study.text_path.iterdir() if path.is_file() and not path.name.startswith(".")}
    absent = sorted(name for name in named if not is_file(file_in(study.text_path, name)))
    errors = [f"'{name}' is in the table but not in '{study.text_path.name}/'; put it there" for name in absent[:_MOST]]
    errors += [f"{len(absent) - _MOST:,} more files of the table are not there"] if len(absent) > _MOST else []
    unlisted = [f"{name}{'' if name.endswith('.txt') else ' (no .txt)'}" for name in sorted(there - named)]
    return [*map(printable, errors)], [f"not in the table, so not read: {name}" for name in unlisted]


def _articles(articles: pd.DataFrame, body_words: dict[str, int]) -> list[str]:
    found = [f"{len(articles)} articles, {sum(body_words.values()):,} words in their bodies"]
    for outlet, group in articles.groupby("outlet", sort=True):
        words = sum(body_words[article_id] for article_id in group["article_id"])
        found.append(f"{outlet}: {len(group)}, {words:,} words")
    near_empty = [f"{name} ({count_of(n, 'word')})" for name, n in body_words.items() if n < NEAR_EMPTY]
    if near_empty:
        found.append(f"near-empty: {', '.join(near_empty)}")
        found.append("each near-empty article weighs as much as a full one; take out what is no article")
    return found


def _encodings(study: Study, articles: pd.DataFrame) -> list[str]:
    if study.text_path is None:
        return []
    read_as = ((name, decode((study.text_path / name).read_bytes(), name)[1]) for name in articles["source"])
    return [f"not UTF-8: {name}, read as {encoding}" for name, encoding in read_as if encoding != "utf-8"]


def _missing(articles: pd.DataFrame) -> list[str]:
    found = []
    unknown = articles["outlet"].str.startswith("unknown (")
    for field, absent in [
        ("outlet", unknown),
        *((name, articles[name].isna()) for name in ("title", "author", "date")),
    ]:
        names = articles.loc[absent, "article_id"].tolist()
        if names:
            found.append(f"{field}: {len(names)} of {len(articles)} ({_some(names)})")
    return found


def _unread_columns(study: Study, articles: pd.DataFrame) -> list[str]:
    """Where no article has an outlet: the columns of the table that may be meant."""
    if not articles["outlet"].str.startswith("unknown (").all() or not study.articles_path.is_file():
        return []
    needed = "text" if study.text_path is None else "file"
    table = read_table(study.articles_path, dict(study.corpus.columns), needed=needed)
    unread = [str(name) for name in table.columns if name not in (*ARTICLES, "file")]
    if not unread:
        return []
    return [
        f"columns of '{study.articles_path.name}' that are not read: {_some(unread)}; name the one with the outlets"
        " 'outlet', or say in the study's [corpus.columns] which one it is"
    ]


def _origins(articles: pd.DataFrame) -> list[str]:
    counts = articles["origin"].fillna("not known").value_counts()
    return [f"{origin}: {counts[origin]}" for origin in sorted(counts.index)]


def _copies(articles: pd.DataFrame, lines: pd.DataFrame) -> list[str]:
    """Pairs of articles that print one copy, with their outlets and origins."""
    named = articles["outlet"] + ", " + articles["origin"].fillna("origin not known")
    about = dict(zip(articles["article_id"], named, strict=True))
    return [
        f"{row.article_id} ({about[row.article_id]}) and {row.other_id} ({about[row.other_id]}):"
        f" {row.k:,} of {row.n:,} runs of {SHINGLE} words"
        for row in find_copies(articles, lines=lines).itertuples()
    ]


def _zones(lines: pd.DataFrame) -> list[str]:
    counts = lines["zone"].value_counts()
    return [f"{zone}: {counts[zone]:,}" for zone in ZONES if zone in counts]


def _cuts(lines: pd.DataFrame) -> list[str]:
    cut = lines[lines["zone"] == "boilerplate"].groupby("reason", sort=True)
    return [
        f"{reason}: {len(rows)} ({_some([f'{row.article_id}:{row.line}' for row in rows.itertuples()])})"
        for reason, rows in cut
    ]


def _body_sentences(zoned: Mapping[str, Sequence[Line]]) -> Iterator[tuple[str, str]]:
    for article_id, lines in zoned.items():
        for block in read_blocks(lines):
            if block.zone == "body":
                for start, end in split_sentences(block.text):
                    yield article_id, block.text[start:end]


def _unmatched(study: Study, sentences: list[str]) -> list[str]:
    names = Names(study)
    aliases = {alias for text in sentences for alias in names.aliases(text)}
    found = [
        f"party {party}: none of its names; nothing is measured of it, so mend their spelling or take it out"
        for party, entry in study.parties.items()
        if not aliases & {(party, actor, name) for actor, group in _names(entry) for name in group}
    ]
    found += [
        f"name of {party}{f'.{actor}' if actor else ''}: {name}"
        for party, entry in study.parties.items()
        for actor, group in _names(entry)
        for name in group
        if (party, actor, name) not in aliases
    ]
    groups = {
        f"label {key}.{label}": patterns
        for key, concept in study.concepts.items()
        for label, patterns in concept.labels.items()
    }
    groups |= {f"fact {key}": fact.patterns for key, fact in study.facts.items()}
    for group, patterns in groups.items():
        search = Patterns({pattern: [pattern] for pattern in patterns})
        hits = {hit.key for text in sentences for hit in search.find_all(text)}
        found += [f"{group}: {pattern}" for pattern in patterns if pattern not in hits]
    return found


def _names(party: Party) -> list[tuple[str | None, Sequence[str]]]:
    """The names of a party, and those of each of its actors."""
    return [(None, party.names), *party.actors.items()]


def _idle_rules(study: Study, lines: pd.DataFrame) -> list[str]:
    fired = set(lines["reason"])
    return [f"cleaning rule: {rule.name}" for rule in study.cleaning.rules if rule.name not in fired]


def _exclusions(study: Study, sentences: list[str]) -> list[str]:
    found = []
    for key, concept in study.concepts.items():
        if not concept.exclude:
            continue
        labels = Patterns(concept.labels)
        killers = Patterns({pattern: [pattern] for pattern in concept.exclude})
        fired: Counter[str] = Counter()
        for text in sentences:
            hits = labels.find(text)  # Apart and in order, so that what begins first ends first.
            ends = [hit.end for hit in hits]
            for killer in killers.find_all(text):
                after = bisect_right(ends, killer.start)
                fired[killer.key] += after < len(hits) and overlap(killer, hits[after])
        found += [f"{key}: {pattern} ({fired[pattern]})" for pattern in concept.exclude if fired[pattern]]
    return found


def _some(names: Iterable[str], most: int = 4) -> str:
    names = list(names)
    return ", ".join(names[:most]) + (f" and {len(names) - most} more" if len(names) > most else "")
