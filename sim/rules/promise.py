"""Promise: work that is done after the report, in the firm's time or in the customer's.

Source: evidence.md E9c (D2: routine service satisfies more in the customer's own time, urgent service at
once); the form of `control` where the notes leave room is stated in DESIGN.md.
"""

from __future__ import annotations

from typing import NamedTuple

from sim.rule import rule


class PromiseNumbers(NamedTuple):
    """Numbers of jobs: chance to meet a customer too early, severity of a forgotten promise."""

    available: float
    severity: float


@rule
def wanted_at(opened: float, urgent: float, u: float, later: float) -> float:
    """Return when the customer prefers the job [s]: at once if it is urgent, else `later` [s] than that."""
    return opened if u < urgent else opened + later


@rule
def is_available(available: float, begun: float, preferred: float, u: float) -> bool:
    """Return whether a job tried at `begun` [s] finds the customer, who is there from `preferred` on."""
    return begun >= preferred or u < available


@rule
def lateness(begun: float, preferred: float) -> float:
    """Return how much later than preferred a job begins [s]: the time that promptness is judged by."""
    return begun - preferred if begun > preferred else 0.0


@rule
def control(asked: bool, begun: float, preferred: float, reported: float) -> float:
    """Score the customer's control over a job.

    +1 asked and done at the preferred time, 0 done then unasked; -1 imposed at another time: sooner, later as
    after a forgotten promise, or never. Who prefers a moment before the report is in time with it.
    """
    due = preferred if preferred > reported else reported
    if begun != due:
        return -1.0
    return 1.0 if asked else 0.0
