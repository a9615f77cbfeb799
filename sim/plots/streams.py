"""Lay streams out between columns of nodes, so that heights tell sizes and no words cover each other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

GAP = 0.06
"""Gap between two nodes of a column, beside the room of their words [inch]."""
HALVINGS = 40


ROOMY = 1.4
"""Room that a node takes on average, as a multiple of that of its words: a column holds no more nodes."""


class Stream(NamedTuple):
    """So much flows from a node of one column to a node of another; lost: it ends unanswered."""

    start: int
    source: str
    end: int
    target: str
    size: float
    lost: bool = False


class Band(NamedTuple):
    """A stream with its place: columns, lower edges at both ends and height [inch]."""

    start: int
    end: int
    y0: float
    y1: float
    high: float
    lost: bool


class Plan(NamedTuple):
    """Where everything stands. nodes: (column, name) to lower edge, height [inch] and size."""

    nodes: Mapping[tuple[int, str], tuple[float, float, float]]
    streams: Sequence[Band]
    scale: float


def laid_out(streams: Sequence[Stream], height: float, line: float, scale: float | None = None) -> Plan:
    """Return the plan of streams within a height [inch].

    line: room that the words of a node take at least [inch]. scale: inches for one contact; the largest that
    fits where None.
    """
    sizes = _sizes(streams)
    scale = _fitting(sizes, height, line) if scale is None else scale
    nodes: dict[tuple[int, str], tuple[float, float, float]] = {}
    for column in sorted({column for column, _ in sizes}):
        top = height
        for (where, name), size in sizes.items():
            if where == column:
                high = size * scale
                slot = max(high, line)
                nodes[where, name] = (top - (slot + high) / 2.0, high, size)
                top -= slot + GAP
    return Plan(nodes, _bands(streams, nodes, scale), scale)


def merged(every: Sequence[Sequence[Stream]], height: float, line: float) -> list[list[Stream]]:
    """Return several lists of streams whose columns have room: their smallest nodes are one, in each list.

    Lost streams and others are never put together. height, line: as in `laid_out`.
    """
    most = max(2, int(height / (ROOMY * line + GAP)))
    names: dict[tuple[int, str], str] = {}
    sizes = _sizes([stream for streams in every for stream in streams])
    lost = {(one.end, one.target) for streams in every for one in streams if one.lost}
    for column in {column for column, _ in sizes}:
        there = sorted((key for key in sizes if key[0] == column), key=lambda key: -sizes[key])
        rest = there[most - 2 :] if len(there) > most else []
        for words, ends in (("others lost", True), ("others", False)):
            group = [key for key in rest if (key in lost) == ends]
            if len(group) > 1:
                names |= dict.fromkeys(group, f"{words} ({len(group)})")
    return [_renamed(streams, names) for streams in every]


def _renamed(streams: Sequence[Stream], names: Mapping[tuple[int, str], str]) -> list[Stream]:
    """Return streams between nodes of new names, those between the same two nodes as one."""
    sums: dict[tuple[int, str, int, str, bool], float] = {}
    for one in streams:
        source = names.get((one.start, one.source), one.source)
        target = names.get((one.end, one.target), one.target)
        key = one.start, source, one.end, target, one.lost
        sums[key] = sums.get(key, 0.0) + one.size
    return [
        Stream(start, source, end, target, size, lost)
        for (start, source, end, target, lost), size in sums.items()
    ]


def _sizes(streams: Sequence[Stream]) -> dict[tuple[int, str], float]:
    """Return the size of each node: what flows in or out, whichever is more."""
    into: dict[tuple[int, str], float] = {}
    out: dict[tuple[int, str], float] = {}
    for one in streams:
        out[one.start, one.source] = out.get((one.start, one.source), 0.0) + one.size
        into[one.end, one.target] = into.get((one.end, one.target), 0.0) + one.size
    keys = dict.fromkeys((*out, *into))
    return {key: max(into.get(key, 0.0), out.get(key, 0.0)) for key in keys}


def _fitting(sizes: Mapping[tuple[int, str], float], height: float, line: float) -> float:
    """Return the largest scale at which every column fits [inch per contact]."""
    columns: dict[int, list[float]] = {}
    for (column, _), size in sizes.items():
        columns.setdefault(column, []).append(size)

    def fits(scale: float) -> bool:
        return all(
            sum(max(size * scale, line) for size in found) + GAP * (len(found) - 1) <= height
            for found in columns.values()
        )

    low, high = 0.0, height / max(sum(found) for found in columns.values())
    for _ in range(HALVINGS):
        middle = (low + high) / 2.0
        low, high = (middle, high) if fits(middle) else (low, middle)
    return low


def _bands(
    streams: Sequence[Stream], nodes: Mapping[tuple[int, str], tuple[float, float, float]], scale: float
) -> list[Band]:
    """Return the streams as bands, from the top of each node down, in the order of what they lead to."""
    left = {key: bottom + high for key, (bottom, high, _) in nodes.items()}
    right = dict(left)
    heights = {key: bottom for key, (bottom, *_) in nodes.items()}
    order = sorted(streams, key=lambda one: (-heights[one.start, one.source], -heights[one.end, one.target]))
    bands = []
    for one in order:
        high = one.size * scale
        left[one.start, one.source] -= high
        right[one.end, one.target] -= high
        ends = left[one.start, one.source], right[one.end, one.target]
        bands.append(Band(one.start, one.end, *ends, high, one.lost))
    return bands
