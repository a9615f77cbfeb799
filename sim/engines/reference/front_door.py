"""Front door: customers who try to help themselves before they reach a person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.codes import Closing, Moment
from sim.engines.reference.calendar import ORDER, Process
from sim.engines.reference.contact import journey
from sim.engines.reference.records import STILL_OPEN, Issue
from sim.engines.reference.verbs import ready, verb_of
from sim.logs import PACK
from sim.luck import SELF_SERVICE, Uniforms
from sim.policies.self_service import base as self_service
from sim.rules.recontact import at_open_door
from sim.rules.self_service import gives_up, goes_along
from sim.world import SelfServiceNumbers

if TYPE_CHECKING:
    from sim.engines.reference.centre import Centre

RETURN = ORDER[Moment.RETURN]
RESOLVED, GIVEN_UP = int(Closing.RESOLVED), int(Closing.GIVEN_UP)
pack_row = PACK["self_service"]


class FrontDoor:
    """Lead needs to self-service first, by the policy's verbs."""

    def __init__(self, centre: Centre, numbers: SelfServiceNumbers) -> None:
        levers = centre.world.levers
        self._numbers = numbers
        self._of_policy = levers.self_service_numbers
        self._leads, self._solves = (
            verb_of(self_service.PACKAGE, self_service.SelfService, levers.self_service, name)
            for name in ("leads", "solves")
        )
        self._time = ready(numbers.takes)

    def journey(self, centre: Centre, issue: Issue, first_call: float) -> Process:
        """Follow one need until it closes, by way of self-service if it is led there."""
        luck = centre.luck.at(SELF_SERVICE, issue.entity)
        led = self._leads(self._of_policy, issue.type, issue.complexity)
        if led and goes_along(self._numbers.tries, luck[0]):
            return self._helps_itself(centre, issue, first_call, luck)
        return journey(centre, issue, first_call)

    def _helps_itself(self, centre: Centre, issue: Issue, first_call: float, luck: Uniforms) -> Process:
        calendar, returns = centre.calendar, centre.world.returns
        _, u_time, u_gives_up, u_opening = luck
        if first_call > calendar.now:
            yield calendar.at(first_call, RETURN + issue.serial)
        began = calendar.now
        centre.opens(issue)
        quantile, numbers = self._time
        yield calendar.at(began + quantile(numbers, u_time), RETURN + issue.serial)
        now = calendar.now
        if self._solves(self._of_policy, issue.complexity):
            issue.closing = RESOLVED
        else:
            # a machine is neither warm nor attentive
            issue.feels(0.0, 0.0)
            if gives_up(self._numbers.gives_up, u_gives_up):
                issue.closing = GIVEN_UP
        centre.buffer.rows["self_service"].append(
            pack_row(issue.serial, issue.type, issue.segment, began, now, issue.closing)
        )
        if issue.closing != STILL_OPEN:
            centre.closes(issue)
            return
        opening = centre.world.queues[issue.queue].opening
        first_call = at_open_door(opening, now, returns.after_opening, u_opening)
        yield from journey(centre, issue, first_call)
