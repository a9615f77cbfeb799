"""D0: quality contact time (evidence.md 1.1), in a centre where nobody waits unless a test says so."""

import numpy as np
import pytest
from harness import Arm, Pool, effect, kpi, level, mean, sums

from sim.rules.experience import DIMENSIONS

pytestmark = pytest.mark.slow

TARGET = Arm("centre", "target")
QUALITY = TARGET.but(policy="quality_time")
BUSY = ("on_duty.agents=7", "on_duty.specialists=3")  # a third of the contacts wait, 100 s on average
DEAF = "behaviour.experience.attention=0"
UNCHILLED = "behaviour.warmth.chill=0"
ALIKE = ("groups.agents.warmth_spread=0", "groups.specialists.warmth_spread=0")
WAIT, WARMTH, OUTCOME, ATTENTION = map(DIMENSIONS.index, ("wait", "warmth", "outcome", "attention"))


def target(seconds, *sets):
    """Return the arm with another handle-time target."""
    return TARGET.but(f"policies.target.pace.target={seconds}s", *sets)


def rapport(seconds, *sets):
    """Return the arm that gives other unhurried time."""
    return QUALITY.but(f"policies.quality_time.pace.rapport={seconds}s", *sets)


def standardised(*wanted):
    """Return a measure of pooled runs: what one standard deviation of each score adds to the latent quality.

    A positive number adds the score's effect, a negative one takes it away.
    """

    def measure(runs):
        scores = np.vstack([run.scores() for run in runs])
        quality = np.concatenate([run.issues["quality"] for run in runs])
        columns = np.column_stack([np.ones(quality.size), scores])
        slopes = np.linalg.lstsq(columns, np.log(quality / (1.0 - quality)), rcond=None)[0][1:]
        effects = slopes * scores.std(0)
        return float(sum(sign * effects[place] for place, sign in wanted)), 1.0

    return measure


def one_person(of):
    """Return the satisfaction of issues that one person resolved, or ended, in one contact."""
    return mean("quality", lambda issues: (issues["people"] == 1) & (issues["contacts"] == 1) & of(issues))


def test_d0_1_a_tighter_target_lowers_aht_and_raises_work_per_resolution(claim):
    """6 x 1,440 issues in each of 6 arms; 20 s."""
    notes = "policies.target.handoff={kind: cold, notes: 100%}"
    free = ("behaviour.work.reexplain=0s", "contacts.call.acw=0s", notes)
    cost = kpi("agent_seconds_per_resolved")
    claim.holds("handle time, target 300 s less 120 s", effect(kpi("aht"), target(300), target(120)))
    claim.holds("seconds per resolution, rapport 120 s less 20 s", effect(cost, rapport(120), rapport(20)))
    claim.holds("target 120 s less 300 s", effect(cost, target(120), target(300)))
    claim.fails_without("a price of handing over", effect(cost, target(120, *free), target(300, *free)))


def test_d0_2_unhurried_time_builds_trust_where_the_outcome_is_the_same(claim):
    """6 x 1,440 issues in each of 4 arms; 12 s."""
    trust = mean("trust_after")
    claim.holds("trust, rapport 90 s less 0 s", effect(trust, rapport(90), rapport(0)))
    claim.fails_without("weight of attention", effect(trust, rapport(90, DEAF), rapport(0, DEAF)))


def test_d0_3_customers_treated_alike_do_not_all_become_engaged(claim):
    """6 x 500 customers with one issue each, solved in the same way, in each of 2 arms; 6 s."""
    same = (*ALIKE, "behaviour.warmth.noise=0", "groups.agents.skill=100%", "behaviour.recontact.hoped=100%")
    arm = QUALITY.but(*same, "contacts.call.work={dist: constant, value: 245s}", "behaviour.trust.spread=0")

    def variance(run):
        once, times = np.unique(run.issues["customer"], return_counts=True)
        engaged = np.isin(run.customers["customer"], once[times == 1])
        return float(run.customers["engaged_end"][engaged].var()), 1.0

    claim.holds("variance of being engaged", level(variance, arm))
    claim.fails_without("ties that differ", level(variance, arm.but("behaviour.trust.tie_spread=0")))


def test_d0_4_kind_and_unhurried_service_outweighs_quick_answer(claim):
    """6 x 2,880 issues of both policies, in each of 2 arms; effects of one standard deviation; 15 s."""
    gap = standardised((WARMTH, 1), (ATTENTION, 1), (WAIT, -1))
    unkind = (*BUSY, DEAF, "behaviour.experience.warmth=0")
    kind = standardised((WARMTH, 1), (ATTENTION, 1))
    claim.holds("warmth and attention less wait", level(gap, Pool((TARGET.but(*BUSY), QUALITY.but(*BUSY)))))
    off = Pool((TARGET.but(*unkind), QUALITY.but(*unkind)))
    claim.fails_without("weights of warmth and attention", level(kind, off))


