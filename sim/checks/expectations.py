"""Read a file's expectations, and spread them over policies and scenarios as single cases."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Literal, NamedTuple

from sim.amount import Tolerance, parse_tolerance
from sim.checks.grammar import Band, parse_claim, parse_limit, within
from sim.checks.selection import Names, Selection, parse_selection
from sim.checks.settings import Reader, Settings
from sim.comparison import headline
from sim.kpis import KPIS
from sim.quantities import show
from sim.scenario.tree import Address, Mark
from sim.scenario.variant import listed, suggest

Kind = Literal["limit", "claim", "history", "digest"]
Severity = Literal["error", "warn"]
SEVERITIES: tuple[Severity, ...] = ("error", "warn")
ROOT_KEYS = (
    "version",
    "measures",
    "compare",
    "history",
    "scenarios",
    "confidence",
    "replications",
    "on_undecided",
)
UNCHANGED = {"within": "2%"}
"""The tolerance of a history that names none."""


class Case(NamedTuple):
    """One expectation about one policy in one scenario: the unit that gets a verdict.

    name: unique in its file, and the same from run to run. text: the expectation as it stands in
    the file. band: None for a digest. mark: where the expectation stands.
    """

    name: str
    kind: Kind
    selection: Selection
    text: str
    policy: str
    scenario: str
    band: Band | None
    severity: Severity
    mark: Mark

    @property
    def unit(self) -> str:
        """Return the measure's unit; a digest has none."""
        return KPIS[self.selection.kpi].unit if self.band else ""

    @classmethod
    def of_digest(cls, policy: str, scenario: str, mark: Mark) -> Case:
        """Expect that the logs of a policy in a scenario are what they were, bit by bit."""
        name, about = f"digest same [{scenario}, {policy}]", Selection("digest")
        return cls(name, "digest", about, "same", policy, scenario, None, "error", mark)


class Expectations(NamedTuple):
    """All that a file expects; `baseline_file` is the history's own file, beside the scenario."""

    settings: Settings
    cases: tuple[Case, ...]
    history: bool
    baseline_file: str | None
    mark: Mark


class _Entry(NamedTuple):
    """One expectation as it stands in the file, before it is spread."""

    text: str
    band: Band
    severity: Severity
    mark: Mark


def read_cases(reader: Reader, raw: Mapping[str, Any], names: Names) -> tuple[Case, ...]:
    """Read limits, claims and history; what is wrong is noted with the reader."""
    cases = [
        *_limits(reader, raw.get("measures", {}), names),
        *_claims(reader, raw.get("compare", {}), names),
        *(_history(reader, raw["history"], names) if "history" in raw else ()),
    ]
    if not cases and not reader.problems:
        reader.says((), "expects nothing (got no measures, compare or history; allowed any). Write one.")
    for case in _twice(cases):
        line = case.mark.line
        text = f"is expected twice (got {case.name} again on line {line}; allowed once). Remove one."
        reader.says(("measures" if case.kind == "limit" else "compare",), text)
    return tuple(cases)


def _twice(cases: list[Case]) -> Iterator[Case]:
    seen = set()
    for case in cases:
        if case.name in seen:
            yield case
        seen.add(case.name)


def _spread(
    kind: Kind, selection: Selection, entry: _Entry, names: Names, policies: tuple[str, ...]
) -> Iterator[Case]:
    """Yield one case for each scenario and policy that the selection leaves open."""
    for scenario in (selection.scenario,) if selection.scenario else names.scenarios:
        for policy in (selection.policy,) if selection.policy else policies:
            name = f"{selection.label} {entry.text} [{scenario}, {policy}]"
            if kind == "history":
                name = f"history {name}"
            yield Case(
                name, kind, selection, entry.text, policy, scenario, entry.band, entry.severity, entry.mark
            )


def _limits(reader: Reader, raw: Any, names: Names) -> Iterator[Case]:
    for key, value in reader.mapping(raw, ("measures",)).items():
        at = ("measures", key)
        selection = reader.tries(at, lambda: parse_selection(key, names, per_policy=True))  # noqa: B023
        if selection is None:
            continue
        for address, item in reader.items(value, at):
            entry = _limit(reader, address, item, selection, names)
            if entry:
                yield from _spread("limit", selection, entry, names, names.policies)


def _limit(reader: Reader, address: Address, item: Any, selection: Selection, names: Names) -> _Entry | None:
    found = _parts(reader, address, item, ("is", "severity", "precision"))
    if found is None:
        return None
    unit, at = KPIS[selection.kpi].unit, (*address, "is") if isinstance(item, Mapping) else address
    band = reader.tries(at, lambda: parse_limit(found["is"], unit, names.currency))
    return _entry(reader, address, found, band, unit, names)


def _claims(reader: Reader, raw: Any, names: Names) -> Iterator[Case]:
    others = [policy for policy in names.policies if policy != names.baseline]
    for policy, claims in reader.mapping(raw, ("compare",)).items():
        if policy not in others:
            remedy = suggest(policy, others, "Write one of these.")
            wrong = "is no policy beside the baseline"
            text = f"{wrong} (got {show(policy)}; allowed {listed(others)}). {remedy}"
            reader.says(("compare", policy), text)
            continue
        for key, value in reader.mapping(claims, ("compare", policy)).items():
            yield from _claims_about(reader, policy, key, value, names)


