"""Test what stands beside a run: the load of recorded arrivals, and Erlang's formulas of a steady line."""

import pytest

from sim.answer.reconcile import reconciliation
from sim.comparison import estimates
from sim.experiment import run_experiment
from sim.kpis import KPIS
from sim.oracles import oracles
from sim.scenario.loads import busiest, loads

OPEN = {"mon-fri": "08:00-18:00"}
WORK = {"dist": "exponential", "mean": "5m"}


def once(scenario, replications=1):
    return run_experiment({"as_written": scenario}, replications=replications, jobs=1)


@pytest.mark.parametrize("margin", ["0d", "1d"])
def test_recorded_calls_of_a_week_are_600_a_day_and_five_erlang(centre, margin):
    """Divided by warm-up and drain too, they were 200 a day and 1.7 erlang, and nothing was said of it."""
    clock = {"start": "2026-03-02", "days": 2, "interval": "1h", "warm_up": margin, "drain": margin}
    moments = " ".join(f"{hour:02d}:{minute:02d}:30" for hour in range(8, 18) for minute in range(60))
    volume = {"arrivals": {"2026-03-02": moments, "2026-03-03": moments}}
    patience = {"line": {"service_level": "80/20", "patience": "4m"}}
    scenario = centre(clock | {"open": OPEN}, volume, WORK, queues=patience, on_duty={"agents": 4})
    assert busiest(scenario, "line") == ("mon 08:00", pytest.approx(5.0), 4.0)
    (warning,) = loads(scenario)
    assert "got 5.0 erlang for 4.0 agents" in warning.text
    results = once(scenario)
    told = reconciliation(estimates(results.table, 0.95, KPIS), scenario)
    (volume,) = (one for one in told if one.what.startswith("new issues a day"))
    assert (volume.entered, volume.shown) == (600.0, 600.0)
    (beside,) = oracles(results.table, {"as_written": scenario})
    assert beside.taken.planned == pytest.approx(600.0)


def test_erlang_c_of_a_steady_line_is_exact_beside_its_noisy_run(centre):
    """M/M/1 at load 0.8: 320 s; from single hours' counts it had no figure, and false reasons why."""
    clock = {"start": "2026-03-02", "days": 2, "interval": "1h", "warm_up": "6h", "drain": "0d"}
    work = {"dist": "exponential", "mean": "80s"}
    scenario = centre(clock | {"open": "00:00-24:00"}, {"per_hour": 36}, work, on_duty={"agents": 1})
    (beside,) = oracles(once(scenario, 2).table, {"as_written": scenario})
    assert beside.erlang_c.asa == pytest.approx(320.0, rel=1e-9)
    assert beside.erlang_c.occupancy == pytest.approx(0.8)
    assert (beside.unfit, beside.reasons, beside.overloaded) == ("", (), 0)
