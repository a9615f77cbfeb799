"""Check queues: redials, overflow and thresholds."""

from __future__ import annotations

from collections.abc import Iterator

from sim.quantities import Level, duration_text, level_text, show
from sim.scenario.crosschecks.base import Finding, error, known
from sim.scenario.model import Scenario

LOW = 0.5
SOONEST = {"voice": 5.0, "chat": 5.0, "email": 60.0}
"""Targets with a lower share, or a shorter time [s], are mistaken more often than meant."""
WORDS = {"voice": "calls", "chat": "chats", "email": "email"}


def _redials_and_overflow(scenario: Scenario) -> Iterator[Finding]:
    for name, queue in scenario.queues.items():
        for key, redial in (("redial", queue.redial), ("redial_blocked", queue.redial_blocked)):
            if redial and redial.becomes is not None:
                at = ("queues", name, key, "becomes")
                yield from known(at, redial.becomes, scenario.contacts, "contact type")
    for name, group in scenario.groups.items():
        for queue_name in group.overflow:
            at = ("groups", name, "overflow", queue_name)
            yield from known(at, queue_name, scenario.queues, "queue")
            if queue_name in group.skills:
                wrong = (
                    f"serves this queue anyway (got {show(queue_name)}; allowed queues beyond their skills)."
                )
                yield error(at, f"{wrong} Leave one of the two out.")


def _thresholds(scenario: Scenario) -> Iterator[Finding]:
    for name, queue in scenario.queues.items():
        within = queue.service_level.within
        if queue.short_abandon > within:
            got = duration_text(queue.short_abandon)
            wrong = f"is above the service level's time (got {got}; allowed at most {duration_text(within)})."
            remedy = "Lower it, or raise the service level's time."
            if within < SOONEST[queue.channel]:
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


def _with_units(level: Level) -> str:
    return f"{level_text(level)}m or {level_text(level)}h"


CHECKS = (
    _redials_and_overflow,
    _thresholds,
    _odd_levels,
)
