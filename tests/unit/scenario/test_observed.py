"""Test what a scenario says was measured: its forms, errors, names, and contradictions."""

import re

import pytest

from sim.checks.plan import scenario_digest
from sim.errors import ScenarioError
from sim.scenario.contradictions import contradictions, days_in_week, offered_per_day
from sim.scenario.load import check, load_scenario, resolved
from sim.studies.bench import Setting

CENTRE = """version: 1
name: measured
clock: {start: 2026-03-02, days: 5, warm_up: 0d, drain: 7d, open: HOURS}
queues: {calls: {patience: 4m, redial: {chance: 40%, after: 5m}}}
contacts: {question: {queue: calls, volume: {per_hour: 60}, work: 5m, acw: 30s}}
groups: {agents: {skills: [calls], skill: 90%}}
on_duty: {agents: 8}
customers: {count: 40000}
policies:
  today: {pace: {kind: handle_time_target, target: 5m, counts: talk}}
  other: {}
baseline: today
""".replace("HOURS", '{mon-fri: "08:00-18:00", sat: "08:00-13:00", sun: closed}')


def load(tmp_path, observed=""):
    file = tmp_path / "centre.yaml"
    file.write_text(CENTRE + observed, "utf-8")
    return load_scenario(file)


def told(tmp_path, observed):
    return {one.name: (one.value, one.error) for one in load(tmp_path, observed).observed.measured()}


def test_figures_are_read_with_their_error_their_count_or_the_usual_error(tmp_path):
    found = told(tmp_path, """observed:
  offered: {per_week: 3300}
  aht: {value: 6m10s, n: 400}
  fcr: {value: 71%, by: survey, n: 600}
  recontact_7d: 20%
  service_level: {value: 80%, error: 3%}
  repeat_after_long: {after_longer: 26%, after_shorter: 20%}
""")  # fmt: skip
    assert found["aht"] == (370.0, pytest.approx(18.5))
    assert found["fcr"] == (0.71, pytest.approx((0.71 * 0.29 / 600) ** 0.5))
    assert found["recontact_7d"] == (0.2, 0.015)
    assert found["service_level"] == (0.8, 0.03)
    assert found["repeat_after_long"] == (pytest.approx(0.06), 0.03)


def test_contacts_a_week_become_contacts_a_measured_day_by_the_volume_of_those_days(tmp_path):
    scenario = load(tmp_path, "observed: {offered: {per_week: 3300}}\n")
    assert days_in_week(scenario) == pytest.approx(5.5)  # Saturday has half the hours
    (offered,) = scenario.observed.measured()
    assert offered_per_day(scenario, offered).value == pytest.approx(600.0)


def test_first_contact_resolution_by_repeats_is_another_figure_than_by_survey(tmp_path):
    assert "fcr_measured" in told(tmp_path, "observed: {fcr: {value: 78%, by: repeats}}\n")


@pytest.mark.parametrize(
    ("observed", "text"),
    [
        ("{queues: {cals: {aht: 5m}}}", "observed.queues.cals: is no queue"),
        ("{under: {othr: {aht: 5m}}}", "observed.under.othr: is no policy"),
        ("{under: {today: {aht: 5m}}}", "is the policy of the figures above"),
        ("{contacts: {question: {occupancy: 80%}}}", "is not told by contact"),
        ("{fcr: {value: 71%}}", "observed.fcr.by: is missing"),
        ("{aht: {value: 6m, error: 4}}", "observed.aht.error: has no unit"),
        ("{aht: 6}", "observed.aht: has no unit"),
        ("{offered: {per_day: 900, per_week: 4500}}", "says it twice (got per_day and per_week; allowed one"),
        ("{offered: {error: 2%}}", "says no number"),
    ],
)
def test_what_cannot_be_measured_so_is_refused_at_its_place(tmp_path, observed, text):
    with pytest.raises(ScenarioError) as caught:
        load(tmp_path, f"observed: {observed}\n")
    assert text in str(caught.value)


def test_repeats_within_seven_days_need_a_window_of_seven_days(tmp_path):
    text = CENTRE.replace("count: 40000", "count: 40000, repeat_window: 2d")
    (tmp_path / "x.yaml").write_text(f"{text}observed: {{recontact_7d: 20%}}\n", "utf-8")
    with pytest.raises(ScenarioError, match="counts other days than the run"):
        load_scenario(tmp_path / "x.yaml")


