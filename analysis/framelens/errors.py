"""What framelens raises: one base class, one subclass for each kind of trouble a user can mend."""


class FramelensError(Exception):
    """Base of all errors that framelens raises on purpose; its text is one sentence for the user."""


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
