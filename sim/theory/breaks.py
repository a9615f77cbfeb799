"""Compute what conversations that go on take of a break that ends as planned."""

from __future__ import annotations

from math import exp

from sim.theory.inputs import not_negative, positive


def time_lost(length: float, busy: float, residual: float) -> float:
    """Return the time [s] of a break of `length` [s] that is lost on average.

    The break begins when the conversation at hand ends. `busy` is the share of time in which the agent is in
    one, `residual` the mean time [s] that it then goes on.

    Source: E min(R, L) = r (1 - e^(-L/r)) for an exponential R (assumption: what is left of a conversation is
    exponential). Its mean is the residual life of renewal theory: D. R. Cox, Renewal Theory (1962), 5.1.
    """
    positive(residual=residual)
    not_negative(length=length, busy=busy)
    return busy * residual * (1.0 - exp(-length / residual))


def residual(mean: float, second_moment: float) -> float:
    """Return the mean time [s] that a conversation goes on from a moment in it.

    `mean` [s] and `second_moment` [s2] are those of conversations.
    """
    positive(mean=mean, second_moment=second_moment)
    return second_moment / (2.0 * mean)
