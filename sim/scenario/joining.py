"""Who leaves and who comes when the run begins, as the numbers of their rules."""

from __future__ import annotations

from itertools import pairwise
from math import exp

from sim.rules.churn import ChurnNumbers, hazard
from sim.rules.word_of_mouth import JoiningNumbers
from sim.scenario.clock import YEAR_DAYS
from sim.scenario.customers import CustomerNumbers
from sim.scenario.loyalty import GOODWILL
from sim.scenario.model import Scenario


def churn_of(scenario: Scenario) -> ChurnNumbers | None:
    """Return the numbers of leaving, None if nobody leaves."""
    loyalty = scenario.behaviour.loyalty
    if loyalty is None or loyalty.churn == "none":
        return None
    slope = loyalty.churn.sensitivity / GOODWILL
    return ChurnNumbers(12.0 * loyalty.churn.per_month, slope, scenario.behaviour.trust.engaged_above)


def joining_of(scenario: Scenario, customers: CustomerNumbers, issues: float) -> JoiningNumbers | None:
    """Return the numbers of joining where `issues` come on an ordinary day, None if nobody comes.

    `balance` makes up for those who leave at first, less what word of mouth brings.
    """
    loyalty = scenario.behaviour.loyalty
    if loyalty is None or loyalty.joining == "none":
        return None
    joining, churn = loyalty.joining, churn_of(scenario)
    good = joining.reference
    usual = issues * (joining.told_good * good - joining.told_bad * (1.0 - good))
    heard = max(0.0, joining.brought * usual)
    if joining.per_month == "balance":
        leaving = 0.0 if churn is None else _leaving_per_day(scenario, churn, customers)
        per_day = max(0.0, leaving - joining.brought * usual)
    else:
        per_day = joining.per_month * 12.0 * customers.total / YEAR_DAYS
    return JoiningNumbers(
        per_day=per_day,
        candidates=joining.at_most * (per_day + heard),
        told_good=joining.told_good,
        told_bad=joining.told_bad,
        brought=joining.brought,
        usual=usual,
    )


def _leaving_per_day(scenario: Scenario, churn: ChurnNumbers, customers: CustomerNumbers) -> float:
    """Return how many customers leave a day when the run begins: goodwill is normal, so a lognormal mean."""
    trust = scenario.behaviour.trust
    spread = trust.spread * trust.spread + trust.tie_spread * trust.tie_spread
    shares = [high - low for low, high in pairwise((0.0, *customers.up_to))]
    per_year = sum(
        share * hazard(churn, level) * exp(0.5 * churn.slope * churn.slope * spread)
        for share, level in zip(shares, customers.levels, strict=True)
    )
    return customers.total * per_year / YEAR_DAYS
