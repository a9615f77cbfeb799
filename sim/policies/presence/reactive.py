"""A share of a group does other work, or rests, until the line calls.

Source: M. Yadin & P. Naor, "Queueing systems with a removable service station", Operational Research
Quarterly 14 (1963) 393-405 (come at so many); D. P. Heyman, "The T-policy for the M/G/1 queue", Management
Science 23 (1977) 775-778 (come after so long). That back offices and team leaders work so is practice.
"""

from __future__ import annotations

from math import inf
from typing import Literal, Self

from pydantic import model_validator

from sim.codes import AgentState
from sim.policies.presence.base import Presence
from sim.quantities import Count, Duration, Share
from sim.rule import rule

STATES = {"other_work": AgentState.OTHER_WORK, "flexible_break": AgentState.FLEXIBLE_BREAK}


@rule
def aside(numbers: tuple[float, ...], rostered: int) -> int:
    """Return share x rostered, rounded, half down; the first of the numbers is the share."""
    wanted = numbers[0] * rostered - 0.5
    whole = int(wanted)
    return whole + 1 if wanted > whole else whole


@rule
def calls(numbers: tuple[float, ...], waiting: int) -> bool:
    """Return whether so many wait as the second number says."""
    return waiting >= numbers[1]


@rule
def calls_after(numbers: tuple[float, ...]) -> float:
    """Return the third number [s]."""
    return numbers[2]


@rule
def goes_after(numbers: tuple[float, ...]) -> float:
    """Return the fourth number [s]."""
    return numbers[3]


@rule
def does(numbers: tuple[float, ...]) -> int:
    """Return the state that the fifth number says."""
    return int(numbers[4])


class Reactive(Presence):
    """A share of the agents is aside until so many wait, or one has waited so long."""

    kind: Literal["reactive"]
    share: Share
    """Share of those planned for contacts who may be aside at once, rounded to whole agents, half down
    (assumption: ask the team leaders)."""
    waiting: Count | None = None
    """From this many contacts in the group's line on, each that joins fetches an agent; left out: none."""
    waited: Duration | None = None
    """Wait of a contact after which it fetches an agent; none does if left out."""
    goes_after: Duration = 120.0
    """How long the line has to be empty until agents who are free go aside (assumption)."""
    does: Literal["other_work", "flexible_break"] = "other_work"
    """What they do aside; both are paid."""

    @model_validator(mode="after")
    def _is_called(self) -> Self:
        """Refuse agents whom nothing ever calls."""
        if self.waiting is None and self.waited is None:
            wrong = "is called by nothing (got neither waiting nor waited; allowed one or both)."
            raise ValueError(f"{wrong} Say what calls the agents who are aside.")
        return self

    def numbers(self) -> tuple[float, ...]:
        """Return (share, contacts waiting, wait [s], time empty [s], AgentState)."""
        return (
            self.share,
            inf if self.waiting is None else float(self.waiting),
            inf if self.waited is None else self.waited,
            self.goes_after,
            float(STATES[self.does]),
        )
