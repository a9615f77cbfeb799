"""Open a scenario with its expectations: everything that can be wrong is told before anything runs."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from sim import store
from sim.checks.expectations import ROOT_KEYS, Expectations, read_cases
from sim.checks.files import KEY
from sim.checks.selection import names_of
from sim.checks.settings import Reader, read_settings
from sim.errors import ScenarioError
from sim.judging import read_margins
from sim.kpis import KPIS
from sim.quantities import IN_SECONDS
from sim.scenario.load import load_all, load_scenario, scenario_names
from sim.scenario.model import Scenario
from sim.scenario.reading import read_beside
from sim.scenario.run import Run
from sim.scenario.semantics import SEMANTICS_REVISION
from sim.scenario.source import parse, read, scan
from sim.scenario.tree import Address, Mark, Tree, nearest, problem


class Plan(NamedTuple):
    """A scenario file ready to be checked.

    digests, stated: of its scenarios, by name, the digest and what they say beside the defaults.
    """

    file: Path
    scenarios: Mapping[str, Scenario]
    digests: Mapping[str, str]
    stated: Mapping[str, Mapping[str, Any]]
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
    read_margins(first.matters, KPIS, first.customers.currency, scan(file).tree.marks)
    tree, prefix = _opened(file, beside)
    reader = Reader(tree.marks, prefix)
    raw = reader.mapping(_inside(tree.value, prefix), (), ROOT_KEYS)
    settings = read_settings(reader, raw, first.run, known or (first.scenario,))
    chosen = settings.scenarios or (first.scenario,)
    loaded = load_all(file, [name for name in chosen if name != first.scenario])
    others = {one.scenario.scenario: one.scenario for one in loaded}
    scenarios = {name: others.get(name, first) for name in chosen}
    cases = read_cases(reader, raw, names_of(scenarios))
    if reader.problems:
        raise ScenarioError(reader.problems)
    stored = _history_file(raw)
    expectations = Expectations(settings, cases, "history" in raw, stored, reader.mark(("history",)))
    digests = {name: scenario_digest(scenario) for name, scenario in scenarios.items()}
    stated = {name: stated_of(scenario) for name, scenario in scenarios.items()}
    return Plan(file, scenarios, digests, stated, expectations)


def scenario_digest(scenario: Scenario) -> str:
    """Digest what decides a replication: all but name, description, run, what matters and expectations.

    Values that are the default count as not said, and times are written in seconds, so that neither a new key
    of the format nor the way in which times are written moves a digest. The revision of the semantics is part
    of it, so that another default or another meaning of a key moves it.
    """
    said = {"semantics_revision": SEMANTICS_REVISION, "scenario": stated_of(scenario, IN_SECONDS)}
    return store.sha256(json.dumps(said, sort_keys=True))


def stated_of(scenario: Scenario, context: str | None = None) -> dict[str, Any]:
    """Return what a scenario says of what decides a replication, beside the defaults."""
    bare = {
        "name": "",
        "description": "",
        "run": Run(),
        KEY: {},
        "matters": {},
        "observed": None,
        "worlds": None,
    }
    return scenario.model_copy(update=bare).model_dump(mode="json", exclude_defaults=True, context=context)


def _opened(file: Path, beside: Path | None) -> tuple[Tree, Address]:
    """Return the tree that holds the expectations, and the address where they begin."""
    if beside is not None:
        return _own(read(beside))
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
    return _own(source.tree)


def _own(tree: Tree) -> tuple[Tree, Address]:
    """Return the tree of a file of expectations, which stand at its root or under a key as in a scenario."""
    inside = isinstance(tree.value, Mapping) and isinstance(tree.value.get(KEY), Mapping)
    return tree, (KEY,) if inside and set(tree.value) <= {KEY, "version"} else ()


def _inside(value: Any, prefix: Address) -> Any:
    return value[KEY] if prefix else value


def _history_file(raw: Mapping[str, Any]) -> str | None:
    history = raw.get("history")
    return history.get("file") if isinstance(history, Mapping) else None
