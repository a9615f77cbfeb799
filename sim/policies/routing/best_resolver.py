"""Send a contact to the agent who resolves issues fastest: not who talks least, but who settles most.

Source: F. de Vericourt & Y.-P. Zhou, "Managing response time in a call-routing problem with service
failure", Operations Research 53 (2005) 968-981: the highest p times mu first.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from sim.floor import NOBODY, Floor
from sim.policies.routing.base import Routing
from sim.rule import rule


@rule
def select_agent(
    numbers: tuple[float, ...],
    floor: Floor,
    groups: Sequence[int],
    queue: int,
    known: int,
    u: float,
    now: float,
) -> int:
    """Return who resolves most per second of talk; of two, the longest free, then the smaller number."""
    chosen, most = NOBODY, 0.0
    for group in groups:
        agent = floor.first_free[group]
        while agent != NOBODY:
            resolves, since = floor.resolves[queue][agent], floor.free_since[agent]
            if (
                chosen == NOBODY
                or resolves > most
                or (resolves == most and since < floor.free_since[chosen])
                or (resolves == most and since == floor.free_since[chosen] and agent < chosen)
            ):
                chosen, most = agent, resolves
            agent = floor.next_free[agent]
    return chosen


class BestResolver(Routing):
    """The agent with the highest share resolved per second of talk takes the next one.

    Both are as measured where the pace is `measured`; otherwise the agent's skill times speed at the queue.
    """

    kind: Literal["best_resolver"]
