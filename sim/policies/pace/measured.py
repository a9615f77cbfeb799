"""Reproduce a pace known only by its results: a talk time, and a share resolved, per contact.

It expresses the closed forms in which work is redrawn (tests/theory).
"""

from __future__ import annotations

from collections.abc import Iterator
from math import inf
from typing import Literal

from sim.codes import End
from sim.distributions.base import AnyTime, TimeDistribution
from sim.family import Mention
from sim.frozen import Frozen
from sim.policies.pace.base import Held, Pace
from sim.quantities import Share
from sim.rule import rule

_DONE, _UNSOLVED = int(End.DONE), int(End.UNSOLVED)


@rule
def hold(numbers: tuple[float, ...], wanted: float, crowd: float, kappa: float, u: float) -> Held:
    """Talk for the time drawn; resolve with the measured chance numbers[0]."""
    return wanted, 0.0, 0.0, kappa * crowd, _DONE if u < numbers[0] else _UNSOLVED


class GroupPace(Frozen):
    """A pace measured in one group of agents."""

    talk: AnyTime
    """Talk time of a contact with this group."""
    resolved: Share
    """Share of this group's contacts that resolve the issue."""


class Measured(Pace):
    """Talk and resolution as measured, drawn anew for each contact."""

    kind: Literal["measured"]
    talk: AnyTime
    """Talk time of a contact."""
    resolved: Share
    """Share of contacts that resolve the issue."""
    groups: dict[str, GroupPace] = {}
    """Groups of agents with figures of their own."""
    contacts: dict[str, AnyTime] = {}
    """Contact types with a talk time of their own, in all groups without figures of their own."""
    queues: dict[str, AnyTime] = {}
    """Queues with a talk time of their own, whatever the contact type, such as a second line's; in all groups
    without figures of their own."""

    def numbers(self, group: str) -> tuple[float, ...]:
        """Return (share resolved,)."""
        return (self.groups[group].resolved if group in self.groups else self.resolved,)

    def talk_of(self, group: str, contact: str = "", queue: str = "") -> TimeDistribution | None:
        """Return the talk time of the group's contacts of a type in a queue."""
        if group in self.groups:
            return self.groups[group].talk
        return self.queues.get(queue) or self.contacts.get(contact, self.talk)

    def resolves(self, group: str) -> float:
        """Return the share resolved per second of the mean talk."""
        talk = self.groups.get(group, self).talk.expected()
        return self.numbers(group)[0] / talk if talk > 0.0 else inf

    def mentions(self) -> Iterator[Mention]:
        """Yield the groups and contact types with figures of their own."""
        yield from (Mention(("groups", name), "group", name) for name in self.groups)
        yield from (Mention(("contacts", name), "contact type", name) for name in self.contacts)
        yield from (Mention(("queues", name), "queue", name) for name in self.queues)
