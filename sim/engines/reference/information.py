"""Information: answers that are there when service is not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.codes import Closing
from sim.engines.reference.calendar import Process
from sim.engines.reference.contact import Follow
from sim.engines.reference.records import Issue
from sim.logs import PACK
from sim.policies.availability import informs
from sim.rules.recontact import is_open
from sim.world import NONE

if TYPE_CHECKING:
    from sim.engines.reference.centre import Centre

pack_row = PACK["information"]
RESOLVED = int(Closing.RESOLVED)


def informed(follow: Follow, centre: Centre, issue: Issue, first_call: float) -> Process:
    """Follow a need that arises outside opening hours and may be answered at once, else as `follow` does."""
    world = centre.world
    opening = world.queues[issue.queue].opening
    if (
        issue.touchpoint == NONE
        and not is_open(opening, centre.calendar.now)
        and informs(world.levers.availability, issue.complexity)
    ):
        centre.opens(issue)
        row = pack_row(issue.serial, issue.type, issue.segment, issue.opened)
        centre.buffer.rows["information"].append(row)
        issue.closing = RESOLVED
        centre.closes(issue)
    else:
        yield from follow(centre, issue, first_call)
