"""Test that files, functions and nesting stay small enough to read."""

import ast
from pathlib import Path

ROOT = Path(__file__).parents[2]
SOURCES = sorted((ROOT / "sim").rglob("*.py"))
OTHERS = sorted(path for folder in ("tests", "benchmarks") for path in (ROOT / folder).rglob("*.py"))
LINES, FUNCTION_LINES, NESTING = 400, 50, 3
BLOCKS = (ast.For, ast.AsyncFor, ast.While, ast.If, ast.With, ast.AsyncWith, ast.Try, ast.TryStar, ast.Match)
STEPS = (ast.stmt, ast.ExceptHandler, ast.match_case)
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


def name_of(path):
    return path.relative_to(ROOT).as_posix()


def depth(node, is_elif=False):
    """Return how deep blocks stand inside one another; an `elif` is no deeper than its `if`."""
    own = int(isinstance(node, BLOCKS) and not is_elif)
    branch = getattr(node, "orelse", [])
    chain = branch if isinstance(node, ast.If) and len(branch) == 1 and isinstance(branch[0], ast.If) else []
    steps = (child for child in ast.iter_child_nodes(node) if isinstance(child, STEPS))
    inner = (child for child in steps if not isinstance(child, FUNCTIONS))
    return own + max((depth(child, child in chain) for child in inner), default=0)


def too_long(text):
    """Return the functions of a text that are longer than allowed, with their lengths."""
    lengths = {
        node.name: node.end_lineno - node.lineno + 1
        for node in ast.walk(ast.parse(text))
        if isinstance(node, FUNCTIONS)
    }
    return {name: length for name, length in lengths.items() if length > FUNCTION_LINES}


def too_deep(text):
    """Return the functions of a text that nest deeper than allowed, with their depths."""
    depths = {node.name: depth(node) for node in ast.walk(ast.parse(text)) if isinstance(node, FUNCTIONS)}
    return {name: found for name, found in depths.items() if found > NESTING}


def test_a_file_has_at_most_four_hundred_lines():
    lengths = {name_of(path): len(path.read_text("utf-8").splitlines()) for path in [*SOURCES, *OTHERS]}
    assert {name: length for name, length in lengths.items() if length > LINES} == {}


def test_functions_are_short_and_shallow():
    texts = {name_of(path): path.read_text("utf-8") for path in SOURCES}
    found = {name: {**too_long(text), **too_deep(text)} for name, text in texts.items()}
    assert {name: functions for name, functions in found.items() if functions} == {}


def test_a_long_and_a_deep_function_are_noticed():
    assert too_long("def f():\n" + "    x = 1\n" * 50) == {"f": 51}
    deep = "def f():\n for a in b:\n  if a:\n   with a:\n    if b:\n     pass"
    assert too_deep(deep) == {"f": 4}
    flat = "def f():\n if a: pass\n elif b: pass\n elif c: pass\n elif d: pass\n else: pass"
    assert depth(ast.parse(flat).body[0]) == 1
