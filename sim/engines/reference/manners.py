"""Manners: what is laid around the conversation where a scenario or a policy asks for more than the work."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.engines.reference.amending import Offering
from sim.engines.reference.confirming import Confirming
from sim.engines.reference.conversation import Conversation, Talk
from sim.engines.reference.eroding import Eroding
from sim.engines.reference.straining import Straining

if TYPE_CHECKING:
    from sim.engines.reference.centre import Centre


class Manners:
    """Hold the `talk` that decides legs: the conversation, and what the world lays around it."""

    def __init__(self, centre: Centre) -> None:
        world = centre.world
        conversation = Conversation(world, centre.luck, centre.floor, centre.people)
        self.talk: Talk = conversation
        self.straining: Straining | None = None
        self.eroding: Eroding | None = None
        if world.strain is not None:
            self.talk = self.straining = Straining(centre, conversation, world.strain)
        if world.erosion is not None:
            self.talk = self.eroding = Eroding(
                self.talk, world.erosion, centre.calendar, centre.floor, world.kappa
            )
        if centre.amending is not None:
            self.talk = Offering(self.talk, centre.amending)
        if world.levers.confirm:
            self.talk = Confirming(self.talk, centre.luck, world.levers.confirm)

    def is_vacant(self, agent: int, begins: float, ends: float) -> bool:
        """Tell whether nobody holds the position of `agent` for a stretch of the roster [s]."""
        return self.straining is not None and self.straining.is_vacant(agent, begins, ends)

    def less_vacant(self, planned: tuple[float, ...]) -> tuple[float, ...]:
        """Return the time [s] `planned` for each group less what fell to vacant positions."""
        if self.straining is None:
            return planned
        vacant = self.straining.vacant_seconds
        return tuple(whole - gone for whole, gone in zip(planned, vacant, strict=True))

    def survey(self) -> None:
        """Note how agents are, the first time for the start and the second for the end of the window."""
        for kept in (self.straining, self.eroding):
            if kept is not None:
                kept.survey()

    def rows(self) -> dict[str, list[bytes]]:
        """Return the rows of the tables of agents and groups."""
        return {
            "agents": [] if self.straining is None else self.straining.rows(),
            "groups": [] if self.eroding is None else self.eroding.rows(),
        }
