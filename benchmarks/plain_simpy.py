"""Simulate M/M/100+M the way SimPy's documentation teaches it, as the yardstick for speed.

One process per customer, a `Resource`, `request | timeout`, and four counters instead of logs.
Run `python benchmarks/plain_simpy.py [arrivals] [seed]` to print the counters and the speed.
"""

from __future__ import annotations

import random
import sys
import time
from collections import Counter
from collections.abc import Generator

import simpy

AGENTS = 100
MEAN_SERVICE = 300.0  # seconds
MEAN_PATIENCE = 120.0  # seconds
OFFERED_LOAD = 100.0  # erlang
ANSWER_WITHIN = 20.0  # seconds

Journey = Generator[simpy.Event, object, None]


def customer(
    env: simpy.Environment, agents: simpy.Resource, draws: random.Random, counts: Counter
) -> Journey:
    counts["offered"] += 1
    joined = env.now
    with agents.request() as request:
        patience = env.timeout(draws.expovariate(1.0 / MEAN_PATIENCE))
        outcome = yield request | patience
        if request not in outcome:
            counts["abandoned"] += 1
            return
        counts["answered"] += 1
        if env.now - joined <= ANSWER_WITHIN:
            counts["answered_in_time"] += 1
        yield env.timeout(draws.expovariate(1.0 / MEAN_SERVICE))


def demand(
    env: simpy.Environment, agents: simpy.Resource, draws: random.Random, counts: Counter, arrivals: int
) -> Journey:
    arrival_rate = OFFERED_LOAD / MEAN_SERVICE
    for _ in range(arrivals):
        yield env.timeout(draws.expovariate(arrival_rate))
        env.process(customer(env, agents, draws, counts))


def run(arrivals: int, seed: int) -> dict[str, float]:
    """Simulate `arrivals` customers from an empty start until the last has left.

    Returns the counts of contacts offered, answered, answered_in_time (20 s) and abandoned, and the
    processor seconds that the simulation took.
    """
    counts: Counter[str] = Counter(offered=0, answered=0, answered_in_time=0, abandoned=0)
    draws = random.Random(seed)
    started = time.process_time()
    env = simpy.Environment()
    agents = simpy.Resource(env, capacity=AGENTS)
    env.process(demand(env, agents, draws, counts, arrivals))
    env.run()
    return {**counts, "seconds": time.process_time() - started}


if __name__ == "__main__":
    arguments = [int(argument) for argument in sys.argv[1:]]
    result = run(*arguments, *(100_000, 1)[len(arguments) :])
    print(result, f"{result['offered'] / result['seconds']:,.0f} contacts per second")
