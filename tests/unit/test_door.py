"""Test that Goodwill opens from Python, and that its door is light."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

import sim
from sim.cli import app
from sim.errors import ResultError
from sim.plots import service_by_interval

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
    results = sim.simulate(scenario, replications=6, seed=5)
    rows = sim.compare(results)
    assert results.complete
    assert (results.seed, results.replications, results.policies) == (
        5,
        tuple(range(6)),
        ("plain", "quality"),
    )
    (talk,) = [row for row in rows if (row.kpi, row.dimension) == ("aht", "all")]
    assert (talk.policy, talk.baseline, talk.verdict) == ("quality", "plain", "higher")
    assert talk.difference.low > 0
    wider = sim.compare(results, baseline="quality", confidence=0.99)
    (back,) = [row for row in wider if (row.kpi, row.dimension) == ("aht", "all")]
    assert back.difference.value == pytest.approx(-talk.difference.value)
    assert back.difference.half_width > talk.difference.half_width


@pytest.mark.slow
def test_results_are_written_as_the_command_line_writes_them(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "shop.yaml").write_text(SCENARIO)
    results = sim.simulate(sim.load_scenario("shop.yaml"), replications=2, seed=5)
    results.write("mine", figures=False)
    options = (
        "--replications",
        "2",
        "--seed",
        "5",
        "--figures",
        "none",
        "--out",
        "theirs",
        "--quiet",
        "--jobs",
        "1",
    )
    assert CliRunner().invoke(app, ["run", "shop.yaml", *options]).exit_code == 0
    mine, theirs = (
        {path.name: path for path in Path(folder).iterdir() if path.is_file()}
        for folder in ("mine", "theirs/shop")
    )
    assert {*theirs} - {*mine} == {"assumptions.csv"}  # only the file knows where its numbers come from
    assert {*mine} <= {*theirs}
    tables = [name for name in mine if name.endswith(".csv")]
    assert tables
    assert all(mine[name].read_bytes() == theirs[name].read_bytes() for name in tables)
    content, told = (json.loads(files["result.json"].read_text()) for files in (mine, theirs))
    assert (content.pop("file"), told.pop("file")) == (None, "shop.yaml")
    assert content.pop("measure_first") == []  # only the file knows
    assert told.pop("measure_first")
    assert content == told
    assert [path.name for path in tmp_path.iterdir() if "unfinished" in path.name] == []


@pytest.mark.slow
def test_figures_are_written_too_and_a_figure_that_fails_is_left_out_with_a_warning(tmp_path, monkeypatch):
    (tmp_path / "shop.yaml").write_text(SCENARIO)
    results = sim.simulate(sim.load_scenario(tmp_path / "shop.yaml"), replications=1, seed=5)

    def fail(*_, **__):
        raise ZeroDivisionError("by nothing")

    monkeypatch.setattr(service_by_interval, "draw", fail)
    with pytest.warns(UserWarning, match="figures/service_by_interval: none, because of ZeroDivisionError"):
        results.write(tmp_path / "mine")
    drawn = [path.name for path in (tmp_path / "mine" / "figures").iterdir()]
    assert sorted(drawn) == ["policy_differences.png", "policy_differences.svg"]


def test_what_somebody_else_wrote_is_not_replaced(tmp_path):
    (tmp_path / "shop.yaml").write_text(SCENARIO)
    results = sim.simulate(sim.load_scenario(tmp_path / "shop.yaml"), ["plain"], replications=1)
    with pytest.raises(ResultError, match="holds files that are not a Goodwill result"):
        results.write(tmp_path)


def test_chosen_policies_run_in_the_file_s_order(tmp_path):
    (tmp_path / "shop.yaml").write_text(SCENARIO)
    scenario = sim.load_scenario(tmp_path / "shop.yaml")
    assert sim.simulate(scenario, ["quality", "plain"], replications=1).policies == ("plain", "quality")
