"""Set the work that volumes bring against the agents on duty, and the size of a run against the machine.

Both are sums over the scenario file; nothing is simulated.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
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

FULL_LINE = 1.0
"""Contacts waiting per agent from which agents are called too few: a pace that hurries then does."""
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


def loads(scenario: Scenario) -> list[Finding]:
    """Warn where first contacts bring a queue, or queues that share agents, more work than they can do.

    Helpers count, and the pace in a line as long as `FULL_LINE`; emails wait while a week has agents enough.
    """
    intervals = intervals_of(scenario.clock)
    work = {name: work_of(scenario, name, intervals, FULL_LINE) for name in scenario.queues}
    staff = {name: staff_of(scenario, name, intervals) for name in scenario.groups}
    found: list[Finding] = []
    for queues in _pools(scenario):
        groups = [name for queue in queues for name in serving(scenario, queue)]
        load = {slot: sum(work[queue][slot] for queue in queues) for slot in intervals}
        heads = {slot: sum(staff[group][slot] for group in dict.fromkeys(groups)) for slot in intervals}
        if _in_a_week(load, intervals) <= _in_a_week(heads, intervals):  # emails wait for agents to be free
            urgent = [name for name in queues if scenario.queues[name].channel != "email"]
            load = {slot: sum(work[queue][slot] for queue in urgent) for slot in intervals}
        empty = [slot for slot in intervals if load[slot] > 0.0 and not heads[slot]]
        if empty and len(queues) == 1:
            found.append(_unserved(queues[0], intervals, load, empty))
        short = [slot for slot in intervals if slot not in empty and load[slot] > heads[slot] + 1e-6]
        if short:
            found.append(_short(queues, intervals, load, heads, short))
    return found


def _in_a_week(counts: Mapping[Slot, float], intervals: Mapping[Slot, Interval]) -> float:
    """Return hours of work, or of agents, in an ordinary week, from counts by interval."""
    return sum(
        counts[slot] * (one.end - one.start) / 3600.0
        for slot, one in intervals.items()
        if slot[0] < len(DAYS)
    )


def _unserved(
    queue: str, intervals: Mapping[Slot, Interval], load: Mapping[Slot, float], empty: Sequence[Slot]
) -> Finding:
    slot = max(empty, key=load.__getitem__)
    wrong = f"has nobody to serve it in {len(empty)} of {len(intervals)} intervals"
    when = _when(intervals[slot])
    got = f"got {load[slot]:.1f} erlang and no agents at {when}, the worst; allowed with an agent"
    text = f"{wrong} ({got}). Add agents there, or close it then with open:."
    return Finding(("queues", queue), "warning", text)


def _short(
    queues: Sequence[str],
    intervals: Mapping[Slot, Interval],
    load: Mapping[Slot, float],
    heads: Mapping[Slot, float],
    short: Sequence[Slot],
) -> Finding:
    worst = max(short, key=lambda slot: load[slot] - heads[slot])
    got = (
        f"got {load[worst]:.1f} erlang for {heads[worst]:.1f} agents at {_when(intervals[worst])}, the worst"
    )
    together = f" together with {', '.join(queues[1:])}" if len(queues) > 1 else ""
    special = any(day >= len(DAYS) for day, _ in intervals)
    often = f"in {len(short)} of {len(intervals)} intervals{'' if special else ' a week'}"
    wrong = f"brings more work{together} than its agents can do {often} ({got}; allowed less)."
    text = f"{wrong} Add agents there, or expect long waits and hang-ups."
    return Finding(("queues", queues[0]), "warning", text)


def serving(scenario: Scenario, queue: str) -> list[str]:
    """Return the groups that serve `queue`, or help it after a wait."""
    groups = scenario.groups.items()
    return [name for name, group in groups if queue in group.skills or queue in group.overflow]


def busiest(scenario: Scenario, queue: str) -> tuple[str, float, float]:
    """Return when first contacts bring `queue` most work, how much [erlang], and the agents who are there.

    Agents count for each queue they serve; helpers do not.
    """
    intervals = intervals_of(scenario.clock)
    work = work_of(scenario, queue, intervals)
    slot = max(intervals, key=work.__getitem__)
    groups = [name for name, group in scenario.groups.items() if queue in group.skills]
    one = {slot: intervals[slot]}
    agents = sum(staff_of(scenario, group, one)[slot] for group in groups)
    return _when(intervals[slot]), work[slot], agents


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


def _present(shift: Shift, interval: Interval) -> float:
    """Return the share of the interval in which the shift works, the one of the night before too."""
    kind, seconds = interval.kind, 0.0
    for weekday, later in ((kind.eve, -DAY), (kind.weekday, 0.0), (kind.morrow, DAY)):
        if weekday in shift.days:
            seconds += _worked(interval, shift.hours, later) - _worked(interval, shift.pauses(), later)
    return seconds / (interval.end - interval.start)


def _worked(interval: Interval, spans: Spans, later: float) -> float:
    """Return what an interval shares with spans of a day that begins so much later [s]."""
    moved = tuple(Span(span.start + later, span.end + later) for span in spans)
    return sum(_shared(span, interval) for span in interval.kind.elapsed(moved))


def _plan(scenario: Scenario, group: str) -> Plan:
    return Plan(scenario.rosters[group], scenario.clock.special_days)


def _rostered(plan: Plan, share: float, intervals: Mapping[Slot, Interval]) -> dict[Slot, float]:
    """Return the expected number of named agents who are there for contacts in each interval."""
    duties = {
        day: [(later * DAY, duty) for later in (-1, 0, 1) for duty in plan.on(kind, later).values()]
        for day, kind in {slot[0]: one.kind for slot, one in intervals.items()}.items()
    }
    found = {}
    for slot, one in intervals.items():
        seconds = sum(
            _worked(one, duty.hours, later) - _worked(one, duty.pauses, later)
            for later, duty in duties[slot[0]]
        )
        found[slot] = share * seconds / (one.end - one.start)
    return found


def _shared(span: Span, interval: Interval) -> float:
    return max(0.0, min(span.end, interval.end) - max(span.start, interval.start))


def _pools(scenario: Scenario) -> Iterator[tuple[str, ...]]:
    """Yield each queue alone, then each set of queues that agents tie together."""
    yield from ((name,) for name in scenario.queues)
    pools = [{name} for name in scenario.queues]
    for group in scenario.groups.values():
        tied = [pool for pool in pools if pool & {*group.skills, *group.overflow}]
        pools = [pool for pool in pools if pool not in tied] + [set().union(*tied)]
    for pool in pools:
        if len(pool) > 1:
            yield tuple(name for name in scenario.queues if name in pool)


def _when(interval: Interval) -> str:
    minutes = round(interval.start) // 60
    return f"{interval.kind.name} {minutes // 60:02d}:{minutes % 60:02d}"
