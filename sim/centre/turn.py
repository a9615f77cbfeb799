"""Turn: when it is a contact's turn to go on, and how an event is overtaken by another.

A contact waits for one thing at a time: the end of its patience or of its conversation. Whoever moves that
raises the slot's version, and what was planned for an older one no longer happens.
"""

from __future__ import annotations

from math import inf

from sim.centre.run import Run
from sim.codes import Action, Stage

TURN, CALL, CALLING = int(Action.TURN), int(Action.CALL), int(Stage.CALLING)


def set_turn(run: Run, slot: int, time: float, kind: int) -> None:
    """Schedule the contact's next event, of `kind` at `time` [s], instead of any planned before."""
    version = run.versions[slot] = run.versions[slot] + 1
    run.contacts[slot].until = time
    if time < inf:
        run.plan(time, kind, run.issues[slot].serial, TURN, slot, version)


def end_turn(run: Run, slot: int) -> None:
    """Cancel what was planned for the contact at `slot` while it waited."""
    run.versions[slot] += 1


def set_call(run: Run, slot: int, time: float, kind: int, stage: int = CALLING) -> None:
    """Schedule what the issue at `slot` waits for, as its Stage says, at `time` [s]."""
    run.versions[slot] += 1
    run.issues[slot].stage = stage
    run.plan(time, kind, run.issues[slot].serial, CALL, slot, run.versions[slot])
