"""Loyalty: how trust acts back on the customers, as plain numbers; who comes balances who leaves at first."""

from __future__ import annotations

from math import inf
from typing import NamedTuple

from sim.rules.churn import ChurnNumbers
from sim.rules.word_of_mouth import JoiningNumbers
from sim.scenario.contacts import TypeNumbers
from sim.scenario.customers import CustomerNumbers
from sim.scenario.joining import churn_of, joining_of
from sim.scenario.loyalty import GOODWILL
from sim.scenario.model import Scenario


class LoyaltyNumbers(NamedTuple):
    """How trust acts back: who leaves and comes, the slope of patience in goodwill, who complains.

    `price_cuts`: (begins [s], ends [s], factor on the hazard of leaving); `ordinary`: the goodwill, trust
    plus tie, at which patience is the queue's; `complaint_below`: minus infinity for nobody.
    """

    churn: ChurnNumbers | None
    price_cuts: tuple[tuple[float, float, float], ...]
    joining: JoiningNumbers | None
    patience: float
    complaint_below: float
    ordinary: float


def loyalty_of(
    scenario: Scenario, customers: CustomerNumbers, types: tuple[TypeNumbers, ...]
) -> LoyaltyNumbers | None:
    """Return how trust acts back on the customers of `scenario`, None if it does not."""
    loyalty, ordinary = scenario.behaviour.loyalty, scenario.behaviour.trust.engaged_above
    if loyalty is None:
        return None
    cuts = tuple[tuple[float, float, float], ...]()
    if loyalty.churn != "none":
        begins = [scenario.clock.midnight(cut.begins) for cut in loyalty.churn.price_cuts]
        cuts = tuple(
            (at, at + cut.lasts, cut.times) for at, cut in zip(begins, loyalty.churn.price_cuts, strict=True)
        )
    issues = sum(sum(day) for kind in types for day in kind.means[:7]) / 7.0
    return LoyaltyNumbers(
        churn=churn_of(scenario),
        price_cuts=cuts,
        joining=joining_of(scenario, customers, issues),
        patience=loyalty.patience / GOODWILL,
        complaint_below=-inf if loyalty.complaint_below == "none" else loyalty.complaint_below,
        ordinary=ordinary,
    )
