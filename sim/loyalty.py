"""Loyalty: how trust acts back on the customers, as plain numbers; who comes balances who leaves at first."""

from __future__ import annotations

from itertools import pairwise
from math import exp, inf

from sim.rules.churn import ChurnNumbers, hazard
from sim.rules.word_of_mouth import JoiningNumbers
from sim.scenario.clock import DAY
from sim.scenario.loyalty import GOODWILL, Joining
from sim.scenario.model import Scenario
from sim.world import CustomerNumbers, LoyaltyNumbers, TypeNumbers

YEAR_DAYS = 365.0


def loyalty_of(
    scenario: Scenario, customers: CustomerNumbers, types: tuple[TypeNumbers, ...]
) -> LoyaltyNumbers | None:
    """Return how trust acts back on the customers of `scenario`, None if it does not."""
    loyalty, ordinary = scenario.behaviour.loyalty, scenario.behaviour.trust.engaged_above
    if loyalty is None:
        return None
    churn, cuts = None, tuple[tuple[float, float, float], ...]()
    if loyalty.churn != "none":
        churn = ChurnNumbers(12.0 * loyalty.churn.per_month, loyalty.churn.sensitivity / GOODWILL, ordinary)
        first = scenario.clock.start.toordinal() - scenario.clock.warm_up_days
        begins = [(cut.begins.toordinal() - first) * DAY for cut in loyalty.churn.price_cuts]
        cuts = tuple(
            (at, at + cut.lasts, cut.times) for at, cut in zip(begins, loyalty.churn.price_cuts, strict=True)
        )
    return LoyaltyNumbers(
        churn,
        cuts,
        None if loyalty.joining == "none" else _joining(scenario, loyalty.joining, churn, customers, types),
        loyalty.patience / GOODWILL,
        -inf if loyalty.complaint_below == "none" else loyalty.complaint_below,
        ordinary,
    )


def _joining(
    scenario: Scenario,
    joining: Joining,
    churn: ChurnNumbers | None,
    customers: CustomerNumbers,
    types: tuple[TypeNumbers, ...],
) -> JoiningNumbers:
    """Return who comes; `balance` makes up for those who leave at first, less what word of mouth brings."""
    good = joining.reference
    issues = sum(sum(day) for kind in types for day in kind.means[:7]) / 7.0
    usual = issues * (joining.told_good * good - joining.told_bad * (1.0 - good))
    heard = max(0.0, joining.brought * usual)
    if joining.per_month == "balance":
        leaving = 0.0 if churn is None else _leaving_per_day(scenario, churn, customers)
        per_day = max(0.0, leaving - joining.brought * usual)
    else:
        per_day = joining.per_month * 12.0 * customers.total / YEAR_DAYS
    told = joining.told_good, joining.told_bad, joining.brought
    return JoiningNumbers(per_day, joining.at_most * (per_day + heard), *told, usual)


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
