"""Dialling: an agent who hands a contact off reaches the next line first, with the customer on hold."""

from __future__ import annotations

from sim.centre.conversation.leg import hold_up
from sim.centre.customers.returns import is_last_leg
from sim.centre.run import Run
from sim.codes import Step
from sim.rules.handoff import may_hand_off
from sim.rules.resolution import next_step

GOES_ON = (int(Step.REFER), int(Step.PASS_ON))


def dial(run: Run, slot: int) -> None:
    """Add the time it takes to reach the next line to the leg at `slot`, if the contact will go on there."""
    n, contact, leg = run.numbers, run.contacts[slot], run.legs[slot]
    if contact.advice > 0.0:
        return
    tier_above = n.has_tier_above[run.issues[slot].type][contact.queue]
    step = next_step(leg.end, leg.solvable, tier_above, leg.passes_on)
    if step in GOES_ON and may_hand_off(contact.handoffs, n.most_handoffs) and not is_last_leg(run, slot):
        hold_up(run, slot, n.style.dial)
