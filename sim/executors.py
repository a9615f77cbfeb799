"""Run one function over many jobs, here, in processes or on a cluster; yield results as they finish."""

from __future__ import annotations

import multiprocessing
import multiprocessing.connection
import os
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from typing import TypeVar

from sim import cluster
from sim.errors import GoodwillError

J = TypeVar("J")
R = TypeVar("R")

Workers = int | str
"""How many processes; or the address of a Dask scheduler, such as tcp://10.0.0.5:8786."""
WORKER_ENVIRONMENT = {"POLARS_MAX_THREADS": "1"}
"""Set before a worker imports anything: Polars reads it once, and workers share the cores already."""


def run(
    function: Callable[[J], R],
    jobs: Sequence[J],
    workers: Workers,
    shared: str = "",
    alike: cluster.Facts = dict,
) -> Iterator[R]:
    """Yield `function(job)` for every job, in the order they finish.

    workers: 1 runs here and in order; more starts that many processes (`spawn`, never
    `fork`), so `function` must be a module's function and jobs must pickle; an address runs them on a
    cluster, where `shared`, a field that many jobs have alike, travels once, and `alike` must return the same
    as here. No result depends on it.
    On Ctrl-C the results already finished are yielded first, then KeyboardInterrupt is
    raised again; jobs that had not finished are given up at once.
    Raises: whatever `function` raises; GoodwillError when a worker process dies, or a cluster is lost.
    """
    if not jobs:
        return iter(())
    if isinstance(workers, str):
        return cluster.run(function, jobs, workers, shared, alike)
    if workers <= 1 or len(jobs) <= 1:
        return serial(function, jobs)
    return processes(function, jobs, min(workers, len(jobs)))


def count(workers: Workers) -> int:
    """Return how many jobs run at once."""
    return cluster.workers_of(workers) if isinstance(workers, str) else workers


def serial(function: Callable[[J], R], jobs: Sequence[J]) -> Iterator[R]:
    """Yield `function(job)` job after job in this process."""
    return map(function, jobs)


def processes(function: Callable[[J], R], jobs: Sequence[J], workers: int) -> Iterator[R]:
    """Yield results from a pool of spawned processes; see `run`."""
    others = set(multiprocessing.active_children())
    pool = ProcessPoolExecutor(
        max_workers=workers, mp_context=multiprocessing.get_context("spawn"), initializer=_begin_worker
    )
    futures: list[Future[R]] = []
    given: set[Future[R]] = set()
    try:
        with _environment(WORKER_ENVIRONMENT), _interrupts_held():
            futures.extend(pool.submit(function, job) for job in jobs)
        for future in as_completed(futures):
            result = future.result()
            given.add(future)
            yield result
        pool.shutdown()
    except KeyboardInterrupt:
        _give_up(pool, others)
        yield from (future.result() for future in futures if future not in given and _succeeded(future))
        raise
    except BrokenProcessPool as fault:
        yield from (future.result() for future in futures if future not in given and _succeeded(future))
        raise GoodwillError(
            "a worker process died before it finished (often: out of memory, or stopped from outside). "
            "What had finished is kept; run the same command again, with fewer --jobs if memory is short."
        ) from fault
    finally:
        _give_up(pool, others)


def _begin_worker() -> None:
    """Leave Ctrl-C to the parent, which stops the workers itself, and end with it, however it ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """Wait for the end of the parent, then end at once: an orphan would hold its terminal open."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        multiprocessing.connection.wait([parent.sentinel])
        os._exit(1)


def _succeeded(future: Future[R]) -> bool:
    return future.done() and not future.cancelled() and future.exception() is None


def _give_up(pool: ProcessPoolExecutor, others: set[multiprocessing.process.BaseProcess]) -> None:
    """Cancel what waits, stop workers that are still busy, and wait until they are gone.

    The pool cancels by itself: a future cancelled from here would break its thread, which up to Python
    3.11 sets the death of a worker on it.
    """
    pool.shutdown(wait=False, cancel_futures=True)
    for child in set(multiprocessing.active_children()) - others:
        child.terminate()
    pool.shutdown(cancel_futures=True)


@contextmanager
def _environment(settings: dict[str, str]) -> Iterator[None]:
    """Set environment variables that spawned processes inherit, and put the old ones back."""
    before = {name: os.environ.get(name) for name in settings}
    os.environ.update(settings)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


@contextmanager
def _interrupts_held() -> Iterator[None]:
    """Block Ctrl-C while workers start, so that they inherit the blocked signal from birth."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
