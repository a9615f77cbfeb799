"""Set the work that volumes bring against the agents on duty, and the size of a run against the machine.

Both are sums over the scenario file; nothing is simulated.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from sim.hours import DAYS, Span
from sim.scenario.clock import Clock, DayKind
from sim.scenario.crosschecks.base import Finding
from sim.scenario.groups import Shift
from sim.scenario.model import Scenario

AGENTS = 20_000
AGENT_DAYS = 5_000_000
ISSUES = 20_000_000
YEAR = 365.0

Slot = tuple[int, int]


class Interval(NamedTuple):
    """One planning interval: its kind of day, start and end [s from midnight]."""

    kind: DayKind
    start: float
    end: float


def sizes(scenario: Scenario) -> list[Finding]:
    """Refuse runs that no machine would finish, by counting agents, agent days and issues."""
    clock = scenario.clock
    kinds = clock.kinds()
    agents = sum(staff for shift in scenario.shifts.values() for staff in shift.staff.values())
    for curve in scenario.on_duty.values():
        agents += max(max(curve.on(kind), default=0.0) for kind in kinds)
    found = list(_too_many(("shifts",) if scenario.shifts else ("on_duty",), agents, AGENTS, "agents"))
    if not found:
        found += _too_many(("clock", "days"), agents * clock.run_days, AGENT_DAYS, "days worked by agents")
    issues = 0.0
    for name, contact in scenario.contacts.items():
        daily = [sum(counts) for counts in contact.by_interval(name, clock, contact.scale)]
        issues += sum(daily[day] for day in clock.days_of_run())
    yearly = sum(touchpoint.per_customer_year for touchpoint in scenario.failures.values())
    issues += clock.run_days * yearly * scenario.customers.count / YEAR
    return [*found, *_too_many(("contacts",), issues, ISSUES, "issues in one replication")]


def _too_many(address: tuple[str, ...], count: float, limit: int, what: str) -> Iterator[Finding]:
    if not count <= limit:
        wrong = f"makes too many {what} (got {count:.4g}; allowed {limit})."
        yield Finding(address, "error", f"{wrong} Simulate fewer, or a part of the centre.")


def loads(scenario: Scenario) -> list[Finding]:
    """Warn where a queue, or queues that share agents, bring more work than their agents can do."""
    clock = scenario.clock
    intervals = intervals_of(clock)
    work = {name: work_of(scenario, name, intervals) for name in scenario.queues}
    staff = {name: staff_of(scenario, name, intervals) for name in scenario.groups}
    found, special = [], any(day >= len(DAYS) for day, _ in intervals)
    for queues in _pools(scenario):
        groups = [name for name, group in scenario.groups.items() if set(group.skills) & set(queues)]
        load = {slot: sum(work[queue][slot] for queue in queues) for slot in intervals}
        heads = {slot: sum(staff[group][slot] for group in groups) for slot in intervals}
        empty = [slot for slot in intervals if load[slot] > 0.0 and not heads[slot]]
        if empty and len(queues) == 1:
            slot = max(empty, key=load.__getitem__)
            when = f"{intervals[slot].kind.name} {_clock(intervals[slot].start)}"
            wrong = f"has nobody to serve it in {len(empty)} of {len(intervals)} intervals"
            got = f"got {load[slot]:.1f} erlang and no agents at {when}, the worst; allowed with an agent"
            text = f"{wrong} ({got}). Add agents there, or close it then with open:."
            found.append(Finding(("queues", queues[0]), "warning", text))
        short = [slot for slot in intervals if slot not in empty and load[slot] > heads[slot] + 1e-6]
        if short:
            worst = max(short, key=lambda slot: load[slot] - heads[slot])
            when = f"{intervals[worst].kind.name} {_clock(intervals[worst].start)}"
            got = f"got {load[worst]:.1f} erlang for {heads[worst]:.1f} agents at {when}, the worst"
            together = f" together with {', '.join(queues[1:])}" if len(queues) > 1 else ""
            often = f"in {len(short)} of {len(intervals)} intervals{'' if special else ' a week'}"
            wrong = f"brings more work{together} than its agents can do {often} ({got}; allowed less)."
            text = f"{wrong} Add agents there, or expect long waits and hang-ups."
            found.append(Finding(("queues", queues[0]), "warning", text))
    return found


def busiest(scenario: Scenario, queue: str) -> tuple[str, float, float]:
    """Return when first contacts bring `queue` most work, how much [erlang], and the agents who are there.

    Agents count for each queue they serve.
    """
    intervals = intervals_of(scenario.clock)
    work = work_of(scenario, queue, intervals)
    slot = max(intervals, key=work.__getitem__)
    groups = [name for name, group in scenario.groups.items() if queue in group.skills]
    one = {slot: intervals[slot]}
    agents = sum(staff_of(scenario, group, one)[slot] for group in groups)
    return f"{intervals[slot].kind.name} {_clock(intervals[slot].start)}", work[slot], agents


def staffed_hours(scenario: Scenario, group: str) -> float:
    """Return the hours [h] that agents of `group` are there for contacts in an ordinary week."""
    week = {slot: interval for slot, interval in intervals_of(scenario.clock).items() if slot[0] < 7}
    staff = staff_of(scenario, group, week)
    return sum(staff[slot] * (interval.end - interval.start) for slot, interval in week.items()) / 3600.0


def intervals_of(clock: Clock) -> dict[Slot, Interval]:
    """Return the intervals of every weekday, and of the special days that the run has."""
    found, run = {}, {*range(len(DAYS)), *clock.days_of_run()}
    for day, kind in enumerate(clock.kinds()):
        if day not in run:
            continue
        opens, closes = kind.span or (0.0, 0.0)
        for index in range(len(kind.lengths)):
            start = opens + index * clock.interval
            found[day, index] = Interval(kind, start, min(start + clock.interval, closes))
    return found


def work_of(scenario: Scenario, queue: str, intervals: dict[Slot, Interval]) -> dict[Slot, float]:
    """Return the work [erlang] that first contacts bring to `queue` under the baseline's pace."""
    policy, clock = scenario.policies[scenario.baseline], scenario.clock
    first = next((name for name, group in scenario.groups.items() if queue in group.skills), "")
    total = dict.fromkeys(intervals, 0.0)
    for name, contact in scenario.contacts.items():
        if contact.queue != queue:
            continue
        seconds = (policy.pace.talk_of(first) or contact.work).expected() + contact.acw.expected()
        if scenario.queues[queue].channel == "chat" and first:
            seconds *= scenario.groups[first].least_of_agent()
        seconds *= 1.0 - scenario.behaviour.self_service.tries * policy.self_service.solved(name)
        counts = contact.by_interval(name, clock, contact.scale)
        for day, index in intervals if any(counts) else ():
            interval = intervals[day, index]
            total[day, index] += counts[day][index] * seconds / (interval.end - interval.start)
    return total


