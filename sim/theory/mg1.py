"""Compute waits at one agent whose service time has any law (M/G/1)."""

from __future__ import annotations

from sim.theory.erlang import Queue
from sim.theory.inputs import not_negative, positive, refuse


def mg1(arrival_rate: float, mean_service: float, service_scv: float) -> Queue:
    """Return the steady state of M/G/1, first come first served.

    `arrival_rate` is in contacts per second, `mean_service` in seconds; `service_scv` is the squared
    coefficient of variation of service: 0 if constant, 1 if exponential.

    Raises:
        ValueError: if a rate or mean is not positive, `service_scv` is negative, or the load reaches 1.

    Source: F. Pollaczek, Mathematische Zeitschrift 32 (1930) 64-100; A. Khinchine, Matematicheskii
    Sbornik 39 (1932) 73-84.
    """
    positive(arrival_rate=arrival_rate, mean_service=mean_service)
    not_negative(service_scv=service_scv)
    load = arrival_rate * mean_service
    if load >= 1.0:
        allowed = "below 1 erlang, the one agent"
        raise refuse("load", "lets the queue grow without bound", load, allowed, "Lower the load.")
    mean_wait = load * mean_service * (1.0 + service_scv) / (2.0 * (1.0 - load))
    mean_queue = arrival_rate * mean_wait
    return Queue(
        offered_load=load,
        occupancy=load,
        p_wait=load,
        mean_wait=mean_wait,
        mean_time=mean_wait + mean_service,
        mean_queue=mean_queue,
        mean_present=mean_queue + load,
    )
