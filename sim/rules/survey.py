"""Survey: who answers when asked, and who would recommend the firm.

Source: evidence.md E17: the delighted and the angry answer more often than the indifferent, so that a survey
shows another picture than all customers would give (direction: D4.7; the figures are assumptions).
"""

from __future__ import annotations

from typing import NamedTuple

from sim.rule import rule


class SurveyNumbers(NamedTuple):
    """Numbers of a survey: chance of an answer, what extremes add to it, and the cuts of goodwill."""

    response: float
    extremes: float
    promoter_above: float
    detractor_below: float


@rule
def response_chance(n: SurveyNumbers, quality: float) -> float:
    """Return the chance that a customer answers about an episode of `quality`, or an array of these (E17)."""
    distance = 2.0 * quality - 1.0
    chance = n.response + n.extremes * distance * ((distance > 0.0) * 2 - 1)
    return (chance < 1.0) * chance + (chance >= 1.0) * 1.0


@rule
def answers(n: SurveyNumbers, quality: float, u: float) -> bool:
    """Return whether a customer answers about an episode of `quality` (E17)."""
    return u < response_chance(n, quality)


@rule
def recommends(n: SurveyNumbers, goodwill: float) -> int:
    """Return 1 for a promoter, -1 for a detractor, 0 between (E17).

    `goodwill`, trust plus tie, may be an array.
    """
    return (goodwill > n.promoter_above) * 1 - (goodwill < n.detractor_below) * 1