def test_d0_5_attention_is_almost_as_important_as_the_outcome(claim):
    """6 x 2,880 issues of both policies, in each of 2 arms; effects of one standard deviation; 12 s."""
    both = Pool((TARGET, QUALITY))

    def share(runs):
        return standardised((ATTENTION, 1))(runs)[0], standardised((OUTCOME, 1))(runs)[0]

    claim.lies("attention / outcome", level(share, both), 0.6, 1.0)
    claim.holds("outcome", level(standardised((OUTCOME, 1)), both))
    claim.holds("attention", level(standardised((ATTENTION, 1)), both))
    off = Pool((TARGET.but(DEAF), QUALITY.but(DEAF)))
    claim.fails_without("weight of attention", level(standardised((ATTENTION, 1)), off))


def test_d0_6_more_time_is_fairer_at_the_same_outcome(claim):
    """6 x 1,440 issues in each of 4 arms, of which half are resolved by one person; 12 s."""

    def thirds(top):
        def measure(runs):
            resolved = [run.issues["resolved_by"] > 0 for run in runs]
            quality = np.concatenate(
                [run.issues["quality"][r] for run, r in zip(runs, resolved, strict=True)]
            )
            time = np.concatenate([run.issues["unhurried"][r] for run, r in zip(runs, resolved, strict=True)])
            low, high = np.quantile(time, [1 / 3, 2 / 3])
            return sums(quality[time >= high] if top else quality[time <= low])

        return measure

    both = Pool((TARGET, QUALITY))
    claim.holds("resolved, top less bottom third", effect(thirds(True), both, both, thirds(False)))
    same = one_person(lambda issues: issues["resolved_by"] > 0)
    claim.holds("same outcome, one person", effect(same, QUALITY, TARGET))
    off = (DEAF, UNCHILLED)
    claim.fails_without("attention and chill", effect(same, QUALITY.but(*off), TARGET.but(*off)))


def test_d0_7_the_penalty_falls_on_those_who_were_cut_short(claim):
    """6 x 1,440 issues in each of 4 arms: resolved under both policies, only attention differs; 12 s."""
    off = [f"behaviour.experience.{name}=0" for name in ("promptness", "warmth", "handoffs", "wait")]
    no_rapport = ("policies.target.pace.rapport=0s", "policies.quality_time.pace.rapport=0s")

    def penalty(was_cut):
        def measure(runs):
            pressed, unhurried = runs
            resolved = [np.flatnonzero(run.issues["resolved_by"] > 0) for run in runs]
            serials = [run.issues["issue"][places] for run, places in zip(runs, resolved, strict=True)]
            _, here, there = np.intersect1d(*serials, return_indices=True)
            here, there = resolved[0][here], resolved[1][there]
            lost = unhurried.issues["quality"][there] - pressed.issues["quality"][here]
            return sums(lost[pressed.cut()[here] == was_cut])

        return measure

    arms = Pool((TARGET.but(*off, *no_rapport), QUALITY.but(*off, *no_rapport)))
    deaf = Pool((TARGET.but(*off, *no_rapport, DEAF), QUALITY.but(*off, *no_rapport, DEAF)))
    claim.lies("satisfaction lost by the uncut", level(penalty(False), arms), -1e-12, 1e-12)
    claim.holds("by those cut short", level(penalty(True), arms))
    claim.fails_without("weight of attention", level(penalty(True), deaf))


def test_d0_8_one_cannot_please_everybody(claim):
    """6 x 1,440 issues in each of 2 arms: quality time with 2 minutes of rapport, and nobody waits; 6 s."""
    best = rapport(120)
    claim.lies("satisfied", level(mean("quality"), best), 0.8, 0.99)
    claim.lies("engaged", level(kpi("engaged_share"), best), 0.4, 0.99)

    def displeased(run):
        return sums(1.0 - run.issues["quality"])

    claim.holds("displeased", level(displeased, best))
    kind = ("groups.agents.warmth=1", "groups.specialists.warmth=1", "behaviour.warmth.noise=0", *ALIKE)
    able = ("groups.agents.skill=100%", "behaviour.recontact.hoped=100%")
    claim.fails_without("differing moods, hopes and skills", level(displeased, best.but(*kind, *able)))


def test_d0_11_agents_told_to_spend_more_time_build_trust_at_equal_staffing(claim):
    """6 x 1,440 issues in each of 3 arms, a third of the contacts waiting; 9 s."""
    trust = mean("trust_after")
    unpressed = TARGET.but(*BUSY, "policies.target.pace.pressure=0")
    claim.holds("trust, quality time less target", effect(trust, QUALITY.but(*BUSY), TARGET.but(*BUSY)))
    claim.fails_without("pressure", effect(trust, QUALITY.but(*BUSY), unpressed))


def test_d0_12_time_counts_even_when_the_outcome_is_bad(claim):
    """6 x 1,440 issues in each of 4 arms, of which a fifth ended with one person and not as hoped; 12 s."""
    bad = one_person(lambda issues: (issues["resolved_by"] > 0) & (issues["as_hoped"] == 0))
    claim.holds("satisfaction, not as hoped", effect(bad, QUALITY, TARGET))
    off = (DEAF, UNCHILLED)
    claim.fails_without("attention and chill", effect(bad, QUALITY.but(*off), TARGET.but(*off)))
