"""Define what a check of a whole scenario finds.

Every other module of this folder holds the checks of one subject and lists them in `CHECKS`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple

from sim.quantities import show
from sim.scenario.tree import Address
from sim.scenario.variant import listed, suggest


class Finding(NamedTuple):
    """What does not fit, and where; a warning does not stop a run."""

    address: Address
    level: Literal["error", "warning"]
    text: str


def error(address: Address, text: str) -> Finding:
    """Return what stops a run."""
    return Finding(address, "error", text)


def known(address: Address, name: str, names: Iterable[str], what: str) -> Iterator[Finding]:
    """Find a `name` that is none of `names`, which are called `what`."""
    names = list(names)
    if name not in names:
        remedy = suggest(name, names, f"Write one of these, or add the {what}.")
        yield error(address, f"is no {what} (got {show(name)}; allowed {listed(names)}). {remedy}")
