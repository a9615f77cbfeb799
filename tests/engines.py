"""The engine by which slow statistical tests run: compiled where numba is installed, with SimPy's logs.

That the logs of both are the same, bit for bit, is what tests/parity is for. The first test that asks for it
compiles it, once for this version and machine.
"""

from sim.engines.choice import COMPILED, SIMPY, engine_of
from sim.engines.compiled.cache import has_numba

ENGINE = COMPILED if has_numba() else SIMPY


def run(world, luck, sink):
    """Run a world and return its totals; `sink` takes its logs, as (table, columns)."""
    return engine_of(ENGINE)(world, luck, sink)
