"""A run beside a stored one: digests where they can be compared, equivalence where they cannot."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from sim.amount import FLOORS
from sim.checks.baseline import Baseline, Row, differences, row_of
from sim.checks.expectations import Case
from sim.checks.judge import Evidence, Sums, Verdict, of_difference
from sim.checks.plan import Plan
from sim.checks.verdict import BaselineState
from sim.estimate import NO_DATA, Estimate, ratio
from sim.kpis import KPIS
from sim.kpis.base import ALL
from sim.quantities import show
from sim.scenario.semantics import SEMANTICS_REVISION, changed_since
from sim.wording import UNITS, show_value

MOVED = 3
"""So many measures are named when behaviour changed."""
NOTICEABLE = 0.02
"""A measure's change is weighed against this share of its value, or the unit's floor."""


ROUNDING = 1e-9
"""Share of a measure's value, or of the unit's floor, that another order of summing may move it by."""
UNMOVED = "no measure moved, only the logs"


class Standing(NamedTuple):
    """How far a baseline can be compared with this run, and the words for it."""

    state: BaselineState
    note: str


class Fresh(NamedTuple):
    """What a run gave, laid out like a baseline."""

    seed: int
    replications: int
    digests: Mapping[str, tuple[str, ...]]
    sums: Mapping[Row, Sums]


def standing(plan: Plan, stored: Baseline, here: Mapping[str, str | None], seed: int) -> Standing:
    """Return whether a baseline is of the same scenario, and whether digests can be compared."""
    why = "; ".join(_other_meaning(plan, stored))
    if why:
        text = f"not comparable, because {why}. If that is meant, --update-baseline."
        return Standing("changed", text)
    elsewhere = differences(stored.provenance, here)
    if seed != stored.seed:
        elsewhere.insert(0, f"seed {stored.seed} there, {seed} here")
    if elsewhere:
        why = "; ".join(elsewhere)
        return Standing("statistical", f"digests cannot be compared ({why}): compared statistically instead.")
    return Standing("same", "")


def _other_meaning(plan: Plan, stored: Baseline) -> Iterator[str]:
    """Yield why a baseline means something else than this run."""
    there = stored.semantics_revision
    if there != SEMANTICS_REVISION:
        since = changed_since(there)
        text = f"it is of semantics revision {there}, and this is {SEMANTICS_REVISION}"
        yield f"{text}: since then {since}" if since else text
    for name in sorted({case.selection.kpi for case in plan.expectations.cases if case.kind == "history"}):
        if stored.definitions.get(name) != KPIS[name].definition:
            yield f"{name} is defined otherwise there ({stored.definitions.get(name, 'unknown')})"
    for name in plan.digests:
        said = plan.stated[name]
        if name not in stored.scenarios:
            yield f"scenario {name} is not in it"
            continue
        values = _other_values(stored.stated.get(name, said), said)
        unsaid = name not in stored.stated and there == SEMANTICS_REVISION
        if values or (unsaid and stored.scenarios[name] != plan.digests[name]):
            yield f"scenario {name} has changed since{values and ': '}{values}"


def _other_values(there: Mapping[str, Any], here: Mapping[str, Any]) -> str:
    """Name the values of a scenario that are others now, the first few in the order of their paths.

    Labels of policies decide nothing.
    """
    old, new = dict(_leaves(_unlabelled(there))), dict(_leaves(_unlabelled(here)))
    other = [path for path in sorted({*old, *new}) if old.get(path) != new.get(path)]
    named = (f"{path} {_value(old, path)} -> {_value(new, path)}" for path in other[:MOVED])
    return ", ".join(named) + (f" and {len(other) - MOVED} more" if len(other) > MOVED else "")


def _unlabelled(said: Mapping[str, Any]) -> dict[str, Any]:
    policies = said.get("policies", {})
    bare = {name: {**policy, "label": ""} for name, policy in policies.items()}
    return {**said, "policies": bare}


def _value(leaves: Mapping[str, Any], path: str) -> str:
    return show(leaves[path]) if path in leaves else "by default"


def _leaves(node: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Yield the dotted paths of a scenario with their values."""
    if not isinstance(node, Mapping | list) or not node:
        yield path, node
        return
    for key, value in node.items() if isinstance(node, Mapping) else enumerate(node):
        yield from _leaves(value, f"{path}.{key}" if path else str(key))


def evidence(case: Case, fresh: Fresh, stored: Baseline, confidence: float) -> Evidence:
    """Judge one measure against its stored values: paired under one seed, else as independent runs."""
    row = row_of(case.selection, case.policy, case.scenario)
    ours, theirs = fresh.sums.get(row), stored.sums.get(row)
    if ours is None or theirs is None or case.band is None:
        return Evidence(NO_DATA, None, None, None, 0.0)
    paired = fresh.seed == stored.seed
    if paired:
        common = min(fresh.replications, stored.replications)
        ours, theirs = _first(ours, common), _first(theirs, common)
    return of_difference(case.band, ours, theirs, confidence, paired=paired)


def _first(sums: Sums, count: int) -> Sums:
    return Sums(sums.numerators[:count], sums.denominators[:count])


