"""Test that the floor's lines and integrals tell what came and went."""

import random

import pytest

from sim.floor import NOBODY, Floor


def line_of(first, after):
    """Return a line from its head to its tail."""
    found = []
    while first != NOBODY:
        found.append(first)
        first = after[first]
    return found


def free(floor, group):
    return line_of(floor.first_free[group], floor.next_free)


def waiting(floor, queue):
    return line_of(floor.first_waiting[queue], floor.next_waiting)


def test_an_empty_floor_has_nobody_free_and_nobody_waiting():
    floor = Floor([0, 1], 2, 3)
    assert [free(floor, group) for group in range(2)] == [[], []]
    assert [waiting(floor, queue) for queue in range(3)] == [[], [], []]
    assert floor.waiting == floor.on_duty == [0, 0, 0]


def test_who_steps_first_stands_at_the_head_as_if_in_line_as_long():
    floor = Floor([0], 1, 1)
    floor.steps_first(0, floor.joins(0, 1.0))
    assert waiting(floor, 0) == [0]
    for now in (2.0, 3.0):
        floor.joins(0, now)
    floor.steps_first(0, floor.joins(0, 9.0))
    assert waiting(floor, 0) == [3, 0, 1, 2]
    assert line_of(floor.last_waiting[0], floor.previous_waiting) == [2, 1, 0, 3]
    assert floor.joined[3] == 1.0


def test_free_agents_stand_in_the_order_in_which_they_came():
    floor = Floor([0, 0, 0, 1], 2, 1)
    for agent, now in ((2, 1.0), (3, 2.0), (0, 3.0), (1, 4.0)):
        floor.becomes_free(agent, now)
    assert (free(floor, 0), free(floor, 1)) == ([2, 0, 1], [3])
    floor.is_taken(0, 9.0)
    assert free(floor, 0) == [2, 1]
    floor.is_taken(2, 9.0)
    floor.becomes_free(2, 9.0)
    assert free(floor, 0) == [1, 2]
    assert floor.free_since[2] == 9.0


def test_a_contact_may_leave_from_anywhere_in_its_queue():
    floor = Floor([0], 1, 2)
    places = [floor.joins(0, float(now)) for now in range(4)]
    other = floor.joins(1, 9.0)
    for gone, left in ((1, [0, 2, 3]), (3, [0, 2]), (0, [2]), (2, [])):
        floor.leaves(0, places[gone], 10.0)
        assert waiting(floor, 0) == [places[k] for k in left]
        assert floor.waiting == [len(left), 1]
    assert waiting(floor, 1) == [other]


def test_places_are_used_again_so_that_memory_follows_what_waits():
    floor = Floor([0], 1, 1)
    for now in range(1000):
        floor.leaves(0, floor.joins(0, float(now)), now + 0.5)
    assert len(floor.joined) == 1


def test_queue_time_is_the_sum_of_all_stays():
    floor = Floor([0], 1, 2)
    first = floor.joins(0, 10.0)
    floor.joins(0, 12.0)
    floor.leaves(0, first, 15.0)
    floor.joins(1, 20.0)
    assert floor.seconds_until(30.0)[0] == pytest.approx([5.0 + 18.0, 10.0])
    assert floor.seconds_until(31.0)[0] == pytest.approx([24.0, 11.0])


def test_busy_and_paid_time_follow_the_counts():
    floor = Floor([0, 0, 1], 2, 1)
    floor.counts_paid(0, 1, 0.0)
    floor.counts_paid(0, 1, 10.0)
    floor.counts_busy(0, 1, 10.0)
    floor.counts_busy(0, -1, 25.0)
    floor.counts_paid(0, -1, 30.0)
    floor.counts_busy(1, 1, 30.0)
    _, busy, paid = floor.seconds_until(40.0)
    assert paid == pytest.approx([10.0 + 2 * 20.0 + 10.0, 0.0])
    assert busy == pytest.approx([15.0, 10.0])


def test_a_busy_day_agrees_with_lines_kept_as_plain_lists():
    dice = random.Random(7)  # noqa: S311 - nothing is kept secret
    floor, agents, queues = Floor([k % 3 for k in range(12)], 3, 4), set(), [[] for _ in range(4)]
    lines = [[] for _ in range(3)]
    seconds, now = [0.0] * 4, 0.0
    for _ in range(3000):
        step = dice.random()
        now += step
        seconds = [total + step * len(line) for total, line in zip(seconds, queues, strict=True)]
        agent, queue = dice.randrange(12), dice.randrange(4)
        if dice.random() < 0.5:
            if agent in agents:
                floor.is_taken(agent, 0.0)
                lines[agent % 3].remove(agent)
            else:
                floor.becomes_free(agent, now)
                lines[agent % 3].append(agent)
            agents ^= {agent}
        elif dice.random() < 0.52:
            queues[queue].append(floor.joins(queue, now))
        elif queues[queue]:
            floor.leaves(queue, queues[queue].pop(dice.randrange(len(queues[queue]))), now)
    assert [free(floor, group) for group in range(3)] == lines
    assert [waiting(floor, queue) for queue in range(4)] == queues
    assert floor.waiting == [len(line) for line in queues]
    assert floor.seconds_until(now)[0] == pytest.approx(seconds)


def test_who_stands_apart_is_counted_and_not_in_line_and_lines_up_in_order_of_joining():
    floor = Floor([0], 1, 1)
    first, apart, third = (floor.joins(0, 1.0), floor.joins(0, 2.0), NOBODY)
    floor.stands_apart(0, apart)
    third = floor.joins(0, 3.0)
    assert (waiting(floor, 0), floor.waiting) == ([first, third], [3])
    floor.lines_up(0, apart)
    assert waiting(floor, 0) == [first, apart, third]
    floor.leaves(0, first, 4.0)
    assert (floor.ahead_of(third), floor.waiting) == (1, [2])
    alone = Floor([0], 1, 1)
    place = alone.joins(0, 1.0)
    alone.stands_apart(0, place)
    assert waiting(alone, 0) == []
    alone.leaves(0, place, 2.0)
    assert (waiting(alone, 0), alone.waiting, alone.seconds_until(9.0)[0]) == ([], [0], [1.0])
    place = alone.joins(0, 3.0)
    alone.stands_apart(0, place)
    alone.lines_up(0, place)
    assert (waiting(alone, 0), alone.last_waiting) == ([place], [place])


def test_who_steps_aside_keeps_the_place_and_does_not_wait():
    floor = Floor([0], 1, 1)
    first, second = floor.joins(0, 0.0), floor.joins(0, 0.0)
    floor.steps_aside(0, 1, 10.0)
    assert (waiting(floor, 0), floor.waiting, floor.on_hold) == ([first, second], [1], [1])
    assert floor.seconds_until(20.0)[0] == [30.0]
