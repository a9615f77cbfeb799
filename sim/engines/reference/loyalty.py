"""Loyalty: customers who leave, come, wait and complain as their trust has it.

Between a customer's own events trust relaxes by itself, so that leaving is found when the customer is
next looked at, and dated back to when it happened (semantics.md 12).
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from math import inf

from sim.codes import Cause
from sim.engines.reference.records import Issue
from sim.engines.reference.relationship import NO_PROBLEM, NOT_THERE, Relationship
from sim.logs import PACK, Buffer
from sim.luck import CUSTOMER, Luck, Uniforms
from sim.rules.churn import Fading, exposure, leaving_time
from sim.rules.complaint import complains
from sim.rules.endurance import endurance
from sim.rules.patience import lengthened
from sim.rules.trust import first_trust, tie_of
from sim.rules.word_of_mouth import joins, told
from sim.world import NONE, LoyaltyNumbers, World

SILENT, HANDLED, ROUTINE = int(Cause.SILENT_FAILURE), int(Cause.HANDLED_FAILURE), int(Cause.ROUTINE_EPISODE)
NO_CAUSE, PRICE = int(Cause.NONE), int(Cause.PRICE)
REMEMBERED_DAYS = 28
STATES = ("segment", "tie", "trust", "since", "problem", "_numbers", "_failures")
pack_complaint = PACK["complaints"]


class Contacts(dict[int, list[float] | None]):
    """Hold the last contact of each customer and type, and None for those who had none."""

    def __missing__(self, key: int) -> None:
        """Return None: there was none."""


class Loyalty(Relationship):
    """Hold customers who come and go: each until the row of the one who left is written."""

    def __init__(self, world: World, luck: Luck, numbers: LoyaltyNumbers, buffer: Buffer) -> None:
        super().__init__(world, luck)
        self._n, self._buffer, self._customers = numbers, buffer, world.customers
        self._fading = [
            Fading(level, world.trust.fade_bad, world.trust.fade_good) for level in world.customers.levels
        ]
        self._open: dict[int, int] = {}
        self._worst: dict[int, tuple[float, int]] = {}
        usual = 0.0 if numbers.joining is None else numbers.joining.usual
        self._told, self._told_per_day = [usual] * (REMEMBERED_DAYS + 1), usual
        self._lost = 0.0
        self.joined = self.left = 0
        self.contacts, self._types = Contacts(), len(world.types)
        draws = luck.block(CUSTOMER, 1, world.customers.total)[:, 3].tolist()
        self._to_bear = {customer: endurance(u) for customer, u in enumerate(draws)}
        self._joined: dict[int, float] = {}
        self._problems = {}
        for name in STATES:
            setattr(self, name, dict(enumerate(getattr(self, name))))

    def everybody(self) -> list[int]:
        """Return all customers of the moment; some may leave while they are looked at."""
        return list(self.trust)

    def _begins(self, customer: int, draws: Uniforms, now: float) -> None:
        """Let a newcomer's relationship begin at `now` [s]."""
        n, customers = self._trust_numbers, self._customers
        segment = self.segment_of(customers, draws[2])
        self.segment[customer], self._numbers[customer] = segment, self._by_segment[segment]
        self.trust[customer] = first_trust(n, customers.levels[segment], draws[0])
        self.tie[customer] = tie_of(n, draws[1])
        self.since[customer] = self._joined[customer] = now
        self.problem[customer], self._failures[customer] = NO_PROBLEM, 0.0
        self._to_bear[customer] = endurance(draws[3])

    def begins_day(self) -> None:
        """Reckon how many people a day heard of the firm of late, net, and begin another day."""
        self._told = [*self._told[1:], 0.0]
        self._told_per_day = sum(self._told[:-1]) / REMEMBERED_DAYS

    def considers(self, customer: int, u: float, draws: Uniforms, now: float) -> None:
        """Let a candidate become a customer, or not; `draws` are the luck that the first ones had too."""
        if self._n.joining is not None and joins(self._n.joining, self._told_per_day, u):
            self._begins(customer, draws, now)
            self.joined += 1

    def is_there(self, customer: int, now: float) -> bool:
        """Tell whether `customer` is one, and has not left by `now` [s]."""
        if customer in self.trust:
            self.trust_at(customer, now)
        return customer in self.trust

    def has_issue(self, customer: int) -> None:
        """Note that `customer` has one more issue open, and stays at least until it closes."""
        self._open[customer] = self._open.get(customer, 0) + 1

    def trust_at(self, customer: int, now: float) -> float:
        """Bring a customer up to `now` [s] and return the trust; who left on the way is gone."""
        since = self.since[customer]
        if now > since and self._n.churn is not None:
            for begins, ends, factor in self._pieces(since, now):
                if self._bears(customer, begins, ends, factor):
                    return 0.0
        return super().trust_at(customer, now)

    def _bears(self, customer: int, begins: float, ends: float, factor: float) -> bool:
        """Add what `customer` bears from `begins` to `ends` [s]; tell whether the customer left."""
        churn, bears, tie = self._n.churn, self._to_bear[customer], self.tie[customer]
        trust, fading = super().trust_at(customer, begins), self._fading[self.segment[customer]]
        if churn is None or bears <= 0.0:
            return False
        borne = factor * exposure(churn, fading, trust, tie, ends - begins)
        self._to_bear[customer] = bears - borne
        if borne < bears or customer in self._open:
            return False
        after = leaving_time(churn, fading, trust, tie, ends - begins, bears / factor)
        self._leaves(customer, begins + after)
        return True

    def _pieces(self, begins: float, ends: float) -> Iterator[tuple[float, float, float]]:
        """Cut a span of time where the hazard's factor changes: (begins, ends, factor)."""
        cuts = self._n.price_cuts
        edges = sorted({begins, ends, *(t for cut in cuts for t in cut[:2] if begins < t < ends)})
        for first, last in pairwise(edges):
            yield first, last, self._factor(first)

    def _factor(self, now: float) -> float:
        factor = 1.0
        for begins, ends, times in self._n.price_cuts:
            factor *= times if begins <= now < ends else 1.0
        return factor

    def fails(self, customer: int, severity: float, now: float) -> None:
        """Let a failure of `severity` break some of the trust; it is the worst yet, or not."""
        before = self.trust_at(customer, now)
        super().fails(customer, severity, now)
        self._lost = before - self.trust[customer]
        self._hurts(customer, self._lost, HANDLED)

    def is_silent(self, issue: Issue, now: float) -> None:
        """Note that a customer who has just been failed says nothing, but may act."""
        worst = self._worst.get(issue.customer)
        if worst == (self._lost, HANDLED):
            self._worst[issue.customer] = self._lost, SILENT
        self._may_complain(issue, now, voiced=False)

    def closes(self, issue: Issue, good: bool, before: float, after: float, now: float) -> None:
        """Let the customer tell others of an episode, complain, and leave if that was only put off."""
        customer = issue.customer
        if after < before:
            self._hurts(customer, before - after, HANDLED if issue.severity > 0.0 else ROUTINE)
        if self._n.joining is not None:
            self._told[-1] += told(self._n.joining, good)
        if issue.touchpoint != NONE:
            self._may_complain(issue, now, voiced=True)
        self._open[customer] -= 1
        if self._open[customer] == 0:
            del self._open[customer]
            if self._to_bear[customer] <= 0.0:
                self._leaves(customer, now)

    def _hurts(self, customer: int, size: float, cause: int) -> None:
        if size > self._worst.get(customer, (0.0, NO_CAUSE))[0]:
            self._worst[customer] = size, cause

    def _may_complain(self, issue: Issue, now: float, *, voiced: bool) -> None:
        customer = issue.customer
        if complains(self._n.complaint_below, self.trust[customer] + self.tie[customer]):
            row = customer, issue.segment, issue.touchpoint, issue.severity, now, voiced
            self._buffer.rows["complaints"].append(pack_complaint(*row))

    def patience(self, customer: int, patience: float, now: float) -> float:
        """Return a patience [s] as `customer` has it at `now`."""
        goodwill = self.trust_at(customer, now) + self.tie[customer]
        return lengthened(patience, self._n.patience, self._n.ordinary, goodwill)

    def rows(self, horizon: float) -> list[bytes]:
        """Return the rows of those who are still there at the end of the run [s]."""
        for customer in self.everybody():
            self.trust_at(customer, horizon)
        return [self._row(customer, inf, NO_CAUSE) for customer in self.trust]

    def _row(self, customer: int, left: float, cause: int) -> bytes:
        problems = self._problems if len(self._seen) > 1 else self.problem
        start, end = (seen.get(customer, NOT_THERE) for seen in (*self._seen, {}, {})[:2])
        problem, joined = problems.get(customer, NO_PROBLEM), self._joined.get(customer, 0.0)
        return self.row(customer, start, end, problem, joined, left, cause)

    def _leaves(self, customer: int, now: float) -> None:
        _, worst = self._worst.pop(customer, (0.0, NO_CAUSE))
        cause = PRICE if self._factor(now) > 1.0 else worst
        self._buffer.rows["customers"].append(self._row(customer, now, cause))
        states = [getattr(self, name) for name in STATES]
        for state in (*states, self.norms, self._joined, self._problems, *self._seen):
            state.pop(customer, None)
        del self._to_bear[customer]
        for kind in range(self._types):
            self.contacts.pop(customer * self._types + kind, None)
        self.left += 1
