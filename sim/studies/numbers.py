"""Numbers: what a centre does not measure, with plausible ranges; how each stands in the scenario."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from math import exp, log
from typing import Any, NamedTuple

from sim.errors import GoodwillError
from sim.frozen import Frozen
from sim.policies.pace.handle_time_target import EndedWithin, HandleTimeTarget
from sim.quantities import QuantityError, show
from sim.scenario.contradictions import VOLUMES, listed_per_day, measured_per_day
from sim.scenario.load import Loaded
from sim.scenario.model import Scenario
from sim.scenario.policy import Policy
from sim.scenario.population import MOST, count_customers
from sim.studies.axes import assumptions, read, told, written
from sim.studies.saving import is_piloted, pilots, savings

ENDED = "{{ended: {}, within: 1m}}"
"""How a file writes pressure as the share of contacts past the target that end within a minute."""
HOUR = 3600.0
COUNT, PER_YEAR = "customers.count", "customers.contacts_per_year"
FEWER_CUSTOMERS, MORE_CUSTOMERS = 0.5, 2.0
"""Times the number of customers in the file that worlds try (assumption: it is often a rough count)."""
REPEATED = {"fcr_measured", "recontact_7d"}
"""Figures that hold the repeats that chance brings, which go by how many customers share the needs."""


class Number(NamedTuple):
    """One number that nobody measured.

    paths: where it stands, dotted, with what stands there now. low, high: its plausible range, in its unit;
    of a number that is a factor, times what stands there. even_log: laid out evenly in its logarithm. form:
    how a file writes it.
    """

    name: str
    words: str
    paths: tuple[tuple[str, float], ...]
    low: float
    high: float
    unit: str = "share"
    even_log: bool = False
    factor: bool = False
    form: str = "{}"

    def at(self, place: float) -> float:
        """Return the value at a place between the ends of the range, 0 to 1."""
        place = min(max(place, 0.0), 1.0)
        if self.even_log:
            return self.low * exp(place * log(self.high / self.low))
        return self.low + place * (self.high - self.low)

    def place(self, value: float) -> float:
        """Return the place of a value between the ends of the range, 0 to 1 and beyond."""
        if self.even_log:
            return log(max(value, 1e-12) / self.low) / log(self.high / self.low)
        return (value - self.low) / (self.high - self.low)

    def is_limit(self, value: float) -> bool:
        """Return whether the end of the range next to a value is none that somebody chose: 0 or 100 %."""
        end = self.low if self.place(value) < 0.5 else self.high
        return self.unit == "share" and not self.factor and end in (0.0, 1.0)

    @property
    def now(self) -> float:
        """The value as the scenario has it."""
        return 1.0 if self.factor else self.paths[0][1]

    def values(self, value: float) -> dict[str, float]:
        """Return what stands at each path."""
        return {path: base * value if self.factor else value for path, base in self.paths}

    def sets(self, value: float) -> dict[str, str]:
        """Return what a file writes at each path."""
        return {
            path: self.form.format(written(rounded(one), self.unit))
            for path, one in self.values(value).items()
        }

    def text(self, value: float) -> str:
        """Return the value as people read it; a factor without a unit as times what the file has."""
        if not self.factor:
            return told(value, self.unit)
        if self.unit == "number":
            return f"× {value:.3g}"
        return told(self.paths[0][1] * value, self.unit) if len(self.paths) == 1 else f"× {value:.3g}"


def rounded(value: float) -> float:
    """Return a value with five digits, more than anybody measures."""
    return float(f"{value:.5g}")


PINNED: Mapping[str, tuple[str, ...]] = {
    "volume": ("offered",),
    "work": ("aht",),
    "skill": ("fcr", "fcr_measured", "recontact_7d"),
    "chance": ("fcr_measured", "recontact_7d"),
    "patience": ("service_level", "abandoned", "asa"),
    "pass_on": ("transferred",),
    "ended": ("bunch", "cut", "repeat_after_long"),
}
"""Which measured figures settle a number: it is fitted where one of them is given."""


def get(scenario: Scenario, path: str) -> Any:
    """Return what stands at a dotted path of a scenario; None where nothing does."""
    found: Any = scenario
    for step in path.split("."):
        found = found.get(step) if isinstance(found, Mapping) else getattr(found, step, None)
    return found


def put(thing: Any, steps: Sequence[str], value: Any) -> Any:
    """Return a scenario, or a part of one, with another value at a path; nothing is checked."""
    if not steps:
        return value
    step, rest = steps[0], steps[1:]
    if isinstance(thing, Mapping):
        return {**thing, step: put(thing[step], rest, value)}
    if isinstance(thing, Frozen):
        return thing.model_copy(update={step: put(getattr(thing, step), rest, value)})
    return value


def changed(scenario: Scenario, numbers: Sequence[Number], values: Mapping[str, float]) -> Scenario:
    """Return the scenario with these values by name, all within their ranges; nothing is checked."""
    for number in numbers:
        for path, value in number.values(values[number.name]).items():
            what: Any = value
            if number.form == ENDED:
                what = EndedWithin.model_construct(ended=value, within=60.0)
            elif path == COUNT:
                what = round(value)
            scenario = put(scenario, path.split("."), what)
    if scenario.customers.contacts_per_year is None:
        return scenario
    count = count_customers(scenario.customers, scenario.contacts, scenario.clock)
    customers = scenario.customers.model_copy(update={"count": count})
    return scenario.model_copy(update={"customers": customers})


def numbers_of(loaded: Loaded) -> tuple[list[Number], list[Number]]:
    """Return the numbers to fit to what was measured, and those that stay open, with their ranges.

    A number that carries a range in the file has that range. `worlds.fit` and `worlds.vary` overrule.
    Raises: GoodwillError for a path that leads to no number, or a range that is none.
    """
    scenario = loaded.scenario
    measured = set() if scenario.observed is None else {one.name for one in scenario.observed.measured()}
    usual = [one for make in _USUAL for one in make(scenario)]
    own = {axis.path: axis for axis in assumptions(loaded)[:-1]}
    usual = [_with_range(one, own) for one in usual]
    taken = {path for one in usual for path, _ in one.paths}
    usual += [
        Number(axis.path, axis.path, ((axis.path, axis.value),), axis.low, axis.high, axis.unit)
        for path, axis in own.items()
        if axis.low < axis.high and not any(f"{path}.".startswith(f"{one}.") for one in taken)
    ]
    fit = [one for one in usual if _is_pinned(one.name, measured) or _is_piloted(scenario, one)]
    vary = [one for one in usual if one not in fit and one.name != "volume"]
    said = scenario.worlds
    if said is not None and said.fit:
        fit = [_said(path, text, usual, loaded, "worlds.fit") for path, text in said.fit.items()]
    if said is not None and said.vary:
        vary = [_said(path, text, usual, loaded, "worlds.vary") for path, text in said.vary.items()]
    names = {one.name for one in fit}
    return fit, [one for one in vary if one.name not in names]


def _is_pinned(name: str, measured: set[str]) -> bool:
    """Return whether what was measured settles a number."""
    if name == "chance" and not measured & {"fcr"}:
        return False  # repeats alone: skill is fitted, and the chance of calling again stays open
    return bool(measured & set(PINNED.get(name, ())))


def _is_piloted(scenario: Scenario, number: Number) -> bool:
    """Return whether the figures of a pilot settle a number of saving or cutting."""
    return number.name.startswith(("saves", "pressed")) and is_piloted(scenario, number.name, number.paths)


def _said(path: str, text: str, usual: Sequence[Number], loaded: Loaded, key: str) -> Number:
    """Return a number that the file names, by its short name or its path, with the range it says."""
    low_text, _, high_text = text.partition("..")
    try:
        (low, unit), (high, _) = read(low_text), read(high_text)
    except QuantityError:
        low = high = 0.0
        unit = ""
    if not low < high:
        raise GoodwillError(
            f"{key}.{path}: is no range (got {show(text)}; allowed LOW..HIGH). Write, say, 20%..60%."
        )
    known = next((one for one in usual if one.name == path), None)
    if known is not None:
        return known._replace(low=low, high=high)
    value = get(loaded.scenario, path)
    if not isinstance(value, int | float) or isinstance(value, bool):
        raise GoodwillError(
            f"{key}.{path}: leads to no number (got {show(path)}; allowed a path that goodwill explain "
            f"prints, or {', '.join(one.name for one in usual)}). Write one of those."
        )
    return Number(path, path, ((path, float(value)),), low, high, unit)


def _with_range(number: Number, own: Mapping[str, Any]) -> Number:
    """Return a usual number with the range that the file gives it, where it stands in one place."""
    if len(number.paths) != 1 or number.paths[0][0] not in own:
        return number
    axis = own[number.paths[0][0]]
    base = number.paths[0][1] if number.factor else 1.0
    if not axis.low < axis.high or (number.even_log and axis.low <= 0.0):
        return number
    return number._replace(low=axis.low / base, high=axis.high / base)


def _alike(scenario: Scenario, has: Callable[[Policy], Any]) -> list[str]:
    """Return the policies that say the same as the baseline: what agents do, they do under all of them."""
    own = has(scenario.policies[scenario.baseline])
    return [name for name, policy in scenario.policies.items() if own is not None and has(policy) == own]


def _existing(scenario: Scenario, paths: Sequence[str]) -> tuple[tuple[str, float], ...]:
    found = ((path, get(scenario, path)) for path in paths)
    return tuple((path, float(value)) for path, value in found if isinstance(value, int | float) and value)


def _volume(scenario: Scenario) -> Iterator[Number]:
    names = [name for name, one in scenario.contacts.items() if one.volume is not None]
    paths = _existing(scenario, [f"contacts.{name}.scale" for name in names])
    if paths:
        level = _level(scenario)
        low, high = (level * end for end in VOLUMES)
        yield Number("volume", "the volume of new issues", paths, low, high, "number", True, True)


def _level(scenario: Scenario) -> float:
    """Return how many times the volume in the file is what was offered; 1 where that is not measured."""
    offered, listed = measured_per_day(scenario), listed_per_day(scenario)
    return 1.0 if offered is None or not listed else offered / listed


def _customers(scenario: Scenario) -> Iterator[Number]:
    """Yield how many customers there are, where repeats are measured: those by chance go by it."""
    measured = set() if scenario.observed is None else {one.name for one in scenario.observed.measured()}
    said = scenario.customers
    name = COUNT if said.contacts_per_year is None else PER_YEAR
    paths = _existing(scenario, [name])
    if measured & REPEATED and paths:
        words = "the number of customers" if name == COUNT else "new issues of a customer a year"
        most = min(MORE_CUSTOMERS, MOST / paths[0][1]) if name == COUNT else MORE_CUSTOMERS
        yield Number("customers", words, paths, FEWER_CUSTOMERS, most, "number", True, True)


def _work(scenario: Scenario) -> Iterator[Number]:
    keys = ("mean", "median", "value")
    paths = _existing(scenario, [f"contacts.{name}.work.{key}" for name in scenario.contacts for key in keys])
    if paths:
        yield Number("work", "the talk an issue needs", paths, 0.5, 2.0, "s", True, True)


def _skill(scenario: Scenario) -> Iterator[Number]:
    first = {one.queue for one in scenario.contacts.values()}
    names = [
        name
        for name, group in scenario.groups.items()
        if first & {*group.skills} and all(group.proficiency(q).skill is None for q in group.skills)
    ]
    paths = _existing(scenario, [f"groups.{name}.skill" for name in names])
    if paths:
        yield Number("skill", "the share of issues agents can solve", paths, 0.6, 1.0)


def _ended(scenario: Scenario) -> Iterator[Number]:
    pace = scenario.policies[scenario.baseline].pace
    if not isinstance(pace, HandleTimeTarget):
        return
    now = ended_now(pace)
    names = _alike(scenario, lambda one: getattr(one.pace, "pressure", None))
    paths = tuple((f"policies.{name}.pace.pressure", now) for name in names)
    yield Number("ended", "contacts past the target that agents end within a minute", paths, 0.0, 0.8,
                 form=ENDED)  # fmt: skip


def ended_now(pace: HandleTimeTarget) -> float:
    """Return the share of contacts past the target that a pace ends within a minute."""
    said = pace.pressure
    return said.ended if isinstance(said, EndedWithin) else 1.0 - exp(-said * 60.0 / pace.target)


def _rest(scenario: Scenario) -> Iterator[Number]:
    """Yield the numbers of returning, patience, notes, and what a conversation takes besides work."""
    add = scenario.queues
    chance = _existing(scenario, ["behaviour.recontact.chance"])
    yield from (Number("chance", "the unresolved who call again", chance, 0.2, 0.9) for _ in chance)
    patience = _existing(scenario, [f"queues.{q}.patience.{key}" for q in add for key in ("median", "mean")])
    if patience:
        yield Number("patience", "how long customers wait", patience, 0.3, 3.0, "s", True, True)
    for key, words, low, high in (
        ("pass_on", "contacts ended early that are passed on", 0.0, 0.6),
        ("notes", "how much of a talk the notes carry over", 0.2, 0.8),
    ):
        names = _alike(scenario, lambda one, key=key: getattr(one.handoff, key))  # type: ignore[misc]
        paths = _existing(scenario, [f"policies.{name}.handoff.{key}" for name in names])
        if paths:
            yield Number(key, words, paths, low, high)
    spread = _existing(scenario, [f"contacts.{name}.work.cv" for name in scenario.contacts])
    if spread:
        yield Number(
            "cv", "how much work varies (standard deviation / mean)", spread, 0.5, 1.4, "number", True
        )
    after = _existing(scenario, ["behaviour.recontact.after.mean"])
    if after:
        yield Number("after", "how long the unresolved wait before they call again", after, 4 * HOUR,
                     72 * HOUR, "s", True)  # fmt: skip
    redial = _existing(scenario, [f"queues.{q}.redial.chance" for q in add])
    if redial:
        yield Number("redial", "those who hang up and try again", redial, 0.15, 0.75)


def _conversation(scenario: Scenario) -> Iterator[Number]:
    names = _alike(scenario, lambda one: getattr(one.pace, "rapport", None))
    rapport = _existing(scenario, [f"policies.{name}.pace.rapport" for name in names])
    if rapport:
        yield Number("rapport", "unhurried time of a conversation", rapport, 0.0, 90.0, "s")
    for key, words, low, high, unit in (
        (
            "congestion_pressure",
            "how much each contact that waits for an agent hurries that agent (0: not at all)",
            0.0,
            1.5,
            "number",
        ),
        ("diagnosis", "work that shows an agent cannot solve it", 0.15, 0.9, "share"),
        ("reexplain", "time to tell it again to a new person", 15.0, 90.0, "s"),
    ):
        paths = _existing(scenario, [f"behaviour.work.{key}"])
        if paths:
            yield Number(key, words, paths, low, high, unit)


def _saving(scenario: Scenario) -> Iterator[Number]:
    """Yield what is open about talk without value, and how hard the policies of pilots press."""
    yield from (Number(*one) for one in savings(scenario))
    for name in pilots(scenario):
        pace = scenario.policies[name].pace
        if isinstance(pace, HandleTimeTarget):
            paths = ((f"policies.{name}.pace.pressure", ended_now(pace)),)
            words = f"contacts past the target of {name} that agents end within a minute"
            yield Number(f"pressed {name}", words, paths, 0.0, 0.8, form=ENDED)


_USUAL = (_volume, _customers, _work, _skill, _ended, _rest, _conversation, _saving)
