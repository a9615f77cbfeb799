"""Test that Goodwill opens from Python, and that its door is light."""

import subprocess
import sys

import pytest

import sim

SCENARIO = """
version: 1
name: corner-shop
clock: {start: 2026-03-02, days: 2, warm_up: 0d, drain: 1d, open: {mon-fri: 09:00-12:00}, interval: 60m}
queues: {service: {patience: {dist: exponential, mean: 3m}}}
contacts: {question: {queue: service, volume: [20, 30, 25], work: {dist: exponential, mean: 4m}}}
groups: {clerks: {skills: [service], wage: 30}}
shifts: {day: {days: mon-fri, hours: 09:00-12:00, staff: {clerks: 2}}}
customers: {count: 500}
policies:
  plain: {}
  quality: {pace: {kind: quality_time, rapport: 45s}}
baseline: plain
"""


def test_four_names_are_public():
    assert dir(sim) == sorted(sim.__all__) == ["check", "compare", "load_scenario", "simulate"]
    with pytest.raises(AttributeError, match="Public are: check, compare, load_scenario, simulate"):
        _ = sim.world_peace


def test_opening_the_door_loads_nothing_heavy():
    code = "import sim, sys; sys.exit(any(name in sys.modules for name in ('numpy', 'polars', 'pydantic')))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_scenario_is_loaded_simulated_and_compared_in_three_lines(tmp_path):
    (tmp_path / "shop.yaml").write_text(SCENARIO)
    scenario = sim.load_scenario(tmp_path / "shop.yaml")
    results = sim.simulate(scenario, replications=3, seed=5)
    rows = sim.compare(results)
    assert results.complete
    assert (results.seed, results.replications, results.policies) == (5, (0, 1, 2), ("plain", "quality"))
    (talk,) = [row for row in rows if (row.kpi, row.dimension) == ("aht", "all")]
    assert (talk.policy, talk.baseline, talk.verdict) == ("quality", "plain", "higher")
    assert talk.difference.low > 0
    wider = sim.compare(results, baseline="quality", confidence=0.99)
    (back,) = [row for row in wider if (row.kpi, row.dimension) == ("aht", "all")]
    assert back.difference.value == pytest.approx(-talk.difference.value)
    assert back.difference.half_width > talk.difference.half_width


def test_chosen_policies_run_in_the_file_s_order(tmp_path):
    (tmp_path / "shop.yaml").write_text(SCENARIO)
    scenario = sim.load_scenario(tmp_path / "shop.yaml")
    assert sim.simulate(scenario, ["quality", "plain"], replications=1).policies == ("plain", "quality")
