"""Promise: that a contact stands for a call to its customer, who is off the line until then."""

from __future__ import annotations

from sim.centre.run import Run
from sim.codes import Promised

NOTHING = int(Promised.NOTHING)


def give(run: Run, slot: int, promised: int) -> None:
    """Mark the contact at `slot` as a promised call, of the kind that Promised says."""
    run.contacts[slot].promised = promised


def end(run: Run, slot: int) -> None:
    """Mark the contact at `slot` as no longer a promised call."""
    run.contacts[slot].promised, run.contacts[slot].dial = NOTHING, 0.0


def reach(run: Run, slot: int, dial: float) -> None:
    """Record that the customer at `slot` answers the call that is made now, after `dial` [s]."""
    run.contacts[slot].is_called, run.contacts[slot].dial = True, dial
