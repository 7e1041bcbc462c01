"""What a word is, everywhere: in token tables, word counts and plain-text counts."""

import re

WORD = re.compile(r"\w+(?:['’\-]\w+|[.,]\d\w*)*")
"""Letters and digits, joined by an apostrophe, a hyphen, or a point or comma before a digit."""


def count_words(text: str) -> int:
    """Number of words in ``text``.

    >>> count_words("The UK’s 24-hour pause cost 1,200.50 euros.")
    7
    """
    return len(WORD.findall(text))
