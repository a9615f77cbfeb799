"""The calendar keeps absolute times and its own order of ties, and SimPy's own things work beside it."""

import pytest
import simpy

from sim.codes import Moment
from sim.engines.reference.calendar import ORDER, Calendar, takes_over


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


def test_simpys_own_processes_and_resources_live_beside_ours():
    calendar, seen = Calendar(), []
    desk = simpy.Resource(calendar, capacity=1)

    def simpys(name, stays):
        with desk.request() as turn:
            outcome = yield turn | calendar.timeout(3.0)
            seen.append((calendar.now, name, turn in outcome))
            if turn in outcome:
                yield calendar.timeout(stays)

    def ours():
        yield calendar.at(2.0, ORDER[Moment.ARRIVAL])
        seen.append((calendar.now, "hello", True))

    calendar.process(simpys("first", 10.0))
    calendar.process(simpys("second", 1.0))
    calendar.start(ours())
    calendar.run_until(50.0)
    assert seen == [(0.0, "first", True), (2.0, "hello", True), (3.0, "second", False)]


def test_simpys_own_processes_may_wait_for_ours_and_follow_what_takes_over():
    calendar, seen = Calendar(), []
    once, twice = calendar.at(1.0, ORDER[Moment.ARRIVAL]), calendar.some_time()

    def simpys():
        yield once
        seen.append(calendar.now)
        yield twice
        seen.append(calendar.now)
        yield once
        seen.append(calendar.now)

    def ours():
        yield calendar.at(2.0, ORDER[Moment.ARRIVAL])
        takes_over(calendar.at(4.0, ORDER[Moment.LEG_END]), twice)

    calendar.process(simpys())
    calendar.start(ours())
    calendar.run_until(5.0)
    assert seen == [1.0, 4.0, 4.0]
    assert once.processed
    assert not twice.processed


def test_a_failure_that_a_process_of_simpy_catches_does_not_end_the_run():
    calendar, seen = Calendar(), []

    def catches():
        try:
            yield calendar.event().fail(ValueError("as planned"))
        except ValueError:
            seen.append(calendar.now)

    calendar.process(catches())
    calendar.run_until(5.0)
    assert seen == [0.0]


def test_what_a_process_raises_ends_the_run():
    calendar = Calendar()

    def fails():
        yield calendar.timeout(1.0)
        raise ValueError("as planned")

    calendar.process(fails())
    with pytest.raises(ValueError, match="as planned"):
        calendar.run_until(5.0)
