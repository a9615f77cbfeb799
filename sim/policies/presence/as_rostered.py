"""Everybody is there for contacts whenever the roster says so."""

from __future__ import annotations

from math import inf
from typing import Literal

from sim.codes import AgentState
from sim.policies.presence.base import Presence
from sim.rule import rule

_AVAILABLE = int(AgentState.AVAILABLE)


@rule
def aside(numbers: tuple[float, ...], rostered: int) -> int:
    """Return that nobody may be aside."""
    return 0


@rule
def calls(numbers: tuple[float, ...], waiting: int) -> bool:
    """Return that nobody is called."""
    return False


@rule
def calls_after(numbers: tuple[float, ...]) -> float:
    """Return that nobody is ever called [s]."""
    return inf


@rule
def goes_after(numbers: tuple[float, ...]) -> float:
    """Return that nobody ever goes aside [s]."""
    return inf


@rule
def does(numbers: tuple[float, ...]) -> int:
    """Return that all are available."""
    return _AVAILABLE


class AsRostered(Presence):
    """Agents are there for contacts whenever the roster says so."""

    kind: Literal["as_rostered"]
