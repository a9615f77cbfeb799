"""Load a scenario: read, vary, validate and cross-check it, and report every problem at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from re import compile as compile_pattern
from re import sub
from typing import Any, NamedTuple

from pydantic import ValidationError

from sim.errors import Problem, ScenarioError
from sim.quantities import show
from sim.scenario.assumptions import assume
from sim.scenario.capacity import sizes
from sim.scenario.contradictions import contradictions
from sim.scenario.crosschecks import crosscheck
from sim.scenario.crosschecks.base import Finding
from sim.scenario.crosschecks.names import well_named
from sim.scenario.faults import problems_of
from sim.scenario.loads import loads
from sim.scenario.model import Scenario
from sim.scenario.source import dump, parse_value, scan
from sim.scenario.table import resolve
from sim.scenario.tree import Address, Mark, Source, Tree, dotted, nearest, problem
from sim.scenario.variant import Change, apply, listed, overlap, parse_change, parse_changes, suggest
from sim.scenario.waits import staffed

WHO_ANSWERS = ("volume", "right_party", "by_hour", "answers_after", "talk")
SUPPLY = ("groups", "shifts", "on_duty", "rosters", "trunks")
DOOR = ("service_level", "capacity", "open", "at_closing")
PATH = compile_pattern(r"[^\s.=]+(\.[^\s.=]+)+")
VARIED: tuple[Address, ...] = (("scenarios",), ("variations",))
COMMAND_LINE = Mark("--set", 0, 0)


class Loaded(NamedTuple):
    """A sound scenario, what is odd about it without stopping a run, and the tree it was made of."""

    scenario: Scenario
    warnings: tuple[Problem, ...]
    tree: Tree


def load_scenario(path: str | Path, scenario: str | None = None, sets: Sequence[str] = ()) -> Scenario:
    """Load one scenario of a file: the named one, else its first, else the file as written.

    `sets` are changes such as "contacts.balance.scale=1.2", made after the scenario's variations.

    Raises:
        ScenarioError: with every problem that was found, sorted by place.
    """
    return load(path, scenario, sets).scenario


def load(path: str | Path, scenario: str | None = None, sets: Sequence[str] = ()) -> Loaded:
    """Load one scenario as `load_scenario` does, together with its warnings."""
    return next(load_all(path, [scenario], sets))


def load_all(path: str | Path, scenarios: Iterable[str | None], sets: Sequence[str] = ()) -> Iterator[Loaded]:
    """Yield several scenarios of a file, which is read once; None stands for its first one.

    Raises:
        ScenarioError: with every problem that was found, sorted by place.
    """
    source = _opened(Path(path))
    names = _names(source.tree)
    alone = _alone(source.tree)
    for number, scenario in enumerate(scenarios):
        if scenario is None:
            name = names[0] if names else None
        else:
            name = scenario
            _known(source.tree, Path(path), names, scenario)
        entries = _entries(source.tree, name)
        tree = alone(name, entries) if number else source.tree
        yield _assembled(source, tree, Path(path), name, entries, sets)


def _known(tree: Tree, path: Path, names: Sequence[str], scenario: str) -> None:
    """Refuse a scenario that the file does not have.

    Raises: ScenarioError.
    """
    if scenario in _mapping(tree.value, "scenarios") or scenario == tree.value.get("scenario"):
        return
    remedy = suggest(scenario, names, "Pick one of these." if names else "Leave it out: the file has none.")
    text = f"has no scenario {show(scenario)} (got {show(scenario)}; allowed {listed(names)}). {remedy}"
    raise ScenarioError([problem(Mark(str(path), 0, 0), ("scenarios",), text)])


def scenario_names(path: str | Path) -> tuple[str, ...]:
    """Return the names of a file's scenarios in the order of the file.

    Raises:
        ScenarioError: the file cannot be read.
    """
    return tuple(_names(_opened(Path(path)).tree))


def check(path: str | Path, sets: Sequence[str] = ()) -> tuple[Problem, ...]:
    """Check every scenario, variation and policy of a file; returns the warnings.

    Raises:
        ScenarioError: with every problem that was found, sorted by place.
    """
    source = _opened(Path(path))
    names = _names(source.tree)
    cases: list[tuple[str | None, _Entries]] = [(name, _entries(source.tree, name)) for name in names]
    used = {entry for _, entries in cases for _, entry in entries}
    variations = _mapping(source.tree.value, "variations")
    cases += [(None, [(("variations", name), name)]) for name in variations if name not in used]
    varied = {mark[:2] for at, mark in source.tree.marks.items() if at[:1] in VARIED}
    problems: dict[Problem, Problem] = {}
    warnings: dict[Problem, Problem] = {}
    alone = _alone(source.tree)
    for number, (name, entries) in enumerate(cases or [(None, [])]):
        tree = alone(name, entries) if number else source.tree
        try:
            found, told = _assembled(source, tree, Path(path), name, entries, sets).warnings, warnings
        except ScenarioError as error:
            found, told = error.problems, problems
        for fault in found:
            elsewhere = number and name and (fault.file, fault.line) not in varied
            where = f" In scenario {name}." if elsewhere else ""
            told.setdefault(_without_numbers(fault), replace(fault, text=fault.text + where))
    if problems:
        raise ScenarioError(tuple(problems.values()))
    return tuple(sorted(warnings.values()))


def _without_numbers(fault: Problem) -> Problem:
    """Cut a text before its figures, which differ between scenarios where the fault does not."""
    return replace(fault, text=sub(r"[0-9.]+", "", fault.text.partition(" (got")[0]))


def resolved(scenario: Scenario) -> str:
    """Write a scenario in machine form: every default, no variations; it loads again to the same value."""
    return dump(scenario.model_dump(mode="json", exclude_none=True))


def load_resolved(path: Path) -> Scenario:
    """Load a scenario from its machine form as `load_scenario` does, without the checks that it passed once.

    Raises: ScenarioError with every problem that was found.
    """
    source = _opened(path)
    tables = resolve(source.tree, path)
    problems = [*source.problems, *tables.problems]
    scenario = _validated(tables.tree, problems)
    if scenario is None or problems:
        raise ScenarioError(problems)
    return scenario


_Entries = list[tuple[Address, str]]


def _opened(path: Path, clock: Mapping[str, Any] | None = None) -> Source:
    """Read a file as far as it can be read; what breaks off the reading ends here.

    clock: the section by which its tables are read, where it is not the file's own.
    """
    source = assume(scan(path), path)
    if not isinstance(source.tree.value, dict) or any(fault.field == "extends" for fault in source.problems):
        raise ScenarioError(source.problems)
    tables = resolve(source.tree, path, clock)
    doubts = (*source.doubts, *tables.doubts)
    return Source(tables.tree, (*source.problems, *tables.problems, *_misnamed(source.tree)), doubts)


def _misnamed(tree: Tree) -> Iterator[Problem]:
    """Yield what is wrong with the names of scenarios and variations."""
    for section in ("scenarios", "variations"):
        for address, _, text in well_named((section,), _mapping(tree.value, section)):
            yield problem(nearest(tree.marks, address), address, text)


def _mapping(value: Any, key: str) -> dict[str, Any]:
    found = value.get(key)
    return found if isinstance(found, dict) else {}


def _names(tree: Tree) -> list[str]:
    return list(_mapping(tree.value, "scenarios"))


def _entries(tree: Tree, scenario: str | None) -> _Entries:
    """Return the variations a scenario lists, with their addresses; the model judges other forms."""
    listing = _mapping(tree.value, "scenarios").get(scenario, []) if scenario is not None else []
    entries = listing if isinstance(listing, list) else []
    return [
        (("scenarios", scenario or "", index), entry)
        for index, entry in enumerate(entries)
        if isinstance(entry, str)
    ]


def _alone(whole: Tree) -> Callable[[str | None, _Entries], Tree]:
    """Return what cuts a scenario and its variations out of a file, so that the others cost no time."""
    parts: dict[Address, dict[Address, Mark]] = {(): {}}
    for at, mark in whole.marks.items():
        parts.setdefault(at[:2] if at[:1] in VARIED and len(at) > 1 else (), {})[at] = mark

    def cut(name: str | None, entries: _Entries) -> Tree:
        marks, value = dict(parts[()]), dict(whole.value)
        for section, names in (("scenarios", [name]), ("variations", [entry for _, entry in entries])):
            every = _mapping(whole.value, section)
            if every:
                value[section] = {one: every[one] for one in names if one in every}
            for one in names:
                marks |= parts.get((section, one or ""), {})
        return Tree(value, marks)

    return cut


def _assembled(
    source: Source,
    tree: Tree,
    path: Path,
    name: str | None,
    entries: _Entries,
    sets: Sequence[str],
    *,
    again: bool = False,
) -> Loaded:
    """Return a scenario with its changes; where they set the clock, tables are read again by that clock."""
    problems = list(source.problems) if tree is source.tree else []
    tree = _changed(tree, _variations(source.tree, entries, problems), problems)
    tree = _changed(tree, _sets(sets, problems), problems)
    clock = _mapping(tree.value, "clock")
    if not again and clock != _mapping(source.tree.value, "clock"):
        source = _opened(path, clock)
        return _assembled(source, source.tree, path, name, entries, sets, again=True)
    tables = resolve(tree, path)
    tree = tables.tree
    problems += tables.problems
    scenario = _validated(tree, problems)
    if scenario is None or problems:
        raise ScenarioError(problems)
    chosen = {
        "variations": {},
        "scenarios": {},
        "assumptions": "",
        **({} if name is None else {"scenario": name}),
    }
    findings = list(_judged(tree, scenario))
    told = {_without_numbers(fault) for _, fault in findings}
    findings += [(level, fault) for level, fault in _policies(tree) if _without_numbers(fault) not in told]
    errors = [fault for level, fault in findings if level == "error"]
    if errors:
        raise ScenarioError(errors)
    warnings = {*source.doubts, *(fault for _, fault in findings)}
    return Loaded(scenario.model_copy(update=chosen), tuple(sorted(warnings)), tree)


def _variations(tree: Tree, entries: _Entries, problems: list[Problem]) -> list[Change]:
    known, changes = _mapping(tree.value, "variations"), list[Change]()
    for address, name in entries:
        if name not in known:
            remedy = suggest(name, known, "Write it under variations.")
            text = f"is no variation (got {show(name)}; allowed {listed(known)}). {remedy}"
            problems.append(problem(nearest(tree.marks, address), address, text))
            continue
        try:
            changes += parse_changes(known[name], tree.marks, ("variations", name))
        except ScenarioError as error:
            problems += error.problems
    _refuse_overlap(changes, entries[0][0][:2] if entries else (), problems, tree)
    return changes


def _refuse_overlap(changes: Sequence[Change], address: Address, problems: list[Problem], tree: Tree) -> None:
    pair = overlap(changes)
    if pair:
        first, second = (dotted(change.origin).removeprefix("--set.") for change in pair)
        wrong = f"sets {'.'.join(pair[0].path)} twice (got {first} and {second}; allowed once)."
        mark = nearest(tree.marks, address)
        problems.append(problem(mark, address or pair[0].path, f"{wrong} Leave one of the two out."))


def _sets(sets: Sequence[str], problems: list[Problem]) -> list[Change]:
    changes = []
    for text in sets:
        path, equals, value = text.partition("=")
        path = path.strip()
        if not equals or not value.strip():
            wrong = f"is no change (got {show(text)}; allowed PATH=VALUE)."
            form = f"{path}=VALUE" if PATH.fullmatch(path) else "contacts.balance.scale=1.2"
            problems.append(problem(COMMAND_LINE, (show(text),), f"{wrong} Write {form}."))
            continue
        try:
            origin = ("--set", path)
            relative = value.strip().startswith("+")
            read = value.strip() if relative else parse_value(value, path)
            changes.append(parse_change(path, read, COMMAND_LINE, origin))
        except ScenarioError as error:
            problems += (replace(one, field=one.field.removeprefix("--set.")) for one in error.problems)
    _refuse_overlap(changes, (), problems, Tree({}, {(): COMMAND_LINE}))
    return changes


def _changed(tree: Tree, changes: Sequence[Change], problems: list[Problem]) -> Tree:
    try:
        return apply(tree, changes)
    except ScenarioError as error:
        problems += _unexplained(error.problems, problems)
        return tree


def _validated(tree: Tree, problems: list[Problem]) -> Scenario | None:
    """Build the scenario; refusals join `problems` unless an earlier one explains them."""
    try:
        return Scenario.model_validate(tree.value)
    except ValidationError as error:
        problems += _unexplained(problems_of(error, tree, Scenario), problems)
        return None


def _unexplained(faults: Sequence[Problem], told: Sequence[Problem]) -> list[Problem]:
    """Leave out faults of a field, or inside a field, that has been told to be wrong."""
    fields = {fault.field for fault in told}
    ends = [(fault, fault.field.split(".")) for fault in faults]
    return [
        fault
        for fault, steps in ends
        if not fields & {".".join(steps[: end + 1]) for end in range(len(steps))}
    ]


def _judged(tree: Tree, scenario: Scenario, under: str = "") -> Iterator[tuple[str, Problem]]:
    """Yield what the cross-checks find; counting waits until names and hours are sound.

    Of the world as the policy `under` changes it, what other policies choose is no matter.
    """
    findings: list[Finding] = []
    for judge in (crosscheck, sizes, loads, *(() if under else (contradictions, staffed))):
        findings += (
            one
            for one in judge(scenario)
            if not under or one.address[:1] != ("policies",) or one.address[1:2] == (under,)
        )
        if any(finding.level == "error" for finding in findings):
            break
    for address, level, text in findings:
        yield level, problem(nearest(tree.marks, address), address, text)


def _policies(tree: Tree) -> Iterator[tuple[str, Problem]]:
    """Yield what is wrong with the changes of policies, and with the scenario under each."""
    for name, policy in tree.value["policies"].items():
        prefix = ("policies", name, "changes")
        if not isinstance(policy, dict) or not policy.get("changes"):
            continue
        problems: list[Problem] = []
        try:
            changes = parse_changes(policy["changes"], tree.marks, prefix)
        except ScenarioError as error:
            yield from (("error", fault) for fault in error.problems)
            continue
        problems += [_refused(change) for change in changes if not _of_supply(change.path)]
        _refuse_overlap(changes, prefix, problems, tree)
        changed = _changed(tree, changes, problems)
        scenario = None if problems else _validated(changed, problems)
        yield from (("error", fault) for fault in problems)
        if scenario is not None:
            for level, fault in _judged(changed, scenario, name):
                yield level, replace(fault, text=f"{fault.text} Under policy {name}.")


def _of_supply(path: tuple[str, ...]) -> bool:
    if path[0] == "campaigns" and len(path) >= 3:
        return path[2] not in WHO_ANSWERS
    return path[0] in SUPPLY or (len(path) >= 3 and path[0] == "queues" and path[2] in DOOR)


def _refused(change: Change) -> Problem:
    allowed = (
        f"{', '.join(SUPPLY)}, queues.NAME.{' or .'.join(DOOR)}, campaigns.NAME.dialling and how it works"
    )
    wrong = f"is not a policy's to change (got {'.'.join(change.path)}; allowed {allowed})."
    remedy = "Demand, customers and their behaviour are the same for all policies: make it a variation."
    return problem(change.mark, change.origin, f"{wrong} {remedy}")
