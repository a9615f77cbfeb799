"""Check staffing: everybody works, once, within the opening hours."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise

from sim.hours import (
    DAY,
    DAYS,
    Span,
    joined,
    shared,
    span_text,
    spans_text,
    weekdays_text,
)
from sim.quantities import duration_text
from sim.scenario.crosschecks.base import Finding, error
from sim.scenario.curve import EVERY_DAY
from sim.scenario.groups import Shift
from sim.scenario.model import Scenario
from sim.scenario.tree import Address
from sim.scenario.week import Week

LOG_IN = 3600.0
"""Time of a shift outside opening hours, for log-in, wrap-up or a closed lunch, at most [s] (assumption)."""
NIGHT = 10.0 * 3600.0
"""The longest night that one agent works [s] (assumption); longer ones are two shifts."""


def _staffing(scenario: Scenario) -> Iterator[Finding]:
    on_shift = {group for shift in scenario.shifts.values() for group in shift.staff}
    for name in scenario.groups:
        if name not in on_shift and name not in scenario.on_duty and name not in scenario.rosters:
            wrong = "never works (got no shift and no on_duty; allowed one of them)."
            yield error(("groups", name), f"{wrong} Add it to the staff of a shift, or to on_duty.")
        if name in on_shift and name in scenario.on_duty:
            wrong = "is staffed twice (got shifts and on_duty; allowed one of them)."
            yield error(("on_duty", name), f"{wrong} Remove one of the two.")
    for name, group in scenario.groups.items():
        if (name in on_shift or name in scenario.rosters) and group.leaves == "idle_first":
            wrong = "is for counts, and shifts say who goes when (got idle_first; allowed as_planned)."
            yield error(("groups", name, "leaves"), f"{wrong} Leave it out, or count the group in on_duty.")
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


def _fte(scenario: Scenario) -> Iterator[Finding]:
    """Refuse full-time equivalents without a pattern; warn of what changes the pattern only."""
    named = {name for name, group in scenario.groups.items() if group.fte is not None}
    for name in named:
        at = ("groups", name, "fte")
        if name in scenario.on_duty or name in scenario.rosters:
            got = "on_duty, who are there" if name in scenario.on_duty else "rosters, who are named"
            wrong = f"counts people on the payroll (got {got}; allowed shifts)."
            yield error(at, f"{wrong} Write shifts:, or leave fte out.")
        elif not any(shift.staff.get(name) for shift in scenario.shifts.values()):
            wrong = "has no pattern to work (got no staff in shifts; allowed staff in at least one)."
            yield error(
                at, f"{wrong} Add {name} to the staff of shifts: 2 and 1 is twice as many in the first."
            )
    for place, changes in _changes(scenario):
        for path in changes:
            first, *inner = path.split(".")
            of = named & {*inner[2:3]} if len(inner) > 2 else named
            if first == "shifts" and "staff" in inner[1:2] and of:
                wrong = (
                    f"moves only when {', '.join(sorted(of))} work (got {path}; allowed groups.NAME.fte too)."
                )
                remedy = f"Write groups.{min(of)}.fte to change how many there are."
                yield Finding((*place, path), "warning", f"{wrong} {remedy}")


def _shrinkage(scenario: Scenario) -> Iterator[Finding]:
    """Ask what shrinkage contains, and refuse breaks that are in it and in a shift."""
    for name, group in scenario.groups.items():
        paused = [one for one, shift in scenario.shifts.items() if shift.breaks and shift.staff.get(name)]
        at = ("groups", name, "shrinkage")
        if not group.shrinkage or name in scenario.on_duty:
            continue
        if group.shrinkage_contains is None:
            wrong = (
                "does not say what it contains (got no shrinkage_contains; allowed breaks, holidays or [])."
            )
            remedy = "Breaks are taken as those of shifts, holidays as absence: write shrinkage_contains: []"
            yield Finding(at, "warning", f"{wrong} {remedy} where neither is in it.")
        elif "breaks" in group.shrinkage_contains and paused:
            wrong = f"counts breaks twice (got breaks in it and in shift {paused[0]}; allowed one of them)."
            yield error(
                at, f"{wrong} Take them out of the shifts, or out of shrinkage and shrinkage_contains."
            )


def _changes(scenario: Scenario) -> Iterator[tuple[Address, Iterable[str]]]:
    """Yield the changes of every variation and policy, with their place."""
    yield from ((("variations", name), changes) for name, changes in scenario.variations.items())
    policies = scenario.policies.items()
    yield from ((("policies", name, "changes"), policy.changes) for name, policy in policies)


def _shifts(scenario: Scenario) -> Iterator[Finding]:
    for name, shift in scenario.shifts.items():
        yield from _shift_days(scenario, name, shift)
        inside = [pause for pause in shift.pauses() if any(_within(pause, hours) for hours in shift.hours)]
        for index, pause in enumerate(shift.breaks):
            if not any(one.start % DAY == pause.start for one in inside):
                hours = spans_text(shift.hours)
                wrong = f"lies outside its shift (got {span_text(pause)}; allowed within {hours})."
                yield error(("shifts", name, "breaks", index), f"{wrong} Move the break.")
        for first, second in pairwise(shift.pauses()):
            if second.start < first.end:
                wrong = (
                    f"overlap (got {span_text(first)} and {span_text(second)}; allowed one after the other)."
                )
                yield error(("shifts", name, "breaks"), f"{wrong} Move one of them.")


def _shift_days(scenario: Scenario, name: str, shift: Shift) -> Iterator[Finding]:
    week = scenario.clock.open
    closed = tuple(day for day in shift.days if not week[day])
    if closed:
        is_open = weekdays_text(tuple(day for day in EVERY_DAY if week[day]))
        wrong = f"works when the centre is closed (got {weekdays_text(closed)}; allowed {is_open})."
        yield error(("shifts", name), f"{wrong} Write the days of the shift, such as days: mon-fri.")
    for day in shift.days:
        open_seconds = _open_seconds(week, day, shift)
        beyond = [span.end - span.start - seconds for span, seconds in open_seconds]
        never = not all(seconds for _, seconds in open_seconds)
        if week[day] and (never or sum(beyond) > LOG_IN):
            hours = f"{spans_text(week[day])} on {DAYS[day]}"
            allowed = f"allowed {hours}, and {duration_text(LOG_IN)} to log in and wrap up"
            wrong = f"lie outside the opening hours (got {spans_text(shift.hours)}; {allowed})."
            text = f"{wrong} Shorten the shift, or open longer."
            yield Finding(("shifts", name, "hours"), "error" if never else "warning", text)
            return


def _split_nights(scenario: Scenario) -> Iterator[Finding]:
    """Warn of a night that is two shifts, before and after midnight: they once had to be written so."""
    for name, before in scenario.shifts.items():
        for other, after in scenario.shifts.items():
            first, last = before.hours[-1], after.hours[0]
            if first.end != DAY or last.start or last.end + DAY - before.hours[0].start > NIGHT:
                continue
            alike = [group for group, n in before.staff.items() if n and n == after.staff.get(group)]
            if alike and any((day + 1) % len(DAYS) in after.days for day in before.days):
                whole = span_text(Span(first.start, last.end + DAY))
                got = f"got {spans_text(before.hours)}, and {spans_text(after.hours)} in {other}"
                wrong = f"ends at midnight, where {other} begins ({got}; allowed one shift, {whole})."
                remedy = "As one, nobody goes home at midnight, absence is drawn once a night, and a holiday "
                yield Finding(("shifts", name), "warning", f"{wrong} {remedy}does not cut it short.")


def _open_seconds(week: Week, day: int, shift: Shift) -> list[tuple[Span, float]]:
    """Return each span of a shift that begins on `day`, and how long the centre is open in it [s]."""
    doors = joined([((k + 1) * DAY, week[(day + k) % len(DAYS)]) for k in (-1, 0, 1)])
    found = []
    for span in shift.hours:
        hours = shared(doors, [(DAY + span.start, DAY + span.end)])
        found.append((span, sum(ends - begins for begins, ends in hours)))
    return found


def _within(inner: Span, outer: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


CHECKS = (
    _staffing,
    _fte,
    _shrinkage,
    _shifts,
    _split_nights,
)
