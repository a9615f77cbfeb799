"""Test that what stands beside a result never takes the result with it."""

import json

import polars as pl
import pytest
from corner_shop import content, run

from sim.cli import _print
from sim.plots import policy_differences, service_by_interval
from sim.reporting import result
from sim.scenario import provenance


def fail(*_, **__):
    raise ZeroDivisionError("by nothing")


PARTS = {
    "Erlang figures": (result, "oracles", []),
    "differences.csv": (result, "differences", ["differences.csv"]),
    "figures/policy_differences": (policy_differences, "draw", ["figures/policy_differences.svg"]),
    "estimates.csv": (result, "whole_week", ["estimates.csv"]),
    "figures/service_by_interval": (service_by_interval, "draw", ["figures/service_by_interval.svg"]),
    "events/today/target.csv": (
        result,
        "event_log",
        ["events/today/target.csv", "events/today/quality.csv"],
    ),
    "waits.csv": (result, "waits", ["waits.csv"]),
    "flows.csv": (result, "flows", ["flows.csv"]),
    "trust.csv": (result, "trust_by_day", ["trust.csv"]),
    "assumptions.csv": (result, "assumptions", ["assumptions.csv"]),
    "intervals_by_queue.csv": (result, "crossed", ["intervals_by_queue.csv"]),
    "What to measure first": (provenance, "measure_first", []),
}
FILES = {"intervals.csv", "replications.parquet", *(name for *_, names in PARTS.values() for name in names)}


@pytest.mark.parametrize("broken", [list(PARTS)[::2], list(PARTS)[1::2]], ids=["even", "odd"])
@pytest.mark.slow
def test_parts_that_cannot_be_made_are_told_and_everything_else_is_there(shop, monkeypatch, broken):
    missing = set()
    for part in broken:
        owner, name, names = PARTS[part]
        monkeypatch.setattr(owner, name, fail)
        missing |= {*names}
    done = run("--replications", "1", "--event-log", figures="all")
    assert done.exit_code == 0, done.output
    said = "none, because of ZeroDivisionError: by nothing. The result is complete; please report this."
    assert all(f"{part}: {said}" in done.stderr for part in broken)
    folder = shop / "results" / "shop"
    assert content(shop)["replications"] == 1
    there = {path.relative_to(folder).as_posix() for path in folder.rglob("*")}
    assert FILES - there == missing
    assert [path.name for path in folder.parent.iterdir()] == ["shop"]


def test_simulations_that_cannot_be_compared_are_saved(shop, monkeypatch):
    monkeypatch.setattr(result, "compare", fail)
    done = run("--replications", "2")
    assert isinstance(done.exception, ZeroDivisionError)
    folder = shop / "results" / "shop"
    assert (
        "The simulations are saved in results/shop; a defect keeps them from being compared." in done.stderr
    )
    assert pl.read_parquet(folder / "replications.parquet")["replication"].n_unique() == 2
    assert json.loads((folder / "manifest.json").read_text())["complete"] is True
    monkeypatch.undo()
    monkeypatch.chdir(shop)
    assert "4 of 4 runs were already finished and are reused." in run("--replications", "2").stderr


def test_tables_that_cannot_be_printed_leave_the_result(shop, monkeypatch):
    monkeypatch.setattr(_print, "print_run", fail)
    done = run("--replications", "1")
    assert done.exit_code == 0
    said = "Tables: none, because of ZeroDivisionError: by nothing. The result is complete"
    assert said in done.stderr
    assert content(shop)["replications"] == 1


@pytest.mark.parametrize("law", ["{dist: lognormal, mean: 10s, cv: 0.05}", "{dist: exponential, mean: 20s}"])
def test_a_target_far_beyond_all_patience_leaves_a_result(shop, law):
    sets = (f"queues.service.patience={law}", "queues.service.service_level=80/15m")
    done = run("--replications", "1", *(part for one in sets for part in ("--set", one)))
    assert done.exit_code == 0, done.output
    assert content(shop)["replications"] == 1
