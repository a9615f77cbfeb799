"""Numba's compiler for the verbs of a plain floor.

Records, columns and numbers become types that look like a real run of a plain floor; the functions that are
an engine's own, and the choices of policies, are stubs that check what they are given and return a zero of
the right type. Optional parts are off, as constants. Nothing is run here.
"""

# ruff: noqa: ARG001, ARG002 - numba calls these functions by the places of their arguments

import dataclasses
import operator
from array import array
from collections.abc import Callable, Sequence
from copy import copy
from inspect import isfunction
from types import NoneType
from typing import Any, get_args, get_origin, get_type_hints

from numba import types
from numba.core import typing
from numba.core.registry import cpu_target
from numba.core.typing.templates import AbstractTemplate, AttributeTemplate, infer_global
from numba.extending import (
    infer_getattr,
    lower_builtin,
    lower_getattr_generic,
    lower_setattr_generic,
    models,
    overload,
    register_jitable,
    register_model,
)

from sim import lines
from sim.centre import dials, pauses, records
from sim.centre.run import CALLS, MEETINGS, NEEDS, Run
from sim.engines.reference.assembly import run_of
from sim.engines.reference.calendar import Calendar
from sim.floor import Floor
from sim.logs import Buffer
from sim.luck import Luck
from sim.policies.line import StandingNumbers
from sim.rule import RULES
from sim.scenario.campaigns import Campaign
from sim.scenario.load import load_scenario
from sim.world.build import build
from sim.world.numbers import TargetNumbers
from tests.house.without_parts import WithoutParts


class Thing(types.Type):
    """A record or an object with named fields."""

    def __init__(self, name, fields):
        self.fields = fields
        super().__init__(name)


class Column(types.Type):
    """Things, or lists, by index."""

    def __init__(self, item):
        self.item = item
        super().__init__(f"Column({item})")


class Stub(types.Callable):
    """A function of an engine's or of a policy's own: it checks what it is given, and does nothing."""

    def __init__(self, name, hint):
        self.takes, self.returns = get_args(hint)
        super().__init__(f"Stub({name}: {hint})")

    def get_call_type(self, context, args, kws):
        given = list(args)
        if kws or (self.takes is not ... and len(given) != len(self.takes)):
            return None
        for value, hint in zip(given, [] if self.takes is ... else self.takes, strict=False):
            if hint in SCALARS and context.can_convert(value, SCALARS[hint]) is None:
                return None
        return typing.signature(type_of_hint(self.returns), *given)

    def get_call_signatures(self):
        return (), False

    def get_impl_key(self, sig):
        return "a stub"


for kind in (Thing, Column, Stub):
    register_model(kind)(models.OpaqueModel)


@lower_builtin("a stub", types.VarArg(types.Any))
def _stub(context, builder, sig, args):
    return context.get_constant_null(sig.return_type)


def at(context, builder, of, index, item):
    """Return the address of an item."""
    kind = context.get_data_type(item).as_pointer()
    return builder.gep(builder.bitcast(of, kind), [index], inbounds=True)


@infer_getattr
class _Fields(AttributeTemplate):
    key = Thing

    def generic_resolve(self, thing, name):
        return thing.fields.get(name)


@lower_getattr_generic(Thing)
def _read_field(context, builder, thing, value, name):
    item, place = thing.fields[name], list(thing.fields).index(name)
    return context.unpack_value(
        builder, item, at(context, builder, value, context.get_constant(types.intp, place), item)
    )


@lower_setattr_generic(Thing)
def _write_field(context, builder, sig, args, name):
    thing, item = sig.args
    place = context.get_constant(types.intp, list(thing.fields).index(name))
    context.pack_value(builder, item, args[1], at(context, builder, args[0], place, item))


@infer_global(operator.getitem)
class _Item(AbstractTemplate):
    def generic(self, args, kws):
        if isinstance(args[0], Column) and isinstance(args[1], types.Integer):
            return typing.signature(args[0].item, args[0], types.intp)
        return None


@lower_builtin(operator.getitem, Column, types.intp)
def _read_item(context, builder, sig, args):
    item = sig.return_type
    return context.unpack_value(builder, item, at(context, builder, args[0], args[1], item))


@infer_global(operator.setitem)
class _SetItem(AbstractTemplate):
    def generic(self, args, kws):
        if isinstance(args[0], Column) and isinstance(args[1], types.Integer):
            return typing.signature(types.none, args[0], types.intp, args[0].item)
        return None


