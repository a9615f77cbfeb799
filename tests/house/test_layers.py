"""Test that modules import only downwards, and that each outside thing is touched where it may be."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCES = sorted((ROOT / "sim").rglob("*.py"))
EDGES = (
    "scenario/reading.py",
    "scenario/source.py",
    "importers/opened.py",
    "importers/preset.py",
    "store/",
    "cli/",
    "checks.py",
    "checks/",
    "studies/kept.py",
    "reporting/build.py",
    "report/browser.py",
    "engines/compiled/cache.py",
)
WORKERS = "executors.py"  # hands its worker processes their environment
COMPILES = "engines/compiled/entries.py"  # in a process of its own, which has the same environment
NOWHERE = ()
# what an import brings -> where in sim/ it may stand
MODULES = {
    "numpy.random": ("luck.py",),
    "numba": ("engines/compiled/",),
    "llvmlite": ("engines/compiled/",),
    "jinja2": ("report/",),
    "random": NOWHERE,
    "secrets": NOWHERE,
    "uuid": NOWHERE,
    "os": (*EDGES, WORKERS, COMPILES),
    "time": EDGES,
    "shutil": EDGES,
    "tempfile": EDGES,
    "subprocess": (*EDGES, COMPILES),
    "socket": NOWHERE,
}
# what is called -> where in sim/ it may be
CALLS = {
    "print": ("cli/",),
    "input": NOWHERE,
    "now": EDGES,
    "today": EDGES,
    "utcnow": EDGES,
    "open": EDGES,
    "read_text": EDGES,
    "read_bytes": EDGES,
    "write_text": EDGES,
    "write_bytes": EDGES,
    "mkdir": EDGES,
    "unlink": EDGES,
    "iterdir": EDGES,
    "glob": EDGES,
}


def imports(tree):
    """Yield the modules and names a module imports, and the attributes it reads, as dotted text."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Attribute) and node.attr == "random" and ast.unparse(node) == "np.random":
            yield "numpy.random"


def calls(tree):
    """Yield the last name of everything a module calls."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield node.func.attr if isinstance(node.func, ast.Attribute) else ast.unparse(node.func)


def trespasses(where, text):
    """Return what a module at `where` in sim/ touches that it must not."""
    tree = ast.parse(text)
    brought = [f"{item}." for item in imports(tree)]
    found = [
        name
        for name, places in MODULES.items()
        if any(item.startswith(f"{name}.") for item in brought) and not where.startswith(places)
    ]
    return found + [
        f"{name}()" for name in sorted(set(calls(tree)) & set(CALLS)) if not where.startswith(CALLS[name])
    ]


def test_the_import_contracts_hold():
    command = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr


def test_clock_disk_environment_chance_and_terminal_stay_at_their_places():
    where = {path.relative_to(ROOT / "sim").as_posix(): path.read_text("utf-8") for path in SOURCES}
    found = {name: trespasses(name, text) for name, text in where.items()}
    assert {name: things for name, things in found.items() if things} == {}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("import numpy as np\nx = np.random.default_rng()", ["numpy.random"]),
        ("from numpy.random import Philox", ["numpy.random"]),
        ("import os.path", ["os"]),
        ("from datetime import datetime\nx = datetime.now()", ["now()"]),
        ("print('hello')", ["print()"]),
        ("open('a.txt')", ["open()"]),
        ("import ordinary", []),
    ],
)
def test_the_fence_sees_who_climbs_over_it(text, expected):
    assert trespasses("rules/work.py", text) == expected
