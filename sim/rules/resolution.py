"""Resolution: who can solve an issue, and what follows the end of a leg.

Source: evidence.md E3, E5; semantics.md 7.
"""

from __future__ import annotations

from sim.codes import End, Step
from sim.rule import rule

_DONE, _CUT, _UNSOLVED, _SHIFT_OVER = int(End.DONE), int(End.CUT), int(End.UNSOLVED), int(End.SHIFT_OVER)
_RESOLVED, _REFER, _PASS_ON, _CLOSE = int(Step.RESOLVED), int(Step.REFER), int(Step.PASS_ON), int(Step.CLOSE)


@rule
def can_solve(complexity: float, skill: float) -> bool:
    """Return whether an agent of `skill` can solve an issue of `complexity`, both shares (E5)."""
    return complexity <= skill


@rule
def is_referred(chance: float, u: float) -> bool:
    """Return whether a conversation of the first tier ends in a referral, where only its share is known."""
    return u < chance


@rule
def is_passed_on(share: float, u: float) -> bool:
    """Return whether a contact ended early goes to a colleague rather than being closed (E3)."""
    return u < share


@rule
def resolving_speed(skill: float, speed: float, measured: float) -> float:
    """Return how fast an agent resolves while talking: p times mu, in one unit for all agents.

    `measured` [issues per second of talk] stands where the pace knows it; below 0 it does not, and the
    share that the agent can solve counts, times the speed at which the work is done. Source: evidence.md
    3.7 (de Vericourt & Zhou 2005).
    """
    if measured >= 0.0:
        return measured
    if skill <= 0.0:
        return 0.0
    return speed if skill >= 1.0 else skill * speed


@rule
def next_step(end: int, solvable: bool, tier_above: bool, passes_on: bool) -> int:
    """Return the `Step` after a leg: solved, up to the next tier, to a colleague, or closed."""
    if end in (_CUT, _UNSOLVED):
        return _PASS_ON if passes_on else _CLOSE
    if end == _DONE and solvable:
        return _RESOLVED
    if end == _DONE and tier_above:
        return _REFER
    return _PASS_ON if end == _SHIFT_OVER else _CLOSE
