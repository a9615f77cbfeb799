"""Test that the floor's lines and integrals tell what came and went, by the verbs that move them."""

import random

import pytest

from sim.centre.queues.lines import (
    count_ahead,
    free_agents,
    stand_apart,
    stand_in_line,
    step_aside,
    step_back,
    step_first,
)
from sim.floor import NOBODY
from tests.floors import Standing


def line_of(first, after):
    """Return a line from its head to its tail."""
    found = []
    while first != NOBODY:
        found.append(first)
        first = after[first]
    return found


def free(run, group):
    return line_of(run.floor.first_free[group], run.floor.next_free)


def waiting(run, queue):
    return line_of(run.floor.first_waiting[queue], run.floor.next_waiting)


def test_an_empty_floor_has_nobody_free_and_nobody_waiting():
    run = Standing([0, 1], 2, 3)
    assert [free(run, group) for group in range(2)] == [[], []]
    assert [waiting(run, queue) for queue in range(3)] == [[], [], []]
    assert run.floor.waiting == run.floor.on_duty == [0, 0, 0]


def test_who_steps_first_stands_at_the_head_as_if_in_line_as_long():
    run = Standing([0], 1, 1)
    step_first(run, run.join(0, 1.0), 0)
    assert waiting(run, 0) == [0]
    for now in (2.0, 3.0):
        run.join(0, now)
    step_first(run, run.join(0, 9.0), 0)
    assert waiting(run, 0) == [3, 0, 1, 2]
    assert line_of(run.floor.last_waiting[0], run.floor.previous_waiting) == [2, 1, 0, 3]
    assert run.floor.joined[3] == 1.0


def test_free_agents_stand_in_the_order_in_which_they_came():
    run = Standing([0, 0, 0, 1], 2, 1)
    for agent, now in ((2, 1.0), (3, 2.0), (0, 3.0), (1, 4.0)):
        run.free(agent, now)
    assert (free(run, 0), free(run, 1)) == ([2, 0, 1], [3])
    run.take(0, 9.0)
    assert free(run, 0) == [2, 1]
    run.take(2, 9.0)
    run.free(2, 9.0)
    assert free(run, 0) == [1, 2]
    assert run.floor.free_since[2] == 9.0
    assert free_agents(run) == [1, 2, 3]


def test_a_contact_may_leave_from_anywhere_in_its_queue():
    run = Standing([0], 1, 2)
    slots = [run.join(0, float(now)) for now in range(4)]
    other = run.join(1, 9.0)
    for gone, left in ((1, [0, 2, 3]), (3, [0, 2]), (0, [2]), (2, [])):
        run.leave(slots[gone], 10.0)
        assert waiting(run, 0) == [slots[k] for k in left]
        assert run.floor.waiting == [len(left), 1]
    assert waiting(run, 1) == [other]


def test_queue_time_is_the_sum_of_all_stays():
    run = Standing([0], 1, 2)
    first = run.join(0, 10.0)
    run.join(0, 12.0)
    run.leave(first, 15.0)
    run.join(1, 20.0)
    assert run.floor.seconds_until(30.0)[0] == pytest.approx([5.0 + 18.0, 10.0])
    assert run.floor.seconds_until(31.0)[0] == pytest.approx([24.0, 11.0])


def test_busy_and_paid_time_follow_what_agents_do():
    run = Standing([0, 0, 1], 2, 1)
    run.turn_to(0, "AVAILABLE", 0.0)
    run.turn_to(1, "AVAILABLE", 10.0)
    run.turn_to(0, "TALK", 10.0)
    run.turn_to(0, "ACW", 20.0)
    run.turn_to(0, "AVAILABLE", 25.0)
    run.turn_to(1, "OFF", 30.0)
    run.turn_to(2, "TALK", 30.0)
    run.turn_to(0, "BREAK", 35.0)
    _, busy, paid = run.floor.seconds_until(40.0)
    assert paid == pytest.approx([40.0 + 20.0, 10.0])
    assert busy == pytest.approx([15.0, 10.0])
    assert run.floor.on_duty == [1]


def test_a_busy_day_agrees_with_lines_kept_as_plain_lists():
    dice = random.Random(7)  # noqa: S311 - nothing is kept secret
    run, agents, queues = Standing([k % 3 for k in range(12)], 3, 4), set(), [[] for _ in range(4)]
    lines = [[] for _ in range(3)]
    seconds, now = [0.0] * 4, 0.0
    for _ in range(3000):
        step = dice.random()
        now += step
        seconds = [total + step * len(line) for total, line in zip(seconds, queues, strict=True)]
        agent, queue = dice.randrange(12), dice.randrange(4)
        if dice.random() < 0.5:
            if agent in agents:
                run.take(agent, 0.0)
                lines[agent % 3].remove(agent)
            else:
                run.free(agent, now)
                lines[agent % 3].append(agent)
            agents ^= {agent}
        elif dice.random() < 0.52:
            queues[queue].append(run.join(queue, now))
        elif queues[queue]:
            run.leave(queues[queue].pop(dice.randrange(len(queues[queue]))), now)
    assert [free(run, group) for group in range(3)] == lines
    assert [waiting(run, queue) for queue in range(4)] == queues
    assert run.floor.waiting == [len(line) for line in queues]
    assert run.floor.seconds_until(now)[0] == pytest.approx(seconds)


def test_who_stands_apart_is_counted_and_not_in_line_and_lines_up_in_order_of_joining():
    run = Standing([0], 1, 1)
    first, apart = run.join(0, 1.0), run.join(0, 2.0)
    stand_apart(run, apart, 0)
    third = run.join(0, 3.0)
    assert (waiting(run, 0), run.floor.waiting) == ([first, third], [3])
    assert line_of(run.awaited.first[0], run.awaited.after) == [apart]
    stand_in_line(run, apart)
    assert waiting(run, 0) == [first, apart, third]
    assert run.awaited.first == [NOBODY]
    run.leave(first, 4.0)
    assert (count_ahead(run, third), run.floor.waiting) == (1, [2])


def test_who_stands_apart_alone_may_leave_or_line_up():
    run = Standing([0], 1, 1)
    slot = run.join(0, 1.0)
    stand_apart(run, slot, 0)
    assert waiting(run, 0) == []
    run.leave(slot, 2.0)
    assert (waiting(run, 0), run.floor.waiting, run.floor.seconds_until(9.0)[0]) == ([], [0], [1.0])
    assert run.awaited.first == [NOBODY]
    slot = run.join(0, 3.0)
    stand_apart(run, slot, 0)
    stand_in_line(run, slot)
    assert (waiting(run, 0), run.floor.last_waiting) == ([slot], [slot])


def test_who_steps_aside_keeps_the_place_and_does_not_wait_before_stepping_back():
    run = Standing([0], 1, 1)
    first, second = run.join(0, 0.0), run.join(0, 0.0)
    step_aside(run, second, 10.0)
    assert (waiting(run, 0), run.floor.waiting, run.floor.on_hold) == ([first, second], [1], [1])
    assert run.floor.seconds_until(20.0)[0] == [30.0]
    step_back(run, second, 20.0)
    assert (waiting(run, 0), run.floor.waiting, run.floor.on_hold) == ([first, second], [2], [0])
    assert run.floor.seconds_until(30.0)[0] == [50.0]
