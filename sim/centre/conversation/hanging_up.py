"""Hanging up: agents who end a conversation at once, because of a target."""

from __future__ import annotations

from sim.centre.conversation.leg import set_passing_on, shorten
from sim.centre.run import Run
from sim.codes import End, Promised
from sim.luck import HANG_UP, HANGS_UP
from sim.rules.hang_up import hangs_up
from sim.rules.pressure import crowd

HUNG_UP = int(End.HUNG_UP)
NO_CALL = int(Promised.NOTHING)


def hang_up(run: Run, slot: int) -> None:
    """End the leg at `slot` almost at once if its agent is one who does that, and does it now.

    Only a caller is hung up on: chats, emails and calls that the firm makes are not.
    """
    n, floor, contact, leg = run.numbers, run.floor, run.contacts[slot], run.legs[slot]
    if contact.advice > 0.0 or contact.promised != NO_CALL or not n.rings[contact.queue]:
        return
    crowded = crowd(floor.waiting[contact.queue], floor.on_duty[contact.queue])
    u_agent = run.draw(HANGS_UP, n.agent_origin[leg.agent], n.entity_of[leg.agent], 0, 0)[0]
    issue = run.issues[slot]
    u_call = run.draw(HANG_UP, issue.origin, issue.entity, issue.attempt, contact.leg_index)[0]
    if hangs_up(n.hang_up, crowded, u_agent, u_call):
        shorten(run, slot, n.hang_up.after, HUNG_UP, 0.0)
        set_passing_on(run, slot, passes_on=False)
