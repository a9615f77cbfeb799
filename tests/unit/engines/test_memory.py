"""Memory follows what is open: the engine runs without the collector of cycles, so it must make none."""

import gc
import inspect
from sys import getsizeof

import pytest

from sim.centre.records import NONE
from sim.engines.reference import engine
from sim.engines.reference.assembly import run_of
from sim.luck import Luck
from sim.scenario.model import Scenario
from sim.world.build import build

CENTRE = {
    "version": 1,
    "name": "memory",
    "clock": {"start": "2026-03-02", "days": 1, "warm_up": "0s", "drain": "1d", "open": "08:00-18:00"},
    "queues": {"service": {"patience": {"dist": "exponential", "mean": "5m"}}},
    "contacts": {"question": {"queue": "service", "volume": {"per_hour": 60}, "work": "5m", "acw": "30s"}},
    "groups": {"agents": {"skills": ["service"]}},
    "on_duty": {"agents": 6},
    "customers": {"count": 1000},
    "policies": {
        "target": {"pace": {"kind": "handle_time_target", "counts": "talk", "target": "3m"}},
        "called": {
            "routing": {"kind": "same_agent", "for_at_most": "5m"},
            "callback": {"kind": "virtual_hold", "when_over": "1m", "tries": 2},
            "pace": {"kind": "handle_time_target", "counts": "talk", "target": "3m"},
        },
    },
    "baseline": "target",
}


LOYALTY = {
    "churn": {"per_month": 0.5, "price_cuts": [{"begins": "2026-03-20", "lasts": "7d", "times": 5}]},
    "joining": {"per_month": 0.5},
}


@pytest.fixture
def runs(monkeypatch):
    """Return the runs that the engine assembles."""
    kept = []

    def assembled(*args):
        kept.append(run_of(*args))
        return kept[-1]

    monkeypatch.setattr(engine, "run_of", assembled)
    return kept


@pytest.mark.slow
def test_who_left_or_never_came_keeps_a_place_in_columns_and_nothing_else(runs):
    behaviour = {"loyalty": LOYALTY, "experience": {"adapts": 0.2}}
    failures = {"service": {"per_customer_year": 6, "contact": "question"}}
    clock = {**CENTRE["clock"], "days": 42}
    world = {**CENTRE, "behaviour": behaviour, "failures": failures, "clock": clock}
    totals = engine.run(build(Scenario.model_validate(world), "target"), Luck(1, 0), lambda *_: None)
    assert min(totals.joined, totals.left) > 500
    run, them = runs[0], runs[0].customers
    columns = [getattr(them, name) for name in them.__slots__ if name not in ("heard", "noted_trust")]
    columns += [*them.noted_trust, *run.last_call]
    everybody = len(them.trust)
    assert everybody > 1000 + 1.5 * totals.joined
    assert {len(column) for column in columns} == {everybody}
    assert sum(map(getsizeof, columns)) < 160 * everybody
    there = [customer for customer in range(everybody) if them.is_there[customer]]
    assert len(there) == 1000 + totals.joined - totals.left
    known = {calls[customer] for calls in run.last_call for customer in range(everybody)} - {NONE}
    assert known == {calls[customer] for calls in run.last_call for customer in there} - {NONE}
    present = sum(contact.is_present for contact in run.contacts)
    assert 0 <= sum(call.holders > 0 for call in run.calls) - len(known) <= present


def test_the_slots_of_what_has_ended_are_used_again(runs):
    opened, closed = [], []

    def sink(table, columns):
        if table == "issues":
            opened.extend(columns["opened"])
            closed.extend(columns["closed"])

    engine.run(build(Scenario.model_validate(CENTRE), "target"), Luck(1, 0), sink)
    moments = sorted([(time, 1) for time in opened] + [(time, -1) for time in closed])
    at_once = most = 0
    for _, change in moments:
        at_once += change
        most = max(most, at_once)
    assert most < len(opened) / 4
    assert len(runs[0].issues) == len(runs[0].floor.joined) == len(runs[0].versions) == most


def processes():
    names = {"journey", "working_days"}
    found = (thing for thing in gc.get_objects() if inspect.isgenerator(thing))
    return sum(one.gi_code.co_name in names for one in found)


@pytest.mark.parametrize("policy", CENTRE["policies"])
def test_a_process_that_has_ended_is_freed_without_the_collector(policy):
    contacts, still_open = [], []

    def sink(table, columns):
        if table == "issues":
            still_open.extend(columns["closing"] == 3)
        if table == "contacts":
            contacts.extend(columns["issue"])

    world = build(Scenario.model_validate(CENTRE), policy)
    gc.collect()
    gc.disable()
    try:
        before = processes()
        engine.run(world, Luck(1, 0), sink)
        left = processes() - before
    finally:
        gc.enable()
    assert len(contacts) > 1000
    assert left <= sum(still_open) + len(world.agents)
