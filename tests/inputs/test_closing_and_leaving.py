"""Test two centres that once said something else without a word: closing time, and fewer agents."""

from heapq import heapify, heapreplace

import numpy as np
import pytest
from scipy.linalg import expm

from sim.engines.reference import engine
from sim.luck import Luck
from sim.world.build import build

CALLS, TALK, AGENTS, HOURS = 252, 120.0, 12, 8
DAY = 86400.0


def days(hours, count):
    clock = {"start": "2026-03-02", "days": count, "warm_up": "0d", "drain": "0d"}
    return clock | {"interval": "1h", "open": hours}


def test_callers_in_line_at_four_are_answered_by_agents_who_stay(centre):
    """6,000 calls: each waits as in a plain loop over the same calls; kept over the night 18 s and more."""
    work = {"dist": "exponential", "mean": "2m"}
    until_four = days("08:00-16:00", 3)
    scenario = centre(until_four, {"per_hour": CALLS}, work, on_duty={"agents": AGENTS})
    legs = []

    def sink(table, columns):
        if table == "legs":
            legs.append([columns[name].copy() for name in ("joined", "wait", "talk")])

    engine.run(build(scenario, "usual"), Luck(1935, 0), sink)
    joined, wait, talk = (np.concatenate(part).tolist() for part in zip(*legs, strict=True))
    assert len(wait) > 5500
    free, today = [], None
    for at, waited, talked in sorted(zip(joined, wait, talk, strict=True)):
        if at // DAY != today:
            free, today = [0.0] * AGENTS, at // DAY
            heapify(free)
        assert max(0.0, free[0] - at) == pytest.approx(waited, abs=1e-6)
        heapreplace(free, max(at, free[0]) + talked)


def test_that_centre_answers_in_the_published_time():
    """Its Markov chain from opening to the last caller has 6.04 s; 0.099 min were published."""
    most = 50
    number, per_hour = np.arange(most), 3600.0 / TALK
    rates = np.diag(np.full(most - 1, float(CALLS)), 1)
    rates += np.diag(per_hour * np.minimum(number[1:], AGENTS), -1)
    rates -= np.diag(rates.sum(1))
    both = np.zeros((2 * most, 2 * most))
    both[:most, :most], both[:most, most:] = rates, np.eye(most)
    moved = expm(both * HOURS)[0]
    at_closing, spent = moved[:most], moved[most:]
    waiting = np.maximum(number - AGENTS, 0)
    drained = np.cumsum(waiting) / (AGENTS * per_hour)
    seconds = 3600.0 * (spent @ waiting + at_closing @ drained) / (CALLS * HOURS)
    assert seconds == pytest.approx(5.9, abs=0.3)


def test_of_twenty_agents_those_who_are_idle_go_home_at_ten(centre, measured):
    """A day has next to no overtime; with those who leave by number it had 1.7 h."""
    work = {"dist": "exponential", "mean": "30m"}
    staff = {"on_duty": {"agents": [20, 20, 10, 10]}}
    found = measured(centre(days("08:00-12:00", 20), [10, 10, 0, 0], work, **staff), 2)
    over, under = found["all", "", "overtime"]
    assert over / under < 0.2
