"""Rows: the columns of one of the measures' tables, and what formulas make of them.

Formulas are Polars expressions, as measures define them. They are read once and worked out by NumPy: that
takes a fraction of the time, as parts that formulas share are not worked out again. Polars does not promise
how it tells an expression; one that is not understood is worked out by Polars itself, with the same result.
"""

from __future__ import annotations

import json
import operator
from collections.abc import Callable, Iterator, Mapping
from functools import reduce
from typing import Any, NamedTuple, cast

import numpy as np
import polars as pl
from numpy.typing import NDArray

from sim.logs import Columns

Column = NDArray[Any]
GLANCE = 64
"""Rows that are compared first: most columns that vary do so among them."""


def _and(one: Any, other: Any) -> Any:
    """Return `one & other`; of truth values, without working it out where one is the same for all rows."""
    told, rest = (one, other) if not np.ndim(one) else (other, one)
    if np.ndim(told) or np.result_type(told, rest).kind != "b":
        return one & other
    return rest if told else np.False_


def _or(one: Any, other: Any) -> Any:
    """Return `one | other`, as `_and`."""
    told, rest = (one, other) if not np.ndim(one) else (other, one)
    if np.ndim(told) or np.result_type(told, rest).kind != "b":
        return one | other
    return np.True_ if told else rest


OPERATORS: dict[str, Callable[[Any, Any], Any]] = {
    "And": _and,
    "Or": _or,
    "Eq": operator.eq,
    "NotEq": operator.ne,
    "Lt": operator.lt,
    "LtEq": operator.le,
    "Gt": operator.gt,
    "GtEq": operator.ge,
    "Plus": operator.add,
    "Minus": operator.sub,
    "Multiply": operator.mul,
    "TrueDivide": operator.truediv,
}
FUNCTIONS: dict[str, Callable[..., Any]] = {
    '{"Boolean": "Not"}': np.logical_not,
    '{"Boolean": "IsNotNan"}': lambda values: ~np.isnan(values),
    '{"Clip": {"has_min": true, "has_max": false}}': np.maximum,
    '"MaxHorizontal"': lambda *values: reduce(np.maximum, values),
}
KINDS = {"UInt8": np.uint8, "Float64": np.float64}


class Formula(NamedTuple):
    """What is worked out: the kind of step, what it needs beside columns, and the formulas it is made of."""

    step: str
    of: Any
    parts: tuple[Formula, ...] = ()


NOTHING = Formula("number", 0.0)
"""Of a choice, what other rows have; 0 is the same, and makes whole numbers real, as sums are."""


class Unread:
    """An expression with a step that is not known here; equal to another that says the same."""

    def __init__(self, expression: pl.Expr) -> None:
        self.expression = expression

    def __eq__(self, other: object) -> bool:
        """Return whether the other says the same."""
        return isinstance(other, Unread) and self.expression.meta.eq(other.expression)

    def __hash__(self) -> int:
        """Return a number that is the same for expressions that say the same."""
        return hash(str(self.expression))


def formula(expression: pl.Expr) -> Formula:
    """Return a measure's expression as a formula: step by step, or whole where a step is not known here."""
    try:
        return _read(json.loads(expression.meta.serialize(format="json")))
    except (AttributeError, KeyError, TypeError, ValueError, pl.exceptions.PolarsError):
        return Formula("whole", Unread(expression))


def _read(told: Any) -> Formula:
    """Return the formula of an expression as Polars tells it: nested mappings of a step to what it needs."""
    ((step, of),) = told.items()
    if step == "Column":
        return Formula("column", of)
    if step == "Literal":
        ((_, value),) = of["Dyn"].items()
        return Formula("number", value)
    if step == "BinaryExpr":
        return Formula("operator", OPERATORS[of["op"]], (_read(of["left"]), _read(of["right"])))
    if step == "Ternary":
        where, values, others = (_read(of[part]) for part in ("predicate", "truthy", "falsy"))
        if others == NOTHING:
            return Formula("operator", _kept, (Formula("operator", _bits, (where,)), values))
        return Formula("operator", _chosen, (where, values, others))
    if step == "Cast":
        return Formula("cast", KINDS[of["dtype"]["Literal"]], (_read(of["expr"]),))
    if step == "Function" and "Range" in of["function"]:
        return Formula("place", None)
    if step == "Function":
        return Formula("operator", FUNCTIONS[json.dumps(of["function"])], tuple(map(_read, of["input"])))
    raise KeyError(step)


