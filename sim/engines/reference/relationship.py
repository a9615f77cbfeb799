"""Relationship: the customers' trust, kept between episodes by the rules of trust."""

from __future__ import annotations

from bisect import bisect_left

from sim.codes import Problem
from sim.logs import PACK
from sim.luck import CUSTOMER, Luck
from sim.rules.failure import breach
from sim.rules.trust import fade, first_trust, forget, is_engaged, learn, tie_of
from sim.world import World

pack_row = PACK["customers"]


class Relationship:
    """Hold every customer's state: trust, tie, remembered failures, and the time it was brought up to."""

    def __init__(self, world: World, luck: Luck) -> None:
        customers, n = world.customers, world.trust
        draws = luck.block(CUSTOMER, 1, customers.total).tolist()
        last = len(customers.up_to) - 1
        self._failure, self._trust = world.failure, n
        by_segment = [n._replace(level=level) for level in customers.levels]
        self.segment = [min(bisect_left(customers.up_to, u[2]), last) for u in draws]
        self.tie = [tie_of(n, u[1]) for u in draws]
        self.trust = [
            first_trust(n, customers.levels[s], u[0]) for u, s in zip(draws, self.segment, strict=True)
        ]
        self._numbers = [by_segment[s] for s in self.segment]
        self._failures = [0.0] * customers.total
        self._since = [0.0] * customers.total
        self.problem = [int(Problem.NONE)] * customers.total
        self._seen: list[list[float]] = []

    def trust_at(self, customer: int, now: float) -> float:
        """Bring a customer up to `now` [s] and return the trust."""
        trust, elapsed = self.trust[customer], now - self._since[customer]
        if elapsed <= 0.0:
            return trust
        n, failures = self._numbers[customer], self._failures[customer]
        self._since[customer] = now
        if failures > 0.0:
            self._failures[customer] = forget(n, failures, elapsed)
        self.trust[customer] = trust = fade(n, trust, elapsed)
        return trust

    def fails(self, customer: int, severity: float, now: float) -> None:
        """Let a failure of `severity` break some of the trust."""
        self.trust[customer] = breach(self._failure, self.trust_at(customer, now), severity)

    def remembers_failure(self, customer: int, problem: int) -> None:
        """Add a failure to those the customer remembers, and note what became of it: a Problem."""
        self._failures[customer] += 1.0
        self.problem[customer] = problem

    def learns(self, customer: int, quality: float, failed: bool, now: float) -> tuple[float, float]:
        """Let an episode of `quality` move the trust; return trust before and after it."""
        n = self._numbers[customer]
        before = self.trust_at(customer, now)
        gain = n.gain_failure if failed else n.gain_routine
        after = self.trust[customer] = learn(n, before, quality, gain, self._failures[customer])
        return before, after

    def survey(self, now: float) -> None:
        """Note how everybody stands at `now`, the first time for the start and the second for the end."""
        self._seen.append([self.trust_at(customer, now) for customer in range(len(self.trust))])
        self._problems = self.problem[:]

    def rows(self) -> list[bytes]:
        """Return the rows of the customers' table."""
        n = self._trust
        rows: list[bytes] = []
        start, end = self._seen
        for customer, (tie, first, last) in enumerate(zip(self.tie, start, end, strict=True)):
            engaged = is_engaged(n, first, tie), is_engaged(n, last, tie)
            problem = self._problems[customer]
            rows.append(pack_row(customer, self.segment[customer], tie, first, last, *engaged, problem))
        return rows
