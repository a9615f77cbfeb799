"""Pass a contact on without a word to the colleague; only the notes go along.

Source: E3 (shares are assumptions; "measure this first").
"""

from __future__ import annotations

from typing import Literal

from sim.policies.handoff.base import Handoff, Style
from sim.rule import rule


@rule
def style(numbers: tuple[float, ...]) -> Style:
    """Return how contacts are handed over; numbers as `Cold.numbers` gives them."""
    return Style(numbers[0], numbers[1], numbers[1], 0.0, 0.0, False, 0.0, numbers[2])


class Cold(Handoff):
    """The next agent gets no word of the case; a contact that goes on joins the tail of a line."""

    kind: Literal["cold"]
