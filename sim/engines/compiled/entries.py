"""Entries: the compiled functions that Python calls.

What is kept on disk is compiled in a process of its own: what numba has been told of a function holds for a
whole process, so that a caller who has told it something else of our verbs would put that into the cache.
"""

# mypy: ignore-errors

from __future__ import annotations

import gc
import os
import subprocess
import sys
from collections.abc import Callable, Collection, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import cache
from itertools import count
from pathlib import Path
from types import SimpleNamespace
from typing import Any, NoReturn

import numba
from numba import njit
from numba.core import caching, event
from numba.core.bytecode import FunctionIdentity
from numba.core.targetconfig import TargetConfig
from numba.np import linalg

from sim.engines.compiled import cache as kept
from sim.engines.compiled import program
from sim.engines.compiled.supported import FULL, PLAIN
from sim.engines.compiled.without_parts import Off
from sim.errors import GoodwillError

COMPILE = "import sys; from sim.engines.compiled.entries import fill; fill(*sys.argv[1:])"
LOOP, REST = "loop", "rest"
"""What one process compiles: the loop takes four fifths of a variant's time, all other entries the rest."""
JOBS = {(FULL, LOOP): 1_000_000, (PLAIN, LOOP): 1, (FULL, REST): 3_000_000, (PLAIN, REST): 2_000_000}
"""What is compiled apart, with the first number that tells its functions from those of other jobs."""
AT_ONCE = 2
"""Processes that compile at once, in the order of `JOBS`: the longest begins first."""
SOURCES = Path(__file__).parents[3]


@cache
def entries(variant: str) -> SimpleNamespace:
    """Return a variant's compiled functions by name, from the cache on disk, put there first if need be.

    Raises: GoodwillError if they do not compile.
    """
    compile_apart([variant])
    with _as_it_is():
        made = make(variant)
    if any(compiled.stats.cache_misses for compiled in vars(made).values()):
        raise GoodwillError(
            f"numba does not take the compiled engine from {kept.folder(variant)}. Delete that folder and "
            "run goodwill compile, or use --engine simpy."
        )
    return made


def fill(variant: str, part: str) -> None:
    """Compile a part of a variant into the cache on disk, in a process that does nothing else.

    Functions of two jobs must not have one name in machine code: numba would take one for the other.
    """
    FunctionIdentity._unique_ids = count(JOBS[variant, part])
    event.broadcast = _tell_nobody
    TargetConfig.values = _values
    gc.disable()  # a quarter of the time: the compiler makes many small things, and keeps them
    make(variant, (program.run_on,) if part == LOOP else program.SIGNATURES.keys() - {program.run_on})
    gc.freeze()  # nor does the process look through them when it ends


def make(variant: str, wanted: Collection[Callable[..., Any]] = program.SIGNATURES) -> SimpleNamespace:
    """Return `wanted` of a variant compiled, by name, from the cache on disk or compiled and put there."""
    numba.config.CACHE_DIR = str(kept.folder(variant))
    Off.compile_for(variant)
    program.register()
    made = SimpleNamespace()
    with _without_blas():
        for function, signature in program.SIGNATURES.items():
            if function not in wanted:
                continue
            compiled = njit(signature, cache=True, **program.OPTIONS)(function)
            setattr(made, function.__name__, compiled)
    return made


@contextmanager
def _without_blas() -> Iterator[None]:
    """Keep numba from loading SciPy to see whether it has BLAS, which no verb needs: part of a warm start.

    What else a process compiles by numba goes on as it was; its `np.convolve` alone does without BLAS.
    """
    asks, linalg.ensure_blas = linalg.ensure_blas, _has_none
    try:
        yield
    finally:
        linalg.ensure_blas = asks


@contextmanager
def _as_it_is() -> Iterator[None]:
    """Keep numba from asking whether a folder can be written, where it only reads."""
    asks, caching._CacheLocator.ensure_cache_path = caching._CacheLocator.ensure_cache_path, _asks_nothing
    try:
        yield
    finally:
        caching._CacheLocator.ensure_cache_path = asks


def _asks_nothing(_locator: caching._CacheLocator) -> None:
    """Do nothing."""


def _has_none() -> NoReturn:
    raise ImportError


def compile_apart(variants: Collection[str]) -> None:
    """Fill the cache with what is not there yet, each variant from a process that does nothing else, at once.

    Of several processes that want it, one compiles and the others wait.

    Raises: GoodwillError if they do not compile.
    """
    if all(map(kept.is_warm, variants)):
        return
    with kept.lock():
        cold = [one for one in variants if not kept.is_warm(one)]
        for variant in cold:
            kept.clear(variant)
        _compile(cold)
        for variant in cold:
            kept.seal(variant)


def _compile(variants: Collection[str]) -> None:
    """Compile variants, each part in a process that does nothing else; raise as `compile_apart`."""
    begun: list[subprocess.Popen[str]] = []

    def compile_part(job: tuple[str, str]) -> tuple[str, int]:
        compiler = _compiler_of(*job)
        begun.append(compiler)
        return compiler.communicate()[1], compiler.returncode

    pool = ThreadPoolExecutor(AT_ONCE)
    try:
        ends = [*pool.map(compile_part, [job for job in JOBS if job[0] in variants])]
    finally:  # Ctrl-C leaves nothing behind that compiles
        pool.shutdown(wait=False, cancel_futures=True)
        for compiler in begun:
            compiler.kill()
    for told, code in ends:
        if code:
            wrong = told.strip().splitlines()[-1:] or [f"the compiler ended with {code}"]
            raise GoodwillError(f"the engine cannot be compiled here: {wrong[0]}. Use --engine simpy.")


def _compiler_of(variant: str, part: str) -> subprocess.Popen[str]:
    """Begin to compile a part of a variant in a process of its own."""
    paths = os.pathsep.join([str(SOURCES), *filter(None, [os.environ.get("PYTHONPATH")])])
    return subprocess.Popen(
        [sys.executable, "-P", "-c", COMPILE, variant, part],
        env=os.environ | {"PYTHONPATH": paths},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )


def _values(told: TargetConfig) -> dict[str, Any]:
    """Return numba's options by name, as its own does, without asking for each: a twelfth of the time."""
    return _defaults(type(told)) | told._values


@cache
def _defaults(kind: type[TargetConfig]) -> dict[str, Any]:
    return {name: option.default for name, option in kind.options.items()}


def _tell_nobody(_event: event.Event) -> None:
    """Stand in for numba's report of how long a step took: making them takes a tenth of the compile time."""
