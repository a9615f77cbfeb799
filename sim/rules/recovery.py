"""Recovery: when the firm calls a customer of its own accord.

Source: evidence.md D3.4, D3.11, D4.7; that the call comes at a random moment is an assumption.
"""

from __future__ import annotations

from sim.rule import rule
from sim.rules.recontact import Opening, at_open_door


@rule
def call_due(now: float, within: float, u: float) -> float:
    """Return when the firm means to call [s of the run]: at a random moment `within` so many seconds."""
    return now + u * within


@rule
def in_time_until(opening: Opening, now: float, within: float, due: float) -> float:
    """Return until when a call meant for `due` is in time [s of the run].

    It is promised at `now` within so many seconds, counted from the next opening if it must wait for that.
    """
    opened = at_open_door(opening, due, within, 0.0)
    return (now if opened == due else opened) + within
