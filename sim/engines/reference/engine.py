"""Engine: run one replication of a world in SimPy and write its logs."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

from sim.balance import Balance, Totals
from sim.codes import Moment, Outcome, Problem
from sim.distributions.base import quantile_of
from sim.engines.reference.agent import working_days
from sim.engines.reference.calendar import ORDER, Process, Stream
from sim.engines.reference.centre import Centre
from sim.engines.reference.contact import Follow, journey
from sim.engines.reference.front_door import FrontDoor
from sim.engines.reference.information import informed
from sim.engines.reference.loyalty import Loyalty
from sim.engines.reference.outages import Outages
from sim.engines.reference.outbound import centre_of
from sim.engines.reference.records import Issue
from sim.engines.reference.verbs import Quantile, ready
from sim.logs import PACK, Buffer, Columns, Sink
from sim.luck import CANDIDATE, CUSTOMER, Luck, identity
from sim.roster import planned_seconds
from sim.rules.failure import speaks_up
from sim.rules.recontact import at_open_door
from sim.scenario.clock import DAY
from sim.workload import Need, candidates_of, slots_of
from sim.world import NONE, Window, World

ARRIVAL, WINDOW, CLOSING = ORDER[Moment.ARRIVAL], ORDER[Moment.WINDOW], ORDER[Moment.CLOSING]
JOINING = ORDER[Moment.JOINING]
CLEARED = int(Outcome.CLEARED)
SILENT, IN_HAND = int(Problem.SILENT), int(Problem.IN_HAND)
NAME = "reference"
pack_failure = PACK["failures"]
# how needs of a type are followed, to which queue, the factor of their work, its distribution and numbers
Kind = tuple[Follow, int, float, Quantile, Any]


def run(world: World, luck: Luck, sink: Sink) -> Totals:
    """Run `world` with `luck`, hand the logs to `sink` in chunks, and return what the floor counted.

    Raises:
        InvariantError: the logs do not balance with the floor.
    """
    balance = Balance(world)

    def watched(table: str, values: Columns) -> None:
        balance.add(table, values)
        sink(table, values)

    with _without_collector():
        return _run(world, luck, Buffer(watched), balance)


@contextmanager
def _without_collector() -> Iterator[None]:
    """Spare the search for cycles: what has ended leaves none, so counting references frees it."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _run(world: World, luck: Luck, buffer: Buffer, balance: Balance) -> Totals:
    centre = centre_of(world, luck, buffer)
    calendar, horizon = centre.calendar, world.window.horizon
    window = _Window(centre)
    calendar.start(window.passes(world.window))
    for agent in range(len(world.agents)):
        calendar.start(working_days(centre, agent))
    for queue, numbers in enumerate(world.queues):
        if numbers.clears:
            calendar.start(closing_times(centre, queue))
    outages = None if centre.watching is None else Outages(centre, centre.watching)
    if outages is not None:
        outages.starts()
    if centre.callbacks is not None:
        centre.callbacks.starts()
    centre.learning.starts()
    if centre.loyalty is not None:
        calendar.start(newcomers(centre, centre.loyalty))
    calendar.run_until(horizon, needs(centre))
    window.closes(horizon)
    centre.ends_run(horizon)
    if outages is not None:
        outages.ends_run(horizon)
    buffer.rows["customers"].extend(centre.relationship.rows(horizon))
    for table, rows in centre.manners.rows().items():
        buffer.rows[table].extend(rows)
    buffer.close()
    totals = window.totals()
    balance.check(totals)
    return totals


def closing_times(centre: Centre, queue: int) -> Process:
    """Send away whoever still waits in `queue` whenever it closes."""
    for closes in centre.world.queues[queue].opening.closes:
        yield centre.calendar.at(closes, CLOSING + queue)
        centre.router.clears(queue, CLEARED)


def newcomers(centre: Centre, loyalty: Loyalty) -> Process:
    """Let candidates become customers, day by day, as far as word of mouth has it."""
    world, luck, calendar = centre.world, centre.luck, centre.calendar
    customer = world.customers.total
    for day in range(world.run_days):
        yield calendar.at(day * DAY, JOINING)
        loyalty.begins_day()
        count, entity = candidates_of(world, luck, day), identity("candidates", day)
        lucks = (luck.block(purpose, entity, count).tolist() for purpose in (CANDIDATE, CUSTOMER))
        for (moment, u, _, _), own in sorted(zip(*lucks, strict=True)) if count else ():
            yield calendar.at(day * DAY + DAY * moment, JOINING + customer)
            loyalty.considers(customer, u, own, calendar.now)
            customer += 1


