"""Define what every distribution offers: numbers for a quantile rule, a mean, a law."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Annotated, Any, NamedTuple

from sim.family import OneOf, members
from sim.frozen import Frozen

PACKAGE = "sim.distributions"


class Law(NamedTuple):
    """Carry a distribution in machine form: its member's code and its numbers.

    `numbers` holds floats, or one sorted tuple of floats for a tabulated quantile.
    """

    code: int
    numbers: tuple[Any, ...]


class Distribution(Frozen):
    """How a quantity varies; every member has a `dist` tag."""

    def numbers(self) -> tuple[Any, ...]:
        """Return the numbers that the member's quantile rule takes."""
        raise TypeError(f"{type(self).__name__} does not say its numbers")

    def expected(self) -> float:
        """Return the expected value, in the unit of the quantity."""
        raise TypeError(f"{type(self).__name__} does not say its expected value")


class TimeDistribution(Distribution):
    """How a time varies, in seconds."""


class ShareDistribution(Distribution):
    """How a share varies, between 0 and 1."""


AnyTime = Annotated[TimeDistribution, OneOf(PACKAGE, "dist", shorthand=("constant", "value"))]
AnyShare = Annotated[ShareDistribution, OneOf(PACKAGE, "dist")]


@cache
def _quantiles() -> dict[str, tuple[int, Callable[[Any, float], float]]]:
    found = members(PACKAGE, "dist", Distribution)
    return {name: (member.code, member.module.quantile) for name, member in found.items()}


def law(distribution: Distribution) -> Law:
    """Return the machine form of `distribution`."""
    return Law(_quantiles()[getattr(distribution, "dist")][0], distribution.numbers())  # noqa: B009


def quantile_of(code: int) -> Callable[[Any, float], float]:
    """Return the quantile rule behind a law's code: (numbers, u in (0, 1)) to a value."""
    return next(rule for member, rule in _quantiles().values() if member == code)
