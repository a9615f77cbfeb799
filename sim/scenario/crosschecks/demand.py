"""Check demand: curves that fit the clock, one cause for each contact type, shares that sum to 1."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from sim.hours import DAYS, shared, spans_text, weekdays_text
from sim.quantities import duration_text
from sim.scenario.clock import Clock
from sim.scenario.contacts import ContactType
from sim.scenario.crosschecks.base import Finding, error
from sim.scenario.crosschecks.times import varied
from sim.scenario.curve import EVERY_DAY, Curve, Steady
from sim.scenario.model import Scenario
from sim.scenario.tree import Address
from sim.scenario.week import QueueHours

FORTNIGHT = 14
SEEN = 0.01
"""A share of a volume below this goes unmentioned."""


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
    for name, campaign in scenario.campaigns.items():
        if campaign.volume is not None:
            yield from _fits(scenario, ("campaigns", name, "volume"), campaign.volume)
    for address, varying, _ in varied(scenario):
        yield from _fits(scenario, address, varying.factor or varying.mean or Curve())


def _while_closed(scenario: Scenario) -> Iterator[Finding]:
    """Warn of calls and chats that come while their own queue is closed: they are blocked.

    Not where the file says who then calls again.
    """
    for name, contact in scenario.contacts.items():
        queue = scenario.queues.get(contact.queue)
        blocks = queue and queue.open and queue.channel != "email" and not queue.redial_blocked
        if queue and queue.open and blocks and isinstance(contact.volume, Curve):
            closed = _share_closed(scenario.clock, queue.open, contact.volume)
            if closed > SEEN:
                got = f"got {100 * closed:.0f} % of it outside the hours of {contact.queue}"
                wrong = f"comes while its queue is closed ({got}; allowed hours at which that is open)."
                remedy = (
                    "Give it no volume then, or say who calls again after being blocked (redial_blocked:)."
                )
                yield Finding(("contacts", name, "volume"), "warning", f"{wrong} {remedy}")


def _share_closed(clock: Clock, own: QueueHours, volume: Curve) -> float:
    """Return the share of a volume that comes while a queue with hours of its own is closed."""
    kinds, days = clock.kinds(), clock.calendar()[:FORTNIGHT]
    until = days[-1].start + days[-1].length
    spans = [span for span in zip(*clock.opening(own), strict=True) if span[0] < until]
    total, served = 0.0, 0.0
    for day in days:
        kind = kinds[day.kind]
        for start, length, count in zip(kind.starts, kind.lengths, volume.counts(kind), strict=True):
            begins = day.start + start
            is_open = sum(ends - opens for opens, ends in shared([(begins, begins + length)], spans))
            total, served = total + count, served + count * is_open / length
    return 1.0 - served / total if total else 0.0


def _fits(scenario: Scenario, address: Address, curve: Curve) -> Iterator[Finding]:
    clock = scenario.clock
    yield from _fits_dates(scenario, address, curve)
    if not curve.days:
        return
    for days, numbers in curve.days:
        for day in days:
            wanted = clock.intervals(clock.open[day])
            if wanted and len(numbers) != wanted and not isinstance(numbers, Steady):
                opening = spans_text(clock.open[day])
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


def _fits_dates(scenario: Scenario, address: Address, curve: Curve) -> Iterator[Finding]:
    """Refuse dates with more or fewer numbers than intervals, and measured dates without any."""
    clock = scenario.clock
    for date, numbers in curve.dates:
        wanted = clock.intervals(clock.hours(date))
        if len(numbers) != wanted and not isinstance(numbers, Steady) and (wanted or any(numbers)):
            hours = f"{wanted}: {spans_text(clock.hours(date)) or 'closed'} on {date}"
            wrong = f"has the wrong number of intervals (got {len(numbers)} on {date}; allowed {hours})."
            yield error(address, f"{wrong} Write one number for each.")
    if curve.dates:
        first, named = clock.start, {date for date, _ in curve.dates}
        measured = [first + datetime.timedelta(day) for day in range(clock.days)]
        weekly = {day for days, _ in curve.days for day in days}
        absent = [date for date in measured if date not in named and clock.weekday(date) not in weekly]
        absent = [date for date in absent if clock.hours(date)]
        if absent:
            wrong = f"has no numbers for a measured day (got none for {absent[0]}; allowed every open day)."
            text = f"{wrong} Add it, or lists by weekday for dates that are not named."
            yield error(address, text)


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
        yield from _targets(name, contact)
        if contact.queue in contact.targets():
            wrong = f"refers to its own queue (got {contact.queue}; allowed another queue)."
            yield error((*at, "refers_to"), f"{wrong} Name the queue of the next tier.")
        if contact.referral and contact.refers_to is None:
            wrong = "leads nowhere (got referral without refers_to; allowed both)."
            yield error((*at, "referral"), f"{wrong} Add refers_to: with the queue of the next tier.")
        if contact.counts == "new" and contact.first_attempts < 1:
            got = f"{contact.first_attempts:.6g}; allowed with counts: offered"
            wrong = f"has no meaning for new issues (got {got})."
            yield error((*at, "first_attempts"), f"{wrong} Add counts: offered, or leave it out.")
        unsaid = "first_attempts" not in contact.model_fields_set
        if contact.counts == "offered" and (unsaid or contact.first_attempts == 0):
            wrong = (
                f"says nothing about repeats (got {contact.first_attempts:.6g}; allowed between 0% and 100%)."
            )
            yield Finding((*at, "counts"), "warning", f"{wrong} Add first_attempts: with the share measured.")


def _targets(name: str, contact: ContactType) -> Iterator[Finding]:
    """Look for shares of referrals that do not fit together."""
    at, targets = ("contacts", name, "refers_to"), contact.targets()
    total = sum(target.share for target in targets.values())
    if targets and abs(total - 1) > 1e-6:
        wrong = f"has shares that do not sum to 1 (got {total:.6g}; allowed 1, which is 100%)."
        yield error(at, f"{wrong} Correct the shares.")
    for queue, target in targets.items():
        if target.if_busy == "does_without" and contact.referral is None:
            wrong = "settles what an agent cannot solve (got does_without; allowed with referral:)."
            yield error((*at, queue, "if_busy"), f"{wrong} Add referral: with its chance, or write lost.")


def _spread(scenario: Scenario) -> Iterator[Finding]:
    for name, contact in scenario.contacts.items():
        if contact.day_to_day_shared and not contact.day_to_day:
            wrong = f"is shared of nothing (got {contact.day_to_day_shared:.6g}; allowed with day_to_day)."
            yield error(("contacts", name, "day_to_day_shared"), f"{wrong} Add day_to_day: with its spread.")


CHECKS = (
    _segments,
    _curves,
    _while_closed,
    _spread,
    _drivers,
)
