"""Moving: columns of a run that verbs set: which queues, groups and helpers are up."""

# ruff: noqa: ARG001 - numba compares the arguments of what it asks and what it gets
# mypy: ignore-errors

from __future__ import annotations

import operator
from typing import Any

from llvmlite import ir
from numba.core import cgutils, types
from numba.core.extending import intrinsic
from numba.extending import overload

from sim.engines.compiled.memory import WORD, Column, words
from sim.engines.compiled.without_parts import Within


@intrinsic
def put_word(typing_context: Any, column: Any, index: Any, place: Any, value: Any) -> Any:
    """Write a number at a place among the words of an item."""

    def generate(context: Any, builder: Any, sig: Any, args: Any) -> Any:
        proxy = cgutils.create_struct_proxy(column)(context, builder, value=args[0])
        step = ir.Constant(WORD, 8 * words(column.item))
        base = builder.add(proxy.data, builder.mul(args[1], step))
        pointer = builder.inttoptr(base, WORD.as_pointer())
        word = builder.bitcast(args[3], WORD) if isinstance(value, types.Float) else args[3]
        builder.store(word, builder.gep(pointer, [args[2]]))
        return context.get_dummy_value()

    return types.none(column, types.int64, types.int64, value), generate


def _set_array(column, index, values):
    put_word(column, index, 1, len(values))
    array = column[index]
    for k in range(len(values)):
        array[k] = values[k]


def _set_pairs(column, index, values):
    put_word(column, index, 1, len(values))
    pairs = column[index]
    for k in range(len(values)):
        one, other = values[k]
        put_word(pairs, k, 0, one)
        put_word(pairs, k, 1, other)


def _set_steps(column, index, values):
    steps = column[index]
    for k in range(len(values)):
        groups = values[k][1]
        put_word(steps, k, 2, len(groups))
        array = steps[k][1]
        for j in range(len(groups)):
            array[j] = groups[j]


@overload(operator.setitem, jit_options={"pipeline_class": Within})
def _set_item(column, index, values):
    if not (isinstance(column, Column) and column.moves):
        return None
    if isinstance(column.item, types.Array):
        return _set_array
    return _set_steps if isinstance(column.item.item.types[1], types.Array) else _set_pairs