@lower_builtin(operator.setitem, Column, types.intp, types.Any)
def _write_item(context, builder, sig, args):
    item = sig.args[2]
    context.pack_value(builder, item, args[2], at(context, builder, args[0], args[1], item))
    return context.get_dummy_value()


@infer_global(len)
class _Length(AbstractTemplate):
    def generic(self, args, kws):
        return typing.signature(types.intp, *args) if isinstance(args[0], Column) else None


@lower_builtin(len, Column)
def _length(context, builder, sig, args):
    return context.unpack_value(
        builder, types.intp, at(context, builder, args[0], context.get_constant(types.intp, 0), types.intp)
    )


REALS, INTEGERS = types.Array(types.float64, 1, "C"), types.Array(types.int64, 1, "C")
SCALARS = {
    bool: types.boolean, int: types.int64, float: types.float64, None: types.none, NoneType: types.none,
}  # fmt: skip
AN_OUTAGE = {
    "hits": types.int64, "queues": types.List(types.int64), "groups": types.List(types.int64),
    "silences": types.List(types.int64),
    "lost": types.int64, "drops": types.boolean, "speed": types.float64,
}  # fmt: skip
SHAPES = {
    "Numbers.laws": Column(types.Tuple((Stub("quantile", Callable[[Any, float], float]), REALS))),
    "Numbers.helpers": Column(types.List(types.Tuple((types.float64, types.List(types.int64))))),
    "Numbers.helps": Column(types.List(types.Tuple((types.int64, types.float64)))),
    "Numbers.trunk_lines": INTEGERS,
    "Numbers.mark_origin": INTEGERS,
    "Numbers.mark_share": REALS,
    "Numbers.mark_patience": REALS,
    "Numbers.standing": types.NamedTuple([*[REALS] * 6, types.boolean], StandingNumbers),
    "Numbers.targets": Column(
        types.List(types.NamedTuple([types.int64, types.float64, types.int64], TargetNumbers))
    ),
    "Numbers.outages": Column(Thing("OutageNumbers", AN_OUTAGE)),
    "Numbers.price_cuts": types.List(types.UniTuple(types.float64, 3)),
    "Customers.heard": REALS,
    "Customers.noted_trust": types.Array(types.float64, 2, "C"),
    "Customers.is_there": types.Array(types.boolean, 1, "C"),
    "Customers.open_issues": INTEGERS,
    "Customers.worst_cause": INTEGERS,
}
SHAPES |= {f"Run.{name}": SHAPES[f"Numbers.{name}"] for name in ("helpers", "helps")}
SHAPES["Run.free_lines"] = INTEGERS
"""Types that one value does not tell: it is empty, or of several shapes."""
PHASES = {
    "callbacks": records.Callback,
    "follow_ups": records.FollowUp,
    "jobs": records.Job,
    "outages": records.Outage,
    "desks": records.Desk,
    "chats": records.Chat,
    "conferences": records.Conference,
    "kept_legs": records.Leg,
    "presences": records.Presence,
    "pauses": pauses.Pause,
    "campaigns": dials.Campaign,
    "dials": dials.Dial,
    "strains": records.Strain,
    "learners": records.Learner,
    "group_norms": records.GroupNorm,
}
"""Records of optional parts, of which a plain floor has none."""


def thing_of(name, fields):
    return Thing(name, {field: value for field, value in fields.items() if value is not None})


def type_of_record(record):
    """Return the type of a class of records: its fields are scalars."""
    return Thing(record.__name__, {name: SCALARS[hint] for name, hint in get_type_hints(record).items()})


def type_of_hint(hint):
    """Return the type of what has this annotation."""
    if hint in SCALARS:
        return SCALARS[hint]
    if hint is Run:
        return A_RUN
    if hint is Floor:
        return A_RUN.fields["floor"]
    if dataclasses.is_dataclass(hint):
        return type_of_record(hint)
    if isinstance(hint, type) and issubclass(hint, tuple) and hasattr(hint, "_fields"):
        return types.NamedTuple([type_of_hint(h) for h in get_type_hints(hint).values()], hint)
    kind, of = get_origin(hint), get_args(hint)
    if kind is tuple:
        return types.Tuple([type_of_hint(item) for item in of])
    if kind in (list, Sequence):
        return types.List(type_of_hint(of[0]))
    raise TypeError(f"no type is known for {hint}")