def staff_of(scenario: Scenario, group: str, intervals: dict[Slot, Interval]) -> dict[Slot, float]:
    """Return the expected number of agents of `group` who are there for contacts in each interval."""
    if group in scenario.on_duty:
        numbers = [scenario.on_duty[group].on(kind) for kind in scenario.clock.kinds()]
        return {(day, index): numbers[day][index] for day, index in intervals}
    shifts = [shift for shift in scenario.shifts.values() if group in shift.staff]
    share = scenario.groups[group].expected_share()
    return {
        slot: share * sum(shift.staff[group] * _present(shift, interval) for shift in shifts)
        for slot, interval in intervals.items()
    }


def _present(shift: Shift, interval: Interval) -> float:
    """Return the share of the interval in which the shift works."""
    if interval.kind.weekday not in shift.days:
        return 0.0
    pauses = sum(_shared(pause, interval) for pause in shift.breaks)
    return (_shared(shift.hours, interval) - pauses) / (interval.end - interval.start)


def _shared(span: Span, interval: Interval) -> float:
    return max(0.0, min(span.end, interval.end) - max(span.start, interval.start))


def _pools(scenario: Scenario) -> Iterator[tuple[str, ...]]:
    """Yield each queue alone, then each set of queues that agents tie together."""
    yield from ((name,) for name in scenario.queues)
    pools = [{name} for name in scenario.queues]
    for group in scenario.groups.values():
        tied = [pool for pool in pools if pool & set(group.skills)]
        pools = [pool for pool in pools if pool not in tied] + [set().union(*tied)]
    for pool in pools:
        if len(pool) > 1:
            yield tuple(name for name in scenario.queues if name in pool)


def _clock(seconds: float) -> str:
    minutes = round(seconds) // 60
    return f"{minutes // 60:02d}:{minutes % 60:02d}"
