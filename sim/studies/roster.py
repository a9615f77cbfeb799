"""Turn agents per interval into shifts at least cost: a set cover, solved by HiGHS.

Source: Dantzig 1954, Operations Research 2:339-341 (shift covering); Aykin 1996, Management Science
42:591-602 (breaks within a window).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations, product
from typing import Any, NamedTuple

import numpy as np

from sim.errors import GoodwillError
from sim.estimate import Floats
from sim.hours import Span, Spans, span_text, spans_text, weekdays_text
from sim.scenario.capacity import Interval, Slot, intervals_of
from sim.scenario.model import Scenario
from sim.scenario.roster_rules import RosterRules
from sim.scenario.taking import Engaged, engaged, lost_in, there_of

EXACT = 1e-6
WEEK = 7
LONGEST = 60.0
"""Seconds that HiGHS may search one group's roster; the best cover so far is taken then."""
MOST_KINDS = 20_000


class Kind(NamedTuple):
    """A shift that somebody may work: hours (several spans where the centre closes between), break, days."""

    hours: Spans
    pause: Span | None
    days: tuple[int, ...]

    @property
    def paid(self) -> float:
        """Paid hours a week [h]."""
        return len(self.days) * sum(span.end - span.start for span in self.hours) / 3600.0

    @property
    def pauses(self) -> Spans:
        """Its breaks."""
        return () if self.pause is None else (self.pause,)

    def works(self, interval: Interval, *, paused: bool = True) -> float:
        """Return the share of the interval in which who works the shift is there; paused: outside breaks."""
        if interval.kind.weekday not in self.days:
            return 0.0
        away = sum(_shared(pause, interval) for pause in self.pauses) if paused else 0.0
        worked = sum(_shared(span, interval) for span in self.hours)
        return (worked - away) / (interval.end - interval.start)


class Cover(NamedTuple):
    """How many take each kind of shift, and what that costs.

    bound: least cost that any cover can have, as far as the search went.
    """

    numbers: tuple[int, ...]
    cost: float
    bound: float


class Roster(NamedTuple):
    """The shifts of one group: kinds with the agents on each, paid hours a week [h], cost and its bound."""

    group: str
    shifts: tuple[tuple[Kind, int], ...]
    paid: float
    cost: float
    bound: float


def cover(there: Floats, need: Floats, costs: Floats, most_kinds: int | None = None) -> Cover:
    """Return the cheapest whole numbers x with there @ x >= need.

    there: shape (intervals, kinds), what one on a kind of shift brings to an interval. need: shape
    (intervals,). costs: of one, shape (kinds,). most_kinds: kinds used at most.
    Raises: GoodwillError where nothing covers the need.
    """
    from scipy.optimize import Bounds, LinearConstraint, milp

    kinds = costs.size
    if most_kinds is None:
        limits = [LinearConstraint(there, need - EXACT, np.inf)]
        cost, top = costs, np.full(kinds, np.inf)
    else:
        most = math.ceil(float(need.max(initial=0.0)) / max(float(there.max(initial=0.0)), EXACT))
        zeros = np.zeros_like(there)
        link = np.hstack([np.eye(kinds), -most * np.eye(kinds)])
        counted = np.hstack([np.zeros(kinds), np.ones(kinds)])[None, :]
        limits = [
            LinearConstraint(np.hstack([there, zeros]), need - EXACT, np.inf),
            LinearConstraint(link, -np.inf, 0.0),
            LinearConstraint(counted, -np.inf, most_kinds),
        ]
        cost = np.hstack([costs, np.zeros(kinds)])
        top = np.hstack([np.full(kinds, np.inf), np.ones(kinds)])
    found = milp(
        cost,
        constraints=limits,
        integrality=np.ones(cost.size),
        bounds=Bounds(0.0, top),
        options={"time_limit": LONGEST},
    )
    if found.x is None:
        raise GoodwillError(
            "--rules: no roster covers the agents that are needed (got intervals that no shift reaches, or "
            "too few kinds; allowed shifts over all opening hours). Widen starts, lengths or most_kinds."
        )
    numbers = np.round(found.x[:kinds]).astype(int)
    bound = float(found.mip_dual_bound) if found.mip_dual_bound is not None else math.nan
    return Cover(tuple(numbers.tolist()), float(costs @ numbers), bound)


