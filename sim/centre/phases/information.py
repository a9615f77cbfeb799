"""Information: answers that are there when service is not."""

from __future__ import annotations

from sim.centre.customers.returns import settle
from sim.centre.ledger import information_given
from sim.centre.records import NONE
from sim.centre.run import Run
from sim.codes import Closing
from sim.policies.availability import informs
from sim.rules.recontact import is_open

RESOLVED = int(Closing.RESOLVED)


def is_enough(run: Run, slot: int, now: float) -> bool:
    """Return whether information alone answers the need at `slot`, which arises out of hours."""
    n, issue = run.numbers, run.issues[slot]
    if issue.touchpoint != NONE or is_open(n.opening[issue.home_queue], now):
        return False
    return informs(n.availability, issue.complexity)


def inform(run: Run, slot: int, now: float) -> None:
    """Settle the need at `slot` by information."""
    information_given(run, slot, now)
    settle(run, slot, RESOLVED)
