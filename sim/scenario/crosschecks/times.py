"""Check times: none may last forever."""

from __future__ import annotations

from collections.abc import Iterator

from sim.scenario.clock import DAY
from sim.scenario.crosschecks.base import Finding, error
from sim.scenario.model import Scenario
from sim.scenario.tree import Address


def _endless(scenario: Scenario) -> Iterator[Finding]:
    """Refuse times without end: a contact, and with it the run, would never end either."""
    for address, time in _times(scenario):
        if not time < DAY * 3660:
            wrong = "never ends (got an infinite time on average; allowed a finite one)."
            yield error(address, f"{wrong} Pick another distribution.")
        if time == 0 and address[-1] != "acw" and scenario.behaviour.recontact.limit == "unlimited":
            wrong = "takes no time while returns are unlimited (got 0s on average; allowed above 0s)."
            yield error(address, f"{wrong} Write a time above 0s, or limit the returns.")


def _times(scenario: Scenario) -> Iterator[tuple[Address, float]]:
    """Yield the mean of every time that a run waits for [s]; patience alone may be infinite."""
    for name, contact in scenario.contacts.items():
        yield ("contacts", name, "work"), contact.work.expected()
        yield ("contacts", name, "acw"), contact.acw.expected()
    for name, queue in scenario.queues.items():
        for key, redial in (("redial", queue.redial), ("redial_blocked", queue.redial_blocked)):
            if redial:
                yield ("queues", name, key, "after"), redial.after.expected()
    for name, outage in scenario.outages.items():
        yield ("outages", name, "lasts"), outage.lasts.expected()
    for name, policy in scenario.policies.items():
        for group in scenario.groups:
            talk = policy.pace.talk_of(group)
            if talk:
                yield ("policies", name, "pace"), talk.expected()


CHECKS = (_endless,)
