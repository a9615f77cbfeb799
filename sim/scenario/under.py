"""Under: a scenario as one policy changes it."""

from __future__ import annotations

from sim.scenario.model import Scenario
from sim.scenario.tree import Mark, Tree
from sim.scenario.variant import apply, parse_changes


def under(scenario: Scenario, policy: str) -> Scenario:
    """Return `scenario` with the changes that `policy` makes to the supply side.

    Raises:
        ScenarioError: a change cannot be made.
    """
    changes = scenario.policies[policy].changes
    if not changes:
        return scenario
    tree = Tree(scenario.model_dump(mode="json"), {(): Mark(f"policy {policy}", 0, 0)})
    changed = apply(tree, parse_changes(changes, tree.marks, ("policies", policy, "changes")))
    return Scenario.model_validate(changed.value)
