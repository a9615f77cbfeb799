"""Plan the shifts of SimOpt's call centre: least cost, rules kept, service levels of a run.

The instance is SimOpt's "Call Center Staffing" (github.com/simopt-admin/simopt, simopt/models/ccbaby.py at
954bb9c; Pasupathy and Henderson's testbed, problem CCBaby): a day of 16.5 hours, 1,000 calls an hour at its
peak, talks of 6 minutes (gamma of shape 18), patience of 2 minutes (gamma of shape 4), 150 lines. Agents are
paid 18 an hour for 8.5 hours from any of 17 half-hours on, with half an hour of lunch 3, 3.5, 4 or 4.5 hours
later. In every hour 80 % of calls are to be answered within 20 seconds, at least cost.
"""

import math

import numpy as np
import polars as pl
import pytest
import toy_centre as toy

from sim.cli.roster import rostered
from sim.scenario.roster_rules import RosterRules
from sim.studies.bench import Bench, Setting
from sim.studies.headcount import staffed
from sim.studies.roster import cover, greedy, plan
from sim.theory.staffing import Goal, Line, agents_for

pytestmark = pytest.mark.slow
HALF_HOURS, STARTS, LUNCHES, WORKED, PAY = 33, 17, 4, 17, 18 * 8.5
RULES = RosterRules.model_validate(
    {
        "lengths": ["8h30m"],
        "starts": "06:00-22:30",
        "every": "30m",
        "pause": "30m",
        "pause_between": [0.35, 0.59],
    }
)
TEXT = """
version: 1
name: simopt
clock: {{start: 2026-03-02, days: 1, open: {{mon: "06:00-22:30"}}, interval: 30m, warm_up: 0d, drain: 0d}}
queues: {{service: {{service_level: 80/20, patience: {{dist: gamma, mean: 2m, cv: 0.5}}}}}}
contacts: {{call: {{queue: service, volume: {volume}, work: {{dist: gamma, mean: 6m, cv: {cv}}}, acw: 0s}}}}
groups: {{agents: {{late_breaks: made_up, skills: [service], skill: 100%, wage: 18}}}}
on_duty: {{agents: {need}}}
trunks: {{lines: {{lines: 150, queues: [service]}}}}
customers: {{count: 100000}}
behaviour: {{work: {{congestion_pressure: 0}}, recontact: {{chance: 0}}}}
policies: {{as_it_comes: {{pace: none}}}}
baseline: as_it_comes
run: {{seed: 1, replications: 5}}
"""


def calls(half_hour):
    """Return the mean calls of a half-hour, at the rate 500 + 500 sin((3 pi t - 16 pi) / 32) an hour."""

    def until(hour):
        return 500 * hour - 500 * 32 / (3 * math.pi) * math.cos((3 * math.pi * hour - 16 * math.pi) / 32)

    return until((half_hour + 1) / 2) - until(half_hour / 2)


@pytest.fixture(scope="module")
def need():
    """Agents by half-hour at Erlang C, as nearly nobody hangs up within 20 seconds."""
    found = [agents_for(Line(calls(t) / 1800.0, 360.0, None), Goal(0.8, 20.0)) for t in range(HALF_HOURS)]
    return np.ceil(np.array(found) - 1e-9)


@pytest.fixture(scope="module")
def centre(tmp_path_factory, need):
    volume = [round(calls(t), 3) for t in range(HALF_HOURS)]
    text = TEXT.format(volume=volume, need=[int(n) for n in need], cv=round(18**-0.5, 4))
    return toy.scenario(tmp_path_factory.mktemp("simopt"), text)


def allowed():
    """Return the half-hour of every start and lunch that the instance allows, and who is there then."""
    kinds = [(start, start + 6 + lunch) for start in range(STARTS) for lunch in range(LUNCHES)]
    there = [
        [float(start <= t < start + WORKED and t != lunch) for start, lunch in kinds]
        for t in range(HALF_HOURS)
    ]
    return kinds, np.array(there)


def test_the_cheapest_shifts_of_the_published_centre_keep_its_rules_and_its_service_level(centre, need):
    """20 days of 10,000 calls: the standard error of the service level of an hour is 1 to 3 pp.

    The calls of a half-hour are evenly spread in the run, and each hour is held as the instance holds it.
    """
    found = plan(centre, RULES, "agents")
    kinds, there = allowed()
    pay = np.full(len(kinds), PAY)
    best = cover(there, need, pay)
    assert found.cost == pytest.approx(best.cost)
    assert found.cost == pytest.approx(found.bound)
    assert found.cost == 149 * PAY
    assert found.cost <= pay @ greedy(there, need, pay)

    opens = 6 * 3600.0
    planned = [
        ((k.hours[0].start - opens) / 1800.0, (k.pause.start - opens) / 1800.0) for k, _ in found.shifts
    ]
    assert set(planned) <= set(kinds)
    assert all(kind.hours[-1].end - kind.hours[0].start == 8.5 * 3600.0 for kind, _ in found.shifts)
    present = sum(n * there[:, kinds.index(kind)] for kind, (_, n) in zip(planned, found.shifts, strict=True))
    assert (present >= need).all()

    policy = centre.baseline
    own = staffed(rostered(centre, [found], ["agents"], RULES), policy, {})
    table = Bench(toy.Shelf(), 1).table({("roster", policy): Setting(own, policy)}, 20, intervals=True)
    part = table.filter(pl.col("kpi") == "service_level", pl.col("dimension") == "interval")
    sums = part.group_by("member").agg(pl.col("numerator", "denominator").sum()).sort("member")
    answered, offered = (sums[name].to_numpy() for name in ("numerator", "denominator"))
    assert offered.size == HALF_HOURS
    by_hour = [answered[t : t + 2].sum() / offered[t : t + 2].sum() for t in range(0, HALF_HOURS, 2)]
    assert min(by_hour) >= 0.8
