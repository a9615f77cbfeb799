"""Records: what the engine remembers of an open issue, its present contact and its present leg."""

from __future__ import annotations

from typing import NamedTuple

from simpy import Event

from sim.luck import Uniforms


class Leg(NamedTuple):
    """Hold one conversation, known in full when it begins."""

    agent: int
    group: int
    answered: float
    talk: float
    rapport: float
    missing: float
    acw: float
    end: int
    solvable: bool
    explained: bool
    pressure: float
    warmth: float
    passed_on: bool


class Issue:
    """Hold one need from its first contact until it closes."""

    __slots__ = (
        "abandoned", "answered", "attempt", "closing", "complexity", "customer", "entity", "explained",
        "first_leg", "first_stay", "hope_luck", "legs", "opened", "people", "present", "queue", "rating_luck",
        "seconds", "segment", "serial", "severity", "touchpoint", "type", "unhurried", "wait", "warmth", "work",
        "work_left", "worst_unhurried", "worst_warmth",
    )  # fmt: skip

    def __init__(self, serial: int, entity: int, kind: int, customer: int, segment: int) -> None:
        self.serial, self.entity, self.type = serial, entity, kind
        self.customer, self.segment = customer, segment
        self.attempt = -1
        self.answered = self.abandoned = self.legs = self.explained = 0
        self.people: tuple[int, ...] = ()
        self.wait = self.seconds = 0.0
        self.warmth = self.unhurried = 0.0
        self.worst_warmth = self.worst_unhurried = float("inf")
        self.closing = -1
        self.present: Contact | None = None
        self.opened: float
        self.queue: int
        self.touchpoint: int
        self.severity: float
        self.work: float
        self.work_left: float
        self.complexity: float
        self.hope_luck: float
        self.rating_luck: float
        self.first_stay: Uniforms
        self.first_leg: Uniforms


class Contact:
    """Hold one attempt to be served."""

    __slots__ = (
        "acw", "arrived", "entry", "hung_up", "issue", "joined", "last", "leg", "outcome", "own", "patience",
        "place", "queue", "talk", "turn",
    )  # fmt: skip

    def __init__(self, issue: Issue, arrived: float, last: list[float] | None, own: list[float]) -> None:
        self.issue, self.arrived, self.last, self.own = issue, arrived, last, own
        self.entry = issue.queue
        self.leg = 0
        self.talk = self.acw = 0.0
        self.outcome = self.place = -1
        self.hung_up = False
        self.turn: Event
        self.patience: Event | None = None
