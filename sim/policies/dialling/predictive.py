"""Dial more numbers than there are free agents, as far as a cap on calls nobody speaks to allows.

Source: D. A. Samuelson, "Predictive dialing for outbound telephone call centers", Interfaces 29:5 (1999)
66-81 (pacing by free agents and by the share abandoned); the cap of 3 % of answered calls is that of 16 CFR
310.4(b)(4) in the United States. That it is kept hour by hour, and by never letting more ring than might be
abandoned, is the house's rule.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from sim.policies.dialling.base import Dialling
from sim.quantities import Factor, Share
from sim.rule import rule


@rule
def reserves(numbers: tuple[float, ...]) -> bool:
    """Return that no agent is held."""
    return False


@rule
def prepares(numbers: tuple[float, ...]) -> float:
    """Return that it is dialled at once [s]."""
    return 0.0


@rule
def rings(numbers: tuple[float, ...], free: int, reached: int, abandoned: int) -> int:
    """Return how many calls may ring; numbers are (calls per free agent, cap).

    Never so many that the share abandoned passes the cap if all of them are answered at this moment: `spare`
    calls beyond the agents, with (abandoned + spare) / (reached + spare) at most the cap.
    """
    spare = (numbers[1] * reached - abandoned) / (1.0 - numbers[1])
    beyond = int(spare) if spare > 0.0 else 0
    wanted = int(numbers[0] * free)
    return wanted if wanted < free + beyond else free + beyond


class Predictive(Dialling):
    """Several numbers ring for each free agent, as far as the cap on abandoned calls allows."""

    kind: Literal["predictive"]
    calls_per_agent: Annotated[Factor, Field(ge=1, le=10)] = 2.0
    """Calls that may ring for each free agent (assumption)."""
    cap: Annotated[Share, Field(lt=1.0)] = 0.03
    """Largest share of the calls answered in an hour that nobody is free for (16 CFR 310.4)."""

    def numbers(self) -> tuple[float, ...]:
        """Return (calls per free agent, cap)."""
        return self.calls_per_agent, self.cap
