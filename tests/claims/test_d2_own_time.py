"""D2: instant information is not instant service (evidence.md 1.3); nobody waits on the line."""

import pytest
from harness import Arm, effect, kpi, level, mean, sums

pytestmark = pytest.mark.slow

IMMEDIATE = Arm("own_time", "immediate", replications=5)
OWN_TIME = IMMEDIATE.but(policy="own_time")
UNASKED = "behaviour.experience.control=0"  # the weight of control over the time of a job
THERE = "behaviour.promise.available=100%"  # customers are there whenever the firm comes
QUESTION, REPAIR = 0, 1
HOUR = 3600.0


def of_type(kind):
    """Return what tells the issues of a contact type."""
    return lambda issues: issues["type"] == kind


def at_night(issues):
    """Return which questions arose while the line was closed."""
    hour = issues["opened"] / HOUR % 24
    return (issues["type"] == QUESTION) & ((hour < 8) | (hour >= 20))


def took(run):
    """Return the time from the first contact of repairs to their end [s]."""
    issues = run.issues
    return sums((issues["closed"] - issues["opened"])[of_type(REPAIR)(issues)])


def informed(arm, *sets):
    """Return the arm with information around the clock."""
    return arm.but(f"policies.{arm.policy}.availability={{information: always}}", *sets)


satisfied = mean("quality", of_type(REPAIR))
trusting = mean("trust_after", of_type(REPAIR))


def learnt(run):
    """Return the trust that the episodes of repairs gained."""
    issues = run.issues
    return sums((issues["trust_after"] - issues["trust_before"])[of_type(REPAIR)(issues)])


def test_d2_1_after_faster_service_the_same_speed_scores_lower(claim):
    """5 x 1,440 questions on the second of two days in each of 4 arms, 7 a day by each of 200 customers."""
    few = (
        "customers.count=200",
        "contacts.question.volume.per_hour=60",
        "contacts.repair.volume.per_hour=0",
        "queues.line.open=00:00-24:00",
        "clock.warm_up=1d",
        "clock.days=1",
        "clock.drain=1d",
    )
    slow = "outages={slow: {hits: system, begins: [2026-03-01 00:00], lasts: 1d, speed: 25%}}"
    adapts = "behaviour.experience.adapts=20%"
    fast = IMMEDIATE.but(*few)
    score = mean("score_promptness")
    claim.holds(
        "promptness after a slow day less after a fast one",
        effect(score, fast.but(slow, adapts), fast.but(adapts)),
    )
    claim.fails_without("adapting norms", effect(score, fast.but(slow), fast))


def test_d2_2_information_around_the_clock_satisfies_those_who_ask_at_night(claim):
    """5 x 480 questions at night in each of 6 arms; in the last 4 agents are as neutral as information."""
    night = mean("quality", at_night)
    some = "queues.line.redial_blocked.chance=60%"
    claim.holds(
        "satisfied at night, 60 % call again", effect(night, informed(IMMEDIATE, some), IMMEDIATE.but(some))
    )
    neutral = (
        "groups.agents.warmth=0",
        "groups.agents.warmth_spread=0",
        "behaviour.warmth.noise=0",
        "policies.immediate.pace.rapport=0s",
    )
    claim.holds(
        "all call again, neutral agents",
        effect(night, informed(IMMEDIATE, *neutral), IMMEDIATE.but(*neutral)),
    )
    off = (*neutral, "behaviour.experience.promptness=0")
    claim.fails_without("weight of promptness", effect(night, informed(IMMEDIATE, *off), IMMEDIATE.but(*off)))


