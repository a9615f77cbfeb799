"""Find from the command line what would turn a difference, and refuse what is nothing to compare."""

import json

import pytest
from corner_shop import SCENARIO
from typer.testing import CliRunner

from sim.cli import app
from sim.errors import GoodwillError


def break_even(*options):
    return CliRunner().invoke(
        app, ["break-even", "shop.yaml", "--jobs", "1", "--replications", "2", *options]
    )


def test_an_assumption_that_turns_a_difference_is_told_in_a_sentence(shop):
    shown = break_even("--on", "Handle time per leg", "--vary", "contacts.question.work.mean=2m..6m")
    assert shown.exit_code == 0, shown.output
    assert "Handle time per leg: Quality time less Three minutes, +" in shown.stdout
    assert (
        "No assumption turns it within its range; contacts.question.work.mean moves it most." in shown.stdout
    )
    rows = json.loads(
        break_even("--on", "aht", "--vary", "contacts.question.work.mean=2m..6m", "--json").stdout
    )
    (row,) = rows["turning_points"]
    assert row["turns_at"] is None
    stays = "now, stays so with contacts.question.work.mean anywhere from 2m to 6m ("
    assert row["sentence"].startswith("Handle time per leg with Quality time, higher ")
    assert stays in row["sentence"]
    assert (shop / "results" / "shop" / "studies" / "turning_points.csv").is_file()


@pytest.mark.parametrize(
    ("options", "error"),
    [
        (["--on", "satisfaction"], "--on: is an unknown measure"),
        (["--vary", "contacts.question=1..2"], "--vary contacts.question: leads to no number"),
    ],
)
@pytest.mark.usefixtures("shop")
def test_what_cannot_be_looked_at_is_refused(options, error):
    refused = break_even(*options).exception
    assert isinstance(refused, GoodwillError)
    assert str(refused).startswith(error)


def test_a_range_that_the_scenario_does_not_bear_is_left_out_and_told(shop):
    behaviour = "behaviour: {recontact: {after_opening: {value: 1h, range: [1h, 12h], source: guess}}}"
    text = SCENARIO.replace("mean: 3m", "mean: {value: 3m, range: [2m, 4m], source: guess}")
    (shop / "shop.yaml").write_text(f"{text}{behaviour}\n")
    shown = break_even("--on", "aht")
    assert "warning: behaviour.recontact.after_opening is left out: " in shown.stderr
    assert "is longer than the shortest opening hours" in shown.stderr
    assert "queues.service.patience.mean" in shown.stdout


def test_one_policy_alone_has_nothing_to_turn(shop):
    lines = [line for line in SCENARIO.splitlines() if not line.strip().startswith("quality:")]
    (shop / "shop.yaml").write_text("\n".join(lines))
    refused = break_even().exception
    assert str(refused) == (
        "policies: leave nothing to compare (got target alone; allowed at least one more). Add a policy to "
        "the file, or name one in --policy."
    )
