"""Program: all verbs, rules and policies and the loop, registered with numba, and the entries to them."""

# mypy: ignore-errors

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterator
from functools import cache
from inspect import isfunction
from typing import Any

from numba.core import types
from numba.extending import register_jitable

import sim.centre
from sim import lines
from sim.engines.compiled import (
    actions,
    choices,
    failing,
    functions,
    heap,
    journey,
    loop,
    moving,
    newcomers,
    philox,
    working_day,
)
from sim.engines.compiled.functions import run_at
from sim.engines.compiled.without_parts import Within, WithoutParts
from sim.rule import RULES

ASSEMBLY = {"sim.centre.numbers", "sim.centre.parts"}
OPTIONS = {"pipeline_class": WithoutParts}
MOVING = moving.__name__
"""Loaded for what it tells numba."""
WHOLE, REAL, NOTHING = types.int64, types.float64, types.none
SLOTS, REALS = types.Array(WHOLE, 1, "C"), types.Array(REAL, 1, "C")


def _functions_of(module: Any) -> list[Callable[..., Any]]:
    """Return the functions that a module defines."""
    return [one for one in vars(module).values() if isfunction(one) and one.__module__ == module.__name__]


def verbs() -> Iterator[Callable[..., Any]]:
    """Yield all functions of the rooms of the centre."""
    for module in pkgutil.walk_packages(sim.centre.__path__, "sim.centre."):
        if module.name not in ASSEMBLY:
            yield from _functions_of(importlib.import_module(module.name))


def functions_known() -> list[Callable[..., Any]]:
    """Return every function that is compiled with its first caller."""
    known = [
        *RULES.values(),
        lines.append,
        lines.insert,
        lines.remove,
        *choices.CHOICES.values(),
        *functions.WRITERS,
    ]
    for module in (actions, failing, heap, journey, loop, newcomers, philox, working_day):
        known += _functions_of(module)
    return [*known, *(verb for verb in verbs() if verb not in functions.OWN)]


@cache
def register() -> None:
    """Register every function with numba."""
    for function in functions_known():
        register_jitable(pipeline_class=Within)(function)


def start(address: int, opens: float, closes: float, horizon: float) -> None:
    """Plan the first events."""
    loop.start(run_at(address), opens, closes, horizon)


def run_on(address: int) -> int:
    """Process events until the engine has to stop; return the reason."""
    return loop.run_on(run_at(address))


def see_customers(address: int, asked: int, first: int, last: int, now: float) -> None:
    """Do what is asked about customers from the index `first` up to `last`."""
    loop.see_customers(run_at(address), asked, first, last, now)


def end_issues(address: int, slots: Any, horizon: float) -> None:
    """Write what is still going on with the issues at `slots`."""
    loop.end_issues(run_at(address), slots, horizon)


def end_jobs(address: int, slots: Any) -> None:
    """Write the jobs of the issues at `slots` that are still to be done."""
    loop.end_jobs(run_at(address), slots)


def end_floor(address: int, horizon: float) -> None:
    """Write what campaigns and agents do at the end of the run, and the outages that are there."""
    loop.end_floor(run_at(address), horizon)


def draw_blocks(keys: Any, entities: Any, counts: Any, drawn: Any) -> None:
    """Draw the luck of many entities, as `fill` does."""
    philox.fill(keys, entities, counts, drawn)


def count(key: Any, counts: Any, means: Any) -> None:
    """Put Poisson counts in the place of entities, as `philox.count` does."""
    philox.count(key, counts, means)


def make_normal(u: Any) -> None:
    """Put standard normals in the place of uniforms."""
    philox.make_normal(u)


SIGNATURES = {
    start: NOTHING(WHOLE, REAL, REAL, REAL),
    run_on: WHOLE(WHOLE),
    see_customers: NOTHING(WHOLE, WHOLE, WHOLE, WHOLE, REAL),
    end_issues: NOTHING(WHOLE, SLOTS, REAL),
    end_jobs: NOTHING(WHOLE, SLOTS),
    end_floor: NOTHING(WHOLE, REAL),
    draw_blocks: NOTHING(types.Array(types.uint64, 2, "C"), SLOTS, SLOTS, types.Array(REAL, 2, "C")),
    count: NOTHING(types.Array(types.uint64, 1, "C"), SLOTS, REALS),
    make_normal: NOTHING(REALS),
}