def test_d2_3_information_and_service_are_separate_switches(claim):
    """5 x 960 repairs and 960 questions in each of the 4 combinations."""
    own, own_informed = OWN_TIME, informed(OWN_TIME)
    firm, firm_informed = IMMEDIATE, informed(IMMEDIATE)
    night, on_time = mean("score_promptness", at_night), kpi("job_on_time_share", "contact", "repair")
    claim.holds("information, promptness at night", effect(night, own_informed, own))
    claim.holds("the same where service is immediate", effect(night, firm_informed, firm))
    claim.holds("service, jobs on time", effect(on_time, own_informed, firm_informed))
    claim.holds("the same with information in service hours", effect(on_time, own, firm))
    claim.fails_without("a change of service", effect(on_time, own_informed, own))
    claim.holds("service, satisfied with repairs", effect(satisfied, own, firm))
    claim.fails_without("a change of service", effect(satisfied, own_informed, own))


def test_d2_4_routine_service_satisfies_more_in_the_customers_own_time_urgent_at_once(claim):
    """5 x 960 repairs in each of 6 arms."""
    urgent = "contacts.repair.job.urgent=100%"
    claim.holds("raw elapsed time, own time less immediate", effect(took, OWN_TIME, IMMEDIATE))
    claim.holds(
        "urgent, immediate less own time", effect(satisfied, IMMEDIATE.but(urgent), OWN_TIME.but(urgent))
    )
    claim.holds("routine, own time less immediate", effect(satisfied, OWN_TIME, IMMEDIATE))
    off = (UNASKED, THERE)
    claim.fails_without("control and absence", effect(satisfied, OWN_TIME.but(*off), IMMEDIATE.but(*off)))


def test_d2_5_an_acknowledgement_satisfies_though_the_job_is_done_no_sooner(claim):
    """5 x 960 repairs in each of 4 arms."""
    quiet = OWN_TIME.but("policies.own_time.scheduling.acknowledge=false")
    assert level(took, OWN_TIME) == level(took, quiet)
    claim.holds("acknowledged less not", effect(satisfied, OWN_TIME, quiet))
    claim.fails_without("weight of control", effect(satisfied, OWN_TIME.but(UNASKED), quiet.but(UNASKED)))


def test_d2_6_trust_falls_with_the_share_of_promises_forgotten(claim):
    """5 x 960 repairs in each of 5 arms."""
    arms = [OWN_TIME.but(f"policies.own_time.scheduling.kept={share}%") for share in (100, 80, 60)]
    claim.holds("trust, 80 % kept less 60 %", effect(trusting, arms[1], arms[2]))
    claim.holds("trust, 100 % kept less 80 %", effect(trusting, arms[0], arms[1]))
    off = "behaviour.promise.severity=0%"
    claim.fails_without(
        "failure in a forgotten promise", effect(trusting, arms[0].but(off), arms[1].but(off))
    )


def test_d2_7_permission_based_service_beats_metric_driven_service(claim):
    """5 x 960 repairs, 30 % of them urgent, in each of 4 arms; the firm can come at once if asked to."""
    mixed = ("contacts.repair.job.urgent=30%", "policies.own_time.scheduling.notice=0s")
    asked, driven = OWN_TIME.but(*mixed), IMMEDIATE.but(*mixed)
    claim.holds("satisfied", effect(satisfied, asked, driven))
    claim.holds("trust gained", effect(learnt, asked, driven))
    off = (UNASKED, THERE)
    claim.fails_without("control and absence", effect(learnt, asked.but(*off), driven.but(*off)))


def test_d2_8_attention_to_their_sensitivities_is_appreciated(claim):
    """5 x 960 repairs in each of 5 arms: time to listen, and a time that suits."""
    kind, curt = "policies.own_time.pace.rapport=90s", "policies.immediate.pace.rapport=0s"
    both, neither = OWN_TIME.but(kind), IMMEDIATE.but(curt)
    claim.holds("attention alone", effect(satisfied, both, OWN_TIME.but("policies.own_time.pace.rapport=0s")))
    claim.holds("attention and control", effect(satisfied, both, neither))
    off = (UNASKED, THERE, "behaviour.experience.attention=0")
    claim.fails_without("weights of both, and absence", effect(satisfied, both.but(*off), neither.but(*off)))
