"""Refuse numbers for which a formula means nothing."""

from __future__ import annotations

import math
from numbers import Integral


def refuse(name: str, wrong: str, got: object, allowed: str, remedy: str) -> ValueError:
    """Return the error `name: what is wrong (got X; allowed Y). What to do.`, to be raised."""
    return ValueError(f"{name}: {wrong} (got {got}; allowed {allowed}). {remedy}")


def positive(**values: float) -> None:
    """Pass finite numbers above 0.

    Raises:
        ValueError: if a value is 0, negative, infinite or not a number.
    """
    for name, value in values.items():
        if not 0.0 < value < math.inf:
            raise refuse(name, "is not above 0", value, "a finite number above 0", "Give a positive number.")


def not_negative(**values: float) -> None:
    """Pass finite numbers from 0.

    Raises:
        ValueError: if a value is negative, infinite or not a number.
    """
    for name, value in values.items():
        if not 0.0 <= value < math.inf:
            raise refuse(name, "is negative or endless", value, "a finite number from 0", "Give 0 or more.")


def shares(**values: float) -> None:
    """Pass shares of one whole.

    Raises:
        ValueError: if a value lies outside 0 to 1.
    """
    for name, value in values.items():
        if not 0.0 <= value <= 1.0:
            raise refuse(name, "is no share", value, "0 to 1", "Write 30 % as 0.3.")


def whole(least: int, **values: int) -> None:
    """Pass whole numbers from `least`.

    Raises:
        ValueError: if a value is a fraction, a truth value or below `least`.
    """
    for name, value in values.items():
        if isinstance(value, bool) or not isinstance(value, Integral) or value < least:
            allowed = f"a whole number from {least}"
            raise refuse(name, "cannot be counted", value, allowed, "Give a whole number.")
