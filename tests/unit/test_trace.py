"""Test recorded arrivals: to the moment, alike in every replication, and with luck of their own."""

from pathlib import Path

import numpy as np
import pytest

from sim.build import build
from sim.engines.reference import engine
from sim.kpis import Fold
from sim.luck import ISSUE, NEED, Luck, identity
from sim.quantities import QuantityError
from sim.scenario.load import load, load_scenario
from sim.scenario.trace import moment_text, parse_volume
from sim.workload import slots_of

CASE = Path(__file__).parents[1] / "cases" / "valid" / "trace.yaml"
DAY, HOUR = 86400.0, 3600.0
QUESTION = [8 * HOUR, 9.25 * HOUR + 7.25, DAY + 43199.999999]
ORDER = [9 * HOUR - 1.0, DAY + 10 * HOUR, DAY + 10 * HOUR]
EMAIL = [23.5 * HOUR, DAY + 5 * HOUR]
CHAT = [8.5 * HOUR, 9 * HOUR, DAY + 8 * HOUR]


@pytest.fixture(scope="module")
def world():
    return build(load_scenario(CASE), "usual")


def played(world, replication):
    """Return the legs and issues of one replication, and its measures."""
    chunks, fold = {}, Fold(world)

    def sink(table, columns):
        fold.add(table, columns)
        for name, column in columns.items():
            chunks.setdefault((table, name), []).append(np.asarray(column))

    engine.run(world, Luck(9, replication), sink)
    return {key: np.concatenate(parts) for key, parts in chunks.items()}, fold.finish()


def test_contacts_arrive_at_the_recorded_moments_whatever_the_replication(world):
    customers = []
    for replication in range(2):
        found, _ = played(world, replication)
        first = (found["legs", "attempt"] == 0) & (found["legs", "leg"] == 0)
        for kind, moments in enumerate((QUESTION, ORDER, EMAIL, CHAT)):
            joined = np.sort(found["legs", "joined"][first & (found["legs", "type"] == kind)])
            assert joined.tolist() == moments
        order = np.argsort(found["issues", "issue"])
        customers.append(found["issues", "customer"][order].tolist())
    assert customers[0] != customers[1]


def test_email_that_comes_at_night_waits_for_the_door(world):
    found, _ = played(world, 0)
    mail = found["legs", "queue"] == 1
    answered = (found["legs", "joined"] + found["legs", "wait"])[mail & (found["legs", "attempt"] == 0)]
    assert answered.tolist() == [DAY + 8 * HOUR, DAY + 8 * HOUR]


def test_an_arrivals_luck_is_that_of_its_position_in_the_day(world):
    luck = Luck(9, 0)
    slots = slots_of(world, luck, 1)
    first = identity("type order", 24)
    entities = slots.entity[slots.type == 1].tolist()
    assert entities == [first, first + 1]
    assert slots.issue[slots.type == 1].tolist() == [list(luck.at(ISSUE, entity)) for entity in entities]
    u = [luck.at(NEED, entity)[1] for entity in entities]
    assert slots.customer[slots.type == 1].tolist() == [int(100 * one) for one in u]


def test_the_volume_by_interval_is_the_mean_of_the_days_of_a_kind(world):
    assert world.types[0].means[0] == (1.0, 1.0, 0.0, 0.0)
    assert world.types[0].means[1] == (0.0, 0.0, 0.0, 1.0)
    assert world.types[2].means[0] == (0.0,) * 4
    assert world.types[0].means[2] == (0.0,) * 4
    _, kpis = played(world, 0)
    rows = kpis.filter(dimension="interval", kpi="offered").select("member", "numerator")
    offered = dict(rows.iter_rows())
    assert (offered["mon 08:00"], offered["mon 23:00"], offered["tue 11:00"]) == (3.0, 1.0, 1.0)


def test_arrivals_outside_the_run_are_left_out_and_told_with_days_that_have_none():
    loaded = load(CASE, None, ["clock.start=2026-03-03", "clock.warm_up=0d"])
    texts = [warning.text for warning in loaded.warnings if warning.field == "contacts.question.volume"]
    outside, empty = texts
    assert outside == (
        "has arrivals outside the run (got 2; allowed 2026-03-03 to 2026-03-04). They are left out."
    )
    assert empty == (
        "has open days without arrivals (got 1, first 2026-03-04; allowed none). "
        "Nobody comes then, warm-up and drain included."
    )
    one = build(loaded.scenario, "usual")
    assert [len(day) for day in one.types[0].trace] == [1, 0]
    assert slots_of(one, Luck(9, 0), 1).time.size == 0


def test_a_change_may_replace_a_trace_and_a_volume_by_each_other():
    mail, chat = "contacts.email.volume={per_hour: 3}", "contacts.chat.volume={trace: parts/calls.csv}"
    one = build(load_scenario(CASE, None, [mail, chat]), "usual")
    assert [bool(kind.trace) for kind in one.types] == [True, True, False, True]
    assert one.types[2].means[0] == (3.0,) * 4
    assert one.types[3].trace == ((), ())  # no row of the file is a chat


def test_arrivals_written_in_any_order_are_taken_in_time():
    trace = parse_volume({"arrivals": {"2026-03-03": "09:00:00", "2026-03-02": "09:00:00 08:30:00"}})
    assert [moments for _, moments in trace.dates] == [(8.5 * HOUR, 9 * HOUR), (9 * HOUR,)]


def test_moments_are_kept_to_the_microsecond():
    for text in ("00:00:00", "08:00:05", "23:59:59.999999", "09:15:07.250000"):
        trace = parse_volume({"arrivals": {"2026-03-02": text}})
        assert moment_text(trace.dates[0][1][0]) == text
    with pytest.raises(QuantityError, match="is not a time of day"):
        parse_volume({"arrivals": {"2026-03-02": "08:00:05+01:00"}})
