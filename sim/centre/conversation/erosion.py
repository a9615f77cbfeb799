"""Erosion: groups whose norm of rapport drifts with the pressure they work under."""

from __future__ import annotations

from sim.centre.conversation.leg import set_rapport
from sim.centre.run import Run
from sim.rules.erosion import drift, offered
from sim.rules.pressure import crowd


def erode(run: Run, slot: int, now: float) -> None:
    """Offer only the norm's share of rapport in the leg at `slot`, which moves the norm of its group.

    What the leg finds is taken to have been so since the group's last one.
    """
    n, floor, leg = run.numbers, run.floor, run.legs[slot]
    group, queue = run.group_norms[leg.group], run.contacts[slot].queue
    crowded, elapsed = crowd(floor.waiting[queue], floor.on_duty[queue]), now - group.drifted
    group.rapport_norm = drift(n.erosion, group.rapport_norm, n.kappa, crowded, leg.pressure, elapsed)
    group.drifted = now
    set_rapport(run, slot, offered(group.rapport_norm, leg.rapport))
