"""Check recorded arrivals: as they are, within the run, and while the centre is open."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from itertools import islice

from sim.hours import DAY, spans_text
from sim.rules.recontact import is_open
from sim.scenario.contacts import ContactType
from sim.scenario.crosschecks.base import Finding, error
from sim.scenario.model import Scenario
from sim.scenario.returning import may_return
from sim.scenario.trace import Trace, moment_text
from sim.scenario.tree import Address
from sim.scenario.zone import zone_of

MANY = 20
MINUTE = 60.0
FEWEST = 20
"""Arrivals from which on it is no accident that more than half of them come on the full minute."""


def _traces(scenario: Scenario) -> Iterator[Finding]:
    for name, contact in scenario.contacts.items():
        if isinstance(contact.volume, Trace):
            at = ("contacts", name)
            yield from _varied(at, contact)
            yield from _by_clock(scenario, (*at, "volume"), contact.volume)
            yield from _repeated(scenario, name, contact)
            yield from _rounded(scenario, (*at, "volume"), contact.volume)
            yield from _covered(scenario, (*at, "volume"), contact.volume)
            queue = scenario.queues.get(contact.queue)
            if queue and queue.channel != "email":
                yield from islice(_at_night(scenario, (*at, "volume"), contact.volume), MANY)


def _varied(at: Address, contact: ContactType) -> Iterator[Finding]:
    """Refuse what would change recorded arrivals."""
    for key in ("scale", "counts", "day_to_day", "day_to_day_shared", "interval_to_interval"):
        value = getattr(contact, key)
        if value != ContactType.model_fields[key].default:
            wrong = f"cannot change recorded arrivals (got {value}; allowed with volumes)."
            yield error((*at, key), f"{wrong} Leave it out, or edit the trace.")


def _by_clock(scenario: Scenario, at: Address, trace: Trace) -> Iterator[Finding]:
    """Check that moments of an hour that the clock shows twice say which they are of."""
    if scenario.clock.timezone is None:
        if trace.offsets:
            wrong = "has moments with an offset from UTC (got no clock.timezone; allowed with one)."
            yield error(at, f"{wrong} Add timezone: to clock, such as Europe/Berlin, or remove the offsets.")
        return
    zone = zone_of(scenario.clock.timezone)
    for date, known in trace.offsets:
        if len({offset for _, offset in known}) == 1:
            wrong = f"has one of two equal hours only (got {len(known)} arrivals on {date}; allowed both)."
            text = f"{wrong} Write each moment's offset from UTC, or keep the rows in the order of the calls."
            if zone.change(date.toordinal()).by < 0.0:
                yield Finding(at, "warning", text)


def _repeated(scenario: Scenario, name: str, contact: ContactType) -> Iterator[Finding]:
    """Warn of a log that may hold repeats where the run adds repeats of its own."""
    if "counts" in contact.model_fields_set or not may_return(scenario, name):
        return
    wrong = "may hold repeats, and the run adds its own (got a trace without counts; allowed counts: new)."
    remedy = (
        "Write counts: new if the log has first contacts only; else take repeats out of the log, or leave"
    )
    text = f"{wrong} {remedy} redial: out and write behaviour.recontact.chance: 0%."
    yield Finding(("contacts", name, "volume"), "warning", text)


def _rounded(scenario: Scenario, at: Address, trace: Trace) -> Iterator[Finding]:
    """Warn of moments to the minute: contacts would come in bursts."""
    moments = [moment for day in trace.by_day(scenario.clock) for moment in day]
    full = sum(moment % MINUTE == 0.0 for moment in moments)
    if len(moments) >= FEWEST and full > 0.5 * len(moments):
        got = f"got {full} of {len(moments)} on the full minute; allowed about one in 60"
        text = f"has moments to the minute, so that contacts come in bursts ({got})."
        yield Finding(
            at, "warning", f"{text} Export the seconds, or spread each minute's arrivals within it."
        )


def _covered(scenario: Scenario, at: Address, trace: Trace) -> Iterator[Finding]:
    """Warn of arrivals that are left out, and of open days of the run that have none."""
    clock = scenario.clock
    by_day = trace.by_day(clock)
    outside = sum(len(moments) for _, moments in (*trace.dates, *trace.offsets)) - sum(map(len, by_day))
    first = clock.start - datetime.timedelta(clock.warm_up_days)
    if outside:
        last = first + datetime.timedelta(clock.run_days - 1)
        wrong = f"has arrivals outside the run (got {outside}; allowed {first} to {last})."
        yield Finding(at, "warning", f"{wrong} They are left out.")
    spans = [kind.spans for kind in clock.kinds()]
    empty = [
        first + datetime.timedelta(day)
        for day, of in enumerate(clock.days_of_run())
        if spans[of] and not any(by_day[day : day + 2 if spans[of][-1].end > DAY else day + 1])
    ]
    if empty:
        wrong = f"has open days without arrivals (got {len(empty)}, first {empty[0]}; allowed none)."
        yield Finding(at, "warning", f"{wrong} Nobody comes then, warm-up and drain included.")


def _at_night(scenario: Scenario, at: Address, trace: Trace) -> Iterator[Finding]:
    clock = scenario.clock
    kinds, days, opening = clock.kinds(), clock.calendar(), clock.opening()
    for place, (day, moments) in enumerate(zip(days, trace.by_day(clock), strict=True)):
        date, kind = datetime.date.fromordinal(clock.first + place), kinds[day.kind]
        for index, moment in enumerate(moments):
            if not is_open(opening, day.start + moment):
                hours = f"{spans_text(clock.hours(date))} on {kind.name}"
                shown = moment_text(kind.change.shown(moment)[0])
                wrong = f"arrives when the centre is closed (got {shown}; allowed {hours})."
                text = f"{wrong} Correct the hours, or remove the row; email may come at any hour."
                yield error((*at, "arrivals", date.isoformat(), index), text)


CHECKS = (_traces,)
