"""Campaign: whom it calls next, what becomes of a call, and when it looks for agents again.

Its calls belong to no issue and change no customer; who answers is a matter of the hour.
"""

from __future__ import annotations

from math import inf

from sim.centre.laws import quantile
from sim.centre.ledger import call_not_made, outbound_ended
from sim.centre.records import NONE
from sim.centre.run import ALWAYS, DIALS, Run
from sim.codes import Action, Moment, Outcome
from sim.lines import NOBODY
from sim.luck import OUTBOUND
from sim.rules.callback import next_call
from sim.rules.dialling import hour_of, picks_up

DIALLER, LOOKS = int(Moment.DIALLER), int(Action.LOOK)
RINGS_OUT, ENDS = int(Action.RING_OUT), int(Action.END_DIAL)
RINGS, LEG_END = int(Moment.RETURN), int(Moment.LEG_END)
REACHED, UNREACHED, LEFT_ALONE = int(Outcome.REACHED), int(Outcome.UNREACHED), int(Outcome.ABANDONED)
WAITING = int(Outcome.WAITING)


def plan_look(run: Run, number: int, time: float) -> None:
    """Schedule the next look of the campaign `number` for agents at `time` [s], unless it looks before."""
    campaign = run.campaigns[number]
    if time < campaign.looks_at:
        campaign.looks_at = time
        run.plan(time, DIALLER, number, LOOKS, number, ALWAYS)


def agent_is_free(run: Run, group: int, now: float) -> None:
    """Schedule a look for agents by the campaigns for which `group` calls, when somebody is due."""
    for number in run.numbers.campaigns_of[group]:
        due = next_due(run, number)
        plan_look(run, number, due if due > now else now)


def next_due(run: Run, number: int) -> float:
    """Return when the next call of the campaign `number` is due [s], infinite if there is none."""
    campaign, people = run.campaigns[number], run.lists[number]
    due, first = inf, campaign.first_due
    if campaign.next_new < len(people.due):
        due = people.due[campaign.next_new]
    if first != NONE and people.due[first] < due:
        due = people.due[first]
    return due


def connect(run: Run, number: int, has_lines: bool, groups_up: list[bool]) -> None:
    """Restrict the campaign `number` to agents whose lines work and whose site is up."""
    run.campaigns[number].has_lines = has_lines
    run.calling_groups[number] = [
        group for group in run.numbers.campaign_groups[number] if has_lines and groups_up[group]
    ]


def may_talk(run: Run, slot: int) -> bool:
    """Return whether the agent held for the call at `slot` can speak with who answers: nobody held, yes."""
    call = run.dials[slot]
    agent = call.dialler_agent
    return agent == NOBODY or run.floor.group[agent] in run.calling_groups[call.campaign]


def begin_look(run: Run, number: int, now: float) -> bool:
    """Return whether the campaign `number` is to look now: a later look was not moved up, and it may dial."""
    campaign, times = run.campaigns[number], run.numbers.calling_times[number]
    if now != campaign.looks_at:
        return False
    campaign.looks_at = inf
    while campaign.now_in < len(times.ends) and times.ends[campaign.now_in] <= now:
        campaign.now_in += 1
    if campaign.now_in == len(times.ends):
        return False
    begins = times.begins[campaign.now_in]
    if begins > now:
        plan_look(run, number, begins)
        return False
    return True


def free_agents(run: Run, number: int) -> int:
    """Return how many agents are free for the campaign `number`, beyond those kept for who calls in."""
    free = 0
    for group in run.calling_groups[number]:
        agent = run.floor.first_free[group]
        while agent != NOBODY:
            free, agent = free + 1, run.floor.next_free[agent]
    return free - run.numbers.keeps_free[number]


def longest_free(run: Run, number: int) -> int:
    """Return the agent of the campaign's groups who is free for longest, or NOBODY."""
    found = NOBODY
    for group in run.calling_groups[number]:
        agent = run.floor.first_free[group]
        if agent != NOBODY and (found == NOBODY or run.floor.free_since[agent] < run.floor.free_since[found]):
            found = agent
    return found


def may_ring(run: Run, number: int, free: int, now: float) -> bool:
    """Return whether one more call may ring without an agent; calls for the same agents ring beside it."""
    n, campaign = run.numbers, run.campaigns[number]
    if now + n.gives_up[number] > n.calling_times[number].until[campaign.now_in]:
        return False  # agents might have gone when it is answered
    _note_hour(run, number, now)
    allowed = n.rings_at_once[number](
        n.dialling[number], free, campaign.hour_reached, campaign.hour_left_alone
    )
    ringing = 0
    for other in n.campaigns_beside[number]:
        ringing += run.campaigns[other].ringing
    return ringing < allowed


