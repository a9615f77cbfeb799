"""Test that the text of the verbs compiles: what runs under SimPy is what a compiled engine can run."""

import importlib
import pkgutil
from inspect import isfunction, ismodule
from types import CodeType

import pytest

import sim.centre
from sim.centre.run import Run

ASSEMBLY = {"sim.centre.numbers", "sim.centre.parts"}
NOT_YET = {
    "who quits is followed by a new person, in a list that grows": (
        "agents.person.replace", "agents.strain._quit", "agents.strain.go_home",
    ),
}  # fmt: skip
"""Verbs of optional parts that do not compile as they are written, by reason; none is of the plain floor."""
LISTED = {name for names in NOT_YET.values() for name in names}


def verbs():
    """Return all functions of the rooms, by name."""
    found = {}
    for module in pkgutil.walk_packages(sim.centre.__path__, "sim.centre."):
        if module.name not in ASSEMBLY:
            for name, value in vars(importlib.import_module(module.name)).items():
                if isfunction(value) and value.__module__ == module.name:
                    found[f"{module.name.removeprefix('sim.centre.')}.{name}"] = value
    return found


def misspells(run: Run, slot: int) -> None:
    """Write a field that no record has."""
    run.issues[slot].severty = 1.0


def writes_text(run: Run, slot: int) -> None:
    """Write a text where a number belongs."""
    run.issues[slot].severity = "much"


VERBS = verbs()


def names_in(code):
    """Yield the names that code uses, and that of what it encloses."""
    yield from code.co_names
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from names_in(constant)


def calls(verb):
    """Return the names of the verbs that a verb calls, by their own names or as those of a module."""
    names = set(names_in(verb.__code__))
    named = [verb.__globals__[name] for name in names if name in verb.__globals__]
    named += [getattr(module, name, None) for module in named if ismodule(module) for name in names]
    return {name for name, other in VERBS.items() if other in named}


TRIED = sorted(name for name in VERBS if name not in LISTED or not calls(VERBS[name]) & LISTED)
"""Who calls a listed verb is not tried: it fails with that one, and a nested failure takes long to tell."""


@pytest.fixture(scope="module")
def compile_verb():
    """Return numba's compiler for the verbs of a floor without optional parts."""
    from tests.house import compiling

    compiling.register([*VERBS.values(), misspells, writes_text])
    return compiling.compile_verb


@pytest.mark.slow
@pytest.mark.parametrize("name", TRIED)
def test_a_verb_compiles_unless_it_is_listed(name, compile_verb):
    if name not in LISTED:
        compile_verb(VERBS[name])
        return
    with pytest.raises(Exception, match=r"No implementation|nopython|no type is known"):
        compile_verb(VERBS[name])


@pytest.mark.slow
@pytest.mark.parametrize("verb", [misspells, writes_text])
def test_the_compiler_sees_a_fault(verb, compile_verb):
    with pytest.raises(Exception, match=r"severty|Cannot cast|No implementation"):
        compile_verb(verb)


def test_only_verbs_are_listed():
    assert set(VERBS) >= LISTED


def test_who_calls_a_listed_verb_is_known():
    assert "agents.strain._quit" in calls(VERBS["agents.strain.go_home"])
    assert "agents.person.replace" in calls(VERBS["agents.strain._quit"])
    assert "agents.strain.go_home" not in TRIED
