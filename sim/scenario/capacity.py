"""Count the work that volumes bring, the agents on duty, and the size of a run against the machine.

Both are sums over the scenario file; nothing is simulated.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from sim.hours import DAY, DAYS, Span, Spans
from sim.scenario.clock import YEAR_DAYS, Clock, DayKind
from sim.scenario.crosschecks.base import Finding
from sim.scenario.curve import Curve
from sim.scenario.groups import Shift
from sim.scenario.holding import expected_talk
from sim.scenario.joining import joining_of
from sim.scenario.model import Scenario
from sim.scenario.rosters import Plan

AGENTS = 20_000
AGENT_DAYS = 5_000_000
ISSUES = 20_000_000
MOST_NEEDS = 1_000_000
"""Issues of a type in an interval, or failures at a touchpoint in a day: an address has 20 bits for them."""
NEWCOMERS = 2_000_000
FEWER = "Simulate fewer, or a part of the centre."

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
    agents += sum(map(len, scenario.rosters.values()))
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
    issues += clock.run_days * yearly * scenario.customers.count / YEAR_DAYS
    found += [*_too_many(("contacts",), issues, ISSUES, "issues in one replication")] or _at_once(scenario)
    return [*found, *_newcomers(scenario, issues / clock.run_days)]


def _at_once(scenario: Scenario) -> Iterator[Finding]:
    """Refuse more issues in an interval, or failures in a day, than have an address."""
    for name, contact in scenario.contacts.items():
        if isinstance(contact.volume, Curve):
            means = contact.by_interval(name, scenario.clock, contact.scale * contact.new_share())
            most = max((mean for of_kind in means for mean in of_kind), default=0.0)
            allowed = int(MOST_NEEDS / _busiest(contact.day_to_day) / _busiest(contact.interval_to_interval))
            if most > allowed:
                wrong = f"brings too many issues at once (got {most:.7g} in an interval; allowed {allowed})."
                yield Finding(
                    ("contacts", name, "volume"), "error", f"{wrong} Lower it, or shorten the interval."
                )
    for name, touchpoint in scenario.failures.items():
        most = touchpoint.per_customer_year * scenario.customers.count / YEAR_DAYS
        if most > MOST_NEEDS:
            at = ("failures", name, "per_customer_year")
            wrong = f"brings too many failures at once (got {most:.7g} a day; allowed {MOST_NEEDS})."
            yield Finding(at, "error", f"{wrong} Lower it, or the customers.")


def _busiest(spread: float) -> float:
    """Return the factor that a gamma of mean 1 with this coefficient of variation exceeds once in 10^9."""
    return 1.0 + 6.0 * spread + 15.0 * spread * spread


def _newcomers(scenario: Scenario, issues: float) -> Iterator[Finding]:
    customers = scenario.customers.numbers(scenario.behaviour.trust.level)
    joining = joining_of(scenario, customers, issues)
    if joining is not None:
        count, address = joining.candidates * scenario.clock.run_days, ("behaviour", "loyalty", "joining")
        remedy = "Lower churn.per_month, churn.sensitivity, or joining.per_month."
        yield from _too_many(address, count, NEWCOMERS, "new customers in one replication", remedy)


def _too_many(
    address: tuple[str, ...], count: float, limit: int, what: str, remedy: str = FEWER
) -> Iterator[Finding]:
    if not count <= limit:
        wrong = f"makes too many {what} (got {count:.4g}; allowed {limit})."
        yield Finding(address, "error", f"{wrong} {remedy}")


def serving(scenario: Scenario, queue: str) -> list[str]:
    """Return the groups that serve `queue`, or help it after a wait."""
    groups = scenario.groups.items()
    return [name for name, group in groups if queue in group.skills or queue in group.overflow]


def staffed_hours(scenario: Scenario, group: str) -> float:
    """Return the hours [h] that agents of `group` are there for contacts in an ordinary week."""
    week = {slot: interval for slot, interval in intervals_of(scenario.clock).items() if slot[0] < 7}
    staff = staff_of(scenario, group, week)
    return sum(staff[slot] * (interval.end - interval.start) for slot, interval in week.items()) / 3600.0


def paid_hours(scenario: Scenario, group: str) -> float:
    """Return the hours [h] that agents of `group` are paid for in an ordinary week: shifts, or on duty."""
    if group in scenario.on_duty:
        return staffed_hours(scenario, group)
    if group in scenario.rosters:
        return sum(duty.seconds for duty in _plan(scenario, group).week()) / 3600.0
    shifts = [shift for shift in scenario.shifts.values() if group in shift.staff]
    return sum(shift.paid_hours * shift.staff[group] for shift in shifts)


def headcount(scenario: Scenario, group: str) -> float:
    """Return how many people hold a place in the roster of `group`: its shifts' staff, or most on duty."""
    if group in scenario.on_duty:
        kinds = scenario.clock.kinds()
        return max((max(scenario.on_duty[group].on(kind), default=0.0) for kind in kinds), default=0.0)
    named = len(scenario.rosters.get(group, ()))
    return named + sum(shift.staff.get(group, 0.0) for shift in scenario.shifts.values())


