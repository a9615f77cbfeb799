"""D1: loyalty once it has been tested (evidence.md 1.2)."""

from itertools import pairwise

import numpy as np
import pytest
from harness import Arm, effect, kpi, level, mean, sums

from sim.kpis import KPIS

pytestmark = pytest.mark.slow

FAILED = Arm("cohort", "quality_time", replications=5)
CENTRE = Arm("centre", "target")


def recovered(low, high, what):
    """Return the mean of `what(run)` over first failures of a severity that were handled excellently."""

    def measure(run):
        issues = run.issues
        of = run.first() & (issues["quality"] > 0.95)
        return sums(what(run)[of & (issues["severity"] >= low) & (issues["severity"] < high)])

    return measure


def change(run):
    """Return what failure and recovery together did to trust."""
    return run.issues["trust_after"] - run.before()


def test_d1_1_a_mild_failure_recovered_excellently_leaves_more_trust_than_before(claim):
    """5 x 4,500 voiced failures in each of 2 arms, of which 1 % are mild and recovered excellently; 12 s."""
    arm = FAILED.but("customers.count=12000")

    def stronger(run):
        return (change(run) > 0.0).astype(float)

    claim.holds("trust gained, severity < 0.1", level(recovered(0.0, 0.1, change), arm))
    claim.lies("severity 0.1-0.2", level(recovered(0.1, 0.2, change), arm), -0.01, 0.01)
    claim.lies("0.2-0.4", level(recovered(0.2, 0.4, change), arm), -0.07, -0.03)
    claim.lies("0.4-0.7", level(recovered(0.4, 0.7, change), arm), -0.15, -0.11)
    claim.holds("share with more than before", level(recovered(0.0, 0.1, stronger), arm), above=0.5)
    off = arm.but("behaviour.trust.gain_failure=0")
    claim.fails_without("learning from the test", level(recovered(0.0, 0.1, stronger), off))


def test_d1_2_no_comparison_shows_cost_without_trust():
    """A contract: the measures that open every comparison hold both, so none can be read alone."""
    opening = {name for name, kpi in KPIS.items() if kpi.headline}
    assert {"cost", "cost_per_resolved", "agent_seconds_per_resolved"} <= opening
    assert {"csat", "trust_end", "engaged_share"} <= opening


def test_d1_3_handle_time_tells_how_fast_a_call_is_ended_not_how_happy_the_caller_is(claim):
    """6 x 1,440 issues in each of 8 arms: the shorter the calls, the fewer are satisfied; 20 s."""
    arms = [
        CENTRE.but("policies.target.pace.target=120s"),
        CENTRE,
        CENTRE.but("policies.target.pace.target=300s"),
        CENTRE.but(policy="quality_time"),
    ]
    for shorter, longer in pairwise(arms):
        assert effect(kpi("aht"), longer, shorter).low > 0.0
        assert effect(mean("quality"), longer, shorter).low > 0.0
    tight, loose = arms[0], arms[2]
    off = "policies.target.pace.pressure=0"
    claim.holds("handle time, 300 s less 120 s", effect(kpi("aht"), loose, tight))
    claim.holds("satisfied", effect(mean("quality"), loose, tight))
    claim.fails_without("pressure", effect(mean("quality"), loose.but(off), tight.but(off)))


def test_d1_6_every_contact_counts_and_the_last_counts_most(claim):
    """10 x 1,200 customers with one bad and one good recovery within a year, in each of 2 arms; 30 s."""
    arm = Arm("two_hands", "as_it_is", replications=10)
    claim.holds("trust, bad then good less good then bad", effect(ends_with(1), arm, arm, ends_with(0)))
    off = arm.but("behaviour.trust.gain_failure=0")
    claim.fails_without("learning", effect(ends_with(1), off, off, ends_with(0)))


def ends_with(last):
    """Return the trust at the end of the year of those whose two failures ended with that contact type."""

    def measure(run):
        issues = run.issues
        order = np.lexsort((issues["opened"], issues["customer"]))
        customer, kind = issues["customer"][order], issues["type"][order]
        who, start, times = np.unique(customer, return_index=True, return_counts=True)
        start = start[times == 2]
        chosen = who[times == 2][(kind[start] != last) & (kind[start + 1] == last)]
        return sums(run.customers["trust_end"][np.isin(run.customers["customer"], chosen)])

    return measure


def test_d1_5_using_the_contact_to_deepen_the_relationship_differentiates(claim):
    """6 x 2,000 customers with 4 routine contacts in a year, in each of 4 arms; 30 s."""
    call = "contacts.call={queue: line, volume: {per_hour: 0.9}, work: {dist: lognormal, mean: 245s, cv: 1}}"
    alike = ("failures.service.per_customer_year=0", "customers.count=2000", "groups.agents.skill=100%")
    alike = (*alike, "groups.agents.warmth_spread=0")
    plain = Arm("cohort", "quality_time", (call, *alike, "policies.quality_time.pace.rapport=0s"), 6)
    deepened = Arm("cohort", "quality_time", (call, *alike, "policies.quality_time.pace.rapport=120s"), 6)
    off = "behaviour.experience.attention=0"
    claim.holds("engaged after a year", effect(kpi("engaged_share"), deepened, plain))
    unfelt = effect(kpi("engaged_share"), deepened.but(off), plain.but(off))
    claim.fails_without("weight of attention", unfelt)
