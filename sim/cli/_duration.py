"""Estimate how long a run would take, from one timed replication with each engine that it would use."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sim.cli._asked import Asked
    from sim.experiment import Job
    from sim.scenario.model import Scenario

COMPILES = (
    " That is with SimPy: the run would first compile a faster engine, in half a minute to two minutes. "
    "To see what it takes then, run goodwill compile once, and estimate again."
)


def duration(asked: Asked, read: Sequence[Scenario]) -> str:
    """Return how long a run of the scenarios `read` would take, with the engines that it would take.

    Where the compiled engine is not compiled yet, SimPy is timed: nothing is compiled for an estimate.
    """
    from sim import executors
    from sim.engines.choice import COMPILED, SIMPY, is_warm
    from sim.experiment import Job, choose_engines, chosen
    from sim.world.build import build

    first, workers = read[0], executors.count(asked.jobs)
    policies = chosen(asked.policies, first)
    count = asked.replications or first.run.replications
    worlds = {(one.scenario, policy): build(one, policy) for one in read for policy in policies}
    engines, choice = choose_engines(asked.engine, worlds, count)
    ready = is_warm(choice.variants)
    runs, more, jobs = Counter[str](), 0, dict[str, Job]()
    for key, taken in engines.items():
        engine = taken if ready else SIMPY
        jobs.setdefault(engine, Job(*key, worlds[key], asked.seed or 0, 0, engine=engine))
        again = count // 2 if asked.equal_service and key[1] != first.baseline else 0
        runs[engine] += count + again
        more += again
    seconds = {engine: _timed(job, twice=engine == COMPILED) for engine, job in jobs.items()}
    at_once = min(workers, runs.total())
    whole = sum(load + runs[engine] * each / at_once for engine, (load, each) in seconds.items())
    told = f"{whole / 60.0:,.0f} min" if whole >= 120.0 else f"{whole:,.0f} s"
    extra = f" and at most {more:,} for equal service" if more else ""
    one = ", ".join(f"{each:.2g} s each with {engine}" for engine, (_, each) in seconds.items())
    where = "workers of the cluster" if isinstance(asked.jobs, str) else "processes"
    said = f"About {told}: {runs.total() - more:,} runs{extra}, {one}, on {workers} {where}."
    return said if ready else said + COMPILES


def _timed(job: Job, *, twice: bool) -> tuple[float, float]:
    """Return what loading an engine takes, and each run after that [s]."""
    from sim.experiment import replicate

    began = replicate(job).seconds
    each = replicate(job).seconds if twice else began
    return max(0.0, began - each), each
