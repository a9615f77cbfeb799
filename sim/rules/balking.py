"""Balking: who does not begin to wait.

Source: semantics.md 10 (patience is the wait a customer would accept); Ancker & Gafarian 1963,
Operations Research 11(1):88-100 (balking and reneging).
"""

from __future__ import annotations

from sim.rule import rule


@rule
def announced_wait(waiting: int, handle_time: float, on_duty: int) -> float:
    """Return the wait [s] that a new contact is told: those in line and itself, at the agents' mean pace."""
    return (waiting + 1) * handle_time / (on_duty if on_duty > 0 else 1)


@rule
def balks(chance: float, u: float, announced: float, patience: float) -> bool:
    """Return whether a customer hangs up at once: by chance, or told a wait beyond the patience [s]."""
    return u < chance or announced > patience
