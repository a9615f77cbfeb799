"""Test that the order in which a scenario names things decides nothing."""

import copy
from pathlib import Path

import pytest
import yaml

from sim.reporting.simulate import simulate
from sim.scenario.load import load_scenario
from sim.scenario.model import Scenario
from sim.world.build import build

MOST = Path(__file__).with_name("most_sections.yaml")
SECTIONS = [
    "queues", "contacts", "groups", "shifts", "failures", "outages", "trunks", "campaigns", "policies",
]  # fmt: skip


def mappings(node, path=()):
    """Yield the address of every mapping of several keys."""
    if isinstance(node, dict):
        if len(node) > 1:
            yield path
        for key, value in node.items():
            yield from mappings(value, (*path, key))


def turned(raw, path):
    """Return the scenario with the mapping at `path` in reverse."""
    raw = copy.deepcopy(raw)
    if not path:
        return dict(reversed(raw.items()))
    *above, last = path
    parent = raw
    for key in above:
        parent = parent[key]
    parent[last] = dict(reversed(parent[last].items()))
    return raw


@pytest.fixture(scope="module")
def raw():
    return yaml.safe_load(MOST.read_text())


@pytest.mark.slow
def test_no_mapping_of_a_scenario_decides_anything_by_its_order(raw):
    policies = ("target", "quality", "measured")
    worlds = [build(Scenario.model_validate(raw), policy) for policy in policies]
    paths = list(mappings(raw))
    assert {path[0] for path in paths if path} >= {*SECTIONS, "clock", "customers", "behaviour"}
    for path in paths:
        scenario = Scenario.model_validate(turned(raw, path))
        assert [build(scenario, policy) for policy in policies] == worlds, path


def test_logs_are_the_same_to_the_last_bit_with_every_mapping_in_reverse(raw):
    other = raw
    for path in sorted(mappings(raw), key=len, reverse=True):
        other = turned(other, path)
    assert list(other) == list(reversed(raw))
    assert list(other["shifts"]) == ["early", "late"]
    runs = [simulate(Scenario.model_validate(one), ["quality"]) for one in (raw, other)]
    assert runs[0].digests == runs[1].digests
    assert len(runs[0].digests) == 1


def test_shifts_in_another_order_leave_results_as_they_are():
    scenario = load_scenario(Path("scenarios/small_day.yaml"), None, ["clock.drain=0d"])
    other = scenario.model_copy(update={"shifts": dict(reversed(scenario.shifts.items()))})
    assert list(other.shifts) == ["late", "early"]
    first, second = (simulate(one, ["handle_time"], 1) for one in (scenario, other))
    assert first.digest == second.digest
    assert first.table.equals(second.table)


def test_an_exact_roster_has_luck_for_every_agent(raw):
    groups, shifts = [f"team {g}" for g in range(24)], [f"shift {s}" for s in range(94)]
    raw = copy.deepcopy(raw) | {"trunks": {}, "outages": {}, "campaigns": {}}
    raw |= {"policies": {"usual": {}}, "baseline": "usual"}
    raw["groups"] = {name: {"skills": ["service", "experts", "chats"]} for name in groups}
    raw["shifts"] = {name: {"hours": "08:00-12:00", "staff": dict.fromkeys(groups, 1)} for name in shifts}
    world = build(Scenario.model_validate(raw), "usual")
    addresses = {(agent.origin, agent.entity) for agent in world.agents}
    assert len(addresses) == len(world.agents) == 24 * 94
