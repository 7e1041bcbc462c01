"""One training run: examples with soft labels in, a network out; the same seed gives the same network."""

from __future__ import annotations

import logging
import math
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from tokenizers import Tokenizer

from framelens.target_model import window
from framelens.targets import TARGET, hide
from training.data import Example, Span
from training.network import TargetNetwork

State = dict[str, torch.Tensor]


@dataclass(frozen=True)
class Recipe:
    """What a run depends on besides its examples."""

    epochs: int = 3
    batch: int = 32
    rate: float = 8e-5
    layer_decay: float = 0.9
    warmup: float = 0.1
    smoothing: float = 0.1
    repeats: float = 0.5  # how often further places of the very name are the target's too
    coreferent: float = 0.2  # how often coreferent mentions are
    seed: int = 0


def fit(examples: Sequence[Example], labels: np.ndarray, tokenizer: Tokenizer, recipe: Recipe) -> State:
    """Fine-tune the encoder on examples with a row of class probabilities each."""
    _seed(recipe.seed)
    chance = random.Random(recipe.seed)  # noqa: S311
    network = TargetNetwork(tokenizer).train()
    optimizer = torch.optim.AdamW(_groups(network, recipe), weight_decay=0.01, fused=True)
    steps = recipe.epochs * math.ceil(len(examples) / recipe.batch)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: _rate_at(step / steps, recipe.warmup))
    soft = torch.tensor(labels, dtype=torch.float32) * (1 - recipe.smoothing) + recipe.smoothing / 3
    for epoch in range(recipe.epochs):
        logging.info("seed %d, epoch %d of %d, n %d", recipe.seed, epoch + 1, recipe.epochs, len(examples))
        texts = [hide(example.text, _spans(example, recipe, chance)) for example in examples]
        coded = encode(texts, tokenizer)
        for batch in _batches(coded, recipe.batch, chance):
            ids, mask = padded([coded[place] for place in batch])
            loss = torch.nn.functional.cross_entropy(network(ids, mask), soft[batch])
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            schedule.step()
    return network.state_dict()


def network_of(state: State, tokenizer: Tokenizer) -> TargetNetwork:
    """A network with these weights, ready for use."""
    network = TargetNetwork(tokenizer)
    network.load_state_dict(state)
    return network.eval()


def averaged(states: Sequence[State]) -> State:
    """The mean of several runs, weight by weight.

    References
    ----------
    Wortsman, M. et al. (2022). Model soups: averaging weights of multiple fine-tuned models improves accuracy without
    increasing inference time. *ICML 2022*.
    """
    return {
        name: torch.stack([state[name] for state in states]).mean(0) if first.is_floating_point() else first
        for name, first in states[0].items()
    }


def encode(texts: Sequence[str], tokenizer: Tokenizer) -> list[list[int]]:
    """Token ids, cut to the window round the target as in use."""
    target = tokenizer.token_to_id(TARGET)
    return [window(coded.ids, target) for coded in tokenizer.encode_batch(list(texts))]


def padded(rows: Sequence[list[int]]) -> tuple[torch.Tensor, torch.Tensor]:
    """Ids and mask of one batch."""
    width = max(len(row) for row in rows)
    ids = torch.tensor([row + [0] * (width - len(row)) for row in rows])
    mask = torch.tensor([[1] * len(row) + [0] * (width - len(row)) for row in rows])
    return ids, mask


def _seed(seed: int) -> None:
    torch.manual_seed(seed)
    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(True)


def _rate_at(done: float, warmup: float) -> float:
    return done / warmup if done < warmup else max(0.0, (1 - done) / (1 - warmup))


def _groups(network: TargetNetwork, recipe: Recipe) -> list[dict[str, object]]:
    """Lower layers learn slower, the head faster."""
    groups = []
    for name, parameter in network.named_parameters():
        layer = re.search(r"layer\.(\d+)\.", name)
        depth = 5 - int(layer.group(1)) if layer else 6
        rate = 5 * recipe.rate if name.startswith("head") else recipe.rate * recipe.layer_decay**depth
        groups.append({"params": [parameter], "lr": rate})
    return groups


def _spans(example: Example, recipe: Recipe, chance: random.Random) -> list[Span]:
    """The target's places in this epoch: its own, at times also where the name or a coreferent stands."""
    spans = [example.span]
    if chance.random() < recipe.coreferent:
        spans += example.further
    if chance.random() < recipe.repeats:
        name = example.text[slice(*example.span)]
        if name[0].isupper() and name != "I":
            spans += [match.span() for match in re.finditer(rf"\b{re.escape(name)}\b", example.text)]
    return sorted(set(spans))


def _batches(coded: Sequence[list[int]], size: int, chance: random.Random) -> Iterator[list[int]]:
    """Random batches of texts of about one length."""
    order = list(range(len(coded)))
    chance.shuffle(order)
    pool = 50 * size
    batches = []
    for first in range(0, len(order), pool):
        near = sorted(order[first : first + pool], key=lambda place: len(coded[place]))
        batches += [near[start : start + size] for start in range(0, len(near), size)]
    chance.shuffle(batches)
    yield from batches
