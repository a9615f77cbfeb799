"""Test jobs after the report in worlds worked out by hand: a report of 300 s, preferred in 2 h."""

from math import exp, isnan

import pytest

from sim.codes import Closing, Problem

HOUR = 3600.0
REPORT = 60.0 + 300.0
PREFERRED = 60.0 + 2 * HOUR
OWN_TIME = {"kind": "customers_time", "notice": "0s", "kept": "100%"}
ABSENT = ("visit", 0, 0, 0), 0.9
FORGOTTEN = ("visit", 0, 0, 1), 0.9


def jobs(scheduling=None, **job):
    usual = {"scheduling": scheduling} if scheduling else {}
    return {
        "contacts": {"question": {"job": {"preferred": "2h", **job}}},
        "policies": {"usual": usual},
        "behaviour": {"recontact": {"after": {"dist": "constant", "value": "30m"}}},
    }


def told(played, name):
    """Return a column of the jobs' table."""
    return played.column("jobs", name)


def test_a_job_in_the_customers_time_begins_when_it_is_preferred(play, need):
    played = play([need(60.0)], jobs(OWN_TIME, takes="10m"))
    assert (told(played, "reported"), told(played, "preferred")) == ([REPORT], [PREFERRED])
    assert (told(played, "begun"), told(played, "control")) == ([PREFERRED], [1.0])
    assert played.column("issues", "closing") == [Closing.RESOLVED]
    assert played.column("issues", "closed") == [PREFERRED + 600.0]
    assert played.column("issues", "contacts") == [1]
    assert played.column("issues", "score_promptness") == [1.0]


def test_control_enters_the_quality_with_its_weight(play, need):
    played = play([need(60.0)], jobs(OWN_TIME))
    latent = 2.0 + 0.35 + 0.28 + 1.8 * 0.5 + 0.5 + 0.56
    assert played.column("issues", "quality") == pytest.approx([1.0 / (1.0 + exp(-latent))])
    deaf = jobs(OWN_TIME)
    deaf["behaviour"]["experience"] = {"control": 0}
    played = play([need(60.0)], deaf)
    assert played.column("issues", "quality") == pytest.approx([1.0 / (1.0 + exp(0.56 - latent))])


def test_without_a_word_the_same_job_gives_no_control(play, need):
    played = play([need(60.0)], jobs({**OWN_TIME, "acknowledge": False}))
    assert (told(played, "begun"), told(played, "control")) == ([PREFERRED], [0.0])


def test_a_firms_notice_makes_the_job_late_and_imposed(play, need):
    played = play([need(60.0)], jobs({**OWN_TIME, "notice": "4h"}))
    begun = REPORT + 4 * HOUR
    assert (told(played, "begun"), told(played, "control")) == ([begun], [-1.0])
    late = begun - PREFERRED
    assert played.column("issues", "score_promptness") == pytest.approx(
        [(4 * HOUR - late) / (4 * HOUR + late)]
    )


def test_an_immediate_job_is_imposed_on_a_customer_who_happens_to_be_there(play, need):
    played = play([need(60.0, luck={("visit", 0, 0, 0): 0.4})], jobs())
    assert (told(played, "begun"), told(played, "control")) == ([REPORT], [-1.0])
    assert played.column("issues", "closed") == [REPORT]
    assert played.column("issues", "score_promptness") == [1.0]
    assert played.column("issues", "explained") == [0]


def test_an_immediate_job_that_finds_nobody_is_tried_again_and_counts_as_telling_it_again(play, need):
    again = {"kind": "immediate", "again": "3h"}
    played = play([need(60.0, luck=dict([ABSENT]))], jobs(again))
    assert (told(played, "begun"), told(played, "visits")) == ([REPORT + 3 * HOUR], [2])
    assert played.column("issues", "explained") == [1]
    assert played.column("issues", "score_handoffs") == pytest.approx([-0.6])


def test_from_the_preferred_time_on_everybody_is_there(play, need):
    after = {"kind": "immediate", "after": "2h"}  # two hours after the report is later than preferred
    played = play([need(60.0, luck=dict([ABSENT]))], jobs(after))
    assert (told(played, "begun"), told(played, "visits")) == ([REPORT + 2 * HOUR], [1])


