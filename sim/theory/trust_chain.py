"""Compute where trust settles, who stays silent, and when a recovery pays."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from sim.theory.inputs import not_negative, positive, refuse, shares, whole

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Settled(NamedTuple):
    """Moments of trust in the long run."""

    mean: float
    """Mean trust."""
    variance: float
    """Variance of trust."""


class Bond(NamedTuple):
    """The relationship between a customer and a brand; the defaults are the calibrated ones."""

    trust: float = 0.60
    """Mean trust before a failure, to which trust also returns."""
    trust_sd: float = 0.08
    """Standard deviation of trust before a failure (normal)."""
    tie_sd: float = 0.20
    """Standard deviation of the tie (normal, mean 0)."""
    threshold: float = 0.568
    """Trust plus tie above which a customer is engaged."""
    breach: float = 0.65
    """Share of trust that a failure of severity 1 destroys."""
    voice: float = -0.5
    """Log odds of voicing at severity 0.5 and tie 0."""
    voice_severity: float = 3.0
    """Log odds of voicing gained per unit of severity."""
    voice_tie: float = 0.9
    """Log odds of voicing gained per standard deviation of the tie."""
    fade_bad: float = 0.471
    """Pace at which lost trust returns [1/year]."""
    fade_good: float = 0.714
    """Pace at which gained trust wears off [1/year]."""


class Engagement(NamedTuple):
    """What a year with and without one failure leaves behind."""

    no_problem: float
    """Share engaged of customers without a failure."""
    voiced: float
    """Share of customers with a failure who voice it."""
    silent: float
    """Share engaged of customers with a failure who stay silent."""


def ewma(gain: float, mean_quality: float, quality_variance: float) -> Settled:
    """Return where trust settles when each contact moves it by gain x (quality - trust).

    Raises:
        ValueError: if `gain` is 0 or no share, or the variance is negative.

    Source: stationary moments of the first-order autoregression, derived from T' = (1 - g) T + g q.
    """
    shares(gain=gain)
    positive(gain=gain)
    not_negative(quality_variance=quality_variance)
    return Settled(mean_quality, quality_variance * gain / (2.0 - gain))


def bernoulli(p_good: float, gain: float, loss: float) -> Settled:
    """Return where trust settles when contacts are good (T + gain (1 - T)) or bad (T - loss T).

    Raises:
        ValueError: if an argument is no share, or trust never moves.

    Source: balance of the first two moments, derived here.
    """
    shares(p_good=p_good, gain=gain, loss=loss)
    p_bad = 1.0 - p_good
    moved = p_good * gain + p_bad * loss
    if moved == 0.0:
        raise refuse("gain", "and loss never move trust", gain, "a share above 0", "Give gain or loss.")
    mean = p_good * gain / moved
    kept = p_good * (1.0 - gain) ** 2 + p_bad * (1.0 - loss) ** 2
    second = p_good * gain * (gain + 2.0 * (1.0 - gain) * mean) / (1.0 - kept)
    return Settled(mean, max(0.0, second - mean * mean))


def silent_share(good: float, poor: float, problem: float, handled: float, handled_well: float) -> float:
    """Return the engaged share of customers with a problem that nobody handled.

    `good`, `poor` and `problem` are the engaged shares after good handling, after poor handling and of
    all with a problem; `handled` is the share of problems handled, `handled_well` the share of those
    handled well. The three groups must mix to `problem`.

    Raises:
        ValueError: if an argument is no share, everybody is handled, or no such group can exist.

    Source: mixture identity; the levels 48, 31 and 29 % are of PeopleMetrics, "Most Engaged Customers"
    (2010).
    """
    shares(good=good, poor=poor, problem=problem, handled=handled, handled_well=handled_well)
    if handled == 1.0:
        raise refuse("handled", "leaves nobody silent", handled, "below 1", "Leave some problems unhandled.")
    rest = problem - handled * (handled_well * good + (1.0 - handled_well) * poor)
    silent = rest / (1.0 - handled)
    if not 0.0 <= silent <= 1.0:
        allowed = f"what leaves 0 to 1 engaged, here {silent}"
        raise refuse("handled", "fits no silent group", handled, allowed, "Lower it (see most_handled).")
    return silent


def most_handled(good: float, poor: float, problem: float, handled_well: float) -> float:
    """Return the largest share of problems that can have been handled, at most 1.

    Raises:
        ValueError: if an argument is no share.

    Source: as `silent_share`, with nobody engaged among the silent.
    """
    shares(good=good, poor=poor, problem=problem, handled_well=handled_well)
    engaged = handled_well * good + (1.0 - handled_well) * poor
    return 1.0 if engaged <= problem else problem / engaged


def paradox_boundary(trust: float, gain: float, breach: float, failures: int = 0) -> float:
    """Return the severity below which a perfect recovery leaves more trust than before the failure.

    A failure takes breach x severity of `trust`; the recovery gives back gain / (1 + failures) of what is
    then missing to 1. A value above 1 means that any failure, perfectly recovered, raises trust.

    Raises:
        ValueError: if a share is out of bounds, `trust` or `breach` is 0, `gain` is 1 with no remembered
            failure, or `failures` cannot be counted.

    Source: Goodwill's rules E11b and E12 set equal to no change, derived here.
    """
    shares(trust=trust, gain=gain, breach=breach)
    positive(trust=trust, breach=breach)
    whole(0, failures=failures)
    learnt = gain / (1 + failures)
    if learnt == 1.0:
        raise refuse("gain", "forgets every failure at once", gain, "below 1", "Give a gain below 1.")
    return learnt * (1.0 - trust) / (breach * trust * (1.0 - learnt))


def relationship(bond: Bond | None = None, *, fades_before: bool = False) -> Engagement:
    """Return who is engaged after a year with or without one failure, and who voiced it.

    The failure has severity Beta(2, 2) and strikes at a uniform moment of the year; trust loses
    breach x severity of itself and returns until the year ends; with `fades_before` it also returned to
    its mean from the year's beginning to the failure. Silent customers get no recovery. For
    each severity, moment and tie the trust that must have been there before is found by running the year
    backwards, and its normal tail is averaged by Gauss-Legendre quadrature, split at the tie where
    returning turns into wearing off. Six digits are stable.

    Raises:
        ValueError: if a standard deviation or pace is not positive, or `breach` is 1 or no share.

    Source: Goodwill's rules E11, E11b and E13, derived here.
    """
    from scipy.special import expit, ndtr

    bond = bond or Bond()
    positive(trust_sd=bond.trust_sd, tie_sd=bond.tie_sd, fade_bad=bond.fade_bad, fade_good=bond.fade_good)
    shares(breach=bond.breach)
    if bond.breach == 1.0:
        raise refuse("breach", "leaves no trust to return", 1, "0 to below 1", "Give a smaller breach.")
    margin = bond.trust - bond.threshold
    turn = min(9.0, max(-9.0, -margin / bond.tie_sd))
    severity, p_severity = _nodes(32, 0.0, 1.0)
    p_severity = p_severity * 6.0 * severity * (1.0 - severity)
    ago, p_ago = _nodes(24, 0.0, 1.0)
    voiced = engaged_and_silent = 0.0
    for low, high, fade in ((-9.0, turn, bond.fade_good), (turn, 9.0, bond.fade_bad)):
        tie, p_tie = _nodes(64, low, high)
        p_tie = p_tie * np.exp(-0.5 * tie * tie) / math.sqrt(2.0 * math.pi)
        odds = bond.voice + bond.voice_severity * (severity[:, None] - 0.5) + bond.voice_tie * tie
        p_voice = expit(odds)
        missing = -margin - bond.tie_sd * tie
        right_after = bond.trust + missing[:, None] * np.exp(fade * ago)
        before = right_after / (1.0 - bond.breach * severity)[:, None, None]
        apart = bond.trust - before
        if fades_before:
            apart = apart * np.exp(np.where(apart > 0.0, bond.fade_bad, bond.fade_good) * (1.0 - ago))
        p_engaged = ndtr(apart / bond.trust_sd) @ p_ago
        voiced += float(p_severity @ p_voice @ p_tie)
        engaged_and_silent += float(p_severity @ ((1.0 - p_voice) * p_engaged) @ p_tie)
    no_problem = float(ndtr(margin / math.hypot(bond.trust_sd, bond.tie_sd)))
    return Engagement(no_problem, voiced, engaged_and_silent / (1.0 - voiced))


def _nodes(count: int, low: float, high: float) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return Gauss-Legendre nodes and weights between two bounds, each of shape (count,)."""
    nodes, weights = np.polynomial.legendre.leggauss(count)
    half = (high - low) / 2.0
    return low + half * (nodes + 1.0), half * weights
