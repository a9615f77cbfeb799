"""Relationship: the customers' trust, kept between episodes by the rules of trust."""

from __future__ import annotations

from bisect import bisect_left
from math import inf

from sim.codes import Cause, Problem
from sim.logs import PACK
from sim.luck import CUSTOMER, Luck, Uniforms
from sim.rules.failure import breach
from sim.rules.trust import TrustNumbers, fade, first_trust, forget, is_engaged, learn, tie_of
from sim.world import World

GOOD, POOR = int(Problem.GOOD), int(Problem.POOR)
pack_row = PACK["customers"]
NO_PROBLEM, STAYS = int(Problem.NONE), int(Cause.NONE)
NOT_THERE = 0.0


class Relationship:
    """Hold every customer's state: trust, tie, remembered failures, and the time it was brought up to [s]."""

    def __init__(self, world: World, luck: Luck) -> None:
        customers, n = world.customers, world.trust
        self._failure, self._trust, self._customers = world.failure, n, customers
        self._by_segment = [n._replace(level=level) for level in customers.levels]
        self._numbers: dict[int, TrustNumbers] = {}
        self.segment: dict[int, int] = {}
        self.tie: dict[int, float] = {}
        self.trust: dict[int, float] = {}
        self.since: dict[int, float] = {}
        self.problem: dict[int, int] = {}
        self._failures: dict[int, float] = {}
        self._joined: dict[int, float] = {}
        self._seen: list[dict[int, float]] = []
        self._problems: dict[int, int] = {}
        for customer, draws in enumerate(luck.block(CUSTOMER, 1, customers.total).tolist()):
            self.begins(customer, draws, 0.0)

    def begins(self, customer: int, draws: Uniforms, now: float) -> None:
        """Let a customer's relationship begin at `now` [s]."""
        n, customers = self._trust, self._customers
        segment = min(bisect_left(customers.up_to, draws[2]), len(customers.up_to) - 1)
        self.segment[customer], self._numbers[customer] = segment, self._by_segment[segment]
        self.tie[customer] = tie_of(n, draws[1])
        self.trust[customer] = first_trust(n, customers.levels[segment], draws[0])
        self.since[customer] = now
        self._failures[customer] = 0.0
        if now > 0.0:
            self._joined[customer] = now

    def trust_at(self, customer: int, now: float) -> float:
        """Bring a customer up to `now` [s] and return the trust."""
        trust, elapsed = self.trust[customer], now - self.since[customer]
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
        self.trust[customer] = breach(self._failure, self.trust_at(customer, now), severity)

    def remembers_failure(self, customer: int, problem: int) -> None:
        """Add a failure to those the customer remembers, and note what became of it: a Problem."""
        self._failures[customer] += 1.0
        self.problem[customer] = problem

    def remembers_recovery(self, customer: int, good: bool, now: float) -> float:
        """Remember how a failure was handled, a poor recovery as a second failure; return the trust."""
        self.remembers_failure(customer, GOOD if good else POOR)
        if not good and self._failure.second > 0.0:
            self.fails(customer, self._failure.second, now)
            self.remembers_failure(customer, POOR)
        return self.trust[customer]

    def learns(self, customer: int, quality: float, failed: bool, now: float) -> tuple[float, float]:
        """Let an episode of `quality` move the trust; return trust before and after it."""
        n = self._numbers[customer]
        before = self.trust_at(customer, now)
        gain = n.gain_failure if failed else n.gain_routine
        after = self.trust[customer] = learn(n, before, quality, gain, self._failures[customer])
        return before, after

    def survey(self, now: float) -> None:
        """Note how everybody stands at `now`, the first time for the start and the second for the end."""
        for customer in list(self.trust):
            self.trust_at(customer, now)
        self._seen.append(self.trust.copy())
        self._problems = self.problem.copy()

    def rows(self, horizon: float) -> list[bytes]:
        """Return the rows of those who are still there at the end of the run [s]."""
        for customer in list(self.trust):
            self.trust_at(customer, horizon)
        return [self.row(customer, inf, STAYS) for customer in self.trust]

    def row(self, customer: int, left: float, cause: int) -> bytes:
        """Return a customer's row, with the time of leaving [s] and its Cause."""
        tie, problems = self.tie[customer], self._problems if len(self._seen) > 1 else self.problem
        start, end = (seen.get(customer, NOT_THERE) for seen in (*self._seen, {}, {})[:2])
        engaged = [trust > NOT_THERE and is_engaged(self._trust, trust, tie) for trust in (start, end)]
        return pack_row(
            customer, self.segment[customer], tie, start, end, *engaged, problems.get(customer, NO_PROBLEM),
            self._joined.get(customer, 0.0), left, cause
        )  # fmt: skip

    def forgets(self, customer: int) -> None:
        """Let go of all that is known of a customer who left."""
        states: tuple[dict[int, float], ...] = (
            self.tie,
            self.trust,
            self.since,
            self._failures,
            self._joined,
        )
        for state in (*states, *self._seen):
            state.pop(customer, None)
        for code in (self.segment, self.problem, self._problems):
            code.pop(customer, None)
        del self._numbers[customer]