def intervals_of(clock: Clock) -> dict[Slot, Interval]:
    """Return the intervals of every weekday, and of the special days that the run has."""
    found, run = {}, {*range(len(DAYS)), *clock.days_of_run()}
    for day, kind in enumerate(clock.kinds()):
        if day not in run:
            continue
        for index, (start, length) in enumerate(zip(kind.starts, kind.lengths, strict=True)):
            found[day, index] = Interval(kind, start, start + length)
    return found


def work_of(
    scenario: Scenario, queue: str, intervals: Mapping[Slot, Interval], crowd: float = 0.0
) -> dict[Slot, float]:
    """Return the work [erlang] that first contacts bring to `queue` under the baseline's pace.

    crowd: contacts waiting for each agent on duty. Of several groups, the one that needs least time counts.
    """
    policy, clock = scenario.policies[scenario.baseline], scenario.clock
    own = [name for name, group in scenario.groups.items() if queue in group.skills]
    groups = own or serving(scenario, queue)
    total = dict.fromkeys(intervals, 0.0)
    for name, contact in scenario.contacts.items():
        counts = contact.by_interval(name, clock, contact.scale)
        if contact.queue != queue or not any(map(sum, counts)):
            continue
        talks = [expected_talk(scenario, policy, group, contact, crowd, name) for group in groups]
        talk, share = min(talks, default=contact.work.expected()), 1.0
        if scenario.queues[queue].channel == "chat" and groups:
            share = scenario.groups[groups[0]].least_of_agent()
        share *= 1.0 - scenario.behaviour.self_service.tries * policy.self_service.solved(name)
        work, acw = contact.times(clock)
        for day, index in intervals:
            interval = intervals[day, index]
            seconds = talk * work[day][index] + contact.acw.expected() * acw[day][index]
            seconds *= share
            total[day, index] += counts[day][index] * seconds / (interval.end - interval.start)
    return total


def staff_of(scenario: Scenario, group: str, intervals: Mapping[Slot, Interval]) -> dict[Slot, float]:
    """Return the expected number of agents of `group` who are there for contacts in each interval."""
    if group in scenario.on_duty:
        numbers = [scenario.on_duty[group].on(kind) for kind in scenario.clock.kinds()]
        return {(day, index): numbers[day][index] for day, index in intervals}
    shifts = [shift for shift in scenario.shifts.values() if group in shift.staff]
    share = scenario.groups[group].expected_share()
    if group in scenario.rosters:
        return _rostered(_plan(scenario, group), share, intervals)
    return {
        slot: share * sum(shift.staff[group] * _present(shift, interval) for shift in shifts)
        for slot, interval in intervals.items()
    }


