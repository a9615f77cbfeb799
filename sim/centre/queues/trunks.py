"""Trunks: the lines that calls hold from admission until the customer leaves."""

from __future__ import annotations

from sim.centre.records import NONE
from sim.centre.run import Run


def is_full(run: Run, queue: int) -> bool:
    """Return whether all lines that lead to `queue` are taken; a queue without a trunk is never full."""
    trunk = run.numbers.trunk_of[queue]
    return trunk != NONE and run.free_lines[trunk] <= 0


def take_line(run: Run, slot: int) -> None:
    """Take a trunk line for the contact at `slot`, which keeps it through all transfers."""
    trunk = run.numbers.trunk_of[run.contacts[slot].queue]
    if trunk != NONE:
        run.free_lines[trunk] -= 1
        run.contacts[slot].trunk = trunk


def give_back_line(run: Run, slot: int) -> None:
    """Take the line back from the contact at `slot`, if it has one."""
    contact = run.contacts[slot]
    if contact.trunk != NONE:
        run.free_lines[contact.trunk] += 1
        contact.trunk = NONE
