"""Policy: a named set of levers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from sim.codes import UNLIMITED
from sim.family import Choice
from sim.frozen import Frozen
from sim.policies.availability import Availability
from sim.policies.callback.base import AnyCallback
from sim.policies.callback.none import NoCallback
from sim.policies.confirm import Confirm
from sim.policies.discipline.base import AnyDiscipline
from sim.policies.discipline.fifo import Fifo
from sim.policies.handoff.base import AnyHandoff
from sim.policies.handoff.cold import Cold
from sim.policies.line import Line, StandingNumbers
from sim.policies.outreach.base import AnyOutreach
from sim.policies.outreach.none import NoOutreach
from sim.policies.pace.base import AnyPace
from sim.policies.pace.none import NoPace
from sim.policies.recovery.base import AnyRecovery
from sim.policies.recovery.none import NoRecovery
from sim.policies.routing.base import AnyRouting
from sim.policies.routing.longest_idle import LongestIdle
from sim.policies.scheduling.base import AnyScheduling
from sim.policies.scheduling.immediate import Immediate
from sim.policies.self_service.base import AnySelfService
from sim.policies.self_service.none import NoSelfService
from sim.policies.tools import Tools
from sim.scenario.policy_cost import PolicyCost


class Levers(NamedTuple):
    """The policy: what it chooses from each family; () for no lever.

    `pace`: the code alone, since its numbers are a group's; `by_chance`: the routing asks for luck;
    `waits_for_known`: how long a contact waits for the agent who knows it [s], None if nobody is preferred;
    `own_first`: agents serve the queues of their group's best rank first; `standing`: None where contacts
    stand as they come.
    """

    pace: int
    routing: Choice
    by_chance: bool
    waits_for_known: float | None
    discipline: Choice
    own_first: bool
    standing: StandingNumbers | None
    handoff: Choice
    handoffs_at_most: int
    confirm: tuple[float, ...]
    callback: Choice
    scheduling: Choice
    availability: tuple[float, ...]
    self_service: Choice
    recovery: Choice
    outreach: Choice


class Policy(Frozen):
    """What managers choose; demand and customers are not theirs to choose."""

    label: str = ""
    """How reports call the policy; its name if left out."""
    pace: AnyPace = NoPace(kind="none")
    """How long a conversation is held."""
    routing: AnyRouting = LongestIdle(kind="longest_idle")
    """Which free agent takes an arriving contact."""
    discipline: AnyDiscipline = Fifo(kind="fifo")
    """Which waiting contact a free agent serves."""
    line: Line = Line()
    """Where contacts stand in their line: priorities, head starts, and from when a place counts."""
    handoff: AnyHandoff = Cold(kind="cold")
    """How an unfinished contact goes on."""
    confirm: Confirm | None = None
    """Agents ask if the issue is settled before they end a conversation; they do not if left out."""
    tools: Tools | None = None
    """What saves agents talk without value, under any pace; nothing does if left out."""
    callback: AnyCallback = NoCallback(kind="none")
    """Who need not wait on the line, and when an agent calls instead."""
    scheduling: AnyScheduling = Immediate(kind="immediate")
    """When the jobs are done that contacts report."""
    availability: Availability = Availability()
    """When customers find information without an agent."""
    self_service: AnySelfService = NoSelfService(kind="none")
    """Who tries to help themselves before they reach a person."""
    recovery: AnyRecovery = NoRecovery(kind="none")
    """What is done for a customer who speaks up about a failure."""
    outreach: AnyOutreach = NoOutreach(kind="none")
    """Whom the firm asks or calls, unasked."""
    cost: PolicyCost = PolicyCost()
    """What the policy costs beside wages; nothing if left out."""
    changes: dict[str, Any] = {}
    """Dotted paths this policy sets, such as groups.service.wage; nothing of demand or customers."""

    def numbers(
        self, within: Mapping[str, float], types: Sequence[str], segments: Sequence[str], marks: Sequence[str]
    ) -> Levers:
        """Return the numbers of the levers; the pace is held to group by group.

        within: the time [s] of each queue's service level, by name. types, segments, marks: the names of
        contact types, segments and marks of customers, in order.
        """
        return Levers(
            pace=self.pace.code(),
            routing=Choice(self.routing.code(), self.routing.numbers()),
            by_chance=self.routing.by_chance,
            waits_for_known=self.routing.waits_for_known(),
            discipline=Choice(self.discipline.code(), self.discipline.numbers(within)),
            own_first=self.discipline.own_first,
            standing=self.line.numbers(types, segments, marks),
            handoff=Choice(self.handoff.code(), self.handoff.numbers()),
            handoffs_at_most=UNLIMITED if self.handoff.at_most == "unlimited" else self.handoff.at_most,
            confirm=() if self.confirm is None else self.confirm.numbers(),
            callback=Choice(self.callback.code(), self.callback.numbers()),
            scheduling=Choice(self.scheduling.code(), self.scheduling.numbers()),
            availability=self.availability.numbers(),
            self_service=Choice(self.self_service.code(), self.self_service.numbers(types)),
            recovery=Choice(self.recovery.code(), self.recovery.numbers()),
            outreach=Choice(self.outreach.code(), self.outreach.numbers()),
        )
