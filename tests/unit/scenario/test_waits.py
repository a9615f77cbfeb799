"""Waits that were measured beside what Erlang C and A give with the agents on duty, counted by hand."""

from pathlib import Path

import pytest

from sim.scenario.contradictions import contradictions
from sim.scenario.load import check, load_all, load_scenario, scenario_names
from sim.scenario.waits import asked, staffed, waits
from sim.theory import erlang

ROOT = Path(__file__).parents[3]
CENTRE = """version: 1
name: waits
clock: {start: 2026-03-02, days: 5, warm_up: 0d, drain: 1d, open: {mon-fri: "08:00-18:00"}, interval: 60m}
queues: {calls: {service_level: 80/20, patience: PATIENCE}}
contacts: {question: {queue: calls, volume: {per_hour: 80}, work: 5m, acw: 60s}}
groups: {agents: {skills: [calls], skill: 100%}}
on_duty: {agents: AGENTS}
customers: {count: 40000}
policies: {today: {pace: none}}
baseline: today
observed: {offered: {per_week: 4000}, aht: 6m, FIGURES}
"""


def load(tmp_path, figures, agents="23", patience="{dist: exponential, mean: 4m}", old="", new=""):
    """Return a centre with 80 calls an hour of 6 min, 8 erlang, that measured some figures."""
    text = CENTRE.replace("FIGURES", figures).replace("AGENTS", agents).replace("PATIENCE", patience)
    assert old in text
    (tmp_path / "centre.yaml").write_text(text.replace(old, new) if old else text, "utf-8")
    return load_scenario(tmp_path / "centre.yaml")


def test_three_in_four_in_time_with_three_times_the_agents_needed_is_told(tmp_path):
    """8 erlang and 23 agents: everybody at once. By Erlang C 76 % within 20 s are those of 10.7 agents."""
    (one,) = staffed(load(tmp_path, "service_level: 76%", patience="infinite"))
    level = [erlang.service_level(80 / 3600, 360.0, agents, 20.0) for agents in (10, 11)]
    assert level[0] < 0.76 < level[1]
    assert one.address == ("observed", "service_level")
    assert "got 76 %; allowed about the 100 % that Erlang C gives for 23.0 agents at once and 8.0" in one.text
    assert "About 11 agents at once, not 23, would show 76 %: look first at on_duty or shifts" in one.text
    assert "breaks, on other queues or away (shrinkage)" in one.text


def test_nearly_all_in_time_with_fewer_agents_than_work_is_told(tmp_path):
    found = waits(load(tmp_path, "service_level: 95%", agents="7"))
    assert found.far == 1.0
    assert found.given < 0.5
    assert found.wanted > 11.0


def test_as_many_agents_as_it_takes_are_not_said_to_be_wrong(tmp_path):
    """Where the number that the formula names is the one in the file, only their hours can be."""
    found = waits(load(tmp_path, "service_level: 76%", agents="11"))
    for wanted in (11.02, 10.6, 11.5):
        assert asked(found._replace(wanted=wanted)) == (
            "That is about as many as it takes: write them hour by hour, as the calls come."
        )
    assert asked(found._replace(wanted=10.3)).startswith("About 10 agents at once, not 11, would show")
    assert asked(found._replace(agents=0.0, wanted=None)).startswith("Nobody is on duty: write")


@pytest.mark.parametrize(("week", "told"), [(1400, True), (1700, False), (12700, False), (13200, True)])
def test_contacts_offered_far_from_the_volume_listed_are_told(week, told, tmp_path):
    """80 an hour on five days of ten hours: 800 new issues a day, of which a fit finds 320 to 1,280."""
    old = "offered: {per_week: 4000}"
    scenario = load(tmp_path, "abandoned: 5%", agents="11", old=old, new=f"offered: {{per_week: {week}}}")
    found = [one.text for one in contradictions(scenario) if one.address == ("observed", "offered")]
    assert len(found) == told
    if told:
        factor = week / 4000
        assert f"got {week / 5:,.0f} a day; allowed about 320 to 2,560, as they list 800 new" in found[0]
        assert f"multiply volume by about {factor:.2g}." in found[0]


@pytest.mark.parametrize("figures", ["service_level: 76%", "service_level: 88%", "asa: 40s", "abandoned: 7%"])
def test_figures_that_a_few_agents_more_or_less_would_show_are_no_contradiction(figures, tmp_path):
    """Eleven agents give 82 %; a fourth fewer, a tenth more load explain it."""
    assert staffed(load(tmp_path, figures, agents="11")) == []


@pytest.mark.parametrize(("figures", "told"), [("asa: 60s", "asa"), ("abandoned: 8%", "abandoned")])
def test_without_a_service_level_the_wait_or_those_who_hung_up_are_compared(figures, told, tmp_path):
    (one,) = staffed(load(tmp_path, figures))
    assert one.address == ("observed", told)
    assert "not 23, would show" in one.text


def test_all_answered_at_once_is_no_contradiction_however_many_agents_there_are(tmp_path):
    assert staffed(load(tmp_path, "service_level: 99%")) == []


def test_agents_count_by_interval_not_on_average(tmp_path):
    """The same 8 erlang and 23 agents on average, but nobody is there for four hours of ten: 60 % at most."""
    curve = "[0, 0, 0, 38, 38, 38, 38, 39, 39, 0]"
    found = waits(load(tmp_path, "service_level: 60%", agents=curve))
    assert found.agents == pytest.approx(23.0)
    assert found.given == pytest.approx(0.6, abs=0.01)
    assert found.far == 0.0


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (
            "policies: {today: {pace: none}}",
            "policies: {today: {pace: none, callback: {kind: virtual_hold, when_over: 2m}}}",
        ),
        ("skill: 100%}", "skill: 100%, missed_rings: {chance: 10%}}"),
        ("queues: {calls:", "queues: {other: {patience: 4m}, calls:"),
        ("80/20, ", "80/20, capacity: 3, "),
        ("aht: 6m, ", "aht: 6m, occupancy: 35%, policy: today, "),
    ],
    ids=["called back", "missed rings", "another queue", "few places", "and one that changes nothing"],
)
def test_where_the_formulas_do_not_apply_plainly_nothing_is_said(old, new, tmp_path):
    found = waits(load(tmp_path, "service_level: 76%", old=old, new=new))
    assert (found is not None) == ("policy: today" in new)


def test_more_work_by_transfers_and_days_that_differ_are_taken_into_account(tmp_path):
    plain = waits(load(tmp_path, "service_level: 76%", agents="11"))
    more = waits(load(tmp_path, "service_level: 76%, transferred: 10%", agents="11"))
    uneven = waits(
        load(tmp_path, "service_level: 76%", agents="11", old="work: 5m", new="work: 5m, day_to_day: 30%")
    )
    assert more.load == pytest.approx(1.1 * plain.load)
    assert uneven.given < plain.given - 0.03


@pytest.mark.parametrize(
    "path",
    sorted([*(ROOT / "scenarios").glob("*.yaml"), *(ROOT / "scenarios").glob("*/*.yaml")]),
    ids=lambda path: str(path.relative_to(ROOT / "scenarios")),
)
def test_no_shipped_scenario_is_told_that_its_waits_contradict_its_agents(path):
    for loaded in load_all(path, scenario_names(path) or (None,)):
        assert staffed(loaded.scenario) == []


def test_validate_says_it_with_its_line(tmp_path):
    load(tmp_path, "service_level: 76%")
    (warning,) = [one for one in check(tmp_path / "centre.yaml") if one.field == "observed.service_level"]
    assert warning.line == 11
