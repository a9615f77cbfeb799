"""Test which free agent takes a contact, and which waiting contact a free agent serves."""

from math import inf

import pytest

from sim.floor import NOBODY
from sim.policies.discipline.ageing_priority import select_contact as ageing_priority
from sim.policies.discipline.earliest_due import select_contact as earliest_due
from sim.policies.discipline.fifo import select_contact
from sim.policies.discipline.longest_weighted_wait import select_contact as longest_weighted_wait
from sim.policies.discipline.static_priority import select_contact as static_priority
from sim.policies.routing.best_resolver import select_agent as best_resolver
from sim.policies.routing.least_occupied import select_agent as least_occupied
from sim.policies.routing.longest_idle import select_agent
from sim.policies.routing.random import select_agent as random
from sim.policies.routing.skill_priority import select_agent as skill_priority
from tests.floors import Standing


@pytest.fixture
def run():
    """Return two groups of two agents and three queues; nobody is there."""
    return Standing([0, 0, 1, 1], 2, 3)


@pytest.fixture
def floor(run):
    """Return the floor of the run, which policies read."""
    return run.floor


def test_nobody_free_is_nobody(floor):
    assert select_agent((), floor, (0, 1), 0, NOBODY, 0.5, 40.0) == NOBODY


def test_the_longest_free_agent_of_the_groups_asked_for_is_taken(run, floor):
    for agent, since in ((1, 10.0), (3, 20.0), (0, 30.0)):
        run.free(agent, since)
    assert select_agent((), floor, (0, 1), 0, NOBODY, 0.5, 40.0) == 1
    assert select_agent((), floor, (1,), 0, NOBODY, 0.5, 40.0) == 3
    run.take(1, 35.0)
    assert select_agent((), floor, (0, 1), 0, NOBODY, 0.5, 40.0) == 3
    assert select_agent((), floor, (0,), 0, NOBODY, 0.5, 40.0) == 0


@pytest.mark.parametrize("groups", [(0, 1), (1, 0)])
def test_of_two_agents_free_since_the_same_moment_the_smaller_number_is_taken(run, floor, groups):
    run.free(2, 10.0)
    run.free(1, 10.0)
    assert select_agent((), floor, groups, 0, NOBODY, 0.5, 40.0) == 1


def test_nobody_waiting_is_nobody(floor):
    assert select_contact((), floor, (0, 1, 2), 9.0) == NOBODY


def test_the_queue_of_the_longest_wait_is_served_first(run, floor):
    run.join(2, 5.0)
    first = run.join(0, 3.0)
    run.join(0, 4.0)
    assert select_contact((), floor, (0, 1, 2), 9.0) == 0
    assert select_contact((), floor, (1, 2), 9.0) == 2
    run.leave(first, 6.0)
    assert select_contact((), floor, (2, 0), 9.0) == 0
    assert select_contact((), floor, (1,), 9.0) == NOBODY


@pytest.mark.parametrize(("queues", "expected"), [((0, 1), 0), ((1, 0), 1)])
def test_of_two_that_joined_at_once_the_queue_named_first_is_served(run, floor, queues, expected):
    run.join(0, 3.0)
    run.join(1, 3.0)
    assert select_contact((), floor, queues, 9.0) == expected


def all_free(run, *since):
    for agent, moment in enumerate(since):
        run.free(agent, moment)


def test_the_lowest_rank_for_the_queue_goes_first_and_of_equals_the_longest_idle(run, floor):
    all_free(run, 10.0, 20.0, 30.0, 40.0)
    floor.rank = [[2, 1], [1, 1], [1, 7]]
    chosen = [skill_priority((), floor, (0, 1), queue, NOBODY, 0.5, 50.0) for queue in range(3)]
    assert chosen == [2, 0, 0]
    assert skill_priority((), floor, (0,), 0, NOBODY, 0.5, 50.0) == 0


