"""Made-up sentences in their parse, for tests of the rules that read one."""

import functools
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from framelens.annotations import Annotations, annotate
from framelens.caching import cache_folder
from framelens.parsing import parse
from framelens.reading import Block
from framelens.schema import ARTICLES, conform
from framelens.study import Study

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

NORLAND = {"label": "Norland", "names": ["Norland", "Norlander*"], "actors": {"Ana Berg": ["Ana Berg", "Berg"]}}


def block(text: str) -> Block:
    """A body block whose text stands in the file as it is."""
    return Block("body", text, range(len(text)))


@functools.cache
def parsed(text: str) -> "Doc":
    """The parse of a text; a line is a paragraph."""
    [[doc]] = parse([[block(text)]], cache_folder("parses"))
    return doc


def token(doc: "Doc", word: str) -> "Token":
    """The first token of a form."""
    return next(one for one in doc if one.text == word)


def words(doc: "Doc", places: Iterable[int]) -> str:
    """The words of some tokens, without punctuation."""
    return " ".join(doc[place].text for place in sorted(places) if not doc[place].is_punct)


def annotated(text: str, *, outlet: str = "Made-up Post") -> Annotations:
    """The tables of one article, in a study of one party."""
    study = Study(study={"title": "A"}, corpus={"articles": "a"}, parties={"norland": NORLAND}, path=Path("study.toml"))
    return annotate(conform(pd.DataFrame([{"article_id": "a", "outlet": outlet, "text": text}]), ARTICLES), study)
