"""Columns: what the centre remembers of customers and of what agents can, by index."""

from __future__ import annotations

from array import array
from collections.abc import Iterable

from sim.codes import Problem


class CallList:
    """Whom a campaign calls, by index: calls made, when the next is due [s], and who is due after.

    `whose`: the identity for luck. People whom nobody has called are due in the order of their indices.
    """

    __slots__ = ("after", "due", "tries", "whose")

    def __init__(self, whose: list[int], due: list[float]) -> None:
        self.whose, self.due = whose, due
        self.tries = [0] * len(due)
        self.after = [-1] * len(due)


class Customers:
    """Every customer's state, by index: trust, tie, remembered failures, and when it was brought up to date.

    `norm`: the time to resolution [s] that the customer is used to; no column where norms stand.
    `noted_trust`: as the measured window opened and closed, 0 of who was not there; `noted_problem`: at the
    last such moment. Where customers come and go all who may come have a place from the day on which they
    think of it, and there are more columns: `is_there`, `to_bear` (the hazard that is left), `joined_at`,
    `open_issues`, `worst_loss` of trust and its `worst_cause`. `heard`: how many more people heard good than
    bad of the firm, by day, today last.
    """

    __slots__ = (
        "failures",
        "heard",
        "is_there",
        "joined_at",
        "norm",
        "noted_problem",
        "noted_trust",
        "of_segment",
        "open_issues",
        "problem",
        "tie",
        "to_bear",
        "trust",
        "trust_since",
        "worst_cause",
        "worst_loss",
    )  # fmt: skip

    def __init__(self, of_segment: Iterable[int], tie: Iterable[float], trust: Iterable[float]) -> None:
        self.of_segment = array("q", of_segment)
        self.tie, self.trust = array("d", tie), array("d", trust)
        count = len(self.trust)
        nothing, none = array("d", [0.0]) * count, array("q", [int(Problem.NONE)]) * count
        self.trust_since, self.failures = array("d", nothing), array("d", nothing)
        self.norm = array("d")
        self.problem, self.noted_problem = array("q", none), none
        self.noted_trust = [array("d", nothing), array("d", nothing)]
        self.is_there: list[bool] = []
        self.to_bear, self.joined_at, self.worst_loss = array("d"), array("d"), array("d")
        self.open_issues, self.worst_cause = array("q"), array("q")
        self.heard: list[float] = []

    def come_and_go(self, endurance: list[float], heard: list[float]) -> None:
        """Add the columns of customers who come and go: what hazard each bears, and what was heard by day."""
        nothing, none = array("d", [0.0]) * len(endurance), array("q", [0]) * len(endurance)
        self.is_there, self.to_bear, self.heard = [True] * len(endurance), array("d", endurance), heard
        self.joined_at, self.worst_loss = array("d", nothing), array("d", nothing)
        self.open_issues, self.worst_cause = array("q", none), none

    def make_room(self, candidates: int) -> None:
        """Add places for so many people who think of becoming customers."""
        nothing, none = [0.0] * candidates, [0] * candidates
        if self.norm:
            self.norm.extend(nothing)
        for column in (
            self.tie, self.trust, self.trust_since, self.failures, self.to_bear, self.joined_at,
            self.worst_loss, *self.noted_trust,
        ):  # fmt: skip
            column.extend(nothing)
        for codes in (
            self.of_segment, self.problem, self.noted_problem, self.open_issues, self.worst_cause,
        ):  # fmt: skip
            codes.extend(none)
        self.is_there.extend([False] * candidates)


class People:
    """What agents can, by agent: `warmth`, and by queue `skill` and `speed`, and both once all is learned."""

    __slots__ = ("full_skill", "full_speed", "skill", "speed", "warmth")

    def __init__(self, agents: int, queues: int) -> None:
        self.warmth = [0.0] * agents
        self.skill = [[0.0] * queues for _ in range(agents)]
        self.speed = [[0.0] * queues for _ in range(agents)]
        self.full_skill = [[0.0] * queues for _ in range(agents)]
        self.full_speed = [[0.0] * queues for _ in range(agents)]
