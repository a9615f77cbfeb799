"""What a fit leaves out is said by name, and whether the log shows it: logs by hand, and simulated ones."""

from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from sim.fit.left_out import ABSENT, THERE, UNKNOWN, left_out
from sim.fit.measured import share
from sim.importers.grain import ABANDONED, ANSWERED, CONTACTS, shaped
from sim.importers.simulated import whole
from sim.scenario.load import load_scenario
from sim.studies.recorded import record

BEGIN = datetime(2026, 3, 2, 8)
KNOWN = Path(__file__).with_name("known.yaml").read_text("utf-8")
REACTIVE = "{kind: reactive, share: 40%, waiting: 3, waited: 30s}"


def table(rows, *names):
    """Return contacts; a row: arrival [s], wait [s], priority, and more."""
    kept = [(BEGIN + timedelta(seconds=at), *rest) for at, *rest in rows]
    frame = pl.DataFrame(kept, schema=("arrived", "wait_s", "priority", *names), orient="row")
    extra = [pl.lit(v).alias(k) for k, v in (("type", "calls"), ("outcome", ANSWERED)) if k not in names]
    return shaped(frame.with_columns(extra), CONTACTS)


def told(rows, name, transfers=None):
    """Return what is said of one thing."""
    return next(one for one in left_out(rows, ("calls",), transfers or {}) if one.name == name)


def trios(first_of_each):
    """Return 90 times three calls that come at 0, 10 and 20 s, answered at 60, 120 and 180 s by turns."""
    rows = []
    for k in range(90):
        turns = (1, 0, 2) if k < first_of_each else (0, 1, 2)
        for place, answer in zip(turns, (60, 120, 180), strict=True):
            rows.append((600 * k + 10 * place, answer - 10 * place, "vip" if place == 1 else "plain"))
    return table(rows)


def test_first_come_first_served_is_no_priority():
    one = told(trios(0), "priorities")
    assert (one.found, "of 180 answers" in one.words, " 0% " in one.words) == (ABSENT, True, True)


def test_who_goes_ahead_is_a_priority_and_its_class_is_named():
    one = told(trios(90), "priorities")
    assert one.found == THERE
    assert "50% were of somebody who had come later; by class: vip 100%, plain 0%" in one.words


def test_nobody_is_overtaken_across_types_whom_other_agents_may_serve():
    mixed = trios(90).with_columns(
        type=pl.when(pl.col("priority") == "vip").then(pl.lit("vip")).otherwise("type")
    )
    assert told(mixed, "priorities").found == ABSENT


@pytest.mark.parametrize(("ratio", "found"), [(1.0, ABSENT), (3.0, THERE)])
def test_patience_of_classes_is_there_where_it_differs_beyond_chance(ratio, found):
    luck = np.random.default_rng(5)
    rows = []
    for k in range(800):
        level = ("basic", "gold")[k % 2]
        patience, wait = luck.exponential(120.0 * (ratio if k % 2 else 1.0)), luck.exponential(100.0)
        rows.append((60 * k, min(patience, wait), level, ANSWERED if wait < patience else ABANDONED))
    one = told(table(rows, "outcome"), "patience by class")
    assert (one.found, "calls basic " in one.words) == (found, True)


def test_without_classes_or_a_column_of_transfers_nothing_is_claimed():
    rows = trios(0).with_columns(priority=pl.lit(None, pl.String))
    assert told(rows, "patience by class").found == UNKNOWN
    assert told(rows, "transfers").found == UNKNOWN
    assert told(rows, "reactive presence").found == UNKNOWN


def test_transfers_are_there_by_the_share_that_went_on():
    some = {"a": share(10, 100, ""), "b": share(0, 100, "")}
    one = told(trios(0), "transfers", some)
    assert (one.found, one.words.startswith("5% of 200 ")) == (THERE, True)
    assert told(trios(0), "transfers", {"b": share(0, 100, "")}).found == ABSENT


@pytest.mark.slow
@pytest.mark.parametrize(("presence", "found"), [("as_rostered", ABSENT), (REACTIVE, THERE)])
def test_agents_who_come_as_the_line_grows_are_told_from_agents_who_come_from_a_break(
    presence, found, tmp_path
):
    shifts = (
        'shifts:\n  early: {days: mon-fri, hours: "08:00-18:00", breaks: ["10:00-10:15", "12:00-12:30", '
        '"15:00-15:15"], staff: {both: 3, only: 2}}\n  late: {days: mon-fri, hours: "08:00-18:00", '
        'breaks: ["10:15-10:30", "12:30-13:00", "15:15-15:30"], staff: {both: 2, only: 1}}'
    )
    text = KNOWN.replace("on_duty: {both: 4, only: 2}", shifts)
    text = text.replace(", wage: 30", f", wage: 30, presence: {presence}")
    path = tmp_path / "known.yaml"
    path.write_text(text, "utf-8")
    scenario = load_scenario(path)
    rows = shaped(whole(record(scenario, scenario.baseline, 3)), CONTACTS)
    said = {one.name: one.found for one in left_out(rows, ("sales", "service"), {})}
    assert (said["reactive presence"], said["priorities"]) == (found, ABSENT)
