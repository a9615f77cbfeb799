"""Contradictions: measured figures that cannot all be right, found before anything is fitted to them.

Sums over the scenario file; nothing is simulated. A warning says which figures, and by how much.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import exp, sqrt
from typing import NamedTuple

from sim.hours import DAYS
from sim.quantities import duration_text
from sim.scenario.capacity import staffed_hours
from sim.scenario.crosschecks.base import Finding
from sim.scenario.model import Scenario
from sim.scenario.observed import Measured

WEEK = 7.0
FAR = 3.0
"""Errors of the figures together from which on they contradict each other."""
LEAST = 0.02
"""Share by which figures may miss each other whatever their errors are."""
VOLUMES = 0.4, 1.6
"""Shares of the contacts offered, or of the volume in the file where they are not measured, between which
calibrate looks for a volume that fits (assumption)."""
REPEATS = 2.0
"""Contacts offered for each new issue that are believed without a word, at most (assumption)."""
HOURS_LONG, TIMES_LONGER = 3600.0, 10.0
"""Handle time [s], and times the work of the file, beyond which hours are taken for minutes (assumption)."""
UNKNOWN = {"abandoned": (0.04, 0.03), "transferred": (0.06, 0.04)}
"""Value and error of what is not measured (assumption)."""


class Part(NamedTuple):
    """One figure of an identity: its value and error."""

    value: float
    error: float


def contradictions(scenario: Scenario, far: float = FAR) -> list[Finding]:
    """Return a warning for every identity that the measured figures break, by more than `far` errors."""
    if scenario.observed is None:
        return []
    told = {one.name: one for one in scenario.observed.measured()}
    found = (
        _volume(scenario, told),
        _busy(scenario, told, far),
        _coincidence(scenario, told, far),
        _repeats(told, far),
        _served(told, far),
        _searched(scenario, told),
        _handled(scenario, told),
    )
    return [Finding(("observed", *at), "warning", text) for one in found for at, text in one]


def measured_per_day(scenario: Scenario) -> float | None:
    """Return the contacts offered on a mean measured day, as they were measured; None where they were not."""
    measured = () if scenario.observed is None else scenario.observed.measured()
    told = next((one for one in measured if one.name == "offered"), None)
    return None if told is None else offered_per_day(scenario, told).value


def days_in_week(scenario: Scenario) -> float:
    """Return how many measured days, of the volume of the mean one, an ordinary week has.

    A week of five measured weekdays and a Saturday with half the calls has 5.5; where every date has calls of
    its own and no weekday any, 7.
    """
    clock = scenario.clock
    days = clock.days_of_run()[clock.warm_up_days :][: clock.days]
    volumes = [
        contact.by_interval(name, clock, contact.scale)
        for name, contact in scenario.contacts.items()
        if contact.volume is not None
    ]
    by_kind = [sum(sum(volume[kind]) for volume in volumes) for kind in range(len(clock.kinds()))]
    mean = sum(by_kind[kind] for kind in days) / len(days)
    week = sum(by_kind[: len(DAYS)])
    return week / mean if mean > 0.0 and week > 0.0 else WEEK


def offered_per_day(scenario: Scenario, told: Measured) -> Part:
    """Return the contacts offered on a mean measured day; of a number a week, the share of those days."""
    said = scenario.observed.offered if scenario.observed is not None else None
    weekly = getattr(said, "per_week", None) is not None
    factor = WEEK / days_in_week(scenario) if weekly else 1.0
    return Part(told.value * factor, told.error * factor)


def _volume(scenario: Scenario, told: Mapping[str, Measured]) -> Iterator[tuple[tuple[str, ...], str]]:
    """Compare the contacts offered with the new issues that the file lists, which a fit moves only so far."""
    policy = scenario.policies[scenario.observed.policy or scenario.baseline] if scenario.observed else None
    if policy is None or "offered" not in told or policy.self_service.kind != "none":  # type: ignore[attr-defined]
        return
    listed, (low, high) = listed_per_day(scenario), VOLUMES
    offered = offered_per_day(scenario, told["offered"]).value
    if listed and not low * listed <= offered <= REPEATS * high * listed:
        allowed = f"about {low * listed:,.0f} to {REPEATS * high * listed:,.0f}"
        text = (
            f"is far from the volume of the contact types (got {offered:,.0f} a day; allowed {allowed}, as "
            f"they list {listed:,.0f} new issues a day). calibrate sets the volume by it; to run this file "
            f"as it is, multiply volume by about {offered / listed:.2g}."
        )
        yield ("offered",), text


def listed_per_day(scenario: Scenario) -> float:
    """Return the issues that contact types list for a mean measured day."""
    clock = scenario.clock
    days = clock.days_of_run()[clock.warm_up_days :][: clock.days]
    counts = [one.by_interval(name, clock, one.scale) for name, one in scenario.contacts.items()]
    return sum(sum(of[day]) for of in counts for day in days) / len(days)


def _handled(scenario: Scenario, told: Mapping[str, Measured]) -> Iterator[tuple[tuple[str, ...], str]]:
    """Compare handle time with the after-call work that it holds, and with the work of the file."""
    if "aht" not in told:
        return
    aht, kinds = told["aht"].value, scenario.contacts.values()
    after = min(one.acw.expected() for one in kinds)
    most = max(one.work.expected() + one.acw.expected() for one in kinds)
    got = duration_text(round(aht))
    if after > aht:
        text = f"is less than the after-call work that it holds (got {got}; allowed above "
        yield ("aht",), f"{text}{duration_text(round(after))}). Correct acw of the contact types, or this."
    elif aht >= HOURS_LONG and aht > TIMES_LONGER * most:
        text = f"is far longer than work and acw of any contact type (got {got}; allowed up to "
        meant = duration_text(round(aht / 60.0))
        yield (
            ("aht",),
            f"{text}{duration_text(round(TIMES_LONGER * most))}). Write {meant} if minutes were meant.",
        )


def _busy(
    scenario: Scenario, told: Mapping[str, Measured], far: float
) -> Iterator[tuple[tuple[str, ...], str]]:
    """Compare occupancy x staffed time, or staffed time alone, with conversations x handle time."""
    plain = all(queue.channel == "voice" for queue in scenario.queues.values()) and not scenario.campaigns
    hours = sum(staffed_hours(scenario, group) for group in scenario.groups)
    if not plain or not hours or not {"offered", "aht"} <= told.keys():
        return
    parts = {name: Part(*UNKNOWN[name]) for name in UNKNOWN}
    parts |= {name: Part(told[name].value, told[name].error) for name in told}
    day = offered_per_day(scenario, told["offered"])
    week = day.value * days_in_week(scenario)
    legs = week * (1.0 - parts["abandoned"].value) * (1.0 + parts["transferred"].value)
    made = legs * parts["aht"].value / 3600.0 / hours
    relative = sqrt(
        (day.error / max(day.value, 1e-9)) ** 2
        + (parts["aht"].error / max(parts["aht"].value, 1e-9)) ** 2
        + (parts["abandoned"].error / max(1.0 - parts["abandoned"].value, 1e-9)) ** 2
        + (parts["transferred"].error / (1.0 + parts["transferred"].value)) ** 2
    )
    said = told.get("occupancy")
    room = max(
        far * (made * relative if said is None else sqrt((made * relative) ** 2 + said.error**2)), LEAST
    )
    if made <= 1.0 + room if said is None else abs(made - said.value) <= room:
        return
    assumed = {name: "" if name in told else " (assumed)" for name in UNKNOWN}
    keep = (
        f"{week:,.0f} contacts a week, "
        f"{100.0 * parts['abandoned'].value:.0f} % abandoned{assumed['abandoned']}, "
        f"{100.0 * parts['transferred'].value:.0f} % transferred{assumed['transferred']} and "
        f"{parts['aht'].value:.0f} s a conversation keep {hours:,.0f} staffed hours busy for "
        f"{100.0 * made:.0f} %"
    )
    look = "Look at the staffed hours first (breaks, absence, shrinkage), then at transfers and handle time."
    if said is None:
        yield ("aht",), f"is more than the agents can work (got {keep}; allowed up to 100 %). {look}"
    else:
        got = f"got {100.0 * said.value:.0f} %, but {keep}; allowed within {100.0 * room:.0f} points"
        yield ("occupancy",), f"contradicts the other figures ({got}). {look}"


def _coincidence(
    scenario: Scenario, told: Mapping[str, Measured], far: float
) -> Iterator[tuple[tuple[str, ...], str]]:
    """Compare repeats within 7 days, told as such or as resolution, with what unrelated needs give."""
    by_repeats = "recontact_7d" not in told
    said = told.get("fcr_measured" if by_repeats else "recontact_7d")
    if said is None:
        return
    repeats = 1.0 - said.value if by_repeats else said.value
    clock = scenario.clock
    needs = [sum(sum(day) for day in contact.by_interval(name, clock, contact.scale)[: len(DAYS)])
             for name, contact in scenario.contacts.items() if contact.volume is not None]  # fmt: skip
    total = sum(needs)
    if total and "offered" in told:  # a fit gives the volume this level
        week = offered_per_day(scenario, told["offered"]).value * days_in_week(scenario)
        needs = [n * week * (1.0 - repeats) / total for n in needs]
        total = sum(needs)
    if not total:
        return
    chance = sum(n / total * (1.0 - exp(-n / scenario.customers.count)) for n in needs)
    if repeats >= chance - far * said.error:
        return
    got, least, most = (f"{100.0 * share:.0f} %" for share in (said.value, chance, 1.0 - chance))
    bound = (
        f"more than chance leaves (got {got}; allowed up to {most}"
        if by_repeats
        else f"less than chance alone brings (got {got}; allowed from {least}"
    )
    text = (
        f"is {bound}: {total:,.0f} needs a week of {scenario.customers.count:,} customers fall within 7 days "
        "of each other that often). Raise customers.count, or write how many needs a customer has as "
        "customers.contacts_per_year."
    )
    yield ("fcr" if by_repeats else "recontact_7d",), text


def _repeats(told: Mapping[str, Measured], far: float) -> Iterator[tuple[tuple[str, ...], str]]:
    """Compare first-contact resolution by repeats with the repeats themselves."""
    both = told.get("fcr_measured"), told.get("recontact_7d")
    if both[0] is None or both[1] is None:
        return
    total = both[0].value + both[1].value
    error = sqrt(both[0].error ** 2 + both[1].error ** 2)
    if abs(total - 1.0) > max(far * error, LEAST):
        text = (
            f"by repeats contradicts recontact_7d (got {100.0 * both[0].value:.0f} % and "
            f"{100.0 * both[1].value:.0f} %, {100.0 * total:.0f} % together; allowed 100 %). Count both over "
            "the same window and the same contacts, or leave one out."
        )
        yield ("fcr",), text


def _served(told: Mapping[str, Measured], far: float) -> Iterator[tuple[tuple[str, ...], str]]:
    """Compare contacts answered in time plus contacts abandoned with all contacts."""
    level, gone = told.get("service_level"), told.get("abandoned")
    if level is None or gone is None:
        return
    total = level.value + gone.value
    if total > 1.0 + far * sqrt(level.error**2 + gone.error**2):
        text = (
            f"and abandoned are more than all (got {100.0 * level.value:.0f} % and {100.0 * gone.value:.0f} "
            "%; allowed 100 % together). Count both over all offered contacts: answered in time / offered."
        )
        yield ("service_level",), text


def _searched(scenario: Scenario, told: Mapping[str, Measured]) -> Iterator[tuple[tuple[str, ...], str]]:
    """Compare avoidable talk with hold and search time, which bounds it from above."""
    said, avoidable = told.get("hold_and_search"), scenario.behaviour.work.avoidable
    if said is None or avoidable <= said.value + FAR * said.error:
        return
    most = 100.0 * (said.value + FAR * said.error)
    text = (
        f"is less than the avoidable talk (got {100.0 * said.value:.0f} %, and behaviour.work.avoidable: "
        f"{100.0 * avoidable:.0f} %; allowed avoidable up to {most:.0f} %). "
        "Lower behaviour.work.avoidable: what nobody holds or searches cannot be saved."
    )
    yield ("hold_and_search",), text
