"""Test that a policy can hire other people and give them better tools, and pays for it."""

import yaml

from sim.scenario.model import Scenario
from sim.world.build import build

CENTRE = """
version: 1
name: people
clock: {start: 2026-03-02, days: 1, open: "08:00-12:00"}
queues: {line: {patience: infinite}}
contacts: {call: {queue: line, volume: {per_hour: 1}, work: 5m, acw: 0s}}
groups: {agents: {skills: [line], wage: 30, warmth: 0.5, skill: 75%}}
on_duty: {agents: 1}
policies:
  usual: {}
  nice_people: {changes: {groups.agents.warmth: 0.7, groups.agents.wage: {multiply: 1.1}}}
  better_tools: {changes: {groups.agents.skill: 85%}}
baseline: usual
"""


def group_under(policy):
    scenario = Scenario.model_validate(yaml.safe_load(CENTRE))
    return build(scenario, policy).groups[0]


def test_a_policy_can_hire_nicer_people_at_a_higher_wage():
    usual, nice = group_under("usual"), group_under("nice_people")
    assert (usual.warmth, usual.wage) == (0.5, 30.0)
    assert (nice.warmth, round(nice.wage, 9)) == (0.7, 33.0)
    assert nice.skill == usual.skill


def test_a_policy_can_give_agents_tools_that_let_them_solve_more():
    assert group_under("usual").skill == (0.75,)
    assert group_under("better_tools").skill == (0.85,)
    assert group_under("better_tools").wage == 30.0
