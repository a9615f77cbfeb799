"""D0.13, D0.14 and D1.4: self-service (evidence.md 1.1, 1.2), in a centre where nobody waits."""

import pytest
from harness import Arm, effect, kpi, mean

pytestmark = pytest.mark.slow

PEOPLE = Arm("centre", "quality_time")
COST = kpi("agent_seconds_per_resolved")
SATISFIED = mean("quality")


def front_door(*sets, **settings):
    """Return the arm with a self-service before the same people; nobody gives up after it."""
    kept = ", ".join(f"{key}: {value}" for key, value in settings.items())
    door = "policies.quality_time.self_service={kind: front_door, " + kept + "}"
    return PEOPLE.but("behaviour.self_service.gives_up=0", door, *sets)


# what a machine lacks: warmth, attention, and somebody who has been told
ALIKE = (
    "behaviour.experience.warmth=0",
    "behaviour.experience.attention=0",
    "behaviour.experience.handoffs=0",
    "behaviour.experience.promptness=0",
    "behaviour.work.reexplain=0s",
)


def test_d0_13_self_service_for_what_is_simple_costs_little_and_for_all_much(claim):
    """6 x 1,440 issues in each of 5 arms; 20 s."""
    simple, everyone = front_door(skill="20%", offered="simple"), front_door(skill="20%", offered="all")
    claim.lies("satisfied, simple needs less nobody led there", effect(SATISFIED, simple, PEOPLE), -0.01, 1.0)
    claim.holds("satisfied, nobody led there less everybody", effect(SATISFIED, PEOPLE, everyone), above=0.03)
    claim.fails_without("what a machine lacks", effect(SATISFIED, PEOPLE.but(*ALIKE), everyone.but(*ALIKE)))


def test_d0_14_self_service_saves_agents_time_and_costs_trust(claim):
    """6 x 1,440 issues in each of 9 arms; one that often fails costs time (Campbell & Frei); 35 s."""
    less, more = front_door(skill="40%"), front_door(skill="70%")
    claim.holds("seconds, no self-service less all led there", effect(COST, PEOPLE, less))
    claim.holds("seconds, 40 % solved less 70 % solved", effect(COST, less, more))
    trust = mean("trust_after")
    claim.holds("trust, no self-service less all led there", effect(trust, PEOPLE, less))
    claim.fails_without("what a machine lacks", effect(trust, PEOPLE.but(*ALIKE), less.but(*ALIKE)))
    poor, free = front_door(skill="2%"), "behaviour.work.reexplain=0s"
    claim.holds("seconds, 2 % solved less no self-service", effect(COST, poor, PEOPLE), above=20.0)
    dearer = effect(COST, poor.but(free), PEOPLE.but(free))
    assert dearer.high < 0.0, "without telling it again even a poor self-service saves agents' time"


def test_d1_4_a_conversation_becomes_scarce_with_self_service(claim):
    """6 x 1,440 issues in each of 3 arms; 12 s."""
    person, attention = kpi("personal_share"), mean("score_attention")
    led = front_door(skill="60%")
    claim.holds("issues with a person, none less 60 % solved", effect(person, PEOPLE, led), above=0.4)
    claim.holds("attention, none less 60 % solved", effect(attention, PEOPLE, led))
    claim.fails_without("skill", effect(attention, PEOPLE, front_door(skill="0%", offered="simple")))