class Rows:
    """Rows of a table by their columns; `which`: whether each is meant, all where it is left out.

    A column may be one number, if all rows have the same: not the first, nor one that rows are added up by.
    """

    def __init__(self, columns: Columns, which: NDArray[np.bool_] | None = None) -> None:
        self._columns, self._known = columns, dict[str, Column]()
        self._of = None if which is None or which.all() else np.flatnonzero(which)
        self.count = len(next(iter(columns.values()))) if self._of is None else len(self._of)

    def __iter__(self) -> Iterator[str]:
        """Yield the names of the columns."""
        return iter({**self._columns, **self._known})

    def put(self, columns: Columns) -> None:
        """Add columns, which have the rows alone that are meant."""
        self._known |= columns

    def column(self, name: str) -> Column:
        """Return a column."""
        if name not in self._known:
            column = self._columns[name]
            self._known[name] = column if self._of is None or not np.ndim(column) else column[self._of]
        return self._known[name]

    @property
    def frame(self) -> pl.DataFrame:
        """Return all columns as a frame."""
        return pl.DataFrame({name: np.broadcast_to(self.column(name), self.count) for name in self})


class Plan:
    """Formulas by name, in steps: each part is worked out once, and dropped after its last use."""

    def __init__(self, wanted: Mapping[str, Formula]) -> None:
        places: dict[Formula, int] = {}
        for one in wanted.values():
            _lay_out(one, places)
        names: list[list[str]] = [[] for _ in places]
        for name, one in wanted.items():
            names[places[one]].append(name)
        parts = [[places[part] for part in one.parts] for one in places]
        over: list[list[int]] = [[] for _ in places]
        for part, last in {part: at for at, of in enumerate(parts) for part in (at, *of)}.items():
            over[last].append(part)
        self._steps = [*zip(map(_work_of, places), parts, names, over, strict=True)]

    def of(self, rows: Rows) -> Iterator[tuple[str, Any]]:
        """Yield each formula's name and result: a column, or a number where only constants went into it."""
        known: list[Any] = [None] * len(self._steps)
        for place, (work, parts, names, over) in enumerate(self._steps):
            known[place] = work(*[known[part] for part in parts]) if parts else work(rows)
            for name in names:
                yield name, known[place]
            for part in over:
                known[part] = None


def _lay_out(wanted: Formula, places: dict[Formula, int]) -> None:
    """Add a formula to the order of work, after the formulas that it is made of."""
    if wanted not in places:
        for part in wanted.parts:
            _lay_out(part, places)
        places[wanted] = len(places)


def _work_of(wanted: Formula) -> Callable[..., Any]:
    """Return what works out a formula: of the results of its parts, or of rows where it has none."""
    step, of, _ = wanted
    if step == "column":
        return lambda rows: alike(rows.column(of))
    if step == "number":
        return lambda _rows: of
    if step == "place":
        return lambda rows: np.arange(rows.count)
    if step == "whole":
        return lambda rows: _by_polars(of.expression, rows)
    if step == "cast":
        return lambda values: _cast(values, of)
    return cast("Callable[..., Any]", of)


def _by_polars(expression: pl.Expr, rows: Rows) -> Any:
    found = rows.frame.select(expression).to_series().to_numpy()
    return found if len(found) == rows.count else found[0]


def _cast(values: Any, kind: type) -> Any:
    values = np.asarray(values)
    is_truth = kind is np.uint8 and values.dtype == bool
    return values.view(np.uint8) if is_truth else values.astype(kind, copy=False)


def alike(column: Column) -> Any:
    """Return the value of a constant column as a number, and any other column as it is."""
    if not np.ndim(column):
        return column
    if not len(column) or (column[:GLANCE] != column[-1]).any() or (column != column[0]).any():
        return column
    return column[0]


def _chosen(where: Any, values: Any, others: Any) -> Any:
    """Return `np.where`, without working it out where all rows have the same choice."""
    if not np.ndim(where):
        return np.asarray(values if where else others).astype(np.result_type(values, others), copy=False)
    return np.where(where, values, others)


def _bits(where: Any) -> Any:
    """Return truth values as whole numbers of which all bits are set, or none; one number stays as it is."""
    return -where.astype(np.int64) if np.ndim(where) else where


def _kept(bits: Any, values: Any) -> Any:
    """Return values, as real numbers, where the `bits` are set, else 0.0: in a fifth of `np.where`'s time."""
    values = np.asarray(values, dtype=np.float64)
    if not np.ndim(bits):
        return values if bits else np.float64(0.0)
    return (values.view(np.int64) & bits).view(np.float64)
