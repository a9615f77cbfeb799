"""Keep plain values together with the places in files where they stood."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from sim.errors import Problem
from sim.quantities import show

Address = tuple[str | int, ...]


class Mark(NamedTuple):
    """A place in a file; line and column count from 1, line 0 stands for the whole file."""

    file: str
    line: int
    column: int


class Tree(NamedTuple):
    """Plain values (mappings, lists, texts, numbers, booleans) and the mark of each value's key."""

    value: Any
    marks: Mapping[Address, Mark]


class Source(NamedTuple):
    """What could be read of a file, the problems met on the way, and what may not be as it was meant."""

    tree: Tree
    problems: tuple[Problem, ...]
    doubts: tuple[Problem, ...] = ()


def dotted(address: Address) -> str:
    """Write an address as messages and dotted paths do; the root is "document"."""
    return ".".join(show(part) for part in address) or "document"


def nearest(marks: Mapping[Address, Mark], address: Address) -> Mark:
    """Find the mark of an address, or of its closest ancestor that has one."""
    while address and address not in marks:
        address = address[:-1]
    return marks.get(address, Mark("", 0, 0))


def problem(mark: Mark, address: Address, text: str) -> Problem:
    """Put a text at its place."""
    return Problem(mark.file, mark.line, mark.column, dotted(address), text)


def merge(base: Any, own: Any, address: Address = ()) -> Any:
    """Lay `own` over `base`: mappings key by key; other values, and what is one value, are replaced.

    One value are curves, opening hours, numbers with their source, and members of a family
    (`kind`, `dist`) other than the base's.
    """
    if not isinstance(base, dict) or not isinstance(own, dict) or _one_value(base, own, address):
        return own
    laid = {key: merge(base[key], value, (*address, key)) for key, value in own.items() if key in base}
    return {**base, **own, **laid}


def _one_value(base: dict[str, Any], own: dict[str, Any], address: Address) -> bool:
    match address:
        case ("contacts", _, "volume") | ("on_duty" | "rosters", _) | ("clock", "open"):
            return True
        case _:
            other = any(key in base and key in own and base[key] != own[key] for key in ("kind", "dist"))
            return other or ("value" in own and "dist" not in base)
