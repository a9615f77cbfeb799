"""Queues: where contacts wait, how well they should be served, and who gives up."""

from __future__ import annotations

from typing import Literal

from sim.distributions.base import AnyTime
from sim.frozen import Frozen
from sim.quantities import Duration, Level, ServiceLevel, Share


class Redial(Frozen):
    """Who tries again after hanging up in the queue."""

    chance: Share
    """Share of callers who hang up that try again."""
    after: AnyTime
    """How long they wait before they do."""


class Queue(Frozen):
    """One line of waiting contacts."""

    channel: Literal["voice"] = "voice"
    """The channel of its contacts."""
    service_level: ServiceLevel = Level(0.8, 20.0)
    """The target: 80/20 is 80 % answered within 20 s."""
    short_abandon: Duration = 5.0
    """Hang-ups up to this wait are short abandons."""
    patience: AnyTime
    """How long customers wait before they hang up."""
    redial: Redial | None = None
    """Who tries again after hanging up; nobody if left out."""
