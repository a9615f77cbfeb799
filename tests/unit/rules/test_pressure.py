"""Test how many wait for each agent."""

from sim.rules.pressure import crowd


def test_a_crowd_is_what_waits_for_each_agent_on_duty():
    assert crowd(8, 20) == 0.4
    assert crowd(0, 20) == 0.0


def test_with_nobody_on_duty_the_whole_line_counts():
    assert crowd(8, 0) == 8.0
