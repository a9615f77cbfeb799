"""Test the event log: every contact's journey in order, as many events as the logs have rows."""

from itertools import pairwise

import polars as pl
import pytest

from sim.codes import Outcome
from sim.engines.reference import engine
from sim.event_log import COLUMNS, events
from sim.luck import Luck
from sim.scenario.load import load
from sim.world.build import build

SCENARIO = """
version: 1
name: two tiers
clock: {start: 2026-03-02, days: 1, warm_up: 1d, drain: 0d, open: 09:00-12:00, interval: 60m}
queues:
  first: {service_level: 80/20, patience: {dist: exponential, mean: 3m}, capacity: 4, balking: {chance: 20%}}
  second: {service_level: 80/20, patience: {dist: exponential, mean: 3m}}
contacts:
  question: {queue: first, refers_to: second, volume: [50, 60, 50], work: {dist: exponential, mean: 4m}}
groups:
  clerks: {skills: [first], skill: 50%}
  experts: {skills: [second], skill: 100%}
shifts: {day: {hours: 09:00-12:00, staff: {clerks: 3, experts: 2}}}
customers: {count: 500}
policies:
  cold: {pace: none}
  warm: {pace: none, handoff: {kind: warm, introduction: 30s, stays: 2m}}
  consult: {pace: none, handoff: {kind: consult, advice: 60s, stays: 3m}}
baseline: cold
"""
ORDER = {"arrival": 0, "queue": 1, "resource_use": 2, "resource_use_end": 3, "depart": 4}
MAY_FOLLOW = {
    "arrival": {"queue", "depart"},
    "queue": {"resource_use", "depart"},
    "resource_use": {"resource_use_end"},
    "resource_use_end": {"queue", "depart"},
    "depart": set(),
}


@pytest.fixture(params=["cold", "warm", "consult"])
def told(request, tmp_path):
    """Return the world, its legs and contacts of the measured window, and the events."""
    (tmp_path / "tiers.yaml").write_text(SCENARIO)
    world = build(load(tmp_path / "tiers.yaml", None, []).scenario, request.param)
    parts: dict[str, list[pl.DataFrame]] = {"legs": [], "contacts": []}

    def sink(table, columns):
        if table in parts:
            parts[table].append(pl.DataFrame(dict(columns)))

    engine.run(world, Luck(5, 0), sink)
    legs, contacts = (pl.concat(parts[table]) for table in ("legs", "contacts"))
    found = events(world, legs, contacts)
    contacts = contacts.filter(pl.col("arrived") >= world.window.opens)
    legs = legs.join(contacts.select("issue", "attempt"), on=["issue", "attempt"], how="semi")
    return world, legs, contacts, found


def kinds(rows):
    """Name each event by its type, arrivals and departures by themselves."""
    return [row["event"] if row["event_type"] == "arrival_departure" else row["event_type"] for row in rows]


def test_the_columns_are_those_that_vidigi_animates(told):
    *_, found = told
    assert found.columns == ["entity_id", "event_type", "event", "time", "resource_id", "pathway"]
    assert found.schema == pl.Schema(COLUMNS)
    assert set(found["event_type"]) == {"arrival_departure", "queue", "resource_use", "resource_use_end"}
    assert set(found.filter(event_type="arrival_departure")["event"]) == {"arrival", "depart"}
    assert set(found["pathway"]) == {"question"}


def test_every_contact_goes_from_arrival_to_departure_in_order(told):
    *_, found = told
    assert found["time"].is_sorted()
    for (entity,), rows in found.group_by("entity_id", maintain_order=True):
        steps = kinds(rows.iter_rows(named=True))
        assert steps[0] == "arrival", entity
        for before, after in pairwise(steps):
            assert after in MAY_FOLLOW[before], (entity, steps)


def test_there_are_as_many_events_as_the_logs_have_rows(told):
    _, legs, contacts, found = told
    count = {kind: kinds(found.iter_rows(named=True)).count(kind) for kind in ORDER}
    waiting = legs.filter(pl.col("outcome") == int(Outcome.WAITING)).height
    never = legs.filter(pl.col("outcome").is_in([int(Outcome.BLOCKED), int(Outcome.BALKED)])).height
    answered = legs.filter(pl.col("agent") >= 0).height
    assert never > 0
    assert count == {
        "arrival": contacts.height,
        "queue": legs.height - never,
        "resource_use": answered,
        "resource_use_end": answered,
        "depart": contacts.height - waiting,
    }


def test_queues_and_agents_are_those_of_the_logs(told):
    world, legs, _, found = told
    for index, queue in enumerate(world.queues):
        own = legs.filter(pl.col("queue") == index)
        joined = own.filter(~pl.col("outcome").is_in([int(Outcome.BLOCKED), int(Outcome.BALKED)]))
        assert found.filter(event=f"{queue.name}_wait_begins").height == joined.height
    for index, group in enumerate(world.groups):
        begun = found.filter(event=f"{group.name}_talk_begins")
        first = next(k for k, agent in enumerate(world.agents) if agent.group == index)
        logged = legs.filter(pl.col("group") == index)["agent"] - first + 1
        assert sorted(begun["resource_id"]) == sorted(logged)
        assert begun["resource_id"].min() >= 1
    assert (
        found.filter(pl.col("event_type").is_in(["queue", "arrival_departure"]))["resource_id"]
        .is_null()
        .all()
    )


def test_time_runs_from_the_first_measured_day(told):
    world, _, contacts, found = told
    arrivals = found.filter(event="arrival")["time"]
    expected = (contacts["arrived"] - world.window.opens).sort().round(3)
    assert arrivals.to_list() == pytest.approx(expected.to_list())
    assert arrivals.min() >= 9 * 3600.0


def test_a_contact_leaves_the_first_agent_when_it_joins_the_next_queue(told):
    _, legs, _, found = told
    rows = found.filter(pl.col("event_type").is_in(["queue", "resource_use_end"])).sort(
        "entity_id", maintain_order=True
    )
    follows = rows.with_columns(
        before=pl.col("event_type").shift(1).over("entity_id"), since=pl.col("time").diff().over("entity_id")
    ).filter((pl.col("event_type") == "queue") & (pl.col("before") == "resource_use_end"))
    assert follows.height == legs.filter(pl.col("leg") > 0).height > 0
    assert follows["since"].abs().max() == 0.0


def test_no_contacts_give_no_events(told):
    world, legs, contacts, _ = told
    found = events(world, legs.clear(), contacts.clear())
    assert (found.height, found.columns) == (0, list(COLUMNS))
