"""Test closing time and falling counts against the Markov chains that they are (semantics.md 1).

Times are in hours. The chains are solved by the matrix exponential, the number in the centre cut at 60.
"""

from heapq import heappop, heappush

import numpy as np
import pytest
from closed_forms import check, run
from scipy.linalg import expm

from sim import load_scenario
from sim.engines.reference import engine
from sim.luck import Luck
from sim.world.build import build

pytestmark = pytest.mark.slow
MU, MOST = 12.0, 60
SECONDS = 3600.0
DAY, CLOSES = 24 * SECONDS, 11 * SECONDS


def chain(states, moves):
    """Return the generator of a chain: `moves(state)` yields (state, rate)."""
    place = {state: k for k, state in enumerate(states)}
    rates = np.zeros((len(states), len(states)))
    for state in states:
        for other, rate in moves(state):
            if other in place:
                rates[place[state], place[other]] += rate
                rates[place[state], place[state]] -= rate
    return rates


def follow(start, rates, hours):
    """Return the distribution after `hours`, and the time [h] spent in each state until then."""
    size = len(start)
    both = np.zeros((2 * size, 2 * size))
    both[:size, :size], both[:size, size:] = rates, np.eye(size)
    moved = expm(both * hours)
    return start @ moved[:size, :size], start @ moved[:size, size:]


def open_queue(arrivals, agents, hours):
    """Return the distribution of the number in an M/M/n that opened empty, and the time at each number."""
    states = range(MOST)
    rates = chain(states, lambda n: [(n + 1, arrivals), (n - 1, MU * min(n, agents))])
    return follow(np.eye(MOST)[0], rates, hours)


def drained(agents):
    """Return by number in the centre at closing the waits [h] that are still to come, of all together."""
    waiting = np.maximum(np.arange(MOST) - agents, 0)
    return np.cumsum(waiting) / (agents * MU)


def test_a_queue_that_serves_out_is_the_exact_drain_of_its_markov_chain():
    """92,000 calls of 1,400 days; kept over the night instead, they would wait 22 hours and more."""
    arrivals, agents, hours = 33.0, 4, 2.0
    at_closing, spent = open_queue(arrivals, agents, hours)
    assert at_closing[-1] < 1e-7
    waits = spent @ np.maximum(np.arange(MOST) - agents, 0) + at_closing @ drained(agents)
    runs = run("closing")
    check("speed of answer", runs.sums("asa"), SECONDS * waits / (arrivals * hours), power=0.04)
    # the centre empties without arrivals: each who is in it takes one conversation of overtime
    check("overtime", runs.sums("overtime"), at_closing @ np.arange(MOST) / MU, power=0.03)


def test_overtime_of_serving_out_is_that_of_the_same_calls_followed_one_by_one():
    """70 days: calls and talks are the same on both sides, so every day must agree, not the mean alone."""
    scenario = load_scenario("tests/theory/scenarios/closing.yaml")
    chunks = {"legs": [], "overtime": []}

    def sink(table, columns):
        if table in chunks:
            names = ("joined", "talk") if table == "legs" else ("begins", "ends")
            chunks[table].append([columns[name].copy() for name in names])

    engine.run(build(scenario, scenario.baseline), Luck(1931, 0), sink)
    joined, talk = (np.concatenate(part) for part in zip(*chunks["legs"], strict=True))
    begins, ends = (np.concatenate(part) for part in zip(*chunks["overtime"], strict=True))
    seconds = np.bincount((begins // DAY).astype(int), ends - begins, 70)
    expected, free = np.zeros(70), [[day * DAY] * 4 for day in range(70)]  # by day, when agents are free
    for arrives, talks in sorted(zip(joined.tolist(), talk.tolist(), strict=True)):
        day = int(arrives // DAY)
        starts = max(arrives, heappop(free[day]))
        heappush(free[day], starts + talks)
        expected[day] += max(0.0, starts + talks - max(starts, day * DAY + CLOSES))
    assert seconds == pytest.approx(expected)
    assert expected.sum() > 10 * SECONDS


def test_idle_agents_leave_first_as_in_their_markov_chain():
    """72,000 calls of 1,200 days. Waits follow each other for long after the fall; overtime tells more."""
    before, after, arrivals = 5, 2, (48.0, 12.0)
    at_fall, spent = open_queue(arrivals[0], before, 1.0)
    waits = spent @ np.maximum(np.arange(MOST) - before, 0)
    states = [
        (n, agents)
        for n in range(MOST)
        for agents in range(after, before + 1)
        if agents in (after, min(n, agents))
    ]

    def moves(state):
        n, agents = state
        yield (n + 1, agents), arrivals[1]
        yield (n - 1, max(after, agents - 1)), MU * min(n, agents)

    start = np.zeros(len(states))
    for n, share in enumerate(at_fall):
        start[states.index((n, max(after, min(n, before))))] += share
    at_closing, spent = follow(start, chain(states, moves), 1.0)
    number, agents = np.array(states).T
    assert at_closing @ (agents > after) < 1e-4
    waits += spent @ np.maximum(number - agents, 0) + at_closing @ drained(after)[number]
    overtime = spent @ (agents - after) + at_closing @ number / MU
    runs = run("leaving")
    check("speed of answer", runs.sums("asa"), SECONDS * waits / sum(arrivals), power=0.06)
    check("overtime", runs.sums("overtime"), overtime, power=0.04)


def test_a_published_centre_whose_staff_falls_gives_its_figures():
    """2,000 days of the tutorial's; its own figures are of 10,000 days, standard errors 0.02 s and 0.007 %.

    Idle agents leave first there, and the last callers are served out. Those lost are printed as 0.020.
    Source: P. L'Ecuyer, SSJ: Stochastic Simulation in Java, tutorial, `CallCenter.java`, its data and its
    results: calls lost, and waits, of all calls of a day.
    """
    runs = run("published_day")
    check("mean wait", runs.sums("wait_mean"), 4.713)
    check("calls a day", runs.sums("offered"), 1660.366)
    lost = runs.sums("abandoned_share").value + runs.sums("balked_share").value
    assert lost == pytest.approx(0.020, abs=0.0007)
