"""Confirming: agents who ask before they end a conversation whether the issue is settled."""

from __future__ import annotations

from sim.centre.conversation.leg import hold_up, set_passing_on
from sim.centre.run import Run
from sim.codes import End
from sim.luck import CONFIRM
from sim.policies.confirm import says_so

CUT, UNSOLVED = int(End.CUT), int(End.UNSOLVED)


def ask(run: Run, slot: int) -> None:
    """Add the question to the leg at `slot`; a colleague who only advises the agent asks nothing."""
    numbers, contact, leg = run.numbers.confirm, run.contacts[slot], run.legs[slot]
    if contact.advice > 0.0:
        return
    if leg.end in (CUT, UNSOLVED) and not leg.passes_on:
        issue = run.issues[slot]
        u = run.draw(CONFIRM, issue.origin, issue.entity, issue.attempt, contact.leg_index)[0]
        set_passing_on(run, slot, says_so(numbers, u))
    hold_up(run, slot, numbers[0])
