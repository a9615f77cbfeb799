"""Engine: run one replication of a world in SimPy and write its logs."""

from __future__ import annotations

from sim.balance import Balance, Totals
from sim.centre.agents import learning
from sim.centre.agents.duty import close_duty
from sim.centre.customers import loyalty, relationship
from sim.centre.journey import UNSAID, arise, end_run, strike
from sim.centre.outages import end_outages
from sim.centre.phases.campaign import end_campaigns, plan_look
from sim.centre.phases.job import end_run as end_job
from sim.centre.run import Run
from sim.codes import Moment
from sim.collector import without_collector
from sim.engines.reference.actions import Journeys, actions_of
from sim.engines.reference.assembly import run_of
from sim.engines.reference.calendar import ORDER, Calendar, Stream
from sim.engines.reference.closing import closing_times, promise_ends
from sim.engines.reference.journey import journey
from sim.engines.reference.midnights import midnights
from sim.engines.reference.newcomers import newcomers
from sim.engines.reference.outage import outages
from sim.engines.reference.surveys import Surveys
from sim.engines.reference.watchdog import watchdog
from sim.engines.reference.working_day import working_days
from sim.logs import Buffer, Columns, Sink
from sim.luck import Luck
from sim.workload.duty_plan import starters
from sim.workload.needs import Need, candidates_of, slots_of
from sim.world.numbers import NONE, World

ARRIVAL, WINDOW = ORDER[Moment.ARRIVAL], ORDER[Moment.WINDOW]
NAME = "reference"


def run(world: World, luck: Luck, sink: Sink) -> Totals:
    """Run `world` with `luck`, hand the logs to `sink` in chunks, and return what the floor counted.

    Raises:
        InvariantError: the logs do not balance with the floor.
    """
    balance = Balance(world)

    def watched(table: str, values: Columns) -> None:
        balance.add(table, values)
        sink(table, values)

    with without_collector():  # what has ended leaves no cycle
        totals = _run(world, luck, Buffer(watched))
    balance.check(totals)
    return totals


def _run(world: World, luck: Luck, buffer: Buffer) -> Totals:
    calendar, horizon = Calendar(), world.window.horizon
    run = run_of(world, luck, buffer, calendar)
    journeys: Journeys = {}
    surveys = Surveys(run, calendar)
    calendar.start(surveys.passes(world.window))
    _start(run, calendar, world, luck)
    calendar.run_until(
        horizon,
        actions_of(run, calendar, journeys),
        needs(run, calendar, journeys, world, luck, buffer),
        watchdog(run, calendar, world),
    )
    surveys.closes(horizon)
    _end(run, horizon)
    surveys.write_agents()
    customers = len(run.customers.trust)
    relationship.leave_by(run, 0, customers, horizon)
    relationship.end_run(run, 0, customers)
    buffer.close()
    return surveys.totals(world, luck)


def _start(run: Run, calendar: Calendar, world: World, luck: Luck) -> None:
    """Start whatever happens by itself: working days, closings, outages, midnights, newcomers."""
    for seat in range(len(world.agents)):
        calendar.start(working_days(run, calendar, world, luck, seat))
    for queue, numbers in enumerate(world.queues):
        if numbers.clears or (numbers.serves_out and run.numbers.parts.serve_outs):
            calendar.start(closing_times(run, calendar, queue))
    for number in range(len(world.campaigns)):
        plan_look(run, number, 0.0)
    for number in range(len(world.outages)):
        calendar.start(outages(run, calendar, world, luck, number))
    for queue in run.numbers.callback.queues if run.numbers.callback.drops else ():
        calendar.start(promise_ends(run, calendar, queue))
    if run.numbers.parts.learning:
        start_learning(run, world, luck)
        calendar.start(midnights(run, calendar, world))
    if run.numbers.parts.loyalty:
        calendar.start(newcomers(run, calendar, world, luck))


def _end(run: Run, horizon: float) -> None:
    """Write what is still going on at the end of the run."""
    still_open = [slot for slot, issue in enumerate(run.issues) if issue.is_open]
    for slot in sorted(still_open, key=lambda slot: run.issues[slot].rank):
        end_run(run, slot, horizon)
    if run.numbers.parts.jobs:
        at_job = [slot for slot in still_open if run.jobs[slot].place > 0]
        for slot in sorted(at_job, key=lambda slot: run.jobs[slot].place):
            end_job(run, slot)
    end_campaigns(run, horizon)
    for agent in range(len(run.agents)):
        close_duty(run, agent, horizon)
    end_outages(run, horizon)


def start_learning(run: Run, world: World, luck: Luck) -> None:
    """Set how long the starters of every group have worked, as the scenario says."""
    for agent in starters(world, luck):
        group = world.agents[agent].group
        learning.begin(run, agent, group, world.window.opens - run.numbers.curves[group].experience, 0.0)


def needs(
    run: Run, calendar: Calendar, journeys: Journeys, world: World, luck: Luck, buffer: Buffer
) -> Stream:
    """Start the journey of every need at its time, day by day; after each batch, gather what was logged."""
    serial = candidates = 0
    for day in range(world.run_days):
        for batch in slots_of(world, luck, day, candidates).batches():
            for need in batch:
                serial += 1
                yield need[0], ARRIVAL + serial
                _follow(run, calendar, journeys, serial, need)
            buffer.gather()
        candidates += candidates_of(world, luck, day)


def _follow(run: Run, calendar: Calendar, journeys: Journeys, serial: int, need: Need) -> None:
    """Open the issue of a need and start its journey, unless it is a failure that nobody speaks about."""
    customer, has_loyalty = need[4], run.numbers.parts.loyalty
    if has_loyalty and not relationship.is_there(run, customer, calendar.now):
        return
    slot, first_call = arise(run, serial, need), calendar.now
    if run.issues[slot].touchpoint != NONE:
        first_call = strike(run, slot, need, first_call)
    if first_call != UNSAID:
        if has_loyalty:
            loyalty.add_issue(run, customer)
        journeys[slot] = story = journey(run, calendar, slot, first_call)
        next(story, None)