def plan(scenario: Scenario, rules: RosterRules, group: str) -> Roster:
    """Return the cheapest shifts for the agents that `group` has in every interval of an ordinary week.

    The agents needed are those on duty, or those whom the file's own shifts bring; of each agent on a shift,
    as many are there as absence, shrinkage and adherence leave. Breaks and time away count as they will be
    taken, on both sides.
    Raises: GoodwillError where the rules allow no roster.
    """
    week = {slot: one for slot, one in intervals_of(scenario.clock).items() if slot[0] < WEEK}
    need = there_of(scenario, group, week)
    kinds = list(dict.fromkeys(_kinds(rules, _open(week), _alike(week, need))))
    if len(kinds) > MOST_KINDS:
        raise GoodwillError(
            f"--rules: allow too many kinds of shifts (got {len(kinds)}; allowed {MOST_KINDS}). "
            "Write a longer every, or fewer lengths."
        )
    wanted = np.array([need[slot] for slot in week])
    if not wanted.any():
        return Roster(group, (), 0.0, 0.0, 0.0)
    at_work = engaged(scenario, group)  # as busy as the file's own agents (assumption)
    there = np.array([_there(scenario, rules, group, kind, week.values(), at_work) for kind in kinds]).T
    wage = scenario.groups[group].wage or 1.0
    costs = np.array([wage * kind.paid for kind in kinds])
    found = cover(there, wanted, costs, rules.most_kinds) if kinds else cover(np.zeros((1, 1)), wanted, costs)
    shifts = tuple((kind, n) for kind, n in zip(kinds, found.numbers, strict=True) if n)
    return Roster(group, shifts, sum(n * kind.paid for kind, n in shifts), found.cost, found.bound)


def greedy(there: Floats, need: Floats, costs: Floats) -> tuple[int, ...]:
    """Return a cover that takes, one by one, the kind that covers most of what is missing for its cost."""
    numbers, missing = np.zeros(costs.size, dtype=int), need.copy()
    while (missing > EXACT).any():
        gain = np.minimum(there, np.maximum(missing, 0.0)[:, None]).sum(axis=0) / costs
        best = int(np.argmax(gain))
        if gain[best] <= 0.0:
            raise ValueError("nothing covers what is missing")
        numbers[best] += 1
        missing -= there[:, best]
    return tuple(numbers.tolist())


def as_yaml(rosters: Sequence[Roster]) -> dict[str, Any]:
    """Return the section `shifts` of a scenario: one shift for each kind, with the agents of each group."""
    shifts: dict[str, Any] = {}
    kinds: dict[Kind, dict[str, int]] = {}
    for roster in rosters:
        for kind, number in roster.shifts:
            kinds.setdefault(kind, {})[roster.group] = number
    for kind in sorted(kinds, key=lambda one: (one.days, one.hours, one.pause or one.hours[0])):
        breaks = {} if kind.pause is None else {"breaks": [span_text(kind.pause)]}
        days = _days_text(kind.days)
        hours = spans_text(kind.hours)
        name = f"{days}_{hours}".replace(":", "").replace("-", "_").replace(", ", "_").replace(",", "_")
        name = name if name not in shifts else f"{name}_{sum(key.startswith(name) for key in shifts) + 1}"
        shifts[name] = {"days": days, "hours": hours, **breaks, "staff": kinds[kind]}
    return shifts


def _days_text(days: tuple[int, ...]) -> str:
    """Return weekdays as planners write them: "mon-fri" where they follow each other."""
    if len(days) > 2 and days[-1] - days[0] == len(days) - 1:
        return f"{weekdays_text(days[:1])}-{weekdays_text(days[-1:])}"
    return weekdays_text(days)


def _shared(span: Span, interval: Interval) -> float:
    return max(0.0, min(span.end, interval.end) - max(span.start, interval.start))


def _alike(week: Mapping[Slot, Interval], need: Mapping[Slot, float]) -> list[tuple[int, ...]]:
    """Return the weekdays that open, those with the same hours and needs together."""
    days: dict[int, list[tuple[float, float]]] = {}
    for slot, interval in week.items():
        days.setdefault(interval.kind.weekday, []).append((interval.start, round(need[slot], 6)))
    alike: dict[tuple[tuple[float, float], ...], list[int]] = {}
    for day, numbers in days.items():
        alike.setdefault(tuple(numbers), []).append(day)
    return [tuple(sorted(group)) for group in alike.values()]


