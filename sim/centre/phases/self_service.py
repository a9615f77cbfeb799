"""Self-service: customers who try to help themselves before they reach a person."""

from __future__ import annotations

from sim.centre.customers.episode import feel
from sim.centre.customers.returns import settle
from sim.centre.laws import opening_time, quantile
from sim.centre.ledger import self_service_ended
from sim.centre.records import STILL_OPEN
from sim.centre.run import Run
from sim.centre.turn import set_call
from sim.codes import Closing, Moment, Stage
from sim.luck import SELF_SERVICE, Uniforms
from sim.rules.self_service import gives_up, goes_along

RETURN = int(Moment.RETURN)
RESOLVED, GIVEN_UP = int(Closing.RESOLVED), int(Closing.GIVEN_UP)
AT_IT, CALLING, CONTACT, CLOSED = (
    int(stage) for stage in (Stage.SELF_SERVICE, Stage.CALLING, Stage.CONTACT, Stage.CLOSED)
)


def begin(run: Run, slot: int, now: float) -> int:
    """Begin a need with self-service if it is offered and the customer accepts; return its stage."""
    n, issue = run.numbers, run.issues[slot]
    u_tries, u_time, _, _ = _luck(run, slot)
    led = n.leads(n.self_service, issue.type, issue.complexity)
    if not led or not goes_along(n.self_service_tries, u_tries):
        return CONTACT
    set_call(run, slot, now + quantile(run, n.self_service_time, u_time), RETURN, AT_IT)
    return AT_IT


def end(run: Run, slot: int, now: float) -> int:
    """End the customer's try; return the stage of the need: settled, given up, or on to a person."""
    n, issue = run.numbers, run.issues[slot]
    _, _, u_gives_up, u_opening = _luck(run, slot)
    if n.solves(n.self_service, issue.complexity):
        settle(run, slot, RESOLVED)
    else:
        # a machine is neither warm nor attentive
        feel(run, slot, 0.0, 0.0)
        if gives_up(n.self_service_gives_up, u_gives_up):
            settle(run, slot, GIVEN_UP)
    self_service_ended(run, slot, now)
    if issue.closing != STILL_OPEN:
        return CLOSED
    calls = opening_time(run, issue.home_queue, now, u_opening)
    if calls <= now:
        return CONTACT
    set_call(run, slot, calls, RETURN)
    return CALLING


def _luck(run: Run, slot: int) -> Uniforms:
    issue = run.issues[slot]
    return run.draw(SELF_SERVICE, issue.origin, issue.entity, 0, 0)
