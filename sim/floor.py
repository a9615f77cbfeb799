"""Keep the floor: who is free, who waits, as named columns that policies may read.

Free agents stand in one line per group, waiting contacts in one line per queue, both in the
order in which they came. Lines are linked lists in plain columns, so that joining, leaving
from the middle and reading the head take the same short time however long the line is.
"""

from __future__ import annotations

NOBODY = -1


class Floor:
    """Hold the state of the floor; -1 stands for nobody.

    Agents' columns (index: agent): `group`, `state` (an AgentState), `free_since` [s], `next_free`,
    `previous_free`; since they came to work: `idle_seconds` (free, up to `free_since`) and `signed_seconds`
    (there, up to `signed_since`). Groups' columns: `first_free`, `last_free`. Queues' columns:
    `first_waiting`, `last_waiting`, `waiting` (contacts), `on_hold` (places in line kept for customers who
    are off it), `known_by` (who knows the contact that arrives this moment), `on_duty` (agents with the
    skill), `rank` (by group; 1 is the first choice, and never changes) and `resolves` (by agent; issues per
    second of talk, which changes as agents learn).
    Places' columns (index: a place taken while waiting): `joined` [s], `next_waiting`,
    `previous_waiting`. `seconds_until` gives running integrals that the engine's logs are held against, each
    kept as the sum of the moments at which somebody was counted in, less those of being counted out.
    """

    # more attributes than CPython 3.11 shares between the instances of a class: slots are read faster
    __slots__ = (
        "_busy", "_busy_from", "_empty_places", "_paid", "_paid_from", "_waiting_from", "first_free",
        "first_waiting", "free_since", "group", "idle_seconds", "joined", "known_by", "last_free",
        "last_waiting", "next_free", "next_waiting", "on_duty", "on_hold", "previous_free",
        "previous_waiting", "rank", "resolves", "signed_seconds", "signed_since", "state", "waiting",
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
        self.known_by = [NOBODY] * queues
        self.first_waiting = [NOBODY] * queues
        self.last_waiting = [NOBODY] * queues
        self.joined: list[float] = []
        self.next_waiting: list[int] = []
        self.previous_waiting: list[int] = []
        self._empty_places: list[int] = []
        self._waiting_from = [0.0] * queues
        self._busy, self._busy_from = [0] * groups, [0.0] * groups
        self._paid, self._paid_from = [0] * groups, [0.0] * groups

    def seconds_until(self, now: float) -> tuple[list[float], list[float], list[float]]:
        """Return the seconds up to `now` that were waited, by queue, and those busy and paid, by group."""
        counts = (
            (self.waiting, self._waiting_from),
            (self._busy, self._busy_from),
            (self._paid, self._paid_from),
        )
        waited, busy, paid = (
            [count * now - moments for count, moments in zip(*pair, strict=True)] for pair in counts
        )
        return waited, busy, paid

    def counts_busy(self, group: int, change: int, now: float) -> None:
        """Count `change` more agents of `group` busy from `now` on."""
        self._busy[group] += change
        self._busy_from[group] += change * now

    def counts_paid(self, group: int, change: int, now: float) -> None:
        """Count `change` more agents of `group` paid from `now` on."""
        self._paid[group] += change
        self._paid_from[group] += change * now

    def free_agents(self) -> list[int]:
        """Return the free agents, group by group, the longest free of each first."""
        found = []
        for agent in self.first_free:
            while agent != NOBODY:
                found.append(agent)
                agent = self.next_free[agent]
        return found

    def starts_work(self, agent: int) -> None:
        """Let what `agent` did in an earlier shift count no more."""
        self.signed_seconds[agent] = self.idle_seconds[agent] = 0.0

    def signs(self, agent: int, comes: bool, now: float) -> None:
        """Note that `agent` comes or goes, for a shift or for a break."""
        if comes:
            self.signed_since[agent] = now
        else:
            self.signed_seconds[agent] += now - self.signed_since[agent]

    def becomes_free(self, agent: int, now: float) -> None:
        """Put `agent` at the end of the group's line of free agents."""
        group = self.group[agent]
        last = self.last_free[group]
        self.free_since[agent] = now
        self.previous_free[agent] = last
        self.next_free[agent] = NOBODY
        if last == NOBODY:
            self.first_free[group] = agent
        else:
            self.next_free[last] = agent
        self.last_free[group] = agent

    def is_taken(self, agent: int, now: float) -> None:
        """Take `agent` out of the line of free agents."""
        group = self.group[agent]
        self.idle_seconds[agent] += now - self.free_since[agent]
        before, after = self.previous_free[agent], self.next_free[agent]
        if before == NOBODY:
            self.first_free[group] = after
        else:
            self.next_free[before] = after
        if after == NOBODY:
            self.last_free[group] = before
        else:
            self.previous_free[after] = before

    def joins(self, queue: int, now: float) -> int:
        """Put a contact at the end of `queue` and return its place."""
        if self._empty_places:
            place = self._empty_places.pop()
            self.joined[place] = now
        else:
            place = len(self.joined)
            self.joined.append(now)
            self.next_waiting.append(NOBODY)
            self.previous_waiting.append(NOBODY)
        last = self.last_waiting[queue]
        self.previous_waiting[place] = last
        self.next_waiting[place] = NOBODY
        if last == NOBODY:
            self.first_waiting[queue] = place
        else:
            self.next_waiting[last] = place
        self.last_waiting[queue] = place
        self.waiting[queue] += 1
        self._waiting_from[queue] += now
        return place

    def stands_apart(self, queue: int, place: int) -> None:
        """Let who has just joined `queue` wait apart from its line: at a place that leads to itself."""
        before = self.previous_waiting[place]
        self.last_waiting[queue] = before
        if before == NOBODY:
            self.first_waiting[queue] = NOBODY
        else:
            self.next_waiting[before] = NOBODY
        self.previous_waiting[place] = self.next_waiting[place] = place

    def lines_up(self, queue: int, place: int) -> None:
        """Put who stood apart into the line of `queue`, behind those who joined no later."""
        before, joined = self.last_waiting[queue], self.joined[place]
        after = NOBODY
        while before != NOBODY and self.joined[before] > joined:
            before, after = self.previous_waiting[before], before
        self.previous_waiting[place], self.next_waiting[place] = before, after
        if before == NOBODY:
            self.first_waiting[queue] = place
        else:
            self.next_waiting[before] = place
        if after == NOBODY:
            self.last_waiting[queue] = place
        else:
            self.previous_waiting[after] = place

    def steps_first(self, queue: int, place: int) -> None:
        """Put who has just joined `queue` at its head, as if in line for as long as who stood there."""
        self.stands_apart(queue, place)
        head = self.first_waiting[queue]
        self.previous_waiting[place], self.next_waiting[place] = NOBODY, head
        self.first_waiting[queue] = place
        if head == NOBODY:
            self.last_waiting[queue] = place
        else:
            self.previous_waiting[head] = place
            self.joined[place] = self.joined[head]

    def steps_aside(self, queue: int, change: int, now: float) -> None:
        """Let `change` more of those in `queue` be off the line; they keep their places and do not wait."""
        self.waiting[queue] -= change
        self._waiting_from[queue] -= change * now
        self.on_hold[queue] += change

    def ahead_of(self, place: int) -> int:
        """Return how many stand in line before the contact at `place`, off the line or on it."""
        ahead = 0
        while self.previous_waiting[place] != NOBODY:
            place, ahead = self.previous_waiting[place], ahead + 1
        return ahead

    def leaves(self, queue: int, place: int, now: float) -> None:
        """Take the contact at `place` out of `queue`, wherever it stands."""
        before, after = self.previous_waiting[place], self.next_waiting[place]
        if before == NOBODY:
            self.first_waiting[queue] = after
        else:
            self.next_waiting[before] = after
        if after == NOBODY:
            self.last_waiting[queue] = before
        else:
            self.previous_waiting[after] = before
        self.waiting[queue] -= 1
        self._waiting_from[queue] -= now
        self._empty_places.append(place)
