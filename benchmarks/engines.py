"""Print what a contact costs in each engine, and how many times faster the compiled one is, in one run.

Usage: python benchmarks/engines.py [SCENARIO.yaml ...]; without one, a M/M/100+M queue and the retail bank.
Only ratios of one run count: the contestants take turns, and the best of three counts.
"""

import os

os.environ.setdefault("POLARS_MAX_THREADS", "1")

import sys
from pathlib import Path
from time import process_time

from contacts_per_second import world_of

from sim.engines.choice import COMPILED, SIMPY, engine_of
from sim.engines.compiled.entries import entries
from sim.engines.compiled.supported import variant_of
from sim.experiment import Job, replicate
from sim.luck import Luck
from sim.scenario.load import load_scenario
from sim.world.build import build

TURNS = 3


def worlds(paths):
    """Yield the worlds to run, by name."""
    if not paths:
        yield "M/M/100+M", world_of(100)
        paths = [Path(__file__).parents[1] / "scenarios" / "retail_bank.yaml"]
    for path in map(Path, paths):
        scenario = load_scenario(path)
        yield path.stem, build(scenario, scenario.baseline)


class Loop:
    """The compiled loop that runs a world, which counts the time that it takes."""

    def __init__(self, world):
        self.seconds, self._do = 0.0, entries(variant_of(world))
        self._run_on, self._do.run_on = self._do.run_on, self

    def leave(self):
        """Count no longer."""
        self._do.run_on = self._run_on

    def __call__(self, address):
        """Run the loop, and count."""
        began = process_time()
        status = self._run_on(address)
        self.seconds += process_time() - began
        return status


def logs_only(world, name):
    """Return the seconds that an engine takes to write its logs, and the contacts."""
    began = process_time()
    totals = engine_of(name)(world, Luck(1, 0), lambda *_: None)
    return process_time() - began, totals.contacts


def whole(world, name):
    """Return the seconds of a replication, with all measures and the digest."""
    began = process_time()
    replicate(Job("as_written", world.policy, world, 1, 0, engine=name))
    return process_time() - began


HEADS = ("contacts", "simpy", "compiled", "loop", "whole: simpy", "whole: compiled")


def row(name, cells, form):
    """Return a line of the table."""
    return f"{name:<18}" + "".join(f"{form.format(cell) if cell != '' else '':>17}" for cell in cells)


def main(paths):
    """Print a table: microseconds a contact, and the ratios."""
    print(row("us a contact", HEADS, "{}"))
    for name, world in worlds(paths):
        best, loop = [float("inf")] * 5, Loop(world)
        for _ in range(TURNS):
            simpy, contacts = logs_only(world, SIMPY)
            loop.seconds = 0.0
            compiled, _ = logs_only(world, COMPILED)
            times = [simpy, compiled, loop.seconds, whole(world, SIMPY), whole(world, COMPILED)]
            best = [min(pair) for pair in zip(best, times, strict=True)]
        loop.leave()
        each = [1e6 * seconds / contacts for seconds in best]
        print(row(name, [contacts, *each], "{:,.2f}"))
        print(
            row(
                "  times faster",
                ["", "", each[0] / each[1], each[0] / each[2], "", each[3] / each[4]],
                "{:.1f}",
            )
        )


if __name__ == "__main__":
    main(sys.argv[1:])
