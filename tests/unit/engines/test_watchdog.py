"""A run that makes events without end is stopped, and what makes them is named."""

import pytest

from sim.engines.reference import calendar, engine, watchdog
from sim.errors import GoodwillError
from sim.luck import Luck
from sim.scenario.model import Scenario
from sim.world.build import build
from tests.unit.engines.conftest import CENTRE, merged


def test_customers_who_try_again_for_ever_are_named(monkeypatch):
    monkeypatch.setattr(calendar, "LOOK", 1000)
    monkeypatch.setattr(watchdog, "ANYWAY", 500)
    monkeypatch.setattr(watchdog, "PER_ISSUE_OR_SHIFT", 50)
    again = {"chance": 1, "after": "1s"}
    changes = {
        "queues": {"service": {"capacity": 0, "redial_blocked": again}},
        "behaviour": {"recontact": {"limit": "unlimited"}},
        "shifts": {"day": {"staff": {"agents": 0, "experts": 1}}},
    }
    world = build(Scenario.model_validate(merged(CENTRE, changes)), "usual")
    with pytest.raises(GoodwillError) as caught:
        engine.run(world, Luck(1, 0), lambda *_: None)
    text = str(caught.value)
    assert text.startswith("policies.usual: makes events without end (got ")
    assert "The last one is of customers who try again, or are called again. An issue of question" in text
    assert text.endswith("Look for a time near 0s or a chance near 100% there.")


def test_a_moment_that_never_passes_is_stopped_too():
    clock, told = calendar.Calendar(), []

    def repeats():
        while True:
            yield clock.at(1.0, calendar.ORDER[watchdog.Moment.OUTAGE])

    def watch(events, order):
        told.append((events > 0, order >> 40))
        raise GoodwillError("enough")

    clock.start(repeats())
    with pytest.raises(GoodwillError):
        clock.run_until(2.0, watch=watch)
    assert told == [(True, watchdog.Moment.OUTAGE)]
