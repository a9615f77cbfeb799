"""Memory: a run's state as blocks of words that compiled verbs read by one pointer.

A block holds what an object's fields hold, field after field, each in words of 64 bits: a number is one
word, an array its address and its shape, a tuple its items one after the other, a column (items of one kind
by index) the address of its items and their number, a block or a record its address. Nothing in a block is
counted or freed by compiled code: Python keeps the memory alive as long as the run (`packed`).

The corners of numba that this relies on are its documented extension API (`register_model`, `intrinsic`,
`lower_builtin`, `infer_getattr`) and how it makes an array or a tuple out of parts (`numba.np.arrayobj`,
`make_tuple`), which is not documented.
"""

# ruff: noqa: ARG002 - numba calls these functions by the places of their arguments
# mypy: ignore-errors

from __future__ import annotations

import operator
from collections.abc import Iterable
from typing import Any

from llvmlite import ir
from numba.core import cgutils, types, typing
from numba.core.imputils import RefType, iternext_impl
from numba.core.typing.templates import AbstractTemplate, AttributeTemplate, infer_global
from numba.extending import (
    infer_getattr,
    intrinsic,
    lower_builtin,
    lower_getattr_generic,
    models,
    overload,
    register_model,
)
from numba.np.arrayobj import (
    getitem_array_tuple,
    getitem_arraynd_intp,
    load_item,
    make_array,
    populate_array,
    store_item,
)
from numba.np.numpy_support import as_dtype

WORD = ir.IntType(64)
LINE = 64
"""Bytes of a line of the processor's cache (x86-64; with another length only speed differs)."""


class Block(types.Type):
    """The fields of an object: their numba types, and at which word each begins."""

    def __init__(self, title: str, fields: dict[str, types.Type]) -> None:
        self.title, self.fields, self.places = title, fields, {}
        place = 0
        for name, kind in fields.items():
            self.places[name] = place
            place += words(kind)
        self.words = place
        super().__init__(f"{type(self).__name__}({title})")


class RunBlock(Block):
    """The block of a `Run`."""


class Column(types.IterableType):
    """Items of one kind by index; `moves`: compiled code may set them, to no more than they once were."""

    def __init__(self, item: types.Type, *, moves: bool = False) -> None:
        self.item, self.dtype, self.moves = item, item, moves
        super().__init__(f"{'Moving' * moves}Column({item})")

    @property
    def iterator_type(self) -> types.Type:
        """Return the type of what walks along it."""
        return ColumnIterator(self)


class Cells(types.Array):
    """Items of one kind in a block of memory, by their places from 0 on: none is asked for from the end."""

    def __init__(self, item: types.Type, dimensions: int = 1) -> None:
        super().__init__(item, dimensions, "C", name=f"Cells({item}, {dimensions}d)")


class Sheet(types.Type):
    """Columns that rows are written to, one value in each: in a block, the address of each column."""

    def __init__(self, title: str, kinds: Iterable[types.Type]) -> None:
        self.kinds = tuple(kinds)
        super().__init__(f"Sheet({title})")


class ColumnIterator(types.SimpleIteratorType):
    """What walks along a column."""

    def __init__(self, column: Column) -> None:
        self.column = column
        super().__init__(f"ColumnIterator({column})", column.item)


def words(kind: types.Type) -> int:
    """Return how many words a value of `kind` takes."""
    if isinstance(kind, Cells):
        return 1 + kind.ndim
    if isinstance(kind, types.BaseTuple):
        return sum(words(item) for item in kind.types)
    if isinstance(kind, Sheet):
        return len(kind.kinds)
    return 2 if isinstance(kind, Column) else 1


@register_model(Cells)
class _CellsModel(models.ArrayModel):
    """Numba's array, passed on as its address and shape alone: the rest follows from these.

    Its seven parts would go by memory, and to read them there waits for all that was written before. No part
    counts references (`traverse`).
    """

    def inner_models(self) -> list[Any]:
        return []

    def traverse(self, builder: Any) -> list[Any]:
        return []

    def get_argument_type(self) -> tuple[Any, Any]:
        return self._told(super().get_argument_type())

    def as_argument(self, builder: Any, value: Any) -> tuple[Any, Any]:
        return self._told(super().as_argument(builder, value))

    def from_argument(self, builder: Any, value: tuple[Any, Any]) -> Any:
        data, shape = value
        nothing = [ir.Constant(kind, None) for kind in super().get_argument_type()[:2]]
        size = ir.Constant(WORD, as_dtype(self.fe_type.dtype).itemsize)
        row = size if len(shape) == 1 else builder.mul(shape[1], size)
        count = shape[0] if len(shape) == 1 else builder.mul(*shape)
        return super().from_argument(builder, (*nothing, count, size, data, shape, (row, size)[: len(shape)]))

    def _told(self, parts: tuple[Any, ...]) -> tuple[Any, Any]:
        return parts[self.get_field_position("data")], parts[self.get_field_position("shape")]