def test_an_urgent_job_is_preferred_at_once_and_done_with_the_report(play, need):
    urgent = need(60.0, luck={("job", 0, 0, 0): 0.2, **dict([ABSENT])})
    played = play([urgent], jobs(urgent="30%"))
    assert (told(played, "urgent"), told(played, "preferred")) == ([1], [60.0])
    assert (told(played, "begun"), told(played, "control")) == ([REPORT], [0.0])
    assert played.column("issues", "score_promptness") == pytest.approx(
        [(4 * HOUR - 300.0) / (4 * HOUR + 300.0)]
    )
    kept = play([urgent], jobs(OWN_TIME, urgent="30%"))
    assert (told(kept, "begun"), told(kept, "control")) == ([REPORT], [1.0])


def test_a_forgotten_promise_is_a_failure_and_the_customer_calls_again(play, need):
    usual = {**OWN_TIME, "kept": "80%"}
    played = play([need(60.0, luck=dict([FORGOTTEN]))], jobs(usual))
    called = PREFERRED + 1800.0
    assert played.column("contacts", "arrived") == [60.0, called]
    assert (told(played, "reported"), told(played, "begun")) == ([REPORT], [called + 300.0])
    assert (told(played, "visits"), told(played, "forgotten"), told(played, "control")) == ([2], [1], [-1.0])
    issue = played.issues[0]
    assert (issue["severity"], issue["contacts"], issue["closing"]) == (0.5, 2, Closing.RESOLVED)
    assert issue["closed"] == called + 300.0
    broken = 0.6 * (1.0 - 0.65 * 0.5)
    assert issue["trust_before"] == pytest.approx(broken, abs=1e-4)  # some minutes of fading
    learnt = (issue["quality"] - issue["trust_before"]) * (0.14 if issue["quality"] > broken else 0.28)
    assert issue["trust_after"] == pytest.approx(issue["trust_before"] + learnt)


def test_a_job_that_was_forgotten_is_reported_anew_where_reports_begin(play, need):
    changes = jobs({**OWN_TIME, "kept": "80%"})
    changes["contacts"]["question"]["refers_to"] = "specialists"
    changes["groups"] = {"agents": {"skill": "50%"}}
    played = play([need(60.0, luck=dict([FORGOTTEN, (("issue", 0, 0, 1), 0.9)]))], changes)
    assert [(row["attempt"], row["queue"]) for row in played.legs] == [(0, 0), (0, 1), (1, 0), (1, 1)]


def test_whoever_was_forgotten_too_often_is_counted_out(play, need):
    usual = {**OWN_TIME, "kept": "0%"}
    changes = jobs(usual)
    changes["behaviour"]["recontact"]["limit"] = 2
    played = play([need(60.0)], changes)
    assert played.column("issues", "contacts") == [2]
    assert (told(played, "forgotten"), told(played, "visits")) == ([2], [2])
    issue = played.issues[0]
    assert (issue["closing"], issue["score_control"]) == (Closing.CAPPED, -1.0)


def test_a_job_due_after_the_run_leaves_its_issue_open(play, need):
    played = play([need(60.0)], jobs(OWN_TIME, preferred="2d"))
    assert played.column("issues", "closing") == [Closing.OPEN]
    assert isnan(told(played, "begun")[0])
    assert told(played, "control") == [0.0]


def test_an_issue_that_nobody_could_report_has_no_job(play, need):
    hard = {("issue", 0, 0, 1): 0.99}
    played = play([need(60.0, luck=hard)], jobs(OWN_TIME))
    assert played.column("issues", "closing") == [Closing.GIVEN_UP]
    assert played.jobs == []


def test_without_a_job_no_scheduling_changes_anything(play, need):
    needs = [need(60.0), need(90.0, luck=dict([FORGOTTEN]))]
    assert play(needs, {"policies": {"usual": {"scheduling": OWN_TIME}}}) == play(needs)


def test_until_somebody_answers_for_a_forgotten_promise_it_is_a_problem_in_hand(play, need):
    late = jobs({**OWN_TIME, "kept": "80%"})
    late["behaviour"]["recontact"]["after"]["value"] = "1d"  # the customer calls after the end of the run
    problems = play([need(60.0, luck=dict([FORGOTTEN]))], late).column("customers", "problem")
    assert [problem for problem in problems if problem != Problem.NONE] == [Problem.IN_HAND]
