"""Check campaigns: they call at some time, for a finite time, and have agents to call."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from sim.hours import DAY, Span, span_text
from sim.quantities import show
from sim.scenario.campaigns import Campaign
from sim.scenario.crosschecks.base import Finding, error
from sim.scenario.crosschecks.presence import most_there
from sim.scenario.model import Scenario
from sim.scenario.variant import listed

LONGEST = 3660 * DAY


def _campaigns(scenario: Scenario) -> Iterator[Finding]:
    for name, campaign in scenario.campaigns.items():
        at = ("campaigns", name)
        if (campaign.records is None) == (campaign.volume is None):
            got = "got neither records nor volume" if campaign.volume is None else "got records and volume"
            wrong = f"calls {'nobody' if campaign.volume is None else 'two sorts of people'}"
            remedy = "Write records: for a list, or volume: for calls that come up."
            yield error(at, f"{wrong} ({got}; allowed one of them). {remedy}")
        if not campaign.times(scenario.clock).begins:
            got = f"got {span_text(campaign.hours)}, when the centre is closed"
            wrong = f"never calls ({got}; allowed hours of an open day of the run)."
            yield error((*at, "hours"), f"{wrong} Write other hours or days.")
        for key in ("answers_after", "talk", "acw"):
            if not getattr(campaign, key).expected() < LONGEST:
                wrong = "never ends (got an infinite time on average; allowed a finite one)."
                yield error((*at, key), f"{wrong} Pick another distribution.")
        yield from _hours(name, campaign)
        yield from _agents(scenario, name, campaign)


def _hours(name: str, campaign: Campaign) -> Iterator[Finding]:
    parts = sorted(part.hours for part in campaign.by_hour)
    again = [Span(one.start + DAY, one.end + DAY) for one in parts[:1]]
    for first, second in pairwise([*parts, *again]):
        if second.start < first.end:
            got = f"got {span_text(first)} and {span_text(second)}; allowed one after the other"
            yield error(("campaigns", name, "by_hour"), f"overlap ({got}). Move one of them.")


def _agents(scenario: Scenario, name: str, campaign: Campaign) -> Iterator[Finding]:
    groups = campaign.groups
    if len(set(groups)) < len(groups):
        wrong = f"names a group twice (got {listed(groups)}; allowed each once)."
        yield error(("campaigns", name, "groups"), f"{wrong} Remove one.")
    there = sum(most_there(scenario, group) for group in groups if group in scenario.groups)
    if there <= campaign.keeps_free:
        got = f"got {show(campaign.keeps_free)} of {there} agents at most; allowed fewer than there are"
        yield Finding(
            ("campaigns", name, "keeps_free"), "warning", f"leaves nobody to call ({got}). Lower it."
        )


CHECKS = (_campaigns,)
