"""Complaint: who goes to a lawyer, an ombudsman or the press.

Source: evidence.md E14 (most people injured by negligence do not sue: Localio et al. 1991, NEJM 325:245-251).
"""

from __future__ import annotations

from sim.rule import rule


@rule
def complains(threshold: float, goodwill: float) -> bool:
    """Return whether a customer who was failed takes formal action: with too little `goodwill` left (E14)."""
    return goodwill < threshold
