"""Test that a result is shown again, and broken down, without a run."""

import json
import re
from hashlib import sha256
from shutil import copytree
from unittest.mock import Mock

import polars as pl
import pytest
from corner_shop import TWO_QUEUES, run
from typer.testing import CliRunner

from sim import experiment
from sim.cli import app
from sim.engines import choice
from sim.errors import GoodwillError, ResultError


def show(*options):
    return CliRunner().invoke(app, ["show", "results/shop", *options])


@pytest.mark.slow
def test_the_answer_is_what_the_run_printed_and_parts_are_shown_by_id_or_label(shop):
    (shop / "shop.yaml").write_text(TWO_QUEUES)
    done = run("--scenario", "all", "--replications", "2")
    assert "corner-shop, busy" in done.stdout
    again = show("--full")
    assert again.exit_code == 0, again.output
    assert again.stdout.replace(" FILE", " shop.yaml") == done.stdout
    by = show("--by", "queue", "--measure", "service level, wait_p90")
    assert by.stdout.count("Service level, all queues [%] by queue") == 2
    assert by.stdout.count("Wait, 90th percentile") == 2
    assert "repairs" in by.stdout
    assert "offered" not in by.stdout
    rows = json.loads(show("--by", "type", "--json").stdout)["estimates"]
    assert {(row["member"], row["dimension"]) for row in rows} == {
        ("question", "contact"),
        ("repair", "contact"),
    }
    assert {"Offered contacts"} <= {row["label"] for row in rows}
    assert "mon 09:00" in show("--by", "interval").stdout


def test_what_cannot_be_shown_is_refused(shop):
    run("--replications", "1")
    cases = {
        ("--by", "weather"): "--by: is no breakdown (got weather; allowed",
        (
            "--by",
            "queue",
            "--measure",
            "serv level",
        ): "--measure: is an unknown measure (got serv level; allowed",
        ("--by", "group", "--measure", "csat"): "--by: csat is not broken down so (got group; allowed",
    }
    for options, text in cases.items():
        error = show(*options).exception
        assert isinstance(error, GoodwillError)
        assert str(error).startswith(text)
    (shop / "results" / "shop" / "result.json").write_text("{")
    error = show().exception
    assert isinstance(error, ResultError)
    assert "is no whole result of this version of Goodwill" in str(error)
    (shop / "results" / "shop" / "manifest.json").unlink()
    (shop / "results" / "shop" / "result.json").write_text("{}")
    assert "(manifest.json is missing). Name" in str(show().exception)


@pytest.mark.usefixtures("shop")
@pytest.mark.parametrize("name", ["result.json", "manifest.json", "scenario.resolved.yaml"])
def test_a_result_that_was_changed_since_is_not_shown(shop, name):
    run("--replications", "1")
    file = shop / "results" / "shop" / name
    file.write_text(file.read_text("utf-8") + "\n", "utf-8")
    assert str(show().exception) == (
        f"results/shop: {name} is not what the run wrote (its SHA-256 differs from the one in files.sha256). "
        "Run again, or put the file back."
    )


@pytest.mark.usefixtures("shop")
@pytest.mark.parametrize(
    ("name", "old", "new", "command", "told"),
    [
        ("manifest.json", '"goodwill"', '"badwill"', ("compare", "b/shop", "results/shop"), "'goodwill'"),
        ("assumptions.csv", "path,", "way,", ("report", "results/shop", "--formats", "md"), "'path'"),
    ],
)
def test_a_result_that_lacks_what_this_version_writes_is_refused_though_its_list_fits(
    shop, name, old, new, command, told
):
    run("--replications", "1")
    copytree(shop / "results", shop / "b")
    folder = shop / "results" / "shop"
    file, listing = folder / name, folder / "files.sha256"
    before = file.read_bytes()
    file.write_bytes(before.replace(old.encode(), new.encode()))
    listing.write_text(
        listing.read_text().replace(*(sha256(one).hexdigest() for one in (before, file.read_bytes())))
    )
    error = CliRunner().invoke(app, [*command]).exception
    assert isinstance(error, GoodwillError)
    asked = [part for part in command if "/" in part]
    assert str(error) == (
        f"{' or '.join(asked)}: is no whole result of this version of Goodwill (KeyError: {told}). "
        "Name the folder that goodwill run wrote, or run again."
    )


def test_a_scenario_file_is_not_broken_down():
    error = CliRunner().invoke(app, ["show", "shop.yaml", "--by", "queue"]).exception
    assert isinstance(error, GoodwillError)
    assert str(error).startswith("--by, --measure and --full show a result (got shop.yaml, a scenario file;")


def test_tables_carry_the_id_and_the_label_of_a_measure(shop):
    run("--replications", "1")
    for name in ("estimates", "differences", "intervals"):
        table = pl.read_csv(shop / "results" / "shop" / f"{name}.csv")
        labels = dict(table.select("kpi", "label").unique().iter_rows())
        assert labels["occupancy"] == "Occupancy"


@pytest.mark.usefixtures("shop")
def test_an_estimate_says_how_long_a_run_takes_and_leaves_nothing(shop):
    done = run("--estimate", "--scenario", "all", "--replications", "40")
    assert re.match(r"About [\d,]+ (s|min): 160 runs and at most 40 for equal service, ", done.stdout)
    assert not (shop / "results").exists()


@pytest.mark.usefixtures("shop")
@pytest.mark.parametrize("warm", [True, False])
def test_an_estimate_times_each_engine_that_would_run_once_it_is_loaded(monkeypatch, warm):
    taken = {("today", "target"): "simpy", ("today", "quality"): "compiled"}
    monkeypatch.setattr(experiment, "choose_engines", lambda *_: (taken, choice.Choice({}, "", ("plain",))))
    monkeypatch.setattr(choice, "is_warm", lambda _: warm)
    timed = {"simpy": iter([6.0]), "compiled": iter([3.0, 0.5])}
    monkeypatch.setattr(experiment, "replicate", lambda job: Mock(seconds=next(timed[job.engine])))
    told = run("--estimate", "--replications", "20", "--jobs", "2", "--equal-service").stdout
    runs = "40 runs and at most 10 for equal service"
    if warm:  # 20 x 6 s / 2, and 2.5 s to load, and 30 x 0.5 s / 2
        each = "6 s each with simpy, 0.5 s each with compiled"
        assert told == f"About 70 s: {runs}, {each}, on 2 processes.\n"
    else:
        assert told.startswith(f"About 2 min: {runs}, 6 s each with simpy, on 2 processes. ")
        assert "run goodwill compile once" in told


@pytest.mark.usefixtures("shop")
def test_a_change_is_validated_without_a_run():
    command = ["validate", "shop.yaml", "--set", "run.replications=0"]
    done = CliRunner().invoke(app, command)
    assert done.exit_code == 2
    assert "--set: run.replications: is out of range" in done.stderr


@pytest.mark.usefixtures("shop")
def test_figures_are_told_per_week_too():
    run("--replications", "2")
    day, week = show(), show("--per", "week")
    assert "Cost per day, EUR" in day.stdout
    assert "Cost per week, EUR" in week.stdout
    assert "A week is the 2 measured days." in week.stdout
    rows = [
        re.search(r"Cost per \w+, EUR +([\d,.]+)", text.stdout)[1].replace(",", "") for text in (day, week)
    ]
    assert float(rows[1]) == pytest.approx(2.0 * float(rows[0]), rel=0.02)
    assert "Offered contacts [a week] by queue" in show("--per", "week", "--by", "queue").stdout
