"""Fifty names to put in the place of another, to see whether a score knows who is written about."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from training.data import Span

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


Target = tuple[str, Span]
"""A text and the place of its target."""


def beside(targets: Sequence[Target]) -> list[tuple[Target, Span]]:
    """Each target with the place of each other target of its text, those left out that overlap it.

    Examples
    --------
    >>> beside([("Ozola met Kalnins.", (0, 5)), ("Ozola met Kalnins.", (10, 17)), ("Ozola left.", (0, 5))])
    [(('Ozola met Kalnins.', (0, 5)), (10, 17)), (('Ozola met Kalnins.', (10, 17)), (0, 5))]
    """
    spans: dict[str, set[Span]] = {}
    for text, span in targets:
        spans.setdefault(text, set()).add(span)
    return [
        ((text, span), other)
        for text, span in targets
        for other in sorted(spans[text])
        if other[1] <= span[0] or span[1] <= other[0]
    ]


def label_changes(
    label: Callable[[Sequence[Target]], np.ndarray], pairs: Sequence[tuple[Target, Span]]
) -> dict[str, np.ndarray]:
    """Whether a target's label changes when the other's name is replaced: by kind, a row a name, a column a pair.

    Examples
    --------
    A scorer that hates one of the countries:

    >>> pairs = beside([("Ozola met Kalnins.", (0, 5)), ("Ozola met Kalnins.", (10, 17))])
    >>> changes = label_changes(lambda targets: np.array(["China" in text for text, _ in targets]), pairs)
    >>> changes["countries"].shape, int(changes["countries"].sum()), int(changes["made-up"].sum())
    ((14, 2), 2, 0)
    """
    before = label([target for target, _ in pairs])
    changes = {}
    for kind, names in NAMES.items():
        # In one call, since a scorer that hides names reads most of the texts alike and then scores them once.
        after = label([replace_other(*target, other, name) for name in names for target, other in pairs])
        changes[kind] = after.reshape(len(names), -1) != before
    return changes


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
