"""Check what single fields cannot know: names that must exist, hours that must fit, sums that must hold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Literal, NamedTuple

from sim.family import Lever
from sim.quantities import DAYS, Span, duration_text, show, span_text, weekdays_text
from sim.scenario.clock import DAY
from sim.scenario.curve import EVERY_DAY, Curve
from sim.scenario.groups import Shift
from sim.scenario.model import Scenario
from sim.scenario.outages import Outage
from sim.scenario.policy import Policy
from sim.scenario.tree import Address
from sim.scenario.variant import listed, suggest

RUN_DAYS = 5000
SHORTEST_INTERVAL = 60.0


class Finding(NamedTuple):
    """Say what does not fit, and where; a warning does not stop a run."""

    address: Address
    level: Literal["error", "warning"]
    text: str


def crosscheck(scenario: Scenario) -> list[Finding]:
    """Return every finding of every check; none of them simulates."""
    return [finding for check in CHECKS for finding in check(scenario)]


def _error(address: Address, text: str) -> Finding:
    return Finding(address, "error", text)


def _known(address: Address, name: str, names: Iterable[str], what: str) -> Iterator[Finding]:
    names = list(names)
    if name not in names:
        remedy = suggest(name, names, f"Write one of these, or add the {what}.")
        yield _error(address, f"is no {what} (got {show(name)}; allowed {listed(names)}). {remedy}")


def _names(scenario: Scenario) -> Iterator[Finding]:
    """Refuse names that cannot stand in dotted paths, tables and file names."""
    for section in ("queues", "contacts", "groups", "shifts", "failures", "outages", "policies"):
        yield from _well_named((section,), getattr(scenario, section))
    yield from _well_named(("customers", "segments"), scenario.customers.segments)


def _well_named(address: Address, names: Iterable[str]) -> Iterator[Finding]:
    for name in names:
        if (
            not name
            or len(name) > 60
            or name != name.strip()
            or not name.isprintable()
            or {*name} & {*"./\\"}
        ):
            allowed = "up to 60 characters without dots, slashes and outer blanks"
            yield _error(
                (*address, name), f"is no usable name (got {show(name)}; allowed {allowed}). Rename it."
            )


def _references(scenario: Scenario) -> Iterator[Finding]:
    queues, groups = scenario.queues, scenario.groups
    for name, contact in scenario.contacts.items():
        yield from _known(("contacts", name, "queue"), contact.queue, queues, "queue")
        if contact.refers_to is not None:
            yield from _known(("contacts", name, "refers_to"), contact.refers_to, queues, "queue")
    for name, group in groups.items():
        for index, skill in enumerate(group.skills):
            at = skill if isinstance(group.skills, dict) else index
            yield from _known(("groups", name, "skills", at), skill, queues, "queue")
    for name, shift in scenario.shifts.items():
        for group_name in shift.staff:
            yield from _known(("shifts", name, "staff", group_name), group_name, groups, "group")
    for name in scenario.on_duty:
        yield from _known(("on_duty", name), name, groups, "group")
    for name, touchpoint in scenario.failures.items():
        yield from _known(
            ("failures", name, "contact"), touchpoint.contact, scenario.contacts, "contact type"
        )
    for name, policy in scenario.policies.items():
        yield from _mentions(scenario, name, policy)
    yield from _known(("baseline",), scenario.baseline, scenario.policies, "policy")


def _redials_and_overflow(scenario: Scenario) -> Iterator[Finding]:
    for name, queue in scenario.queues.items():
        for key, redial in (("redial", queue.redial), ("redial_blocked", queue.redial_blocked)):
            if redial and redial.becomes is not None:
                at = ("queues", name, key, "becomes")
                yield from _known(at, redial.becomes, scenario.contacts, "contact type")
    for name, group in scenario.groups.items():
        for queue_name in group.overflow:
            at = ("groups", name, "overflow", queue_name)
            yield from _known(at, queue_name, scenario.queues, "queue")
            if queue_name in group.skills:
                wrong = (
                    f"serves this queue anyway (got {show(queue_name)}; allowed queues beyond their skills)."
                )
                yield _error(at, f"{wrong} Leave one of the two out.")


def _mentions(scenario: Scenario, name: str, policy: Policy) -> Iterator[Finding]:
    """Refuse queues and groups that a lever of the policy names and the scenario does not have."""
    known: dict[str, Iterable[str]] = {"queue": scenario.queues, "group": scenario.groups}
    for field, lever in policy:
        for path, what, other in lever.mentions() if isinstance(lever, Lever) else ():
            yield from _known(("policies", name, field, *path), other, known[what], what)


def _skills(scenario: Scenario) -> Iterator[Finding]:
    """Look for queues that nobody serves or joins, and for skills written twice."""
    skills = {skill for group in scenario.groups.values() for skill in group.skills}
    used = {contact.queue for contact in scenario.contacts.values()}
    used |= {contact.refers_to for contact in scenario.contacts.values() if contact.refers_to}
    for name in scenario.queues:
        if name in used and name not in skills:
            groups = listed(scenario.groups)
            wrong = f"is served by nobody (got no group with this skill; allowed one or more of {groups})."
            yield _error(("queues", name), f"{wrong} Add it to the skills of a group.")
        if name not in used:
            wrong = "is joined by no contact (got no contact type with this queue; allowed one or more)."
            yield Finding(("queues", name), "warning", f"{wrong} Remove it or name it in a contact type.")
    for name, group in scenario.groups.items():
        if len(set(group.skills)) < len(group.skills):
            wrong = f"names a skill twice (got {listed(group.skills)}; allowed each once)."
            yield _error(("groups", name, "skills"), f"{wrong} Remove one.")


def _staffing(scenario: Scenario) -> Iterator[Finding]:
    on_shift = {group for shift in scenario.shifts.values() for group in shift.staff}
    for name in scenario.groups:
        if name not in on_shift and name not in scenario.on_duty:
            wrong = "never works (got no shift and no on_duty; allowed one of them)."
            yield _error(("groups", name), f"{wrong} Add it to the staff of a shift, or to on_duty.")
        if name in on_shift and name in scenario.on_duty:
            wrong = "is staffed twice (got shifts and on_duty; allowed one of them)."
            yield _error(("on_duty", name), f"{wrong} Remove one of the two.")
    for name, curve in scenario.on_duty.items():
        if curve.per_hour is not None:
            wrong = "counts work, not people (got per_hour; allowed agents per interval)."
            yield _error(("on_duty", name), f"{wrong} Write lists, or use a shift.")


def _segments(scenario: Scenario) -> Iterator[Finding]:
    segments = scenario.customers.segments
    total = sum(segment.share for segment in segments.values())
    if segments and abs(total - 1) > 1e-6:
        wrong = f"have shares that do not sum to 1 (got {total:.6g}; allowed 1, which is 100%)."
        yield _error(("customers", "segments"), f"{wrong} Correct the shares.")


def _shifts(scenario: Scenario) -> Iterator[Finding]:
    for name, shift in scenario.shifts.items():
        yield from _shift_days(scenario, name, shift)
        for index, pause in enumerate(shift.breaks):
            if pause.start < shift.hours.start or pause.end > shift.hours.end:
                hours = span_text(shift.hours)
                wrong = f"lies outside its shift (got {span_text(pause)}; allowed within {hours})."
                yield _error(("shifts", name, "breaks", index), f"{wrong} Move the break.")
        for first, second in pairwise(sorted(shift.breaks)):
            if second.start < first.end:
                wrong = (
                    f"overlap (got {span_text(first)} and {span_text(second)}; allowed one after the other)."
                )
                yield _error(("shifts", name, "breaks"), f"{wrong} Move one of them.")


def _shift_days(scenario: Scenario, name: str, shift: Shift) -> Iterator[Finding]:
    week = scenario.clock.open
    closed = tuple(day for day in shift.days if week[day] is None)
    if closed:
        is_open = weekdays_text(tuple(day for day in EVERY_DAY if week[day]))
        wrong = f"works when the centre is closed (got {weekdays_text(closed)}; allowed {is_open})."
        yield _error(("shifts", name), f"{wrong} Write the days of the shift, such as days: mon-fri.")
    for day in shift.days:
        opening = week[day]
        if opening and not _within(shift.hours, opening):
            hours = f"{span_text(opening)} on {DAYS[day]}"
            wrong = f"lie outside the opening hours (got {span_text(shift.hours)}; allowed within {hours})."
            yield _error(("shifts", name, "hours"), f"{wrong} Shorten the shift, or open longer.")
            return


def _within(inner: Span, outer: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


def _curves(scenario: Scenario) -> Iterator[Finding]:
    for name, contact in scenario.contacts.items():
        if contact.volume is not None:
            yield from _fits(scenario, ("contacts", name, "volume"), contact.volume)
    for name, curve in scenario.on_duty.items():
        yield from _fits(scenario, ("on_duty", name), curve)


def _fits(scenario: Scenario, address: Address, curve: Curve) -> Iterator[Finding]:
    clock = scenario.clock
    if not curve.days:
        return
    for days, numbers in curve.days:
        for day in days:
            wanted = clock.intervals(day)
            if wanted and len(numbers) != wanted:
                opening = span_text(clock.open[day] or Span(0, 0))
                length = f"{wanted}: {opening} on {DAYS[day]} in steps of {duration_text(clock.interval)}"
                wrong = f"has the wrong number of intervals (got {len(numbers)}; allowed {length})."
                yield _error(address, f"{wrong} Write one number for each.")
                break
            if not wanted and days != EVERY_DAY and any(numbers):
                wrong = f"has numbers for a closed day (got {DAYS[day]}; allowed days with opening hours)."
                yield _error(address, f"{wrong} Remove it, or open that day.")
    named = {day for days, _ in curve.days for day in days}
    absent = tuple(day for day in EVERY_DAY if clock.open[day] and day not in named)
    if absent:
        wrong = (
            f"has no numbers for an open day (got none for {weekdays_text(absent)}; allowed every open day)."
        )
        yield Finding(address, "warning", f"{wrong} They count as 0.")


def _clock(scenario: Scenario) -> Iterator[Finding]:
    clock = scenario.clock
    for field, seconds in (("warm_up", clock.warm_up), ("drain", clock.drain)):
        if seconds % DAY:
            wrong = f"is not whole days (got {duration_text(seconds)}; allowed 0d, 1d, 7d and so on)."
            yield _error(("clock", field), f"{wrong} Write whole days.")
    if clock.interval < SHORTEST_INTERVAL:
        wrong = f"is too short (got {duration_text(clock.interval)}; allowed 1m or more)."
        yield _error(("clock", "interval"), f"{wrong} Plan in steps of, say, 30m.")
    for day, span in enumerate(clock.open):
        if span and span.start % clock.interval:
            wrong = (
                f"does not open on an interval's edge (got {span_text(span)} on {DAYS[day]}; "
                f"allowed a start that is a multiple of {duration_text(clock.interval)} from midnight)."
            )
            yield _error(("clock", "open"), f"{wrong} Open on such an edge, or shorten the interval.")
            break
    if clock.run_days > RUN_DAYS:
        wrong = (
            f"makes the run too long (got {clock.run_days} days with warm-up and drain; allowed {RUN_DAYS})."
        )
        yield _error(("clock",), f"{wrong} Shorten it.")
    measured = {clock.weekday(clock.warm_up_days + day) for day in range(min(clock.days, 7))}
    if not any(clock.open[day] for day in measured):
        got = f"{clock.days} days from {DAYS[clock.start.weekday()]}"
        wrong = f"measures no open day (got {got}; allowed one or more)."
        yield _error(("clock", "days"), f"{wrong} Measure longer, or start on another day.")
    yield from _spans_of_time(scenario)


def _spans_of_time(scenario: Scenario) -> Iterator[Finding]:
    clock, spread = scenario.clock, scenario.behaviour.recontact.after_opening
    shortest = min((span.end - span.start for span in clock.open if span), default=DAY)
    if spread > shortest:
        got = f"{duration_text(spread)}; allowed {duration_text(shortest)}"
        text = f"is longer than the shortest opening hours (got {got}). Write a shorter time."
        yield _error(("behaviour", "recontact", "after_opening"), text)
    window = scenario.customers.repeat_window
    if clock.drain < window:
        got = f"{duration_text(clock.drain)}; allowed {duration_text(window)} or more"
        wrong = f"is shorter than the repeat window (got {got})."
        yield Finding(
            ("clock", "drain"), "warning", f"{wrong} Write a longer drain, or late repeats are missed."
        )


def _thresholds(scenario: Scenario) -> Iterator[Finding]:
    for name, queue in scenario.queues.items():
        within = queue.service_level.within
        if queue.short_abandon > within:
            got = duration_text(queue.short_abandon)
            wrong = f"is above the service level's time (got {got}; allowed at most {duration_text(within)})."
            yield _error(
                ("queues", name, "short_abandon"), f"{wrong} Lower it, or the service level's time rises."
            )


def _drivers(scenario: Scenario) -> Iterator[Finding]:
    failing = {touchpoint.contact for touchpoint in scenario.failures.values()}
    for name, contact in scenario.contacts.items():
        at = ("contacts", name)
        if contact.volume is not None and name in failing:
            wrong = "is driven twice (got volume and failures; allowed one of them)."
            yield _error(
                (*at, "volume"), f"{wrong} Remove the volume, or let the failures name another contact type."
            )
        if contact.volume is None and name not in failing:
            wrong = "is driven by nothing (got neither volume nor failures; allowed one of them)."
            yield _error(at, f"{wrong} Add volume: with numbers per interval.")
        if contact.refers_to == contact.queue:
            wrong = f"refers to its own queue (got {contact.queue}; allowed another queue)."
            yield _error((*at, "refers_to"), f"{wrong} Name the queue of the next tier.")
        if contact.referral and contact.refers_to is None:
            wrong = "leads nowhere (got referral without refers_to; allowed both)."
            yield _error((*at, "referral"), f"{wrong} Add refers_to: with the queue of the next tier.")
        if contact.counts == "new" and contact.first_attempts < 1:
            got = f"{contact.first_attempts:.6g}; allowed with counts: offered"
            wrong = f"has no meaning for new issues (got {got})."
            yield _error((*at, "first_attempts"), f"{wrong} Add counts: offered, or leave it out.")
        if contact.counts == "offered" and contact.first_attempts in (0, 1):
            wrong = (
                f"says nothing about repeats (got {contact.first_attempts:.6g}; allowed between 0% and 100%)."
            )
            yield Finding((*at, "counts"), "warning", f"{wrong} Add first_attempts: with the share measured.")


def _outages(scenario: Scenario) -> Iterator[Finding]:
    for name, outage in scenario.outages.items():
        at = ("outages", name)
        for index, queue in enumerate(outage.queues):
            yield from _known((*at, "queues", index), queue, scenario.queues, "queue")
        for index, group in enumerate(outage.groups):
            yield from _known((*at, "groups", index), group, scenario.groups, "group")
        if bool(outage.begins) == (outage.every is not None):
            got = "both begins and every" if outage.begins else "neither begins nor every"
            wrong = f"must begin somehow (got {got}; allowed one of them)."
            yield _error(at, f"{wrong} Write begins: with moments, or every: with a time between.")
        of_lines = outage.hits == "telephony"
        if outage.groups if of_lines else outage.queues:
            key, other = ("groups", "queues") if of_lines else ("queues", "groups")
            wrong = f"has no meaning here (got {key} of a {outage.hits} outage; allowed {other})."
            yield _error((*at, key), f"{wrong} Write {other}:, or leave it out.")
        yield from _outside_the_run(scenario, (*at, "begins"), outage)


def _outside_the_run(scenario: Scenario, at: Address, outage: Outage) -> Iterator[Finding]:
    clock = scenario.clock
    for index, begin in enumerate(outage.begins):
        day = (begin.date - clock.start).days + clock.warm_up_days
        if not 0 <= day < clock.run_days:
            allowed = f"the {clock.run_days} days of the run, measured ones from {clock.start}"
            wrong = f"lies outside the run (got {begin.date}; allowed {allowed})."
            yield _error((*at, index), f"{wrong} Pick a day within it.")


def _endless(scenario: Scenario) -> Iterator[Finding]:
    """Refuse times without end: a contact, and with it the run, would never end either."""
    for address, time in _times(scenario):
        if not time < DAY * 3660:
            wrong = "never ends (got an infinite time on average; allowed a finite one)."
            yield _error(address, f"{wrong} Pick another distribution.")
        if time == 0 and address[-1] != "acw" and scenario.behaviour.recontact.limit == "unlimited":
            wrong = "takes no time while returns are unlimited (got 0s on average; allowed above 0s)."
            yield _error(address, f"{wrong} Write a time above 0s, or limit the returns.")


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


CHECKS = (
    _names,
    _references,
    _redials_and_overflow,
    _skills,
    _staffing,
    _segments,
    _shifts,
    _curves,
    _clock,
    _thresholds,
    _drivers,
    _outages,
    _endless,
)
