"""Recovery: what the firm does about a failure, and asks, beyond waiting for the customer's next call."""

from __future__ import annotations

from sim.centre.ledger import amends_made
from sim.centre.records import NONE
from sim.centre.run import Run
from sim.codes import Act
from sim.luck import OUTREACH
from sim.policies.recovery.base import Amends
from sim.rules.failure import FailureNumbers, encouraged

ASKED, COMPENSATED = int(Act.ASKED), int(Act.COMPENSATED)


def encourage(run: Run, slot: int, now: float) -> FailureNumbers:
    """Ask about a failure, if the firm knows of it; return the numbers of speaking up about it."""
    n, issue = run.numbers, run.issues[slot]
    u, _, _, _ = run.draw(OUTREACH, issue.origin, issue.entity, 0, 0)
    logits, money = n.reaches(n.outreach, u)
    if logits > 0.0 or money > 0.0:
        amends_made(run, slot, now, ASKED, money, True)
    return encouraged(n.failure, logits)


def offer(run: Run, slot: int, hoped: float) -> Amends:
    """Return what is offered for a failure: seconds, severity left, chance of being as hoped, money."""
    n = run.numbers
    return n.amends(n.recovery, run.issues[slot].severity, hoped)


def seconds_of_amends(run: Run, slot: int) -> float:
    """Return what amends take of the conversation that begins [s]: of the first about a failure."""
    issue = run.issues[slot]
    if issue.touchpoint == NONE or issue.legs > 0:
        return 0.0
    seconds, _, _, _ = offer(run, slot, 0.0)
    return seconds


def settle(run: Run, slot: int, hoped: float) -> tuple[float, float]:
    """Return the severity still felt and the chance of being as hoped once a failure was spoken about."""
    issue = run.issues[slot]
    if issue.touchpoint == NONE or issue.answered == 0:
        return issue.severity, hoped
    _, severity, hoped, _ = offer(run, slot, hoped)
    return severity, hoped


def pay(run: Run, slot: int, now: float) -> None:
    """Pay what a failure that somebody spoke about costs, when its issue closes."""
    issue = run.issues[slot]
    if issue.touchpoint == NONE or issue.answered == 0:
        return
    _, _, _, money = offer(run, slot, 0.0)
    if money > 0.0:
        amends_made(run, slot, now, COMPENSATED, money, True)
