"""Check staffing: everybody works, once, within the opening hours."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from sim.hours import DAYS, Span, span_text, weekdays_text
from sim.scenario.crosschecks.base import Finding, error
from sim.scenario.curve import EVERY_DAY
from sim.scenario.groups import Shift
from sim.scenario.model import Scenario


def _staffing(scenario: Scenario) -> Iterator[Finding]:
    on_shift = {group for shift in scenario.shifts.values() for group in shift.staff}
    for name in scenario.groups:
        if name not in on_shift and name not in scenario.on_duty:
            wrong = "never works (got no shift and no on_duty; allowed one of them)."
            yield error(("groups", name), f"{wrong} Add it to the staff of a shift, or to on_duty.")
        if name in on_shift and name in scenario.on_duty:
            wrong = "is staffed twice (got shifts and on_duty; allowed one of them)."
            yield error(("on_duty", name), f"{wrong} Remove one of the two.")
    for name, group in scenario.groups.items():
        if not group.expected_share():
            key = "shrinkage" if group.shrinkage == 1 else "absence"
            wrong = "leaves nobody at work (got 100%; allowed below 100%)."
            yield error(("groups", name, key), f"{wrong} Write the share that is away, such as 30%.")
    for name, curve in scenario.on_duty.items():
        if curve.per_hour is not None:
            wrong = "counts work, not people (got per_hour; allowed agents per interval)."
            yield error(("on_duty", name), f"{wrong} Write lists, or use a shift.")
        if name in scenario.groups and scenario.groups[name].attendance() is not None:
            wrong = "counts agents who are there (got shrinkage, absence or adherence; allowed none of them)."
            yield error(("on_duty", name), f"{wrong} Remove them from the group, or plan it in shifts.")


def _shifts(scenario: Scenario) -> Iterator[Finding]:
    for name, shift in scenario.shifts.items():
        yield from _shift_days(scenario, name, shift)
        for index, pause in enumerate(shift.breaks):
            if pause.start < shift.hours.start or pause.end > shift.hours.end:
                hours = span_text(shift.hours)
                wrong = f"lies outside its shift (got {span_text(pause)}; allowed within {hours})."
                yield error(("shifts", name, "breaks", index), f"{wrong} Move the break.")
        for first, second in pairwise(sorted(shift.breaks)):
            if second.start < first.end:
                wrong = (
                    f"overlap (got {span_text(first)} and {span_text(second)}; allowed one after the other)."
                )
                yield error(("shifts", name, "breaks"), f"{wrong} Move one of them.")


def _shift_days(scenario: Scenario, name: str, shift: Shift) -> Iterator[Finding]:
    week = scenario.clock.open
    closed = tuple(day for day in shift.days if week[day] is None)
    if closed:
        is_open = weekdays_text(tuple(day for day in EVERY_DAY if week[day]))
        wrong = f"works when the centre is closed (got {weekdays_text(closed)}; allowed {is_open})."
        yield error(("shifts", name), f"{wrong} Write the days of the shift, such as days: mon-fri.")
    for day in shift.days:
        opening = week[day]
        if opening and not _within(shift.hours, opening):
            hours = f"{span_text(opening)} on {DAYS[day]}"
            wrong = f"lie outside the opening hours (got {span_text(shift.hours)}; allowed within {hours})."
            yield error(("shifts", name, "hours"), f"{wrong} Shorten the shift, or open longer.")
            return


def _within(inner: Span, outer: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


CHECKS = (
    _staffing,
    _shifts,
)
