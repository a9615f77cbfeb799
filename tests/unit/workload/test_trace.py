"""Test recorded arrivals: to the moment, alike in every replication, and with luck of their own."""

from pathlib import Path

import numpy as np
import pytest

from sim.engines.reference import engine
from sim.kpis import Fold
from sim.luck import ISSUE, NEED, Luck, entity_of, name_of
from sim.quantities import QuantityError
from sim.scenario.load import load, load_scenario
from sim.scenario.loads import busiest
from sim.scenario.trace import moment_text, parse_volume
from sim.workload.needs import arrivals_of, slots_of
from sim.world.build import build

CASE = Path(__file__).parents[2] / "cases" / "valid" / "trace.yaml"
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
        for kind, moments in enumerate((CHAT, EMAIL, ORDER, QUESTION)):
            joined = np.sort(found["legs", "joined"][first & (found["legs", "type"] == kind)])
            assert joined.tolist() == moments
        order = np.argsort(found["issues", "issue"])
        customers.append(found["issues", "customer"][order].tolist())
    assert customers[0] != customers[1]


def test_email_that_comes_at_night_waits_for_the_door(world):
    found, _ = played(world, 0)
    mail = found["legs", "queue"] == 0
    answered = (found["legs", "joined"] + found["legs", "wait"])[mail & (found["legs", "attempt"] == 0)]
    assert answered.tolist() == [DAY + 8 * HOUR, DAY + 8 * HOUR]


def test_an_arrivals_luck_is_that_of_its_position_in_the_day(world):
    luck = Luck(9, 0)
    slots = slots_of(world, luck, 1)
    needs = slots.arrivals
    first, name = entity_of(24), name_of("type", "order")
    entities = needs.entity[needs.type == 2].tolist()
    assert entities == [first, first + 1]
    assert slots.issue[needs.type == 2].tolist() == [
        list(luck.at(ISSUE, name, entity)) for entity in entities
    ]
    u = [luck.at(NEED, name, entity)[1] for entity in entities]
    assert needs.customer[needs.type == 2].tolist() == [int(100 * one) for one in u]


def test_the_volume_by_interval_is_the_mean_of_the_days_of_a_kind(world):
    assert world.types[3].means[0] == (1.0, 1.0, 0.0, 0.0)
    assert world.types[3].means[1] == (0.0, 0.0, 0.0, 1.0)
    assert world.types[1].means[0] == (0.0,) * 4
    assert world.types[3].means[2] == (0.0,) * 4
    _, kpis = played(world, 0)
    rows = kpis.filter(dimension="interval", kpi="offered").select("member", "numerator")
    offered = dict(rows.iter_rows())
    # of Monday's callers one calls again on Tuesday, when others call
    assert (offered["mon 08:00"], offered["mon 23:00"], offered["tue 11:00"]) == (3.0, 1.0, 2.0)


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
    assert [len(day) for day in one.types[3].trace] == [1, 0]
    assert arrivals_of(one, Luck(9, 0), 1).time.size == 0


def test_a_change_may_replace_a_trace_and_a_volume_by_each_other():
    mail, chat = "contacts.email.volume={per_hour: 3}", "contacts.chat.volume={trace: parts/calls.csv}"
    one = build(load_scenario(CASE, None, [mail, chat]), "usual")
    assert [bool(kind.trace) for kind in one.types] == [True, False, True, True]
    assert one.types[1].means[0] == (3.0,) * 4
    assert one.types[0].trace == ((), ())  # no row of the file is a chat


def test_arrivals_written_in_any_order_are_taken_in_time():
    trace = parse_volume({"arrivals": {"2026-03-03": "09:00:00", "2026-03-02": "09:00:00 08:30:00"}})
    assert [moments for _, moments in trace.dates] == [(8.5 * HOUR, 9 * HOUR), (9 * HOUR,)]