for model in (Block, RunBlock, Sheet):

    @register_model(model)
    class _Address(models.PrimitiveModel):
        def __init__(self, known: Any, kind: Any) -> None:
            super().__init__(known, kind, WORD)


@register_model(Column)
class _ColumnModel(models.StructModel):
    def __init__(self, known: Any, kind: Any) -> None:
        super().__init__(known, kind, [("data", types.intp), ("count", types.intp)])


@register_model(ColumnIterator)
class _IteratorModel(models.StructModel):
    def __init__(self, known: Any, kind: Any) -> None:
        members = [("index", types.EphemeralPointer(types.intp)), ("column", kind.column)]
        super().__init__(known, kind, members)


def load(
    context: Any, builder: Any, base: Any, kind: types.Type, place: int = 0, *, moves: bool = False
) -> Any:
    """Return the value of `kind` that begins `place` words after the address `base`."""

    def word(k: int = 0) -> Any:
        return _word(builder, base, place + k, moves=moves)

    if isinstance(kind, Sheet):
        return builder.add(base, ir.Constant(WORD, 8 * place))
    if isinstance(kind, types.Boolean):
        return builder.icmp_unsigned("!=", word(), ir.Constant(WORD, 0))
    if isinstance(kind, types.Float):
        return builder.bitcast(word(), ir.DoubleType())
    if isinstance(kind, Cells):
        return _array(context, builder, kind, [word(k) for k in range(1 + kind.ndim)])
    if isinstance(kind, types.Record):
        return builder.inttoptr(word(), context.get_value_type(kind))
    if isinstance(kind, types.BaseTuple):
        items = []
        for item in kind.types:
            items.append(load(context, builder, base, item, place, moves=moves))
            place += words(item)
        return context.make_tuple(builder, kind, items)
    if isinstance(kind, Column):
        column = cgutils.create_struct_proxy(kind)(context, builder)
        column.data, column.count = word(), word(1)
        return column._getvalue()
    return word()


def _word(builder: Any, base: Any, place: int, *, moves: bool = False) -> Any:
    pointer = builder.inttoptr(base, WORD.as_pointer())
    found = builder.load(builder.gep(pointer, [ir.Constant(WORD, place)]))
    if not moves:  # what a block says never changes while compiled code runs
        found.set_metadata("invariant.load", builder.module.add_metadata([]))
    return found


def _array(context: Any, builder: Any, kind: Cells, parts: list[Any]) -> Any:
    address, shape = parts[0], parts[1:]
    array = make_array(kind)(context, builder)
    size = context.get_constant(types.intp, as_dtype(kind.dtype).itemsize)
    strides = [size] if kind.ndim == 1 else [builder.mul(shape[1], size), size]
    data = builder.inttoptr(address, context.get_data_type(kind.dtype).as_pointer())
    populate_array(array, data=data, shape=shape, strides=strides, itemsize=size, meminfo=None)
    return array._getvalue()


def _fetch(builder: Any, pointer: Any) -> None:
    """Have the processor fetch what comes LINE bytes after a place, which is written before long."""
    byte, whole = ir.IntType(8).as_pointer(), ir.IntType(32)
    kind = ir.FunctionType(ir.VoidType(), [byte, whole, whole, whole])
    fetch = builder.module.declare_intrinsic("llvm.prefetch", [byte], kind)
    ahead = builder.gep(builder.bitcast(pointer, byte), [ir.Constant(WORD, LINE)])
    to_write, keep, data = 1, 3, 1
    builder.call(fetch, [ahead, *(ir.Constant(whole, told) for told in (to_write, keep, data))])


@intrinsic
def put_row(typing_context: Any, sheet: Any, index: Any, values: Any) -> Any:
    """Write a row at an index: a value into each column of a sheet."""
    del typing_context, index

    def generate(context: Any, builder: Any, sig: Any, args: Any) -> Any:
        for place, kind in enumerate(sheet.kinds):
            value = builder.extract_value(args[2], place)
            value = context.cast(builder, value, sig.args[2].types[place], kind)
            address = _word(builder, args[0], place)
            column = builder.inttoptr(address, context.get_data_type(kind).as_pointer())
            place_of = builder.gep(column, [args[1]])
            builder.store(value, place_of)
            _fetch(builder, place_of)
        return context.get_dummy_value()

    return types.none(sheet, types.intp, values), generate


