"""Print the digests of both engines, their chunks and totals, for some policies: run with python -m.

    python -m tests.parity.digests SEED [OPTION ...] PATH ...
    --planted: with a fault in the compiled engine; --short: a column of agents ends too early in it;
    --full: only what its full variant runs; --kept NAME: with what was compiled under another name

In a process of its own: what numba is told of verbs holds for a whole process. This one is told something
else of them first, as a caller's might be, which must not get into the compiled engine.
"""

import json
import sys
from functools import partial

from sim.engines.choice import COMPILED, SIMPY, engine_of
from sim.engines.compiled import cache, functions, program, state
from sim.engines.compiled.supported import FULL, PLAIN, reasons, variant_of
from sim.logs import Digest
from sim.luck import LEG, Luck
from sim.scenario.load import load_scenario
from sim.world.build import build
from tests.house import compiling


def result(world, name, seed):
    """Return the digest of all log tables, the length of their chunks, and what the floor counted.

    Measures are added up chunk by chunk: of the same chunks they are the same to the last bit.
    """
    digest, lengths = Digest(), {}

    def sink(table, columns):
        digest.add(table, columns)
        lengths.setdefault(table, []).append(len(next(iter(columns.values()))))

    totals = engine_of(name)(world, Luck(seed, 3), sink)
    return [digest.text(), lengths, *map(list, totals[:4]), *totals[4:]]


def compare(path, seed, variants):
    """Return both engines' results, and the variant, for every policy of a scenario that one of them runs."""
    scenario = load_scenario(path)
    worlds = {policy: build(scenario, policy) for policy in scenario.policies}
    return {
        policy: [variant_of(world), *(result(world, name, seed) for name in (SIMPY, COMPILED))]
        for policy, world in worlds.items()
        if not reasons(world) and variant_of(world) in variants
    }


def plant():
    """Plant other luck for wrap-up and warmth in the compiled engine."""
    key_of = state.key_of
    state.key_of = lambda seed, replication, purpose, name: key_of(
        seed + (purpose is LEG), replication, purpose, name
    )


def shorten():
    """Cut the column of agents' groups to one agent in the compiled engine."""
    columns_of = state._columns

    def columns(of, block):
        found = columns_of(of, block)
        if block is state.FLOOR:
            found.group = found.group[:1]
        return found

    state._columns = columns


def asked(options):
    """Do what each option asks for."""
    if "--planted" in options:
        plant()
    if "--short" in options:
        shorten()
    if "--kept" in options:
        cache.digest = partial(str, options[options.index("--kept") + 1])


if __name__ == "__main__":
    compiling.register([function for function in program.verbs() if function not in functions.OWN])
    seed, *rest = sys.argv[1:]
    paths = [one for one in rest if one.endswith(".yaml")]
    asked(options := [one for one in rest if one not in paths])
    for path in paths:
        of = compare(path, int(seed), [FULL] if "--full" in options else [PLAIN, FULL])
        print(json.dumps({path: of}), flush=True)
