"""Keep the floor: who is free, who waits, as named columns that policies may read.

Free agents stand in one line per group, waiting contacts in one line per queue, both in the
order in which they came. Lines are linked lists in plain columns, so that joining, leaving
from the middle and reading the head take the same short time however long the line is.
"""

from __future__ import annotations

from copy import copy

from sim.lines import NOBODY, Lines

__all__ = ["NOBODY", "Floor"]


class Floor:
    """The state of the floor; -1 stands for nobody.

    Agents' columns (index: agent): `group`, `state` (an AgentState), `free_since` [s], `next_free`,
    `previous_free`; since they came to work: `idle_seconds` (free, up to `free_since`) and
    `signed_seconds` (at work, breaks left out, up to `signed_since`). Groups' columns: `first_free`,
    `last_free`. Queues' columns: `first_waiting`, `last_waiting`, `waiting` (contacts), `on_hold` (places
    in line kept for customers who are off it), `on_duty` (agents with the skill), `rank` (by group; 1 is
    the first choice, and never changes) and `resolves` (by agent; issues per second of talk, which
    changes as agents learn). Slots' columns (index: the slot of a contact, which is its place in line):
    `joined` (from when it counts as waiting [s]), `priority` (lower stands before, 0 unless a policy
    says), `next_waiting`, `previous_waiting`. `seconds_until` gives running integrals that the engine's
    logs are held against, each kept as the sum of the moments at which somebody was counted in, less
    those of being counted out.
    """

    # more attributes than CPython 3.11 shares between the instances of a class: slots are read faster
    __slots__ = (
        "busy", "busy_from", "first_free", "first_waiting", "free_lines",
        "free_since", "group", "idle_seconds", "joined", "last_free", "last_waiting",
        "next_free", "next_waiting", "on_duty", "on_hold", "paid", "paid_from", "previous_free",
        "previous_waiting", "priority", "rank", "resolves", "signed_seconds", "signed_since", "state",
        "waiting", "waiting_from", "waiting_lines",
    )  # fmt: skip

    def __init__(self, agent_groups: list[int], groups: int, queues: int) -> None:
        agents = len(agent_groups)
        self.group = agent_groups
        self.state = [0] * agents
        self.free_since = [0.0] * agents
        self.next_free = [NOBODY] * agents
        self.previous_free = [NOBODY] * agents
        self.idle_seconds = [0.0] * agents
        self.signed_seconds = [0.0] * agents
        self.signed_since = [0.0] * agents
        self.first_free = [NOBODY] * groups
        self.last_free = [NOBODY] * groups
        self.on_duty = [0] * queues
        self.rank = [[1] * groups for _ in range(queues)]
        self.resolves = [[0.0] * agents for _ in range(queues)]
        self.waiting = [0] * queues
        self.on_hold = [0] * queues
        self.first_waiting = [NOBODY] * queues
        self.last_waiting = [NOBODY] * queues
        self.joined: list[float] = []
        self.priority: list[float] = []
        self.next_waiting: list[int] = []
        self.previous_waiting: list[int] = []
        self.free_lines = Lines(self.first_free, self.last_free, self.next_free, self.previous_free)
        self.waiting_lines = Lines(
            self.first_waiting, self.last_waiting, self.next_waiting, self.previous_waiting
        )
        self.waiting_from = [0.0] * queues
        self.busy, self.busy_from = [0] * groups, [0.0] * groups
        self.paid, self.paid_from = [0] * groups, [0.0] * groups

    def supposed(self) -> Floor:
        """Return a second floor that shares all columns but `first_waiting` and `waiting`, for what if."""
        floor = copy(self)
        floor.first_waiting, floor.waiting = list(self.first_waiting), list(self.waiting)
        return floor

    def seconds_until(self, now: float) -> tuple[list[float], list[float], list[float]]:
        """Return the seconds up to `now` that were waited, by queue, and those busy and paid, by group."""
        counts = (
            (self.waiting, self.waiting_from),
            (self.busy, self.busy_from),
            (self.paid, self.paid_from),
        )
        waited, busy, paid = (
            [count * now - moments for count, moments in zip(*pair, strict=True)] for pair in counts
        )
        return waited, busy, paid
