"""Test that a target says whether it is on talk or on handle time, and what it then leaves for talk."""

from pathlib import Path

import pytest

from sim.errors import ScenarioError
from sim.scenario.load import load
from sim.world.build import build

ROOT = Path(__file__).parents[3]
TEMPLATES = sorted((ROOT / "sim" / "cli" / "templates").glob("*.yaml"))
SHIPPED = [*sorted((ROOT / "scenarios").rglob("*.yaml")), *TEMPLATES]

TEXT = """
version: 1
name: targets
clock: {start: 2026-03-02, days: 1, drain: 7d, open: {mon-fri: 09:00-11:00}, interval: 60m}
queues: {service: {patience: 5m}}
contacts:
  short: {queue: service, volume: [90, 90], work: 2m, acw: 20s}
  long: {queue: service, volume: [30, 30], work: 2m, acw: 60s}
groups: {agents: {skills: [service], skill: 100%}}
shifts: {day: {days: mon-fri, hours: 09:00-11:00, staff: {agents: 9}}}
customers: {count: 9000}
policies: {held: {pace: {kind: handle_time_target, target: 3m}}}
baseline: held
"""
PATH = "policies.held.pace"


def loaded(folder, counts="", target="3m"):
    (folder / "centre.yaml").write_text(TEXT.replace("target: 3m", f"target: {target}{counts}"))
    return load(folder / "centre.yaml")


def test_a_target_on_handle_time_leaves_the_talk_without_the_mean_after_call_work(tmp_path):
    both = loaded(tmp_path, ", counts: handle_time")
    assert both.warnings == ()
    assert build(both.scenario, "held").groups[0].pace[0] == pytest.approx(180.0 - (90 * 20 + 30 * 60) / 120)
    talk = loaded(tmp_path, ", counts: talk")
    assert talk.warnings == ()
    assert build(talk.scenario, "held").groups[0].pace[0] == 180.0


def test_a_target_that_after_call_work_uses_up_is_refused(tmp_path):
    text = r"leaves no time to talk \(got 30s, of which after-call work takes 30s; allowed .* or counts: talk"
    with pytest.raises(ScenarioError, match=text):
        loaded(tmp_path, ", counts: handle_time", "30s")


def test_a_target_that_does_not_say_what_it_counts_is_a_warning_where_there_is_after_call_work(tmp_path):
    (warning,) = loaded(tmp_path).warnings
    assert str(warning).endswith(
        "policies.held.pace: does not say what its target counts (got no counts and 30s of after-call work; "
        "allowed counts: talk or handle_time). 3m are taken as talk: write counts: talk, or counts: "
        "handle_time where after-call work is in your target."
    )
    without = TEXT.replace("acw: 20s", "acw: 0s").replace("acw: 60s", "acw: 0s")
    (tmp_path / "none.yaml").write_text(without)
    assert load(tmp_path / "none.yaml").warnings == ()


@pytest.mark.parametrize("file", SHIPPED, ids=lambda file: file.stem)
def test_labels_of_shipped_policies_say_that_their_target_is_of_talk(file):
    if "handle_time_target" not in file.read_text("utf-8"):
        return
    for policy in load(file).scenario.policies.values():
        if getattr(policy.pace, "counts", "") == "talk" and "target" in policy.label.lower():
            assert "talk" in policy.label.lower()
