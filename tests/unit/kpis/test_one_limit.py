"""Test that one limit of the wait, in a centre of one queue, has its share."""

from pathlib import Path

from sim.reporting.simulate import simulate
from sim.scenario.load import load_scenario

SHOP = """\
version: 1
name: one limit
clock: {start: 2026-03-02, days: 1, open: 08:00-10:00}
queues: {service: {service_level: 80/20, within: [20s], patience: 5m}}
contacts: {question: {queue: service, volume: {per_hour: 60}, work: 3m}}
groups: {agents: {skills: [service], skill: 100%}}
shifts: {day: {hours: 08:00-10:00, staff: {agents: 3}}}
policies: {usual: {}}
baseline: usual
run: {replications: 1}
"""


def test_a_single_limit_at_the_target_is_the_service_level(tmp_path: Path) -> None:
    (tmp_path / "shop.yaml").write_text(SHOP, "utf-8")
    table = simulate(load_scenario(tmp_path / "shop.yaml")).table
    sums = {row["kpi"]: (row["numerator"], row["denominator"]) for row in table.iter_rows(named=True)
            if row["dimension"] in ("all", "within")}  # fmt: skip
    assert sums["answered_within"] == sums["service_level"]
    assert 0 < sums["answered_within"][0] < sums["answered_within"][1]