@pytest.mark.parametrize(
    ("wrong", "right", "said", "busy"),
    [
        ("aht: 330s, occupancy: 85%", "aht: 330s, occupancy: 70%", "got 85 %", "70 %"),
        ("aht: 540s", "aht: 330s", "is more than the agents can work", "114 %"),
    ],
    ids=["another occupancy", "more work than hours"],
)
def test_work_that_staffed_hours_cannot_hold_is_told_by_how_much(tmp_path, wrong, right, said, busy):
    """3,300 calls, 4 % lost and 6 % transferred, in 440 hours: of 330 s 308 hours (70 %), of 540 s 504."""
    figures = "offered: {per_week: 3300}, abandoned: 4%, transferred: 6%"
    (one,) = contradictions(load(tmp_path, f"observed: {{{figures}, {wrong}}}\n"))
    assert said in one.text
    assert f"keep 440 staffed hours busy for {busy}" in one.text
    assert contradictions(load(tmp_path, f"observed: {{{figures}, {right}}}\n")) == []


def test_fewer_repeats_than_chance_brings_and_more_than_all_calls_are_told(tmp_path):
    """3,300 needs a week of 40,000 customers: 8 % of contacts are followed by chance."""
    (one,) = contradictions(load(tmp_path, "observed: {recontact_7d: {value: 3%, error: 1%}}\n"))
    assert "allowed from 8 %" in one.text
    (one,) = contradictions(load(tmp_path, "observed: {service_level: 95%, abandoned: 20%}\n"))
    assert "are more than all" in one.text


@pytest.mark.parametrize(
    ("aht", "said"),
    [("20s", "allowed above 30s"), ("6h10m", "Write 6m10s if minutes were meant"), ("5m30s", "")],
)
def test_handle_time_shorter_than_after_call_work_or_in_hours_is_told(aht, said, tmp_path):
    """Work of 5 minutes and 30 s after it."""
    found = [one.text for one in contradictions(load(tmp_path, f"observed: {{aht: {aht}}}\n"))]
    assert len(found) == bool(said)
    assert not found or said in found[0]


@pytest.mark.parametrize(("written", "meant"), [("6m10", "6m10s"), ("1h30", "1h30m")])
def test_a_time_without_its_last_unit_is_offered_with_it(written, meant, tmp_path):
    with pytest.raises(ScenarioError, match=f"Write {meant}\\."):
        load(tmp_path, f"observed: {{aht: {written}}}\n")


def test_more_avoidable_talk_than_hold_and_search_is_told(tmp_path):
    said = "behaviour: {work: {avoidable: 20%}}\nobserved: {hold_and_search: {value: VALUE, error: 1%}}\n"
    (one,) = contradictions(load(tmp_path, said.replace("VALUE", "12%")))
    assert "got 12 %, and behaviour.work.avoidable: 20 %; allowed avoidable up to 15 %" in one.text
    assert contradictions(load(tmp_path, said.replace("VALUE", "18%"))) == []


def test_what_was_measured_moves_no_digest_and_is_not_written_where_it_is_not_said(tmp_path):
    bare, tied = load(tmp_path), load(tmp_path, "observed: {aht: 5m}\nworlds: {count: 8}\n")
    assert scenario_digest(bare) == scenario_digest(tied)
    assert Setting(bare, "today").digest() == Setting(tied, "today").digest()
    assert "observed" not in resolved(bare)
    assert "worlds" not in resolved(bare)


def test_a_contradiction_is_a_warning_with_its_line(tmp_path):
    file = tmp_path / "centre.yaml"
    file.write_text(f"{CENTRE}observed:\n  service_level: 95%\n  abandoned: 20%\n", "utf-8")
    (warning,) = [one for one in check(file) if one.field.startswith("observed")]
    assert (warning.line, warning.field) == (14, "observed.service_level")


