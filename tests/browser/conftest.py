"""What the tests in a browser stand on: an installed Chromium, one JupyterLab for all of them, a page for each."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.toy import ROOT, copy_study

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
QUIET = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


@pytest.hookimpl(tryfirst=True)  # xdist reads the marks in this very hook.
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One worker runs them all, so that there is one server."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.xdist_group("browser"))


@pytest.fixture(scope="session")
def browser() -> Iterator[object]:
    if CHROMIUM is None:
        pytest.skip("there is no Chromium on this machine (Debian: apt-get install chromium)")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield started
        started.close()


@pytest.fixture
def page(browser, request: pytest.FixtureRequest) -> Iterator[object]:
    """An empty page; an error of its scripts is an error of the test."""
    from tests.browser.lab import PATIENCE

    context = browser.new_context(viewport={"width": 1400, "height": 1300})
    context.set_default_timeout(1000 * PATIENCE)
    opened = context.new_page()
    errors: list[str] = []
    opened.on("pageerror", lambda error: errors.append(str(error)))
    yield opened
    folder = os.environ.get("FRAMELENS_SCREENSHOTS")  # To look at.
    if folder:
        opened.screenshot(path=Path(folder) / f"{request.node.name}.png")
    context.close()
    assert errors == []


@pytest.fixture(scope="session")
def lab(browser, sample, tmp_path_factory) -> Iterator[object]:
    """JupyterLab in a folder with the notebooks and a copy of the sample study, which has been observed before."""
    from tests.browser.lab import running_lab

    root = tmp_path_factory.mktemp("lab")
    copy_study("port-callen", root / "seeds")
    for notebook in (ROOT / "notebooks").glob("*.ipynb"):
        shutil.copyfile(notebook, root / notebook.name)
    with running_lab(root, tmp_path_factory.mktemp("settings")) as running:
        yield running
