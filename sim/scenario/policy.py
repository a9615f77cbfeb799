"""Policy: a named set of levers."""

from __future__ import annotations

from typing import Any

from sim.frozen import Frozen
from sim.policies.availability import Availability
from sim.policies.callback.base import AnyCallback
from sim.policies.callback.none import NoCallback
from sim.policies.confirm import Confirm
from sim.policies.discipline.base import AnyDiscipline
from sim.policies.discipline.fifo import Fifo
from sim.policies.handoff.base import AnyHandoff
from sim.policies.handoff.cold import Cold
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
    handoff: AnyHandoff = Cold(kind="cold")
    """How an unfinished contact goes on."""
    confirm: Confirm | None = None
    """Agents ask if the issue is settled before they end a conversation; they do not if left out."""
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
    changes: dict[str, Any] = {}
    """Dotted paths this policy sets, such as groups.service.wage; nothing of demand or customers."""
