"""From the trained network to the shipped file: ONNX, weights of eight bits of which seven are used."""

from __future__ import annotations

import warnings
from pathlib import Path

import torch
from torch import nn

from training.network import TargetNetwork


class _OneText(nn.Module):
    """The network on one text without padding: no mask, and attention without shapes to be worked out at run time."""

    def __init__(self, network: TargetNetwork) -> None:
        super().__init__()
        self.network = network

    def forward(self, ids: torch.Tensor) -> torch.Tensor:
        encoder = self.network.encoder
        states = encoder.embeddings(input_ids=ids)
        for layer in encoder.encoder.layer:
            states = layer.attention.output(_attended(layer.attention.self, states), states)
            states = layer.output(layer.intermediate(states), states)
        weight = (ids == self.network.target).to(states.dtype).unsqueeze(-1)
        target = (states * weight).sum(1) / weight.sum(1)
        logits: torch.Tensor = self.network.head(torch.cat([target, states.mean(1)], dim=1))
        return logits


def _attended(attention: nn.Module, states: torch.Tensor) -> torch.Tensor:
    """Multi-head attention of one text (Vaswani et al. 2017, eq. 1)."""
    split = (-1, attention.num_attention_heads, attention.attention_head_size)
    query = attention.query(states).reshape(split).transpose(0, 1)
    key = attention.key(states).reshape(split).permute(1, 2, 0)
    value = attention.value(states).reshape(split).transpose(0, 1)
    weights = torch.softmax(query @ key * attention.attention_head_size**-0.5, dim=-1)
    return (weights @ value).transpose(0, 1).reshape(1, -1, attention.all_head_size)


def export_float(network: TargetNetwork, path: Path) -> None:
    """Write the network as ONNX of 32-bit floats: `ids` of one text in, `logits` out."""
    import onnx

    ids = torch.tensor([[101, network.target, 2056, 2054, 102]])
    length = torch.export.Dim("n", min=3, max=128)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            _OneText(network).eval(),
            (ids,),
            path,
            input_names=["ids"],
            output_names=["logits"],
            dynamic_shapes={"ids": {1: length}},
            dynamo=True,
            external_data=False,
            verbose=False,
        )
    model = onnx.load(path)
    del model.graph.value_info[:]  # the quantiser rewrites products and would trip over the shapes of before
    onnx.save(model, path)


def quantize(source: Path, path: Path) -> None:
    """Write the same with integer weights.

    With all eight bits, pairs of products overflow 16 bits on processors without VNNI, and results would differ
    between machines; `reduce_range` leaves one bit free.
    """
    from onnxruntime.quantization import QuantType, quantize_dynamic

    quantize_dynamic(source, path, per_channel=True, reduce_range=True, weight_type=QuantType.QInt8)
