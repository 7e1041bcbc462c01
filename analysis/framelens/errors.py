"""What framelens raises: one base class, one subclass for each kind of trouble a user can mend."""

_LONGEST, _SHOWN = 2_000, 300
# What a terminal obeys instead of showing it: control characters, and marks that turn the direction of writing.
_UNSEEN = [*range(0x20), *range(0x7F, 0xA0), 0x61C, 0x200E, 0x200F, *range(0x2028, 0x202F), *range(0x2066, 0x206A)]
_CODES = {code: f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" for code in [*_UNSEEN, *range(0xD800, 0xE000)]}


def printable(text: str) -> str:
    r"""``text`` with codes for what a terminal would not show but obey: escapes, line ends, marks of direction.

    >>> print(printable("a\x1b[31m\u202eb"))
    a\x1b[31m\u202eb
    """
    return text if text.isprintable() else text.translate(_CODES)


class FramelensError(Exception):
    """Base of all errors that framelens raises on purpose; its text is one sentence for the user.

    What is quoted of a stranger's file is shown in a form that no terminal obeys, and a very long text is cut.
    """

    def __init__(self, text: str = "", *more: object):
        text = text if len(text) <= _LONGEST else f"{text[:_SHOWN]} … {text[-_SHOWN:]}"
        super().__init__(printable(text), *more)


class StudyError(FramelensError):
    """The study file is missing, unreadable or says something that it must not."""


class InputError(FramelensError):
    """An article, a metadata table or another input file cannot be used as it is."""


class ArgumentError(FramelensError, ValueError):
    """A function was called with a value that it does not take."""


class RunError(FramelensError):
    """A notebook failed, or did not write what it promises."""


class LeakError(FramelensError):
    """The shared form of a study would hold running text of its articles."""
