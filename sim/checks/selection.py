"""Find what an expectation is about: `service_level{queue=service,policy=quality_time}`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from sim.amount import Tolerance
from sim.codes import Cause, Problem
from sim.hours import DAY
from sim.judging import Judge, measure_named, read_margins
from sim.kpis import KPIS
from sim.kpis.base import ALL
from sim.quantities import QuantityError, duration_text
from sim.rules.experience import DIMENSIONS as DRIVERS
from sim.scenario.model import Scenario
from sim.scenario.variant import listed, suggest

NARROWING = ("policy", "scenario")
KEYS = (
    *(
        "queue",
        "contact",
        "segment",
        "group",
        "interval",
        "touchpoint",
        "outage",
        "campaign",
        "driver",
        "problem",
        "within",
    ),
    *("cause", *NARROWING),
)
_FORM = re.compile(r"(?P<name>[^{}]*[^{}\s])(?:\{(?P<keys>.*)\})?")
_KEY = re.compile(r'\s*([^=,{}"]+?)\s*=\s*(?:"([^"]*)"|([^,{}"]+?))\s*(?:,|$)')
_OTHER_WORDS = {"agents": "group", "groups": "group", "contacts": "contact", "queues": "queue"}


class Names(NamedTuple):
    """The names that expectations may use: of policies, scenarios, and slices by dimension."""

    policies: tuple[str, ...]
    scenarios: tuple[str, ...]
    baseline: str
    currency: str
    members: Mapping[str, tuple[str, ...]]
    margins: Mapping[str, Tolerance] = {}

    def margin(self, kpi: str) -> Tolerance:
        """Return the smallest difference of interest of a measure."""
        return Judge(KPIS, margins=self.margins).margin(kpi)


class Selection(NamedTuple):
    """A measure and its slice; without a policy or scenario it is that of all of them."""

    kpi: str
    dimension: str = ALL
    member: str = ""
    policy: str | None = None
    scenario: str | None = None

    @property
    def label(self) -> str:
        """Return the measure and its slice as files write them."""
        return f"{self.kpi}{{{self.dimension}={self.member}}}" if self.member else self.kpi


def names_of(scenarios: Mapping[str, Scenario]) -> Names:
    """Collect the names of the scenarios that are checked together."""
    first = next(iter(scenarios.values()))
    members = {
        "queue": tuple(first.queues),
        "contact": tuple(first.contacts),
        "segment": tuple(first.customers.segments) or ("all",),
        "group": tuple(first.groups),
        "interval": _intervals(first),
        "touchpoint": tuple(first.failures),
        "outage": tuple(first.outages),
        "campaign": tuple(first.campaigns),
        "driver": DRIVERS,
        "cause": tuple(cause.name.lower() for cause in Cause),
        "problem": tuple(problem.name.lower() for problem in Problem),
        "within": _limits(first),
    }
    currency = first.customers.currency
    margins = read_margins(first.matters, KPIS, currency)
    return Names(tuple(first.policies), tuple(scenarios), first.baseline, currency, members, margins)


def _limits(scenario: Scenario) -> tuple[str, ...]:
    """Name every limit of the wait that queues name, as the KPI table does."""
    return tuple(
        f"{name} {duration_text(limit)}"
        for name, queue in scenario.queues.items()
        for limit in sorted({*queue.within})
    )


def _intervals(scenario: Scenario) -> tuple[str, ...]:
    """Name every interval of every kind of day, as the KPI table does."""
    step = scenario.clock.reported
    names = (
        f"{kind.name} {kind.change.text(place * step)}"
        for index, kind in enumerate(scenario.clock.kinds())
        if kind.told == index
        for place in range(-int(-(DAY - kind.change.by) // step))
    )
    return tuple(dict.fromkeys(names))


def parse_selection(text: str, names: Names, *, per_policy: bool) -> Selection:
    """Read a measure with its slice; `per_policy` allows narrowing to one policy.

    Raises: QuantityError for an unknown measure, key or member, or for a second slice.
    """
    form = _FORM.fullmatch(text)
    if not form:
        allowed = "name or name{key=value,...}"
        raise QuantityError("is no measure", text, allowed, "Write service_level{queue=service}.")
    kpi = form["name"]
    found = Selection(measure_named(kpi, KPIS))
    for key, member in _pairs(form["keys"]):
        found = _narrowed(found, key, member, names, per_policy)
    return found


def _pairs(text: str | None) -> list[tuple[str, str]]:
    """Split the inside of the braces into keys and values."""
    if text is None:
        return []
    pairs, at = [], 0
    while at < len(text):
        part = _KEY.match(text, at)
        if not part:
            break
        pairs.append((part[1], part[2] if part[2] is not None else part[3]))
        at = part.end()
    if not pairs or at < len(text) or text.rstrip().endswith(","):
        remedy = "Write {queue=service}, several keys separated by commas."
        raise QuantityError("is no slice", f"{{{text}}}", "{key=value,...}", remedy)
    return pairs


def _narrowed(found: Selection, key: str, member: str, names: Names, per_policy: bool) -> Selection:
    allowed = [*_dimensions(found.kpi), *(NARROWING if per_policy else NARROWING[1:])]
    if key not in allowed:
        remedy = f"Did you mean {_OTHER_WORDS[key]}?" if key in _OTHER_WORDS else ""
        wrong = f"{found.kpi} cannot be narrowed by this key" if key in KEYS else "is an unknown slice key"
        raise QuantityError(wrong, key, listed(allowed), remedy or suggest(key, allowed, "Use one of these."))
    known = {"policy": names.policies, "scenario": names.scenarios, **names.members}[key]
    if member not in known:
        remedy = suggest(member, known, "Write one of these.")
        raise QuantityError(f"selects nothing: no such {key}", member, listed(known), remedy)
    if key == "policy" and found.policy is None:
        return found._replace(policy=member)
    if key == "scenario" and found.scenario is None:
        return found._replace(scenario=member)
    if key in NARROWING or found.member:
        other = found.dimension if found.member else key
        remedy = "Keep one; policy and scenario may stand beside it."
        raise QuantityError("is a second slice", key, f"one slice, which is {other}", remedy)
    return found._replace(dimension=key, member=member)


def _dimensions(kpi: str) -> list[str]:
    return [dimension for dimension in KPIS[kpi].dimensions if dimension != ALL]
