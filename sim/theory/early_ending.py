"""Compute what ending contacts early does to talk, resolution and the work that comes back."""

from __future__ import annotations

import math
from typing import NamedTuple

from sim.theory.inputs import not_negative, positive, refuse

MOST_CONTACTS = 1_000_000  # longest chain of contacts per issue that is summed
FARTHEST = 9.0  # standard deviations beyond which a lognormal tail no longer counts


class Talk(NamedTuple):
    """One contact that may be ended before the work is done."""

    p_done: float
    """Chance that the work is finished within the contact."""
    mean_talk: float
    """Mean length of the contact [s]."""


class Carried(NamedTuple):
    """An issue that is worked off over as many contacts as it takes."""

    contacts_per_issue: float
    """Mean number of contacts."""
    talk_per_issue: float
    """Mean talk over all its contacts [s]."""
    aht: float
    """Mean length of a contact [s]."""
    fcr: float
    """Share of issues finished within the first contact."""


class BestCap(NamedTuple):
    """The cap that costs the fewest agent seconds per resolved issue."""

    cap: float
    """Longest contact allowed [s]."""
    seconds_per_resolution: float
    """Overhead and talk spent per resolved issue [s]."""
    p_done: float
    """Chance that a contact under the cap finishes the work."""
    mean_talk: float
    """Mean length of a contact under the cap [s]."""


def hard_cut(mean_work: float, cv: float, cap: float) -> Talk:
    """Return the contact that ends at `cap` at the latest.

    Work is lognormal with mean `mean_work` [s] and coefficient of variation `cv`; `cap` is in seconds.

    Raises:
        ValueError: if an argument is not positive.

    Source: partial expectation of the lognormal law; the limit of `truncated_talk` for endless pressure.
    """
    positive(cap=cap)
    location, spread = _lognormal(mean_work, cv)
    score = (math.log(cap) - location) / spread
    unfinished = _above(score)
    return Talk(_above(-score), mean_work * _above(spread - score) + cap * unfinished)


def truncated_talk(mean_work: float, cv: float, target: float, pressure: float) -> Talk:
    """Return the contact that, past `target`, is ended at hazard pressure / target.

    Work is lognormal with mean `mean_work` [s] and coefficient of variation `cv`; `target` is in seconds.
    The mean time spent past the target is the integral of P(work > x) P(not ended by x), and the chance
    of being ended is the hazard times that mean, so one integral gives both figures. Pressure 0 ends no
    contact.

    Raises:
        ValueError: if an argument is not positive, or `pressure` is negative or endless.

    Source: Goodwill's rule E2 (the agent works until the work is done or the pressure wins), derived here.
    """
    from scipy.integrate import quad

    positive(target=target)
    not_negative(pressure=pressure)
    within_target = hard_cut(mean_work, cv, target).mean_talk
    if pressure == 0.0:
        return Talk(1.0, mean_work)
    location, spread = _lognormal(mean_work, cv)
    hazard = pressure / target
    start = (math.log(target) - location) / spread

    def going_on(scores_past: float) -> float:
        past = target * math.expm1(spread * scores_past)
        return _above(start + scores_past) * math.exp(-hazard * past) * (target + past) * spread

    survived = math.log1p(40.0 / pressure) / spread
    end = min(survived, max(0.0, spread - start) + FARTHEST)
    bends = [score for score in (-start - FARTHEST, -start, -start + FARTHEST) if 0.0 < score < end]
    past_target: float = quad(going_on, 0.0, end, points=bends, epsabs=0.0, epsrel=1e-11, limit=400)[0]
    return Talk(1.0 - hazard * past_target, within_target + past_target)


def carried_over(mean_work: float, cv: float, cap: float, reexplain: float) -> Carried:
    """Return the issue whose contacts end at `cap` while all work done is kept.

    Work is lognormal with mean `mean_work` [s] and coefficient of variation `cv`. Every contact after the
    first begins with `reexplain` seconds of telling the story again, so work W takes
    1 + ceil((W - cap)^+ / (cap - reexplain)) contacts.

    Raises:
        ValueError: if an argument is not positive, `reexplain` is negative, or it leaves so little of
            `cap` that the contacts cannot be counted.

    Source: derived here; the mean number of contacts is the sum of the chances that another is needed.
    """
    not_negative(reexplain=reexplain)
    first = hard_cut(mean_work, cv, cap)
    location, spread = _lognormal(mean_work, cv)
    step = cap - reexplain
    longest = math.exp(location + spread * FARTHEST)
    if step * MOST_CONTACTS <= longest:
        allowed = f"less than cap, {cap}, by a useful margin"
        raise refuse("reexplain", "uses up the contact", reexplain, allowed, "Shorten it or raise the cap.")
    again = 0.0
    reached = cap
    while reached < longest:
        again += _above((math.log(reached) - location) / spread)
        reached += step
    talk_per_issue = mean_work + reexplain * again
    return Carried(1.0 + again, talk_per_issue, talk_per_issue / (1.0 + again), first.p_done)


def cheapest_cap(mean_work: float, cv: float, overhead: float) -> BestCap:
    """Return the cap that minimises (overhead + talk) / P(done) when a cut issue starts from scratch.

    Work is lognormal with mean `mean_work` [s] and coefficient of variation `cv`, and is drawn anew for
    every contact; each contact costs `overhead` seconds beside its talk. The cost falls where the hazard
    of finishing times (overhead + talk) exceeds P(done), and rises where it falls short.

    Raises:
        ValueError: if an argument is not positive.

    Source: first-order condition derived here; optimal restarting as in M. Luby, A. Sinclair &
    D. Zuckerman, "Optimal speedup of Las Vegas algorithms", Information Processing Letters 47 (1993).
    """
    from scipy.optimize import brentq
    from scipy.special import erfcx

    positive(overhead=overhead)
    location, spread = _lognormal(mean_work, cv)

    def worth_going_on(score: float) -> float:
        cap = math.exp(location + spread * score)
        contact = hard_cut(mean_work, cv, cap)
        hazard = math.sqrt(2.0 / math.pi) / (float(erfcx(score / math.sqrt(2.0))) * spread * cap)
        return hazard * (overhead + contact.mean_talk) - contact.p_done

    beyond = 1.0
    while worth_going_on(beyond) > 0.0:
        beyond *= 2.0
    cap = math.exp(location + spread * brentq(worth_going_on, -FARTHEST, beyond, xtol=1e-13))
    contact = hard_cut(mean_work, cv, cap)
    return BestCap(cap, (overhead + contact.mean_talk) / contact.p_done, contact.p_done, contact.mean_talk)


def _lognormal(mean: float, cv: float) -> tuple[float, float]:
    """Return the mean and standard deviation of the logarithm."""
    positive(mean_work=mean, cv=cv)
    variance = math.log1p(cv * cv)
    return math.log(mean) - variance / 2.0, math.sqrt(variance)


def _above(score: float) -> float:
    """Return P(standard normal > score), exact far out."""
    return 0.5 * math.erfc(score / math.sqrt(2.0))
