"""Hold plain values together with the places in files where they stood."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from sim.errors import Problem

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
    """What could be read of a file, and the problems met on the way."""

    tree: Tree
    problems: tuple[Problem, ...]


def dotted(address: Address) -> str:
    """Write an address as messages and dotted paths do; the root is "document"."""
    return ".".join(str(part) for part in address) or "document"


def nearest(marks: Mapping[Address, Mark], address: Address) -> Mark:
    """Find the mark of an address, or of its closest ancestor that has one."""
    while address and address not in marks:
        address = address[:-1]
    return marks.get(address, Mark("", 0, 0))


def problem(mark: Mark, address: Address, text: str) -> Problem:
    """Put a text at its place."""
    return Problem(mark.file, mark.line, mark.column, dotted(address), text)


def merge(base: Any, own: Any) -> Any:
    """Lay `own` over `base`: mappings key by key, except that another `kind` or `dist` starts afresh."""
    if not isinstance(base, dict) or not isinstance(own, dict):
        return own
    if any(key in base and key in own and base[key] != own[key] for key in ("kind", "dist")):
        return own
    return {**base, **{key: merge(base[key], value) if key in base else value for key, value in own.items()}}
