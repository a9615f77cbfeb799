"""Check the number in service under swinging demand against M(t)/M/infinity (evidence.md 3.12)."""

import csv
import math

import pytest
from closed_forms import SCENARIOS, check, run

from sim.theory.infinite_server import mean_busy, mean_busy_in_steps

pytestmark = pytest.mark.slow

PER_MINUTE, SWING, SERVICE = 2.0, 0.5, 360.0
TABULATED = {
    "day": (86400.0, (11.843028, 17.995890, 12.156972, 6.004110)),
    "hour": (3600.0, (9.297137, 16.301741, 14.702863, 7.698259)),
}


@pytest.fixture(scope="module")
def cycles():
    """20 replications of 24 days of daily and of 2 days of hourly cycles: 1.6 million contacts."""
    return run("cycles")


def volumes(column):
    """Return the expected arrivals of every minute of a day, as the scenario's file has them."""
    with (SCENARIOS / "cycles.csv").open() as file:
        return [float(row[column]) for row in csv.DictReader(file)]


@pytest.mark.parametrize(("scenario", "cycle"), [("daily", "day"), ("hourly", "hour")])
def test_the_number_in_service_trails_demand_as_the_formula_says(cycles, scenario, cycle):
    period, tabulated = TABULATED[cycle]
    turn = 2 * math.pi / period
    per_minute = volumes(scenario)
    minutes = [PER_MINUTE * (1 + SWING * math.sin(turn * (60.0 * k + 30.0))) for k in range(1440)]
    assert per_minute == pytest.approx(minutes, rel=1e-3)
    in_steps = mean_busy_in_steps([count / 60.0 for count in per_minute], 60.0, SERVICE)
    for quarter, value in enumerate(tabulated):
        moment = quarter * period / 4
        exact = mean_busy(moment, PER_MINUTE / 60.0, SWING, period, SERVICE)
        assert exact == pytest.approx(value, abs=1e-6)
        stepwise = in_steps[round(moment / 60.0)]
        assert stepwise == pytest.approx(exact, rel=0.001)  # far below the error allowed
        check(
            f"busy at {quarter}/4 of a {cycle}",
            cycles.sums(f"busy_at_{quarter}_of_{cycle}", scenario),
            stepwise,
        )
    shares = cycles.sums("waited", scenario)
    assert shares.over.sum() == 0.0
