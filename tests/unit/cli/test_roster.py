"""Plan a small centre's shifts from the command line, and run what was planned."""

import json

import yaml
from corner_shop import SCENARIO
from typer.testing import CliRunner

from sim.cli import app
from sim.errors import GoodwillError, ScenarioError

RULES = "{lengths: [1h, 2h, 3h], starts: 09:00-12:00, every: 60m}"


def roster(shop, *options, rules=RULES):
    (shop / "rules.yaml").write_text(rules)
    arguments = [
        "roster",
        "shop.yaml",
        "--rules",
        "rules.yaml",
        "--jobs",
        "1",
        "--replications",
        "2",
        *options,
    ]
    return CliRunner().invoke(app, arguments)


def test_the_shifts_are_a_section_that_a_scenario_can_have(shop):
    shown = roster(shop, "--to", "shifts.yaml")
    assert shown.exit_code == 0, shown.output
    assert (
        "# clerks: 30.0 paid hours a week, 0.8 FTE of 40 h, 900 EUR (no roster below 900); 30.0 hours"
        in shown.stdout
    )
    assert "# Verified by 2 replications under Three minutes:" in shown.stdout
    planned = yaml.safe_load((shop / "shifts.yaml").read_text())
    assert yaml.safe_load(shown.stdout) == planned
    lines = [line for line in SCENARIO.splitlines() if not line.startswith("shifts:")]
    (shop / "shop.yaml").write_text("\n".join([*lines, (shop / "shifts.yaml").read_text()]))
    assert CliRunner().invoke(app, ["validate", "shop.yaml"]).exit_code == 0


def test_a_roster_is_printed_as_json(shop):
    told = json.loads(roster(shop, "--json").stdout)
    assert [shift["staff"] for shift in told["shifts"].values()] == [{"clerks": 2}]
    assert told["groups"] == [{"group": "clerks", "paid": 30.0, "cost": 900.0, "bound": 900.0}]
    assert told["told"][1] == "Verified by 2 replications under Three minutes:"


def test_rules_that_make_no_sense_are_told_at_their_place(shop):
    refused = roster(shop, rules="{lengths: [3], starts: 09:00-12:00, breaks: 1}").exception
    assert isinstance(refused, ScenarioError)
    assert "rules.yaml:1:12: lengths.0: has no unit (got 3;" in str(refused)
    assert "breaks: is an unknown key" in str(refused)


def test_a_policy_that_changes_shifts_stands_in_the_way(shop):
    changed = SCENARIO.replace("rapport: 45s}}", "rapport: 45s}, changes: {shifts.day.staff.clerks: 3}}")
    (shop / "shop.yaml").write_text(changed)
    refused = roster(shop).exception
    assert isinstance(refused, GoodwillError)
    assert str(refused) == (
        "policies.quality.changes: changes shifts (got shifts.day.staff.clerks; allowed none where shifts "
        "are planned). Leave the policy out of the file, and plan its shifts apart."
    )


def test_a_file_that_cannot_be_written_is_refused_before_the_search(shop):
    (shop / "taken").mkdir()
    refused = roster(shop, "--to", "taken").exception
    assert "taken: cannot be written (it is a folder). Choose another file." in str(refused)
