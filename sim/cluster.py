"""Cluster: run one function over many jobs on a Dask cluster, and yield results as they finish."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from threading import Lock
from typing import Any, TypeVar

from sim.errors import GoodwillError

J = TypeVar("J")
R = TypeVar("R")

Facts = Callable[[], Mapping[str, str]]
"""What a result rests on, by name: versions, sources, C library."""
INSTALL = "pip install 'goodwill-sim[cluster]'"
SECONDS_TO_ANSWER = 10
ONE_AT_A_TIME = Lock()
"""A worker with several threads runs one job at a time, as a worker process does."""


def run(
    function: Callable[[J], R], jobs: Sequence[J], address: str, shared: str, alike: Facts
) -> Iterator[R]:
    """Yield `function(job)` for every job, in the order they finish on the cluster whose scheduler is there.

    Jobs of a worker that is lost are run again by another. shared: the field of a job that many jobs have
    alike; it travels once. alike: what must be the same on a worker as here, or its results would differ.
    Ctrl-C as for processes: what has finished is yielded first; workers drop what they are at.
    Raises: whatever `function` raises; GoodwillError for a cluster that cannot be used, or is lost.
    """
    with connected(address) as client:
        from distributed import CancelledError, KilledWorker, as_completed

        futures = _submit(client, function, jobs, shared, dict(alike()), alike)
        given = set()
        try:
            for future in as_completed(futures, loop=client.loop):
                result = future.result()
                given.add(future.key)
                yield result
        except KeyboardInterrupt:
            done = [one for one in futures if one.status == "finished" and one.key not in given]
            yield from client.gather(done)
            raise
        except KilledWorker as fault:
            raise GoodwillError(
                "several workers died of the same replication (often: out of memory). What had finished is "
                "kept; run the same command again, with more memory for each worker."
            ) from fault
        except CancelledError as fault:
            raise GoodwillError(
                f"the cluster's scheduler at {address} was lost. What had finished is kept; run the same "
                "command again when it is back."
            ) from fault


def workers_of(address: str) -> int:
    """Return how many workers a cluster has now. Raises: GoodwillError if it cannot be used."""
    with connected(address) as client:
        return len(client.nthreads())


@contextmanager
def connected(address: str) -> Iterator[Any]:
    """Connect to a cluster, and leave it. Raises: GoodwillError if it cannot be used."""
    if find_spec("distributed") is None:
        raise GoodwillError(f"--cluster: needs Dask, which is not installed. {INSTALL}")
    from distributed import Client

    try:
        client = Client(address, timeout=SECONDS_TO_ANSWER, set_as_default=False)
    except (OSError, ValueError) as fault:
        raise GoodwillError(
            f"--cluster: no scheduler answers (got {address}; allowed an address such as "
            "tcp://10.0.0.5:8786). Start one with `dask scheduler`, which prints its address."
        ) from fault
    try:
        if not client.nthreads():
            raise GoodwillError(
                f"--cluster: the cluster has no workers (got {address}; allowed at least 1). Start some with "
                f"`dask worker {address} --nthreads 1 --nworkers 8`."
            )
        yield client
    finally:
        client.close()


def _submit(
    client: Any,
    function: Callable[[J], R],
    jobs: Sequence[J],
    shared: str,
    here: Mapping[str, str],
    alike: Facts,
) -> list[Any]:
    """Hand all jobs to the scheduler, the first ones first; what they share is a task that others wait for.

    A task, unlike data laid on one worker, is run again where its worker is lost. Everything goes as bytes:
    Dask would search every tuple of a world for tasks.
    """
    common: dict[int, Any] = {}
    futures = []
    for place, job in enumerate(jobs):
        part = getattr(job, shared, None)
        if part is not None and id(part) not in common:
            common[id(part)] = client.submit(bytes, pickle.dumps(part), pure=False, priority=1)
        bare: Any = job if part is None else job._replace(**{shared: None})  # type: ignore[attr-defined]
        told = pickle.dumps((function, bare, shared, here, alike))
        futures.append(client.submit(_there, told, common.get(id(part)), pure=False, priority=-place))
    return futures


def _there(told: bytes, part: bytes | None) -> Any:
    """Run one job on a worker, if it has the same versions as the machine that asks."""
    function, job, shared, here, alike = pickle.loads(told)  # noqa: S301  (our own, from our own scheduler)
    with ONE_AT_A_TIME:
        for name, own in alike().items():
            if own != here.get(name):
                raise GoodwillError(
                    f"--cluster: a worker may give other results: {name} differs (got {own}; allowed "
                    f"{here.get(name)}, as here). Install one Goodwill everywhere, by its constraints.txt."
                )
        if part is not None:
            job = job._replace(**{shared: pickle.loads(part)})  # noqa: S301
        return function(job)
