"""Talk: a conversation begins, with what the world and the policy lay around the work, in a fixed order."""

from __future__ import annotations

from sim.centre.agents import strain
from sim.centre.conversation import confirming, dialling, erosion, hanging_up
from sim.centre.conversation import leg as conversation
from sim.centre.customers.recovery import seconds_of_amends
from sim.centre.run import Run
from sim.codes import End

HUNG_UP = int(End.HUNG_UP)


def begin(run: Run, slot: int, agent: int, now: float) -> None:
    """Begin the talk of `agent` with the contact at `slot`, and decide how it will go."""
    parts = run.numbers.parts
    if parts.strain:
        strain.tire_out(run, agent, now)
    conversation.begin(run, slot, agent, now)
    if parts.strain:
        strain.press(run, agent, run.legs[slot].pressure)
    if parts.erosion:
        erosion.erode(run, slot, now)
    if parts.hang_ups:
        hanging_up.hang_up(run, slot)
        if run.legs[slot].end == HUNG_UP:
            return
    if parts.amends:
        conversation.hold_up(run, slot, seconds_of_amends(run, slot))
    if parts.confirm:
        confirming.ask(run, slot)
    if parts.dialling:
        dialling.dial(run, slot)
