"""Assumptions: a file beside the scenario that says of numbers what they are and where they come from."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sim.errors import Problem, ScenarioError
from sim.quantities import show
from sim.scenario.reading import read_beside
from sim.scenario.source import parse
from sim.scenario.tree import Address, Source, Tree, nearest, problem
from sim.scenario.variant import Change, apply, listed, parse_change, suggest

KEY = "assumptions"
VERSION = "version"
KEYS = ("value", "range", "source", "confidence")


def assume(source: Source, path: Path) -> Source:
    """Lay the assumptions file that a scenario names over the scenario read from `path`."""
    tree = source.tree
    name = tree.value.get(KEY) if isinstance(tree.value, dict) else None
    if not name:
        return source
    mark = nearest(tree.marks, (KEY,))
    try:
        text, shown = read_beside(path, name, mark, (KEY,))
    except ScenarioError as error:
        return source._replace(problems=(*source.problems, *error.problems))
    read = parse(text, shown)
    problems = list(read.problems)
    entries = read.tree.value if isinstance(read.tree.value, dict) else {}
    marks = {(KEY, *at): place for at, place in read.tree.marks.items() if at}
    both = Tree(tree.value, {**tree.marks, **marks})
    changes = []
    for key, entry in entries.items():
        if key != VERSION:
            changes += list(_changes(both, key, entry, problems))
    try:
        both = apply(both, changes)
    except ScenarioError as error:
        problems += error.problems
    return Source(both, (*source.problems, *problems), (*source.doubts, *read.doubts))


def _changes(tree: Tree, key: str, entry: Any, problems: list[Problem]) -> Iterator[Change]:
    """Yield the change that an entry makes, unless something is wrong with it."""
    origin: Address = (KEY, key)
    mark = nearest(tree.marks, origin)
    wrong = _wrong(key, entry, _at(tree.value, key.split(".")))
    if wrong:
        problems.append(problem(mark, origin, wrong))
        return
    try:
        change = parse_change(key, entry, mark, origin)
    except ScenarioError as error:
        problems += error.problems
        return
    written = _at(tree.value, change.path)
    yield change if written is None else change._replace(value={"value": written, **entry})


def _wrong(path: str, entry: Any, written: Any) -> str:
    """Return what is wrong with an entry beside what the scenario itself has `written` there, if anything."""
    allowed = f"allowed {', '.join(KEYS)}"
    if not isinstance(entry, dict):
        remedy = f"Write {{value: {show(entry)}, source: where it comes from}}."
        return f"is not an assumption (got {show(entry)}; {allowed}). {remedy}"
    for key, inner in entry.items():
        if key not in KEYS:
            remedy = suggest(key, KEYS, "Remove it or correct its name.")
            remedy = f"Write one path with dots: {path}.{key}." if isinstance(inner, dict) else remedy
            return f"has an unknown key (got {show(key)}; {allowed}). {remedy}"
    if written is None and "value" not in entry:
        return f"has no value (got {listed(entry)}; {allowed}). Add value:, or write it in the scenario."
    if isinstance(written, dict) and set(written) <= set(KEYS):
        return "has its source in the scenario already (got two; allowed one). Leave one of the two out."
    if written is not None and "value" in entry and entry["value"] != written:
        got = f"got {show(entry['value'])}; allowed {show(written)}, as the scenario says"
        return f"differs from the scenario ({got}). Leave value out here, or the number out there."
    return ""


def _at(value: Any, path: Any) -> Any:
    for step in path:
        if not isinstance(value, dict) or step not in value:
            return None
        value = value[step]
    return value
