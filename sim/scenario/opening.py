"""Set those who call back after opening, if nobody said over what time, against the agents there then.

Sums over the scenario file; nothing is simulated.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import isinf
from typing import NamedTuple

from sim.codes import End
from sim.distributions.base import Distribution, law, quantile_of
from sim.policies.pace.adaptive import Adaptive
from sim.policies.pace.handle_time_target import HandleTimeTarget, hold
from sim.scenario.capacity import intervals_of, staff_of, work_of
from sim.scenario.clock import DAY, Week
from sim.scenario.contacts import ContactType
from sim.scenario.crosschecks.base import Finding
from sim.scenario.model import Scenario
from sim.scenario.policy import Policy

HOUR = 3600.0
MOST = 0.9
"""Chance to call again that is counted at most; a limit ends the series beyond it."""
WEEK = 7
TOO_MUCH = 1.25
"""Load of the agents in the hour after opening from which it is crowded: waits grow all the while."""
PARTS = 20
"""Parts of equal chance, or of equal length, that a distribution or a day is looked at in."""


class Rush(NamedTuple):
    """Hold what the hour after an opening brings to a queue: work and agents [erlang], who calls back."""

    excess: float
    load: float
    agents: float
    back: float
    queue: str
    day: int


def rushes(scenario: Scenario) -> list[Finding]:
    """Warn where the default of `after_opening` alone brings more work than the agents of the hour can do."""
    recontact = scenario.behaviour.recontact
    if "after_opening" in recontact.model_fields_set or not recontact.chance:
        return []
    found = [
        rush
        for name, queue in scenario.queues.items()
        if queue.channel != "email"
        for rush in _rushes(scenario, name, queue.open or scenario.clock.open)
    ]
    if not found:
        return []
    worst = max(found)
    when = f"{scenario.clock.kinds()[worst.day].name}, {worst.queue}"
    got = f"got 1h by default: {worst.load:.1f} erlang for {worst.agents:.1f} agents on {when}, the worst"
    wrong = (
        f"lets {worst.back:.0f} customers or so call back in the hour after opening ({got}; allowed less)."
    )
    text = f"{wrong} Measure it, write the time over which they call, such as after_opening: 4h, and vary it."
    return [Finding(("behaviour", "recontact", "after_opening"), "warning", text)]


def _rushes(scenario: Scenario, queue: str, week: Week) -> Iterator[Rush]:
    """Yield the openings of a queue whose first hour has agents enough, but for those who call back."""
    back, seconds = _back(scenario, queue, week)
    slots = {slot: one for slot, one in intervals_of(scenario.clock).items() if slot[0] < WEEK}
    work = work_of(scenario, queue, slots)
    groups = [name for name, group in scenario.groups.items() if queue in group.skills]
    staff = [staff_of(scenario, name, slots) for name in groups]
    for day, span in enumerate(week):
        if span is None:
            continue
        hour = min(HOUR, span.end - span.start)
        shared = {
            slot: max(0.0, min(one.end, span.start + hour) - max(one.start, span.start)) / hour
            for slot, one in slots.items()
            if slot[0] == day
        }
        usual = sum(part * work[slot] for slot, part in shared.items())
        agents = sum(part * there[slot] for there in staff for slot, part in shared.items())
        load = usual + seconds[day] / hour
        if usual <= agents and load > TOO_MUCH * agents:
            yield Rush(load - agents, load, agents, back[day], queue, day)


def _back(scenario: Scenario, queue: str, week: Week) -> tuple[list[float], list[float]]:
    """Return, by the day a queue opens, who meant to call again while it was closed, and their work [s].

    As the baseline leaves them.
    """
    repeats, work = [0.0] * WEEK, [0.0] * WEEK
    for name, contact in scenario.contacts.items():
        if contact.queue != queue:
            continue
        again = _repeats(scenario, scenario.policies[scenario.baseline], contact)
        counts = contact.by_interval(name, scenario.clock, contact.scale * contact.new_share())
        seconds = contact.work.expected() + contact.acw.expected()
        for day in range(WEEK):
            repeats[day] += sum(counts[day]) * again
            work[day] += sum(counts[day]) * again * seconds
    back, load = [0.0] * WEEK, [0.0] * WEEK
    for day in range(WEEK):
        for opens, share in _shares(scenario, week, day):
            back[opens] += repeats[day] * share
            load[opens] += work[day] * share
    return back, load


def _shares(scenario: Scenario, week: Week, day: int) -> Iterator[tuple[int, float]]:
    """Yield the weekday of an opening and a share of the repeats of `day` that waits for it."""
    span, delays = week[day], _parts_of(scenario.behaviour.recontact.after)
    if span is None:
        return
    begins = [day * DAY + span.start + part * (span.end - span.start) for part in _middles()]
    for opens in (_opening(week, begin + delay) for begin in begins for delay in delays):
        if opens is not None:
            yield opens, 1.0 / (PARTS * len(delays))


def _middles() -> list[float]:
    return [(part + 0.5) / PARTS for part in range(PARTS)]


def _parts_of(distribution: Distribution) -> list[float]:
    """Return values of a distribution that stand for parts of equal chance."""
    code, numbers = law(distribution)
    return [quantile_of(code)(numbers, u) for u in _middles()]


def _opening(week: Week, at: float) -> int | None:
    """Return the weekday of the opening that a call wished for at `at` [s of the week] waits for, if any."""
    if isinf(at):
        return None
    today = int(at // DAY)
    for day in range(today, today + WEEK + 1):
        span = week[day % WEEK]
        if span is not None and at < day * DAY + span.end:
            return day % WEEK if at < day * DAY + span.start else None
    return None


def _repeats(scenario: Scenario, policy: Policy, contact: ContactType) -> float:
    """Return the contacts, about, that a customer of a type makes again for want of a resolution.

    The first tier solves what it can, unless a conversation is cut and closed; the rest is never solved
    where there is no second.
    """
    chance = min(scenario.behaviour.recontact.chance, MOST)
    group = next((one for one in scenario.groups.values() if contact.queue in one.skills), None)
    solved = 1.0
    if group is not None and contact.refers_to is None:
        own = group.proficiency(contact.queue).skill
        solved = group.skill if own is None else own
    pace, closed = policy.pace, 0.0
    if isinstance(pace, HandleTimeTarget) and not isinstance(pace, Adaptive):
        works, numbers = _parts_of(contact.work), pace.numbers("")
        cut = [hold(numbers, work, 0.0, 0.0, u)[-1] == End.CUT for work in works for u in _middles()]
        closed = chance * (1.0 - policy.handoff.pass_on) * sum(cut) / len(cut)
    return (1.0 - solved) * chance / (1.0 - chance) + solved * closed / (1.0 - closed)
