"""What the tests of the text layer stand on: the gold sets and the readers of their articles."""

import os
import signal
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from framelens.corpus import decode

DATA = Path(__file__).parent / "data"

# A shell has what it starts in the background ignore Ctrl-C, and so would all that the tests start and interrupt.
signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def real_articles() -> Path:
    """The folder of the five copyrighted articles, which the project may not hold."""
    if "FRAMELENS_DATA" not in os.environ:
        pytest.skip("FRAMELENS_DATA does not name the folder whose seeds/ holds the real articles")
    return Path(os.environ["FRAMELENS_DATA"]) / "seeds"


@pytest.fixture(scope="session")
def gold() -> Callable[[str], pd.DataFrame]:
    """Reads a table that was labelled by hand, such as ``zoning/zones``."""
    return lambda name: pd.read_csv(DATA / f"{name}.csv")


@pytest.fixture(scope="session")
def text_of() -> Callable[[Path], str]:
    """Reads a file as `read_articles` does."""
    return lambda path: decode(path.read_bytes(), path.name)[0]
