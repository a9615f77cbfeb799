"""Calls: whom a campaign is to call, and from when on, whatever the policy.

People on a list are due from the start of the run. Calls that come up by volume are Poisson by interval, and
uniform within it, as needs are; each has an identity made of its interval and its place in it.
"""

from __future__ import annotations

import numpy as np

from sim.luck import NEED, Luck, entity_of, name_of
from sim.workload.needs import count_of, period_of
from sim.world.numbers import World


def calls_of(world: World, luck: Luck, number: int) -> tuple[list[int], list[float]]:
    """Return whom the campaign `number` calls, as identities for luck, and when each is due [s], in order."""
    campaign = world.campaigns[number]
    if not campaign.means:
        return list(range(1, campaign.records + 1)), [0.0] * campaign.records
    name, entities, times = name_of("campaign", campaign.name), [np.empty(0, np.int64)], [np.empty(0)]
    for day in range(-1 if world.passes_midnight else 0, world.run_days):
        today = world.eve if day < 0 else world.days[day]
        plan = world.week[today.kind]
        for k, mean in enumerate(campaign.means[today.kind]):
            first = entity_of(period_of(world, day, plan.slots[k]))
            count = count_of(luck, mean, name, first) if mean > 0.0 else 0
            if count:
                share = luck.block(NEED, name, first, count)[:, 0]
                times.append(today.start + plan.starts[k] + (plan.ends[k] - plan.starts[k]) * share)
                entities.append(first + np.arange(count))
    entity, time = np.concatenate(entities), np.concatenate(times)
    order = np.lexsort((entity, time))
    order = order[(time[order] >= max(world.begins, 0.0)) & (time[order] < world.window.horizon)]
    return entity[order].tolist(), time[order].tolist()
