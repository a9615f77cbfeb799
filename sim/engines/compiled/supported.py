"""Supported: what the compiled engine can run, and why it cannot run a world; asking needs no numba."""

from __future__ import annotations

from sim.centre.parts import Parts, parts_of
from sim.family import module_of
from sim.policies.handoff import base as handoff
from sim.world.numbers import World

SUPPORTED = frozenset({"by_volume", "serve_outs", "idle_first", "closings", "stay_luck"})
"""The optional parts of a world that the compiled engine has; it has the plain floor, doors and overflow."""
NOT_YET = {
    "learning": "agents learn or quit",
    "strain": "agents tire",
    "presence": "agents step aside until the line calls",
    "campaigns": "campaigns call people",
    "adapting_norms": "customers get used to how long things take",
    "loyalty": "customers leave, tell others or complain",
    "amends": "the firm makes amends or calls about failures",
    "erosion": "a group's norm of rapport erodes",
    "confirm": "agents ask whether it is settled",
    "dialling": "agents dial the next line with the customer on hold",
    "sticky": "contacts wait for the agent who knows them",
    "standing": "some contacts have priority in line",
    "foremost": "some queues come before others",
    "own_patience": "patience differs by customer or type",
    "messages": "callers may leave a message",
    "ring_misses": "agents miss rings",
    "picky_targets": "a referral depends on who is free",
    "drawn_wait": "some wait by a drawn time",
    "callbacks": "callers are called back",
    "clock_changes": "the clock changes in the run",
    "conference": "agents stay on the line in a warm transfer",
    "chat": "agents chat",
    "jobs": "jobs follow contacts",
    "self_service": "customers serve themselves",
    "information": "information answers some needs",
    "varying": "times vary over the day",
    "makes_up": "breaks that conversations delay are made up for",
    "cut_offs": "shifts cut conversations off",
    "outages": "systems fail",
    "changes": "something changes conversations while they last",
}  # fmt: skip
"""What a world has that keeps the compiled engine from running it, by part."""


def reasons(world: World) -> list[str]:
    """Return what the compiled engine cannot do of what happens in `world`, nothing if it can run it."""
    levers = world.levers
    style = module_of(handoff.Handoff, levers.handoff.code).style(levers.handoff.numbers)
    parts = parts_of(world, style)
    return [NOT_YET[part] for part in Parts.__slots__ if getattr(parts, part) and part not in SUPPORTED]
