"""Workload: what the world asks for, day by day, whatever the policy.

Issues per interval are Poisson given the day's and the interval's factors, and their moments
uniform within the interval; failures per day are Poisson over the whole day. Each has an identity
made of its type, interval and place in it, so that a policy, another type or a busier scenario
moves none.

Source: a factor per day and one per interval, each of mean 1, as in Oreshkin, Regnard & L'Ecuyer
2016, Rate-based daily arrival process models, Operations Research 64 (there "two-level").
"""

from __future__ import annotations

from collections.abc import Iterator
from math import exp
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.distributions.normal import MIDDLE, middle, normal_quantile
from sim.distributions.table import read_table
from sim.errors import GoodwillError
from sim.luck import (
    BUSY_DAY,
    COUNT,
    DAY_FACTOR,
    INTERVAL_FACTOR,
    ISSUE,
    LEG,
    NEED,
    OF_CANDIDATES,
    STAY,
    STRIKE,
    WORDS,
    Luck,
    Uniforms,
    identity,
)
from sim.rules.demand import shared_luck
from sim.scenario.clock import DAY
from sim.world import NONE, TypeNumbers, World

LARGEST_MEAN = 256.0
MOST_AT_ONCE = 2**20
BATCH = 100
FACTS = 7
WARMTH = LEG.words.index("warmth")
YEAR = 365 * DAY


# One need: time, entity, type, touchpoint, customer, uniforms of severity and voice, and the luck, by word,
# of the issue and of its first attempt's first stay and leg.
Need = tuple[float, int, int, int, int, float, float, Uniforms, Uniforms, Uniforms]


class Slots(NamedTuple):
    """Hold the needs of one day, sorted by time: every column has length n.

    `time` [s of the run]; `entity`: identity for luck; `type`: contact type; `touchpoint`: where a
    failure struck, or -1; `customer`: index; `severity_luck`, `voice_luck`: uniforms of a failure;
    `issue`, `stay`, `leg`: the uniforms of the issue and of its first attempt's first leg, by word,
    shape (n, 4); that of the leg's warmth is a standard normal already.
    """

    time: NDArray[np.float64]
    entity: NDArray[np.int64]
    type: NDArray[np.int64]
    touchpoint: NDArray[np.int64]
    customer: NDArray[np.int64]
    severity_luck: NDArray[np.float64]
    voice_luck: NDArray[np.float64]
    issue: NDArray[np.float64]
    stay: NDArray[np.float64]
    leg: NDArray[np.float64]

    def batches(self) -> Iterator[Iterator[Need]]:
        """Yield the needs, a batch at a time as Python's numbers, so that they stay in the cache."""
        facts, words = self[:FACTS], self[FACTS:]
        for start in range(0, len(self.time), BATCH):
            batch = slice(start, start + BATCH)
            columns = [column[batch].tolist() for column in facts]
            lucks = [zip(*block[batch].T.tolist(), strict=True) for block in words]
            yield zip(*columns, *lucks, strict=True)


class _Bunch(NamedTuple):
    """Hold needs with consecutive identities: those of one interval, or the failures of one day.

    They fall evenly on the `of` customers from the index `first` on.
    """

    entity: int
    type: int
    touchpoint: int
    luck: NDArray[np.float64]
    time: NDArray[np.float64]
    first: int
    of: int


NO_BUNCH = _Bunch(1, 0, NONE, np.empty((0, WORDS)), np.empty(0), 0, 1)


class _Customers(NamedTuple):
    """Hold customers who have needs alike: the prefix of their luck's names, first index, how many."""

    prefix: str
    first: int
    of: int


def candidates_of(world: World, luck: Luck, day: int) -> int:
    """Return how many people think on `day` of becoming customers."""
    joining = world.loyalty.joining if world.loyalty is not None else None
    if joining is None or joining.candidates <= 0.0:
        return 0
    return count_of(luck, joining.candidates, identity("candidates", day))


def poisson_quantile(mean: float, u: float) -> int:
    """Return the smallest n with P(N <= n) >= `u` for a Poisson N of `mean` up to 256."""
    term = total = exp(-mean)
    count = 0
    while total < u and (count < mean or total + term > total):
        count += 1
        term *= mean / count
        total += term
    return count


