"""Packed: what Python lays into blocks of words, in the forms that compiled code reads (`memory`)."""

# mypy: ignore-errors

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from struct import pack, unpack
from typing import Any

import numpy as np
from numba.core import types
from numba.np.numpy_support import as_dtype

from sim.engines.compiled.memory import Block, Cells, Column, Sheet, words

SORTS = (
    types.Float, types.Boolean, types.Integer, Cells, types.Record, types.BaseTuple, Column,
    types.Callable, Block, Sheet,
)  # fmt: skip


@cache
def _sort(kind: type) -> type | None:
    """Return which of `SORTS` a class of kinds is, None if it is none."""
    return next((sort for sort in SORTS if issubclass(kind, sort)), None)


@cache
def _form(kind: types.Type) -> np.dtype:
    """Return numpy's form of a kind."""
    return as_dtype(kind)


class Packed:
    """An object's fields as a block in memory, with all that the block points to."""

    def __init__(self, kind: Block, value: Any) -> None:
        self.kind, self._keep = kind, []
        self._kept: dict[str, list[Any]] = {}
        self.memory = np.zeros(kind.words, dtype=np.int64)
        self.pack(value)

    def pack(self, value: Any, names: Iterable[str] | None = None) -> None:
        """Write the fields of `value`, or those called `names`, where they are read: again if they moved."""
        for name in self.kind.fields if names is None else names:
            kind, place = self.kind.fields[name], self.kind.places[name]
            self._keep = self._kept[name] = []
            self.memory[place : place + words(kind)] = self._words(
                kind, getattr(value, name), f"{self.kind.title}.{name}"
            )

    @property
    def address(self) -> int:
        """Return where the block is."""
        return _address(self.memory)

    def _words(self, kind: types.Type, value: Any, name: str) -> list[int]:
        sort = _sort(type(kind))
        if sort is types.Float:
            return [unpack("=q", pack("=d", value))[0]]
        if sort is types.Integer or sort is types.Boolean:
            return [int(value)]
        if sort is Cells:
            return self._array(kind, value)
        if sort is types.Record:
            self._keep.append(value)
            return [_address(value)]
        if sort is types.BaseTuple:
            pairs = zip(kind.types, value, strict=True)
            return [word for item, one in pairs for word in self._words(item, one, name)]
        if sort is Column:
            return self._column(kind, value, name)
        if sort is types.Callable:
            return [kind.word(value)]
        if sort is Sheet:
            self._keep.append(value)
            return [_address(column) for column in value]
        if sort is Block:
            held = value if isinstance(value, Packed) else Packed(kind, value)
            self._keep.append(held)
            return [held.address]
        raise TypeError(f"{name}: no words are known for {kind}")

    def _array(self, kind: Cells, value: Any) -> list[int]:
        array = np.ascontiguousarray(value, dtype=_form(kind.dtype))
        if array.ndim != kind.ndim:
            array = array.reshape((len(array), 0)) if kind.ndim == 2 else array.reshape(-1)
        self._keep.append(array)
        return [_address(array), *array.shape]

    def _column(self, kind: Column, value: Any, name: str) -> list[int]:
        if isinstance(value, Laid):
            return value.words
        found = [word for one in value for word in self._words(kind.item, one, name)]
        items = np.array(found, dtype=np.int64)
        self._keep.append(items)
        return [_address(items), len(value)]


class Laid(Packed):
    """A column that moves: it is laid out once, and stays where it is."""

    def __init__(self, kind: Column, value: Any, name: str) -> None:
        self._keep = []
        self.words = self._column(kind, value, name)


def _address(array: Any) -> int:
    return int(array.__array_interface__["data"][0])
