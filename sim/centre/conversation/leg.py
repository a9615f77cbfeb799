"""Leg: what a stay with an agent will be, decided by rules and policies the moment it is answered."""

from __future__ import annotations

from sim.centre.agents import strain
from sim.centre.agents.person import has_met
from sim.centre.laws import quantile
from sim.centre.numbers import NO_LAW
from sim.centre.records import NONE, NOT_INTRODUCED
from sim.centre.run import Run
from sim.codes import End, Promised
from sim.distributions.normal import normal_quantile
from sim.luck import LEG, REFERRAL, Uniforms
from sim.rules.handoff import referred_talk
from sim.rules.leg import cut
from sim.rules.pressure import crowd
from sim.rules.resolution import can_solve, is_passed_on, is_referred
from sim.rules.warmth import felt_warmth
from sim.rules.work import factor_at, left_after, scaled, tempo, want

CUT, DONE, SILENT = int(End.CUT), int(End.DONE), int(End.SILENT)
CALLBACK = int(Promised.CALLBACK)


def begin(run: Run, slot: int, agent: int, now: float) -> None:
    """Begin the talk of `agent` with the contact at `slot`, and decide how it will go."""
    n, floor, contact, leg = run.numbers, run.floor, run.contacts[slot], run.legs[slot]
    queue, group = contact.queue, floor.group[agent]
    u_end, z_warmth, u_passes_on, u_acw = leg_luck(run, slot)
    leg.agent, leg.group = agent, group
    contact.answered_at, contact.talks = now, True
    if contact.advice > 0.0:
        _advise(run, slot, agent, z_warmth)
        return
    crowded = crowd(floor.waiting[queue], floor.on_duty[queue])
    wanted = _wanted(run, slot, agent, crowded)
    held = n.hold(n.hold_numbers[group], wanted, crowded, n.kappa, u_end)
    leg.talk, leg.rapport, leg.missing, leg.pressure, leg.end = held
    if contact.introduction > 0.0:
        leg.talk += contact.introduction
    leg.acw = quantile(run, n.acw[run.issues[slot].type], u_acw)
    if n.parts.varying:
        leg.acw = scaled(factor_at(n.acw_steps[run.issues[slot].type], now), leg.acw)
    leg.warmth = felt_warmth(n.warmth_rule, _warmth(run, agent), leg.pressure, z_warmth)
    leg.passes_on = leg.end == CUT and is_passed_on(n.style.pass_on, u_passes_on)


def _advise(run: Run, slot: int, agent: int, z_warmth: float) -> None:
    """Plan that `agent` only advises a colleague, as far as the agent's skill goes."""
    n, contact, leg = run.numbers, run.contacts[slot], run.legs[slot]
    skill = _skill(run, agent, contact.queue)
    issue = run.issues[slot]
    is_measured = _measured_talk(run, slot, contact.queue) != NO_LAW
    leg.solvable = is_measured or can_solve(issue.complexity, skill)
    leg.talk, leg.rapport, leg.missing, leg.acw = contact.advice, 0.0, 0.0, 0.0
    leg.end, leg.explains, leg.passes_on, leg.pressure, leg.tempo = DONE, False, False, 0.0, 1.0
    leg.warmth = felt_warmth(n.warmth_rule, _warmth(run, agent), 0.0, z_warmth)


def _warmth(run: Run, agent: int) -> float:
    """Return the warmth of `agent` at this moment."""
    return strain.warmth_of(run, agent) if run.numbers.parts.strain else run.people.warmth[agent]


def _skill(run: Run, agent: int, queue: int) -> float:
    """Return the skill of `agent` for `queue` at this moment."""
    return strain.skill_of(run, agent, queue) if run.numbers.parts.strain else run.people.skill[agent][queue]


def leg_luck(run: Run, slot: int) -> Uniforms:
    """Return the luck of the leg that begins: end, warmth (a standard normal), passing on and wrap-up."""
    issue, contact = run.issues[slot], run.contacts[slot]
    if issue.attempt == 0 and contact.leg_index == 0:
        return issue.first_end, issue.first_warmth, issue.first_pass_on, issue.first_acw
    u_end, u_warmth, u_passes_on, u_acw = run.draw(
        LEG, issue.origin, issue.entity, issue.attempt, contact.leg_index
    )
    return u_end, normal_quantile(u_warmth), u_passes_on, u_acw


def _measured_talk(run: Run, slot: int, queue: int) -> int:
    """Return the law of the talk that is measured in `queue`, or else of the contact type, if any is."""
    n, group = run.numbers, run.legs[slot].group
    of_queue = n.queue_talk[group][queue]
    return n.measured_talk[group][run.issues[slot].type] if of_queue == NO_LAW else of_queue


