"""Kernels for notebooks: one for each notebook run at once, emptied between two, so that imports are paid once."""

import functools
import os
import shutil
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from framelens.errors import RunError

if TYPE_CHECKING:
    from jupyter_client.asynchronous.client import AsyncKernelClient
    from jupyter_client.manager import KernelManager

_PATIENCE = 120
"""Seconds for a kernel to start on a busy machine."""


@dataclass(frozen=True)
class Kernel:
    """A running kernel of this environment, in the caller's folder, and the client that talks to it."""

    manager: "KernelManager"
    client: "AsyncKernelClient"

    @classmethod
    def start(cls) -> Self:
        """Start a kernel and wait until it answers."""
        from jupyter_client.asynchronous.client import AsyncKernelClient
        from jupyter_client.manager import KernelManager
        from jupyter_core.utils import run_sync

        # Sockets in a folder of their own: ports can be taken by others between choosing and binding them.
        folder = tempfile.mkdtemp(prefix="framelens-")
        manager = KernelManager(kernel_name="python3", connection_file=f"{folder}/kernel.json")
        manager.transport = "ipc" if os.name == "posix" else "tcp"
        manager.start_kernel()
        # A blocking client would never notice that its kernel has died.
        client = AsyncKernelClient(**manager.get_connection_info(session=True), parent=manager)
        client.start_channels()
        try:
            run_sync(client.wait_for_ready)(timeout=_PATIENCE)
        except RuntimeError as error:
            raise RunError(f"the notebooks' kernel did not start ({error}); is ipykernel installed here?") from error
        return cls(manager, client)

    def empty(self) -> None:
        """Forget all names, so that no notebook finds what another left."""
        from jupyter_core.utils import run_sync

        run_sync(self.client.execute_interactive)("%reset -f", silent=True, timeout=_PATIENCE)

    def stop(self) -> None:
        """Shut the kernel down."""
        self.client.stop_channels()
        self.manager.shutdown_kernel(now=True)
        shutil.rmtree(Path(self.manager.connection_file).parent, ignore_errors=True)


@contextmanager
def fresh_kernel() -> Iterator[Kernel]:
    """A kernel for the time of a block."""
    kernel = Kernel.start()
    try:
        yield kernel
    finally:
        kernel.stop()


@functools.cache
def engine_name() -> str:
    """Register the papermill engine that runs a notebook on a kernel with its client.

    Papermill's own would open a second client and leave that open.
    """
    from papermill.clientwrap import PapermillNotebookClient
    from papermill.engines import Engine, papermill_engines

    class GivenKernelEngine(Engine):  # type: ignore[misc]
        @classmethod
        def execute_managed_notebook(cls, nb_man: Any, kernel_name: str, *, kernel: Kernel, **_: object) -> Any:  # noqa: ARG003
            client = PapermillNotebookClient(nb_man, km=kernel.manager)
            client.kc = kernel.client
            return client.execute()

    papermill_engines.register("framelens", GivenKernelEngine)
    return "framelens"


class Kernels:
    """Kernels that are lent, emptied and lent again; one that failed is stopped, and all are at the end.

    Each thread has its own: the event loop of the first that used a kernel's sockets listens to them for good, so that
    a second thread's would miss messages and could wait for ever.
    """

    def __init__(self) -> None:
        self._of_thread: dict[int, Kernel] = {}
        self._halted = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        while self._of_thread:
            self._of_thread.popitem()[1].stop()

    def halt(self) -> None:
        """End the kernels that are lent, and with them the notebooks that they run."""
        self._halted = True
        for kernel in list(self._of_thread.values()):
            kernel.manager.shutdown_kernel(now=True)

    @contextmanager
    def lend(self) -> Iterator[Kernel]:
        """An empty kernel, this thread's alone until the end of the block."""
        thread = threading.get_ident()
        if thread not in self._of_thread:
            self._of_thread[thread] = Kernel.start()
        kernel = self._of_thread[thread]
        try:
            if self._halted:  # While this kernel was starting.
                raise RunError("the run was stopped.")
            yield kernel
            kernel.empty()
        except BaseException:
            del self._of_thread[thread]
            kernel.stop()
            raise
