"""Classes of customers: patience and whom agents pick come back from logs by hand and simulated ones."""

from pathlib import Path

import numpy as np
import polars as pl
import pytest

from sim.fit.classes import classes
from sim.fit.found import fit, with_classes
from sim.fit.measured import Measured
from sim.fit.patience import patiences
from sim.fit.picks import heads
from sim.fit.report import report
from sim.fit.written import About, written
from sim.importers.build import Asked, import_files
from sim.importers.exports import export
from sim.importers.preset import preset
from sim.scenario.load import load_scenario
from sim.studies.recorded import record

KNOWN = Path(__file__).with_name("known.yaml").read_text("utf-8")
PARTS = "segments: {plain: {share: 70%}, gold: {share: 30%, patience: 2.5}}"


def centre(tmp_path, line="", parts=PARTS):
    """Return the known centre, less staffed, with two classes and a lever `line`."""
    text = KNOWN.replace("customers: {", f"customers: {{{parts}, " if parts else "customers: {")
    text = text.replace("on_duty: {both: 4, only: 2}", "on_duty: {both: 4, only: 1}")
    text = text.replace("{pace: none}", f"{{pace: none, line: {line}}}" if line else "{pace: none}")
    (tmp_path / "known.yaml").write_text(text, "utf-8")
    return load_scenario(tmp_path / "known.yaml")


def fitted(scenario, tmp_path):
    """Return what is fitted to a log of the scenario, written as an export and imported again."""
    export(record(scenario, scenario.baseline, 3), preset("custom").layouts["contacts"]).write_csv(
        tmp_path / "calls.csv"
    )
    asked = Asked("mdy", "UTC", layout="contacts")
    table = import_files("custom", preset("custom"), [tmp_path / "calls.csv"], asked).table
    return fit(table, 1800, 26.0, 20.0)


def near(found: Measured, truth: float) -> None:
    """Check that the truth lies within the interval, widened by half as in the other round trips."""
    low, high = found.low - 0.25 * (found.high - found.low), found.high + 0.25 * (found.high - found.low)
    assert low <= truth <= high, (found, truth)


def test_a_head_start_the_patience_and_the_share_of_a_class_come_back(tmp_path):
    found = fitted(centre(tmp_path, "{ahead: {segments: {gold: 60s}}}"), tmp_path)
    of = found.classes
    assert list(of.shares) == ["plain", "gold"]
    near(of.shares["gold"], 0.30)
    near(of.patience["gold"], 2.5)
    (one,) = of.ahead.values()
    sign = 1.0 if of.met == "plain" else -1.0
    assert one.is_told
    assert one.always == 0
    assert abs(sign * one.head_start.value - 60.0) <= 2.0
    assert one.head_start.low <= sign * 60.0 <= one.head_start.high
    text = report(found, About("mine", "calls", "mine", "80/20"), [])
    assert "| gold |" in text
    assert "Not so here" not in text


def test_strict_priority_is_told_from_a_head_start(tmp_path):
    found = fitted(centre(tmp_path, "{priority: {segments: {gold: 1}}}"), tmp_path)
    text = written(found, About("mine", "calls", "mine", "80/20", classes=True))
    assert "priority: segments: {plain: 2, gold: 1}" in " ".join(text.yaml.split())


def test_classes_that_are_alike_are_neither_called_more_patient_nor_put_first(tmp_path):
    found = fitted(centre(tmp_path, parts=PARTS.replace(", patience: 2.5", "")), tmp_path)
    assert found.classes.patience == {}
    assert found.classes.why == "classes differ within chance"
    assert not any(one.is_told for one in found.classes.ahead.values())
    assert not found.classes.differ
    plain = written(found, About("mine", "calls", "mine", "80/20"))
    assert written(found, About("mine", "calls", "mine", "80/20", classes=True)).yaml == plain.yaml


def test_without_a_column_of_classes_the_report_says_so_by_name(tmp_path):
    found = fitted(centre(tmp_path, parts=""), tmp_path)
    assert found.classes is None
    text = report(found, About("mine", "calls", "mine", "80/20"), [])
    assert "Patience by class, priorities: not fitted, because the log tells no two classes" in text
    assert "Presence: not fitted, because a log shows when agents took contacts" in text


