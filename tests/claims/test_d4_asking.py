"""D4: ask customers, rather than assume (evidence.md 1.5)."""

import pytest
from harness import Arm, effect, kpi

pytestmark = pytest.mark.slow

FAILED = Arm("cohort", "quality_time", replications=5)


def test_d4_7_a_survey_of_those_who_called_overstates_satisfaction(claim):
    """5 x 4,000 failures in each of 2 arms; without: everybody speaks up, and answers alike."""
    survey, whole = kpi("csat_survey"), kpi("recovered_share")
    claim.holds("survey less truth of all failures", effect(survey, FAILED, FAILED, whole))
    claim.holds("survey less all who called", effect(survey, FAILED, FAILED, kpi("csat")))
    claim.holds("survey less truth of all failures", effect(survey, FAILED, FAILED, whole))
    off = FAILED.but("behaviour.trust.voice=40", "behaviour.survey.extremes=0")
    claim.fails_without("silence and eager extremes", effect(survey, off, off, whole))


def test_d4_6_asking_what_is_fair_pleases_more_and_costs_less_than_a_fixed_sum(claim):
    """5 x 1,600 voiced failures in each of 5 arms: the sum that is fair grows with the severity."""
    good, money = kpi("good_handling"), kpi("compensation_per_failure")
    asking, paying = (
        FAILED.but(f"policies.quality_time.recovery={kind}") for kind in ("ask_what_is_fair", "compensation")
    )
    claim.lies("satisfied, asked less paid", effect(good, asking, paying), -0.005, 0.005)
    claim.holds("money, fixed sum less asked", effect(money, paying, asking))
    claim.holds("satisfied, asked less nothing", effect(good, asking, FAILED))
    off = "behaviour.experience.outcome=0"
    claim.fails_without("weight of the outcome", effect(good, asking.but(off), FAILED.but(off)))
