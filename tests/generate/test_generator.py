"""The generated scenarios are sound, always the same, and have everything that a scenario can have."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, ValuesView
from os import environ
from pathlib import Path
from subprocess import check_output
from sys import executable
from typing import Any

import pytest

from sim.distributions.base import PACKAGE, Distribution
from sim.family import OneOf, members
from sim.frozen import Frozen
from sim.ranges import RANGES
from sim.scenario.campaigns import Campaign
from sim.scenario.groups import Group
from sim.scenario.load import load_scenario
from sim.scenario.model import Scenario
from sim.scenario.policy import Policy
from tests.generate.scenarios import numbered
from tests.generate.values import TYPICAL

MANY = 200
"""Scenarios that have everything; of these both engines write the same logs (tests/parity)."""
OBSERVED = ("Share", "Time", "Volume", "Resolution", "Repeats")


def used(value: Any) -> Iterator[str]:
    """Yield the fields that were written, as in "Queue.channel", and the classes of members."""
    if isinstance(value, Frozen):
        yield type(value).__name__
        for name in value.model_fields_set:
            yield f"{type(value).__name__}.{name}"
            yield from used(getattr(value, name))
    inner = value.values() if isinstance(value, Mapping) else value
    for one in inner if isinstance(inner, list | tuple | ValuesView) else ():
        yield from used(one)


def models(model: type[Frozen]) -> Iterator[type[Frozen]]:
    for child in model.__subclasses__():
        if child.__module__.startswith("sim.scenario") or child.__module__.startswith("sim.policies"):
            yield child
        yield from models(child)


def test_a_number_is_the_same_scenario_in_every_process() -> None:
    code = "from tests.generate.scenarios import numbered as n; print([n(k)[1:] for k in range(9)])"
    root = Path(__file__).parents[2]
    texts = {
        check_output([executable, "-c", code], cwd=root, env={**environ, "PYTHONHASHSEED": seed})
        for seed in "12"
    }
    assert len(texts) == 1


def test_every_family_of_numbers_has_its_typical_values_within_its_range() -> None:
    assert TYPICAL.keys() == RANGES.keys()
    for name, (low, high) in TYPICAL.items():
        assert RANGES[name].or_zero or RANGES[name].low <= low
        assert high <= RANGES[name].high


@pytest.mark.slow
def test_the_scenarios_have_every_member_of_every_family_and_every_field(tmp_path: Path) -> None:
    found: set[str] = set()
    for number in range(MANY):
        found |= set(used(load_scenario(numbered(number).write(tmp_path))))
    assert not set(kinds()) - found
    assert {"SameAgent", "Loyalty.churn", "Loyalty.joining", "PriceCut", "HandleTimeTarget.hangs_up"} <= found
    drawn = [model for model in models(Frozen) if model.__name__ in found]
    wanted = {
        f"{model.__name__}.{name}" for model in drawn for name in {*model.model_fields} - {"kind", "dist"}
    }
    # what `sweep`, `calibrate` and the reconciliation are about
    beside = ("Study.", "Worlds.", "Observed.", "Figures.", *(f"Measured{one}." for one in OBSERVED))
    absent = {name for name in wanted - found if not name.startswith(beside)}
    assert absent == {"Scenario.expectations"}  # what `check` is about


def kinds() -> Iterator[str]:
    """Yield the class of every member of every family."""
    yield from (one.model.__name__ for one in members(PACKAGE, "dist", Distribution).values())
    for field in (Policy.model_fields | Group.model_fields | Campaign.model_fields).values():
        for note in field.metadata:
            if isinstance(note, OneOf) and isinstance(field.annotation, type):
                found = members(note.package, note.tag, field.annotation)
                yield from (one.model.__name__ for one in found.values())


def test_every_section_of_a_file_is_drawn() -> None:
    written = [numbered(number).value for number in range(60)]
    sections = {name for value in written for name in value}
    assert {*Scenario.model_fields} - sections == {"expectations", "scenario"}
