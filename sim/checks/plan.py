"""Open a scenario with its expectations: everything that can be wrong is told before anything runs."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from sim import store
from sim.checks.expectations import ROOT_KEYS, Expectations, read_cases
from sim.checks.selection import names_of
from sim.checks.settings import Reader, read_settings
from sim.errors import ScenarioError
from sim.quantities import IN_SECONDS
from sim.scenario.load import load_scenario, scenario_names
from sim.scenario.model import Scenario
from sim.scenario.run import Run
from sim.scenario.source import parse, read, read_beside, read_text, scan
from sim.scenario.tree import Address, Mark, Tree, nearest, problem

KEY = "expectations"


class Plan(NamedTuple):
    """Hold a scenario file ready to be checked; `digests` are those of its scenarios, by name."""

    file: Path
    scenarios: Mapping[str, Scenario]
    digests: Mapping[str, str]
    expectations: Expectations

    @property
    def first(self) -> Scenario:
        """Return the scenario that stands for the file's common settings."""
        return next(iter(self.scenarios.values()))


def prepare(file: Path, beside: Path | None = None) -> Plan:
    """Load a scenario file and its expectations, which may stand in a file of their own.

    Raises: ScenarioError with the problems of the scenario, or else those of the expectations.
    """
    known = scenario_names(file)
    first = load_scenario(file)
    tree, prefix = _opened(file, beside)
    reader = Reader(tree.marks, prefix)
    raw = reader.mapping(_inside(tree.value, prefix), (), ROOT_KEYS)
    settings = read_settings(reader, raw, first.run, known or (first.scenario,))
    chosen = settings.scenarios or (first.scenario,)
    scenarios = {name: first if name == first.scenario else load_scenario(file, name) for name in chosen}
    cases = read_cases(reader, raw, names_of(scenarios))
    if reader.problems:
        raise ScenarioError(reader.problems)
    stored = _history_file(raw)
    expectations = Expectations(settings, cases, "history" in raw, stored, reader.mark(("history",)))
    digests = {name: scenario_digest(scenario) for name, scenario in scenarios.items()}
    return Plan(file, scenarios, digests, expectations)


def scenario_digest(scenario: Scenario) -> str:
    """Digest what decides a replication: everything but name, description, run and expectations.

    Values that are the default count as not said, and times are written in seconds, so that neither a new key
    of the format nor the way in which times are written moves a digest.
    """
    bare = {"name": "", "description": "", "run": Run(), KEY: {}}
    said = scenario.model_copy(update=bare).model_dump(mode="json", exclude_defaults=True, context=IN_SECONDS)
    return store.sha256(json.dumps(said, sort_keys=True))


def has_expectations(file: Path) -> bool:
    """Tell, without reading YAML, whether a file may be a scenario with expectations.

    Raises: ScenarioError when it cannot be read as text.
    """
    return any(line.startswith(f"{KEY}:") for line in read_text(file, str(file)).splitlines())


def _opened(file: Path, beside: Path | None) -> tuple[Tree, Address]:
    """Return the tree that holds the expectations, and the address where they begin."""
    if beside is not None:
        return read(beside), ()
    tree = scan(file).tree
    value = tree.value.get(KEY)
    if value is None or value == {}:
        remedy = f"Add {KEY}: here (docs/checks.md), or name a file that holds them with --expectations."
        text = f"is missing (got nothing; allowed measures, compare or history). {remedy}"
        raise ScenarioError([problem(Mark(str(file), 0, 0), (KEY,), text)])
    if not isinstance(value, str):
        return tree, (KEY,)
    source = parse(*read_beside(file, value, nearest(tree.marks, (KEY,)), (KEY,)))
    if source.problems:
        raise ScenarioError(source.problems)
    return source.tree, ()


def _inside(value: Any, prefix: Address) -> Any:
    return value[KEY] if prefix else value


def _history_file(raw: Mapping[str, Any]) -> str | None:
    history = raw.get("history")
    return history.get("file") if isinstance(history, Mapping) else None
