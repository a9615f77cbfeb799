"""Test information outside opening hours, in worlds worked out by hand: the line opens an hour late."""

import copy

import pytest

from sim.codes import Closing, Outcome
from sim.engines.reference import engine
from sim.kpis.fold import Fold
from sim.luck import Luck
from sim.scenario.model import Scenario
from sim.world.build import build
from tests.unit.engines.conftest import CENTRE, Written, merged, rows

HOUR = 3600.0
SIMPLE = {("issue", 0, 0, 1): 0.1}
LATE_LINE = {
    "queues": {
        "service": {
            "open": "09:00-12:00",
            "redial_blocked": {"chance": "100%", "after": {"dist": "constant", "value": "10m"}},
        }
    }
}


def late_line(**availability):
    return {**LATE_LINE, "policies": {"usual": {"availability": availability} if availability else {}}}


def test_a_simple_need_outside_the_lines_hours_is_answered_at_once(play, need):
    played = play([need(60.0, luck=SIMPLE)], late_line(information="always"))
    assert (played.contacts, played.legs) == ([], [])
    issue = played.issues[0]
    assert (issue["opened"], issue["closed"], issue["closing"]) == (60.0, 60.0, Closing.RESOLVED)
    assert (issue["contacts"], issue["resolved_by"], issue["people"]) == (0, 0, 0)
    scores = [issue[f"score_{name}"] for name in ("promptness", "wait", "warmth", "handoffs", "attention")]
    assert scores == [1.0, 1.0, 0.0, 1.0, 0.0]


def test_with_the_hours_of_service_the_same_need_waits_for_the_line_to_open(play, need):
    played = play([need(60.0, luck=SIMPLE)], late_line())
    assert played.column("contacts", "outcome") == [Outcome.BLOCKED, Outcome.ANSWERED]
    assert played.issues[0]["closed"] == pytest.approx(2.5 * HOUR + 300.0)  # when half of the day has called


@pytest.mark.parametrize(("at", "luck"), [(60.0, {("issue", 0, 0, 1): 0.3}), (2 * HOUR, SIMPLE)])
def test_what_is_complex_or_arises_while_the_line_is_open_is_served_as_ever(play, need, at, luck):
    needs = [need(at, luck=luck)]
    assert play(needs, late_line(information="always")) == play(needs, late_line())


def test_what_self_service_solves_was_not_answered_by_information(need):
    changes = late_line(information="always")
    changes["policies"]["usual"]["self_service"] = {"kind": "front_door"}
    world = build(Scenario.model_validate(merged(copy.deepcopy(CENTRE), changes)), "usual")
    simple = [need(at, luck=SIMPLE) for at in (60.0, 2 * HOUR, 2 * HOUR)]
    fold = Fold(world)
    engine.run(world, Written([*simple, need(3 * HOUR)]), fold.add)
    found = fold.finish().filter(dimension="all")
    sums = {kpi: (over, under) for _, _, kpi, over, under in found.iter_rows()}
    assert (sums["informed_share"], sums["contained_share"]) == ((1.0, 4.0), (2.0, 4.0))


def test_information_that_answers_nothing_changes_nothing(play, need):
    needs = [need(60.0, luck=SIMPLE), need(70.0)]
    assert play(needs, late_line(information="always", solves="0%")) == play(needs, late_line())


def test_what_a_failure_caused_waits_for_service():
    changes = late_line(information="always", solves="100%")
    changes["failures"] = {"statement": {"per_customer_year": 10, "contact": "request"}}
    changes["contacts"] = {"request": {"queue": "service", "work": "5m"}}
    changes["customers"] = {"count": 2000}
    world = build(Scenario.model_validate(merged(copy.deepcopy(CENTRE), changes)), "usual")
    found = {}
    engine.run(world, Luck(1, 0), lambda table, columns: found.setdefault(table, []).append(columns))
    issues = rows(found, "issues")
    assert {
        row["contacts"] for row in issues if row["touchpoint"] >= 0 and row["closing"] != Closing.OPEN
    } == {1}
    assert 0 in {row["contacts"] for row in issues if row["touchpoint"] < 0}


def test_a_report_taken_by_information_does_not_bring_the_job_sooner(play, need):
    own_time = {"kind": "customers_time", "notice": "0s", "kept": "100%"}
    job = {"contacts": {"question": {"job": {"preferred": "3h"}}}}
    told = play([need(60.0, luck=SIMPLE)], {
        **late_line(information="always"), **job,
        "policies": {"usual": {"availability": {"information": "always"}, "scheduling": own_time}},
    })  # fmt: skip
    assert (told.column("jobs", "reported"), told.column("jobs", "begun")) == ([60.0], [60.0 + 3 * HOUR])
    asked = play([need(60.0, luck=SIMPLE)], {
        **late_line(), **job, "policies": {"usual": {"scheduling": own_time}},
    })  # fmt: skip
    assert asked.column("jobs", "begun") == told.column("jobs", "begun")


def test_a_job_reported_by_information_may_still_be_due_when_the_run_ends(play, need):
    played = play([need(60.0, luck=SIMPLE)], {
        **late_line(information="always"), "contacts": {"question": {"job": {"preferred": "2d"}}},
        "policies": {"usual": {"availability": {"information": "always"}, "scheduling": "customers_time"}},
    })  # fmt: skip
    assert played.column("issues", "closing") == [Closing.OPEN]
    assert played.column("jobs", "reported") == [60.0]
