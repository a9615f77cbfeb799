"""Episode: how an issue that closes is judged, by norms that stand or that a customer's experience moves."""

from __future__ import annotations

from sim.codes import Closing
from sim.engines.reference.records import Issue
from sim.rules.experience import quality, scores
from sim.rules.norms import adapted
from sim.world import World

RESOLVED = int(Closing.RESOLVED)
# as hoped; felt warmth, unhurried time and the scores; quality
Judged = tuple[bool, tuple[float, ...], float]


def episode_of(world: World) -> Episode:
    """Return what judges the episodes of a world."""
    return Adapting(world) if world.adapts > 0.0 else Episode(world)


class Episode:
    """Judge issues by the rules of experience."""

    def __init__(self, world: World) -> None:
        self._numbers, self._hoped = world.experience, world.returns.hoped

    def judged(self, issue: Issue, elapsed: float, control: float) -> Judged:
        """Judge an issue that took `elapsed` [s] as promptness counts it, with `control` over its job."""
        resolved = issue.closing == RESOLVED
        as_hoped = resolved and issue.hope_luck < self._hoped
        warmth, unhurried = worst_and_last(issue)
        found = scores(
            self._numbers, resolved, as_hoped, elapsed, issue.wait - issue.unfelt, issue.explained,
            warmth, unhurried, control,
        )  # fmt: skip
        return as_hoped, (warmth, unhurried, *found), quality(self._numbers, found, issue.severity)


class Adapting(Episode):
    """Judge each customer's issues by a norm of promptness of their own, which their experience moves.

    What a job took is no such experience: customers chose its time, or had it chosen.
    """

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self._usual, self._share = world.experience, world.adapts
        self._norms: dict[int, float] = {}
        self._teaches = [kind.job is None for kind in world.types]

    def judged(self, issue: Issue, elapsed: float, control: float) -> Judged:
        """Judge an issue by the customer's norm, and then let the norm move."""
        norm = self._norms.get(issue.customer, self._usual.promptness_norm)
        self._numbers = self._usual._replace(promptness_norm=norm)
        found = super().judged(issue, elapsed, control)
        if issue.closing == RESOLVED and self._teaches[issue.type]:
            self._norms[issue.customer] = adapted(self._share, norm, elapsed)
        return found


def worst_and_last(issue: Issue) -> tuple[float, float]:
    """Return warmth and unhurried time [s], the means of the worst and the last leg, or 0."""
    if len(issue.people) == 1 and issue.legs == 1:
        return issue.warmth, issue.unhurried
    if not issue.people:
        return 0.0, 0.0
    return (issue.worst_warmth + issue.warmth) / 2, (issue.worst_unhurried + issue.unhurried) / 2
