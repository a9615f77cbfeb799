"""Test the agents that `staff` finds against the exact requirement of Erlang A, fractions included.

Six queues M/M/n+M with 6 to 14 agents, open for ten hours, 6 replications of one day, one fixed seed; the
exact number lies within the 99 % interval, which is at most 15 % wide on either side (measured: 8 to 13 %).
A day that starts empty is right within minutes: service takes 2 to 5.
"""

from pathlib import Path

import pytest

from sim.scenario.load import load_scenario
from sim.studies.bench import Bench
from sim.studies.goals import Goal
from sim.studies.staff import Question, staff
from sim.theory.staffing import Goal as ExactGoal
from sim.theory.staffing import Line, agents_for

pytestmark = pytest.mark.slow

FILE = Path(__file__).parent / "scenarios" / "erlang_a.yaml"
# issues per hour, mean service [s], mean patience [s], agents in the file, goal within 20 s
ROWS = {
    "as_planned": (150, 180.0, 120.0, 9, 0.80),
    "large": (240, 180.0, 120.0, 13, 0.80),
    "too_few": (160, 180.0, 120.0, 6, 0.80),
    "too_many": (120, 300.0, 180.0, 20, 0.80),
    "patient": (150, 240.0, 600.0, 13, 0.90),
    "modest": (240, 120.0, 90.0, 8, 0.60),
}
REPLICATIONS, WIDEST = 6, 0.15


class Nowhere:
    """A shelf that keeps nothing."""

    def find(self, _):
        return None

    def keep(self, _, __):
        pass


@pytest.mark.parametrize("row", ROWS)
def test_the_agents_found_are_those_of_erlang_a(row):
    per_hour, service, patience, agents, share = ROWS[row]
    sets = (
        f"queues.line.patience={{dist: exponential, mean: {patience:g}s}}",
        f"contacts.call.volume={{per_hour: {per_hour}}}",
        f"contacts.call.work={{dist: exponential, mean: {service:g}s}}",
        f"on_duty.agents={agents}",
        "clock.days=1",
        "clock.warm_up=0d",
        "clock.open=08:00-18:00",
    )
    scenario = load_scenario(FILE, "garnett", sets)
    goals = (Goal("service_level", True, share),)
    asked = Question(scenario, ("as_it_comes",), goals, ("agents",), REPLICATIONS, 0.99, 10.0 * 7)
    (need,) = staff(Bench(Nowhere(), 1957), asked).needs
    exact = agents_for(Line(per_hour / 3600, service, patience), ExactGoal(share, 20.0))
    assert abs(exact - round(exact)) > 0.02, "the requirement is a fraction of an agent"
    assert need.fte.low <= exact <= need.fte.high
    assert need.fte.half_width <= WIDEST * exact
    assert need.erlang_a == pytest.approx(exact, rel=0.02)
