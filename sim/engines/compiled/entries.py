"""Entries: the compiled functions that Python calls."""

# mypy: ignore-errors

from __future__ import annotations

from functools import cache
from types import SimpleNamespace

import numba
from numba import njit

from sim.engines.compiled import cache as kept
from sim.engines.compiled import program


@cache
def entries() -> SimpleNamespace:
    """Return the compiled functions by name, from the cache on disk or compiled now."""
    numba.config.CACHE_DIR = str(kept.folder())
    program.register()
    made = SimpleNamespace()
    for function, signature in program.SIGNATURES.items():
        compiled = njit(signature, cache=True, **program.OPTIONS)(function)
        setattr(made, function.__name__, compiled)
    return made