def _claims_about(reader: Reader, policy: str, key: str, value: Any, names: Names) -> Iterator[Case]:
    at = ("compare", policy, key)
    selection = reader.tries(at, lambda: parse_selection(key, names, per_policy=False))
    if selection is None:
        return
    for address, item in reader.items(value, at):
        entry = _claim(reader, address, item, selection, names)
        if entry:
            yield from _spread("claim", selection, entry, names, (policy,))


def _claim(reader: Reader, address: Address, item: Any, selection: Selection, names: Names) -> _Entry | None:
    found = _parts(reader, address, item, ("is", "severity", "precision", "floor"))
    if found is None:
        return None
    kpi, at = KPIS[selection.kpi], (*address, "is") if isinstance(item, Mapping) else address
    about = (kpi.unit, kpi.better, names.currency, found.get("floor"), names.margin(selection.kpi))
    band = reader.tries(at, lambda: parse_claim(found["is"], *about))
    return _entry(reader, address, found, band, kpi.unit, names)


def _parts(reader: Reader, address: Address, item: Any, allowed: tuple[str, ...]) -> Mapping[str, Any] | None:
    """Return an expectation's parts; a plain text is its `is`."""
    if not isinstance(item, Mapping):
        return {"is": item}
    found = reader.mapping(item, address, allowed)
    if "is" not in found:
        text = f"says nothing (got {listed(item)}; allowed is: with a limit or claim). Add is:."
        reader.says(address, text)
        return None
    return found


def _entry(
    reader: Reader, address: Address, found: Mapping[str, Any], band: Band | None, unit: str, names: Names
) -> _Entry | None:
    severity = reader.word(found.get("severity", "error"), (*address, "severity"), SEVERITIES, SEVERITIES[0])
    if band is not None and "precision" in found:
        raw, at = found["precision"], (*address, "precision")
        precision = reader.tries(at, lambda: parse_tolerance(raw, unit, names.currency))
        if precision is not None and not precision.amount:
            text = "can never be reached (got 0; allowed a half-width above 0). Write one such as 1pp."
            reader.says(at, text)
        band = band._replace(precision=precision)
    if band is None:
        return None
    return _Entry(str(found["is"]).strip(), band, severity, reader.mark(address))


def _history(reader: Reader, raw: Any, names: Names) -> Iterator[Case]:
    found = reader.mapping(raw, ("history",), ("file", "digest", "each", "default"))
    if not isinstance(found.get("file", ""), str):
        reader.says(("history", "file"), "is no file name (got a value; allowed a name). Write one.")
    digest = reader.word(found.get("digest", "same"), ("history", "digest"), ("same", "ignore"), "same")
    if digest == "same":
        yield from _digests(reader, names)
    each = reader.mapping(found.get("each", {}), ("history", "each"))
    taken = set()
    for key, value in each.items():
        at: Address = ("history", "each", key)
        selection = reader.tries(at, lambda: parse_selection(key, names, per_policy=True))  # noqa: B023
        if selection is not None:
            taken.add(selection.label)
            yield from _unchanged(reader, at, value, selection, names)
    default = found.get("default", {} if each else UNCHANGED)
    for kpi in headline(KPIS) if default else ():
        if kpi not in taken:
            yield from _unchanged(reader, ("history", "default"), default, Selection(kpi), names)


def _digests(reader: Reader, names: Names) -> Iterator[Case]:
    mark = reader.mark(("history", "digest"))
    for scenario in names.scenarios:
        for policy in names.policies:
            yield Case.of_digest(policy, scenario, mark)


def _unchanged(
    reader: Reader, address: Address, raw: Any, selection: Selection, names: Names
) -> Iterator[Case]:
    floors = () if address[-1] == "default" else ("floor",)  # a default holds for every unit
    found = reader.mapping(raw, address, ("within", "severity", *floors))
    if "within" not in found:
        reader.says(address, "names no tolerance (got nothing; allowed within: x). Add within:.")
        return
    unit = KPIS[selection.kpi].unit
    if address[-1] == "default" and not str(found["within"]).endswith("%"):
        text = "holds for measures of every unit (got an amount; allowed a percentage). Write it under each."
        reader.says((*address, "within"), text)
        return
    tolerance: Tolerance | None = reader.tries(
        (*address, "within"),
        lambda: parse_tolerance(found["within"], unit, names.currency, found.get("floor")),
    )
    if tolerance is None:
        return
    if not tolerance.amount:
        text = "allows no difference (got 0; allowed a tolerance above 0). Write digest: same for that."
        reader.says((*address, "within"), text)
        return
    severity = reader.word(found.get("severity", "error"), (*address, "severity"), SEVERITIES, SEVERITIES[0])
    text = f"within {found['within']}"
    entry = _Entry(text, within(tolerance)._replace(precision=None), severity, reader.mark(address))
    yield from _spread("history", selection, entry, names, names.policies)
