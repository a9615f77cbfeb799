"""Check demand: curves that fit the clock, one cause for each contact type, shares that sum to 1."""

from __future__ import annotations

from collections.abc import Iterator

from sim.hours import DAYS, Span, span_text, weekdays_text
from sim.quantities import duration_text
from sim.scenario.crosschecks.base import Finding, error
from sim.scenario.curve import EVERY_DAY, Curve
from sim.scenario.model import Scenario
from sim.scenario.tree import Address


def _segments(scenario: Scenario) -> Iterator[Finding]:
    segments = scenario.customers.segments
    total = sum(segment.share for segment in segments.values())
    if segments and abs(total - 1) > 1e-6:
        wrong = f"have shares that do not sum to 1 (got {total:.6g}; allowed 1, which is 100%)."
        yield error(("customers", "segments"), f"{wrong} Correct the shares.")


def _curves(scenario: Scenario) -> Iterator[Finding]:
    for name, contact in scenario.contacts.items():
        if isinstance(contact.volume, Curve):
            yield from _fits(scenario, ("contacts", name, "volume"), contact.volume)
    for name, curve in scenario.on_duty.items():
        yield from _fits(scenario, ("on_duty", name), curve)


def _fits(scenario: Scenario, address: Address, curve: Curve) -> Iterator[Finding]:
    clock = scenario.clock
    if not curve.days:
        return
    for days, numbers in curve.days:
        for day in days:
            wanted = clock.intervals(clock.open[day])
            if wanted and len(numbers) != wanted:
                opening = span_text(clock.open[day] or Span(0, 0))
                length = f"{wanted}: {opening} on {DAYS[day]} in steps of {duration_text(clock.interval)}"
                wrong = f"has the wrong number of intervals (got {len(numbers)}; allowed {length})."
                yield error(address, f"{wrong} Write one number for each.")
                break
            if not wanted and days != EVERY_DAY and any(numbers):
                wrong = f"has numbers for a closed day (got {DAYS[day]}; allowed days with opening hours)."
                yield error(address, f"{wrong} Remove it, or open that day.")
    named = {day for days, _ in curve.days for day in days}
    absent = tuple(day for day in EVERY_DAY if clock.open[day] and day not in named)
    if absent:
        wrong = (
            f"has no numbers for an open day (got none for {weekdays_text(absent)}; allowed every open day)."
        )
        yield Finding(address, "warning", f"{wrong} They count as 0.")


def _drivers(scenario: Scenario) -> Iterator[Finding]:
    failing = {touchpoint.contact for touchpoint in scenario.failures.values()}
    for name, contact in scenario.contacts.items():
        at = ("contacts", name)
        if contact.volume is not None and name in failing:
            wrong = "is driven twice (got volume and failures; allowed one of them)."
            yield error(
                (*at, "volume"), f"{wrong} Remove the volume, or let the failures name another contact type."
            )
        if contact.volume is None and name not in failing:
            wrong = "is driven by nothing (got neither volume nor failures; allowed one of them)."
            yield error(at, f"{wrong} Add volume: with numbers per interval.")
        if contact.refers_to == contact.queue:
            wrong = f"refers to its own queue (got {contact.queue}; allowed another queue)."
            yield error((*at, "refers_to"), f"{wrong} Name the queue of the next tier.")
        if contact.referral and contact.refers_to is None:
            wrong = "leads nowhere (got referral without refers_to; allowed both)."
            yield error((*at, "referral"), f"{wrong} Add refers_to: with the queue of the next tier.")
        if contact.counts == "new" and contact.first_attempts < 1:
            got = f"{contact.first_attempts:.6g}; allowed with counts: offered"
            wrong = f"has no meaning for new issues (got {got})."
            yield error((*at, "first_attempts"), f"{wrong} Add counts: offered, or leave it out.")
        if contact.counts == "offered" and contact.first_attempts in (0, 1):
            wrong = (
                f"says nothing about repeats (got {contact.first_attempts:.6g}; allowed between 0% and 100%)."
            )
            yield Finding((*at, "counts"), "warning", f"{wrong} Add first_attempts: with the share measured.")


def _spread(scenario: Scenario) -> Iterator[Finding]:
    for name, contact in scenario.contacts.items():
        if contact.day_to_day_shared and not contact.day_to_day:
            wrong = f"is shared of nothing (got {contact.day_to_day_shared:.6g}; allowed with day_to_day)."
            yield error(("contacts", name, "day_to_day_shared"), f"{wrong} Add day_to_day: with its spread.")


CHECKS = (
    _segments,
    _curves,
    _spread,
    _drivers,
)
