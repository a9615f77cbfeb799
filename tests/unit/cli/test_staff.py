"""Find a small centre's agents from the command line, and refuse what is no goal."""

import json
import signal

import polars as pl
import pytest
from corner_shop import SCENARIO, run
from typer.testing import CliRunner

from sim import experiment
from sim.cli import app
from sim.errors import GoodwillError
from sim.scenario.load import load
from sim.studies.bench import Bench


def staff(*options):
    return CliRunner().invoke(app, ["staff", "shop.yaml", "--jobs", "1", *options])


@pytest.mark.slow
def test_policies_stand_side_by_side_at_the_staffing_that_holds_the_goal_and_nothing_runs_twice(shop):
    shown = staff("--hold", "service_level >= 60%")
    assert shown.exit_code == 0, shown.output
    assert "corner-shop, scenario today: agents for service_level >= 60.0 %" in shown.stdout
    assert "Paid FTE needed" in shown.stdout
    table = pl.read_csv(shop / "results" / "shop" / "studies" / "equal_service.csv")
    levels = dict(table.filter(kpi="service_level").select("policy", "value").iter_rows())
    assert levels == pytest.approx({"target": 0.6, "quality": 0.6})
    needed = table.filter(kpi="fte")
    assert (needed["value"] > 0.0).all()
    folder = shop / "results" / "shop" / "studies"
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    again = staff("--hold", "service_level >= 60%", "--json")
    assert "0 replications simulated" in again.stderr
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
    assert set(json.loads(again.stdout)) == {"equal_service", "frontier"}
    about = json.loads((shop / "results" / "shop" / "studies" / "equal_service.json").read_text())
    assert about["hold"] == ["service_level >= 60.0 %"]


def test_a_run_keeps_what_studies_left(shop):
    staff("--policy", "target", "--quiet")
    assert run("--quiet", "--replications", "1").exit_code == 0
    assert (shop / "results" / "shop" / "result.json").is_file()
    assert (shop / "results" / "shop" / "studies" / "frontier.csv").is_file()


@pytest.mark.slow
def test_left_out_the_goal_is_what_the_baseline_has_today(shop):
    shown = staff()
    assert "agents for service_level >= Three minutes today" in shown.stdout
    table = pl.read_csv(shop / "results" / "shop" / "studies" / "equal_service.csv")
    need = table.filter(kpi="staffing", policy="target")
    assert need["value"].item() == pytest.approx(1.0)


@pytest.mark.slow
def test_a_budget_buys_agents(shop):
    shown = staff("--budget", "230", "--replications", "2")
    table = pl.read_csv(shop / "results" / "shop" / "studies" / "equal_service.csv")
    cost = dict(table.filter(kpi="cost").select("policy", "value").iter_rows())
    assert cost == pytest.approx({"target": 230.0, "quality": 230.0}), shown.output


@pytest.mark.usefixtures("shop")
@pytest.mark.slow
def test_interrupted_what_finished_is_kept(monkeypatch):
    done = []

    def stopping(job):
        if len(done) == 5:
            signal.raise_signal(signal.SIGINT)
        done.append(job)
        return plain(job)

    plain = experiment.replicate
    whole = Bench.__init__
    monkeypatch.setattr(Bench, "__init__", lambda self, *a, **k: whole(self, *a, **k, function=stopping))
    stopped = staff("--hold", "service_level >= 60%")
    assert stopped.exit_code == 130
    assert "Run the same command again to go on" in stopped.stderr
    monkeypatch.setattr(Bench, "__init__", whole)
    assert "5 found from earlier" in staff("--hold", "service_level >= 60%").stderr


@pytest.mark.parametrize(
    ("options", "error"),
    [
        (
            ["--hold", "service_level 80%"],
            (
                "--hold: is no goal (got service_level 80%; allowed MEASURE >= LEVEL or MEASURE <= LEVEL). "
                'Write "service_level >= 80%", in quotes.'
            ),
        ),
        (
            ["--hold", "service_level{scenario=today} >= 80%"],
            (
                "--hold: names a scenario (got service_level{scenario=today} >= 80%; allowed none). "
                "Choose it by --scenario."
            ),
        ),
        (
            ["--budget", "100", "--hold", "asa <= 20s"],
            "--budget: stands beside --hold (got both; allowed one). Leave one of them out.",
        ),
    ],
)
@pytest.mark.usefixtures("shop")
def test_what_is_no_goal_is_refused(options, error):
    refused = staff(*options).exception
    assert isinstance(refused, GoodwillError)
    assert str(refused) == error


@pytest.mark.usefixtures("shop")
def test_an_unknown_measure_is_named():
    refused = staff("--hold", "servicelevel >= 80%").exception
    assert isinstance(refused, GoodwillError)
    assert "--hold: is an unknown measure" in str(refused)
    assert "Did you mean service_level?" in str(refused)


def test_the_agents_of_every_interval_are_left_as_a_table(shop):
    shown = staff(
        "--hold", "service_level >= 30%", "--by-interval", "--policy", "target", "--replications", "2"
    )
    assert shown.exit_code == 0, shown.output
    assert "FTE that hold the goals" in shown.stdout
    table = pl.read_csv(shop / "results" / "shop" / "studies" / "by_interval.csv")
    assert table["day"].unique().sort().to_list() == ["fri", "mon", "thu", "tue", "wed"]
    section = (shop / "results" / "shop" / "studies" / "on_duty.target.yaml").read_text()
    lines = [line for line in SCENARIO.splitlines() if not line.startswith("shifts:")]
    (shop / "found.yaml").write_text("\n".join([*lines, section]))
    loaded = load(shop / "found.yaml")
    found = table.filter(day="mon").sort("start")["agents"].to_list()
    assert list(loaded.scenario.on_duty["clerks"].on(loaded.scenario.clock.kinds()[0])) == found


@pytest.mark.usefixtures("shop")
def test_a_budget_has_no_intervals():
    refused = staff("--budget", "100", "--by-interval").exception
    assert str(refused) == "--by-interval: finds no budget (got both; allowed --hold). Leave one of them out."
