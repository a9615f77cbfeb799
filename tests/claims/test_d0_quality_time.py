"""D0: quality contact time (evidence.md 1.1), in a centre where nobody waits unless a test says so."""

import pytest
from harness import Arm, effect, kpi, mean

pytestmark = pytest.mark.slow

TARGET = Arm("centre", "target")
QUALITY = TARGET.but(policy="quality_time")
ALIKE = ("groups.agents.warmth_spread=0", "groups.specialists.warmth_spread=0")
UNCHILLED = ("behaviour.warmth.chill=0",)
DEAF = ("behaviour.experience.attention=0",)


def target(seconds, *sets):
    """Return the arm with another handle-time target."""
    return TARGET.but(f"policies.target.pace.target={seconds}s", *sets)


def rapport(seconds, *sets):
    """Return the arm that gives other unhurried time."""
    return QUALITY.but(f"policies.quality_time.pace.rapport={seconds}s", *sets)


def test_d0_1_a_tighter_target_lowers_aht_and_raises_work_per_resolution(claim):
    """10 x 1,440 issues in each of 6 arms, 20 s."""
    notes = "policies.target.handoff={kind: cold, notes: 100%}"
    free = ("behaviour.work.reexplain=0s", "contacts.call.acw=0s", notes)
    cost = kpi("agent_seconds_per_resolved")
    claim.holds("AHT, target 300 s less 120 s", effect(kpi("aht"), target(300), target(120)))
    claim.holds("generous 120 s of rapport less 20 s", effect(cost, rapport(120), rapport(20)))
    claim.holds("seconds per resolution, target 120 s less 300 s", effect(cost, target(120), target(300)))
    claim.fails_without("a price of handing over", effect(cost, target(120, *free), target(300, *free)))


def test_d0_2_unhurried_time_builds_trust_where_the_outcome_is_the_same(claim):
    """10 x 1,440 issues in each of 4 arms, 10 s."""
    trust = mean("trust_after")
    claim.holds("trust, 90 s of rapport less 0 s", effect(trust, rapport(90), rapport(0)))
    claim.fails_without("weight of attention", effect(trust, rapport(90, *DEAF), rapport(0, *DEAF)))


def test_d0_6_more_time_is_fairer_at_the_same_outcome(claim):
    """10 x 1,440 issues in each of 4 arms, of which half were resolved by one person; 10 s."""
    one = mean("quality", lambda issues: (issues["resolved_by"] == 1) & (issues["people"] == 1))
    claim.holds("satisfied", effect(one, QUALITY, TARGET))
    off = (*DEAF, *UNCHILLED)
    claim.fails_without("attention and chill", effect(one, QUALITY.but(*off), TARGET.but(*off)))
