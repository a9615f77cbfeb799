"""Test that full-time equivalents on a shift pattern make the agents; that shrinkage says what it holds."""

import pytest

from sim.errors import ScenarioError
from sim.scenario.capacity import headcount, paid_hours
from sim.scenario.load import load, load_scenario, resolved
from sim.scenario.under import under
from sim.studies.headcount import paid_fte, staffed
from sim.world.staffing import agents_of

TEXT = """
version: 1
name: pattern
clock: {start: 2026-03-02, days: 1, drain: 7d, open: {mon-sat: 09:00-17:00}, interval: 60m}
queues: {service: {patience: 5m}}
contacts: {short: {queue: service, volume: 9, work: 2m, acw: 0s}}
groups:
  agents: {skills: [service], skill: 100%, fte: 12}
  others: {skills: [service], skill: 100%}
shifts:
  early: {days: mon-fri, hours: 09:00-17:00, staff: {agents: 2, others: 3}}
  late: {days: mon-fri, hours: 13:00-17:00, staff: {agents: 1}}
  saturday: {days: sat, hours: 09:00-17:00, staff: {agents: 1}}
customers: {count: 9000}
policies: {plain: {pace: none}, more: {pace: none, changes: {groups.agents.fte: {add: 3}}}}
baseline: plain
"""
# the pattern: 2 x 40 h + 1 x 20 h + 1 x 8 h = 108 h; 12 FTE are 480 h
FACTOR = 480.0 / 108.0


def loaded(folder, text=TEXT, sets=()):
    (folder / "centre.yaml").write_text(text)
    return load(folder / "centre.yaml", None, sets)


def agents(scenario):
    return [scenario.shifts[name].staff["agents"] for name in ("early", "late", "saturday")]


def test_shifts_bring_the_hours_of_the_fte_in_their_own_proportion(tmp_path):
    found = loaded(tmp_path)
    assert found.warnings == ()
    assert agents(found.scenario) == pytest.approx([2 * FACTOR, FACTOR, FACTOR])
    assert paid_hours(found.scenario, "agents") == pytest.approx(480.0)
    assert headcount(found.scenario, "agents") == pytest.approx(4 * FACTOR)
    assert found.scenario.shifts["early"].staff["others"] == 3
    assert len([one for one in agents_of(found.scenario) if one.group == 0]) == 9 + 5 + 5


def test_shares_make_the_same_pattern(tmp_path):
    text = TEXT.replace("agents: 2, others", "agents: 0.5, others")
    text = text.replace("staff: {agents: 1}", "staff: {agents: 0.25}")
    assert agents(loaded(tmp_path, text).scenario) == pytest.approx([2 * FACTOR, FACTOR, FACTOR])


def test_the_machine_form_makes_the_same_agents_to_the_last_bit(tmp_path):
    first = loaded(tmp_path).scenario
    (tmp_path / "machine.yaml").write_text(resolved(first))
    assert load_scenario(tmp_path / "machine.yaml") == first
    assert under(first, "plain").shifts == first.shifts


def test_a_policy_a_setting_and_a_study_change_how_many_there_are(tmp_path):
    found = loaded(tmp_path).scenario
    assert paid_hours(under(found, "more"), "agents") == pytest.approx(600.0)
    assert agents(loaded(tmp_path, sets=("groups.agents.fte=6",)).scenario)[0] == pytest.approx(FACTOR)
    fewer = staffed(found, "more", {"agents": 0.5})
    assert paid_fte(fewer)["agents"] == pytest.approx(7.5)
    assert paid_fte(under(fewer, "more"))["agents"] == pytest.approx(7.5)


def test_what_changes_the_pattern_only_is_a_warning(tmp_path):
    text = TEXT.replace("groups.agents.fte: {add: 3}", "shifts.late.staff.agents: {add: 3}")
    (warning,) = loaded(tmp_path, text).warnings
    assert "moves only when agents work (got shifts.late.staff.agents; allowed groups.NAME.fte too)" in str(
        warning
    )


def test_fte_without_a_pattern_is_refused(tmp_path):
    text = TEXT.replace("staff: {agents: 1}", "staff: {others: 1}").replace("agents: 2, others", "others")
    with pytest.raises(ScenarioError, match=r"groups\.agents\.fte: has no pattern to work \(got no staff"):
        loaded(tmp_path, text)


def shrinking(folder, contains, breaks=", breaks: [12:00-12:30]"):
    text = TEXT.replace("fte: 12", f"fte: 12, shrinkage: 30%{contains}")
    return loaded(
        folder,
        text.replace(
            "hours: 09:00-17:00, staff: {agents: 2", f"hours: 09:00-17:00{breaks}, staff: {{agents: 2"
        ),
    )


def test_what_shrinkage_contains_is_asked_and_breaks_count_once(tmp_path):
    (warning,) = shrinking(tmp_path, "").warnings
    assert "groups.agents.shrinkage: does not say what it contains" in str(warning)
    for said in ("[]", "[holidays]"):
        assert shrinking(tmp_path, f", shrinkage_contains: {said}").warnings == ()
    both = ", shrinkage_contains: [breaks, holidays]"
    with pytest.raises(ScenarioError, match=r"counts breaks twice \(got breaks in it and in shift early"):
        shrinking(tmp_path, both)
    assert shrinking(tmp_path, both, breaks="").warnings == ()