def test_moments_are_kept_to_the_microsecond():
    for text in ("00:00:00", "08:00:05", "23:59:59.999999", "09:15:07.250000"):
        trace = parse_volume({"arrivals": {"2026-03-02": text}})
        assert moment_text(trace.dates[0][1][0]) == text
    with pytest.raises(QuantityError, match="is not a time of day"):
        parse_volume({"arrivals": {"2026-03-02": "8:00:05"}})


RECORDED = """
version: 1
name: recorded
clock: {start: 2026-03-02, days: 5, open: {mon-fri: "08:00-18:00"}, interval: 60m}
queues: {line: {service_level: 80/20, patience: {dist: exponential, mean: 4m}}}
contacts: {call: {queue: line, volume: {trace: calls.csv}, counts: new, work: 5m, acw: 0s}}
groups: {agents: {skills: [line], skill: 100%}}
on_duty: {agents: 4}
customers: {count: 20000}
policies: {plain: {pace: none}}
baseline: plain
"""


@pytest.fixture
def recorded(tmp_path):
    """Read a week of 60 calls an hour of 5 minutes, 5 erlang, for 4 agents; `second` of each call."""

    def read(second="30", *changes):
        rows = [
            f"2026-03-{day:02d} {hour:02d}:{minute:02d}:{second}"
            for day in range(2, 7)
            for hour in range(8, 18)
            for minute in range(60)
        ]
        (tmp_path / "calls.csv").write_text("\n".join(["arrived", *rows]))
        text = RECORDED
        for old, new in changes:
            assert old in text
            text = text.replace(old, new)
        (tmp_path / "recorded.yaml").write_text(text)
        return load(tmp_path / "recorded.yaml", None, [])

    return read


def test_recorded_arrivals_are_divided_by_the_measured_days_alone(recorded):
    """Warm-up and drain of a week each have no arrivals: the load was once a third of what came."""
    loaded = recorded()
    told = {warning.field: warning.text for warning in loaded.warnings}
    assert "got 5.0 erlang for 4.0 agents" in told["queues.line"]
    assert busiest(loaded.scenario, "line")[1] == pytest.approx(5.0)
    assert build(loaded.scenario, "plain").types[0].means[0] == (60.0,) * 10


def test_arrivals_of_a_day_that_is_never_measured_count_by_the_run(recorded):
    """Special days in the warm-up are of a kind of their own."""
    first = ("days: 5,", "days: 5, special_days: {2026-02-23: {open: 08:00-18:00, like: mon}},")
    scenario = recorded(
        "30", first, ("trace: calls.csv", 'arrivals: {2026-02-23: "08:00:30 08:01:30"}')
    ).scenario
    kinds = [kind.name for kind in scenario.clock.kinds()]
    means = build(scenario, "plain").types[0].means
    assert means[kinds.index("2026-02-23")] == (2.0, *(0.0,) * 9)


@pytest.mark.parametrize(("second", "told"), [("00", True), ("30", False), ("07", False)])
def test_arrivals_to_the_minute_are_told(recorded, second, told):
    texts = [warning.text for warning in recorded(second).warnings]
    exact = (
        "has moments to the minute, so that contacts come in bursts (got 3000 of 3000 on the full minute; "
        "allowed about one in 60). Export the seconds, or spread each minute's arrivals within it."
    )
    assert (exact in texts) is told


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ((), False),
        ((("counts: new, ", ""),), False),
        ((("counts: new, ", ""), ("skill: 100%", "skill: 75%")), True),
        ((("skill: 100%", "skill: 75%"),), False),
        ((("counts: new, ", ""), ("80/20,", "80/20, redial: {chance: 30%, after: 5m},")), True),
    ],
    ids=["stated", "nobody returns", "unsolved", "unsolved, stated", "redials"],
)
def test_a_log_that_may_hold_repeats_is_told_where_the_run_adds_its_own(recorded, changes, told):
    texts = [warning.text for warning in recorded("30", *changes).warnings]
    exact = (
        "may hold repeats, and the run adds its own (got a trace without counts; allowed counts: new). "
        "Write counts: new if the log has first contacts only; else take repeats out of the log, or leave "
        "redial: out and write behaviour.recontact.chance: 0%."
    )
    assert (exact in texts) is told
