"""Attendance: how much of the planned time agents are there to take contacts.

Three things take time away, one after the other, and must not be mixed up. Absence: who does not come to a
shift at all. Shrinkage: paid time of those who come that is planned for other things than contacts. Lack
of adherence: time planned for contacts in which they are not there. Breaks are planned apart from all three.
"""

from __future__ import annotations

from typing import NamedTuple

from sim.rule import rule


class AttendanceNumbers(NamedTuple):
    """Numbers of a group's attendance: shares, and the longest stretch away [s]."""

    absence: float
    absence_paid: bool
    shrinkage: float
    away_for: float
    adherence: float


@rule
def expected_share(absence: float, shrinkage: float, adherence: float) -> float:
    """Return the expected share of the shift, breaks left out, in which an agent can take contacts."""
    return (1.0 - absence) * (1.0 - shrinkage) * adherence


@rule
def late_share(adherence: float, u: float) -> float:
    """Return the share by which each stretch of a day begins late; its mean over `u` is 1 - adherence.

    Source: assumption; uniform between nothing and twice the mean.
    """
    return 2.0 * u * (1.0 - adherence)