def _note_hour(run: Run, number: int, now: float) -> None:
    """Begin to count anew when another hour has begun."""
    campaign, hour = run.campaigns[number], hour_of(now)
    if hour != campaign.this_hour:
        campaign.this_hour, campaign.hour_reached, campaign.hour_left_alone = hour, 0, 0


def next_record(run: Run, number: int, now: float) -> int:
    """Return whom the campaign calls next, and take that person off the list; NONE: nobody is due."""
    campaign, people = run.campaigns[number], run.lists[number]
    first = campaign.first_due
    if first != NONE and people.due[first] <= now:
        campaign.first_due = people.after[first]
        if campaign.first_due == NONE:
            campaign.last_due = NONE
        return first
    if campaign.next_new < len(people.due) and people.due[campaign.next_new] <= now:
        campaign.next_new += 1
        return campaign.next_new - 1
    plan_look(run, number, next_due(run, number))
    return NONE


def dial(run: Run, number: int, record: int, agent: int, now: float) -> None:
    """Dial the number of `record`, for `agent` or without one; luck says who answers, and when."""
    n, people = run.numbers, run.lists[number]
    slot = run.take_slot(DIALS)
    call = run.dials[slot]
    call.campaign, call.record, call.tried, call.dialler_agent = number, record, people.tries[record], agent
    call.was_due = people.due[record]
    u_answers, u_after, u_talk, u_acw = run.draw(
        OUTBOUND, n.campaign_origin[number], people.whose[record], call.tried, 0
    )
    people.tries[record] += 1
    call.held_since, call.dialled_at = now, now + n.prepares[number](n.dialling[number])
    call.picks_up = picks_up(n.calling_times[number].right_party[run.campaigns[number].now_in], u_answers)
    rings_for = quantile(run, n.campaign_answers[number], u_after) if call.picks_up else n.gives_up[number]
    call.says = quantile(run, n.campaign_talk[number], u_talk)
    call.writes = quantile(run, n.campaign_acw[number], u_acw)
    call.is_ringing = True
    if agent == NOBODY:
        run.campaigns[number].ringing += 1
    run.plan(call.dialled_at + rings_for, RINGS, slot, RINGS_OUT, slot, ALWAYS)


def stop_ringing(run: Run, slot: int) -> None:
    """Record that the call at `slot` rings no more."""
    call = run.dials[slot]
    call.is_ringing = False
    if call.dialler_agent == NOBODY:
        run.campaigns[call.campaign].ringing -= 1


def converse(run: Run, slot: int, agent: int, now: float) -> None:
    """Begin the talk of `agent` with the person who answered, for a drawn time."""
    call = run.dials[slot]
    _note_hour(run, call.campaign, now)
    run.campaigns[call.campaign].hour_reached += 1
    if call.dialler_agent == NOBODY:
        call.dialler_agent, call.held_since = agent, now
    outbound_ended(run, slot, now, now + call.says + call.writes, REACHED, True)
    run.plan(now + call.says, LEG_END, slot, ENDS, slot, ALWAYS)


def leave_alone(run: Run, slot: int, now: float) -> None:
    """Record that nobody is free to speak with the person who answered, who is called again another time."""
    call = run.dials[slot]
    _note_hour(run, call.campaign, now)
    run.campaigns[call.campaign].hour_reached += 1
    run.campaigns[call.campaign].hour_left_alone += 1
    _end_in_vain(run, slot, now, LEFT_ALONE)


def give_up(run: Run, slot: int, now: float) -> None:
    """Record that nobody answers; the person is called again another time."""
    _end_in_vain(run, slot, now, UNREACHED)


def _end_in_vain(run: Run, slot: int, now: float, outcome: int) -> None:
    """Write the call at `slot`, and put the person at the end of those to be called again."""
    call = run.dials[slot]
    number = call.campaign
    n, campaign, people = run.numbers, run.campaigns[number], run.lists[number]
    due = next_call(now, n.campaign_pause[number], people.tries[call.record], n.campaign_tries[number])
    outbound_ended(run, slot, now, now, outcome, due == inf)
    if due < inf:
        people.due[call.record], people.after[call.record] = due, NONE
        if campaign.last_due == NONE:
            campaign.first_due = call.record
        else:
            people.after[campaign.last_due] = call.record
        campaign.last_due = call.record
    run.free_slot(DIALS, slot)


def end_call(run: Run, slot: int) -> None:
    """Record that the conversation of the call at `slot` is over."""
    run.free_slot(DIALS, slot)


def end_campaigns(run: Run, horizon: float) -> None:
    """Write the calls that still ring when the run ends, and those that came up and were not dialled."""
    for slot in range(len(run.dials)):
        if run.dials[slot].is_ringing:
            outbound_ended(run, slot, horizon, horizon, WAITING, False)
    for number in range(len(run.campaigns)):
        people = run.lists[number]
        for record in range(run.campaigns[number].next_new, len(people.due)):
            if run.numbers.comes_up[number]:
                call_not_made(run, number, record, people.due[record], horizon)
