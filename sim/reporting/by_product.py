"""Make what goes along with a result, so that its failure never takes the result with it."""

from __future__ import annotations

from collections.abc import Callable
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")
Say = Callable[[str], None]


def by_product(say: Say, what: str, make: Callable[P, T], *given: P.args, **named: P.kwargs) -> T | None:
    """Return what `make` gives; where it fails, say why there is no `what`, and return None."""
    try:
        return make(*given, **named)
    except Exception as error:  # whatever goes wrong, the result is still to be written
        reason = f"{type(error).__name__}: {error}".rstrip(": ")
        say(f"{what}: none, because of {reason}. The result is complete; please report this.")
        return None
