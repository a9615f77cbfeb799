"""Compute waits at one agent who goes aside when nobody waits, and comes back by a rule."""

from __future__ import annotations

from sim.theory.inputs import not_negative, whole
from sim.theory.mg1 import mg1


def comes_at(arrival_rate: float, mean_service: float, service_scv: float, waiting: int) -> float:
    """Return the mean wait [s] at one agent who goes when nobody is there, and comes when so many wait.

    `arrival_rate` is in contacts per second, `mean_service` in seconds; `service_scv` is the squared
    coefficient of variation of service. M/G/1 under the N-policy: those who find the agent aside wait for the
    others, (waiting - 1) / (2 x rate) on average over all.

    Raises:
        ValueError: as of `mg1`, or `waiting` is no whole number from 1.

    Source: M. Yadin & P. Naor, Operational Research Quarterly 14 (1963) 393-405.
    """
    whole(1, waiting=waiting)
    usual = mg1(arrival_rate, mean_service, service_scv).mean_wait
    return usual + (waiting - 1) / (2.0 * arrival_rate)


def comes_after(arrival_rate: float, mean_service: float, service_scv: float, waited: float) -> float:
    """Return the mean wait [s] at one agent who goes when nobody is there, and comes once one waited so long.

    Arguments as of `comes_at`, `waited` in seconds. When the agent comes 1 + X wait, X Poisson with mean
    a = rate x waited; by decomposition E N(N - 1) / (2 rate E N) = (a^2 + 2a) / (2 rate (1 + a)) is added.

    Raises:
        ValueError: as of `mg1`, or `waited` is negative.

    Source: S. W. Fuhrmann & R. B. Cooper, Operations Research 33 (1985) 1117-1129 (the decomposition).
    """
    not_negative(waited=waited)
    usual, more = mg1(arrival_rate, mean_service, service_scv).mean_wait, arrival_rate * waited
    return usual + (more * more + 2.0 * more) / (2.0 * arrival_rate * (1.0 + more))
