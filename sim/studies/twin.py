"""Twin: the model without a queue. Issues go through conversations and returns, and no clock runs.

It has the laws of work, ending, transfers, referral and returning (E1 to E3, E5) on fixed luck, in
milliseconds. What it lacks (waits, crowds, chats, callbacks) a few runs of the engine add as a correction.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from math import exp, inf, log
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.distributions.base import Law, law, quantile_of
from sim.distributions.lognormal import Lognormal
from sim.hours import DAY
from sim.policies.pace.handle_time_target import EndedWithin, HandleTimeTarget
from sim.rules.work import tempo
from sim.scenario.contacts import ContactType
from sim.scenario.model import Scenario
from sim.scenario.pacing import mean_acw

POINTS, STEPS, SEED = 512, 8, 3
MINUTE, WEEK = 60.0, 7 * DAY
CROWDED = 1e9
"""A crowd at which any target holds: the twin has no line."""
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


class Agent(NamedTuple):
    """Who takes a contact: share of issues they solve, hazard past the target, target and rapport [s], tempo.

    tempo: work in a second of talk, as a multiple: more than 1 where talk without value is saved.
    """

    skill: float
    hazard: float
    target: float
    rapport: float
    tempo: float


class Sums(NamedTuple):
    """What the issues of one contact type add up to, per issue."""

    offered: float
    heard: float
    first: float
    legs: float
    seconds: float
    acw: float
    cut: float
    returns: float
    long: float
    bunched: float
    brief: float
    after_long: float
    longs: float
    after_short: float
    shorts: float


@cache
def _luck() -> tuple[Floats, Floats, Floats]:
    """Return fixed luck, even over its space: of work, of complexity, and of STEPS conversations."""
    from scipy.stats import qmc

    points = qmc.Sobol(2 + 4 * STEPS, seed=SEED).random(POINTS)
    return points[:, 0], points[:, 1], points[:, 2:].reshape(POINTS, STEPS, 4)


@cache
def _normal() -> Floats:
    from scipy.special import ndtri

    return np.asarray(ndtri(_luck()[0]))


@cache
def _drawn(one: Law) -> Floats:
    quantile = quantile_of(one.code)
    return np.array([quantile(one.numbers, u) for u in _luck()[0]])


def _work(contact: ContactType) -> Floats:
    """Return the work [s] of each issue; shape (POINTS,)."""
    if isinstance(contact.work, Lognormal):
        mu, sigma = contact.work.numbers()
        return np.exp(mu + sigma * _normal())
    return _drawn(law(contact.work))


def _agent(scenario: Scenario, policy: str, queue: str) -> Agent:
    """Return who serves a queue under a policy: the mean skill of its groups, the pace of the first."""
    groups = [name for name, group in scenario.groups.items() if queue in group.skills]
    skills = []
    for name in groups:
        own = scenario.groups[name].proficiency(queue).skill
        skills.append(scenario.groups[name].skill if own is None else own)
    skill = sum(skills) / len(skills) if skills else 1.0
    pace = scenario.policies[policy].pace
    saving = scenario.behaviour.work.tempo(pace, scenario.policies[policy].tools)
    goes = tempo(saving._replace(load=1.0), CROWDED)
    rapport = float(getattr(pace, "rapport", 0.0))
    if not groups or not isinstance(pace, HandleTimeTarget):
        return Agent(skill, 0.0, inf, rapport, goes)
    target = pace.target - (mean_acw(scenario, groups[0]) if pace.counts == "handle_time" else 0.0)
    pressure = pace.pressure
    if isinstance(pressure, EndedWithin):
        hazard = -log(1.0 - min(pressure.ended, 0.999)) / max(pressure.within, 1e-9)
    else:
        hazard = pressure / target
    return Agent(skill, hazard, target, rapport, goes)


class _Walk:
    """The issues of one contact type on their way: where each stands, and what they add up to."""

    def __init__(self, scenario: Scenario, policy: str, contact: ContactType, lost: float) -> None:
        tiers = [_agent(scenario, policy, queue) for queue in (contact.queue, *contact.targets())][:2]
        one, redial = scenario.policies[policy], scenario.queues[contact.queue].redial
        self._again = redial.chance if redial is not None else 0.0
        self._asks, honest = one.confirm.numbers() if one.confirm is not None else (0.0, 0.0)
        self._pass_on = one.handoff.pass_on + (1.0 - one.handoff.pass_on) * honest
        self._notes, self._work, self._lost = one.handoff.notes, scenario.behaviour.work, lost
        self._chance, self._last = scenario.behaviour.recontact.chance, len(tiers) - 1
        columns = map(np.array, zip(*tiers, strict=True))
        self._skills, self._hazards, self._targets, self._rapports, self._tempos = columns
        self._original = _work(contact)
        self._left, self._tier = self._original.copy(), np.zeros(POINTS, dtype=int)
        self._active, self._fresh = np.ones(POINTS, bool), np.ones(POINTS, bool)
        self._met, self._talked = np.zeros(POINTS, bool), np.zeros(POINTS)
        self.heard, self.solved = np.zeros(POINTS, int), np.zeros(POINTS, int)
        self.sums = dict.fromkeys(Sums._fields, 0.0)

    def step(self, luck: Floats) -> None:
        """Take one conversation of every issue that is still on its way; luck: shape (POINTS, 4)."""
        fresh, tier = self._fresh, self._tier
        stays = self._active & (~fresh | (luck[:, 0] >= self._lost))
        gone = self._active & ~stays
        self.sums["offered"] += float((self._active & fresh).sum())
        self.heard += stays & fresh
        solvable = self._skills[tier] >= _luck()[1]
        cut, talk = self._talk(stays, solvable, luck[:, 1])
        done = stays & ~cut & solvable
        refers = stays & ~cut & ~solvable & (tier < self._last)
        passed = cut & (luck[:, 2] < self._pass_on)
        self.solved = np.where(done, self.heard, self.solved)
        closed = stays & ~done & ~passed & ~refers
        back, tries = closed & (luck[:, 3] < self._chance), gone & (luck[:, 3] < self._again)
        self._count(stays, cut, talk, done | closed, back)
        self._met = self._met | stays
        self._tier = np.where(refers, self._last, np.where(back | tries, 0, tier))
        self._active, self._fresh = passed | refers | back | tries, back | tries

    def _talk(self, stays: Bools, solvable: Bools, u: Floats) -> tuple[Bools, Floats]:
        """Return which conversations are cut short, and how long each takes [s]."""
        tier, explains = self._tier, self._met * self._work.reexplain
        goes = self._tempos[tier]
        hazard, target = self._hazards[tier], self._targets[tier]
        diagnosed = np.minimum(self._left, self._work.diagnosis * self._original)
        wish = (np.where(solvable, self._left, diagnosed) + explains) / goes
        with np.errstate(divide="ignore", invalid="ignore"):
            cut_at = np.where(hazard > 0.0, target - np.log1p(-u) / hazard, inf)
            kept = np.where(hazard > 0.0, np.exp(-hazard * target), 1.0)
        cut = stays & (wish > cut_at)
        talk = np.where(cut, cut_at, wish + self._rapports[tier] * kept) + self._asks
        self._talked = np.where(self._fresh, 0.0, self._talked) + np.where(stays, talk, 0.0)
        useful = np.maximum(np.minimum(talk, wish) * goes - explains, 0.0)
        left = np.maximum(self._left - self._notes * useful, self._work.least_left)
        self._left = np.where(stays, left, self._left)
        return cut, talk

    def _count(self, stays: Bools, cut: Bools, talk: Floats, ends: Bools, back: Bools) -> None:
        sums, target, long = self.sums, self._targets[self._tier], self._talked >= self._targets[0]
        past = stays & (talk >= target)
        counted = {
            "legs": stays,
            "cut": cut,
            "returns": back,
            "long": past,
            "bunched": past & (talk < target + MINUTE),
            "brief": stays & (talk <= MINUTE),
            "longs": ends & long,
            "shorts": ends & ~long,
            "after_long": back & long,
            "after_short": back & ~long,
        }
        for name, which in counted.items():
            sums[name] += float(which.sum())
        sums["seconds"] += float(talk[stays].sum())

    @property
    def is_over(self) -> bool:
        """Whether no issue is on its way any more."""
        return not self._active.any()


def _follow(scenario: Scenario, policy: str, contact: ContactType, lost: float) -> Sums:
    """Follow issues through their conversations and returns; `lost`: share of contacts that hang up."""
    walk, luck = _Walk(scenario, policy, contact, lost), _luck()[2]
    for step in range(STEPS):
        if walk.is_over:
            break
        walk.step(luck[:, step])
    sums = walk.sums
    sums["acw"] = sums["legs"] * contact.acw.expected()
    sums["heard"] = float(walk.heard.sum())
    scaled = {name: value / POINTS for name, value in sums.items()}
    scaled["first"] = float((walk.solved == 1).sum()) / max(float((walk.heard > 0).sum()), 1.0)
    return Sums(**scaled)


def needs_per_day(scenario: Scenario) -> dict[str, float]:
    """Return the new issues of a mean measured day by contact type with a volume, at a scale of 1."""
    clock = scenario.clock
    days = clock.days_of_run()[clock.warm_up_days :][: clock.days]
    found = {}
    for name, contact in scenario.contacts.items():
        by_kind = [sum(counts) for counts in contact.by_interval(name, clock, 1.0)]
        found[name] = sum(by_kind[kind] for kind in days) / len(days)
    return {name: needs for name, needs in found.items() if needs > 0.0}


def twin(scenario: Scenario, policy: str, lost: float, daily: Mapping[str, float]) -> dict[str, float]:
    """Return the figures that need no queue, by name, and `load`: the log of the work per day.

    lost: the share of contacts that hang up, as measured. daily: as `needs_per_day` gives it.
    """
    customers = scenario.customers.count
    total = dict.fromkeys(Sums._fields, 0.0)
    alone = issues = 0.0
    for name, needed in daily.items():
        contact = scenario.contacts[name]
        needs = contact.scale * needed
        found = _follow(scenario, policy, contact, lost)
        for field, value in zip(Sums._fields, found, strict=True):
            total[field] += needs * value
        issues += needs
        alone += needs * exp(-WEEK / DAY * needs / customers)
    heard, legs = max(total["heard"], 1e-9), max(total["legs"], 1e-9)
    stays_alone = alone / max(issues, 1e-9)
    repeats = 1.0 - (1.0 - total["returns"] / heard) * stays_alone
    after_long = total["after_long"] / max(total["longs"], 1e-9)
    after_short = total["after_short"] / max(total["shorts"], 1e-9)
    return {
        "offered": total["offered"],
        "aht": (total["seconds"] + total["acw"]) / legs,
        "fcr": total["first"] / max(issues, 1e-9),
        "fcr_measured": 1.0 - repeats,
        "recontact_7d": repeats,
        "transferred": legs / heard - 1.0,
        "bunch": total["bunched"] / max(total["long"], 1e-9),
        "cut": total["cut"] / legs,
        "short_calls": total["brief"] / legs,
        "repeat_after_long": (after_long - after_short) * stays_alone,
        "load": log(max(total["seconds"] + total["acw"], 1e-9)),
    }
