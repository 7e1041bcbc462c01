"""Work in parts: in this process, in several, or on a Dask cluster."""

import functools
import logging
import sys
import threading
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Literal, TypeAlias, TypeVar

from framelens.checks import check_one_of
from framelens.errors import ArgumentError, FramelensError, InputError

Engine: TypeAlias = Literal["local", "dask"]
ENGINES = ("local", "dask")
FEW = 2
"""So many parts are done here before further processes, which each load the models, are ready to."""

_Part = TypeVar("_Part")
_Result = TypeVar("_Result")
_ALONE = threading.Lock()
_IDLE = 60
"""Seconds after which a process without work ends; its models fill some hundred megabytes."""


def work_on(
    parts: Sequence[_Part],
    function: Callable[[int, _Part], _Result],
    *,
    engine: Engine = "local",
    label: str,
    in_processes: bool = True,
) -> list[_Result]:
    """What a function makes of each part, called with its number and the part, in their order.

    Parameters
    ----------
    parts
        The parts; on a cluster also Dask collections, which the workers then compute themselves.
    function
        Called in other processes too; a part may be given to it twice, when a worker seems to be dead.
    engine
        ``local``: one process for each core where there are more than a `FEW` parts; ``dask``: the current client's
        workers, one part at a time each.
    label
        What the progress bar says.
    in_processes
        Whether ``local`` may use further processes: not for what is quicker done than handed over, or cannot be.

    Raises
    ------
    ArgumentError
        If there is no such engine, or no client.
    FramelensError
        If processes or workers end before their work is done.

    Examples
    --------
    >>> work_on(["a", "b"], lambda number, part: f"{number}{part}", label="Naming")
    ['0a', '1b']
    """
    check_one_of("engine", engine, ENGINES)
    if engine == "dask":
        return _on_cluster(parts, function, label)
    way = _in_processes if in_processes and len(parts) > FEW else _here
    by_number = dict(_with_bar(way(parts, function), len(parts), label))
    return [by_number[number] for number in range(len(parts))]


@contextmanager
def engine_at(scheduler: str | None) -> Iterator[Engine]:
    """The engine for a command: ``dask`` with a client of the scheduler at an address, ``local`` if None.

    Raises
    ------
    InputError
        If no scheduler answers there.
    """
    if scheduler is None:
        yield "local"
        return
    from dask.distributed import Client

    logging.getLogger("distributed.client").setLevel(logging.CRITICAL)  # Our sentence stands for its tracebacks.
    try:
        client = Client(scheduler)  # type: ignore[no-untyped-call]
    except (OSError, ValueError) as error:
        raise InputError(
            f"no Dask scheduler answers at '{scheduler}'; start one by `dask scheduler` and give its address."
        ) from error
    with client:
        yield "dask"


def _here(parts: Sequence[_Part], function: Callable[[int, _Part], _Result]) -> Iterator[tuple[int, _Result]]:
    return ((number, function(number, part)) for number, part in enumerate(parts))


def _in_processes(parts: Sequence[_Part], function: Callable[[int, _Part], _Result]) -> Iterator[tuple[int, _Result]]:
    from joblib import Parallel, cpu_count, delayed
    from joblib.externals.loky.process_executor import TerminatedWorkerError

    # Its processes start without running the caller's script again, as the standard library's do.
    options = {"max_nbytes": None, "idle_worker_timeout": _IDLE}
    pool = Parallel(min(cpu_count(), len(parts)), backend="loky", return_as="generator_unordered", **options)
    try:
        yield from pool(delayed(_numbered)(function, number, part) for number, part in enumerate(parts))
    except TerminatedWorkerError as error:
        raise FramelensError(
            "a process was ended from outside, perhaps for want of memory; what was done is kept, run the same again."
        ) from error


def _numbered(function: Callable[[int, _Part], _Result], number: int, part: _Part) -> tuple[int, _Result]:
    return number, function(number, part)


def _with_bar(results: Iterator[_Result], n_results: int, label: str) -> Iterator[_Result]:
    if n_results < 2:
        return results
    from rich.console import Console
    from rich.progress import track

    return iter(track(results, label, n_results, console=Console(stderr=True), transient=True))


def _on_cluster(parts: Sequence[_Part], function: Callable[[int, _Part], _Result], label: str) -> list[_Result]:
    from concurrent.futures import CancelledError

    from dask.base import is_dask_collection
    from distributed import KilledWorker, default_client
    from distributed.comm.core import CommClosedError

    try:
        client = default_client()  # type: ignore[no-untyped-call]
    except ValueError as error:
        raise ArgumentError(
            "there is no Dask client; make one first: `from dask.distributed import Client; client = Client()`."
        ) from error
    run = f"{label.lower()}-{uuid.uuid4().hex}"
    task = functools.partial(_alone, function)
    given = (client.compute(part) if is_dask_collection(part) else part for part in parts)
    # A part travels in a task of its own, so that the scheduler can give it out again when its worker is lost.
    futures = [client.submit(task, number, part, key=f"{run}-{number}") for number, part in enumerate(given)]
    try:
        _show_progress(futures)
        return list(client.gather(futures))
    except KilledWorker as error:
        number = str(error.task).rpartition("-")[2]
        raise FramelensError(
            f"part {number} has ended {error.allowed_failures + 1} workers one after another, perhaps for want of"
            " memory; what was done is kept, run the same again with larger workers."
        ) from error
    except (CancelledError, CommClosedError) as error:
        raise FramelensError(
            "the Dask scheduler has gone; what was done is kept, start it and its workers and run the same again."
        ) from error
    finally:
        client.cancel([future for future in futures if not future.done()])


def _alone(function: Callable[[int, _Part], _Result], number: int, part: _Part) -> _Result:
    """One part at a time in a process: spaCy's models are not made for several threads at once."""
    with _ALONE:
        return function(number, part)


def _show_progress(futures: Sequence[Any]) -> None:
    """Dask's own bar: a widget in a notebook, in a terminal a line, which stays until all is done."""
    from distributed import progress
    from distributed.utils import is_kernel

    if is_kernel():  # type: ignore[no-untyped-call]
        from IPython.display import display

        display(progress(futures))  # type: ignore[no-untyped-call]
    elif sys.stdout.isatty():
        progress(futures)  # type: ignore[no-untyped-call]
