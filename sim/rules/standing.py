"""Standing: who stands before whom in a line.

Source: A. Cobham, "Priority assignment in waiting line problems", Operations Research 2 (1954) 70-76, for
priorities; A. Mandelbaum, A. Sakov & S. Zeltyn, "Empirical analysis of a call center" (2001), for a head
start.
"""

from __future__ import annotations

from sim.rule import rule


@rule
def goes_before(first: float, then: float, other_first: float, other_then: float) -> bool:
    """Return whether one pair of numbers goes before another one.

    The lower first number does, or the lower second one where the first are equal; equal pairs do not.
    """
    return first < other_first or (first == other_first and then < other_then)


@rule
def is_marked(share: float, u: float) -> bool:
    """Return whether a customer is one of a `share` of all that is picked by chance."""
    return u < share