def type_of_items(value):
    """Return the type of a list: columns of numbers are arrays, all others columns of what they hold."""
    first = next((item for item in value if not isinstance(item, list | tuple) or item), value[0])
    if isfunction(first):
        return Column(type_of_function(first.__name__, first))
    if first == []:
        return Column(types.List(types.int64))
    if isinstance(first, list):
        return types.Array(SCALARS[type(first[0])], 2, "C")
    if type(first) in SCALARS:
        return types.Array(SCALARS[type(first)], 1, "C")
    return Column(type_of(first))


def type_of(value):
    """Return the type of a value of a run."""
    if type(value) in SCALARS:
        return SCALARS[type(value)]
    if isinstance(value, int):
        return types.int64
    if isinstance(value, array):
        return REALS if value.typecode == "d" else INTEGERS
    if isinstance(value, list):
        return type_of_items(value) if value else None
    if isinstance(value, tuple) and hasattr(value, "_fields"):
        hints = get_type_hints(type(value)).values()
        found = [
            REALS if hint == Sequence[float] else type_of(item)
            for item, hint in zip(value, hints, strict=True)
        ]
        return None if None in found else types.NamedTuple(found, type(value))
    if isinstance(value, tuple):
        if all(isinstance(item, int) for item in value):
            return types.List(types.int64)
        return types.Tuple([type_of(item) for item in value])
    if dataclasses.is_dataclass(value):
        return type_of_record(type(value))
    if hasattr(type(value), "__slots__"):
        return type_of_object(value)
    return None


def type_of_function(name, function):
    """Return the stub of a policy's choice."""
    hints = get_type_hints(function)
    returns = hints.pop("return")
    return Stub(name, Callable[[Any, *list(hints.values())[1:]], returns])


def type_of_object(value):
    """Return the type of an object with slots."""
    own = get_type_hints(type(value).__init__)
    fields = {}
    for name in type(value).__slots__:
        if name[0] == "_":
            continue
        found = getattr(value, name)
        if (shape := f"{type(value).__name__}.{name}") in SHAPES:
            fields[name] = SHAPES[shape]
        elif get_origin(own.get(name)) is Callable:
            fields[name] = Stub(name, own[name])
        elif isfunction(found):
            fields[name] = type_of_function(name, found)
        elif name in PHASES:
            fields[name] = Column(type_of_record(PHASES[name]))
        else:
            fields[name] = type_of(found)
    return thing_of(type(value).__name__, fields)


def a_run():
    """Return a run of a plain floor, with one need, one call and one meeting."""
    scenario = load_scenario("scenarios/small_day.yaml")
    calls = {
        "groups": [*scenario.groups][:1],
        "volume": {"per_hour": 9},
        "hours": "09:00-10:00",
        "right_party": "30%",
        "talk": "1m",
    }
    scenario = scenario.model_copy(
        update={"campaigns": {"calls": Campaign.model_validate({**calls, "right_party": "30%"})}}
    )
    world = build(scenario, scenario.baseline)
    run = run_of(world, Luck(1, 0), Buffer(lambda *_: None), Calendar())
    for kind in (NEEDS, CALLS, MEETINGS):
        run.take_slot(kind)
    return run


@overload(copy)
def _copy(value):
    if isinstance(value, types.Array):
        return lambda value: value.copy()
    return None


@overload(bool)
def _is_not_empty(value):
    if isinstance(value, Column):
        return lambda value: len(value) > 0
    return None


OPTIONS = {"pipeline_class": WithoutParts, "no_cpython_wrapper": True, "no_cfunc_wrapper": True}
A_RUN = type_of_object(a_run())


def register(functions):
    """Register functions to be compiled when a verb that calls them is."""
    for function in [*functions, *RULES.values(), lines.append, lines.insert, lines.remove]:
        register_jitable(**OPTIONS)(function)


def compile_verb(function):
    """Compile a registered function for arguments as it is annotated."""
    hints = get_type_hints(function)
    hints.pop("return", None)
    target = cpu_target.typing_context
    target.refresh()
    kind = target.resolve_value_type(function)
    target.resolve_function_type(kind, tuple(type_of_hint(hint) for hint in hints.values()), {})