def _wanted(run: Run, slot: int, agent: int, crowded: float) -> float:
    """Return the talk that the leg needs [s]; note whether `agent` can solve the issue and hears it again."""
    n, issue, contact, leg = run.numbers, run.issues[slot], run.contacts[slot], run.legs[slot]
    queue = contact.queue
    measured = _measured_talk(run, slot, queue)
    leg.tempo = 1.0
    if measured == NO_LAW:
        leg.solvable = contact.owner == agent or can_solve(issue.complexity, _skill(run, agent, queue))
        leg.explains = issue.told and contact.introduction < 0.0 and not has_met(run, slot, agent)
        speed = run.people.speed[agent][queue]
        if n.parts.tempo_changes:
            leg.tempo = tempo(n.tempo, crowded)
            speed = scaled(leg.tempo, speed)
        wanted = want(n.work_rule, issue.work, issue.work_left, leg.explains, leg.solvable, speed)
    else:
        leg.solvable, leg.explains = True, False
        wanted = quantile(run, measured, contact.talk_luck)
    chance, share = n.referral[issue.type]
    if chance >= 0.0 and n.has_tier_above[issue.type][queue] and contact.owner != agent:
        u = run.draw(REFERRAL, issue.origin, issue.entity, issue.attempt, contact.leg_index)[0]
        leg.solvable = not is_referred(chance, u)
        wanted = referred_talk(leg.solvable, share, wanted)
    return wanted if contact.promised != CALLBACK else scaled(n.callback_talk, wanted)


def introduce(run: Run, slot: int, seconds: float) -> None:
    """Brief whoever answers the contact at `slot` next on the issue, by an introduction of `seconds`."""
    run.contacts[slot].introduction = seconds


def hold_up(run: Run, slot: int, seconds: float) -> None:
    """Add `seconds` that are no work and no unhurried time: they count on both sides of attention."""
    run.legs[slot].rapport += seconds
    run.legs[slot].missing += seconds


def set_rapport(run: Run, slot: int, seconds: float) -> None:
    """Set the rapport of the leg at `slot` to `seconds`."""
    run.legs[slot].rapport = seconds


def set_passing_on(run: Run, slot: int, passes_on: bool) -> None:
    """Set whether the leg at `slot`, which ends early or unsolved, is transferred."""
    run.legs[slot].passes_on = passes_on


def spare_acw(run: Run, slot: int) -> None:
    """Drop the after-call work of the leg before, as the agent stays with the case at `slot`."""
    run.kept_legs[slot].acw = 0.0


def shorten(run: Run, slot: int, spent: float, end: int, acw: float) -> None:
    """End the leg at `slot` after `spent` [s] of talk and rapport."""
    leg = run.legs[slot]
    leg.talk, leg.rapport, leg.missing = cut(leg.talk, leg.rapport, leg.missing, spent)
    leg.end, leg.acw = end, acw


def fall_silent(run: Run, slot: int, said: float) -> None:
    """End the answers of the customer of the leg at `slot` after `said` [s]."""
    leg = run.legs[slot]
    leg.talk, leg.rapport, leg.missing = said, 0.0, 0.0
    leg.end, leg.passes_on = SILENT, False


def end(run: Run, slot: int) -> None:
    """End the conversation of the contact at `slot`."""
    run.contacts[slot].talks = False


def draw_work(run: Run, slot: int, u: float, now: float) -> None:
    """Draw the work that the issue at `slot`, which arises, needs, from the luck `u`."""
    n, issue = run.numbers, run.issues[slot]
    issue.work = issue.work_left = scaled(n.repair[issue.type], quantile(run, n.work[issue.type], u))
    if n.parts.varying:
        issue.work = issue.work_left = scaled(factor_at(n.work_steps[issue.type], now), issue.work)


def convey(run: Run, slot: int, work_left: float, seconds: float) -> None:
    """Set the introduction to `seconds`, after which `work_left` is to do."""
    run.issues[slot].work_left = work_left
    introduce(run, slot, seconds)


def ask_advice(run: Run, slot: int, seconds: float) -> None:
    """Plan that whoever answers the contact at `slot` only advises, for `seconds`."""
    run.contacts[slot].advice = seconds


def end_advice(run: Run, slot: int) -> None:
    """Mark that the colleague has given advice."""
    run.contacts[slot].advice, run.contacts[slot].introduction = 0.0, NOT_INTRODUCED


def keep_case(run: Run, slot: int, agent: int) -> None:
    """Plan that `agent`, who has been advised, finishes the case."""
    run.contacts[slot].owner = agent


def left_to_do(run: Run, slot: int, carried: float) -> float:
    """Return the work left [s] if the share `carried` of the useful talk is carried over."""
    n, issue, contact, leg = run.numbers, run.issues[slot], run.contacts[slot], run.legs[slot]
    speed, talk = scaled(leg.tempo, run.people.speed[leg.agent][contact.queue]), leg.talk
    if contact.introduction > 0.0:
        talk -= contact.introduction
    return left_after(n.work_rule, issue.work_left, talk, speed, leg.explains, carried)


def note_progress(run: Run, slot: int) -> None:
    """Record what is left to do for the next agent."""
    issue, contact = run.issues[slot], run.contacts[slot]
    issue.work_left = left_to_do(run, slot, run.numbers.style.notes)
    contact.introduction, contact.owner = NOT_INTRODUCED, NONE