def test_classes_are_written_only_where_asked_and_run_as_they_were(tmp_path):
    found = fitted(centre(tmp_path, "{ahead: {segments: {gold: 60s}}}"), tmp_path)
    plain = written(found, About("mine", "calls", "mine", "80/20"))
    assert "segments" not in plain.yaml
    left = [{one.name for one in of.left_out} for of in (found, with_classes(found))]
    assert left[0] - left[1] == {"priorities", "patience by class"}
    text = written(found, About("mine", "calls", "mine", "80/20", classes=True))
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine.yaml").write_text(text.yaml, "utf-8")
    for name, table in text.tables.items():
        (tmp_path / name).write_text(table, "utf-8")
    own = load_scenario(tmp_path / "mine.yaml")
    assert own.customers.segments["gold"].share == pytest.approx(0.3, abs=0.03)
    assert own.customers.segments["plain"].patience == 1.0
    assert own.policies["as_observed"].line.ahead.segments["gold"] == pytest.approx(60.0, abs=2.0)
    assert "n = " in text.yaml.split("ahead:")[1].split("baseline")[0]


def test_the_patience_that_is_written_is_of_the_class_with_most_contacts(tmp_path):
    """Known: exponential with a mean of 2 min for sales, a median of 3 min for service."""
    of = fitted(centre(tmp_path), tmp_path).classes
    near(of.laws["sales"].numbers()["mean"], 120.0)
    near(of.laws["service"].numbers()["median"], 180.0)


def picks(*rows):
    """Return contacts by hand: class, joining [s], wait [s]; all are answered, of one type."""
    columns = ("level", "joins", "wait")
    frame = pl.DataFrame(rows, schema=columns, orient="row")
    return frame.with_columns(
        kind=pl.lit("calls"), served=pl.lit(value=True), joins=pl.col("joins").cast(float)
    )


def test_a_head_start_lies_between_the_waits_that_it_won_and_those_that_it_lost():
    """Gold comes 30 s later and goes first, and 50 s later and does not: between 30 and 50 s."""
    rows = []
    for k in range(60):
        at = 1000 * k
        rows += [("plain", at, 200.0), ("gold", at + 30, 100.0)]
        rows += [("plain", at + 500, 100.0), ("gold", at + 550, 100.0)]
    reference, found = heads(picks(*rows), ["plain", "gold"])
    (one,) = found.values()
    side = 1.0 if reference == "plain" else -1.0
    assert (one.head_start.low, one.head_start.high) == (30.0, 50.0) if side > 0 else (-50.0, -30.0)
    assert one.head_start.value == side * 40.0
    assert one.head_start.n == 120


def test_few_picks_or_picks_at_random_say_nothing():
    (few,) = heads(picks(("plain", 0, 200.0), ("gold", 30, 100.0)), ["plain", "gold"])[1].values()
    assert few.why == "only 1 picks between the classes"
    luck, rows = np.random.default_rng(4), []
    for k in range(300):
        first = luck.random() < 0.5
        later = 10.0 + 80.0 * luck.random()
        rows += [
            ("plain", 1000.0 * k, 200.0 if first else 300.0),
            ("gold", 1000.0 * k + later, 250.0 - later),
        ]
    (one,) = heads(picks(*rows), ["plain", "gold"])[1].values()
    assert one.head_start is None
    assert "go against any head start" in one.why


def test_types_of_other_classes_are_told_by_how_much(tmp_path):
    """Of 400 calls half are gold, of 600 orders a sixth: 30 % of all, 20 % of the calls beside it."""
    rows = [("gold" if k % 2 else "plain", 60.0 * k, 5.0, True, "calls") for k in range(400)]
    rows += [("plain" if k % 6 else "gold", 60.0 * k, 5.0, True, "orders") for k in range(600)]
    frame = pl.DataFrame(rows, schema=("level", "joins", "wait", "served", "kind"), orient="row")
    of = classes(frame, {}, {}, 1000.0)
    assert of.apart == pytest.approx(0.2)
    found = fitted(centre(tmp_path), tmp_path)._replace(classes=of)
    assert "in one type 20% of the contacts are of other" in report(found, About("a", "b", "c", "80/20"), [])


def test_a_type_too_small_for_a_law_has_that_of_all_less_the_mean_factor():
    """All wait 100 s on average, half of them four times as long as the others: the first class 50 s."""
    luck = np.random.default_rng(8)
    rows = []
    for k in range(6000):
        name = ("a", "b")[k % 2]
        patience, wait = luck.exponential(50.0 * (1.0 if k % 2 == 0 else 4.0)), luck.exponential(80.0)
        rows.append((name, 60.0 * k, min(patience, wait), wait < patience))
    frame = pl.DataFrame(rows, schema=("level", "joins", "wait", "served"), orient="row")
    table = frame.with_columns(kind=pl.lit("calls"))
    imported = table.rename({"kind": "type", "wait": "wait_s"}).with_columns(
        outcome=pl.when("served").then(pl.lit("answered")).otherwise(pl.lit("abandoned"))
    )
    of = classes(table, patiences(imported), {}, 6000.0)
    near(of.patience["b"], 4.0)
    near(of.laws["calls"].median(), 50.0 * np.log(2.0))
