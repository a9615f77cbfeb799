"""Test which free agent takes a contact, and which waiting contact a free agent serves."""

import pytest

from sim.floor import NOBODY, Floor
from sim.policies.discipline.fifo import select_contact
from sim.policies.routing.longest_idle import select_agent


@pytest.fixture
def floor():
    """Return a floor of two groups of two agents and three queues; nobody is there."""
    return Floor([0, 0, 1, 1], 2, 3)


def test_nobody_free_is_nobody(floor):
    assert select_agent((), floor, (0, 1), 0.5) == NOBODY


def test_the_longest_free_agent_of_the_groups_asked_for_is_taken(floor):
    for agent, since in ((1, 10.0), (3, 20.0), (0, 30.0)):
        floor.becomes_free(agent, since)
    assert select_agent((), floor, (0, 1), 0.5) == 1
    assert select_agent((), floor, (1,), 0.5) == 3
    floor.is_taken(1)
    assert select_agent((), floor, (0, 1), 0.5) == 3
    assert select_agent((), floor, (0,), 0.5) == 0


@pytest.mark.parametrize("groups", [(0, 1), (1, 0)])
def test_of_two_agents_free_since_the_same_moment_the_smaller_number_is_taken(floor, groups):
    floor.becomes_free(2, 10.0)
    floor.becomes_free(1, 10.0)
    assert select_agent((), floor, groups, 0.5) == 1


def test_nobody_waiting_is_nobody(floor):
    assert select_contact((), floor, (0, 1, 2)) == NOBODY


def test_the_queue_of_the_longest_wait_is_served_first(floor):
    floor.joins(2, 5.0)
    first = floor.joins(0, 3.0)
    floor.joins(0, 4.0)
    assert select_contact((), floor, (0, 1, 2)) == 0
    assert select_contact((), floor, (1, 2)) == 2
    floor.leaves(0, first, 6.0)
    assert select_contact((), floor, (2, 0)) == 0
    assert select_contact((), floor, (1,)) == NOBODY


@pytest.mark.parametrize(("queues", "expected"), [((0, 1), 0), ((1, 0), 1)])
def test_of_two_that_joined_at_once_the_queue_named_first_is_served(floor, queues, expected):
    floor.joins(0, 3.0)
    floor.joins(1, 3.0)
    assert select_contact((), floor, queues) == expected
