"""Change a scenario in named places: variations, `--set`, and the settings of a policy.

A change is a dotted path and a value: a bare value replaces, `{add: 2}` and `{multiply: 1.15}`
work on the number, share or time that stands there, or on every number of a list or mapping.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from difflib import get_close_matches
from itertools import pairwise
from typing import Any, Literal, NamedTuple

from sim.errors import Problem, ScenarioError
from sim.quantities import QuantityError, parse_duration, parse_share, plain, show
from sim.scenario.tree import Address, Mark, Tree, nearest, problem
from sim.spelling import changed_by

FIXED = ("version", "extends", "variations", "scenarios", "expectations", "assumptions", "study")
NAMED = frozenset(
    {
        ("queues",),
        ("contacts",),
        ("groups",),
        ("shifts",),
        ("on_duty",),
        ("rosters",),
        ("failures",),
        ("policies",),
        ("customers", "segments"),
    }
)
EVERY = "all"
"""A step that stands for every contact type, queue, group and so on, where none is called so."""
VERBS = ("add", "multiply")
ALIKE = 0.6
"""How much of two names is the same if one may be meant by the other [share]."""
SAME = (
    ("infinite", "unlimited", "never", "forever", "endless", "infinity", "inf", "always"),
    ("none", "nobody", "nothing", "off", "no", "false"),
    ("voice", "telephony", "phone", "telephone", "calls", "call"),
    ("cv", "sd", "std", "stdev"),
    ("email", "mail", "letter"),
    ("groups", "agents", "teams", "skills"),
    ("contacts", "types", "contact_types", "calls"),
    ("volume", "arrivals", "offered", "forecast"),
    ("work", "aht", "handle_time", "talk", "talk_time"),
    ("acw", "wrap", "wrap_up", "after_call_work"),
    ("service_level", "sla", "sl", "target"),
    ("concurrency", "chats", "chats_at_once"),
    ("congestion_pressure", "kappa"),
    ("wage", "cost", "cost_per_hour", "salary"),
    ("queue", "skill"),
    ("multiply", "mult", "times", "factor", "by"),
    ("add", "plus", "increase"),
)
"""Words of one meaning: what a file calls a thing, and what planners call it elsewhere."""


class Change(NamedTuple):
    """One change: the path it aims at, what it does there, and where it was written."""

    path: tuple[str, ...]
    verb: Literal["set", "add", "multiply"]
    value: Any
    mark: Mark
    origin: Address


class _RefusalError(ValueError):
    """A change that cannot be made; the text says why and what to do."""


def suggest(wrong: str, names: Iterable[str], otherwise: str) -> str:
    """Word the remedy for an unknown name: the valid one nearest in spelling, or else in meaning."""
    names = list(names)
    alike = next((words for words in SAME if wrong.lower() in words), ())
    near = get_close_matches(wrong, names, 1, ALIKE) or [name for name in names if name in alike]
    near = near or [name for name in names if len(wrong) > 2 and name.startswith(wrong)]
    return f"Did you mean {near[0]}?" if near else otherwise


def listed(names: Iterable[str], most: int = 20) -> str:
    """List names for a message; long lists are cut."""
    every = list(names)
    return ", ".join(every[:most]) + (", ..." if len(every) > most else "") if every else "none yet"


def parse_changes(mapping: Any, marks: Mapping[Address, Mark], prefix: Address) -> list[Change]:
    """Read the changes of a variation or policy, whose mapping stands at `prefix`.

    Raises:
        ScenarioError: it is no mapping, a path is empty or aims at what is fixed, or a verb is misused.
    """
    if not isinstance(mapping, Mapping):
        text = f"is not a mapping (got {show(mapping)}; allowed path: value). Write what changes."
        raise ScenarioError([problem(nearest(marks, prefix), prefix, text)])
    changes: list[Change] = []
    problems: list[Problem] = []
    for key, value in mapping.items():
        origin = (*prefix, key)
        try:
            changes.append(parse_change(key, value, nearest(marks, origin), origin))
        except ScenarioError as error:
            problems += error.problems
    if problems:
        raise ScenarioError(problems)
    return changes


def parse_change(key: str, value: Any, mark: Mark, origin: Address) -> Change:
    """Read one change from its dotted path and its value.

    Raises:
        ScenarioError: as `parse_changes`.
    """
    path = tuple(key.split("."))
    if not all(path):
        text = (
            f"is not a path (got {show(key)}; allowed names joined by dots). Write contacts.balance.volume."
        )
        raise ScenarioError([problem(mark, origin, text)])
    if path[0] in FIXED:
        text = f"cannot be changed (got {show(key)}; allowed any other section). Edit the file itself."
        raise ScenarioError([problem(mark, origin, text)])
    verbs = [verb for verb in VERBS if isinstance(value, Mapping) and verb in value]
    if not verbs:
        _refuse_misspelt(path, value, mark, origin)
        return Change(path, "set", value, mark, origin)
    if len(value) > 1:
        text = f"mixes verbs (got {listed(value)}; allowed one of add, multiply). Write one verb."
        raise ScenarioError([problem(mark, origin, text)])
    return Change(path, "add" if verbs == ["add"] else "multiply", value[verbs[0]], mark, origin)


def _refuse_misspelt(path: tuple[str, ...], value: Any, mark: Mark, origin: Address) -> None:
    """Refuse +15% and x1.15, which mean a verb, and a verb deep inside a value, where it changes nothing."""
    found = changed_by(value) if isinstance(value, str) else ""
    if found:
        text = f"is no new value (got {show(value)}; allowed a value, {{add: x}} or {{multiply: x}})."
        raise ScenarioError([problem(mark, origin, f"{text} Write {found}.")])
    inner = _verb_inside(value, ".".join(path))
    if inner:
        text = f"has a verb inside (got {inner}; allowed one dotted path for each change)."
        raise ScenarioError([problem(mark, origin, f"{text} Write {inner}.")])


def _verb_inside(value: Any, path: str) -> str:
    """Return the first change that a mapping holds instead of a value, as it should be written."""
    for key, inner in value.items() if isinstance(value, Mapping) else ():
        if isinstance(inner, Mapping) and len(inner) == 1 and {*inner} & {*VERBS}:
            verb, number = next(iter(inner.items()))
            return f"{path}.{key}: {{{verb}: {show(number)}}}"
        if found := _verb_inside(inner, f"{path}.{key}"):
            return found
    return ""


def overlap(changes: Sequence[Change]) -> tuple[Change, Change] | None:
    """Find two changes of which one aims at, or inside, what the other one sets."""
    ordered = sorted(changes, key=lambda change: change.path)
    wide = [change for change in ordered if EVERY in change.path]
    pairs = [*pairwise(ordered)]
    pairs += [pair for one in wide for two in ordered if one is not two for pair in ((one, two), (two, one))]
    for first, second in pairs:
        if _meets(first.path, second.path):
            return first, second
    return None


def _meets(path: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Return whether `other` is `path`, or leads on from it; `all` is any name."""
    return len(path) <= len(other) and all(
        one == two or (EVERY in (one, two) and path[:depth] in NAMED)
        for depth, (one, two) in enumerate(zip(path, other, strict=False))
    )


