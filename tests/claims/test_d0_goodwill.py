"""D0: what becomes of trust: complaints, word of mouth and money (evidence.md 1.1)."""

import numpy as np
import pytest
from harness import Arm, Pool, effect, kpi, level

pytestmark = pytest.mark.slow

LOYALTY = "behaviour.loyalty={{churn: {churn}, joining: {joining}, patience: 0, complaint_below: {below}}}"
GRAVE = (
    "failures.service.severity={dist: fixed, share: 0.8}",
    "failures.service.per_customer_year=0",
    "failures.service.once_per_customer=true",
    "customers.count=10000",
)
THRESHOLD = -0.15  # trust plus tie below which 1.5 % of the gravely failed sue (Localio et al. 1991)
CALLS = "contacts.call={queue: line, volume: {per_hour: 0.9}, work: {dist: lognormal, mean: 245s, cv: 1}}"


def failed(policy, below=THRESHOLD):
    """Return the arm of gravely failed customers who sue with less goodwill than `below`."""
    sues = LOYALTY.format(churn="none", joining="none", below=below)
    return Arm("cohort", policy, (*GRAVE, sues), 6)


def sued(of):
    """Return the share that sued among pooled voiced failures, of the half with less or more attention."""

    def measure(runs):
        attention = np.concatenate([run.issues["score_attention"] for run in runs])
        voiced = [run.tables["complaints"]["voiced"] == 1 for run in runs]
        suing = [run.tables["complaints"]["customer"][v] for run, v in zip(runs, voiced, strict=True)]
        sues = [np.isin(run.issues["customer"], who) for run, who in zip(runs, suing, strict=True)]
        half = of(attention, np.median(attention))
        return float(np.concatenate(sues)[half].sum()), float(half.sum())

    return measure


def test_d0_9_most_people_who_were_harmed_do_not_sue(claim):
    """6 x 10,000 customers with one grave failure, in each of 2 arms; 60 s."""
    share = kpi("complaint_share")
    arm, everybody = failed("target"), failed("target", below=9)
    claim.lies("sue", level(share, arm), 0.005, 0.05)

    def at_peace(run):
        sues, of = run.kpi("complaint_share")
        return of - sues, of

    claim.holds("do not sue", level(at_peace, arm), above=0.95)
    claim.fails_without("a low threshold", level(at_peace, everybody))


def test_d0_10_those_who_sue_were_given_less_attention(claim):
    """6 x 11,800 voiced grave failures of both policies, in each of 2 arms; 80 s."""
    both = Pool((failed("target"), failed("quality_time")))
    less, more = sued(np.less), sued(np.greater_equal)
    times = level(less, both).value / level(more, both).value
    print(f"D0.10: {times:.2f} times as many")
    assert times >= 1.5
    claim.holds("sue, given little attention less much", effect(less, both, both, more))
    off = "behaviour.trust.gain_failure=0"
    deaf = Pool(tuple(arm.but(off) for arm in both.arms))
    claim.fails_without("learning from how it was handled", effect(less, deaf, deaf, more))


def test_d0_15_word_of_mouth_widens_the_gap_between_policies(claim):
    """4 x 2,000 customers with 4 routine contacts in a year, in each of 4 arms; 40 s."""

    def arm(policy, brought):
        talks = LOYALTY.format(churn="{}", joining=f"{{per_month: 2%, brought: {brought}}}", below="none")
        calm = ("failures.service.per_customer_year=0", "customers.count=2000")
        return Arm("cohort", policy, (CALLS, *calm, talks), 4)

    base = kpi("customer_base")
    told = effect(base, arm("quality_time", 0.01), arm("target", 0.01))
    untold = effect(base, arm("quality_time", 0), arm("target", 0))
    claim.holds("customers after a year, quality time less target", told, above=untold.high)
    claim.fails_without("word of mouth", untold)


def test_d0_16_value_and_staff_cost_stand_side_by_side():
    """A contract: profit is the customers' value less what agents cost; no sign is asserted."""
    arm = Arm("cohort", "target", ("customers.value_per_year=100", "groups.agents.wage=30"), 1)
    run = arm.runs()[0]
    value, cost, profit = (run.kpi(name)[0] for name in ("customer_value", "staff_cost", "profit"))
    assert min(value, cost) > 0.0
    assert profit == pytest.approx(value - cost, rel=1e-12)
