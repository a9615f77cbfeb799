"""Newcomers: candidates who become customers, as far as word of mouth has it."""

from __future__ import annotations

from sim.centre import ledger
from sim.centre.customers import loyalty, relationship
from sim.centre.run import Run
from sim.distributions.normal import normal_quantile
from sim.luck import Uniforms
from sim.rules.endurance import endurance
from sim.rules.trust import first_trust, tie_of
from sim.rules.word_of_mouth import joins


def consider(run: Run, customer: int, u: float, own: Uniforms, now: float) -> None:
    """Make a candidate a customer, or not; `own` is the luck that the first customers had too."""
    n, them = run.numbers, run.customers
    if not n.has_joining or not joins(n.joining, loyalty.heard_per_day(run), u):
        return
    segment = 0
    while segment < len(n.segments_up_to) - 1 and n.segments_up_to[segment] < own[2]:
        segment += 1
    of = n.trust[segment]
    them.of_segment[customer], them.joined_at[customer] = segment, now
    trust, tie = first_trust(of, of.level, normal_quantile(own[0])), tie_of(of, normal_quantile(own[1]))
    relationship.begin(run, customer, trust, tie, now)
    them.to_bear[customer], them.is_there[customer] = endurance(own[3]), True
    ledger.customer_joined(run)
