"""Call whoever says in a survey that the issue is not resolved: it is reopened.

Source: D4.7 (assuming that customers are satisfied is unsafe); within which time is a choice.
"""

from __future__ import annotations

from typing import Literal

from sim.policies.outreach.base import Outreach, Reached
from sim.quantities import PositiveDuration
from sim.rule import rule


@rule
def reaches(numbers: tuple[float, ...], u: float) -> Reached:
    """Return that failures as such encourage nobody."""
    return 0.0, 0.0


@rule
def calls_within(numbers: tuple[float, ...]) -> float:
    """Return the time [s] in which a dissatisfied respondent is called, the only number."""
    return numbers[0]


class SurveyTriggered(Outreach):
    """A dissatisfied customer who has given up and answers the survey is called once."""

    kind: Literal["survey_triggered"]
    within: PositiveDuration = 172800.0
    """Time in which the call is made, at a random moment within opening hours."""

    def numbers(self) -> tuple[float, ...]:
        """Return (time until the call [s],)."""
        return (self.within,)
