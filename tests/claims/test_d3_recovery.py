"""D3: recovery and outreach (evidence.md 1.4)."""

import pytest
from harness import Arm, Pool, effect, kpi, level, mean

pytestmark = pytest.mark.slow

TARGET = Arm("cohort", "target", replications=8)
BY_CHANCE = "behaviour.trust.voice_tie=0"
UNTAUGHT = "behaviour.trust.gain_failure=0"


def after(name, problem):
    """Return a measure of the customers whose last failure became that."""
    return kpi(name, "problem", problem)


def test_d3_4_good_recovery_is_the_best_route_back_to_trust_and_fast_is_better(claim):
    """8 x 4,000 customers in each of 7 arms; failures of severity 0.5, a third of them voiced by chance.

    In trust alone a poor recovery is worse than none: that the poorly handled are more engaged than the
    silent is due to who speaks up (evidence.md, finding 4).
    """
    arm = TARGET.but(
        *("failures.service.severity={dist: fixed, share: 0.5}", "failures.service.per_customer_year=0.3"),
        BY_CHANCE,
    )
    trust = "trust_end"
    claim.holds("trust, good less poor", effect(after(trust, "good"), arm, arm, after(trust, "poor")))
    claim.holds("trust, good less none", effect(after(trust, "good"), arm, arm, after(trust, "silent")))
    off = arm.but(UNTAUGHT)
    claim.fails_without(
        "learning from the test", effect(after(trust, "good"), off, off, after(trust, "silent"))
    )
    engaged = "engaged_share"
    poor = after(engaged, "poor")
    claim.holds("engaged, poor less none", effect(poor, TARGET, TARGET, after(engaged, "silent")))
    mixed = TARGET.but(BY_CHANCE)
    claim.lies(
        "the same, voiced by chance", effect(poor, mixed, mixed, after(engaged, "silent")), -0.15, -0.05
    )
    soon, late = (
        TARGET.but(f"policies.target.recovery={{kind: call_back, within: {hours}h}}") for hours in (1, 48)
    )
    claim.holds("trust, called within 1 h less 48 h", effect(mean("trust_after"), soon, late))
    slow = "behaviour.experience.promptness=0"
    claim.fails_without("weight of promptness", effect(mean("trust_after"), soon.but(slow), late.but(slow)))


def test_d3_11_reaching_out_pays_where_handling_is_good(claim):
    """8 x 4,000 failures in each of 6 arms: all are known, and asking adds 1.5 logits of speaking up."""
    quality = TARGET.but(policy="quality_time")

    def asked(arm, *sets):
        return arm.but(f"policies.{arm.policy}.outreach=proactive", *sets)

    def gains_more(runs):
        trust = [over / under for over, under in (run.kpi("trust_end") for run in runs)]
        return trust[0] - trust[1] - (trust[2] - trust[3]), 1.0

    claim.lies("silent", level(kpi("silent_share"), quality), 0.58, 0.62)
    claim.lies("silent when asked", level(kpi("silent_share"), asked(quality)), 0.29, 0.33)
    engaged, trust = kpi("engaged_share"), kpi("trust_end")
    claim.holds("engaged, asked, quality time", effect(engaged, asked(quality), quality))
    claim.holds("trust, asked, quality time", effect(trust, asked(quality), quality))
    claim.fails_without(
        "learning from the handling", effect(trust, asked(quality, UNTAUGHT), quality.but(UNTAUGHT))
    )
    both = Pool((asked(quality), quality, asked(TARGET), TARGET))
    claim.holds("trust gained by asking, quality time less target", level(gains_more, both))
