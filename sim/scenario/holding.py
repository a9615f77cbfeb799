"""Holding: how long a first conversation lasts, by the scenario file alone."""

from __future__ import annotations

from functools import cache
from math import inf

from sim.distributions.base import Law, law, quantile_of
from sim.family import members
from sim.policies.pace import base as pace
from sim.rules.work import tempo
from sim.scenario.contacts import ContactType
from sim.scenario.model import Scenario
from sim.scenario.pacing import pace_numbers
from sim.scenario.policy import Policy

WORKS, ENDS = 100, 20
"""Points at which the work and the luck of an early end are taken."""


def expected_talk(
    scenario: Scenario, policy: Policy, group: str, contact: ContactType, crowd: float, name: str
) -> float:
    """Return the mean talk [s] of a first conversation with an agent of `group`, rapport and cuts included.

    crowd: contacts waiting for each agent on duty. name: of the contact type. What the first tier cannot
    solve takes its diagnosis only.
    """
    numbers, kappa = pace_numbers(scenario, policy, group), scenario.behaviour.work.congestion_pressure
    kind = policy.pace.kind  # type: ignore[attr-defined]
    measured = policy.pace.talk_of(group, name, contact.queue)
    if measured is not None:
        return _part(contact) * _mean(kind, law(measured), measured.expected(), numbers, crowd, kappa)
    own, behaviour = scenario.groups[group].proficiency(contact.queue), scenario.behaviour.work
    speed = (
        scenario.groups[group].speed * own.speed * tempo(behaviour.tempo(policy.pace, policy.tools), crowd)
    )
    skill = scenario.groups[group].skill if own.skill is None else own.skill
    quick = policy.pace.hang_up()
    if quick is not None and crowd > quick.above:
        part = quick.agents * quick.calls
        longer = policy.model_copy(update={"pace": policy.pace.model_copy(update={"hangs_up": None})})
        return part * quick.after + (1.0 - part) * expected_talk(
            scenario, longer, group, contact, crowd, name
        )
    work, mean = law(contact.work), contact.work.expected() / speed
    solved = _mean(kind, work, mean * _part(contact), numbers, crowd, kappa)
    if contact.referral or skill >= 1.0:
        return solved
    diagnosed = _mean(kind, work, mean * behaviour.diagnosis, numbers, crowd, kappa)
    return skill * solved + (1.0 - skill) * diagnosed


def _part(contact: ContactType) -> float:
    """Return the share of the talk that conversations need before a referral by chance, on average."""
    one = contact.referral
    return 1.0 if one is None else 1.0 - one.chance * (1.0 - one.talk)


@cache
def _mean(kind: str, work: Law, mean: float, numbers: tuple[float, ...], crowd: float, kappa: float) -> float:
    """Return the mean talk [s] of conversations that want talk spread like `work`, of this `mean` [s]."""
    hold = members(pace.PACKAGE, "kind", pace.Pace)[kind].module.hold
    spread = points(work)
    found = sum(weight * wanted for weight, wanted in spread)
    if not (0.0 < mean < inf and 0.0 < found < inf):
        return mean
    held = [
        (weight / ENDS, hold(numbers, wanted * mean / found, crowd, kappa, (end + 0.5) / ENDS))
        for weight, wanted in spread
        for end in range(ENDS)
    ]
    return float(sum(weight * (talk + rapport) for weight, (talk, rapport, *_) in held))


def points(work: Law) -> list[tuple[float, float]]:
    """Return values of a law with the weights they stand for, closer together in the upper tail."""
    edges = [1.0 - (1.0 - k / WORKS) ** 3 for k in range(WORKS + 1)]
    quantile = quantile_of(work.code)
    middles = [1.0 - (1.0 - (k + 0.5) / WORKS) ** 3 for k in range(WORKS)]
    return [(edges[k + 1] - edges[k], quantile(work.numbers, middle)) for k, middle in enumerate(middles)]


def moments(work: Law, talk: float, acw: float) -> tuple[float, float]:
    """Return the mean [s] and the mean square [s2] of talk spread like `work`, with after-call work.

    talk, acw: their means [s]; after-call work counts as constant.
    """
    values = points(work)
    usual = sum(weight * value for weight, value in values)
    squares = sum(weight * value * value for weight, value in values)
    spread = squares / (usual * usual) if usual else 1.0
    return talk + acw, talk * talk * spread + 2.0 * talk * acw + acw * acw