def _open(week: Mapping[Slot, Interval]) -> dict[int, Spans]:
    """Return the opening hours of each weekday that opens, in order."""
    spans: dict[int, Spans] = {}
    for interval in sorted(week.values(), key=lambda one: (one.kind.weekday, one.start)):
        day = interval.kind.weekday
        *before, last = spans.get(day, (Span(interval.start, interval.start),))
        goes_on = interval.start <= last.end + EXACT
        more = (Span(last.start, interval.end),) if goes_on else (last, Span(interval.start, interval.end))
        spans[day] = (*before, *more)
    return spans


def _worked(opening: Spans, start: float, length: float) -> Spans:
    """Return the hours of a shift of this paid length, which rests while closed; () if it is too long."""
    hours: list[Span] = []
    left = length
    for span in opening:
        begins = max(span.start, start)
        if left > EXACT and begins < span.end - EXACT and (hours or begins == start):
            hours.append(Span(begins, min(span.end, begins + left)))
            left -= hours[-1].end - begins
    return tuple(hours) if left <= EXACT else ()


def _fits(
    rules: RosterRules, spans: Mapping[int, Spans], start: float, length: float
) -> dict[Spans, list[int]]:
    """Return the hours that a shift from `start` has, with the weekdays on which it can be worked so."""
    fits: dict[Spans, list[int]] = {}
    for day, opening in spans.items():
        hours = _worked(opening, start, length)
        if hours and hours[-1].end <= rules.starts.end + EXACT:
            fits.setdefault(hours, []).append(day)
    return fits


def _kinds(
    rules: RosterRules, spans: Mapping[int, Spans], alike: Sequence[tuple[int, ...]]
) -> Iterator[Kind]:
    """Yield every shift that the rules allow; alike: weekdays that need the same."""
    for length, start in _starts(rules):
        for hours, open_days in _fits(rules, spans, start, length).items():
            for days, pause in product(_patterns(rules, open_days, alike), _pauses(rules, hours)):
                yield Kind(hours, pause, days)


def _starts(rules: RosterRules) -> Iterator[tuple[float, float]]:
    """Yield each paid length of a shift with each of its starts [s]."""
    for length in rules.lengths:
        count = int((rules.starts.end - rules.starts.start - length) / rules.every + EXACT)
        yield from ((length, rules.starts.start + k * rules.every) for k in range(count + 1))


def _patterns(
    rules: RosterRules, days: Sequence[int], alike: Sequence[tuple[int, ...]]
) -> Iterator[tuple[int, ...]]:
    """Yield the weekdays on which a shift may be worked, all of them among `days`."""
    if rules.days is None:
        yield from (group for group in alike if {*group} <= {*days})
        return
    for worked in combinations(sorted(days), rules.days):
        off = [day not in worked for day in range(WEEK)]
        changes = sum(off[day] != off[day - 1] for day in range(WEEK))
        if rules.days_off == "any" or changes <= 2:
            yield worked


def _pauses(rules: RosterRules, hours: Spans) -> Iterator[Span | None]:
    """Yield where the paid break may lie; a shift that rests where the centre closes may do without one."""
    first, last = hours[0].start, hours[-1].end
    if rules.pause is None or sum(span.end - span.start for span in hours) < rules.pause_from:
        yield None
        return
    low, high = (first + share * (last - first) for share in rules.pause_between)
    start = math.ceil(low / rules.every - EXACT) * rules.every
    found = False
    while start + rules.pause <= high + EXACT:
        pause = Span(start, start + rules.pause)
        if any(span.start <= pause.start and pause.end <= span.end for span in hours):
            found = True
            yield pause
        start += rules.every
    if not found and len(hours) > 1:
        yield None
    elif not found:
        raise GoodwillError(
            f"--rules: pause_between leaves no place for the break of {spans_text(hours)} (got "
            f"{rules.pause / 60:g} minutes; allowed what fits). Widen it."
        )


def _there(
    scenario: Scenario, rules: RosterRules, name: str, kind: Kind, week: Iterable[Interval], at_work: Engaged
) -> list[float]:
    """Return by interval the part of an agent that one on a kind of shift brings, breaks as taken."""
    group = scenario.groups[name]
    shrinkage, share = group.shrinkage, group.expected_share()
    if name in scenario.on_duty and rules.shrinkage is not None:
        shrinkage, share = rules.shrinkage, 1.0 - rules.shrinkage
    lost = lost_in(group, [(kind.hours, kind.pauses, 1.0)], shrinkage, at_work)
    found = []
    for one in week:
        there, whole = kind.works(one), kind.works(one, paused=False)
        away = (1.0 - group.absence) * (whole - (1.0 - shrinkage) * there)
        found.append(share * there + lost * away)
    return found
