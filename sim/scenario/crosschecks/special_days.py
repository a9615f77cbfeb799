"""Check special days: they lie in the run, name contact types, and open when somebody comes."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from sim.hours import DAYS, spans_text
from sim.quantities import show
from sim.scenario.crosschecks.base import Finding, error
from sim.scenario.curve import Curve
from sim.scenario.model import Scenario
from sim.scenario.variant import listed, suggest


def _special_days(scenario: Scenario) -> Iterator[Finding]:
    clock = scenario.clock
    first = clock.start - datetime.timedelta(clock.warm_up_days)
    last = first + datetime.timedelta(clock.run_days - 1)
    by_volume = [name for name, contact in scenario.contacts.items() if isinstance(contact.volume, Curve)]
    for date, day in clock.special_days.items():
        at = ("clock", "special_days", date.isoformat())
        if not first <= date <= last:
            wrong = f"lies outside the run (got {date}; allowed {first} to {last})."
            yield Finding(at, "warning", f"{wrong} It changes nothing.")
        for name in day.volume if isinstance(day.volume, dict) else ():
            if name not in by_volume:
                remedy = suggest(name, by_volume, "Write one of these.")
                wrong = f"is no contact type with a volume (got {show(name)}; allowed {listed(by_volume)})."
                yield error((*at, "volume", name), f"{wrong} {remedy}")
        yield from _beyond(scenario, date)


def _beyond(scenario: Scenario, date: datetime.date) -> Iterator[Finding]:
    """Warn where a special day opens at times for which lists of its weekday have no numbers."""
    clock, weekday = scenario.clock, scenario.clock.weekday(date)
    spans, usual = clock.hours(date), clock.open[weekday]
    within = all(any(one.start <= span.start and span.end <= one.end for one in usual) for span in spans)
    volumes = [contact.volume for contact in scenario.contacts.values()]
    volumes += [campaign.volume for campaign in scenario.campaigns.values()]
    curves = (*volumes, *scenario.on_duty.values())
    listed_by_day = any(isinstance(curve, Curve) and curve.days for curve in curves)
    if not within and (scenario.shifts or listed_by_day):
        hours = spans_text(usual)
        wrong = f"opens when {DAYS[weekday]} is closed (got {spans_text(spans)}; allowed within {hours})."
        text = f"{wrong} Lists and shifts say nothing about that time: nobody comes, nobody works."
        yield Finding(("clock", "special_days", date.isoformat()), "warning", text)


CHECKS = (_special_days,)
