"""Measure what a grid of policies and staffing levels takes: time, contacts a second and memory.

Run `python benchmarks/staffing_grid.py [levels] [replications] [processes] [engine]`: 5 policies of
`retail_bank_five.yaml` x 9 levels from 80 % to 120 % of today's headcount x 20 replications on one
process with SimPy, if none are named; engine: simpy, compiled, or auto, which mixes them where the compiled
one cannot run a policy. Memory is the peak of this process, and of the largest worker where there are
several.
"""

from __future__ import annotations

import os
import resource
import sys
from pathlib import Path
from time import perf_counter, process_time

os.environ["POLARS_MAX_THREADS"] = "1"  # as in the worker processes of a run; before Polars is imported

import polars as pl

from sim.engines.choice import SIMPY
from sim.scenario.load import load
from sim.studies.axes import STAFFING, Variants
from sim.studies.bench import Bench

FILE = Path(__file__).with_name("retail_bank_five.yaml")
KILOBYTE = 1024
LOWEST, HIGHEST = 0.8, 1.2


class Nowhere:
    """A shelf that keeps nothing, so that everything is simulated."""

    def find(self, _: str) -> None:
        """Return nothing."""

    def keep(self, _: str, __: pl.DataFrame) -> None:
        """Ignore rows."""


def main(levels: int = 9, replications: int = 20, processes: int = 1, engine: str = SIMPY) -> None:
    """Simulate the grid and print what it took."""
    loaded = load(FILE)
    variants = Variants(FILE, loaded.scenario.scenario, (), loaded)
    policies = list(loaded.scenario.policies)
    shares = [LOWEST + (HIGHEST - LOWEST) * k / max(levels - 1, 1) for k in range(levels)]
    settings = {
        (f"{share:.4g}", policy): variants.setting({STAFFING: f"{100 * share:.6g}%"}, policy)
        for share in shares
        for policy in policies
    }
    bench = Bench(Nowhere(), loaded.scenario.run.seed, processes, engine=engine, say=print)
    began, worked = perf_counter(), process_time()
    table = bench.table(settings, replications)
    seconds, busy = perf_counter() - began, process_time() - worked
    offered = table.filter(dimension="all", kpi="offered")["numerator"].sum()
    own, worker = (
        resource.getrusage(who).ru_maxrss / KILOBYTE
        for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    grid = f"{len(policies)} policies x {levels} staffing levels x {replications} replications"
    print(f"engine {engine}: {grid}")
    each = seconds / bench.simulated
    print(f"{bench.simulated} runs in {seconds:.1f} s on {processes} process(es), {each:.2f} s each")
    if processes == 1:
        print(f"of these, {busy:.1f} s at work on the processor, {busy / bench.simulated:.2f} s each")
    print(f"{offered:,.0f} contacts in the measured days, {offered / seconds:,.0f} a second")
    print(f"peak memory {own:.0f} MB" + (f", largest worker {worker:.0f} MB" if processes > 1 else ""))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:4]), engine=sys.argv[4] if len(sys.argv) > 4 else SIMPY)
