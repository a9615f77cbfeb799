"""Hanging up: some agents who are held to a target end some conversations at once.

Source: Anonymous Bank, February 1999 (Technion; Mandelbaum): four of 24 agents end 10 to 19 % of their calls
in under 10 s, and those callers call again within five minutes in 36 % of cases, against 1 % after other
calls. DESIGN.md E2a.
"""

from __future__ import annotations

from typing import NamedTuple

from sim.rule import rule


class HangUpNumbers(NamedTuple):
    """Share of agents who do it, share of their calls, when [s], and the crowd above which they do."""

    agents: float
    calls: float
    after: float
    above: float


@rule
def hangs_up(n: HangUpNumbers, crowd: float, u_agent: float, u_call: float) -> bool:
    """Return whether an agent of luck `u_agent` hangs up on a conversation of luck `u_call`."""
    return crowd > n.above and u_agent < n.agents and u_call < n.calls


@rule
def calls_straight_back(chance: float, u: float) -> bool:
    """Return whether a customer on whom an agent hung up calls again at once."""
    return u < chance
