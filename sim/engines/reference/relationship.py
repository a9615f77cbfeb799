"""Relationship: the customers' trust, kept between episodes by the rules of trust."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable
from copy import copy
from math import inf
from typing import Any

from sim.codes import Cause, Problem
from sim.logs import PACK
from sim.luck import CUSTOMER, Luck
from sim.rules.failure import breach
from sim.rules.trust import fade, first_trust, forget, is_engaged, learn, tie_of
from sim.world import CustomerNumbers, World

GOOD, POOR = int(Problem.GOOD), int(Problem.POOR)
pack_row = PACK["customers"]
NO_PROBLEM, STAYS = int(Problem.NONE), int(Cause.NONE)
NOT_THERE = 0.0


class Relationship:
    """Hold every customer's state: trust, tie, remembered failures, and the time it was brought up to [s].

    A state is indexed by customer; where customers come and go, it is a mapping (`loyalty.py`).
    `norms`: the time to resolution [s] that customers got used to, of those whose experience moved it.
    """

    def __init__(self, world: World, luck: Luck) -> None:
        customers, n = world.customers, world.trust
        draws = luck.block(CUSTOMER, 1, customers.total).tolist()
        self._failure_numbers, self._trust_numbers = world.failure, n
        self._by_segment = [n._replace(level=level) for level in customers.levels]
        self.segment: Any = [self.segment_of(customers, u[2]) for u in draws]
        self.tie: Any = array("d", [tie_of(n, u[1]) for u in draws])
        self.trust: Any = array(
            "d", [first_trust(n, customers.levels[s], u[0]) for u, s in zip(draws, self.segment, strict=True)]
        )
        self.since: Any = array("d", [0.0] * customers.total)
        self.problem: Any = [NO_PROBLEM] * customers.total
        self._numbers: Any = [self._by_segment[s] for s in self.segment]
        self._failures: Any = array("d", [0.0] * customers.total)
        self.norms: dict[int, float] = {}
        self._seen: list[Any] = []
        self._problems: Any = self.problem

    @staticmethod
    def segment_of(customers: CustomerNumbers, u: float) -> int:
        """Return the segment of a customer whose luck is `u`."""
        return min(bisect_left(customers.up_to, u), len(customers.up_to) - 1)

    def everybody(self) -> Iterable[int]:
        """Return all customers of the moment."""
        return range(len(self.trust))

    def trust_at(self, customer: int, now: float) -> float:
        """Bring a customer up to `now` [s] and return the trust."""
        trust: float = self.trust[customer]
        elapsed = now - self.since[customer]
        if elapsed <= 0.0:
            return trust
        n, failures = self._numbers[customer], self._failures[customer]
        self.since[customer] = now
        if failures > 0.0:
            self._failures[customer] = forget(n, failures, elapsed)
        self.trust[customer] = trust = fade(n, trust, elapsed)
        return trust

    def fails(self, customer: int, severity: float, now: float) -> None:
        """Let a failure of `severity` break some of the trust."""
        self.trust[customer] = breach(self._failure_numbers, self.trust_at(customer, now), severity)

    def remembers_failure(self, customer: int, problem: int) -> None:
        """Add a failure to those the customer remembers, and note what became of it: a Problem."""
        self._failures[customer] += 1.0
        self.problem[customer] = problem

    def remembers_recovery(self, customer: int, good: bool, now: float) -> float:
        """Remember how a failure was handled, a poor recovery as a second failure; return the trust."""
        self.remembers_failure(customer, GOOD if good else POOR)
        if not good and self._failure_numbers.second > 0.0:
            self.fails(customer, self._failure_numbers.second, now)
            self.remembers_failure(customer, POOR)
        trust: float = self.trust[customer]
        return trust

    def learns(self, customer: int, quality: float, failed: bool, now: float) -> tuple[float, float]:
        """Let an episode of `quality` move the trust; return trust before and after it."""
        n = self._numbers[customer]
        before = self.trust_at(customer, now)
        gain = n.gain_failure if failed else n.gain_routine
        after = self.trust[customer] = learn(n, before, quality, gain, self._failures[customer])
        return before, after

    def survey(self, now: float) -> None:
        """Note how everybody stands at `now`, the first time for the start and the second for the end."""
        for customer in self.everybody():
            self.trust_at(customer, now)
        self._seen.append(copy(self.trust))
        self._problems = self.problem.copy()

    def rows(self, horizon: float) -> list[bytes]:
        """Return the rows of those who are still there at the end of the run [s]."""
        del horizon
        start, end = self._seen
        return [
            self.row(customer, start[customer], end[customer], self._problems[customer], 0.0, inf, STAYS)
            for customer in self.everybody()
        ]

    def row(
        self, customer: int, start: float, end: float, problem: int, joined: float, left: float, cause: int
    ) -> bytes:
        """Return a row: trust at both surveys, 0 where not there, when one joined and left [s], and why."""
        tie = self.tie[customer]
        n = self._trust_numbers
        engaged = [trust > NOT_THERE and is_engaged(n, trust, tie) for trust in (start, end)]
        return pack_row(
            customer, self.segment[customer], tie, start, end, *engaged, problem, joined, left, cause
        )  # fmt: skip
