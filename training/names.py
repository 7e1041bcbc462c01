"""Fifty names to put in the place of another, to see whether a score knows who is written about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from framelens.target_model import TargetModel
from training.data import Example, Span

NAMES: Mapping[str, Sequence[str]] = {
    "countries": (
        *("Russia", "Ukraine", "China", "Israel", "Iran", "Germany", "North Korea", "Saudi Arabia", "New Zealand"),
        *("the Netherlands", "Côte d’Ivoire", "Guinea-Bissau", "Türkiye", "Bosnia and Herzegovina"),
    ),
    "politicians": (
        *("Trump", "Barack Obama", "Hillary Clinton", "Putin", "Angela Merkel", "Volodymyr Zelensky", "Xi Jinping"),
        *("Kim Jong-un", "Narendra Modi", "Ursula von der Leyen", "Mohammed bin Salman", "Luiz Inácio Lula da Silva"),
        *("Recep Tayyip Erdoğan", "Jacinda Ardern", "Ellen Johnson Sirleaf", "Bashar al-Assad", "Sanna Marin"),
        *("Charles de Gaulle", "Benjamin Netanyahu", "Aung San Suu Kyi"),
    ),
    "made-up": (
        *("Ozola", "Marit Fjelldahl", "Tomasz Wrzosek", "Quillon Adebayo-Reyes", "Zhou Meilan", "Imani Okonkwo"),
        *("Dragan Petrovčić", "Yusuf al-Hamdani", "Liselotte van den Broek", "Vespuria", "Karandia", "John Smith"),
        *("Mary Jones", "Nguyễn Thị Hoa", "Ó Súilleabháin", "von Tarnow"),
    ),
}


def swapped_shares(model: TargetModel, examples: Sequence[Example]) -> dict[str, tuple[float, int]]:
    """Percent of labels that change, and n, when another target's name in the sentence is replaced; by kind of name."""
    pairs = [
        (one, other)
        for one in examples
        for other in {example.span for example in examples if example.text == one.text}
        if other[1] <= one.span[0] or one.span[1] <= other[0]
    ]
    before = _labels(model, [(one.text, one.span) for one, _ in pairs])
    shares = {}
    for kind, names in NAMES.items():
        replaced = [replace_other(one.text, one.span, other, name) for name in names for one, other in pairs]
        changed = _labels(model, replaced) != np.tile(before, len(names))
        shares[kind] = (100 * float(changed.mean()), len(changed))
    return shares


def _labels(model: TargetModel, targets: Sequence[tuple[str, Span]]) -> np.ndarray:
    return model([text for text, _ in targets], [[span] for _, span in targets]).argmax(1)


def replace_other(text: str, span: Span, other: Span, name: str) -> tuple[str, Span]:
    """The text with `name` at `other`, which does not overlap the target, and where the target then stands.

    Examples
    --------
    >>> replace_other("Ozola met Kalnins.", (10, 17), (0, 5), "Imani Okonkwo")
    ('Imani Okonkwo met Kalnins.', (18, 25))
    """
    if text[slice(*other)].endswith(("'s", "’s")):
        other = (other[0], other[1] - 2)
    shift = len(name) - (other[1] - other[0]) if other[1] <= span[0] else 0
    return text[: other[0]] + name + text[other[1] :], (span[0] + shift, span[1] + shift)