def count_of(luck: Luck, mean: float, entity: int) -> int:
    """Return a Poisson count of any `mean`: a sum of parts of mean 256 and a rest, each with luck of its own.

    Raises:
        GoodwillError: more needs in one interval than there are addresses for.
    """
    whole, rest = divmod(mean, LARGEST_MEAN)
    count = 0
    for part in range(int(whole) + 1):
        u = luck.at(COUNT, entity, part // WORDS)[part % WORDS]
        count += poisson_quantile(LARGEST_MEAN if part < whole else rest, u)
    if count >= MOST_AT_ONCE:
        raise GoodwillError(
            f"an interval brings {count} needs (allowed fewer than {MOST_AT_ONCE}). Shorten it."
        )
    return count


def slots_of(world: World, luck: Luck, day: int, candidates: int = 0) -> Slots:
    """Return the needs of `day` (0 is the first day of the run), sorted by time.

    `candidates` (those of the days before) have needs as the first customers have, in a stream of their
    own; customers count on from the first ones. The needs of those who never joined, or left, are void.
    """
    everybody = [_Customers("", 0, world.customers.total)]
    if candidates:
        everybody.append(_Customers(OF_CANDIDATES, world.customers.total, candidates))
    parts = [(*_needs(world, luck, day, who), *_strikes(world, luck, day, who)) for who in everybody]
    bunches = [bunch for part in parts for bunch in part] or [NO_BUNCH]
    spans = [(bunch.entity, len(bunch.time)) for bunch in bunches]
    time = np.concatenate([bunch.time for bunch in bunches])
    entity = np.concatenate([first + np.arange(count) for first, count in spans])
    order = np.lexsort((entity, time))
    own = np.concatenate([bunch.luck for bunch in bunches])[order]
    kind, touchpoint, first, many = (
        np.repeat([getattr(bunch, name) for bunch in bunches], [count for _, count in spans])[order]
        for name in ("type", "touchpoint", "first", "of")
    )
    customer = first + np.minimum((own[:, 1] * many).astype(np.int64), many - 1)
    issue, stay, leg = (luck.blocks(of, spans).take(order, axis=0) for of in (ISSUE, STAY, LEG))
    leg[:, WARMTH] = normals(leg[:, WARMTH])
    return Slots(
        time[order], entity[order], kind, touchpoint, customer, own[:, 2], own[:, 3], issue, stay, leg
    )


def normals(u: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the standard normals of uniforms, to the last bit those of the quantile one by one."""
    q: Any = u - 0.5
    z: Any = middle(q)
    tails = np.flatnonzero(np.abs(q) > MIDDLE)
    z[tails] = [normal_quantile(one) for one in u[tails].tolist()]
    return np.asarray(z)


def _needs(world: World, luck: Luck, day: int, who: _Customers) -> list[_Bunch]:
    plan, share = world.week[world.days[day]], who.of / world.customers.total
    per_day = -int(-DAY // world.interval)
    bunches = []
    for index, kind in enumerate(world.types):
        if kind.trace:
            bunches += _recorded(kind, index, luck, day, day * per_day, who)
            continue
        factor = day_factor(kind, luck, day)
        for k, mean in enumerate(kind.means[world.days[day]]):
            if mean <= 0.0:
                continue
            entity = identity(f"{who.prefix}type {kind.name}", day * per_day + (plan.first + k) % per_day)
            busy = mean * factor * share
            if kind.interval_factor:
                busy *= read_table(kind.interval_factor, luck.at(INTERVAL_FACTOR, entity)[0])
            count = count_of(luck, busy, entity)
            if count:
                own = luck.block(NEED, entity, count)
                start = plan.starts[k]
                length = min(world.interval, plan.closes - start)
                time = day * DAY + start + length * own[:, 0]
                bunches.append(_Bunch(entity, index, NONE, own, time, who.first, who.of))
    return bunches


def _recorded(
    kind: TypeNumbers, index: int, luck: Luck, day: int, place: int, who: _Customers
) -> list[_Bunch]:
    """Return the recorded arrivals of a day: each at its moment, with the luck of its position in the day."""
    moments = np.array(kind.trace[day])
    if not moments.size or who.prefix:
        return []
    time = day * DAY + moments
    entity = identity(f"type {kind.name}", place)
    return [_Bunch(entity, index, NONE, luck.block(NEED, entity, moments.size), time, who.first, who.of)]


def day_factor(kind: TypeNumbers, luck: Luck, day: int) -> float:
    """Return how busy `day` is for a type: gamma with mean 1, as far as stated in common with other types."""
    if not kind.day_factor:
        return 1.0
    u = luck.at(DAY_FACTOR, identity(f"type {kind.name}", day))[0]
    if kind.day_shared:
        u = shared_luck(kind.day_shared, luck.at(BUSY_DAY, day + 1)[0], u)
    return read_table(kind.day_factor, u)


def _strikes(world: World, luck: Luck, day: int, who: _Customers) -> list[_Bunch]:
    bunches = []
    for index, point in enumerate(world.touchpoints):
        if point.once:
            bunches += _cohort(world, luck, day, index) if not who.prefix else []
            continue
        entity = identity(f"{who.prefix}touchpoint {point.name}", day)
        count = count_of(luck, point.per_day * who.of / world.customers.total, entity)
        if count:
            own = luck.block(STRIKE, entity, count)
            time = day * DAY + DAY * own[:, 0]
            bunches.append(_Bunch(entity, point.type, index, own, time, who.first, who.of))
    return bunches


def _cohort(world: World, luck: Luck, day: int, index: int) -> list[_Bunch]:
    """Return the failures of `day` at a touchpoint that fails every customer once in the first year."""
    point = world.touchpoints[index]
    entity = identity(f"touchpoint {point.name}")
    own = luck.block(STRIKE, entity, world.customers.total)
    time = world.window.opens + YEAR * own[:, 0]
    return [
        _Bunch(entity + int(c), point.type, index, own[c : c + 1], time[c : c + 1], int(c), 1)
        for c in np.flatnonzero(time // DAY == day)
    ]
