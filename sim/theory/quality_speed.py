"""Find the speed of service at which slower care stops paying for the longer queue (M/M/1)."""

from __future__ import annotations

import math
from typing import NamedTuple

from sim.theory.inputs import positive, refuse


class BestSpeed(NamedTuple):
    """The service rate that serves a given demand best."""

    service_rate: float
    """Contacts an agent completes per second while busy [1/s]."""
    mean_time: float
    """Mean time in queue and service [s]."""
    occupancy: float
    """Mean busy share of the agent's time."""


class Monopoly(NamedTuple):
    """The choice of a lone provider who sets speed, demand and price."""

    service_rate: float
    """Contacts an agent completes per second while busy [1/s]."""
    arrival_rate: float
    """Contacts per second that the price lets in [1/s]."""
    price: float
    """Price of a contact [money]."""
    revenue: float
    """Price times arrival rate [money/s]."""


def given_demand(arrival_rate: float, care_value: float, wait_cost: float) -> BestSpeed:
    """Return the rate m that maximises -care_value m - wait_cost / (m - arrival_rate).

    `care_value` is the value lost per unit of service rate [money s], `wait_cost` the cost of a
    customer's time in the system [money/s]; `arrival_rate` is per second. At the optimum the value of
    being slower equals the congestion it causes, wait_cost / (m - arrival_rate)^2.

    Raises:
        ValueError: if an argument is not positive.

    Source: K. S. Anand, M. F. Pac & S. Veeraraghavan, "Quality-speed conundrum", Management Science 57
    (2011) 40-56, their value and delay; the optimum is derived here.
    """
    positive(arrival_rate=arrival_rate, care_value=care_value, wait_cost=wait_cost)
    spare = math.sqrt(wait_cost / care_value)
    return BestSpeed(arrival_rate + spare, 1.0 / spare, arrival_rate / (arrival_rate + spare))


def monopoly(base_value: float, base_rate: float, care_value: float, wait_cost: float) -> Monopoly:
    """Return the choice of greatest revenue when more customers always exist.

    A contact served at rate m is worth base_value + care_value (base_rate - m) [money] and the price
    takes all of it that waiting leaves. `base_rate` is per second, `care_value` in money seconds and
    `wait_cost` in money per second.

    Raises:
        ValueError: if an argument is not positive or no speed earns anything.

    Source: as `given_demand`; derived here for a market that is never exhausted.
    """
    positive(base_value=base_value, base_rate=base_rate, care_value=care_value, wait_cost=wait_cost)
    service_rate = (base_value + care_value * base_rate) / (2.0 * care_value)
    spare = math.sqrt(wait_cost / care_value)
    if service_rate <= spare:
        allowed = f"below {service_rate * service_rate * care_value}"
        raise refuse("wait_cost", "leaves nothing to earn", wait_cost, allowed, "Lower the cost of waiting.")
    arrival_rate = service_rate - spare
    price = base_value + care_value * (base_rate - service_rate) - wait_cost / spare
    return Monopoly(service_rate, arrival_rate, price, arrival_rate * price)
