"""Outages: when each begins and ends in one replication, whatever the policy."""

from __future__ import annotations

from collections.abc import Iterator

from sim.distributions.base import quantile_of
from sim.luck import OUTAGE, Luck, name_of
from sim.world.numbers import OutageNumbers, World


def spans(world: World, luck: Luck, outage: OutageNumbers) -> Iterator[tuple[float, float]]:
    """Yield (begins, ends) [s] of an outage's occurrences, in order, one never within another."""
    name, at, number = name_of("outage", outage.name), 0.0, 0
    while True:
        u_every, u_lasts, _, _ = luck.at(OUTAGE, name, 1 + number)
        if outage.every is not None:
            begins = at + quantile_of(outage.every.code)(outage.every.numbers, u_every)
        elif number < len(outage.begins):
            begins = max(at, outage.begins[number])
        else:
            return
        if begins >= world.window.horizon:
            return
        at = begins + quantile_of(outage.lasts.code)(outage.lasts.numbers, u_lasts)
        yield begins, at
        number += 1