def test_too_much_work_for_the_agents_says_which_volume_it_is_of(tmp_path):
    """600 a weekday keep 5.5 agents busy: three are too few for them, for 3,300 a week, not for 1,500."""
    listed = "That is with the 600 contacts a day that the contact types list"
    suffice = "for the 273 of observed.offered, to which calibrate sets the volume, the agents suffice."
    remedy = "Add agents there, or expect long waits and hang-ups."
    cases = {"": remedy, "3300": f"{listed}. {remedy}", "1500": f"{listed}; {suffice}"}
    for week, said in cases.items():
        file = tmp_path / "centre.yaml"
        observed = f"observed: {{offered: {{per_week: {week}}}}}\n" if week else ""
        file.write_text(CENTRE.replace("agents: 8", "agents: 3") + observed, "utf-8")
        (warning,) = [one for one in check(file) if one.field == "queues.calls"]
        assert warning.text.endswith(f"allowed less). {said}"), warning.text


@pytest.mark.parametrize(
    ("observed", "said"),
    [
        ("{service_level: 0.76%}", "Write 76% if 0.76 was the share."),
        ("{service_level: 76%}", ""),
        ("{fcr: {value: 75%, by: repeats}, recontact_7d: 25%}", "a fit would count one fact twice"),
        ("{fcr: {value: 75%, by: survey}, recontact_7d: 25%}", ""),
    ],
)
def test_a_share_below_one_per_cent_and_one_fact_told_twice_are_doubted(observed, said, tmp_path):
    file = tmp_path / "centre.yaml"
    file.write_text(f"{CENTRE}observed: {observed}\n", "utf-8")
    texts = " ".join(one.text for one in check(file))
    assert (said in texts) if said else ("Write 76%" not in texts and "twice" not in texts)


def test_chance_repeats_go_by_the_contacts_offered_where_they_are_measured(tmp_path):
    """3,300 needs a week are listed, of 4,000 customers; of 330 offered no more than 8 % follow by chance."""
    few = CENTRE.replace("count: 40000", "count: 4000")
    said = "is less than chance alone brings"
    for offered, warns in (("3300", True), ("330", False)):
        file = tmp_path / "centre.yaml"
        text = f"observed:\n  offered: {{per_week: {offered}}}\n  recontact_7d: 10%\n"
        file.write_text(few + text, "utf-8")
        found = [one.text for one in contradictions(load_scenario(file)) if said in one.text]
        assert bool(found) == warns


def test_resolution_by_repeats_is_held_against_chance_as_repeats_are(tmp_path):
    """Where all customers call every week, each call has a repeat; of many few call by chance."""
    said = "is more than chance leaves (got 70 %; allowed up to 0 %"
    for count, warns in (("10", True), ("2000000", False)):
        file = tmp_path / "centre.yaml"
        text = CENTRE.replace("count: 40000", f"count: {count}")
        file.write_text(
            f"{text}observed: {{offered: {{per_week: 3300}}, fcr: {{value: 70%, by: repeats}}}}\n"
        )
        found = [one for one in contradictions(load_scenario(file)) if said in one.text]
        assert [one.address for one in found] == [("observed", "fcr")] * warns


@pytest.mark.parametrize(
    ("observed", "said"),
    [
        ("{aht: 0s}", "observed.aht: is zero (got 0s; allowed a time above 0s)"),
        ("{aht: {value: 0s, n: 100}}", "observed.aht.value: is zero"),
        ("{offered: 0}", "offered: leaves nothing to compare (got 0; allowed a number above 0)"),
        ("{offered: {per_week: 0}}", "offered: leaves nothing to compare"),
        ("{aht: 5m, under: {confirm: {offered: 0}}}", "under.confirm.offered: leaves nothing to compare"),
        ("{asa: 0s, recontact_7d: 100%}", ""),
        ('{aht: 5m, intervals: {"mon 09:00": {offered: 0}}}', ""),
    ],
)
def test_a_figure_that_nothing_can_be_held_against_is_refused_and_every_other_one_is_read(
    observed, said, tmp_path
):
    file = tmp_path / "centre.yaml"
    file.write_text(f"{CENTRE}observed: {observed}\n", "utf-8")
    if not said:
        check(file)
        return
    with pytest.raises(ScenarioError, match=re.escape(said)):
        check(file)


def test_a_wait_is_no_surer_than_whole_seconds(tmp_path):
    file = tmp_path / "centre.yaml"
    file.write_text(f"{CENTRE}observed: {{asa: 0s}}\n", "utf-8")
    (told,) = load_scenario(file).observed.measured()
    assert told.error == 0.5
