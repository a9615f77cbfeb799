"""Set the work that volumes bring against the agents on duty; nothing is simulated."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from sim.hours import DAYS
from sim.scenario.calls import hours_in, hours_of_calls
from sim.scenario.capacity import Interval, Slot, intervals_of, serving, when_of, work_of
from sim.scenario.contradictions import listed_per_day, measured_per_day
from sim.scenario.crosschecks.base import Finding
from sim.scenario.model import Scenario
from sim.scenario.taking import at_work_of

Counts = Mapping[str, Mapping[Slot, float]]
"""Numbers by queue or group, and interval."""
REMEDY = "Add agents there, or expect long waits and hang-ups."
FULL_LINE = 1.0
"""Contacts waiting per agent from which agents are called too few: a pace that hurries then does."""


def loads(scenario: Scenario) -> list[Finding]:
    """Warn where first contacts bring a queue, or queues that share agents, more work than they can do.

    So do the calls of a campaign with a volume, which take the time that those who call in leave. Helpers
    count, and the pace in a line as long as `FULL_LINE`; emails wait while a week has agents enough. Breaks
    and time away count as they will be taken, and so do conversations that go on after hours.
    """
    intervals = intervals_of(scenario.clock)
    work = {name: work_of(scenario, name, intervals, FULL_LINE) for name in scenario.queues}
    staff = {name: at_work_of(scenario, name, intervals) for name in scenario.groups}
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
            found.append(_short(scenario, queues, intervals, load, heads, short))
    week = {slot: one for slot, one in intervals.items() if slot[0] < len(DAYS)}
    return [*found, *_calls(scenario, week, work, staff)]


def _in_a_week(counts: Mapping[Slot, float], intervals: Mapping[Slot, Interval]) -> float:
    """Return hours of work, or of agents, in an ordinary week, from counts by interval."""
    return sum(
        counts[slot] * (one.end - one.start) / 3600.0
        for slot, one in intervals.items()
        if slot[0] < len(DAYS)
    )


def _calls(scenario: Scenario, week: Mapping[Slot, Interval], work: Counts, staff: Counts) -> list[Finding]:
    """Warn where more calls of a campaign come up in a week than agents have time for."""
    found, volumes = [], {name: one for name, one in scenario.campaigns.items() if one.volume is not None}
    needs = {name: hours_of_calls(scenario, one) for name, one in volumes.items()}
    pools = [{group for queue in queues for group in serving(scenario, queue)} for queues in _pools(scenario)]
    for name, campaign in volumes.items():
        sets = [{*campaign.groups}, *(pool for pool in pools if pool > {*campaign.groups})]
        left = list[float]()
        for agents in sets:
            queues = [queue for queue in scenario.queues if {*serving(scenario, queue)} <= agents]
            deferred = [queue for queue in queues if scenario.queues[queue].channel == "email"]
            urgent = [queue for queue in queues if queue not in deferred]
            free = {
                slot: sum(staff[group][slot] for group in agents) - sum(work[queue][slot] for queue in urgent)
                for slot in week
            }
            beside = sum(needs[other] for other in volumes if {*volumes[other].groups} <= agents)
            hours = {slot: hours_in(campaign, one) for slot, one in week.items()}
            dialling = sum(hours[slot] * max(0.0, free[slot] - campaign.keeps_free) for slot in week)
            whole = _in_a_week({slot: max(0.0, free[slot]) for slot in week}, week)
            whole -= sum(_in_a_week(work[queue], week) for queue in deferred) + beside - needs[name]
            left.append(min(dialling, whole))
        least = max(0.0, min(left))
        if needs[name] > least + 1e-6:
            found.append(_too_many_calls(name, needs[name], least))
    return found


def _too_many_calls(name: str, need: float, left: float) -> Finding:
    got = f"got {need:,.1f} hours of calls a week, and {left:,.1f} hours of agents whom nobody else needs"
    text = f"brings more calls than its agents have time for ({got}; allowed fewer)."
    remedy = "Add agents at its hours, widen hours, or expect calls that are made late or never."
    return Finding(("campaigns", name, "volume"), "warning", f"{text} {remedy}")


def _unserved(
    queue: str, intervals: Mapping[Slot, Interval], load: Mapping[Slot, float], empty: Sequence[Slot]
) -> Finding:
    slot = max(empty, key=load.__getitem__)
    wrong = f"has nobody to serve it in {len(empty)} of {len(intervals)} intervals"
    when = when_of(intervals[slot])
    got = f"got {load[slot]:.1f} erlang and no agents at {when}, the worst; allowed with an agent"
    text = f"{wrong} ({got}). Add agents there, or close it then with open:."
    return Finding(("queues", queue), "warning", text)


def _short(
    scenario: Scenario,
    queues: Sequence[str],
    intervals: Mapping[Slot, Interval],
    load: Mapping[Slot, float],
    heads: Mapping[Slot, float],
    short: Sequence[Slot],
) -> Finding:
    worst = max(short, key=lambda slot: load[slot] - heads[slot])
    when = when_of(intervals[worst])
    got = f"got {load[worst]:.1f} erlang for {heads[worst]:.1f} agents at {when}, the worst"
    together = f" together with {', '.join(queues[1:])}" if len(queues) > 1 else ""
    special = any(day >= len(DAYS) for day, _ in intervals)
    often = f"in {len(short)} of {len(intervals)} intervals{'' if special else ' a week'}"
    wrong = f"brings more work{together} than its agents can do {often} ({got}; allowed less)."
    text = f"{wrong} {REMEDY}"
    offered = measured_per_day(scenario)
    if offered is not None:
        most = max(load[slot] / max(heads[slot], 1e-9) for slot in short)
        text = f"{wrong} {_of_listed(scenario, offered, most)}"
    return Finding(("queues", queues[0]), "warning", text)


def _of_listed(scenario: Scenario, offered: float, most: float) -> str:
    """Return whether only the volume listed overloads the agents, or the measured one too.

    offered: contacts a day as measured. most: the load of the busiest interval, as a share of its agents.
    """
    listed = listed_per_day(scenario)
    text = f"That is with the {listed:,.0f} contacts a day that the contact types list"
    if offered * most > listed:
        return f"{text}. {REMEDY}"
    return (
        f"{text}; for the {offered:,.0f} of observed.offered, to which calibrate sets the volume, the agents "
        "suffice."
    )


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


def busiest(scenario: Scenario, queue: str) -> tuple[str, float, float]:
    """Return when first contacts bring `queue` most work, how much [erlang], and the agents who are there.

    Agents count for each queue they serve; helpers do not. Breaks count as they will be taken, and
    so do conversations that go on after hours.
    """
    intervals = intervals_of(scenario.clock)
    work = work_of(scenario, queue, intervals)
    slot = max(intervals, key=work.__getitem__)
    groups = [name for name, group in scenario.groups.items() if queue in group.skills]
    one = {slot: intervals[slot]}
    agents = sum(at_work_of(scenario, group, one)[slot] for group in groups)
    return when_of(intervals[slot]), work[slot], agents
