"""Functions: the five functions of a run and the choices of a policy, as compiled verbs call them.

A choice is a branch over all members of its family, made from the family; a member is told by its code, so
that one compiled engine serves every policy.
"""

# ruff: noqa: ARG001 - numba compares the arguments of what it asks and what it gets
# mypy: ignore-errors

from __future__ import annotations

from collections.abc import Callable, Sequence
from inspect import signature
from typing import Any

from numba.core import types
from numba.core.extending import intrinsic
from numba.core.imputils import lower_constant
from numba.extending import models, overload, overload_method, register_model, typeof_impl

from sim.centre import laws
from sim.centre.run import NEEDS
from sim.distributions import base as distributions
from sim.engines.compiled.heap import pack, push
from sim.engines.compiled.memory import NumbersBlock, RunBlock
from sim.engines.compiled.philox import uniforms
from sim.family import members
from sim.logs import TABLES
from sim.luck import PURPOSES, Purpose
from sim.policies.discipline import base as discipline
from sim.policies.pace import base as pace
from sim.policies.routing import base as routing

FAMILIES = {
    "quantile": (distributions.PACKAGE, "dist", distributions.Distribution),
    "hold": (pace.PACKAGE, "kind", pace.Pace),
    "select_agent": (routing.PACKAGE, "kind", routing.Routing),
    "select_contact": (discipline.PACKAGE, "kind", discipline.Discipline),
}
"""Families whose members are chosen while the clock runs, by the name of the function that chooses."""
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


def _choose(name: str) -> Callable[..., Any]:
    """Return a branch over the members of a family, by code."""
    package, tag, base = FAMILIES[name]
    found = sorted(members(package, tag, base).values(), key=lambda member: member.code)
    choices = {f"m{member.code}": getattr(member.module, name) for member in found}
    arguments = ", ".join(signature(next(iter(choices.values()))).parameters)
    lines = [f"    if code == {code}:\n        return m{code}({arguments})" for code in range(len(found) - 1)]
    text = "\n".join(
        [f"def choose(code, {arguments}):", *lines, f"    return m{len(found) - 1}({arguments})"]
    )
    return _made(text, choices, "choose")


def _made(text: str, known: dict[str, Any], name: str) -> Callable[..., Any]:
    """Return the function that a generated text defines."""
    exec(text, known)  # noqa: S102 - the text is made here, from names of this package
    return known[name]


CHOICES = {name: _choose(name) for name in FAMILIES}


def codes_of(name: str) -> dict[Callable[..., Any], int]:
    """Return the codes of a family's members, by their function."""
    package, tag, base = FAMILIES[name]
    return {getattr(one.module, name): one.code for one in members(package, tag, base).values()}


def _writer(table: str) -> Callable[..., None]:
    """Return what writes a row of `table`, its values in the order of its columns."""
    names = list(TABLES[table])
    values = ", ".join(f"v{k}" for k in range(len(names)))
    lines = [f"    row.{name} = v{k}" for k, name in enumerate(names)]
    number = list(TABLES).index(table)
    head = [
        f"def write(engine, {values}):",
        f"    k = engine.filled[{number}]",
        f"    engine.filled[{number}] = k + 1",
        "    if k > engine.most_rows:",
        "        engine.clock.is_full = True",
        f"    row = engine.rows_{table}[k]",
    ]
    return _made("\n".join(head + lines), {}, "write")


WRITERS = [_writer(table) for table in TABLES]


@intrinsic
def run_at(typing_context: Any, address: Any) -> Any:
    """Return the run whose block is at an address."""
    from sim.engines.compiled.layout import RUN

    def generate(context: Any, builder: Any, sig: Any, args: Any) -> Any:
        return args[0]

    return RUN(types.int64), generate


@overload_method(RunBlock, "plan")
def _plan(run, time, kind, entity, action, slot, version):
    def plan(run, time, kind, entity, action, slot, version):
        engine = run.engine
        if engine.clock.events > engine.most_events:
            engine.clock.is_full = True
        push(engine, time, (kind << 40) + entity, pack(action, slot, version))

    return plan


@overload_method(RunBlock, "draw")
def _draw(run, purpose, origin, entity, attempt, leg):
    place = purpose.place

    def draw(run, purpose, origin, entity, attempt, leg):
        keys = run.engine.keys[place]
        return uniforms(keys[origin, 0], keys[origin, 1], entity, attempt, leg)

    return draw


@overload_method(RunBlock, "write_row", prefer_literal=True)
def _write_row(run, table, *values):
    if not isinstance(table, types.IntegerLiteral):
        return None  # numba asks again, with the constant
    write = WRITERS[table.literal_value]

    def write_row(run, table, *values):
        write(run.engine, *values)

    return write_row


@overload_method(RunBlock, "take_slot")
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


@overload_method(RunBlock, "free_slot")
def _free_slot(run, kind, slot):
    def free_slot(run, kind, slot):
        engine = run.engine
        count = engine.freed[kind]
        engine.freed[kind] = count + 1
        engine.free[kind, count] = slot

    return free_slot


@overload(laws.quantile)
def _quantile(run, law, u):
    choose = CHOICES["quantile"]

    def quantile(run, law, u):
        n = run.numbers
        return choose(n.law_codes[law], n.law_numbers[law], u)

    return quantile


@overload_method(NumbersBlock, "hold")
def _hold(n, numbers, wanted, crowd, kappa, u):
    choose = CHOICES["hold"]
    return lambda n, numbers, wanted, crowd, kappa, u: choose(n.hold_code, numbers, wanted, crowd, kappa, u)


@overload_method(NumbersBlock, "select_agent")
def _select_agent(n, numbers, floor, groups, queue, known, u, now):
    choose = CHOICES["select_agent"]
    return lambda n, numbers, floor, groups, queue, known, u, now: choose(
        n.select_agent_code, numbers, floor, groups, queue, known, u, now
    )


@overload_method(NumbersBlock, "select_contact")
def _select_contact(n, numbers, floor, queues, now):
    choose = CHOICES["select_contact"]
    return lambda n, numbers, floor, queues, now: choose(n.select_contact_code, numbers, floor, queues, now)


TEXTS: Sequence[Callable[..., Any]] = (*CHOICES.values(), *WRITERS)
"""Functions that are made here, for the compiler to know."""
