"""Faults that can be planted in a measure's formula, one at a time.

Formulas are Polars expressions; their JSON form is a tree, and a fault puts another tree in the place of one
of its nodes: a term is dropped, a comparison or an operator turned, a condition negated, a column exchanged
for another one of its type, a number for another one.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from io import StringIO
from typing import Any, NamedTuple

import polars as pl

from sim.kpis.base import Percentile, Sum
from sim.kpis.columns import EVERY_ROW

Tree = dict[str, Any]
Formula = Sum | Percentile
TURNED = {
    "And": ["Or"],
    "Or": ["And"],
    "Plus": ["Minus"],
    "Minus": ["Plus"],
    "Multiply": ["TrueDivide"],
    "TrueDivide": ["Multiply"],
    "Eq": ["NotEq"],
    "NotEq": ["Eq"],
    "Lt": ["LtEq", "Gt"],
    "LtEq": ["Lt", "GtEq"],
    "Gt": ["GtEq", "Lt"],
    "GtEq": ["Gt", "LtEq"],
}
CONDITIONS = {"And", "Or", "Eq", "NotEq", "Lt", "LtEq", "Gt", "GtEq"}
# whole numbers: every code of an outcome, closing, end, act or state, and what stands beside 0 and 1
NUMBERS = {"Int": range(-1, 12), "Float": (0.0, 0.5, 1.0, 2.0)}


class Fault(NamedTuple):
    """A tree that stands in the place of a node, and the formula that this makes."""

    node: Tree
    instead: Tree
    formula: Tree

    @property
    def text(self) -> str:
        """Return what was exchanged for what."""
        return re.sub(r'col\("(\w+)"\)', r"\1", f"{expression(self.node)} -> {expression(self.instead)}")


def tree(formula: pl.Expr) -> Tree:
    """Return the tree of a formula."""
    return json.loads(formula.meta.serialize(format="json"))


def expression(formula: Tree) -> pl.Expr:
    """Return the formula of a tree."""
    return pl.Expr.deserialize(StringIO(json.dumps(formula)), format="json")


EVERY_ROW_TREE = tree(EVERY_ROW)


def negation(node: Tree) -> Tree:
    """Return the tree that holds where `node` does not."""
    return {"Function": {"input": [node], "function": {"Boolean": "Not"}}}


def _pair(left: Tree, operator: str, right: Tree) -> Tree:
    return {"BinaryExpr": {"left": left, "op": operator, "right": right}}


def faults(node: Tree, types: Mapping[str, str]) -> Iterator[Fault]:
    """Yield every formula with one fault; `types` are those of the table's columns, by name."""
    for instead in _instead(node, types):
        yield Fault(node, instead, instead)
    if node == EVERY_ROW_TREE:
        return
    kind, body = next(iter(node.items()))
    parts = {"BinaryExpr": ("left", "right"), "Ternary": ("predicate", "truthy", "falsy")}.get(kind, ())
    for part in parts:
        for fault in faults(body[part], types):
            yield fault._replace(formula={kind: {**body, part: fault.formula}})
    for place, part in enumerate(body["input"] if kind == "Function" else ()):
        for fault in faults(part, types):
            inputs = [*body["input"][:place], fault.formula, *body["input"][place + 1 :]]
            yield fault._replace(formula={kind: {**body, "input": inputs}})


def _instead(node: Tree, types: Mapping[str, str]) -> Iterator[Tree]:
    """Yield what may stand in the place of a node by mistake."""
    kind, body = next(iter(node.items()))
    if node == EVERY_ROW_TREE or _is_condition(node, types):
        yield negation(node)
    if node == EVERY_ROW_TREE:
        return
    if kind == "Column":
        yield from ({kind: name} for name in types if types[name] == types[body] and name != body)
    elif kind == "Literal":
        ((of, value),) = body["Dyn"].items()
        yield from ({kind: {"Dyn": {of: other}}} for other in NUMBERS[of] if other != value)
    elif kind == "BinaryExpr":
        yield from _turned(body)
    elif kind == "Ternary":
        yield from (body["truthy"], body["falsy"])
    elif kind == "Function":
        yield from (
            part for part in body["input"] if _is_condition(part, types) == _is_condition(node, types)
        )
    else:
        raise NotImplementedError(f"no fault is known for {expression(node)}: add some to _instead")


def _turned(body: Tree) -> Iterator[Tree]:
    left, operator, right = body["left"], body["op"], body["right"]
    yield from (_pair(left, other, right) for other in TURNED[operator])
    if operator in ("And", "Or") or operator not in CONDITIONS:
        yield from (left, right)


def _is_condition(node: Tree, types: Mapping[str, str]) -> bool:
    kind, body = next(iter(node.items()))
    if kind == "Column":
        return types[body] == "condition"
    if kind == "BinaryExpr":
        return body["op"] in CONDITIONS
    return kind == "Function" and "Boolean" in body["function"]


def planted(right: Formula, types: Mapping[str, str]) -> Iterator[tuple[str, Formula]]:
    """Yield every formula with one fault, and what the fault is."""
    for fault in faults(tree(right.where), types):
        yield fault.text, replace(right, where=expression(fault.formula))
    for fault in faults(tree(right.value), types) if right.value is not None else ():
        yield fault.text, replace(right, value=expression(fault.formula))
    yield from _rows_too_many(right, types)
    if right.value is not None:
        for name in _named(types, "float"):
            yield f"plus {name}", replace(right, value=right.value + pl.col(name))
    if isinstance(right, Percentile):
        others = (share for share in (0.1, 0.5, 0.9) if share != right.share)
        yield from ((f"{share:.0%}", replace(right, share=share)) for share in others)
    elif right.value is not None:
        yield "counted", replace(right, value=None)


def _rows_too_many(right: Formula, types: Mapping[str, str]) -> Iterator[tuple[str, Formula]]:
    """Yield formulas over every row, and over rows that another condition adds or takes away."""
    others = [name for name in _named(types, "condition") if name not in right.where.meta.root_names()]
    yield from ((f"and {name}", replace(right, where=right.where & pl.col(name))) for name in others)
    if not right.where.meta.eq(EVERY_ROW):
        yield "every row", replace(right, where=EVERY_ROW)
        yield from ((f"or {name}", replace(right, where=right.where | pl.col(name))) for name in others)


def _named(types: Mapping[str, str], kind: str) -> list[str]:
    return [name for name in types if types[name] == kind]