def away_of(scenario: Scenario, group: str, intervals: Mapping[Slot, Interval]) -> dict[Slot, float]:
    """Return the expected number of agents of `group` on a planned break, or away, in each interval."""
    of = scenario.groups[group]
    shares = (1.0 - of.absence, 1.0 - of.shrinkage)
    if group in scenario.on_duty:
        return dict.fromkeys(intervals, 0.0)
    if group in scenario.rosters:
        plan = _plan(scenario, group)
        whole, there = (_rostered(plan, 1.0, intervals, paused=paused) for paused in (False, True))
    else:
        shifts = [shift for shift in scenario.shifts.values() if group in shift.staff]
        whole, there = (
            {
                slot: sum(shift.staff[group] * _present(shift, one, paused=paused) for shift in shifts)
                for slot, one in intervals.items()
            }
            for paused in (False, True)
        )
    return {slot: shares[0] * (whole[slot] - shares[1] * there[slot]) for slot in intervals}


def _present(shift: Shift, interval: Interval, *, paused: bool = True) -> float:
    """Return the share of the interval in which the shift works, the one of the night before too.

    paused: breaks are left out.
    """
    seconds = 0.0
    for weekday, later in around(interval.kind):
        if weekday in shift.days:
            seconds += worked(interval, shift.hours, later)
            seconds -= worked(interval, shift.pauses(), later) if paused else 0.0
    return seconds / (interval.end - interval.start)


def around(kind: DayKind) -> tuple[tuple[int, float], ...]:
    """Return the weekdays of a day, the one before and the one after, and how much later they begin [s]."""
    return (kind.eve, -DAY), (kind.weekday, 0.0), (kind.morrow, DAY)


def hours_near(scenario: Scenario, group: str, kind: DayKind) -> Iterator[tuple[Spans, float, float]]:
    """Yield the hours that agents of a group work around a day, how much later, and how many of them do.

    Counts of agents have no hours.
    """
    for shift in scenario.shifts.values():
        if group in shift.staff:
            yield from (
                (shift.hours, later, shift.staff[group]) for day, later in around(kind) if day in shift.days
            )
    if group in scenario.rosters:
        plan = _plan(scenario, group)
        for later in (-1, 0, 1):
            yield from ((duty.hours, later * DAY, 1.0) for duty in plan.on(kind, later).values())


def worked(interval: Interval, spans: Spans, later: float) -> float:
    """Return what an interval shares with spans of a day that begins so much later [s]."""
    moved = tuple(Span(span.start + later, span.end + later) for span in spans)
    return sum(_shared(span, interval) for span in interval.kind.elapsed(moved))


def _plan(scenario: Scenario, group: str) -> Plan:
    return Plan(scenario.rosters[group], scenario.clock.special_days)


def _rostered(
    plan: Plan, share: float, intervals: Mapping[Slot, Interval], *, paused: bool = True
) -> dict[Slot, float]:
    """Return a share of the named agents who are at work in each interval; paused: breaks are left out."""
    duties = {
        day: [(later * DAY, duty) for later in (-1, 0, 1) for duty in plan.on(kind, later).values()]
        for day, kind in {slot[0]: one.kind for slot, one in intervals.items()}.items()
    }
    found = {}
    for slot, one in intervals.items():
        seconds = sum(
            worked(one, duty.hours, later) - (worked(one, duty.pauses, later) if paused else 0.0)
            for later, duty in duties[slot[0]]
        )
        found[slot] = share * seconds / (one.end - one.start)
    return found


def _shared(span: Span, interval: Interval) -> float:
    return max(0.0, min(span.end, interval.end) - max(span.start, interval.start))


def when_of(interval: Interval) -> str:
    """Return the name of an interval, such as mon 08:00."""
    minutes = round(interval.start) // 60
    return f"{interval.kind.name} {minutes // 60:02d}:{minutes % 60:02d}"
