"""Verbs: what policies and distributions do, ready to be called."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sim.distributions.base import Law, quantile_of
from sim.family import members
from sim.frozen import Frozen

Quantile = Callable[[Any, float], float]


def verb_of(package: str, base: type[Frozen], code: int, name: str) -> Callable[..., Any]:
    """Return the verb called `name` of the member of a family with this code."""
    module = next(m.module for m in members(package, "kind", base).values() if m.code == code)
    verb: Callable[..., Any] = getattr(module, name)
    return verb


def ready(law: Law) -> tuple[Quantile, Any]:
    """Return a distribution ready to be called: its quantile rule, and the numbers that this takes."""
    return quantile_of(law.code), law.numbers
