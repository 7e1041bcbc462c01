"""Made-up sentences in their parse, for tests of the rules that read one."""

import functools
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from framelens.annotations import Annotations, annotate
from framelens.caching import cache_folder
from framelens.parsing import load_model, parse
from framelens.reading import Block
from framelens.schema import ARTICLES, conform
from framelens.study import Study
from framelens.syntax import COLUMNS, Parse, Token

if TYPE_CHECKING:
    from spacy.tokens import Doc

NORLAND = {"label": "Norland", "names": ["Norland", "Norlander*"], "actors": {"Ana Berg": ["Ana Berg", "Berg"]}}


def block(text: str) -> Block:
    """A body block whose text stands in the file as it is."""
    return Block("body", text, range(len(text)))


@functools.cache
def parsed(text: str) -> Parse:
    """The parse of a text; a line is a paragraph."""
    [[doc]] = parse([[block(text)]], cache_folder("parses"))
    return doc


def by_hand(words: str, heads: list[int], deps: str, tags: str, pos: str) -> Parse:
    """A parse given by hand, its parts in rows of words: blanks part the tokens, and the first opens a sentence."""
    parts = list(zip(*(part.split() for part in (words, tags, deps, pos)), strict=True))
    strings = sorted({string for part in parts for string in part})
    rows = [
        dict(zip(("ORTH", "TAG", "DEP", "POS", "LEMMA"), map(strings.index, (*part, part[0])), strict=True))
        | {"SPACY": 1, "HEAD": head - place, "SENT_START": 1 if place == 0 else -1}
        for place, (part, head) in enumerate(zip(parts, heads, strict=True))
    ]
    return Parse([[row[name] for name in COLUMNS] for row in rows], strings)


def as_spacy_has_it(doc: Parse) -> "Doc":
    """spaCy's own object for a parse, without parts of speech and lemmas."""
    from spacy.tokens import Doc

    return Doc(
        load_model().vocab,
        words=[token.text for token in doc],
        spaces=[token.whitespace_ == " " for token in doc],
        tags=[token.tag_ for token in doc],
        deps=[token.dep_ for token in doc],
        heads=[token.head.i for token in doc],
    )


def token(doc: Parse, word: str) -> Token:
    """The first token of a form."""
    return next(one for one in doc if one.text == word)


def words(doc: Parse, places: Iterable[int]) -> str:
    """The words of some tokens, without punctuation."""
    return " ".join(doc[place].text for place in sorted(places) if not doc[place].is_punct)


def annotated(text: str, *, outlet: str = "Made-up Post") -> Annotations:
    """The tables of one article, in a study of one party."""
    study = Study(study={"title": "A"}, corpus={"articles": "a"}, parties={"norland": NORLAND}, path=Path("study.toml"))
    return annotate(conform(pd.DataFrame([{"article_id": "a", "outlet": outlet, "text": text}]), ARTICLES), study)
