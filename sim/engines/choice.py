"""Choice: which engine runs a world. All give the same logs, bit for bit, so that no result depends on it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from importlib import import_module
from typing import Any, NamedTuple

from sim.errors import GoodwillError
from sim.world.numbers import World

AUTO, SIMPY, COMPILED = "auto", "simpy", "compiled"
MODULES = {SIMPY: "sim.engines.reference.engine", COMPILED: "sim.engines.compiled.engine"}
WORTH_LOADING, WORTH_COMPILING = 50_000, 3_000_000
"""Contacts from which the compiled engine is done first: SimPy takes some 25 to 100 us for each, loading
compiled code a second or two in every process, and compiling it up to two minutes once (measured)."""
WORTH_SETTING_UP = 2_000
"""Contacts of one replication from which it is: each is set up for a tenth of a second or so (measured)."""
INSTALL = "pip install 'goodwill-sim[fast]'"


class Choice(NamedTuple):
    """The engine of each world, by name, and in one line what was taken, and why; "" of a short run.

    `variants`: of the compiled engine, that are needed.
    """

    engines: Mapping[str, str]
    why: str
    variants: tuple[str, ...] = ()


def engine_of(name: str) -> Callable[..., Any]:
    """Return the function that runs a world in an engine: (world, luck, sink) to totals."""
    run: Callable[..., Any] = import_module(MODULES[name]).run
    return run


def choose(asked: str, worlds: Mapping[str, World], needs: Mapping[str, float]) -> Choice:
    """Return which engine runs each of `worlds`; AUTO takes the one done first.

    needs: how many needs all replications of each world bring, on average; 0 where each is too short for
    the compiled engine to gain.

    Raises: GoodwillError if the compiled engine is asked for and cannot work here or cannot run a world.
    """
    if asked == SIMPY:
        return Choice(dict.fromkeys(worlds, SIMPY), "simpy")
    from sim.engines.compiled.supported import reasons

    lacking = _lacking(lambda: _variants(worlds, worlds))
    if lacking:
        if asked == COMPILED:
            raise GoodwillError(f"--engine: {lacking[1]}, or take simpy.")
        return Choice(dict.fromkeys(worlds, SIMPY), f"simpy, as {lacking[0]}")
    refused = {name: found[0] for name, world in worlds.items() if (found := reasons(world))}
    if asked == COMPILED:
        if refused:
            name, why = next(iter(refused.items()))
            raise GoodwillError(
                f"--engine: the compiled engine cannot run {name}: {why}. Take auto or simpy."
            )
        return Choice(dict.fromkeys(worlds, COMPILED), "compiled", _variants(worlds, worlds))
    return _auto(worlds, refused, needs)


def _variants(worlds: Mapping[str, World], able: Iterable[str]) -> tuple[str, ...]:
    """Return the variants of the compiled engine that run those of `worlds` that are `able`."""
    from sim.engines.compiled.supported import variant_of

    return tuple(sorted({variant_of(worlds[name]) for name in able}))


def _auto(worlds: Mapping[str, World], refused: Mapping[str, str], needs: Mapping[str, float]) -> Choice:
    """Return the engine of each world: compiled where it can run it and that pays."""
    from sim.engines.compiled import cache

    able = [name for name in worlds if name not in refused and needs[name]]
    contacts = sum(needs[name] for name in able)
    everywhere_simpy = dict.fromkeys(worlds, SIMPY)
    if not able:
        return Choice(everywhere_simpy, f"simpy, as {_told(refused)}" if refused else "")
    if contacts < WORTH_LOADING:
        return Choice(everywhere_simpy, "")
    variants = _variants(worlds, able)
    if contacts < WORTH_COMPILING and not all(map(cache.is_warm, variants)):
        return Choice(everywhere_simpy, "simpy, as nothing is compiled yet (goodwill compile does it once)")
    engines = {name: COMPILED if name in able else SIMPY for name in worlds}
    why = f"compiled, but simpy where {_told(refused)}" if refused else "compiled"
    return Choice(engines, why, variants)


def _told(refused: Mapping[str, str]) -> str:
    """Return the first reason, and the policy it belongs to."""
    name, why = next(iter(refused.items()))
    return f"{why} ({name})"


def _lacking(variants: Callable[[], Iterable[str]]) -> tuple[str, str] | None:
    """Return what keeps the compiled engine from working here, and what to do about it.

    variants: which are needed; what is compiled is only read.
    """
    from sim.engines.compiled import cache

    if not cache.has_numba():
        return "numba is not installed", f"the compiled engine needs numba, which is not installed. {INSTALL}"
    if cache.is_off():
        wrong = f"{cache.SWITCH} keeps numba from compiling"
        return wrong, f"{wrong}. Unset it"
    if not cache.can_keep() and not all(map(cache.is_warm, variants())):
        wrong = "the folder for compiled code cannot be written"
        return wrong, f"{wrong}. Set {cache.FOLDER} to a folder that can"
    return None


def where() -> str:
    """Return the folder that takes, or holds, compiled code."""
    from sim.engines.compiled import cache

    return str(cache.folder())


def is_ready() -> bool:
    """Return whether the compiled engine has been compiled before, in all its variants.

    Raises: GoodwillError if numba is not installed, or compiled code cannot be kept.
    """
    lacking = _lacking(all_variants)
    if lacking:
        raise GoodwillError(f"{lacking[1]}.")
    return is_warm(all_variants())


def is_warm(variants: Iterable[str]) -> bool:
    """Return whether all of `variants` have been compiled before."""
    return not _cold(variants)


def all_variants() -> tuple[str, ...]:
    """Return the variants of the compiled engine, by name."""
    from sim.engines.compiled.supported import SUPPORTED

    return tuple(SUPPORTED)


def _cold(variants: Iterable[str]) -> list[str]:
    from sim.engines.compiled import cache

    return [name for name in variants if not cache.is_warm(name)]


def prepare(variants: Iterable[str], say: Callable[[str], None]) -> None:
    """Compile what is not compiled yet of `variants` before workers load it; say so first.

    Raises: GoodwillError if numba is not installed, or compiled code cannot be kept.
    """
    lacking = _lacking(lambda: variants) if variants else None
    if lacking:
        raise GoodwillError(f"{lacking[1]}.")
    cold = _cold(variants)
    if cold:
        names = " and ".join(cold)
        say(f"Compiling the engine ({names}), once for this version and machine: up to two minutes.")
        from sim.engines.compiled.entries import compile_apart

        try:
            compile_apart(cold)
        except KeyboardInterrupt:
            say("Stopped before the engine was compiled: the next run, or goodwill compile, begins again.")
            raise
