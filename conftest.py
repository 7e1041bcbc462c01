"""What all tests and all examples in docstrings stand on: their own folder, their own cache, the sample study."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

# `make fuzz`: ten thousand examples for each law of tests/test_fuzz.py.
settings.register_profile("fuzz", max_examples=10_000, deadline=None)

ROOT = Path(__file__).parent


@pytest.fixture(scope="session", autouse=True)
def own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """No test reads or fills the user's cache."""
    folder = tmp_path_factory.getbasetemp().parent / "framelens-cache"  # one for all workers
    before = os.environ.get("FRAMELENS_CACHE")
    os.environ["FRAMELENS_CACHE"] = str(folder)
    yield folder
    os.environ.pop("FRAMELENS_CACHE")
    if before is not None:
        os.environ["FRAMELENS_CACHE"] = before


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Tests work in an empty folder in which `seeds/` is the checkout's."""
    (tmp_path / "seeds").symlink_to(ROOT / "seeds")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture(scope="session")
def sample() -> Any:
    """The sample study and what is observed in it."""
    import framelens as fl

    study = fl.read_study(ROOT / "seeds" / "port-callen")
    return study, fl.observe(study)


@pytest.fixture(autouse=True)
def names_of_examples(request: pytest.FixtureRequest, doctest_namespace: dict[str, Any]) -> None:
    """Examples in docstrings may use the public names, the sample study and its tables."""
    if not isinstance(request.node, pytest.DoctestItem):
        return
    import pandas as pd

    import framelens as fl

    study, observations = request.getfixturevalue("sample")
    doctest_namespace.update({name: getattr(fl, name) for name in fl.__all__})
    doctest_namespace.update(pd=pd, fl=fl, study=study, observations=observations, annotations=observations.annotations)
