"""Loyalty: customers who leave, tell others, and complain as their trust has it.

Between a customer's own events trust relaxes by itself, so that leaving is found when the customer is
next looked at, and dated back to when it happened (semantics.md 12).
"""

from __future__ import annotations

from sim.centre import ledger
from sim.centre.records import NONE
from sim.centre.run import Run
from sim.codes import Cause
from sim.rules.churn import borne, leaving_after, together
from sim.rules.complaint import complains
from sim.rules.word_of_mouth import REMEMBERED_DAYS, per_day, told

SILENT, HANDLED, ROUTINE = int(Cause.SILENT_FAILURE), int(Cause.HANDLED_FAILURE), int(Cause.ROUTINE_EPISODE)
NO_CAUSE, PRICE = int(Cause.NONE), int(Cause.PRICE)
BOTH = 2
"""Surveys, as the measured window opens and as it closes."""


def next_cut(run: Run, now: float, ends: float) -> float:
    """Return when after `now` the hazard's factor may change, `ends` [s] if it does not before."""
    for cut_begins, cut_ends, _ in run.numbers.price_cuts:
        if now < cut_begins < ends:
            ends = cut_begins
        if now < cut_ends < ends:
            ends = cut_ends
    return ends


def factor_at(run: Run, now: float) -> float:
    """Return how many times the usual the hazard of leaving is at `now` [s]."""
    factor = 1.0
    for begins, ends, times in run.numbers.price_cuts:
        factor = together(factor, times if begins <= now < ends else 1.0)
    return factor


def bear(run: Run, customer: int, begins: float, ends: float) -> bool:
    """Add what `customer` bears from `begins` to `ends` [s], at one factor; return whether it left."""
    n, them = run.numbers, run.customers
    bears, fading = them.to_bear[customer], n.fading[them.of_segment[customer]]
    if bears <= 0.0:
        return False
    trust, tie, seconds = them.trust[customer], them.tie[customer], ends - begins
    factor = factor_at(run, begins)
    burden = borne(n.churn, fading, trust, tie, seconds, factor)
    them.to_bear[customer] = bears - burden
    if burden < bears or them.open_issues[customer] > 0:
        return False
    leave(run, customer, begins + leaving_after(n.churn, fading, trust, tie, seconds, bears, factor))
    return True


def leave(run: Run, customer: int, now: float) -> None:
    """Mark that `customer` has left at `now` [s]."""
    them = run.customers
    write(run, customer, now, PRICE if factor_at(run, now) > 1.0 else them.worst_cause[customer])
    ledger.calls_forgotten(run, customer)
    ledger.customer_left(run)
    them.is_there[customer] = False


def write(run: Run, customer: int, left: float, cause: int) -> None:
    """Write the row of a customer who leaves, for a Cause, or is there at the end (infinite)."""
    n, them, joined = run.numbers, run.customers, 0.0
    start, end = them.noted_trust[0][customer], them.noted_trust[1][customer]
    problem = them.noted_problem[customer]
    if n.parts.loyalty:
        joined = them.joined_at[customer]
        if run.counts.surveys < BOTH:
            problem = them.problem[customer]
    ledger.customer_ended(run, customer, start, end, problem, joined, left, cause)


def add_issue(run: Run, customer: int) -> None:
    """Count one more open issue of `customer`, who stays at least until it closes."""
    run.customers.open_issues[customer] += 1


def end_issue(run: Run, slot: int, good: bool, before: float, after: float, now: float) -> None:
    """Add what the customer tells others of an episode, and a complaint; complete a leaving that is due."""
    n, issue, them = run.numbers, run.issues[slot], run.customers
    customer = issue.customer
    if after < before:
        hurt(run, customer, before - after, HANDLED if issue.severity > 0.0 else ROUTINE)
    if n.has_joining:
        them.heard[REMEMBERED_DAYS] += told(n.joining, good)
    if issue.touchpoint != NONE:
        _may_complain(run, slot, now, voiced=True)
    them.open_issues[customer] -= 1
    if them.open_issues[customer] == 0 and them.to_bear[customer] <= 0.0:
        leave(run, customer, now)


def hurt(run: Run, customer: int, size: float, cause: int) -> None:
    """Remember what cost most trust."""
    them = run.customers
    if size > them.worst_loss[customer]:
        them.worst_loss[customer], them.worst_cause[customer] = size, cause


def stay_silent(run: Run, slot: int, lost: float, now: float) -> None:
    """Record that a customer who has just been failed, and `lost` trust, says nothing, but may act."""
    customer, them = run.issues[slot].customer, run.customers
    if them.worst_loss[customer] == lost and them.worst_cause[customer] == HANDLED:
        them.worst_cause[customer] = SILENT
    _may_complain(run, slot, now, voiced=False)


def _may_complain(run: Run, slot: int, now: float, voiced: bool) -> None:
    customer, them = run.issues[slot].customer, run.customers
    if complains(run.numbers.complaint_below, them.trust[customer] + them.tie[customer]):
        ledger.complaint_made(run, slot, now, voiced)


def begin_day(run: Run) -> None:
    """Begin another day: today is now yesterday, and the first day is forgotten."""
    heard = run.customers.heard
    for day in range(REMEMBERED_DAYS):
        heard[day] = heard[day + 1]
    heard[REMEMBERED_DAYS] = 0.0


def heard_per_day(run: Run) -> float:
    """Return how many more people a day heard good of the firm than bad, before today."""
    heard, total = run.customers.heard, 0.0
    for day in range(REMEMBERED_DAYS):
        total += heard[day]
    return per_day(total, REMEMBERED_DAYS)
