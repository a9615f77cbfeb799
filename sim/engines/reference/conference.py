"""Conference: an agent who stays with a handed-over contact until a colleague knows the case."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sim.codes import Moment
from sim.engines.reference.calendar import ORDER, Process
from sim.engines.reference.records import Contact, Leg
from sim.engines.reference.verbs import verb_of
from sim.floor import NOBODY
from sim.policies.handoff import base as handoff
from sim.policies.handoff.base import Style
from sim.world import World

if TYPE_CHECKING:
    from sim.engines.reference.centre import Centre

LEG_END = ORDER[Moment.LEG_END]


def style_of(world: World) -> Style:
    """Return how the world's policy hands contacts over."""
    levers = world.levers
    style: Style = verb_of(handoff.PACKAGE, handoff.Handoff, levers.handoff, "style")(levers.handoff_numbers)
    return style


class Stay(NamedTuple):
    """Remember a conversation that is over, for its row in the logs."""

    number: int
    queue: int
    joined: float
    waited: float
    stretched: float
    leg: Leg


def stay_of(contact: Contact, leg: Leg) -> Stay:
    """Return the conversation of `contact` that is over, and was counted."""
    waited = contact.answered - contact.joined
    return Stay(contact.leg - 1, contact.queue, contact.joined, waited, contact.stretched, leg)


class Conference:
    """Keep the first agent on the line; `work_left` [s] is what an introduction leaves to do."""

    def __init__(self, centre: Centre, contact: Contact, stay: Stay, work_left: float) -> None:
        self._centre, self._contact, self._stay, self._work_left = centre, contact, stay, work_left
        self._began = centre.calendar.now
        contact.conference, contact.special = self, True
        centre.calendar.start(self._until(self._began + centre.style.stays, met=False))
        self._met = False

    def meets(self) -> None:
        """Introduce customer and case to the colleague who answers now, or ask for advice."""
        contact, style = self._contact, self._centre.style
        self._met = True
        contact.introduction = 0.0 if style.returns else style.introduction
        contact.issue.work_left = self._work_left
        calendar = self._centre.calendar
        if style.returns:
            contact.advice = style.introduction
        elif style.introduction > 0.0:
            calendar.start(self._until(calendar.now + style.introduction, met=True))
        else:
            self.ends(calendar.now)

    def _until(self, time: float, met: bool) -> Process:
        """End at `time` [s], unless a colleague has answered before the longest stay was over."""
        yield self._centre.calendar.at(time, LEG_END + self._contact.issue.serial)
        if self._contact.conference is self and self._met is met:
            self.ends(time)

    def is_advised(self, solvable: bool) -> int:
        """Let the first agent finish what the colleague found solvable; return the queue, or -1."""
        if not solvable:
            self.ends(self._centre.calendar.now)
            return NOBODY
        self._stay = self._centre.without_acw(self._contact, self._stay)
        self.ends(self._centre.calendar.now, wraps_up=False)
        self._contact.owner, *_ = self._stay.leg
        return self._stay.queue

    def ends(self, now: float, wraps_up: bool = True) -> None:
        """Let the first agent go: introduced, left alone, after the longest stay or at the end of the run."""
        self._contact.conference = None
        agent, _, _, _, _, acw, *_ = self._stay.leg
        self._centre.logs_stay(self._contact, self._stay, now - self._began)
        if wraps_up:
            self._centre.router.wraps_up(agent, acw, False)
