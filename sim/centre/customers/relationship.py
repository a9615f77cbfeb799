"""Relationship: the customers' trust, kept between episodes by the rules of trust."""

from __future__ import annotations

from math import inf

from sim.centre.customers import loyalty
from sim.centre.customers.loyalty import HANDLED
from sim.centre.run import Run
from sim.codes import Problem
from sim.rules.failure import breach
from sim.rules.patience import lengthened
from sim.rules.trust import fade, forget, learn

SILENT, IN_HAND = int(Problem.SILENT), int(Problem.IN_HAND)
GOOD, POOR, NO_PROBLEM = int(Problem.GOOD), int(Problem.POOR), int(Problem.NONE)
GONE = 0.0


def begin(run: Run, customer: int, trust: float, tie: float, now: float) -> None:
    """Begin a newcomer's relationship."""
    them = run.customers
    them.trust[customer], them.tie[customer], them.trust_since[customer] = trust, tie, now
    them.problem[customer], them.failures[customer] = NO_PROBLEM, 0.0
    if run.numbers.parts.adapting_norms:
        them.norm[customer] = run.numbers.experience.promptness_norm


def trust_at(run: Run, customer: int, now: float) -> float:
    """Bring a customer up to `now` [s] and return the trust, GONE of who left on the way."""
    if run.numbers.has_churn:
        begins = run.customers.trust_since[customer]
        while begins < now:
            ends = loyalty.next_cut(run, begins, now)
            _relax(run, customer, begins)
            if loyalty.bear(run, customer, begins, ends):
                return GONE
            begins = ends
    return _relax(run, customer, now)


def is_there(run: Run, customer: int, now: float) -> bool:
    """Return whether `customer` is one, and has not left by `now` [s]."""
    them = run.customers
    if them.is_there[customer]:
        trust_at(run, customer, now)
    return them.is_there[customer]


def lengthened_patience(run: Run, customer: int, patience: float, now: float) -> float:
    """Return a `patience` [s] as `customer` has it at `now`."""
    n = run.numbers
    goodwill = trust_at(run, customer, now) + run.customers.tie[customer]
    return lengthened(patience, n.patience_slope, n.ordinary_goodwill, goodwill)


def survey(run: Run, first: int, last: int, now: float) -> None:
    """Record trust and problems of the customers from index `first` up to `last` at `now`.

    It is asked when the window opens and when it closes. The last of them complete the survey.
    """
    them, surveys = run.customers, run.counts.surveys
    for customer in range(first, last):
        if _is_kept(run, customer, now):
            them.noted_trust[surveys][customer] = trust_at(run, customer, now)
            them.noted_problem[customer] = them.problem[customer]
    if last >= len(them.trust):
        run.counts.surveys = surveys + 1


def leave_by(run: Run, first: int, last: int, horizon: float) -> None:
    """Find who of the customers from the index `first` up to `last` has left by the end of the run."""
    if run.numbers.parts.loyalty:
        for customer in range(first, last):
            is_there(run, customer, horizon)


def end_run(run: Run, first: int, last: int) -> None:
    """Write those from the index `first` up to `last` who are still there at the end of the run."""
    for customer in range(first, last):
        if not run.numbers.parts.loyalty or run.customers.is_there[customer]:
            loyalty.write(run, customer, inf, loyalty.NO_CAUSE)


def _is_kept(run: Run, customer: int, now: float) -> bool:
    """Return whether `customer` is there; where nobody comes or goes everybody is."""
    if run.numbers.parts.loyalty:
        return is_there(run, customer, now)
    return True


def _relax(run: Run, customer: int, now: float) -> float:
    """Relax trust until `now` [s] and return it."""
    them = run.customers
    elapsed = now - them.trust_since[customer]
    if elapsed > 0.0:
        n = run.numbers.trust[them.of_segment[customer]]
        them.trust_since[customer] = now
        if them.failures[customer] > 0.0:
            them.failures[customer] = forget(n, them.failures[customer], elapsed)
        them.trust[customer] = fade(n, them.trust[customer], elapsed)
    return them.trust[customer]


def set_severity(run: Run, slot: int, severity: float) -> None:
    """Set the severity of the failure that the issue at `slot` is about."""
    run.issues[slot].severity = severity


def fail(run: Run, customer: int, severity: float, now: float) -> None:
    """Lower the trust by a failure of `severity`."""
    trust = trust_at(run, customer, now)
    run.customers.trust[customer] = after = breach(run.numbers.failure, trust, severity)
    if run.numbers.parts.loyalty:
        loyalty.hurt(run, customer, trust - after, HANDLED)


def remember_failure(run: Run, customer: int, problem: int) -> None:
    """Add a failure to those that the customer remembers, and note what became of it: a Problem."""
    run.customers.failures[customer] += 1.0
    run.customers.problem[customer] = problem


def take_in_hand(run: Run, customer: int) -> None:
    """Record that the customer's failure is being handled."""
    run.customers.problem[customer] = IN_HAND


def remember_recovery(run: Run, customer: int, good: bool, now: float) -> float:
    """Remember how a failure was handled, a poor recovery as a second failure; return the trust."""
    second = run.numbers.failure.second
    remember_failure(run, customer, GOOD if good else POOR)
    if not good and second > 0.0:
        fail(run, customer, second, now)
        remember_failure(run, customer, POOR)
    return run.customers.trust[customer]


def learn_from(run: Run, customer: int, quality: float, failed: bool, now: float) -> tuple[float, float]:
    """Move the trust by an episode of `quality`; return trust before and after it."""
    them = run.customers
    n = run.numbers.trust[them.of_segment[customer]]
    before = trust_at(run, customer, now)
    gain = n.gain_failure if failed else n.gain_routine
    after = learn(n, before, quality, gain, them.failures[customer])
    them.trust[customer] = after
    return before, after
