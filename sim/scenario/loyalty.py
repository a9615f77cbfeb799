"""Loyalty: how trust acts back, on who stays, who comes, and who waits."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from sim.frozen import Frozen
from sim.hours import Date
from sim.quantities import Goodwill, PositiveDuration, Rate, Sensitivity, Share, Times, Weight

Nobody = Literal["none"]
GOODWILL = 0.2
"""The difference in trust plus tie that sensitivities are told for: the tie's default spread."""


class PriceCut(Frozen):
    """A competitor's offer: for a time, leaving is more likely for everybody."""

    begins: Date
    """The day it begins."""
    lasts: PositiveDuration
    """How long it lasts."""
    times: Times
    """Factor on the hazard of leaving while it lasts (assumption)."""


class Churn(Frozen):
    """Who leaves: less likely, the more goodwill a customer has (E15)."""

    per_month: Share = 0.02
    """Hazard of leaving per month of a customer at the threshold of engagement (assumption E15)."""
    sensitivity: Sensitivity = 0.7
    """Fall of the hazard, on the log scale, per 0.2 of trust plus tie (assumption E15; level V78)."""
    price_cuts: list[PriceCut] = []
    """Competitors' offers."""


class Joining(Frozen):
    """Who comes: new customers by themselves, and by word of mouth (E16)."""

    per_month: Share | Literal["balance"] = "balance"
    """New customers per month, as a share of the first ones; `balance`: as many as leave when the run begins,
    word of mouth at the reference satisfaction included (assumption)."""
    reference: Share = 0.72
    """Satisfaction at which `balance` balances (fitted: the satisfaction that goes with D4)."""
    told_good: Times = 5.0
    """People told of an episode rated good (TARP, V17)."""
    told_bad: Times = 10.0
    """People told of an episode rated bad (TARP, V17)."""
    brought: Rate = 0.01
    """Customers brought, or kept away, by each person told (assumption E16)."""
    at_most: Annotated[Weight, Field(ge=1, le=10)] = 2.0
    """Most customers that can come a day, in multiples of those at the reference (assumption)."""


class Loyalty(Frozen):
    """How trust acts back; left out of a scenario, nobody leaves or comes and patience is the queue's."""

    churn: Churn | Nobody = Churn()
    """Who leaves."""
    joining: Joining | Nobody = Joining()
    """Who comes."""
    patience: Sensitivity = 0.2
    """Rise of patience, on the log scale, per 0.2 of trust plus tie (assumption E15); 0: none."""
    complaint_below: Goodwill | Nobody = "none"
    """Trust plus tie below which a failed customer takes formal action (E14; measure it: a quantile)."""