def _place_of(context: Any, builder: Any, cells: Cells, value: Any, index: Any, kind: types.Type) -> Any:
    """Return where an item is: at an index, or at one of each dimension."""
    array = make_array(cells)(context, builder, value)
    indices = cgutils.unpack_tuple(builder, index) if isinstance(kind, types.BaseTuple) else [index]
    shape = cgutils.unpack_tuple(builder, array.shape)
    return cgutils.get_item_pointer2(
        context, builder, array.data, shape, None, "C", indices, boundscheck=context.enable_boundscheck
    )


@lower_builtin(operator.getitem, Cells, types.Integer)
@lower_builtin(operator.getitem, Cells, types.BaseTuple)
def _read_cell(context: Any, builder: Any, sig: Any, args: Any) -> Any:
    cells, kind = sig.args
    if isinstance(sig.return_type, types.Array):
        whole = getitem_array_tuple if isinstance(kind, types.BaseTuple) else getitem_arraynd_intp
        return whole(context, builder, sig, args)
    return load_item(context, builder, cells, _place_of(context, builder, cells, *args, kind))


@lower_builtin(operator.setitem, Cells, types.Integer, types.Any)
@lower_builtin(operator.setitem, Cells, types.BaseTuple, types.Any)
def _write_cell(context: Any, builder: Any, sig: Any, args: Any) -> Any:
    cells, kind, given = sig.args
    place = _place_of(context, builder, cells, *args[:2], kind)
    store_item(context, builder, cells, context.cast(builder, args[2], given, cells.dtype), place)
    return context.get_dummy_value()


class _Fields(AttributeTemplate):
    def generic_resolve(self, block: Block, name: str) -> types.Type | None:
        return block.fields.get(name)


def _read_field(context: Any, builder: Any, block: Block, value: Any, name: str) -> Any:
    return load(context, builder, value, block.fields[name], block.places[name])


for _kind in (Block, RunBlock):
    infer_getattr(type(f"_Fields{_kind.__name__}", (_Fields,), {"key": _kind}))
    lower_getattr_generic(_kind)(_read_field)


@infer_global(operator.getitem)
class _Item(AbstractTemplate):
    def generic(self, args: Any, kws: Any) -> Any:
        if isinstance(args[0], Column) and isinstance(args[1], types.Integer):
            return typing.signature(args[0].item, args[0], types.intp)
        return None


def _item_at(context: Any, builder: Any, column: Any, value: Any, index: Any) -> Any:
    proxy = cgutils.create_struct_proxy(column)(context, builder, value=value)
    step = context.get_constant(types.intp, 8 * words(column.item))
    base = builder.add(proxy.data, builder.mul(index, step))
    return load(context, builder, base, column.item, moves=column.moves)


@lower_builtin(operator.getitem, Column, types.intp)
def _read_item(context: Any, builder: Any, sig: Any, args: Any) -> Any:
    return _item_at(context, builder, sig.args[0], *args)


@infer_global(len)
class _Length(AbstractTemplate):
    def generic(self, args: Any, kws: Any) -> Any:
        return typing.signature(types.intp, *args) if isinstance(args[0], Column) else None


@lower_builtin(len, Column)
def _length(context: Any, builder: Any, sig: Any, args: Any) -> Any:
    return cgutils.create_struct_proxy(sig.args[0])(context, builder, value=args[0]).count


@lower_builtin("getiter", Column)
def _walk(context: Any, builder: Any, sig: Any, args: Any) -> Any:
    walker = context.make_helper(builder, sig.return_type)
    walker.index = cgutils.alloca_once_value(builder, context.get_constant(types.intp, 0))
    walker.column = args[0]
    return walker._getvalue()


@lower_builtin("iternext", ColumnIterator)
@iternext_impl(RefType.UNTRACKED)
def _step(context: Any, builder: Any, sig: Any, args: Any, result: Any) -> None:
    walker = context.make_helper(builder, sig.args[0], value=args[0])
    column = sig.args[0].column
    count = cgutils.create_struct_proxy(column)(context, builder, value=walker.column).count
    index = builder.load(walker.index)
    is_valid = builder.icmp_signed("<", index, count)
    result.set_valid(is_valid)
    with builder.if_then(is_valid):
        result.yield_(_item_at(context, builder, column, walker.column, index))
        builder.store(builder.add(index, context.get_constant(types.intp, 1)), walker.index)


@overload(bool)
def _is_not_empty(value):
    if isinstance(value, Column) or (isinstance(value, types.Array) and value.ndim == 1):
        return lambda value: len(value) > 0
    return None
