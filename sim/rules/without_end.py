"""Runs without end: how many events a run may make before it is stopped.

Source: assumption (an issue of a real centre makes a dozen events).
"""

from __future__ import annotations

from sim.rule import rule


@rule
def events_allowed(
    anyway: float, each: float, issues: float, agents: float, customers: float, elapsed: float
) -> float:
    """Return the events allowed by `elapsed` [s]: `each` an issue and an agent's day, one a customer's."""
    days = elapsed / 86_400.0 + 1.0
    return anyway + each * (issues + agents * days) + customers * days
