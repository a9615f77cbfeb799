"""Admission: what who comes to a queue is told of the wait.

Source: semantics.md 10; the rules of balking.
"""

from __future__ import annotations

from sim.rule import rule
from sim.rules.balking import announced_wait

NOTHING, QUEUE_LENGTH, LAST_WAIT = range(3)


@rule
def told_wait(
    announces: int, last: float, handled: float, conversations: int, ahead: int, on_duty: int
) -> float:
    """Return the wait [s] that a contact with `ahead` others before it is told, 0 for nothing.

    `last`: the last wait [s]; `handled`: what `conversations` of the queue took together [s].
    """
    if announces == LAST_WAIT:
        return last
    if announces == NOTHING or conversations == 0:
        return 0.0
    return announced_wait(ahead, handled / conversations, on_duty)
