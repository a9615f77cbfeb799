"""Dial one number for each agent who is free, and hold the agent until somebody answers or nobody does."""

from __future__ import annotations

from typing import Literal

from sim.policies.dialling.base import Dialling
from sim.rule import rule


@rule
def reserves(numbers: tuple[float, ...]) -> bool:
    """Return that an agent is held for each call."""
    return True


@rule
def prepares(numbers: tuple[float, ...]) -> float:
    """Return that it is dialled at once [s]."""
    return 0.0


@rule
def rings(numbers: tuple[float, ...], free: int, reached: int, abandoned: int) -> int:
    """Return that no call rings without an agent."""
    return 0


class Progressive(Dialling):
    """One number rings for each free agent; nobody who answers is left alone."""

    kind: Literal["progressive"]