def _each(value: Any, change: Change) -> list[Change]:
    """Return a change of `all`, as in contacts.all.scale, as one of each name that stands there."""
    node = value
    for depth, step in enumerate(change.path):
        if not isinstance(node, dict):
            break
        if step == EVERY and step not in node and node and change.path[:depth] in NAMED:
            rest = change.path[depth + 1 :]
            return [change._replace(path=(*change.path[:depth], name, *rest)) for name in node]
        node = node.get(step)
    return [change]


def apply(tree: Tree, changes: Sequence[Change]) -> Tree:
    """Apply changes, one after the other; values keep the marks of where they were written.

    Raises:
        ScenarioError: a path leads nowhere, or a verb meets a value it cannot work on.
    """
    value, marks, problems = tree.value, dict(tree.marks), list[Problem]()
    for change in (one for written in changes for one in _each(value, written)):
        try:
            value = _replace(value, change, 0)
        except _RefusalError as refusal:
            problems.append(problem(change.mark, change.path, str(refusal)))
            continue
        if change.verb == "set":
            marks = _moved(marks, change)
        else:
            marks.update({at: change.mark for at in marks if at[: len(change.path)] == change.path})
        marks[change.path] = change.mark
    if problems:
        raise ScenarioError(problems)
    return Tree(value, marks)


def _moved(marks: dict[Address, Mark], change: Change) -> dict[Address, Mark]:
    target, origin = len(change.path), len(change.origin)
    kept = {at: mark for at, mark in marks.items() if at[:target] != change.path}
    new = {change.path + at[origin:]: mark for at, mark in marks.items() if at[:origin] == change.origin}
    above: dict[Address, Mark] = {change.path[:depth]: change.mark for depth in range(1, target)}
    return {**above, **kept, **new}


