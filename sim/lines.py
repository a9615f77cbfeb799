"""Lines: doubly linked lists in columns; joining, leaving from the middle and reading the head take no time.

A line is an index into `first` and `last`; who stands in it is an index into `after` and `before`.
"""

from __future__ import annotations

from typing import NamedTuple

NOBODY = -1


class Lines(NamedTuple):
    """Lines over one kind of members: heads and tails by line, neighbours by member; -1 is nobody."""

    first: list[int]
    last: list[int]
    after: list[int]
    before: list[int]


def lines(count: int, members: int) -> Lines:
    """Return `count` empty lines for `members`."""
    return Lines([NOBODY] * count, [NOBODY] * count, [NOBODY] * members, [NOBODY] * members)


def append(lines: Lines, line: int, member: int) -> None:
    """Add `member` at the end of `line`."""
    first, last, after_of, before_of = lines
    before = last[line]
    before_of[member], after_of[member] = before, NOBODY
    if before == NOBODY:
        first[line] = member
    else:
        after_of[before] = member
    last[line] = member


def insert(lines: Lines, line: int, member: int, before: int) -> None:
    """Add `member` to `line` right behind `before`; behind nobody is the head."""
    first, last, after_of, before_of = lines
    after = first[line] if before == NOBODY else after_of[before]
    before_of[member], after_of[member] = before, after
    if before == NOBODY:
        first[line] = member
    else:
        after_of[before] = member
    if after == NOBODY:
        last[line] = member
    else:
        before_of[after] = member


def remove(lines: Lines, line: int, member: int) -> None:
    """Take `member` out of `line`, wherever it stands."""
    first, last, after_of, before_of = lines
    before, after = before_of[member], after_of[member]
    if before == NOBODY:
        first[line] = after
    else:
        after_of[before] = after
    if after == NOBODY:
        last[line] = before
    else:
        before_of[after] = before
