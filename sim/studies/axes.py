"""Define what a study varies (a number of a scenario, by its path, or the staffing) and make the variants."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from sim.errors import GoodwillError
from sim.quantities import QuantityError, duration_text, parse_duration, parse_factor, plain, show
from sim.scenario.load import Loaded, load
from sim.scenario.provenance import provenances
from sim.studies.bench import Setting
from sim.studies.headcount import staffed

STAFFING = "staffing"
"""Path that stands for the headcount of all groups, as a share of the file's."""
STAFFING_RANGE = (0.8, 1.2)
STEPS = re.compile(r"(?P<low>[^:]+?)\.\.(?P<high>[^:]+?)(?::(?P<step>.+))?")
MOST_POINTS = 1000
DIGITS = 9
FORM = "PATH=30s..60s:5s or PATH=a,b,c"


class Axis(NamedTuple):
    """One number that a study moves.

    path: dotted, or `STAFFING`. unit: s, share or number. value: as the scenario has it. low, high: the
    range that is thought possible, in the unit. source: where the range comes from.
    """

    path: str
    unit: str
    value: float
    low: float
    high: float
    source: str = ""

    def text(self, level: float) -> str:
        """Return a level as files write it: "45s", "30%" or "0.64"."""
        return written(level, self.unit)


def read(text: str) -> tuple[float, str]:
    """Return a number and its unit: "3m" is 180 s, "30%" a share, "4" a number.

    Raises: QuantityError for anything else.
    """
    text = text.strip()
    if text.endswith("%"):
        return (0.0 if text == "0%" else parse_factor(text)), "share"
    try:
        return float(text), "number"
    except ValueError:
        return parse_duration(text), "s"


def written(level: float, unit: str) -> str:
    """Return a number as files write it."""
    level = round(level, DIGITS)
    if unit == "share":
        return f"{plain(round(100.0 * level, DIGITS)).removesuffix('.0')}%"
    return f"{plain(level).removesuffix('.0')}s" if unit == "s" else plain(level).removesuffix(".0")


def told(level: float, unit: str) -> str:
    """Return a number as people read it, with four digits."""
    if unit == "s":
        return duration_text(float(f"{level:.3g}") if abs(level) < 60.0 else round(level))
    return f"{100.0 * level:.3g} %" if unit == "share" else f"{level:.4g}"


def assumptions(loaded: Loaded) -> list[Axis]:
    """Return every number of the scenario that gives a range of its own, then the staffing."""
    found = []
    for number in provenances(loaded.tree, loaded.scenario):
        if number.range is None:
            continue
        (value, _), (low, unit), (high, _) = (read(text) for text in (number.value, *number.range))
        found.append(Axis(number.path, unit, value, low, high, number.source))
    return [*found, Axis(STAFFING, "share", 1.0, *STAFFING_RANGE, "the headcount of all groups")]


def parse_levels(text: str) -> tuple[str, list[str]]:
    """Read "PATH=LOW..HIGH:STEP" or "PATH=a,b,c": the path and its values as files write them.

    Without a step a range has its two ends.
    Raises: GoodwillError where it is neither, or has no or too many values.
    """
    path, equals, values = (part.strip() for part in text.partition("="))
    if not equals or not path or not values:
        raise _refused(text, "says nothing to vary", FORM)
    form = STEPS.fullmatch(values)
    if form is None:
        return path, [value.strip() for value in _split(values)]
    try:
        (low, unit), (high, other) = read(form["low"]), read(form["high"])
        step, third = read(form["step"]) if form["step"] else (high - low, unit)
    except QuantityError as fault:
        raise GoodwillError(f"--vary {path}: {fault}") from fault
    if len({unit, other, third}) > 1 or not low < high or not step > 0.0:
        raise _refused(text, "is no range", "a lower and a higher end and a step above 0, in one unit")
    count = int((high - low) / step + 1e-9) + 1
    if count > MOST_POINTS:
        raise _refused(text, f"has {count} values", f"at most {MOST_POINTS}")
    return path, [written(low + k * step, unit) for k in range(count)]


def parse_range(text: str, loaded: Loaded) -> Axis:
    """Read "PATH=LOW..HIGH" as an axis from one end to the other, about the value that the scenario has.

    Raises: GoodwillError where it is none, or the path leads to no number.
    """
    path, values = parse_levels(text)
    if len(values) != 2:
        raise _refused(text, "is no range", "PATH=LOW..HIGH")
    (low, unit), (high, _) = (read(value) for value in values)
    if path == STAFFING:
        return Axis(path, "share", 1.0, low, high, "--vary")
    found = [number for number in provenances(loaded.tree, loaded.scenario) if number.path == path]
    if not found:
        raise GoodwillError(
            f"--vary {path}: leads to no number (got {show(path)}; allowed a path that goodwill explain "
            "prints). Write one of those."
        )
    return Axis(path, unit, read(found[0].value)[0], low, high, "--vary")


def _split(values: str) -> list[str]:
    """Split at commas outside brackets."""
    return re.split(r",(?![^\[{]*[\]}])", values)


def _refused(text: str, wrong: str, allowed: str) -> GoodwillError:
    return GoodwillError(f"--vary: {wrong} (got {show(text)}; allowed {allowed}). Write {FORM}.")


class Variants:
    """The variants of one scenario of a file, loaded once each."""

    def __init__(self, file: Path, scenario: str, sets: Sequence[str], base: Loaded) -> None:
        self._file, self._scenario, self._sets = file, scenario, tuple(sets)
        self._loaded = {self._sets: base}

    def setting(self, values: Mapping[str, str], policy: str) -> Setting:
        """Return the scenario with values by path, as files write them, under a policy.

        Raises: ScenarioError where the scenario does not bear a value.
        """
        factor = read(values[STAFFING])[0] if STAFFING in values else 1.0
        changes = [f"{path}={value}" for path, value in values.items() if path != STAFFING]
        sets = (*self._sets, *changes)
        if sets not in self._loaded:
            named = None if self._scenario == "as_written" else self._scenario
            self._loaded[sets] = load(self._file, named, sets)
        scenario = self._loaded[sets].scenario
        return Setting(staffed(scenario, policy, dict.fromkeys(scenario.groups, factor)), policy)
