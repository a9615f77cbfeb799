"""Check times: none may last forever."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from math import inf

from sim.hours import DAY
from sim.scenario.crosschecks.base import Finding, error
from sim.scenario.model import Scenario
from sim.scenario.tree import Address
from sim.scenario.varying import Varying


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
    kinds = ("", *scenario.contacts)
    for name, policy in scenario.policies.items():
        lines = ("", *scenario.queues)
        talks = (policy.pace.talk_of(*of) for of in product(scenario.groups, kinds, lines))
        yield from ((("policies", name, "pace"), talk.expected()) for talk in talks if talk)


def _varying(scenario: Scenario) -> Iterator[Finding]:
    """Refuse means by interval for a time that has none to compare them with, and curves by the hour."""
    for address, varying, mean in varied(scenario):
        curve = varying.factor or varying.mean
        if curve is not None and curve.per_hour is not None:
            wrong = "counts something an hour (got per_hour; allowed a number, lists or a file)."
            yield error(address, f"{wrong} Write one number for each interval.")
        if varying.mean is not None and not 0.0 < mean < inf:
            wrong = f"has no mean to compare with (got {mean:g} s on average; allowed a time above 0s)."
            yield error((*address, "mean"), f"{wrong} Write factor: instead.")


def varied(scenario: Scenario) -> Iterator[tuple[Address, Varying, float]]:
    """Yield what varies by interval, with the mean [s] of the time that it is about."""
    for name, contact in scenario.contacts.items():
        for key in ("work", "acw"):
            varying = getattr(contact, f"{key}_by_interval")
            if varying is not None:
                yield ("contacts", name, f"{key}_by_interval"), varying, getattr(contact, key).expected()
    for name, queue in scenario.queues.items():
        if queue.patience_by_interval is not None:
            at = ("queues", name, "patience_by_interval")
            yield at, queue.patience_by_interval, queue.patience.expected()


CHECKS = (_endless, _varying)
