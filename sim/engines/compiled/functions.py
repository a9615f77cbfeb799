"""Functions: the five functions of a run and the choices on hot paths, as compiled verbs call them."""

# ruff: noqa: ARG001 - numba compares the arguments of what it asks and what it gets
# mypy: ignore-errors

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from numba.core import types
from numba.core.extending import intrinsic
from numba.core.imputils import lower_constant
from numba.extending import models, overload, overload_method, register_model, typeof_impl

from sim.centre import laws
from sim.centre.agents import person
from sim.centre.run import DIALS, NEEDS
from sim.engines.compiled.choices import CHOICES, made
from sim.engines.compiled.heap import pack, push
from sim.engines.compiled.memory import RunBlock, put_row
from sim.engines.compiled.philox import uniforms
from sim.engines.compiled.without_parts import Within
from sim.logs import TABLES
from sim.luck import PURPOSES, Purpose

WITHIN = {"pipeline_class": Within}
PERSONS = DIALS + 1
"""The kind of slots that persons have; nobody gives one back."""
OWN = (laws.quantile, person.replace)
"""Verbs that have a text of their own here: which law is asked, and a list that grows."""
PLACES = {name: place for place, name in enumerate(PURPOSES)}


class PurposeType(types.Type):
    """A purpose of luck, known when the verb is compiled."""

    def __init__(self, name: str) -> None:
        self.place = PLACES[name]
        super().__init__(f"Purpose({name})")


register_model(PurposeType)(models.OpaqueModel)


@lower_constant(PurposeType)
def _no_value(context: Any, builder: Any, kind: Any, value: Any) -> Any:
    return context.get_dummy_value()


@typeof_impl.register(Purpose)
def _type_of_purpose(value: Purpose, context: Any) -> PurposeType:
    return PurposeType(value.name)


def _writer(table: str) -> Callable[..., None]:
    """Return what writes a row of `table`, its values in the order of its columns."""
    names = list(TABLES[table])
    values = ", ".join(f"v{k}" for k in range(len(names)))
    number = list(TABLES).index(table)
    lines = [
        f"def write(engine, {values}):",
        f"    k = engine.filled[{number}]",
        f"    engine.filled[{number}] = k + 1",
        "    if k > engine.most_rows:",
        "        engine.clock.is_full = True",
        f"    put_row(engine.rows_{table}, k, ({values}))",
    ]
    return made("\n".join(lines), {"put_row": put_row}, "write")


WRITERS = [_writer(table) for table in TABLES]


@intrinsic
def run_at(typing_context: Any, address: Any) -> Any:
    """Return the run whose block is at an address."""
    from sim.engines.compiled.layout import RUN

    def generate(context: Any, builder: Any, sig: Any, args: Any) -> Any:
        return args[0]

    return RUN(types.int64), generate


@overload_method(RunBlock, "plan", jit_options=WITHIN)
def _plan(run, time, kind, entity, action, slot, version):
    def plan(run, time, kind, entity, action, slot, version):
        engine = run.engine
        if engine.clock.events > engine.most_events:
            engine.clock.is_full = True
        push(engine, time, (kind << 40) + entity, pack(action, slot, version))

    return plan


@overload_method(RunBlock, "draw", jit_options=WITHIN)
def _draw(run, purpose, origin, entity, attempt, leg):
    place = purpose.place

    def draw(run, purpose, origin, entity, attempt, leg):
        keys = run.engine.keys[place]
        return uniforms(keys[origin, 0], keys[origin, 1], entity, attempt, leg)

    return draw


@overload_method(RunBlock, "write_row", prefer_literal=True, jit_options=WITHIN)
def _write_row(run, table, *values):
    if not isinstance(table, types.IntegerLiteral):
        return None  # numba asks again, with the constant
    write = WRITERS[table.literal_value]

    def write_row(run, table, *values):
        write(run.engine, *values)

    return write_row


@overload_method(RunBlock, "take_slot", jit_options=WITHIN)
def _take_slot(run, kind):
    def take_slot(run, kind):
        engine = run.engine
        count = engine.freed[kind]
        if count > 0:
            engine.freed[kind] = count - 1
            return engine.free[kind, count - 1]
        slot = engine.used[kind]
        engine.used[kind] = slot + 1
        if slot > engine.most_slots[kind]:
            engine.clock.is_full = True
        if kind == NEEDS:
            run.versions[slot] = 0
        return slot

    return take_slot


@overload_method(RunBlock, "free_slot", jit_options=WITHIN)
def _free_slot(run, kind, slot):
    def free_slot(run, kind, slot):
        engine = run.engine
        count = engine.freed[kind]
        engine.freed[kind] = count + 1
        engine.free[kind, count] = slot

    return free_slot


@overload(person.replace, jit_options=WITHIN)
def _replace(run, agent):
    def replace(run, agent):
        engine = run.engine
        somebody = engine.used[PERSONS]
        engine.used[PERSONS] = somebody + 1
        if somebody > engine.most_slots[PERSONS]:
            engine.clock.is_full = True
        run.agents[agent].person = somebody
        run.positions[somebody] = agent

    return replace


@overload(laws.quantile, jit_options=WITHIN)
def _quantile(run, law, u):
    choose = CHOICES["quantile"]

    def quantile(run, law, u):
        n = run.numbers
        return choose(n.law_codes[law], n.law_numbers[law], u)

    return quantile
