"""Calling: when customers call after an opening, by the volume of each queue on that day."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from sim.hours import DAY
from sim.rules.recontact import CallingCurve
from sim.scenario.clock import Day, DayKind
from sim.scenario.model import Scenario

Volumes = Sequence[Sequence[float]]
LONGEST_NIGHT = 2.0 * DAY
"""Time after its midnight [s] beyond which no hours of a day reach."""


def calling_of(scenario: Scenario) -> tuple[CallingCurve, ...]:
    """Return for each queue when its customers call; none where returns spread over a time after opening."""
    if scenario.behaviour.recontact.after_opening != "by_volume":
        return ()
    volumes = {
        name: contact.by_interval(name, scenario.clock, contact.scale)
        for name, contact in scenario.contacts.items()
    }
    everything, found = _sum(scenario, list(volumes.values())), []
    for queue in scenario.queues:
        own = [counts for name, counts in volumes.items() if scenario.contacts[name].queue == queue]
        found.append(_curves(scenario, queue, (_sum(scenario, own), everything)))
    return tuple(found)


def _sum(scenario: Scenario, volumes: Sequence[Volumes]) -> list[list[float]]:
    """Return the volumes added up, by kind of day and interval."""
    return [
        [sum(counts[day][place] for counts in volumes if counts[day]) for place in range(len(kind.lengths))]
        for day, kind in enumerate(scenario.clock.kinds())
    ]


def _curves(scenario: Scenario, queue: str, volumes: Sequence[Volumes]) -> CallingCurve:
    """Return the curve of `queue`: of the first of `volumes` that it has within a day of an opening."""
    clock = scenario.clock
    kinds, days = clock.kinds(), (clock.eve(), *clock.calendar())
    begins, opening = [day.start for day in days], clock.opening(scenario.queues[queue].open)
    first: list[int] = []
    last: list[int] = []
    edges: list[float] = []
    shares: list[float] = []
    known: dict[tuple[float, ...], tuple[int, int]] = {}
    for opens, closes in zip(opening.opens, opening.closes, strict=True):
        until = min(closes, opens + DAY)
        around = days[bisect_left(begins, opens - LONGEST_NIGHT) : bisect_left(begins, until)]
        key = (until - opens, *(number for day in around for number in (day.kind, day.start - opens)))
        if key not in known:
            curve = _curve(kinds, around, opens, until, volumes)
            known[key] = len(edges), len(edges) + len(curve) - 1
            edges += [edge for edge, _ in curve]
            shares += [share for _, share in curve]
        first.append(known[key][0])
        last.append(known[key][1])
    return CallingCurve(tuple(first), tuple(last), tuple(edges), tuple(shares))


def _curve(
    kinds: Sequence[DayKind], days: Sequence[Day], opens: float, closes: float, volumes: Sequence[Volumes]
) -> list[tuple[float, float]]:
    """Return edges [s after opening] and the share of the volume up to each; even if there is none."""
    for counts in volumes:
        edges, upto = [0.0], [0.0]
        intervals = [
            (max(day.start + at, opens), min(day.start + at + length, closes), count, length)
            for day in days
            for at, length, count in zip(
                kinds[day.kind].starts, kinds[day.kind].lengths, counts[day.kind], strict=True
            )
        ]
        for begins, ends, count, length in intervals:
            if ends > begins:
                edges += [begins - opens, ends - opens]
                upto += [upto[-1], upto[-1] + count * (ends - begins) / length]
        if upto[-1] > 0.0:
            return list(zip(edges, [*(share / upto[-1] for share in upto[:-1]), 1.0], strict=True))
    return [(0.0, 0.0), (closes - opens, 1.0)]
