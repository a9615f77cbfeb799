"""Reckon the time that campaigns ask of agents in an ordinary week, and get."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import NamedTuple

from sim.distributions.base import law
from sim.hours import DAYS
from sim.scenario.campaigns import Campaign
from sim.scenario.capacity import Interval, Slot, around, serving, staff_of, work_of, worked
from sim.scenario.holding import moments
from sim.scenario.model import Scenario

Week = Mapping[Slot, Interval]
"""The planning intervals of an ordinary week."""


class Calling(NamedTuple):
    """What calls of campaigns are in an hour that an agent of a group is there for contacts.

    `busy`: the share of it on calls; `mean`, `square`: the seconds in conversations, with after-call work,
    and the sum of their squares.
    """

    busy: float
    mean: float
    square: float


def hours_of_calls(scenario: Scenario, campaign: Campaign) -> float:
    """Return the agents' time that the calls of a campaign take in an ordinary week [h].

    Those of a list are spread over the run (assumption).
    """
    clock = scenario.clock
    if campaign.volume is None:
        calls = (campaign.records or 0) * len(DAYS) / clock.run_days
    else:
        calls = sum(sum(campaign.volume.counts(kind)) for kind in clock.kinds()[: len(DAYS)])
    return calls * campaign.seconds_per_call() / 3600.0


def hours_in(campaign: Campaign, one: Interval) -> float:
    """Return the part of an interval in which a campaign dials [h]; the hours of the day before go on."""
    near = [later for weekday, later in around(one.kind) if weekday in campaign.days]
    return sum(worked(one, (campaign.hours,), later) for later in near) / 3600.0


def calling(scenario: Scenario, name: str, week: Week) -> Calling:
    """Return what calls are to an agent of a group, as far as those who call in leave time for them."""
    found = Calling(0.0, 0.0, 0.0)
    for campaign in scenario.campaigns.values():
        if name in campaign.groups:
            found = Calling(*(sum(pair) for pair in zip(found, _of(scenario, campaign, week), strict=True)))
    return found


def _of(scenario: Scenario, campaign: Campaign, week: Week) -> Calling:
    """Return what the calls of one campaign are to an agent of its groups."""
    own = _staff(scenario, campaign.groups, week)
    there = sum(own[slot] * (one.end - one.start) for slot, one in week.items()) / 3600.0
    seconds = campaign.seconds_per_call()
    if not there or not seconds:
        return Calling(0.0, 0.0, 0.0)
    free = _free(scenario, campaign, week)
    dialling = sum(
        hours_in(campaign, one) * max(0.0, min(free[slot], own[slot]) - campaign.keeps_free)
        for slot, one in week.items()
    )
    hours = min(hours_of_calls(scenario, campaign), dialling)
    mean, square = moments(law(campaign.talk), campaign.talk.expected(), campaign.acw.expected())
    talks = hours * 3600.0 / seconds * campaign.spoken_to() / there
    return Calling(hours / there, talks * mean, talks * square)


def _free(scenario: Scenario, campaign: Campaign, week: Week) -> dict[Slot, float]:
    """Return the agents whom nobody who calls in needs, of a campaign's groups and those who share queues."""
    groups = {*campaign.groups}
    for queue in scenario.queues:
        if groups & {*serving(scenario, queue)}:
            groups |= {*serving(scenario, queue)}
    free = _staff(scenario, groups, week)
    for queue in scenario.queues:
        if {*serving(scenario, queue)} <= groups:
            work = work_of(scenario, queue, week)
            free = {slot: free[slot] - work[slot] for slot in week}
    return free


def _staff(scenario: Scenario, groups: Collection[str], week: Week) -> dict[Slot, float]:
    """Return the agents of some groups who are there for contacts in each interval."""
    staff = [staff_of(scenario, name, week) for name in groups]
    return {slot: sum(of[slot] for of in staff) for slot in week}
