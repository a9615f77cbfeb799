"""Test that waits and paths are named as the queues and groups are, in whatever order the file has them."""

import polars as pl
import pytest

from sim.reporting.simulate import simulate
from sim.scenario.load import load_scenario

CENTRE = """
version: 1
name: centre
clock: {start: 2026-03-02, days: 1, open: 09:00-13:00, interval: 1h, warm_up: 0d, drain: 0d}
queues: {service: {service_level: 80/20, patience: 3m}, experts: {service_level: 80/60, patience: 5m}}
contacts:
  question: {queue: service, volume: {per_hour: 60}, work: 2m}
  riddle: {queue: experts, volume: {per_hour: 10}, work: 6m}
groups: {youngsters: {skills: [service]}, elders: {skills: [experts]}}
on_duty: {youngsters: 4, elders: 2}
customers: {count: 500}
policies: {usual: {}}
baseline: usual
run: {replications: 2, seed: 5}
"""


@pytest.fixture
def folder(tmp_path):
    file = tmp_path / "centre.yaml"
    file.write_text(CENTRE)
    simulate(load_scenario(file)).write(tmp_path / "result", figures=False)
    return tmp_path / "result"


def test_each_queue_and_group_has_its_own_waits_and_paths(folder):
    measures = pl.read_csv(folder / "estimates.csv").filter(kpi="answered", dimension="queue")
    answered = dict(measures.select("member", "value").iter_rows())
    assert answered["service"] > 2.0 * answered["experts"] > 0.0
    waits, flows = (pl.read_csv(folder / name) for name in ("waits.csv", "flows.csv"))
    counts = waits.filter(outcome="answered").group_by("queue").agg(pl.col("per_day").sum())
    assert dict(counts.iter_rows()) == pytest.approx(answered)
    taken = {row["from"]: (row["to"], row["per_day"]) for row in flows.filter(to_kind="group").to_dicts()}
    assert taken == {
        "service": ("youngsters", pytest.approx(answered["service"])),
        "experts": ("elders", pytest.approx(answered["experts"])),
    }


def test_queues_stand_in_the_order_of_the_file(folder):
    assert pl.read_csv(folder / "waits.csv")["queue"].unique(maintain_order=True).to_list() == [
        "service",
        "experts",
    ]
