"""Work: how much an issue needs, how much a leg wants, how much is left after it.

Source: evidence.md E1, E3, E5; semantics.md 7.
"""

from __future__ import annotations

from typing import NamedTuple

from sim.rule import rule


class WorkNumbers(NamedTuple):
    """Numbers of the work rules: seconds, and shares of the original work."""

    reexplain: float
    diagnosis: float
    least_left: float


@rule
def want(n: WorkNumbers, original: float, left: float, explains: bool, solvable: bool) -> float:
    """Return the talk [s] a leg needs: what is left, or the diagnosis where this tier cannot solve it.

    A person who has not met the issue first hears it again (E1).
    """
    wish = left
    if not solvable and n.diagnosis * original < left:
        wish = n.diagnosis * original
    return wish + n.reexplain if explains else wish


@rule
def left_after(n: WorkNumbers, left: float, talk: float, explained: bool, notes: float) -> float:
    """Return the work left [s] after `talk` seconds of which the share `notes` is carried on (E3)."""
    useful = talk - n.reexplain if explained else talk
    if useful > 0.0:
        left = left - notes * useful
    return left if left > n.least_left else n.least_left
