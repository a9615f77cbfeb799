"""Model: the scenario as one frozen tree."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Any, Literal, Self

from pydantic import Field, model_validator

from sim.frozen import Frozen
from sim.scenario.behaviour import Behaviour
from sim.scenario.campaigns import Campaign
from sim.scenario.clock import Clock
from sim.scenario.contacts import ContactType
from sim.scenario.curve import AnyCurve, Curve
from sim.scenario.customers import Customers
from sim.scenario.failures import Touchpoint
from sim.scenario.groups import Group, Shift, by_fte
from sim.scenario.observed import Observed
from sim.scenario.outages import Outage
from sim.scenario.policy import Policy
from sim.scenario.population import count_customers
from sim.scenario.queues import Queue
from sim.scenario.rosters import AgentRoster, dates_of
from sim.scenario.run import Run
from sim.scenario.study import Study
from sim.scenario.trunks import Trunk
from sim.scenario.worlds import Worlds


class Scenario(Frozen):
    """A contact centre, its customers, and the policies to compare."""

    version: Literal[1]
    """Version of the file's format."""
    name: str
    """Name of the study."""
    description: str = ""
    """The question the study asks."""
    clock: Clock
    """When the centre runs and which days count."""
    queues: Annotated[dict[str, Queue], Field(min_length=1)]
    """Lines of waiting contacts, by name."""
    contacts: Annotated[dict[str, ContactType], Field(min_length=1)]
    """Kinds of needs, by name."""
    groups: Annotated[dict[str, Group], Field(min_length=1)]
    """Agents, by group."""
    shifts: dict[str, Shift] = {}
    """Working days, by name."""
    on_duty: dict[str, AnyCurve] = {}
    """Agents on duty per interval, by group, instead of shifts."""
    rosters: dict[str, dict[str, AgentRoster]] = {}
    """When each agent works, by group and name, instead of shifts: hours by date or weekdays, or a file with
    `agent,date,start,end`. On dates before the first and after the last of a file all work as on the first
    of its dates that is the same weekday (assumption)."""
    customers: Customers = Customers()
    """The people who need something."""
    failures: dict[str, Touchpoint] = {}
    """Where service fails customers, by touchpoint."""
    outages: dict[str, Outage] = {}
    """When the centre itself fails, by name."""
    trunks: dict[str, Trunk] = {}
    """Lines into the centre, by name; as many as are needed if left out."""
    campaigns: dict[str, Campaign] = {}
    """Lists of people whom agents call when nobody calls in, by name."""
    behaviour: Behaviour = Behaviour()
    """How the world answers."""
    policies: Annotated[dict[str, Policy], Field(min_length=1)]
    """What managers choose between, by name."""
    baseline: str
    """The policy the others are compared with."""
    variations: dict[str, dict[str, Any]] = {}
    """Named changes: dotted paths with a value, {add: x} or {multiply: x}."""
    scenarios: dict[str, list[str]] = {}
    """Named lists of variations; the first one runs if none is asked for."""
    assumptions: str = ""
    """A file in the same folder that says, by dotted path, what numbers are and where they come from."""
    scenario: str = "as_written"
    """The scenario these figures are of; filled in by loading."""
    run: Run = Run()
    """Replications, seed and confidence."""
    matters: dict[str, str | float] = {}
    """Smallest difference that matters, by measure: 2pp, 5s, 100 EUR, or 1% of the baseline; each measure
    has its own where it is left out."""
    study: Study = Study()
    """What `goodwill sweep` varies (README, docs/studies.md)."""
    observed: Observed | None = None
    """What the real centre measures today, beside which a run lays what it simulates; nothing ties the run to
    a real centre if left out."""
    worlds: Worlds | None = None
    """How many sets of assumptions that fit what was measured are tried (`run --worlds`), and over which
    numbers."""
    expectations: dict[str, Any] | str = {}
    """What `goodwill check` holds the results against (docs/checks.md), or the file that says it."""

    @model_validator(mode="after")
    def _keep_dates(self) -> Self:
        """Make every date with its own volume or agents a kind of day."""
        volumes = [contact.volume for contact in self.contacts.values()]
        volumes += [campaign.volume for campaign in self.campaigns.values()]
        curves = [curve for curve in (*volumes, *self.on_duty.values()) if isinstance(curve, Curve)]
        dates = {date for curve in curves for date, _ in curve.dates}
        dates |= {date for team in self.rosters.values() for date in dates_of(team)}
        if dates:
            object.__setattr__(self, "clock", self.clock.with_figures_for(dates))
        return self

    @model_validator(mode="after")
    def _count_customers(self) -> Self:
        """Set the number of customers that `contacts_per_year` asks for."""
        if self.customers.contacts_per_year is None:
            return self
        count = count_customers(self.customers, self.contacts, self.clock)
        object.__setattr__(self, "customers", self.customers.model_copy(update={"count": count}))
        return self

    @model_validator(mode="after")
    def _staff_by_fte(self) -> Self:
        """Set the staff of shifts that the full-time equivalents of a group ask for."""
        if any(group.fte is not None for group in self.groups.values()):
            object.__setattr__(self, "shifts", by_fte(self.groups, self.shifts))
        return self

    def names(self) -> list[str]:
        """Return the names of its queues, groups of agents, contact types, segments and touchpoints."""
        return [
            name
            for some in (self.queues, self.groups, self.contacts, self.customers.segments, self.failures)
            for name in some
        ]

    def labels(self, policies: Iterable[str]) -> dict[str, str]:
        """Return the words for each of `policies`, its name where it has none."""
        return {name: self.policies[name].label or name for name in policies}
