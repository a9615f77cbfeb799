"""Test what measures make of chats held at once: agents' time is counted once."""

import json

import pytest

from sim.experiment import run_experiment
from sim.scenario.model import Scenario

CENTRE = {
    "version": 1,
    "name": "chats and calls",
    "clock": {"start": "2026-03-02", "days": 2, "warm_up": "1d", "drain": "1d", "open": "08:00-12:00"},
    "queues": {
        "line": {"patience": "3m"},
        "chat": {"channel": "chat", "patience": "3m", "silent": {"chance": "20%"}},
    },
    "contacts": {
        "call": {"queue": "line", "volume": {"per_hour": 20}, "work": "4m"},
        "message": {"queue": "chat", "volume": {"per_hour": 60}, "work": "6m"},
    },
    "groups": {"agents": {"skills": ["line", "chat"], "concurrency": 3}},
    "on_duty": {"agents": 5},
    "customers": {"count": 500, "repeat_window": "1d"},
    "policies": {"usual": {}},
    "baseline": "usual",
}


@pytest.fixture(scope="module")
def measures():
    scenario = Scenario.model_validate(json.loads(json.dumps(CENTRE)))
    table = run_experiment({"as_written": scenario}, None, 1, jobs=1).table
    rows = table.filter(table["dimension"].is_in(["all", "group"])).iter_rows(named=True)
    return {
        (row["kpi"], row["member"]): row["numerator"] / row["denominator"]
        for row in rows
        if row["denominator"]
    }


@pytest.mark.parametrize("member", ["", "agents"])
def test_paid_time_still_splits_into_first_contacts_repeats_and_idle(measures, member):
    parts = [measures[name, member] for name in ("paid_first", "paid_repeats", "paid_idle")]
    assert min(parts) > 0.02
    assert sum(parts) == pytest.approx(1.0, rel=1e-9)


def test_chats_are_held_at_once_and_some_fall_silent(measures):
    assert 1.3 < measures["chats_at_once", ""] < 3.0
    assert measures["chat_silent_share", ""] == pytest.approx(0.2, abs=0.06)
