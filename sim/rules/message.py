"""Message: who leaves one instead of waiting on.

Source: assumption: a caller who is asked leaves one by a chance that the planner measures.
"""

from __future__ import annotations

from sim.rule import rule


@rule
def is_left(chance: float, u: float) -> bool:
    """Return whether a caller who is asked leaves a message."""
    return u < chance
