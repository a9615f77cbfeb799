"""Model: the scenario as one frozen tree."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Any, Literal

from pydantic import Field

from sim.frozen import Frozen
from sim.scenario.behaviour import Behaviour
from sim.scenario.clock import Clock
from sim.scenario.contacts import ContactType
from sim.scenario.curve import AnyCurve
from sim.scenario.customers import Customers
from sim.scenario.failures import Touchpoint
from sim.scenario.groups import Group, Shift
from sim.scenario.outages import Outage
from sim.scenario.policy import Policy
from sim.scenario.queues import Queue
from sim.scenario.run import Run
from sim.scenario.trunks import Trunk


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
    customers: Customers = Customers()
    """The people who need something."""
    failures: dict[str, Touchpoint] = {}
    """Where service fails customers, by touchpoint."""
    outages: dict[str, Outage] = {}
    """When the centre itself fails, by name."""
    trunks: dict[str, Trunk] = {}
    """Lines into the centre, by name; as many as are needed if left out."""
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
    expectations: dict[str, Any] | str = {}
    """What `goodwill check` holds the results against (docs/checks.md), or the file that says it."""

    def labels(self, policies: Iterable[str]) -> dict[str, str]:
        """Return the words for each of `policies`, its name where it has none."""
        return {name: self.policies[name].label or name for name in policies}
