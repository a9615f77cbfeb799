"""Check outages: what they hit, and when."""

from __future__ import annotations

from collections.abc import Iterator

from sim.scenario.crosschecks.base import Finding, error, known
from sim.scenario.model import Scenario
from sim.scenario.outages import Outage
from sim.scenario.tree import Address


def _outages(scenario: Scenario) -> Iterator[Finding]:
    for name, outage in scenario.outages.items():
        at = ("outages", name)
        for index, queue in enumerate(outage.queues):
            yield from known((*at, "queues", index), queue, scenario.queues, "queue")
        for index, group in enumerate(outage.groups):
            yield from known((*at, "groups", index), group, scenario.groups, "group")
        for index, campaign in enumerate(outage.campaigns):
            yield from known((*at, "campaigns", index), campaign, scenario.campaigns, "campaign")
        if bool(outage.begins) == (outage.every is not None):
            got = "both begins and every" if outage.begins else "neither begins nor every"
            wrong = f"must begin somehow (got {got}; allowed one of them)."
            yield error(at, f"{wrong} Write begins: with moments, or every: with a time between.")
        of_lines = outage.hits == "telephony"
        if outage.groups if of_lines else outage.queues:
            key, other = ("groups", "queues") if of_lines else ("queues", "groups")
            wrong = f"has no meaning here (got {key} of a {outage.hits} outage; allowed {other})."
            yield error((*at, key), f"{wrong} Write {other}:, or leave it out.")
        if outage.campaigns and not of_lines:
            got = f"got campaigns of a {outage.hits} outage; allowed with telephony"
            wrong = f"has no meaning here ({got})."
            yield error((*at, "campaigns"), f"{wrong} Leave it out: at a site nobody dials, by its groups.")
        yield from _outside_the_run(scenario, (*at, "begins"), outage)


def _outside_the_run(scenario: Scenario, at: Address, outage: Outage) -> Iterator[Finding]:
    clock = scenario.clock
    for index, begin in enumerate(outage.begins):
        day = (begin.date - clock.start).days + clock.warm_up_days
        if not 0 <= day < clock.run_days:
            allowed = f"the {clock.run_days} days of the run, measured ones from {clock.start}"
            wrong = f"lies outside the run (got {begin.date}; allowed {allowed})."
            yield error((*at, index), f"{wrong} Pick a day within it.")


CHECKS = (_outages,)
