"""Episode: how an issue that closes is judged, by norms that stand or that a customer's experience moves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.codes import Closing
from sim.engines.reference.records import Issue
from sim.rules.experience import Scores, quality, scores
from sim.rules.norms import adapted
from sim.world import World

if TYPE_CHECKING:
    from sim.engines.reference.amending import Amending

RESOLVED = int(Closing.RESOLVED)
# what it felt like: warmth, and unhurried time [s]
Felt = tuple[float, float]
NOTHING: Felt = (0.0, 0.0)
# as hoped, quality, what it felt like, and the scores
Judged = tuple[bool, float, Felt, Scores]


def episode_of(world: World, amending: Amending | None, norms: dict[int, float]) -> Episode:
    """Return what judges the episodes of a world, with the amends for failures and the customers' norms."""
    return Adapting(world, amending, norms) if world.adapts > 0.0 else Episode(world, amending)


class Episode:
    """Judge issues by the rules of experience."""

    def __init__(self, world: World, amending: Amending | None) -> None:
        self._numbers, self._hoped, self._amending = world.experience, world.returns.hoped, amending

    def judged(self, issue: Issue, elapsed: float, control: float) -> Judged:
        """Judge an issue that took `elapsed` [s] as promptness counts it, with `control` over its job."""
        severity, hoped = issue.severity, self._hoped
        if severity > 0.0 and self._amending is not None:
            severity, hoped = self._amending.settles(issue, hoped)
        resolved = issue.closing == RESOLVED
        as_hoped = resolved and issue.hope_luck < hoped
        warmth, unhurried = felt = worst_and_last(issue)
        found = scores(
            self._numbers, resolved, as_hoped, elapsed, issue.wait - issue.unfelt, issue.explained,
            warmth, unhurried, control,
        )  # fmt: skip
        return as_hoped, quality(self._numbers, found, severity), felt, found


class Adapting(Episode):
    """Judge each customer's issues by a norm of promptness of their own, which their experience moves.

    What a job took is no such experience: customers chose its time, or had it chosen.
    """

    def __init__(self, world: World, amending: Amending | None, norms: dict[int, float]) -> None:
        super().__init__(world, amending)
        self._usual, self._share = world.experience, world.adapts
        self._norms = norms
        self._teaches = [kind.job is None for kind in world.types]

    def judged(self, issue: Issue, elapsed: float, control: float) -> Judged:
        """Judge an issue by the customer's norm, and then let the norm move."""
        norm = self._norms.get(issue.customer, self._usual.promptness_norm)
        self._numbers = self._usual._replace(promptness_norm=norm)
        found = super().judged(issue, elapsed, control)
        if issue.closing == RESOLVED and self._teaches[issue.type]:
            self._norms[issue.customer] = adapted(self._share, norm, elapsed)
        return found


def worst_and_last(issue: Issue) -> Felt:
    """Return the means of the worst and the last leg, or nothing where there was none."""
    if not issue.told:
        return NOTHING
    return (issue.worst_warmth + issue.warmth) / 2, (issue.worst_unhurried + issue.unhurried) / 2
