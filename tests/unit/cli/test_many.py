"""Test that five policies in three scenarios answer on two screens, and that --full has all of it."""

import pytest
from corner_shop import TWO_QUEUES
from typer.testing import CliRunner

from sim.cli import app

MORE = """
  one_more: {label: One more clerk, pace: {kind: quality_time}, changes: {shifts.day.staff.clerks: {add: 1}}}
  asking: {label: Asking before the end, pace: {kind: quality_time}, confirm: {asks: 15s}}
  callback:
    label: A callback
    pace: {kind: quality_time}
    callback: {kind: virtual_hold, when_over: 1m, queues: [service]}
"""
QUIET = "quiet: {contacts.question.volume: {multiply: 0.5}}"


@pytest.mark.slow
def test_five_policies_in_three_scenarios_take_two_screens_and_full_has_everything(shop):
    text = (
        TWO_QUEUES.replace("baseline: target", f"{MORE.strip(chr(10))}\nbaseline: target")
        .replace("variations: {", f"variations: {{{QUIET}, ")
        .replace("busy: [busy]}", "busy: [busy], quiet: [quiet]}")
    )
    (shop / "shop.yaml").write_text(text)
    options = ["run", "shop.yaml", "--scenario", "all", "--replications", "2", "--jobs", "1"]
    done = CliRunner().invoke(app, [*options, "--figures", "none"])
    assert done.exit_code == 0, done.output
    lines = done.stdout.splitlines()
    assert len(lines) <= 80
    assert max(map(len, lines)) <= 100
    assert [sum(line.startswith(f"corner-shop, {name}") for line in lines) for name in
            ("today", "busy", "quiet")] == [1, 1, 1]  # fmt: skip
    costs = [line for line in lines if line.startswith("Cost per day")]
    assert len(costs) == 3  # a line holds all five policies: none is repeated pair by pair
    assert all(len(line.split("  ")) > 5 for line in costs)
    full = CliRunner().invoke(app, ["show", "results/shop", "--full"]).stdout
    assert len(full.splitlines()) > 3 * len(lines)
    for label in ("Quality time", "One more clerk", "Asking before the end", "A callback"):
        assert full.count(label) >= 3
