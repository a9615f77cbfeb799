"""Send every need to a person at once."""

from __future__ import annotations

from typing import Literal

from sim.policies.self_service.base import SelfService
from sim.rule import rule


@rule
def leads(numbers: tuple[float, ...], kind: int, complexity: float) -> bool:
    """Lead nobody away."""
    return False


@rule
def solves(numbers: tuple[float, ...], complexity: float) -> bool:
    """Solve nothing; it is never asked."""
    return False


class NoSelfService(SelfService):
    """There is no self-service."""

    kind: Literal["none"]
