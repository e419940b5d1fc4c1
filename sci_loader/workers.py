"""Who reads the files: this process, processes beside it, or the workers of a Dask cluster."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from itertools import islice
from typing import TypeVar

from sci_loader.errors import LoaderError

__all__ = ["CHUNK", "executor", "mapped"]

CHUNK = 200  # files of one task: below that, handing tasks out to a cluster costs too much beside reading
PATIENCE = 10.0  # seconds in which a cluster has to answer
AHEAD = 16  # tasks handed out before their results are taken, so that memory does not grow with the archive

In = TypeVar("In")
Out = TypeVar("Out")


@contextmanager
def executor(workers: int = 1, scheduler: str | None = None) -> Iterator[Executor | None]:
    """What runs tasks: None for this process, ``workers`` processes beside it, or the Dask cluster at ``scheduler``.

    Raises LoaderError when the cluster cannot be used.
    """
    if scheduler:
        try:
            from distributed import Client
        except ImportError as error:
            raise LoaderError("a cluster needs Dask: pip install distributed") from error
        try:
            client = Client(scheduler, timeout=PATIENCE, set_as_default=False)  # type: ignore[no-untyped-call]
        except (OSError, ValueError) as error:
            raise LoaderError(
                f"{scheduler}: no Dask scheduler answers there; start one with `dask scheduler`"
            ) from error
        with client:
            yield client.get_executor(pure=False)  # type: ignore[no-untyped-call]
    elif workers > 1:
        pool = ProcessPoolExecutor(workers)
        try:
            yield pool
        finally:
            pool.shutdown(wait=False, cancel_futures=True)
    else:
        yield None


def mapped(
    function: Callable[[In], Out], items: Iterable[In], pool: Executor | None, chunk: int = CHUNK
) -> Iterator[Out]:
    """``map(function, items)`` by a pool: the same results in the same order; function and items must pickle.

    >>> list(mapped(abs, [-2, 1, -3], None))
    [2, 1, 3]
    """
    if pool is None:
        yield from map(function, items)
        return
    items, waiting = iter(items), deque[Future[list[Out]]]()
    while part := list(islice(items, chunk)):
        waiting.append(pool.submit(_each, function, part))
        if len(waiting) >= AHEAD:
            yield from waiting.popleft().result()
    while waiting:
        yield from waiting.popleft().result()


def _each(function: Callable[[In], Out], part: list[In]) -> list[Out]:
    return [function(item) for item in part]
