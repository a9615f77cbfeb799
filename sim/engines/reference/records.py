"""Records: what the engine remembers of an open issue, its present contact and its present leg."""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING

from sim.codes import Closing, Outcome
from sim.engines.reference.calendar import Happening
from sim.floor import NOBODY
from sim.luck import Uniforms

if TYPE_CHECKING:
    from sim.engines.reference.callback import Callback
    from sim.engines.reference.conference import Conference
    from sim.engines.reference.outbound import Outbound
    from sim.engines.reference.trunk import Trunk

STILL_OPEN, WAITING = int(Closing.OPEN), int(Outcome.WAITING)
NOT_LEAVING = -1
NOT_INTRODUCED = -1.0
# One conversation, known in full when it begins: agent, group, talk [s], rapport [s], missing [s],
# acw [s], end, solvable, explained, pressure, warmth, passed_on. A plain tuple is made soonest.
AGENT, GROUP, TALKS, RAPPORT, ACW, ENDS, PRESSURE = 0, 1, 2, 3, 5, 6, 9
Leg = tuple[int, int, float, float, float, float, int, bool, bool, float, float, bool]


class Issue:
    """Hold one need from its first contact until it closes.

    `called`: how many contacts the firm made; `people`: the agents it met, -1 for who has quit since; `told`:
    whether anybody, or a machine, has heard it.
    """

    __slots__ = (
        "answered", "attempt", "called", "closing", "complexity", "customer", "entity", "explained",
        "first_leg", "first_stay", "hope_luck", "legs", "opened", "people", "present", "queue",
        "rating_luck", "seconds", "segment", "serial", "severity", "stopped", "told", "touchpoint", "type",
        "unanswered", "unfelt", "unhurried", "wait", "warmth", "work", "work_left", "worst_unhurried",
        "worst_warmth",
    )  # fmt: skip
    opened: float
    warmth: float
    unhurried: float
    queue: int
    touchpoint: int
    work: float
    work_left: float
    complexity: float
    hope_luck: float
    rating_luck: float
    first_stay: Uniforms
    first_leg: Uniforms

    def __init__(self, serial: int, entity: int, kind: int, customer: int, segment: int) -> None:
        self.serial, self.entity, self.type = serial, entity, kind
        self.customer, self.segment = customer, segment
        self.attempt = -1
        self.called = self.answered = self.unanswered = self.legs = self.explained = self.stopped = 0
        self.people: tuple[int, ...] = ()
        self.told = False
        self.wait = self.unfelt = self.seconds = 0.0
        self.worst_warmth = self.worst_unhurried = inf
        self.closing = STILL_OPEN
        self.severity = 0.0
        self.present: Contact | None = None

    def feels(self, warmth: float, unhurried: float) -> None:
        """Remember how a conversation felt: the worst and the last count."""
        self.warmth, self.unhurried, self.told = warmth, unhurried, True
        if warmth < self.worst_warmth:
            self.worst_warmth = warmth
        if unhurried < self.worst_unhurried:
            self.worst_unhurried = unhurried


class Contact:
    """Hold one attempt to be served, with its `present` leg once it is answered.

    `own` and `last`: [arrived, 1 if answered] of it and of the customer's one before.
    """

    __slots__ = (
        "__dict__", "acw", "answered", "entry", "hung_up", "issue", "joined", "last", "leaving", "leg",
        "luck", "outcome", "own", "place", "present", "queue", "special", "talk", "turn",
    )  # fmt: skip
    # set for few, who are `special`: a conference, the seconds of an introduction or of advice, the agent who
    # keeps the case and the one who knows it, the lines, a callback, whether it reached the customer and its
    # seconds of dialling, whether this leg is a chat, whether it comes back first in line; and for others how
    # often they were handed over, and by how many seconds a slow system, or other chats, stretched the talk
    conference: Conference | None = None
    trunk: Trunk | None = None
    callback: Callback | Outbound | None = None
    called_back = returns = False
    introduction = NOT_INTRODUCED
    advice = dial = stretched = 0.0
    owner = known = -1
    handed = 0
    chats = False
    queue: int
    joined: float
    answered: float
    luck: Uniforms
    turn: Happening

    def __init__(self, issue: Issue, own: list[float], last: list[float] | None) -> None:
        self.issue, self.own, self.last = issue, own, last
        self.entry = issue.queue
        self.leg = 0
        self.talk = self.acw = 0.0
        self.outcome, self.place, self.leaving = WAITING, NOBODY, NOT_LEAVING
        self.hung_up = self.special = False
        self.present: Leg | None = None
