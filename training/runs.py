"""The runs whose weights are averaged: one recipe, one start, several seeds."""

from __future__ import annotations

import logging
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import torch

from training.data import read_examples
from training.fit import Recipe, State, fit
from training.network import make_tokenizer

SEEDS = (0, 1)


def train_runs(work: Path, *, jobs: int) -> list[State]:
    """Weights of one run a seed, at most `jobs` at once; how many at once changes nothing in them."""
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        kept = list(pool.map(partial(train_run, work), SEEDS))
    return [torch.load(path, weights_only=True) for path in kept]


def train_run(work: Path, seed: int) -> Path:
    """Train one run and keep its weights in the work folder; what is kept there already is taken as it is."""
    kept = work / f"run-{seed}.pt"
    if not kept.exists():
        logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", datefmt="%H:%M:%S")
        labelled = read_examples("train")
        labels = np.eye(3)[[example.label for example in labelled]]
        state = fit(labelled, labels, make_tokenizer(), Recipe(seed=seed))
        torch.save(state, kept.with_suffix(".part"))
        kept.with_suffix(".part").replace(kept)
    return kept
