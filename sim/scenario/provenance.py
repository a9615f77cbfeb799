"""Provenance: where every behavioural number of a scenario comes from, and how sure of it one is.

A number carries its source where it is written, `{value, range, source, confidence}`, in an
assumptions file beside the scenario, or, left to its default, in the field's own documentation: the
last words in brackets.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from sim.distributions.base import Distribution
from sim.family import Lever
from sim.frozen import Frozen, meanings
from sim.quantities import QuantityError, duration_text, parse_duration
from sim.scenario.groups import Group
from sim.scenario.labels import in_words, unknown_in_words
from sim.scenario.model import Scenario
from sim.scenario.tree import Address, Mark, Tree, dotted, nearest

SECTIONS = (
    "queues",
    "contacts",
    "failures",
    "outages",
    "groups",
    "campaigns",
    "customers",
    "behaviour",
    "policies",
)
# what is counted, planned or paid rather than believed
PLANNED = {
    "volume",
    "scale",
    "service_level",
    "short_abandon",
    "wage",
    "overtime",
    "overflow",
    "changes",
    "cost",
    "count",
}
UNKNOWN = "measure this first"
WHERE_CLOSED = f"{UNKNOWN} where the centre closes"
NAMED = ("queues", "contacts", "failures", "outages", "groups", "campaigns", "policies")
"""Sections whose numbers are of something that has a name."""
_BEGINNING = re.compile(r"(?:[:;] | +\(|\. )(?=(?:[^`]*`[^`]*`)*[^`]*$)")
"""Where the first thing that a documentation says ends, but not within `a key`."""
_IN_BRACKETS = re.compile(r"\(([^()]*)\)")


class Provenance(NamedTuple):
    """Return what a number is, what it means and where it comes from; `mark` is None for a default."""

    path: str
    value: str
    meaning: str
    source: str
    range: tuple[str, str] | None
    confidence: str
    mark: Mark | None
    unknown: bool


class _Leaf(NamedTuple):
    address: Address
    value: Any
    meaning: str


def provenances(tree: Tree, scenario: Scenario) -> list[Provenance]:
    """Return every behavioural number of `scenario`, in the order of the file's sections.

    `tree` holds what was written, with its marks.
    """
    plain = scenario.model_dump(mode="json")
    closes = scenario.clock.closes()
    return [
        _provenance(leaf, tree, closes=closes)
        for name in SECTIONS
        for leaf in _leaves((name,), getattr(scenario, name), plain[name], "", of_lever=False)
    ]


def measure_first(tree: Tree, scenario: Scenario) -> list[str]:
    """Return the paths of what much depends on and nobody knows well; first of levers, below any policy."""
    steps = [number.path.split(".") for number in provenances(tree, scenario) if number.unknown]
    levers = [".".join(path[2:]) for path in steps if path[0] == "policies"]
    return list(dict.fromkeys([*levers, *(".".join(path) for path in steps if path[0] != "policies")]))


def labels(scenario: Scenario) -> dict[str, str]:
    """Return by path a few words for every behavioural number, no two alike, as a figure shows them.

    They are the planner's words for what is to be measured first, and the beginning of the field's
    documentation for others, with the name of the queue, contact type, policy or the like that it is of.
    """
    found: dict[str, str] = {}
    for number in provenances(Tree({}, {}), scenario):
        steps = number.path.split(".")
        words = unknown_in_words(number.path)
        words = _BEGINNING.split(number.meaning)[0].rstrip(".") if words == number.path else words
        name = steps[1] if steps[0] in NAMED else steps[2] if steps[1] == "segments" else ""
        label = f"{name}: {words[:1].lower()}{words[1:]}" if name else f"{words[:1].upper()}{words[1:]}"
        found[number.path] = label if label not in found.values() else f"{label}, {steps[-1]}"
    return found


class Choice(NamedTuple):
    """Return which member of a family a policy chooses, and what that does."""

    path: str
    kind: str
    does: str


def choices(scenario: Scenario) -> list[Choice]:
    """Return the levers of every policy, in the order of the file, then those that groups set."""
    of_policies = [
        Choice(f"policies.{name}.{family}", str(vars(lever).get("kind", "")), _does(lever))
        for name, policy in scenario.policies.items()
        for family, lever in policy
        if isinstance(lever, Lever)
    ]
    usual = Group.model_fields["presence"].default
    return of_policies + [
        Choice(f"groups.{name}.presence", str(vars(group.presence)["kind"]), _does(group.presence))
        for name, group in scenario.groups.items()
        if group.presence != usual
    ]


def _does(lever: Lever) -> str:
    return in_words(" ".join((type(lever).__doc__ or "").split()))


def unsourced(tree: Tree, scenario: Scenario) -> list[Provenance]:
    """Return the numbers that somebody wrote without saying where they come from."""
    return [found for found in provenances(tree, scenario) if found.mark is not None and not found.source]


def _leaves(at: Address, value: Any, plain: Any, meaning: str, *, of_lever: bool) -> Iterator[_Leaf]:
    """Yield the numbers below `at`, and words that stand for one that is to be measured.

    Of a lever, those whose documentation names a source.
    """
    if isinstance(value, Frozen):
        whole = f"{meaning} " if isinstance(value, Distribution) else ""
        of_lever = of_lever or isinstance(value, Lever)
        for name in type(value).model_fields:
            if name not in PLANNED:
                text = whole + meanings(type(value)).get(name, meaning)
                inner = getattr(value, name)
                yield from _leaves((*at, name), inner, plain[name], text, of_lever=of_lever)
    elif isinstance(value, Mapping):
        for name, inner in value.items():
            yield from _leaves((*at, name), inner, plain[name], meaning, of_lever=of_lever)
    elif _is_believed(value, meaning, of_lever=of_lever):
        yield _Leaf(at, plain, " ".join(meaning.split()))


def _is_believed(value: Any, meaning: str, *, of_lever: bool) -> bool:
    """Return whether a value is a number that may have a source, or stands for one that is to be measured."""
    if isinstance(value, str):
        return UNKNOWN in meaning
    return isinstance(value, float) and bool(source_of(meaning) or not of_lever)


def source_of(meaning: str) -> str:
    """Return the source that a field's documentation ends with: the last words in brackets, or nothing."""
    found = _IN_BRACKETS.findall(" ".join(meaning.split()))
    return found[-1] if found else ""


