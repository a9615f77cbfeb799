"""Test that rules keep to the arithmetic that every engine computes alike (DESIGN.md, "Arithmetic")."""

import ast
import importlib
import inspect
import math
import pkgutil
import textwrap

import pytest

from sim.rule import RULES

for folder in ("sim.rules", "sim.distributions", "sim.policies"):
    for entry in pkgutil.walk_packages(importlib.import_module(folder).__path__, f"{folder}."):
        importlib.import_module(entry.name)

ELEMENTARY = {math.log, math.exp, math.tanh, math.sqrt, math.erf, math.log1p}
BUILT_IN = {"float": float, "int": int, "len": len, "range": range}
STATEMENTS = (ast.AnnAssign, ast.Assign, ast.AugAssign, ast.Break, ast.Continue, ast.Expr)
STATEMENTS += (ast.For, ast.If, ast.Pass, ast.Return, ast.While)
EXPRESSIONS = (ast.Attribute, ast.BinOp, ast.BoolOp, ast.Call, ast.Compare, ast.Constant, ast.IfExp)
EXPRESSIONS += (ast.Name, ast.Subscript, ast.Tuple, ast.UnaryOp)
OPERATORS = (ast.Add, ast.Sub, ast.Mult, ast.Div, ast.FloorDiv, ast.Mod)


def is_known(called, known):
    """Return whether a rule may call `called`: an elementary function, another rule, a tuple of numbers."""
    what = known.get(called.id) if isinstance(called, ast.Name) else None
    if isinstance(what, type) and issubclass(what, tuple):
        return True
    return what in RULES.values() or what in ELEMENTARY or what in BUILT_IN.values()


def strangers(text, known):
    """Return what in the body of a rule is not arithmetic that all engines share."""
    found = []
    for statement in ast.parse(textwrap.dedent(text)).body[0].body:
        for node in ast.walk(statement):
            if isinstance(node, ast.stmt) and not isinstance(node, STATEMENTS):
                found.append(ast.unparse(node))
            if isinstance(node, ast.expr) and not isinstance(node, EXPRESSIONS):
                found.append(ast.unparse(node))
            if isinstance(node, ast.operator) and not isinstance(node, OPERATORS):
                found.append(type(node).__name__)
            if isinstance(node, ast.Call) and not is_known(node.func, BUILT_IN | known):
                found.append(ast.unparse(node))
    return found


def test_rules_are_scalar_arithmetic_on_elementary_functions():
    found = {
        name: strangers(inspect.getsource(rule), vars(inspect.getmodule(rule)))
        for name, rule in RULES.items()
    }
    assert {name: things for name, things in found.items() if things} == {}


@pytest.mark.parametrize(
    ("body", "seen"),
    [
        ("return x**2", "Pow"),
        ("return sum((x, x))", "sum((x, x))"),
        ("return math.gamma(x)", "math.gamma(x)"),
        ("return np.exp(x)", "np.exp(x)"),
        ("return [y for y in x][0]", "[y for y in x]"),
        ("return max(x, 0.0)", "max(x, 0.0)"),
        ("import os", "import os"),
    ],
)
def test_what_engines_compute_differently_is_noticed(body, seen):
    assert seen in strangers(f"def rule(x):\n    {body}", {"math": math, "np": math})


def test_every_verb_law_and_law_of_behaviour_is_registered():
    places = {name.rsplit(".", 1)[0] for name in RULES}
    for folder in ("sim.rules", "sim.policies.pace", "sim.policies.routing", "sim.policies.discipline"):
        modules = [
            m.name for m in pkgutil.iter_modules(importlib.import_module(folder).__path__, f"{folder}.")
        ]
        assert [m for m in modules if m not in places and not m.endswith(".base")] == []
