"""Watchdog: stop a run that makes events without end, and name what makes them."""

from __future__ import annotations

from collections.abc import Callable

from sim.centre.run import Run
from sim.codes import Moment
from sim.engines.reference.calendar import Calendar
from sim.errors import GoodwillError
from sim.quantities import duration_text, show
from sim.rules.without_end import events_allowed
from sim.world.numbers import World

ANYWAY, PER_ISSUE_OR_SHIFT = 3_000_000, 3000
"""Events that a run may make in any case, and besides for each issue, and for each agent and day: an issue
of a real centre makes a dozen (assumption)."""
WORDS = {
    Moment.SIGN_ON: "agents who come or come back",
    Moment.LEG_END: "conversations that end",
    Moment.RETURN: "customers who try again, or are called again",
    Moment.OVERFLOW: "waiting contacts that ask for an agent again",
    Moment.OUTAGE: "outages",
    Moment.OFFER: "offers to be called back",
    Moment.PRESENCE: "agents who come when the line calls, or go aside",
    Moment.DIALLER: "campaigns that look for agents",
    Moment.JOINING: "people who may become customers",
}


def watchdog(run: Run, calendar: Calendar, world: World) -> Callable[[int, int], None]:
    """Return a function of (events so far, order of the last one) that stops a run without end.

    Its Raises: GoodwillError.
    """
    agents, customers = len(world.agents), world.customers.total

    def look(events: int, order: int) -> None:
        issues = run.counts.issues
        allowed = events_allowed(ANYWAY, PER_ISSUE_OR_SHIFT, issues, agents, customers, calendar.now)
        if events > allowed:
            kind = Moment(order >> 40)
            got = f"got {events} by {duration_text(round(calendar.now))} of the run; allowed {allowed:.0f}"
            wrong = f"policies.{show(world.policy)}: makes events without end ({got})."
            last = f"The last one is of {WORDS.get(kind, kind.name.lower())}.{_worst(run, world)}"
            raise GoodwillError(f"{wrong} {last} Look for a time near 0s or a chance near 100% there.")

    return look


def _worst(run: Run, world: World) -> str:
    """Name the open issue with the most attempts and conversations."""
    still_open = [issue for issue in run.issues if issue.is_open]
    issue = max(still_open, key=lambda one: one.attempt + one.legs, default=None)
    if issue is None or issue.attempt + issue.legs < 1:
        return ""
    kind, queue = world.types[issue.type].name, world.queues[issue.home_queue].name
    times = issue.attempt + 1 + issue.legs
    return f" An issue of {show(kind)} in {show(queue)} has {times} attempts and conversations."
