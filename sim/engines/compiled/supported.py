"""Supported: what the compiled engine can run, and why it cannot run a world; asking needs no numba.

It is compiled in two variants: the plain one is the faster, and sooner compiled; the full one has more parts.
"""

from __future__ import annotations

from sim.centre.parts import Parts, parts_of
from sim.family import module_of
from sim.policies.handoff import base as handoff
from sim.world.numbers import World

PLAIN, FULL = "plain", "full"
NOT_YET: dict[str, str] = {}
"""What a world has that keeps the compiled engine from running it, by part."""
SUPPORTED = {
    PLAIN: frozenset({"by_volume", "serve_outs", "idle_first", "closings", "stay_luck", "tempo_changes"}),
    FULL: frozenset(Parts.__slots__) - frozenset(NOT_YET),
}
"""The optional parts of a world that a variant has; all have the plain floor, doors and overflow."""


def _parts(world: World) -> list[str]:
    """Return the optional parts that `world` has, by name."""
    levers = world.levers
    style = module_of(handoff.Handoff, levers.handoff.code).style(levers.handoff.numbers)
    parts = parts_of(world, style)
    return [part for part in Parts.__slots__ if getattr(parts, part)]


def reasons(world: World) -> list[str]:
    """Return what the compiled engine cannot do of what happens in `world`, nothing if it can run it."""
    return [NOT_YET[part] for part in _parts(world) if part in NOT_YET]


def variant_of(world: World) -> str:
    """Return the variant that runs `world`, one for which there are no reasons."""
    return PLAIN if SUPPORTED[PLAIN].issuperset(_parts(world)) else FULL
