"""What a word is, everywhere: in token tables, word counts and plain-text counts; and which characters are none."""

import re

WORD = re.compile(r"\w+(?:['’\-]\w+|[.,]\d\w*)*")
"""Letters and digits, joined by an apostrophe, a hyphen, or a point or comma before a digit."""


_SURROGATE = re.compile("[\ud800-\udfff]")


def replace_surrogates(text: str) -> str:
    """``text`` with U+FFFD for each half of a surrogate pair that stands alone, which no file can hold."""
    return _SURROGATE.sub("\ufffd", text)


def count_words(text: str) -> int:
    """Number of words in ``text``.

    >>> count_words("The UK’s 24-hour pause cost 1,200.50 euros.")
    7
    """
    return len(WORD.findall(text))