def digest_verdict(case: Case, fresh: Fresh, stored: Baseline, currency: str) -> tuple[Verdict, str]:
    """Compare the digests of the replications that both have; say what moved where they differ."""
    place = f"{case.scenario}/{case.policy}"
    ours, theirs = fresh.digests[place], stored.digests.get(place, ())
    pairs = list(zip(ours, theirs, strict=False))
    other = [index for index, (a, b) in enumerate(pairs) if a != b]
    if not pairs:
        return "undecided", "the baseline holds no digest of it"
    if not other:
        return "pass", f"{len(pairs)} digest{'' if len(pairs) == 1 else 's'} the same"
    first = other[0]
    what = moved(fresh, stored, case.policy, case.scenario, currency)
    text = "logs differ, no measure does" if what == UNMOVED else "behaviour changed"
    text += f": digest {theirs[first][:12]} -> {ours[first][:12]} (replication {first}"
    text += f"; {len(other)} of {len(pairs)} differ)"
    return "fail", text if what == UNMOVED else f"{text}; {what}"


def equivalence_verdict(verdicts: Sequence[Verdict]) -> Verdict:
    """Sum up the stored measures of one policy where its digests cannot be compared."""
    if "fail" in verdicts:
        return "fail"
    return "pass" if verdicts and set(verdicts) == {"pass"} else "undecided"


def moved(
    fresh: Fresh, stored: Baseline, policy: str, scenario: str, currency: str = "", most: int = MOVED
) -> str:
    """Name the measures over all contacts that moved most, with their old and new values.

    Headline measures that moved noticeably come first: they are the ones people know.
    """
    common = min(fresh.replications, stored.replications)
    found: list[tuple[bool, float, str]] = []
    for row, theirs in stored.sums.items():
        ours = fresh.sums.get(row)
        if row[:3] != (policy, scenario, ALL) or ours is None or row[4] not in KPIS:
            continue
        size, text = _move(row[4], _first(ours, common), _first(theirs, common), currency)
        if size > 0.0:
            found.append((KPIS[row[4]].headline and size >= 1.0, size, text))
    if not found:
        return UNMOVED
    found.sort(key=lambda one: (not one[0], -one[1], one[2]))
    rest = f" and {len(found) - most} more" if len(found) > most else ""
    return "moved: " + ", ".join(text for _, _, text in found[:most]) + rest


def _move(kpi: str, ours: Sums, theirs: Sums, currency: str) -> tuple[float, str]:
    """Return how much a measure moved, in noticeable steps (0 if by rounding only), and the words for it."""
    new, old = _plain(ours), _plain(theirs)
    unit, name = KPIS[kpi].unit, f"{kpi} {show_value(old, KPIS[kpi].unit, currency)}"
    text = f"{name} -> {show_value(new, unit, currency)}"
    if old.value is None or new.value is None:
        return float(old.value != new.value), text
    step = max(NOTICEABLE * abs(old.value), FLOORS[unit])
    change = new.value - old.value
    if abs(change) <= ROUNDING * max(abs(old.value), FLOORS[unit]):
        return 0.0, text
    if unit == "share":
        text += f" ({_signed(change * UNITS[unit][0])} pp)"
    elif old.value:
        text += f" ({_signed(100.0 * change / abs(old.value))} %)"
    return abs(change) / step, text


def _signed(number: float) -> str:
    """Write a change with two digits, and without an exponent when it is large."""
    return f"{number:+.2g}" if abs(number) < 99.5 else f"{number:+.0f}"


def _plain(sums: Sums) -> Estimate:
    """Return the value without an interval: pairs of one luck need none."""
    found = ratio(*sums, 0.95) if np.any(sums.denominators) else NO_DATA
    return found._replace(low=None, high=None, half_width=None)


def changes(fresh: Fresh, new: Baseline, stored: Baseline | None, currency: str) -> list[str]:
    """Describe what writing a new baseline would change, line by line; nothing for no change."""
    if stored is None:
        return [f"new baseline: {len(fresh.sums)} rows, {fresh.replications} replications, seed {fresh.seed}"]
    lines = []
    if (stored.seed, stored.replications) != (fresh.seed, fresh.replications):
        was, now = (stored.seed, stored.replications), (fresh.seed, fresh.replications)
        lines.append(f"seed {was[0]} -> {now[0]}, replications {was[1]} -> {now[1]}")
    lines += [f"provenance: {text}" for text in differences(stored.provenance, new.provenance)]
    for name in sorted({*stored.scenarios, *new.scenarios}):
        if stored.scenarios.get(name) != new.scenarios.get(name):
            lines.append(f"scenario {name}: {_came(name in stored.scenarios, name in new.scenarios)}")
    for place in sorted({*stored.digests, *new.digests}):
        scenario, _, policy = place.rpartition("/")
        if place not in stored.digests or place not in new.digests:
            lines.append(f"{place}: {_came(place in stored.digests, place in new.digests)}")
            continue
        pairs = list(zip(new.digests[place], stored.digests[place], strict=False))
        other = sum(a != b for a, b in pairs)
        if other and stored.seed == fresh.seed:
            what = moved(fresh, stored, policy, scenario, currency, most=10)
            lines.append(f"{place}: {other} of {len(pairs)} digests differ; {what}")
    rows = len(set(stored.sums) ^ set(new.sums))
    lines += [f"{rows} rows come or go"] if rows else []
    stale = [name for name, text in new.definitions.items() if stored.definitions.get(name) != text]
    return lines + [f"{name}: defined anew" for name in stale]


def _came(before: bool, after: bool) -> str:
    return "changed" if before and after else "new" if after else "gone"
