"""The calendar keeps absolute times and its own order of ties, whoever asked first."""

import pytest

from sim.codes import Moment
from sim.engines.reference.calendar import ORDER, Calendar


def test_ties_go_by_kind_then_by_entity_whoever_asked_first():
    calendar, seen = Calendar(), []

    def waits(order, name):
        yield calendar.at(5.0, order)
        seen.append(name)

    calendar.start(waits(ORDER[Moment.PATIENCE] + 1, "patience"))
    calendar.start(waits(ORDER[Moment.ARRIVAL] + 2, "second arrival"))
    calendar.start(waits(ORDER[Moment.ARRIVAL] + 1, "first arrival"))
    calendar.start(waits(ORDER[Moment.LEG_END] + 9, "end of a leg"))
    calendar.run_until(10.0)
    assert seen == ["end of a leg", "first arrival", "second arrival", "patience"]
    assert calendar.now == 10.0


def test_an_event_happens_at_its_own_time_to_the_last_bit():
    calendar, seen = Calendar(), []
    moment = 0.1 + 0.2

    def waits():
        yield calendar.at(1e-17, 0)
        yield calendar.at(moment, 0)
        seen.append(calendar.now)

    calendar.start(waits())
    calendar.run_until(1.0)
    assert seen == [moment]


def test_what_is_planned_and_what_a_stream_brings_take_their_turn_among_the_processes():
    calendar, seen = Calendar(), []

    def waits():
        yield calendar.at(5.0, ORDER[Moment.ARRIVAL] + 2)
        seen.append("a process")

    def arrivals():
        for entity in (1, 3):
            yield 5.0, ORDER[Moment.ARRIVAL] + entity
            seen.append(f"arrival {entity} at {calendar.now}")

    actions = [
        lambda slot, version: seen.append(("first action", slot, version, calendar.now)),
        lambda slot, version: seen.append(("second action", slot, version, calendar.now)),
    ]
    calendar.start(waits())
    calendar.plan(5.0, int(Moment.PATIENCE), 0, 0, 7, 1)
    calendar.plan(5.0, int(Moment.LEG_END), 9, 1, 8, 2)
    calendar.plan(4.0, int(Moment.PATIENCE), 9, 1, 9, 3)
    calendar.run_until(10.0, actions, arrivals())
    assert seen == [
        ("second action", 9, 3, 4.0),
        ("second action", 8, 2, 5.0),
        "arrival 1 at 5.0",
        "a process",
        "arrival 3 at 5.0",
        ("first action", 7, 1, 5.0),
    ]


def test_of_what_is_planned_alike_the_first_planned_comes_first_and_nothing_after_the_horizon():
    calendar, seen = Calendar(), []
    for slot in range(3):
        calendar.plan(5.0, int(Moment.PATIENCE), 1, 0, slot, 0)
    calendar.plan(10.0, int(Moment.LEG_END), 0, 0, 99, 0)
    calendar.run_until(10.0, [lambda slot, _: seen.append(slot)])
    assert seen == [0, 1, 2]


def test_what_a_process_raises_ends_the_run():
    calendar = Calendar()

    def fails():
        yield calendar.at(1.0, 0)
        raise ValueError("as planned")

    calendar.start(fails())
    with pytest.raises(ValueError, match="as planned"):
        calendar.run_until(5.0)
