"""Check queues: redials, overflow and thresholds."""

from __future__ import annotations

from collections.abc import Iterator
from math import inf

from sim.distributions.base import law, quantile_of
from sim.quantities import Level, duration_text, level_text, show
from sim.scenario.crosschecks.base import Finding, error, known
from sim.scenario.model import Scenario
from sim.scenario.queues import Queue

LOW = 0.5
MOST_PATIENT = 0.999
"""The share of callers whose patience ends before a night does, or it is kept over the night (assumption)."""
SOONEST = {"voice": 5.0, "chat": 5.0, "email": 60.0}
"""Targets with a lower share, or a shorter time [s], are mistaken more often than meant."""
WORDS = {"voice": "calls", "chat": "chats", "email": "email"}


def _redials_and_overflow(scenario: Scenario) -> Iterator[Finding]:
    for name, queue in scenario.queues.items():
        for key, redial in (("redial", queue.redial), ("redial_blocked", queue.redial_blocked)):
            if redial and redial.becomes is not None:
                at = ("queues", name, key, "becomes")
                yield from known(at, redial.becomes, scenario.contacts, "contact type")
        if queue.message is not None:
            yield from _messages(scenario, name, queue)
    for name, group in scenario.groups.items():
        for queue_name in group.overflow:
            at = ("groups", name, "overflow", queue_name)
            yield from known(at, queue_name, scenario.queues, "queue")
            if queue_name in group.skills:
                wrong = (
                    f"serves this queue anyway (got {show(queue_name)}; allowed queues beyond their skills)."
                )
                yield error(at, f"{wrong} Leave one of the two out.")


def _messages(scenario: Scenario, name: str, queue: Queue) -> Iterator[Finding]:
    at, message = ("queues", name, "message"), queue.message
    if queue.channel == "email":
        wrong = "asks emails for a message (got channel: email; allowed voice or chat)."
        yield error(at, f"{wrong} Leave it out: an email is one.")
    if message is not None and message.becomes is not None:
        yield from known((*at, "becomes"), message.becomes, scenario.contacts, "contact type")
        contact = scenario.contacts.get(message.becomes)
        onward = None if contact is None else scenario.queues.get(contact.queue)
        if contact is not None and onward is not None and onward.message is not None:
            got = f"got {show(message.becomes)} in {show(contact.queue)}"
            wrong = f"becomes a contact that is asked again ({got}; allowed a queue without message:)."
            yield error((*at, "becomes"), f"{wrong} Name a type of another queue, such as one of email.")


def _thresholds(scenario: Scenario) -> Iterator[Finding]:
    for name, queue in scenario.queues.items():
        within = queue.service_level.within
        if queue.short_abandon > within:
            got = duration_text(queue.short_abandon)
            wrong = f"is above the service level's time (got {got}; allowed at most {duration_text(within)})."
            remedy = "Lower it, or raise the service level's time."
            if not within:
                remedy = "Write short_abandon: 0s, or raise the service level's time."
            elif within < SOONEST[queue.channel]:
                remedy = f"Lower it, or write the service level as {_with_units(queue.service_level)}."
            yield error(("queues", name, "short_abandon"), f"{wrong} {remedy}")


def _odd_levels(scenario: Scenario) -> Iterator[Finding]:
    """Warn of a target that hardly anybody means: its two numbers swapped, or hours read as seconds."""
    for name, queue in scenario.queues.items():
        at, level = ("queues", name, "service_level"), queue.service_level
        got = f"got {level_text(level)}, that is {100 * level.share:g} % within {duration_text(level.within)}"
        if level.share < LOW:
            swapped = Level(level.within / 100, 100 * level.share)
            meant = level_text(swapped) if LOW <= swapped.share <= 1.0 else "80/20"
            text = f"aims at fewer than half of its contacts ({got}; allowed, but rare)."
            yield Finding(at, "warning", f"{text} Write {meant}, if that is meant.")
        elif 0.0 < level.within < SOONEST[queue.channel]:
            text = f"is a short time for {WORDS[queue.channel]} ({got}; allowed, but rare)."
            forms = _with_units(level)
            yield Finding(at, "warning", f"{text} Write {forms}, if minutes or hours are meant.")


def _closings(scenario: Scenario) -> Iterator[Finding]:
    """Refuse that agents stay for who can wait; warn where callers may be kept in line over a night."""
    for name, queue in scenario.queues.items():
        at = ("queues", name, "at_closing")
        kind = "email" if queue.channel == "email" else "a drawn wait" if queue.drawn_wait else ""
        if queue.at_closing == "serve_out" and kind:
            wrong = f"lets agents stay for {kind} (got serve_out; allowed keep or clear)."
            yield error(at, f"{wrong} Write keep: it waits until the next opening.")
        night = _shortest_night(scenario, queue)
        if queue.at_closing == "keep" and not kind and _outlasts(queue, night):
            got = f"got keep, a night of {duration_text(night)} and a patience that can outlast it"
            text = f"keeps callers in line until the next opening ({got}; allowed, but rare)."
            yield Finding(at, "warning", f"{text} Write serve_out or clear, unless callers wait all night.")


def _shortest_night(scenario: Scenario, queue: Queue) -> float:
    """Return the shortest time [s] from a closing to the next opening, infinite if there is none."""
    opening = scenario.clock.opening(queue.open)
    nights = zip(opening.closes[:-1], opening.opens[1:], strict=True)
    return min((opens - closes for closes, opens in nights), default=inf)


def _outlasts(queue: Queue, night: float) -> bool:
    """Return whether one caller in a thousand would wait longer than `night` [s]."""
    code, numbers = law(queue.patience)
    return night < inf and quantile_of(code)(numbers, MOST_PATIENT) > night


def _with_units(level: Level) -> str:
    return f"{level_text(level)}m or {level_text(level)}h"


CHECKS = (
    _redials_and_overflow,
    _thresholds,
    _odd_levels,
    _closings,
)
