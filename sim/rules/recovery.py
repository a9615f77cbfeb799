"""Recovery: when the firm calls a customer of its own accord.

Source: evidence.md D3.4, D3.11, D4.7; that the call comes at a random moment is an assumption.
"""

from __future__ import annotations

from sim.rule import rule


@rule
def call_due(now: float, within: float, u: float) -> float:
    """Return when the firm means to call [s of the run]: at a random moment `within` so many seconds."""
    return now + u * within
