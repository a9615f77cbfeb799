"""Numbers: one scenario under one policy as plain numbers, in seconds and shares, ready for an engine.

A section's numbers stand beside the section, a rule's beside the rule; whoever reads a world finds them here.
"""

from __future__ import annotations

from typing import NamedTuple

from sim.codes import NONE, UNLIMITED
from sim.rules.erosion import ErosionNumbers
from sim.rules.experience import ExperienceNumbers
from sim.rules.failure import FailureNumbers
from sim.rules.hang_up import HangUpNumbers
from sim.rules.promise import PromiseNumbers
from sim.rules.recontact import CallingCurve
from sim.rules.strain import StrainNumbers
from sim.rules.survey import SurveyNumbers
from sim.rules.trust import TrustNumbers
from sim.rules.warmth import WarmthNumbers
from sim.rules.work import TempoNumbers, WorkNumbers
from sim.scenario.callback import CallbackNumbers
from sim.scenario.campaigns import CampaignNumbers
from sim.scenario.clock import Day, Window
from sim.scenario.contacts import DOES_WITHOUT, IS_LOST, WAITS, TargetNumbers, TypeNumbers
from sim.scenario.customers import CustomerNumbers, MarkNumbers
from sim.scenario.failures import TouchpointNumbers
from sim.scenario.groups import GroupNumbers, MissedRingNumbers
from sim.scenario.outages import OUTAGES, SITE, SYSTEM, TELEPHONY, OutageNumbers
from sim.scenario.policy import Levers
from sim.scenario.policy_cost import PolicyCostNumbers
from sim.scenario.promise import JobNumbers
from sim.scenario.queues import (
    ANNOUNCED,
    LAST_WAIT,
    NOTHING,
    QUEUE_LENGTH,
    DrawnWaitNumbers,
    MessageNumbers,
    QueueNumbers,
    RedialNumbers,
    SilenceNumbers,
)
from sim.scenario.recontact import ReturnNumbers
from sim.scenario.self_service import SelfServiceNumbers
from sim.scenario.trunks import TrunkNumbers
from sim.world.loyalty import LoyaltyNumbers
from sim.world.staffing import AgentNumbers, DayPlan

__all__ = [
    "ANNOUNCED",
    "DOES_WITHOUT",
    "IS_LOST",
    "LAST_WAIT",
    "NONE",
    "NOTHING",
    "OUTAGES",
    "QUEUE_LENGTH",
    "SITE",
    "SYSTEM",
    "TELEPHONY",
    "UNLIMITED",
    "WAITS",
    "AgentNumbers",
    "CallbackNumbers",
    "CampaignNumbers",
    "CustomerNumbers",
    "Day",
    "DayPlan",
    "DrawnWaitNumbers",
    "GroupNumbers",
    "JobNumbers",
    "Levers",
    "LoyaltyNumbers",
    "MarkNumbers",
    "MessageNumbers",
    "MissedRingNumbers",
    "OutageNumbers",
    "QueueNumbers",
    "RedialNumbers",
    "ReturnNumbers",
    "SelfServiceNumbers",
    "SilenceNumbers",
    "TargetNumbers",
    "TouchpointNumbers",
    "TrunkNumbers",
    "TypeNumbers",
    "Window",
    "World",
]


class World(NamedTuple):
    """Everything an engine needs to know; nothing in it is a unit, a name to look up or a default.

    `week` holds the kinds of day, the weekdays (0 is Monday) and then special days; `days` gives the kind of
    each day of the run, when it begins and how long it is; `eve` is the day before, whose night goes on where
    `passes_midnight`. Needs come from `begins` on [s].
    `calling`: by queue, when those come who would return at night, empty where a time after opening says so.
    `interval` is the planning interval, `reported` the one of measures [s].
    """

    scenario: str
    policy: str
    window: Window
    begins: float
    run_days: int
    days: tuple[Day, ...]
    eve: Day
    passes_midnight: bool
    interval: float
    reported: float
    week: tuple[DayPlan, ...]
    types: tuple[TypeNumbers, ...]
    touchpoints: tuple[TouchpointNumbers, ...]
    queues: tuple[QueueNumbers, ...]
    groups: tuple[GroupNumbers, ...]
    agents: tuple[AgentNumbers, ...]
    customers: CustomerNumbers
    outages: tuple[OutageNumbers, ...]
    trunks: tuple[TrunkNumbers, ...]
    campaigns: tuple[CampaignNumbers, ...]
    callbacks: CallbackNumbers | None
    self_service: SelfServiceNumbers | None
    levers: Levers
    kappa: float
    erosion: ErosionNumbers | None
    strain: StrainNumbers | None
    work: WorkNumbers
    tempo: TempoNumbers
    hang_up: HangUpNumbers | None
    warmth: WarmthNumbers
    returns: ReturnNumbers
    calling: tuple[CallingCurve, ...]
    experience: ExperienceNumbers
    naming: float
    adapts: float
    promise: PromiseNumbers
    trust: TrustNumbers
    failure: FailureNumbers
    loyalty: LoyaltyNumbers | None
    survey: SurveyNumbers
    policy_cost: PolicyCostNumbers
