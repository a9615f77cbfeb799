"""D3: failures, recovery and trust (evidence.md 1.4)."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from harness import Arm, effect, kpi, level, mean, sums

pytestmark = pytest.mark.slow

FAILED = Arm("cohort", "target", replications=5)
RECOVERED = FAILED.but(policy="quality_time")
NEVER = FAILED.but("failures.service.per_customer_year=0")
UNTAUGHT = "behaviour.trust.gain_failure=0"
UNBROKEN = "behaviour.trust.breach=0"


def test_d3_1_trust_makes_engagement(claim):
    """5 x 4,000 customers after a year with a failure each, on average, in each of 2 arms; 6 s."""

    def thirds(run):
        trust, engaged = run.customers["trust_end"], run.customers["engaged_end"]
        low, high = np.quantile(trust, [1 / 3, 2 / 3])
        return float(engaged[trust >= high].mean() - engaged[trust <= low].mean()), 1.0

    claim.holds("engaged, most less least trusting third", level(thirds, FAILED))
    claim.fails_without("a scale of ties (sd 20)", level(thirds, FAILED.but("behaviour.trust.tie_spread=20")))


def rise(run):
    """Return the trust gained in the window by customers who began 0.1 or more below what is sustained."""
    start, end = run.customers["trust_start"], run.customers["trust_end"]
    low = start < run.world.trust.level - 0.1
    return float((end - start)[low].sum()), float(low.sum())


def remembered(below):
    """Return the share of the distance from the sustained trust that is left after the window."""

    def measure(run):
        start, end = (run.customers[name] - run.world.trust.level for name in ("trust_start", "trust_end"))
        of = start < -0.05 if below else start > 0.05
        return float(end[of].sum()), float(start[of].sum())

    return measure


def test_d3_3_flawless_service_earns_trust_over_time(claim):
    """5 x 4,000 customers without a failure for a year, a tenth with little trust, in 3 arms; 6 s."""
    year, half = NEVER, NEVER.but("clock.days=182")
    claim.holds("trust gained in half a year", level(rise, half))
    claim.holds("in the second half", effect(rise, year, half))
    claim.lies("share of the distance left after a year", level(remembered(True), year), 0.620, 0.628)
    claim.holds("trust gained in a year", level(rise, year))
    claim.fails_without("forgetting bad news", level(rise, year.but("behaviour.trust.fade_bad=0")))


def test_d3_5_the_touchpoint_to_mend_is_not_the_one_that_hurts_most(claim):
    """5 x 5,300 mild and 1,300 grave failures in each of 2 arms: the mild stay silent, and cost more; 9 s."""
    mild = "failures.app={per_customer_year: 1.33, severity: {dist: fixed, share: 0.3}, contact: complaint}"
    grave = ("failures.service.per_customer_year=0.33", "failures.service.severity={dist: fixed, share: 0.9}")
    arm = FAILED.but(mild, *grave)

    def ranks(run):
        (app, days), (service, _) = (
            run.kpi("trust_lost_silently", "touchpoint", name) for name in ("app", "service")
        )
        return app - service, days

    claim.holds("trust lost in silence a day, mild and frequent less grave and rare", level(ranks, arm))
    claim.fails_without("silence", level(ranks, arm.but("behaviour.trust.voice=20")))


def test_d3_6_engagement_falls_with_the_incidence_of_failures(claim):
    """5 x 4,000 customers over a year in each of 5 arms; 14.8 % with a failure should leave 52 %; 9 s."""
    engaged = kpi("engaged_share")
    some = FAILED.but("failures.service.per_customer_year=0.16")
    claim.lies("engaged, no failures", level(engaged, NEVER), 0.54, 0.58)
    claim.lies("14.8 % with a failure", level(engaged, some), 0.51, 0.54)
    claim.holds("0 less 0.16 failures a year", effect(engaged, NEVER, some))
    claim.holds("0.16 less 1 failure a year", effect(engaged, some, FAILED))
    off = (UNBROKEN, UNTAUGHT)
    claim.fails_without("breach and learning", effect(engaged, some.but(*off), FAILED.but(*off)))


ONCE = FAILED.but(
    "failures.service.per_customer_year=0",
    "failures.service.once_per_customer=true",
    "customers.count=12000",
)


def handled(how):
    """Return the share engaged among those whose failure ended that way."""
    return kpi("engaged_share", "problem", how)


def test_d3_7_a_problem_takes_engagement_from_56_to_29_in_a_hundred(claim):
    """5 x 12,000 customers with one failure in the year, and without, in each of 3 arms; 40 s."""
    engaged, never = kpi("engaged_share"), NEVER.but("customers.count=12000")
    claim.lies("engaged, no problem", level(engaged, never), 0.56 - 0.015, 0.56 + 0.015)
    claim.lies("one problem", level(engaged, ONCE), 0.29 - 0.015, 0.29 + 0.015)
    claim.holds("no problem less one", effect(engaged, never, ONCE))
    claim.fails_without("breach and learning", effect(engaged, never, ONCE.but(UNBROKEN, UNTAUGHT)))


def test_d3_9_good_handling_leaves_48_in_a_hundred_engaged_and_poor_31(claim):
    """5 x 4,800 voiced failures, 15 x without; nobody waits: with waits see the calibration; 60 s."""
    good, poor = handled("good"), handled("poor")
    claim.lies("engaged, handled well", level(good, ONCE), 0.48 - 0.015, 0.48 + 0.015)
    claim.lies("handled poorly", level(poor, ONCE), 0.31 - 0.025, 0.31 + 0.025)
    claim.holds("poorly less silent", effect(poor, ONCE, ONCE, handled("silent")))
    claim.holds("well less poorly", effect(good, ONCE, ONCE, poor))
    off = replace(ONCE.but(UNBROKEN, UNTAUGHT), replications=15)
    claim.fails_without("breach and learning", effect(good, off, off, poor))


def mild(run):
    """Return which issues are first failures handled excellently."""
    return run.first() & (run.issues["quality"] > 0.95)


def test_d3_8_the_highest_engagement_is_among_the_well_recovered(claim):
    """5 x 12,000 mild failures (severity 0.075), a tenth of them voiced, in each of 4 arms; 25 s."""
    arm = RECOVERED.but("failures.service.severity={dist: fixed, share: 0.075}", "customers.count=40000")
    arm = arm.but("failures.service.per_customer_year=0.3")

    def share(trust):
        return lambda run: sums(run.engaged(trust(run))[mild(run)].astype(float))

    def after(run):
        return run.issues["trust_after"]

    def before(run):
        return run.before()

    never = kpi("engaged_share")
    claim.holds("engaged after less before", effect(share(after), arm, arm, share(before)))
    claim.holds("engaged before less the never failed", effect(share(before), arm, NEVER, never))
    chance = arm.but("behaviour.trust.voice_tie=0")
    claim.fails_without("voice by attachment", effect(share(before), chance, NEVER, never))
    claim.holds("engaged after less the never failed", effect(share(after), arm, NEVER, never))
    off = arm.but("behaviour.trust.voice_tie=0", UNTAUGHT, UNBROKEN)
    claim.fails_without("that, breach and learning", effect(share(after), off, NEVER, never))


def test_d3_10_trust_is_earned_when_put_to_the_test(claim):
    """5 x 4,700 voiced failures of severity 0.5, in each of 3 arms; 18 s."""
    arm = FAILED.but("failures.service.severity={dist: fixed, share: 0.5}", "customers.count=12000")
    edges = [0.0, 0.2, 0.4, 0.6, 0.8, 0.95, 1.0]

    def engaged(low, high):
        def measure(run):
            quality = run.issues["quality"]
            of = run.first() & (quality > low) & (quality <= high)
            return sums(run.engaged(run.issues["trust_after"])[of].astype(float))

        return measure

    shares = [level(engaged(low, high), arm).value for low, high in pairwise(edges)]
    print("engaged by quality of recovery", np.round(shares, 3))
    assert shares == sorted(shares)
    best, worst = engaged(0.95, 1.0), engaged(0.0, 0.2)
    routine = arm.but("behaviour.trust.gain_failure=0.05")
    response = effect(best, arm, arm, worst)
    claim.lies("the same, learning as from routine", effect(best, routine, routine, worst), 0, response.low)
    claim.holds("engaged, best less worst recovery", response)
    off = arm.but(UNTAUGHT)
    claim.fails_without("learning from the test", effect(best, off, off, worst))


def test_d3_12_able_staff_turn_problems_around(claim):
    """5 x 1,600 voiced failures in each of 7 arms: skill of the first line, and what customers get; 15 s."""
    good = mean("quality")
    skilled, hoped = "groups.agents.skill=90%", "behaviour.recontact.hoped=70%"
    claim.holds("good handling, hope 70 % less 50 %", effect(good, RECOVERED.but(hoped), RECOVERED))
    unmoved = RECOVERED.but("behaviour.experience.outcome=0")
    claim.fails_without("weight of the outcome", effect(good, unmoved.but(hoped), unmoved))
    claim.holds("skill 90 % less 75 %", effect(good, RECOVERED.but(skilled), RECOVERED))
    one = [f"behaviour.experience.{name}=0" for name in ("handoffs", "warmth", "outcome")]
    claim.fails_without(
        "what a second person costs", effect(good, RECOVERED.but(skilled, *one), RECOVERED.but(*one))
    )


def test_d3_13_customers_remember_for_years_and_the_bad_for_longer(claim):
    """5 x 4,000 customers without a failure for a year, in each of 2 arms; 6 s."""
    below, above = remembered(True), remembered(False)
    claim.lies("distrust left after a year", level(below, NEVER), 0.620, 0.628)
    claim.lies("goodwill left after a year", level(above, NEVER), 0.486, 0.494)
    claim.holds("distrust less goodwill left", effect(below, NEVER, NEVER, above))
    off = NEVER.but("behaviour.trust.fade_bad=0.714")
    claim.fails_without("slower forgetting of the bad", effect(below, off, off, above))


def test_d3_2_without_engagement_customers_leave_for_a_lower_price(claim):
    """5 x 4,000 customers, four weeks in which a competitor is cheaper, in each of 3 arms; 12 s."""
    churn = "{{sensitivity: {}, price_cuts: {}}}"
    cut = "[{begins: '2026-08-31', lasts: 28d, times: 10}]"

    def arm(sensitivity, cuts):
        leaves = churn.format(sensitivity, cuts)
        return NEVER.but(f"behaviour.loyalty={{churn: {leaves}, joining: none, patience: 0}}")

    begins = (182 * 86400.0, 210 * 86400.0)

    def gap(run):
        left, engaged = run.customers["left"], run.customers["engaged_start"]
        went = (left >= begins[0]) & (left < begins[1])
        return float(engaged[np.isinf(left)].mean() - engaged[went].mean()), 1.0

    left = kpi("left_per_year")
    claim.holds("leave in a year, with a price cut less without", effect(left, arm(0.7, cut), arm(0.7, "[]")))
    claim.holds("engaged, of those who stay less of those who went", level(gap, arm(0.7, cut)))
    claim.fails_without("goodwill that holds customers", level(gap, arm(0, cut)))
