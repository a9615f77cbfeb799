"""Door: who is let into a queue, and what a caller who has to wait is told."""

from __future__ import annotations

from collections import Counter

from sim.codes import Outcome
from sim.engines.reference.records import Contact
from sim.engines.reference.trunk import Trunk
from sim.engines.reference.verbs import ready
from sim.floor import Floor
from sim.luck import ENTRY, Luck
from sim.rules.balking import announced_wait, balks
from sim.rules.recontact import is_open
from sim.world import LAST_WAIT, NOTHING, UNLIMITED, QueueNumbers, World

BLOCKED, BALKED, LOST = int(Outcome.BLOCKED), int(Outcome.BALKED), int(Outcome.LOST)
ADMITTED = -1


class Door:
    """Stand before one queue; it turns away, and remembers what it takes to announce a wait.

    `outages`: those that lose the arrivals at the moment, the first one first; `lost`: how many each lost.
    """

    def __init__(
        self, queue: int, numbers: QueueNumbers, luck: Luck, floor: Floor, trunk: Trunk | None
    ) -> None:
        self._queue, self._numbers, self._luck, self._floor = queue, numbers, luck, floor
        self._trunk = trunk
        self._patience = ready(numbers.patience)
        self._last_wait = self._handled = 0.0
        self._conversations = 0
        self.outages: list[int] = []
        self.lost: Counter[int] = Counter()

    def refuses(self, contact: Contact, finds_agent: bool, now: float) -> int:
        """Return how a contact from outside is turned away, or -1; who is let in takes a line."""
        leaving = self._refuses(contact, finds_agent, now)
        if self._trunk is not None and leaving == ADMITTED:
            self._trunk.takes_line(contact)
        return leaving

    def _refuses(self, contact: Contact, finds_agent: bool, now: float) -> int:
        numbers = self._numbers
        if self.outages:
            self.lost[self.outages[0]] += 1
            return LOST
        if numbers.keeps_hours and not numbers.deferred and not is_open(numbers.opening, now):
            return BLOCKED
        if self._trunk is not None and self._trunk.is_full():
            return BLOCKED
        if finds_agent:
            return ADMITTED
        if self._floor.waiting[self._queue] >= numbers.capacity:
            return BLOCKED
        issue = contact.issue
        u = self._luck.at(ENTRY, issue.entity, issue.attempt)[0] if numbers.balking > 0.0 else 1.0
        quantile, of = self._patience
        patience = quantile(of, contact.luck[0])
        line = self._floor.waiting[self._queue] + self._floor.on_hold[self._queue]
        announced = self.announced(numbers.announces, line)
        return BALKED if balks(numbers.balking, u, announced, patience) else ADMITTED

    def announced(self, announces: int, ahead: int) -> float:
        """Return the wait [s] that a contact with `ahead` others before it is told, 0 for nothing."""
        if announces == LAST_WAIT:
            return self._last_wait
        if announces == NOTHING or self._conversations == 0:
            return 0.0
        return announced_wait(ahead, self._handled / self._conversations, self._floor.on_duty[self._queue])

    def notes(self, waited: float, handle_time: float) -> None:
        """Remember a conversation: the wait [s] before it and its handle time [s]."""
        self._last_wait = waited
        self._handled += handle_time
        self._conversations += 1


def doors_of(world: World, luck: Luck, floor: Floor) -> list[Door | None]:
    """Return the door of each queue, None where everybody is let in."""
    may_fail = {queue for outage in world.outages for queue in outage.queues if outage.lost}
    predicts = world.callbacks.queues if world.callbacks else ()
    trunks: dict[int, Trunk] = {}
    for lines in world.trunks:
        trunks.update(dict.fromkeys(lines.queues, Trunk(lines.lines)))
    return [
        Door(queue, numbers, luck, floor, trunks.get(queue))
        if queue in may_fail or queue in trunks or queue in predicts or _is_guarded(numbers)
        else None
        for queue, numbers in enumerate(world.queues)
    ]


def _is_guarded(numbers: QueueNumbers) -> bool:
    limited = numbers.capacity != UNLIMITED or numbers.keeps_hours
    return limited or numbers.balking > 0.0 or numbers.announces != NOTHING
