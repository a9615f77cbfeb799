"""How a file of expectations is judged: scenarios, confidence, replications, undecided."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Literal, NamedTuple, TypeVar

from sim.errors import Problem
from sim.quantities import QuantityError, parse_count, parse_share, show
from sim.scenario.run import Run
from sim.scenario.tree import Address, Mark, nearest, problem
from sim.scenario.variant import listed, suggest

T = TypeVar("T")
OnUndecided = Literal["fail", "warn", "pass"]
ON_UNDECIDED: tuple[OnUndecided, ...] = ("fail", "warn", "pass")
BLOCKS = 4
"""`at_most` is so many times `at_least` where the file says nothing."""
FEWEST = 2


class Settings(NamedTuple):
    """How expectations are judged.

    scenarios: those that run; empty for all of the file. at_least, at_most, block: replications
    to begin with, to stop at, and to add each time. on_undecided: what undecided counts as.
    """

    scenarios: tuple[str, ...]
    confidence: float
    at_least: int
    at_most: int
    block: int
    on_undecided: OnUndecided


class Reader:
    """Read parts of a tree, and collect what is wrong with them at the places where it stands."""

    def __init__(self, marks: Mapping[Address, Mark], prefix: Address) -> None:
        self._marks, self._prefix = marks, prefix
        self.problems: list[Problem] = []

    def mark(self, address: Address) -> Mark:
        """Return the place of a value of the expectations."""
        return nearest(self._marks, (*self._prefix, *address))

    def says(self, address: Address, text: str) -> None:
        """Add a problem."""
        self.problems.append(problem(self.mark(address), (*self._prefix, *address), text))

    def tries(self, address: Address, read: Callable[[], T]) -> T | None:
        """Return what `read` returns, or note why it cannot."""
        try:
            return read()
        except QuantityError as error:
            self.says(address, str(error))
            return None

    def mapping(self, value: Any, address: Address, allowed: Sequence[str] = ()) -> Mapping[str, Any]:
        """Return a mapping without its unknown keys, which are noted; something else is noted too."""
        if not isinstance(value, Mapping):
            self.says(address, f"is no mapping (got {show(value)}; allowed key: value). Write a mapping.")
            return {}
        if not allowed:
            return value
        for key in value:
            if key not in allowed:
                remedy = suggest(key, allowed, "Remove it, or write one of these.")
                text = f"is an unknown key (got {show(key)}; allowed {listed(allowed)}). {remedy}"
                self.says((*address, key), text)
        return {key: inner for key, inner in value.items() if key in allowed}

    def word(self, value: Any, address: Address, words: Sequence[T], otherwise: T) -> T:
        """Return one of `words`, or note that it is none of them."""
        for one in words:
            if isinstance(value, str) and value == one:
                return one
        text = f"is not a word known here (got {show(value)}; allowed {listed(map(str, words))}). Write one."
        self.says(address, text)
        return otherwise

    def items(self, value: Any, address: Address) -> Iterator[tuple[Address, Any]]:
        """Yield the entries of a list with their addresses, or the value itself."""
        if isinstance(value, list):
            yield from (((*address, index), inner) for index, inner in enumerate(value))
            if not value:
                self.says(address, "is empty (got no entry; allowed one or more). Write an expectation.")
        else:
            yield address, value


def read_settings(reader: Reader, raw: Mapping[str, Any], run: Run, scenarios: Sequence[str]) -> Settings:
    """Read the settings that stand beside the expectations; the scenario's own run fills the gaps."""
    if "version" in raw and raw["version"] != 1:
        text = f"is an unknown version (got {show(raw['version'])}; allowed 1). Write version: 1."
        reader.says(("version",), text)
    at_least, at_most, block = _replications(reader, raw.get("replications", {}), run)
    return Settings(
        tuple(_scenarios(reader, raw.get("scenarios", list(scenarios)), scenarios)),
        _confidence(reader, raw, run),
        at_least,
        at_most,
        block,
        reader.word(raw.get("on_undecided", "fail"), ("on_undecided",), ON_UNDECIDED, "fail"),
    )


def _scenarios(reader: Reader, raw: Any, known: Sequence[str]) -> Iterator[str]:
    for address, name in reader.items(raw, ("scenarios",)):
        if not isinstance(name, str) or name not in known:
            remedy = suggest(str(name), known, "Write one of these.")
            text = f"selects nothing: no such scenario (got {show(name)}; allowed {listed(known)}). {remedy}"
            reader.says(address, text)
        else:
            yield name


def _confidence(reader: Reader, raw: Mapping[str, Any], run: Run) -> float:
    found = reader.tries(("confidence",), lambda: parse_share(raw.get("confidence", run.confidence)))
    if found is not None and not 0.5 <= found <= 0.999:
        reader.says(
            ("confidence",),
            f"is no confidence (got {show(raw['confidence'])}; allowed 50% to 99.9%). Write 95%.",
        )
    return run.confidence if found is None else found


def _replications(reader: Reader, raw: Any, run: Run) -> tuple[int, int, int]:
    keys = ("at_least", "at_most", "block")
    found = {}
    for key, value in reader.mapping(raw, ("replications",), keys).items():
        found[key] = _count(reader, ("replications", key), value)
    at_least = found.get("at_least", max(FEWEST, run.replications))
    at_most = found.get("at_most", max(at_least, BLOCKS * at_least))
    if at_least < FEWEST:
        text = f"cannot give an interval (got {at_least}; allowed {FEWEST} or more). Write {FEWEST} or more."
        reader.says(("replications", "at_least"), text)
    if at_most < at_least:
        text = f"is below the first block (got {at_most}; allowed {at_least} or more). Raise it."
        reader.says(("replications", "at_most"), text)
    return at_least, at_most, found.get("block", at_least)


def _count(reader: Reader, address: Address, raw: Any) -> int:
    found = reader.tries(address, lambda: parse_count(raw))
    return FEWEST if found is None else found
