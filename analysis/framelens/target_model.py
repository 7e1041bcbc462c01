"""The shipped model of sentiment toward a target: read, checked by hash, and run on one text at a time.

One at a time and without padding, because a network with integer weights scales its activations over the whole batch:
in a batch, a text's score would depend on its neighbours.
"""

import functools
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from framelens.errors import ArgumentError, InputError
from framelens.targets import TARGET, hide

if TYPE_CHECKING:
    import onnxruntime
    import tokenizers

Floats: TypeAlias = np.ndarray[tuple[int, ...], np.dtype[np.float64]]

MAX_TOKENS = 128
"""What the model reads of a text: this many tokens (pieces of words) round the target, its two end tokens included."""

FOLDER = Path(__file__).parent / "target_sentiment"


@dataclass(frozen=True)
class TargetModel:
    """A scorer of how a text evaluates a target, whoever the target is.

    Attributes
    ----------
    name, version, licence, citation
        What a caption says of it.
    facts
        The model's own record (`model.json`): data, recipe, and what was measured on the dev files.

    Examples
    --------
    >>> model = load_target_model()
    >>> texts = ["Ozola betrayed those who trusted her.", "Ozola was hailed as a hero."]
    >>> model(texts, [[(0, 5)], [(0, 5)]]).argmax(axis=1).tolist()
    [0, 2]
    """

    name: str
    version: str
    licence: str
    citation: str
    facts: dict[str, Any]
    _session: "onnxruntime.InferenceSession"
    _tokenizer: "tokenizers.Tokenizer"
    _target: int

    @property
    def confusion(self) -> list[list[int]]:
        """Its errors on the dev targets of NewsMTSC, both files: counts, a row a true and a column a given label."""
        return _confusion(self.facts)

    def __call__(self, texts: Sequence[str], spans: Sequence[Sequence[tuple[int, int]]]) -> Floats:
        """Probabilities that each text evaluates its target negatively, neither way, positively.

        Parameters
        ----------
        texts
            Sentences or short passages; of a long one the model reads 128 tokens round the target's first mention.
        spans
            For each text the (start, end) of each mention of its target, in code points, end exclusive.

        Returns
        -------
        numpy.ndarray
            A row a text; columns negative, neutral, positive; each row sums to 1. A row depends on its text outside
            the spans and on nothing else: neither the name nor the other rows nor their order.

        Raises
        ------
        ArgumentError
            If there are not as many lists of spans as texts, a list is empty, or a span does not lie in its text.

        References
        ----------
        The card of the model (docs/model-card.md) has data, weights and measurements.
        """
        if len(texts) != len(spans):
            msg = f"There are {len(texts)} texts and {len(spans)} lists of spans; give one list of spans for each text."
            raise ArgumentError(msg)
        prepared = [hide(text, places) for text, places in zip(texts, spans, strict=True)]
        scored = {text: self._score(text) for text in dict.fromkeys(prepared)}
        return np.array([scored[text] for text in prepared], dtype=float).reshape(-1, 3)

    def _score(self, prepared: str) -> Floats:
        ids = window(self._tokenizer.encode(prepared).ids, self._target)
        (logits,) = self._session.run(None, {"ids": np.array([ids], dtype=np.int64)})
        return softmax(logits[0].astype(float) / self.facts["temperature"])


@functools.cache
def load_target_model(folder: Path = FOLDER) -> TargetModel:
    """The model that ships with framelens, read once.

    Parameters
    ----------
    folder
        Where `model.onnx`, `tokenizer.json` and `model.json` stand, if not in the package.

    Returns
    -------
    TargetModel
        Called with texts and spans it gives probabilities.

    Raises
    ------
    InputError
        If a file of the model is missing or is not the one that `model.json` names by its hash.

    Examples
    --------
    >>> load_target_model().licence
    'Apache-2.0'
    """
    import onnxruntime
    import tokenizers

    facts = _read_facts(folder)
    weights = _checked(folder / "model.onnx", facts["sha256"])
    vocabulary = _checked(folder / "tokenizer.json", facts["sha256"])
    tokenizer = tokenizers.Tokenizer.from_buffer(vocabulary)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.execution_mode = onnxruntime.ExecutionMode.ORT_SEQUENTIAL
    return TargetModel(
        **{key: facts[key] for key in ("name", "version", "licence", "citation")},
        facts=facts,
        _session=onnxruntime.InferenceSession(weights, options, providers=["CPUExecutionProvider"]),
        _tokenizer=tokenizer,
        _target=tokenizer.encode(TARGET, add_special_tokens=False).ids[0],
    )


def read_confusion() -> list[list[int]]:
    """The `TargetModel.confusion` of the model that ships with framelens, without loading the model."""
    return _confusion(_read_facts(FOLDER))


def _confusion(facts: dict[str, Any]) -> list[list[int]]:
    counts = np.sum([found["confusion"] for found in facts["dev"].values()], axis=0)
    return [[int(count) for count in row] for row in counts]


def _read_facts(folder: Path) -> Any:
    return json.loads(_read(folder / "model.json"))


def _checked(path: Path, expected: dict[str, str]) -> bytes:
    content = _read(path)
    if hashlib.sha256(content).hexdigest() != expected[path.name]:
        msg = f"{path} is not the file that model.json names by its hash; reinstall framelens to get that one back."
        raise InputError(msg)
    return content


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        msg = f"{path} cannot be read ({error.strerror}), and the target model needs it; reinstall framelens."
        raise InputError(msg) from error


def window(ids: Sequence[int], target: int, *, size: int = MAX_TOKENS) -> list[int]:
    """At most `size` token ids round the first `target`, the two end tokens kept.

    Parameters
    ----------
    ids
        Token ids of a whole text, with an end token on either side.
    target
        Id of the target's placeholder.
    size
        How many may remain.

    Returns
    -------
    list of int
        All of them where they are few enough, else as many before the target as after it, as far as the text reaches.

    Examples
    --------
    >>> window([101, 5, 6, 7, 1, 8, 9, 102], 1, size=5)
    [101, 7, 1, 8, 102]
    """
    ids = list(ids)
    if len(ids) <= size:
        return ids
    room = size - 2
    first = ids.index(target) - room // 2
    first = min(max(1, first), len(ids) - 1 - room)
    return [ids[0], *ids[first : first + room], ids[-1]]


def softmax(logits: Floats) -> Floats:
    """Probabilities from logits along the last axis.

    Examples
    --------
    >>> softmax(np.log(np.array([1.0, 1.0, 2.0]))).round(12).tolist()
    [0.25, 0.25, 0.5]
    """
    powers: Floats = np.exp(logits - logits.max(axis=-1, keepdims=True))
    chances: Floats = powers / powers.sum(axis=-1, keepdims=True)
    return chances