def _plainly(meaning: str) -> str:
    """Return a documentation in words, without the source that it ends with, which is told apart."""
    source = source_of(meaning)
    return in_words(meaning.replace(f" ({source})", "") if source else meaning)


def _provenance(leaf: _Leaf, tree: Tree, *, closes: bool) -> Provenance:
    written, address = _written(tree.value, leaf.address)
    said = written if isinstance(written, Mapping) else {}
    bounds = said.get("range")
    mark = nearest(tree.marks, address) if written is not None else None
    source = str(said.get("source", "")) if mark else in_words(source_of(leaf.meaning)) or "default"
    return Provenance(
        dotted(leaf.address),
        _text(leaf.value),
        _plainly(leaf.meaning),
        source,
        (_text(bounds[0]), _text(bounds[1])) if bounds else None,
        str(said.get("confidence", "")),
        mark,
        UNKNOWN in leaf.meaning and (closes or WHERE_CLOSED not in leaf.meaning),
    )


def _text(value: Any) -> str:
    """Write a number of the machine form as people would."""
    try:
        return duration_text(parse_duration(value)) if isinstance(value, str) else f"{value:g}"
    except QuantityError:
        return str(value)


def _written(value: Any, address: Address) -> tuple[Any, Address]:
    """Return what the file says of a number and where: a scalar, or a mapping with its source; else None."""
    for depth, step in enumerate(address):
        if not isinstance(value, Mapping) or ("value" in value and "dist" not in value):
            return value, address[:depth]
        if step not in value:
            return None, address[:depth]
        value = value[step]
    return value, address
