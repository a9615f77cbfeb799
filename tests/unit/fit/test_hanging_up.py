"""Agents who hang up at once: found in a log, written into the scenario, and what changes without them.

Seed 3: a fifth of twelve agents by their own luck (two of them) hang up on 15 % of their callers; 12,312
lines. Bounds are the fit's own 95 % intervals widened by half.
"""

from pathlib import Path

import pytest

from sim.estimate import ratio_difference
from sim.fit.found import fit
from sim.fit.report import report
from sim.fit.written import About, written
from sim.importers.build import Asked, import_files
from sim.importers.exports import export
from sim.importers.preset import preset
from sim.scenario.load import load, load_scenario
from sim.studies.bench import Bench, Setting
from sim.studies.goals import Goal, sums_of
from sim.studies.recorded import record

KNOWN = Path(__file__).with_name("known.yaml").read_text("utf-8")
CHANGES = {
    "policies: {today: {pace: none}}": (
        "policies: {today: {pace: {kind: none, hangs_up: {agents: 20%, calls: 15%, after: 4s}}}}\n"
        "behaviour: {recontact: {chance: 30%, hung_up_on: {chance: 40%, "
        "after: {dist: exponential, mean: 1m}}}}"
    ),
    "{both: 4, only: 2}": "{both: 8, only: 4}",
    "per_hour: 50": "per_hour: 100",
    "per_hour: 25": "per_hour: 50",
    "count: 5000": "count: 10000",
}
ABOUT = About("mine", "calls.parquet", "mine", "80/20")


class Shelf:
    """Keep nothing between runs."""

    def find(self, _):
        return None

    def keep(self, *_):
        pass


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    folder, text = tmp_path_factory.mktemp("log"), KNOWN
    for old, new in CHANGES.items():
        assert old in text
        text = text.replace(old, new)
    (folder / "known.yaml").write_text(text, "utf-8")
    lines = record(load_scenario(folder / "known.yaml"), "today", 3)
    layout = preset("custom").layouts["contacts"]
    export(lines, layout).write_csv(folder / "calls.csv")
    asked = Asked("mdy", "UTC", layout="contacts")
    return fit(
        import_files("custom", preset("custom"), [folder / "calls.csv"], asked).table, 1800, 26.0, 20.0
    )


def near(one, truth):
    assert abs(one.value - truth) <= 0.75 * (one.high - one.low), (one, truth)


def test_those_who_hang_up_are_found_with_how_often_and_who_calls_again(found):
    assert found.short.out == ("both-0", "both-2")
    quick = found.hang_ups
    assert quick.agents.value == pytest.approx(2 / 12, rel=0.15)
    near(quick.calls, 0.15)
    assert quick.after.value == pytest.approx(4.0)
    near(quick.straight, 0.40)
    near(quick.straight_after, 60.0)
    near(quick.later, 0.30)
    near(found.talk["service"].mean, 240.0)
    text = report(found, ABOUT, [])
    assert "2 agents end at once far more often than the others" in text
    assert "call again within five minutes" in text


def fitted(found, folder):
    text = written(found, ABOUT)
    (folder / "mine.yaml").write_text(text.yaml, "utf-8")
    (folder / "mine").mkdir()
    for name, table in text.tables.items():
        (folder / name).write_text(table, "utf-8")
    return load(folder / "mine.yaml").scenario


def test_the_scenario_has_them_and_a_policy_without_them(found, tmp_path):
    scenario = fitted(found, tmp_path)
    own = scenario.policies["as_observed"].pace.hang_up()
    assert own.agents == pytest.approx(found.hang_ups.agents.value, abs=1e-3)
    assert own.calls == pytest.approx(found.hang_ups.calls.value, abs=1e-3)
    assert scenario.policies["nobody_hangs_up"].pace.hang_up() is None
    again = scenario.behaviour.recontact
    assert again.hung_up_on.chance == pytest.approx(found.hang_ups.straight.value, abs=1e-3)
    assert again.chance == pytest.approx(found.hang_ups.later.value, abs=1e-3)
    lost = found.figures["sales"].abandoned.value * found.returns.of_type["sales"].value
    of_sales = found.hang_ups.of_type["sales"] / found.figures["sales"].offered
    first = 1.0 - lost - found.hang_ups.back * of_sales
    assert scenario.contacts["sales"].first_attempts == pytest.approx(first, abs=1e-3)


@pytest.mark.slow
def test_without_them_as_many_calls_less_come_as_the_log_says(found, tmp_path):
    scenario = fitted(found, tmp_path)
    names = ("as_observed", "nobody_hangs_up")
    table = Bench(Shelf(), 5).table({("", one): Setting(scenario, one) for one in names}, 6)
    today, without = (sums_of(table, "", one, Goal("offered")) for one in names)
    change = ratio_difference(without.over, without.under, today.over, today.under, 0.95).estimate
    saved = found.short.saved.value / 7.0
    assert change.high < 0.0
    assert change.low < -saved < change.high
