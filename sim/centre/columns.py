"""Columns: what the centre remembers of customers and of what agents can, by index."""

from __future__ import annotations

from array import array
from collections.abc import MutableMapping, MutableSequence
from typing import Any

from sim.codes import Problem

Column = MutableSequence[float] | MutableMapping[int, float]
Codes = MutableSequence[int] | MutableMapping[int, int]


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
    `noted_trust`: as the measured window opened and closed; `noted_problem`: at the last such moment. Where
    customers come and go the columns are mappings, and there are more: `to_bear` (the hazard that is left),
    `joined_at`, `open_issues`, `worst_loss` of trust and its `worst_cause`. `heard`: how many more people
    heard good than bad of the firm, by day, today last; `heard_per_day`: a day, lately.
    """

    __slots__ = (
        "failures",
        "heard",
        "heard_per_day",
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

    def __init__(self, of_segment: list[int], tie: list[float], trust: list[float]) -> None:
        self.of_segment: Codes = of_segment
        self.tie: Column = array("d", tie)
        self.trust: Column = array("d", trust)
        self.trust_since: Column = array("d", [0.0] * len(trust))
        self.norm: Column = array("d")
        self.failures: Column = array("d", [0.0] * len(trust))
        self.problem: Codes = [int(Problem.NONE)] * len(trust)
        self.noted_trust: list[Any] = []
        self.noted_problem: Any = []
        self.to_bear: dict[int, float] = {}
        self.joined_at: dict[int, float] = {}
        self.open_issues: dict[int, int] = {}
        self.worst_loss: dict[int, float] = {}
        self.worst_cause: dict[int, int] = {}
        self.heard: list[float] = []
        self.heard_per_day = 0.0

    def by_customer(self) -> list[Any]:
        """Return all columns of who is there."""
        kept = (
            self.of_segment,
            self.tie,
            self.trust,
            self.trust_since,
            self.norm,
            self.failures,
            self.problem,
        )
        more = (self.to_bear, self.joined_at, self.worst_loss, self.worst_cause, self.noted_problem)
        return [*kept, *more, *self.noted_trust]


class People:
    """What agents can, by agent: `warmth`, and by queue `skill` and `speed`, and both once all is learned."""

    __slots__ = ("full_skill", "full_speed", "skill", "speed", "warmth")

    def __init__(self, agents: int, queues: int) -> None:
        self.warmth = [0.0] * agents
        self.skill = [[0.0] * queues for _ in range(agents)]
        self.speed = [[0.0] * queues for _ in range(agents)]
        self.full_skill = [[0.0] * queues for _ in range(agents)]
        self.full_speed = [[0.0] * queues for _ in range(agents)]
