"""Handoff: who goes on with a contact, and for how long a tier talks that only refers.

Source: evidence.md E5, 3.8; semantics.md 7, 9.
"""

from __future__ import annotations

from sim.codes import AgentState
from sim.rule import rule

_TALK, _ACW = int(AgentState.TALK), int(AgentState.ACW)


@rule
def referred_talk(solvable: bool, share: float, talk: float) -> float:
    """Return the talk [s] of a tier that solves the issue, or only its `share` of it where it refers."""
    return talk if solvable else share * talk


@rule
def is_warm(share: float, u: float) -> bool:
    """Return whether the first agent stays at a handoff, as in a `share` of them."""
    return u < share


@rule
def may_hand_off(handoffs: int, most: int) -> bool:
    """Return whether a contact that was handed off so often may be once more."""
    return handoffs < most


@rule
def is_worth_waiting_for(longest: float, state: int) -> bool:
    """Return whether a contact waits up to `longest` [s] for an agent in this state: busy, not away."""
    return longest > 0.0 and state in (_TALK, _ACW)