def _replace(node: Any, change: Change, depth: int) -> Any:
    if depth == len(change.path):
        return _new(node, change) if change.verb == "set" else _work(node, change)
    step = change.path[depth]
    last = depth == len(change.path) - 1
    if isinstance(node, list):
        if not step.isascii() or not step.isdigit() or len(step) > 6 or int(step) >= len(node):
            raise _RefusalError(
                f"leads nowhere (got {step}; allowed 0 to {len(node) - 1}). Correct the position."
            )
        return [
            _replace(inner, change, depth + 1) if index == int(step) else inner
            for index, inner in enumerate(node)
        ]
    if not isinstance(node, dict):
        raise _RefusalError(
            f"leads into a plain value (got {step} below {show(node)}; allowed a path to it). End it there."
        )
    if step in node:
        return {
            key: _replace(inner, change, depth + 1) if key == step else inner for key, inner in node.items()
        }
    if change.path[:depth] in NAMED and not last:
        remedy = suggest(step, node, "Correct the name.")
        raise _RefusalError(f"leads nowhere (got {step}; allowed {listed(node)}). {remedy}")
    if change.verb != "set":
        remedy = suggest(step, node, "Write the value into the scenario first, or replace it.")
        raise _RefusalError(f"is not in the file (got {step}; allowed {listed(node)}). {remedy}")
    return {**node, step: change.value if last else _replace({}, change, depth + 1)}


def _new(node: Any, change: Change) -> Any:
    """Return what a change sets in the place of `node`, unless it means a verb by another word."""
    new = change.value
    if not isinstance(node, dict) and isinstance(new, Mapping) and len(new) == 1:
        (word,) = new
        if remedy := suggest(word, VERBS, ""):
            raise _RefusalError(f"has no such verb (got {show(word)}; allowed {listed(VERBS)}). {remedy}")
    return new


def _work(node: Any, change: Change) -> Any:
    if isinstance(node, dict) and "value" in node:
        return {**node, **{key: _work(node[key], change) for key in ("value", "range") if key in node}}
    if isinstance(node, dict):
        return {key: _work(inner, change) for key, inner in node.items()}
    if isinstance(node, list):
        return [_work(inner, change) for inner in node]
    return _scalar(node, change)


def _scalar(old: Any, change: Change) -> Any:
    if isinstance(old, int | float) and not isinstance(old, bool):
        return _number(old, change)
    try:
        if isinstance(old, str) and old.endswith("%"):
            share = Decimal(repr(parse_share(old))) * 100
            moved = share * _factor(change) if change.verb == "multiply" else share + _points(change) * 100
            return f"{format(moved.normalize(), 'f')}%"
        if isinstance(old, str):
            seconds = Decimal(repr(parse_duration(old)))
            moved = seconds * _factor(change) if change.verb == "multiply" else seconds + _seconds(change)
            return f"{plain(float(moved))}s"
    except QuantityError:
        pass
    verb = "added to" if change.verb == "add" else "multiplied"
    wrong = f"cannot be {verb} (got {show(old)}; allowed a number, share or time, or lists of them)."
    raise _RefusalError(f"{wrong} Write the new value.")


def _number(old: float, change: Change) -> int | float:
    if change.verb == "multiply":
        moved = _decimal(old) * _factor(change)
    elif isinstance(change.value, str) and 0 <= old <= 1:
        moved = _decimal(old) + _points(change)
    else:
        moved = _decimal(old) + _plain_number(change)
    whole = isinstance(old, int) and moved == moved.to_integral_value()
    return int(moved) if whole else float(moved)


def _decimal(number: float) -> Decimal:
    if not abs(number) < 1e300:
        raise _RefusalError(
            f"is not finite (got {show(number)}; allowed a finite number). Write the new value."
        )
    return Decimal(repr(number))


def _plain_number(change: Change) -> Decimal:
    value = change.value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _decimal(value)
    raise _RefusalError(
        f"cannot be used to {change.verb} here (got {show(value)}; allowed a number). Write a number."
    )


def _factor(change: Change) -> Decimal:
    if isinstance(change.value, str) and change.value.endswith("%"):
        return Decimal(repr(_signed(change, parse_share)))
    return _plain_number(change)


def _points(change: Change) -> Decimal:
    return Decimal(repr(_signed(change, parse_share)))


def _seconds(change: Change) -> Decimal:
    return Decimal(repr(_signed(change, parse_duration)))


def _signed(change: Change, parse: Any) -> float:
    value = change.value
    negative = value.startswith("-") if isinstance(value, str) else isinstance(value, float) and value < 0
    bare = (value[1:] if isinstance(value, str) else -value) if negative else value
    try:
        return -float(parse(bare)) if negative else float(parse(bare))
    except QuantityError as error:
        raise _RefusalError(str(error)) from None
