"""Check what was observed: it names what there is, and a window of 7 days is one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sim.hours import DAY
from sim.quantities import duration_text
from sim.scenario.crosschecks.base import Finding, error, known
from sim.scenario.model import Scenario
from sim.scenario.observed import Figures

WEEK = 7 * DAY
WHOLE_ONLY = ("repeat_after_long", "hold_and_search")
HIGH, LOW = ("fcr", "service_level", "occupancy", "csat"), 0.01
"""Figures that are nowhere below so much, so that a share with a percent sign is doubted (assumption)."""
NOT_BY = {
    "queue": ("fcr", "recontact_7d", "csat", "occupancy"),
    "contact": ("occupancy",),
    "group": ("fcr", "recontact_7d", "csat", "offered", "service_level", "abandoned", "asa", "transferred"),
    "interval": ("fcr", "recontact_7d", "csat", "transferred"),
}
"""Figures that no measure gives by that dimension."""


def _names(scenario: Scenario) -> Iterator[Finding]:
    observed = scenario.observed
    if observed is None:
        return
    here: tuple[tuple[str, Mapping[str, object]], ...] = (
        ("queues", scenario.queues),
        ("contacts", scenario.contacts),
        ("groups", scenario.groups),
    )
    for section, names in here:
        for name in getattr(observed, section):
            yield from known(("observed", section, name), name, names, section.removesuffix("s"))
    for name in observed.under:
        yield from known(("observed", "under", name), name, scenario.policies, "policy")
    if observed.policy is not None:
        yield from known(("observed", "policy"), observed.policy, scenario.policies, "policy")
    own = observed.policy or scenario.baseline
    if own in observed.under:
        yield error(
            ("observed", "under", own),
            f"is the policy of the figures above (got {own}; allowed another policy). "
            "Move the figures up to observed.",
        )


def _windows(scenario: Scenario) -> Iterator[Finding]:
    """Find repeats of 7 days beside another repeat window, and figures that nothing is told by."""
    observed = scenario.observed
    if observed is None:
        return
    window = scenario.customers.repeat_window
    for at, part, _ in _parts(scenario):
        if window != WEEK and part.recontact_7d is not None:
            yield error(
                (*at, "recontact_7d"),
                f"counts other days than the run (got 7d; allowed {duration_text(window)}, "
                "customers.repeat_window). Set customers.repeat_window: 7d.",
            )
    for at, part, dimension in _parts(scenario):
        for name in (*WHOLE_ONLY, *NOT_BY.get(dimension, ())) if dimension else ():
            if getattr(part, name) is not None:
                yield error(
                    (*at, name),
                    f"is not told by {dimension} (got {at[-1]}; allowed the whole centre). "
                    "Move it up to observed.",
                )


def _parts(scenario: Scenario) -> Iterator[tuple[tuple[str, ...], Figures, str]]:
    observed = scenario.observed
    if observed is None:
        return
    for dimension, member, part in observed.parts():
        at = ("observed",) if not member else ("observed", f"{dimension}s", member)
        yield at, part, dimension if member else ""
    for policy, part in observed.under.items():
        yield ("observed", "under", policy), part, ""


def _doubts(scenario: Scenario) -> Iterator[Finding]:
    """Doubt shares below 1 % where no centre has them, and one fact that is told as two figures."""
    for at, part, _ in _parts(scenario):
        for one in part.measured():
            if one.name in HIGH and 0.0 < one.value < LOW:
                got, meant = f"{100.0 * one.value:g}%", f"{10000.0 * one.value:g}%"
                text = f"is below one per cent (got {got}; allowed 1% or more, as a rule). "
                yield Finding((*at, one.name), "warning", f"{text}Write {meant} if {got[:-1]} was the share.")
        if part.fcr is not None and part.fcr.by == "repeats" and part.recontact_7d is not None:
            text = "is told by fcr, by repeats, already (got both; allowed one of them). "
            why = "Leave one out: a fit would count one fact twice."
            yield Finding((*at, "recontact_7d"), "warning", text + why)


CHECKS = (_names, _windows, _doubts)
