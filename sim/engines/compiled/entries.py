"""Entries: the compiled functions that Python calls.

What is kept on disk is compiled in a process of its own: what numba has been told of a function holds for a
whole process, so that a caller who has told it something else of our verbs would put that into the cache.
"""

# mypy: ignore-errors

from __future__ import annotations

import os
import subprocess
import sys
from functools import cache
from pathlib import Path
from types import SimpleNamespace

import numba
from numba import njit

from sim.engines.compiled import cache as kept
from sim.engines.compiled import program
from sim.errors import GoodwillError

COMPILE = "from sim.engines.compiled.entries import make; make()"
SOURCES = Path(__file__).parents[3]


@cache
def entries() -> SimpleNamespace:
    """Return the compiled functions by name, from the cache on disk, where they are put first if need be.

    Raises: GoodwillError if they do not compile.
    """
    if not kept.is_warm():
        _compile_apart()
    return make()


def make() -> SimpleNamespace:
    """Return the compiled functions by name, from the cache on disk or compiled here and put there."""
    numba.config.CACHE_DIR = str(kept.folder())
    program.register()
    made = SimpleNamespace()
    for function, signature in program.SIGNATURES.items():
        compiled = njit(signature, cache=True, **program.OPTIONS)(function)
        setattr(made, function.__name__, compiled)
    return made


def _compile_apart() -> None:
    """Fill the cache from a process that has done nothing else."""
    paths = os.pathsep.join([str(SOURCES), *filter(None, [os.environ.get("PYTHONPATH")])])
    done = subprocess.run(
        [sys.executable, "-c", COMPILE],
        env=os.environ | {"PYTHONPATH": paths},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        wrong = done.stderr.strip().splitlines()[-1:] or [f"the compiler ended with {done.returncode}"]
        raise GoodwillError(f"the engine cannot be compiled here: {wrong[0]}. Use --engine simpy.")
