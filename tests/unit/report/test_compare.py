"""Test that results of different runs stand beside each other, and what is not comparable is named."""

import json

import pytest
from corner_shop import SCENARIO
from typer.testing import CliRunner

from sim.cli import app
from sim.errors import GoodwillError

TWICE = SCENARIO.replace("replications: 3", "replications: 2")
pytestmark = pytest.mark.slow


def run(folder, out, *options, text=TWICE):
    folder.mkdir(exist_ok=True)
    (folder / "shop.yaml").write_text(text, "utf-8")
    usual = ("--jobs", "1", "--figures", "none", "--no-equal-service", "--quiet")
    words = ["run", str(folder / "shop.yaml"), "--out", str(folder / out), *usual, *options]
    done = CliRunner().invoke(app, words)
    assert done.exit_code == 0, done.output
    return folder / out / "shop"


@pytest.fixture(scope="module")
def runs(tmp_path_factory):
    folder = tmp_path_factory.mktemp("runs")
    dollars = TWICE.replace("customers: {count: 500}", "customers: {count: 500, currency: USD}")
    return (
        run(folder, "today"),
        run(folder, "more", "--set", "shifts.day.staff.clerks=4", "--policy", "target"),
        run(folder, "dollars", "--seed", "9", text=dollars.replace("80/20", "70/30")),
    )


def compare(*words):
    return CliRunner().invoke(app, ["compare", *map(str, words)])


def test_a_change_is_named_and_what_it_did_is_paired(runs):
    today, more, _ = runs
    done = compare(today, more)
    assert done.exit_code == 0, done.output
    assert "more: same seed, 3, so differences are paired." in done.stdout
    assert "shifts.day.staff.clerks 2 → 4" in done.stdout
    assert "Policy quality is in today only." in done.stdout
    assert "corner-shop, today: Three minutes" in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 100
    found = json.loads(compare(today, more, "--json").stdout)
    rows = {row["kpi"]: row for row in found["compared"]}
    values = [json.loads((one / "result.json").read_text())["estimates"] for one in (today, more)]
    cost = [next(row["value"] for row in some if (row["policy"], row["dimension"], row["kpi"]) ==
                 ("target", "all", "cost")) for some in values]  # fmt: skip
    assert rows["cost"]["difference"]["value"] == pytest.approx(cost[1] - cost[0])
    assert rows["service_level"]["verdict"] in ("better", "unclear")


def test_what_does_not_mean_the_same_is_left_out_with_its_reason(runs):
    today, _, dollars = runs
    found = json.loads(compare(today, dollars, "--json").stdout)
    assert "Money is not compared: EUR in today, USD in dollars." in found["not_compared"]
    assert any(text.startswith("Service level is not compared: queues or their targets") for text in
               found["not_compared"])  # fmt: skip
    assert not {"cost", "service_level"} & {row["kpi"] for row in found["compared"]}
    assert any("another seed (9, not 3)" in text for text in found["differences"])


def test_one_result_or_nothing_in_common_is_refused(runs, tmp_path):
    error = compare(runs[0]).exception
    assert isinstance(error, GoodwillError)
    assert str(error).startswith("compare: needs several results (got 1;")
    other = run(tmp_path, "other", "--policy", "quality", "--replications", "1")
    error = compare(runs[1], other).exception
    assert isinstance(error, GoodwillError)
    assert str(error).startswith("compare: nothing is comparable (got no scenario and policy of one name")
