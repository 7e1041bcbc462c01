"""Kernels for notebooks: one for each notebook run at once, emptied between two, so that imports are paid once."""

import queue
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from jupyter_client.manager import KernelManager

# The kernel warns of plain TCP on every start, and would drown the progress bar.
_QUIET = ["--IPKernelApp.log_level=ERROR"]
_EMPTY = "%reset -f"


@contextmanager
def fresh_kernel(folder: Path) -> Iterator["KernelManager"]:
    """A kernel of this environment that works in ``folder``, for the time of a block."""
    kernel = _start(folder)
    try:
        yield kernel
    finally:
        kernel.shutdown_kernel(now=True)


class Kernels:
    """Kernels that are lent, emptied and lent again; one that failed is replaced.

    Use it as a context: all are shut down at the end.
    """

    def __init__(self, folder: Path):
        self._folder = folder
        self._idle: queue.SimpleQueue[KernelManager] = queue.SimpleQueue()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        while not self._idle.empty():
            self._idle.get().shutdown_kernel(now=True)

    @contextmanager
    def lend(self) -> Iterator["KernelManager"]:
        """An empty kernel, given back at the end of the block."""
        try:
            kernel = self._idle.get_nowait()
        except queue.Empty:
            kernel = _start(self._folder)
        try:
            yield kernel
            _forget_names(kernel)
        except BaseException:
            kernel.shutdown_kernel(now=True)
            raise
        self._idle.put(kernel)


def _start(folder: Path) -> "KernelManager":
    from jupyter_client.manager import KernelManager

    kernel = KernelManager(kernel_name="python3")
    kernel.start_kernel(extra_arguments=_QUIET, cwd=str(folder.resolve()))
    return kernel


def _forget_names(kernel: "KernelManager") -> None:
    client = kernel.blocking_client()
    client.start_channels()
    try:
        client.execute_interactive(_EMPTY, silent=True, timeout=60)
    finally:
        client.stop_channels()
