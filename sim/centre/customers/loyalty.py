"""Loyalty: customers who leave, tell others, and complain as their trust has it.

Between a customer's own events trust relaxes by itself, so that leaving is found when the customer is
next looked at, and dated back to when it happened (semantics.md 12).
"""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from sim.centre import ledger
from sim.centre.records import NONE
from sim.centre.run import Run
from sim.codes import Cause, Problem
from sim.rules.churn import borne, leaving_after, together
from sim.rules.complaint import complains
from sim.rules.word_of_mouth import REMEMBERED_DAYS, per_day, told

SILENT, HANDLED, ROUTINE = int(Cause.SILENT_FAILURE), int(Cause.HANDLED_FAILURE), int(Cause.ROUTINE_EPISODE)
NO_CAUSE, PRICE = int(Cause.NONE), int(Cause.PRICE)
NOT_THERE, NO_PROBLEM = 0.0, int(Problem.NONE)


def pieces(run: Run, begins: float, ends: float) -> list[tuple[float, float, float]]:
    """Return a span of time in pieces, cut where the hazard's factor changes: (begins, ends, factor)."""
    cuts = run.numbers.price_cuts
    edges = sorted({begins, ends, *(t for cut in cuts for t in cut[:2] if begins < t < ends)})
    return [(first, last, _factor(run, first)) for first, last in pairwise(edges)]


def _factor(run: Run, now: float) -> float:
    factor = 1.0
    for begins, ends, times in run.numbers.price_cuts:
        factor = together(factor, times if begins <= now < ends else 1.0)
    return factor


def bear(run: Run, customer: int, begins: float, ends: float, factor: float) -> bool:
    """Add what `customer` bears from `begins` to `ends` [s]; return whether the customer left."""
    n, them = run.numbers, run.customers
    bears, fading = them.to_bear[customer], n.fading[them.of_segment[customer]]
    if bears <= 0.0:
        return False
    trust, tie, seconds = them.trust[customer], them.tie[customer], ends - begins
    burden = borne(n.churn, fading, trust, tie, seconds, factor)
    them.to_bear[customer] = bears - burden
    if burden < bears or customer in them.open_issues:
        return False
    leave(run, customer, begins + leaving_after(n.churn, fading, trust, tie, seconds, bears, factor))
    return True


def leave(run: Run, customer: int, now: float) -> None:
    """Mark that `customer` has left at `now` [s]."""
    them = run.customers
    worst = them.worst_cause.get(customer, NO_CAUSE)
    write(run, customer, now, PRICE if _factor(run, now) > 1.0 else worst)
    ledger.calls_forgotten(run, customer)
    ledger.customer_left(run)
    for column in them.by_customer():
        column.pop(customer, None)


def write(run: Run, customer: int, left: float, cause: int) -> None:
    """Write the row of a customer who leaves, for a Cause, or is there at the end (infinite)."""
    them = run.customers
    problems: Any = them.noted_problem if len(them.noted_trust) > 1 else them.problem
    if not run.numbers.parts.loyalty:
        start, end = them.noted_trust[0][customer], them.noted_trust[1][customer]
        ledger.customer_ended(run, customer, start, end, problems[customer], 0.0, left, cause)
        return
    start, end = (trust.get(customer, NOT_THERE) for trust in (*them.noted_trust, {}, {})[:2])
    problem, joined = problems.get(customer, NO_PROBLEM), them.joined_at.get(customer, 0.0)
    ledger.customer_ended(run, customer, start, end, problem, joined, left, cause)


def add_issue(run: Run, customer: int) -> None:
    """Count one more open issue of `customer`, who stays at least until it closes."""
    of = run.customers.open_issues
    of[customer] = of.get(customer, 0) + 1


def end_issue(run: Run, slot: int, good: bool, before: float, after: float, now: float) -> None:
    """Add what the customer tells others of an episode, and a complaint; complete a leaving that is due."""
    n, issue, them = run.numbers, run.issues[slot], run.customers
    customer = issue.customer
    if after < before:
        hurt(run, customer, before - after, HANDLED if issue.severity > 0.0 else ROUTINE)
    if n.has_joining:
        them.heard[-1] += told(n.joining, good)
    if issue.touchpoint != NONE:
        _may_complain(run, slot, now, voiced=True)
    them.open_issues[customer] -= 1
    if them.open_issues[customer] == 0:
        del them.open_issues[customer]
        if them.to_bear[customer] <= 0.0:
            leave(run, customer, now)


def hurt(run: Run, customer: int, size: float, cause: int) -> None:
    """Remember what cost most trust."""
    them = run.customers
    if size > them.worst_loss.get(customer, 0.0):
        them.worst_loss[customer], them.worst_cause[customer] = size, cause


def stay_silent(run: Run, slot: int, lost: float, now: float) -> None:
    """Record that a customer who has just been failed, and `lost` trust, says nothing, but may act."""
    customer, them = run.issues[slot].customer, run.customers
    worst = them.worst_loss.get(customer, 0.0), them.worst_cause.get(customer, NO_CAUSE)
    if worst == (lost, HANDLED):
        them.worst_cause[customer] = SILENT
    _may_complain(run, slot, now, voiced=False)


def _may_complain(run: Run, slot: int, now: float, *, voiced: bool) -> None:
    customer, them = run.issues[slot].customer, run.customers
    if complains(run.numbers.complaint_below, them.trust[customer] + them.tie[customer]):
        ledger.complaint_made(run, slot, now, voiced)


def begin_day(run: Run) -> None:
    """Begin another day: note how many people a day, net, have heard of the firm lately."""
    heard, total = run.customers.heard, 0.0
    for day in range(REMEMBERED_DAYS):
        heard[day] = heard[day + 1]
        total += heard[day]
    heard[REMEMBERED_DAYS] = 0.0
    run.customers.heard_per_day = per_day(total, REMEMBERED_DAYS)
