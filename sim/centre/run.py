"""Run: what every verb is handed: numbers, state, and the five functions that are an engine's own.

An engine assembles a `Run` before the clock starts; nothing is set on it afterwards. The five functions say
what a verb may ask of an engine; they mean the same in all engines.

`plan(time, kind, entity, action, slot, version)`: plan an event for `time` [s]; of those at one time `kind`
(a Moment) and then `entity` decide. When it comes it does `action` (an Action) for `slot`, unless the slot's
version is another one by then; ALWAYS is no slot's version: nothing overtakes the event.
`draw(purpose, origin, entity, attempt, leg)`: return the four uniforms of an address; `origin` is the
index of a name in `Numbers.origins`.
`write_row(table, *values)`: write a row of a Table, its values in the order of its columns.
`take_slot(kind)`: return a free slot (NEEDS, CALLS, MEETINGS or DIALS); its records hold what its last use
left.
`free_slot(kind, slot)`: give it back.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from sim.centre.columns import CallList, Customers, People
from sim.centre.dials import Campaign, Dial
from sim.centre.numbers import Numbers
from sim.centre.pauses import Pause
from sim.centre.records import (
    Agent,
    Call,
    Callback,
    Chat,
    Conference,
    Contact,
    Counts,
    Desk,
    Door,
    FollowUp,
    GroupNorm,
    Issue,
    Job,
    Learner,
    Leg,
    Meeting,
    Outage,
    Presence,
    Strain,
)
from sim.floor import Floor
from sim.lines import NOBODY, Lines
from sim.luck import Purpose, Uniforms

NEEDS, CALLS, MEETINGS, DIALS = range(4)
"""The kinds of slots: an issue with its contact and its leg, a call that is remembered, a meeting, a call
of a campaign."""
ALWAYS = -1
"""The version of an event that nothing overtakes."""


class Run:
    """One replication while it runs: numbers, state, and the engine's own five functions.

    `last_call`: by type and customer, the index of the customer's last call, -1 for none; `free_lines`: by
    trunk; `versions`: by slot, raised whenever an event of the issue there is overtaken. `groups_of`,
    `queues_of`, `helpers`, `helps`, `drawn_groups`, `drawn_queues`: as in Numbers, without what is down;
    `calling_groups`: by campaign, the groups that can dial for it now; `work_speed`: by group, 1 as usual.
    `talking`: lines of conversations, by agent those of chats and in the `common_line` all others (a contact
    waits or talks, so its neighbours are those in the queue's line); `awaited`: by agent, those who wait for
    that agent apart from the line; `aside_lines`: by group, agents who are aside. `positions`: by person, the
    agent; those who quit keep their number. `vacant_seconds`: by group, paid time that falls to positions
    nobody holds. `seats`: by agent, whose part of the plan the agent follows, at first the agent's own;
    `holders`, `seat_ends`: by seat, who follows it, and until when its present stretch lasts [s]; `staying`:
    by group, the agents busy beyond their shift. `supposed`: the floor as it would be with one more contact
    in line.
    """

    __slots__ = (
        "agents", "aside_lines", "awaited", "callbacks", "calling_groups", "calls", "campaigns", "chats",
        "common_line", "conferences", "contacts", "counts", "customers", "desks", "dials", "doors",
        "draw", "drawn_groups", "drawn_queues", "floor", "follow_ups", "free_lines", "free_slot",
        "group_norms", "groups_of", "helpers", "helps", "holders", "issues", "jobs", "kept_legs",
        "last_call", "learners", "legs", "lists", "meetings", "numbers", "outages", "pauses", "people",
        "plan", "positions", "presences", "queues_of", "seat_ends", "seats", "staying", "strains", "supposed",
        "take_slot", "talking", "vacant_seconds", "versions", "work_speed", "write_row",
    )  # fmt: skip

    def __init__(
        self,
        numbers: Numbers,
        floor: Floor,
        agents: list[Agent],
        people: People,
        customers: Customers,
        last_call: Any,
        lists: list[CallList],
        *,
        plan: Callable[[float, int, int, int, int, int], None],
        draw: Callable[[Purpose, int, int, int, int], Uniforms],
        write_row: Callable[..., None],
        take_slot: Callable[[int], int],
        free_slot: Callable[[int, int], None],
    ) -> None:
        self.numbers, self.floor, self.counts = numbers, floor, Counts()
        self.supposed = floor.supposed()
        self.agents, self.people = agents, people
        self.customers, self.last_call = customers, last_call
        self.plan, self.draw, self.write_row = plan, draw, write_row
        self.take_slot, self.free_slot = take_slot, free_slot
        self.issues: list[Issue] = []
        self.contacts: list[Contact] = []
        self.legs: list[Leg] = []
        self.callbacks: list[Callback] = []
        self.follow_ups: list[FollowUp] = []
        self.jobs: list[Job] = []
        self.versions: list[int] = []
        self.calls: list[Call] = []
        self.meetings: list[Meeting] = []
        self.doors = [Door() for _ in numbers.patience]
        self.free_lines = list(numbers.trunk_lines)
        self._has_links(numbers)
        self.outages = [Outage() for _ in numbers.outages]
        self.work_speed = [1.0] * len(numbers.cuts_off)
        self.desks = [Desk() for _ in agents] if numbers.parts.chat else []
        self.chats: list[Chat] = []
        self.conferences: list[Conference] = []
        self.kept_legs: list[Leg] = []
        self.common_line = len(agents)
        self.strains = [Strain() for _ in agents] if numbers.parts.strain else []
        self.learners = [Learner() for _ in agents] if numbers.parts.learning else []
        self.group_norms = [GroupNorm() for _ in numbers.cuts_off] if numbers.parts.erosion else []
        self._has_campaigns(numbers, lists)
        self._has_lines(numbers, floor)
        self.staying, self.vacant_seconds = [0] * len(self.work_speed), [0.0] * len(self.work_speed)
        self.positions, self.seats, self.holders = (list(range(len(agents))) for _ in range(3))

    def _has_lines(self, numbers: Numbers, floor: Floor) -> None:
        agents = len(self.agents)
        self.seat_ends = [0.0] * agents
        self.pauses = [Pause() for _ in self.agents] if numbers.parts.makes_up else []
        self.presences = [Presence() for _ in numbers.cuts_off] if numbers.parts.presence else []
        self.aside_lines = _lines(len(numbers.cuts_off), floor.next_free, floor.previous_free)
        self.talking = _lines(agents + 1, floor.next_waiting, floor.previous_waiting)
        self.awaited = _lines(agents, floor.next_waiting, floor.previous_waiting)

    def _has_links(self, numbers: Numbers) -> None:
        self.groups_of: list[Sequence[int]] = list(numbers.groups_of)
        self.helpers: list[Sequence[tuple[float, Sequence[int]]]] = list(numbers.helpers)
        self.queues_of: list[Sequence[int]] = list(numbers.queues_of)
        self.helps: list[Sequence[tuple[int, float]]] = list(numbers.helps)
        self.drawn_groups: list[Sequence[int]] = list(numbers.drawn_groups)
        self.drawn_queues: list[Sequence[int]] = list(numbers.drawn_queues)

    def _has_campaigns(self, numbers: Numbers, lists: list[CallList]) -> None:
        self.calling_groups: list[Sequence[int]] = list(numbers.campaign_groups)
        self.lists, self.campaigns = lists, [Campaign() for _ in lists]
        self.dials: list[Dial] = []


def _lines(count: int, after: list[int], before: list[int]) -> Lines:
    """Return `count` empty lines whose members have neighbours in these columns."""
    return Lines([NOBODY] * count, [NOBODY] * count, after, before)
