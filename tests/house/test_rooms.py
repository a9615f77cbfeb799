"""Test the rooms of the centre: one writer for each piece of state, no formula, plain steps."""

import ast
import dataclasses
from collections import defaultdict
from pathlib import Path

import pytest

from sim.centre import dials, records

ROOT = Path(__file__).parents[2] / "sim"
CENTRE = sorted((ROOT / "centre").rglob("*.py"))
ENGINES = sorted((ROOT / "engines").rglob("*.py"))
CONSTANTS = {"inf", "nan"}
ADDRESSES = {f"engines/compiled/{name}.py" for name in ("heap", "memory", "moving", "philox", "state")}
"""Files that compute memory addresses or random bits; all other formulas are rules."""
RECORDS = [kind for of in (records, dials) for kind in vars(of).values() if dataclasses.is_dataclass(kind)]


def name_of(path):
    return path.relative_to(ROOT).as_posix()


def written(tree):
    """Yield the attributes that a module writes, but for how records begin (`clear_…`, `copy_…`, `self`)."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and node.name.startswith(("clear_", "copy_")):
            continue
        for inner in ast.walk(node):
            targets = inner.targets if isinstance(inner, ast.Assign) else []
            if isinstance(inner, ast.AugAssign | ast.AnnAssign):
                targets = [inner.target]
            for target in targets:
                for part in ast.walk(target):
                    is_stored = isinstance(part, ast.Attribute) and isinstance(part.ctx, ast.Store)
                    if is_stored and ast.unparse(part.value) != "self":
                        yield part.attr


def writers():
    """Return the modules that write each field of a record."""
    fields = {field.name for kind in RECORDS for field in dataclasses.fields(kind)}
    found = defaultdict(set)
    for path in CENTRE:
        for name in written(ast.parse(path.read_text("utf-8"))):
            if name in fields:
                found[name].add(name_of(path))
    return found


def test_field_names_are_unique_over_all_records():
    owners = defaultdict(list)
    for kind in RECORDS:
        for field in dataclasses.fields(kind):
            owners[field.name].append(kind.__name__)
    assert {name: kinds for name, kinds in owners.items() if len(kinds) > 1} == {}


def test_one_room_writes_each_field():
    assert {name: sorted(paths) for name, paths in writers().items() if len(paths) > 1} == {}


def formulas(text):
    """Yield the places in a module where it multiplies, divides or asks `math` for more than a constant."""
    for node in ast.walk(ast.parse(text)):
        operator = getattr(node, "op", None)
        left = getattr(node, "left", None)
        if isinstance(left, ast.List) or (isinstance(left, ast.Call) and ast.unparse(left.func) == "array"):
            continue  # a list or an array of so many equal entries
        if isinstance(operator, ast.Mult | ast.Div | ast.FloorDiv | ast.Mod | ast.Pow):
            yield f"line {node.lineno}: {type(operator).__name__}"
        elif isinstance(node, ast.Import) and any(alias.name == "math" for alias in node.names):
            yield f"line {node.lineno}: math"
        elif isinstance(node, ast.ImportFrom) and node.module == "math":
            yield from (f"line {node.lineno}: math.{a.name}" for a in node.names if a.name not in CONSTANTS)


def test_the_rooms_and_engines_hold_no_formula():
    files = [path for path in CENTRE + ENGINES if name_of(path) not in ADDRESSES]
    found = {name_of(path): list(formulas(path.read_text("utf-8"))) for path in files}
    assert {name: things for name, things in found.items() if things} == {}


@pytest.mark.parametrize(
    "text", ["x = 2 * y", "x /= 2", "x = y % 3", "x = y**2", "from math import exp", "import math"]
)
def test_a_formula_is_seen(text):
    assert list(formulas(text))


def test_verbs_are_plain_functions():
    odd = (ast.Yield, ast.YieldFrom, ast.AsyncFunctionDef, ast.Await)
    trees = {name_of(path): ast.parse(path.read_text("utf-8")) for path in CENTRE}
    found = {name: [n.lineno for n in ast.walk(tree) if isinstance(n, odd)] for name, tree in trees.items()}
    assert {name: lines for name, lines in found.items() if lines} == {}


def test_nothing_is_imported_for_types_alone():
    hidden = [name_of(path) for path in CENTRE + ENGINES if "TYPE_CHECKING" in path.read_text("utf-8")]
    assert hidden == []
