"""Test the pressure of a crowd."""

from sim.rules.pressure import congestion


def test_pressure_is_the_waiting_per_agent_on_duty():
    assert congestion(0.5, 8, 20) == 0.2
    assert congestion(0.5, 0, 20) == 0.0
    assert congestion(0.0, 8, 20) == 0.0


def test_nobody_on_duty_counts_as_one():
    assert congestion(0.5, 8, 0) == 4.0
