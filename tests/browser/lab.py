"""A JupyterLab on this machine and a page in it, driven as a user would."""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect

TOKEN = "local-tests"
PATIENCE = 600
"""Seconds for anything on a busy machine."""

_SETTINGS = {
    "notebook-extension/tracker": {"windowingMode": "none"},  # All cells are in the page.
    "apputils-extension/notification": {"fetchNews": "false", "checkForUpdates": False},
}
_ALL_DONE = """() => {
    const prompts = [...document.querySelectorAll('.jp-Notebook .jp-CodeCell .jp-InputPrompt')];
    return prompts.length > 0 && prompts.every(one => /^\\[\\d+\\]:$/.test(one.textContent));
}"""
_WRONG = (
    "[data-mime-type='application/vnd.jupyter.error'], [data-mime-type='application/vnd.jupyter.stderr'],"
    " .framelens-error"
)


@dataclass(frozen=True)
class Lab:
    """A running server, its folder, and the one kernel that all notebooks share."""

    address: str
    root: Path
    kernel: str

    def open(self, page: Page, notebook: str) -> None:
        """Open a notebook and wait until its kernel waits: "run all" before that would run nothing."""
        file = self.root / notebook
        content = json.loads(file.read_text(encoding="utf-8"))
        for cell in content["cells"]:  # What an earlier test ran and JupyterLab saved.
            cell.update({"outputs": [], "execution_count": None} if cell["cell_type"] == "code" else {})
        file.write_text(json.dumps(content), encoding="utf-8")
        session = {"path": notebook, "name": notebook, "type": "notebook", "kernel": {"id": self.kernel}}
        made = _ask(f"{self.address}/api/sessions", session)
        page.goto(f"{self.address}/lab/tree/{notebook}?token={TOKEN}&reset")
        page.locator(".jp-Notebook .jp-CodeCell").first.wait_for()
        wait_until(lambda: self._is_waiting(made["id"]))

    def _is_waiting(self, session: str) -> bool:
        kernel = _ask(f"{self.address}/api/sessions/{session}")["kernel"]
        return bool(kernel["execution_state"] == "idle" and kernel["connections"])


def run_all(page: Page) -> None:
    """Run all cells by the menu, wait for the last, and see no error."""
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.locator("[data-command='runmenu:run-all']").click()
    wait_until(lambda: page.evaluate(_ALL_DONE) or page.locator(_WRONG).count())
    check_nothing_is_wrong(page)


def check_nothing_is_wrong(page: Page) -> None:
    """No error output, no text on stderr, and no callback that raised."""
    wrong = page.locator(_WRONG).all_inner_texts()
    assert wrong == [], "\n".join(wrong)


def picture(page: Page) -> str:
    """The figure of the exploring notebook, as its bytes."""
    return str(page.evaluate("() => document.querySelector('img.framelens-figure')?.src ?? ''"))


def wait_for_another_picture(page: Page, before: str) -> None:
    """Wait until the figure is another, or something is wrong."""
    ended = f"{_WRONG}, .framelens-note"
    wait_until(lambda: page.locator(ended).count() > 0 or picture(page) not in ("", before))
    wrong = page.locator(ended).all_inner_texts()
    assert wrong == [], "\n".join(wrong)
    expect(page.locator("img.framelens-figure")).to_be_visible()


def wait_until(holds: Any, patience: float = PATIENCE) -> None:
    """Wait until something holds."""
    end = time.monotonic() + patience
    while not holds():
        assert time.monotonic() < end, "it did not come"
        time.sleep(0.1)


@contextmanager
def running_lab(root: Path, settings: Path) -> Iterator[Lab]:
    """`framelens lab` in a folder, with nothing of the user's own settings."""
    for name, values in _SETTINGS.items():
        file = settings / "lab" / "@jupyterlab" / f"{name}.jupyterlab-settings"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(values), encoding="utf-8")
    own = {
        "JUPYTER_CONFIG_DIR": settings / "config", "JUPYTER_DATA_DIR": settings / "data",
        "JUPYTERLAB_SETTINGS_DIR": settings / "lab", "JUPYTERLAB_WORKSPACES_DIR": settings / "workspaces",
        "JUPYTER_RUNTIME_DIR": settings / "runtime", "IPYTHONDIR": settings / "ipython",
    }  # fmt: skip
    environment = {**os.environ, **{name: str(folder) for name, folder in own.items()}}
    port = _free_port()
    options = [
        "--no-browser", "--ip=127.0.0.1", f"--port={port}", "--allow-root", f"--ServerApp.root_dir={root}",
        f"--IdentityProvider.token={TOKEN}", "--ServerApp.port_retries=0",
    ]  # fmt: skip
    with (settings / "log.txt").open("wb") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", "framelens.cli", "lab", "port-callen", *options],
            cwd=root, env=environment, stdout=log, stderr=log, start_new_session=True,
        )  # fmt: skip
        address = f"http://127.0.0.1:{port}"
        try:
            wait_until(lambda: server.poll() is not None or _answers(f"{address}/api/status"))
            assert server.poll() is None, (settings / "log.txt").read_text(encoding="utf-8")
            yield Lab(
                address, root, _ask(f"{address}/api/kernels", {"name": "python3", "path": "seeds/port-callen"})["id"]
            )
        finally:
            if server.poll() is None:
                _ask(f"{address}/api/shutdown", {})
            server.wait(PATIENCE)


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def _answers(address: str) -> bool:
    try:
        _ask(address)
    except (urllib.error.URLError, ConnectionError):
        return False
    return True


def _ask(address: str, body: dict[str, Any] | None = None) -> Any:
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(
        address, data, {"Authorization": f"token {TOKEN}", "Content-Type": "application/json"}
    )
    with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
        return json.loads(answer.read() or b"null")