def needs(centre: Centre) -> Stream:
    """Let every need of the run happen at its time, day by day; after each batch, gather what was logged."""
    world, serial, candidates = centre.world, 0, 0
    follow: Follow = journey
    if world.self_service is not None:
        follow = FrontDoor(centre, world.self_service).journey
    if world.levers.availability:
        follow = partial(informed, follow)
    kinds = [(follow, kind.queue, kind.repair, *ready(kind.work)) for kind in world.types]
    for day in range(world.run_days):
        for batch in slots_of(world, centre.luck, day, candidates).batches():
            for need in batch:
                serial += 1
                yield need[0], ARRIVAL + serial
                _happens(centre, serial, need, kinds[need[2]])
            centre.buffer.gather()
        candidates += candidates_of(world, centre.luck, day)


def _happens(centre: Centre, serial: int, need: Need, kind: Kind) -> None:
    now, entity, number, touchpoint, customer, u_severity, u_voice, luck, stay, leg = need
    follow, queue, repair, quantile, numbers = kind
    loyalty = centre.loyalty
    if loyalty is not None and not loyalty.is_there(customer, now):
        return
    issue = Issue(serial, entity, number, customer, centre.relationship.segment[customer])
    issue.queue, issue.touchpoint, issue.first_stay, issue.first_leg = queue, touchpoint, stay, leg
    u_work, issue.complexity, issue.hope_luck, issue.rating_luck = luck
    issue.work = issue.work_left = repair * quantile(numbers, u_work)
    first_call: float | None = now
    if touchpoint != NONE:
        first_call = _strikes(centre, issue, u_severity, u_voice)
    if first_call is not None:
        if loyalty is not None:
            loyalty.has_issue(customer)
        centre.calendar.start(follow(centre, issue, first_call))


def _strikes(centre: Centre, issue: Issue, u_severity: float, u_voice: float) -> float | None:
    """Let a failure break trust; return when the customer calls about it [s], None from the silent."""
    world, now = centre.world, centre.calendar.now
    severity = world.touchpoints[issue.touchpoint].severity
    issue.severity = quantile_of(severity.code)(severity.numbers, u_severity)
    customer, relationship = issue.customer, centre.relationship
    before = relationship.trust_at(customer, now)
    relationship.fails(customer, issue.severity, now)
    amending = centre.amending
    numbers = world.failure if amending is None else amending.encourages(issue)
    voiced = speaks_up(numbers, issue.severity, before, relationship.tie[customer], u_voice)
    centre.buffer.rows["failures"].append(pack_failure(
        customer, issue.segment, issue.touchpoint, now, issue.severity, voiced, before,
        relationship.trust[customer]
    ))  # fmt: skip
    if not voiced:
        relationship.remembers_failure(customer, SILENT)
        if centre.loyalty is not None:
            centre.loyalty.is_silent(issue, now)
        return None
    relationship.problem[customer] = IN_HAND
    opening = world.queues[issue.queue].opening
    return at_open_door(opening, now, world.returns.after_opening, issue.first_stay[3])


class _Window:
    """Note the state of the floor and of the customers when the measured window opens and closes."""

    def __init__(self, centre: Centre) -> None:
        self._centre = centre
        self._seen: list[tuple[list[float], list[float], list[float]]] = []

    def passes(self, times: Window) -> Process:
        """Take note when the window opens and when it closes."""
        for time in (times.opens, times.closes):
            yield self._centre.calendar.at(time, WINDOW)
            self._takes_note(time)

    def closes(self, horizon: float) -> None:
        """Take the last note, if the window closes with the run."""
        if len(self._seen) < 2:
            self._takes_note(horizon)

    def _takes_note(self, now: float) -> None:
        self._centre.relationship.survey(now)
        self._centre.manners.survey()
        self._seen.append(self._centre.floor.seconds_until(now))

    def totals(self) -> Totals:
        """Return the integrals over the window and the counts over the run."""
        first, last = self._seen
        queue, busy, paid = (
            tuple(b - a for a, b in zip(start, end, strict=True))
            for start, end in zip(first, last, strict=True)
        )
        centre = self._centre
        planned = centre.manners.less_vacant(planned_seconds(centre.world, centre.luck))
        customers = centre.world.customers.total
        joined, left = (0, 0) if centre.loyalty is None else (centre.loyalty.joined, centre.loyalty.left)
        counted = centre.contacts, centre.issues, customers, joined, left
        return Totals(queue, busy, paid, planned, *counted)