def test_the_best_resolver_at_the_queue_goes_first(run, floor):
    all_free(run, 10.0, 20.0, 30.0, 40.0)
    floor.resolves = [[0.6, 0.6, 0.76, 0.1], [0.6, 0.6, 0.5, 0.5], [0.0] * 4]
    assert [best_resolver((), floor, (0, 1), queue, NOBODY, 0.5, 50.0) for queue in range(3)] == [2, 0, 0]


def test_the_least_occupied_has_idled_the_largest_share_of_the_time_since_coming_to_work(run, floor):
    for agent in range(3):
        run.turn_to(agent, "AVAILABLE", 0.0)
    all_free(run, 0.0, 0.0, 0.0)
    run.take(0, 50.0)
    run.take(1, 10.0)
    run.free(1, 40.0)  # busy for 30 s of 100
    run.free(0, 90.0)  # busy for 40 s of 100, although free for the shorter time
    assert least_occupied((), floor, (0,), 0, NOBODY, 0.5, 100.0) == 1
    assert least_occupied((), floor, (0, 1), 0, NOBODY, 0.5, 100.0) == 2
    run.take(1, 100.0)
    run.turn_to(1, "BREAK", 100.0)  # a break counts for nothing
    run.turn_to(1, "AVAILABLE", 200.0)
    run.free(1, 200.0)
    assert floor.signed_seconds[1] + (300.0 - floor.signed_since[1]) == 200.0
    run.take(1, 300.0)
    run.turn_to(1, "OFF", 300.0)
    run.turn_to(1, "AVAILABLE", 400.0)  # a new day starts from zero
    assert (floor.signed_seconds[1], floor.idle_seconds[1]) == (0.0, 0.0)


@pytest.mark.parametrize(("u", "expected"), [(2**-53, 1), (0.3, 0), (0.51, 2), (0.76, 3), (1 - 2**-53, 3)])
def test_chance_takes_each_free_agent_for_an_equal_share_of_luck(run, floor, u, expected):
    for agent in (1, 0, 2, 3):
        run.free(agent, 10.0)
    assert random((), floor, (0, 1), 0, NOBODY, u, 50.0) == expected


def test_the_lowest_order_is_served_first_and_of_equals_the_longest_wait(run, floor):
    for queue in (2, 1, 0):
        run.join(queue, 10.0 - queue)
    assert static_priority((1.0, 2.0, 3.0), floor, (0, 1, 2), 20.0) == 0
    assert static_priority((1.0, 1.0, 3.0), floor, (0, 1, 2), 20.0) == 1
    assert static_priority((2.0, inf, inf), floor, (1, 2), 20.0) == 2


def test_points_age_until_the_longer_wait_overtakes(run, floor):
    run.join(1, 0.0)
    run.join(0, 60.0)
    numbers = (100.0, 1.0, 0.0, 2.0)  # 100 + (t - 60) against 2 t: level at 40 s, never before the join
    assert ageing_priority(numbers, floor, (0, 1), 60.0) == 1
    assert ageing_priority((100.0, 1.0, 0.0, 1.5), floor, (0, 1), 70.0) == 0  # 110 against 105
    assert ageing_priority((100.0, 1.0, 0.0, 1.5), floor, (0, 1), 80.0) == 1  # level: the earlier one
    assert ageing_priority((100.0, 1.0, 0.0, 1.5), floor, (0, 1), 90.0) == 1  # 130 against 135


def test_a_weighted_wait_and_a_due_time_are_compared_across_queues(run, floor):
    run.join(0, 50.0)
    run.join(1, 0.0)
    assert longest_weighted_wait((3.0, 1.0), floor, (0, 1), 70.0) == 1  # 60 against 70
    assert longest_weighted_wait((3.0, 1.0), floor, (0, 1), 80.0) == 0  # 90 against 80
    assert earliest_due((20.0, 60.0), floor, (0, 1), 80.0) == 1  # due at 70 and at 60
    assert earliest_due((20.0, 90.0), floor, (0, 1), 80.0) == 0
