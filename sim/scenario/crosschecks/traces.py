"""Check recorded arrivals: as they are, within the run, and while the centre is open."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from itertools import islice

from sim.hours import span_text
from sim.scenario.contacts import ContactType
from sim.scenario.crosschecks.base import Finding, error
from sim.scenario.model import Scenario
from sim.scenario.trace import Trace, moment_text
from sim.scenario.tree import Address

MANY = 20


def _traces(scenario: Scenario) -> Iterator[Finding]:
    for name, contact in scenario.contacts.items():
        if isinstance(contact.volume, Trace):
            at = ("contacts", name)
            yield from _varied(at, contact)
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


def _covered(scenario: Scenario, at: Address, trace: Trace) -> Iterator[Finding]:
    """Warn of arrivals that are left out, and of open days of the run that have none."""
    clock = scenario.clock
    by_day = trace.by_day(clock)
    outside = sum(len(moments) for _, moments in trace.dates) - sum(map(len, by_day))
    first = clock.start - datetime.timedelta(clock.warm_up_days)
    if outside:
        last = first + datetime.timedelta(clock.run_days - 1)
        wrong = f"has arrivals outside the run (got {outside}; allowed {first} to {last})."
        yield Finding(at, "warning", f"{wrong} They are left out.")
    spans = [kind.span for kind in clock.kinds()]
    empty = [
        first + datetime.timedelta(day)
        for day, of in enumerate(clock.days_of_run())
        if spans[of] and not by_day[day]
    ]
    if empty:
        wrong = f"has open days without arrivals (got {len(empty)}, first {empty[0]}; allowed none)."
        yield Finding(at, "warning", f"{wrong} Nobody comes then, warm-up and drain included.")


def _at_night(scenario: Scenario, at: Address, trace: Trace) -> Iterator[Finding]:
    clock = scenario.clock
    kinds, days = clock.kinds(), clock.days_of_run()
    first = clock.start - datetime.timedelta(clock.warm_up_days)
    dates = [first + datetime.timedelta(day) for day in range(len(days))]
    for date, of, moments in zip(dates, days, trace.by_day(clock), strict=True):
        opens, closes = kinds[of].span or (0.0, 0.0)
        for index, moment in enumerate(moments):
            if not opens <= moment < closes:
                span = kinds[of].span
                hours = f"{span_text(span) if span else 'closed'} on {kinds[of].name}"
                wrong = f"arrives when the centre is closed (got {moment_text(moment)}; allowed {hours})."
                text = f"{wrong} Correct the hours, or remove the row; email may come at any hour."
                yield error((*at, "arrivals", date.isoformat(), index), text)


CHECKS = (_traces,)
