"""Needs: what the world asks for, day by day, whatever the policy.

Issues per interval are Poisson given the day's and the interval's factors, and their moments
uniform within the interval; failures per day are Poisson over the whole day. Each has an identity
made of its type, interval and place in it, so that a policy, another type or a busier scenario
moves none.

Source: a factor per day and one per interval, each of mean 1, as in Oreshkin, Regnard & L'Ecuyer
2016, Rate-based daily arrival process models, Operations Research 64 (there "two-level").
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.distributions.table import read_table
from sim.errors import GoodwillError
from sim.hours import DAY
from sim.luck import (
    BUSY_DAY,
    CANDIDATE,
    CENTRE,
    COUNT,
    CUSTOMER,
    DAY_FACTOR,
    INTERVAL_FACTOR,
    ISSUE,
    LEG,
    NEED,
    STAY,
    STRIKE,
    WORDS,
    Luck,
    Span,
    Uniforms,
    entity_of,
    name_of,
)
from sim.rules.demand import shared_luck
from sim.world.numbers import NONE, Day, TypeNumbers, World

MOST_AT_ONCE = 2**20
BATCH = 100
WARMTH = LEG.words.index("warmth")
YEAR = 365 * DAY
CANDIDATES = name_of("candidates")
EVE, BEYOND, BEYOND_PER_DAY = 2**29, 2**28, 2**12
"""Numbers from which intervals (and days) outside the days of 24 hours count, so that none is another's."""


# One need: time, entity, type, touchpoint, customer, uniforms of severity and voice, and the luck, by word,
# of the issue and of its first attempt's first stay and leg; flat, as it is made and read soonest.
Need = tuple[
    float, int, int, int, int, float, float,
    float, float, float, float, float, float, float, float, float, float, float, float,
]  # fmt: skip


class Arrivals(NamedTuple):
    """The needs of one day, sorted by time: every column has length n.

    `time` [s of the run]; `entity`: identity for luck; `type`: contact type; `touchpoint`: where a
    failure struck, or -1; `customer`: index; `severity_luck`, `voice_luck`: uniforms of a failure.
    """

    time: NDArray[np.float64]
    entity: NDArray[np.int64]
    type: NDArray[np.int64]
    touchpoint: NDArray[np.int64]
    customer: NDArray[np.int64]
    severity_luck: NDArray[np.float64]
    voice_luck: NDArray[np.float64]


class Slots(NamedTuple):
    """The needs of one day with their luck.

    `issue`, `stay`, `leg`: the uniforms of the issue and of its first attempt's first leg, by word,
    shape (n, 4); that of the leg's warmth is a standard normal already.
    """

    arrivals: Arrivals
    issue: NDArray[np.float64]
    stay: NDArray[np.float64]
    leg: NDArray[np.float64]

    def batches(self) -> Iterator[Iterator[Need]]:
        """Yield the needs, a batch at a time as Python's numbers, so that they stay in the cache."""
        arrivals, *words = self
        for start in range(0, len(arrivals.time), BATCH):
            batch = slice(start, start + BATCH)
            columns = [column[batch].tolist() for column in arrivals]
            lucks = [word for block in words for word in block[batch].T.tolist()]
            yield zip(*columns, *lucks, strict=True)


class _Bunch(NamedTuple):
    """Needs with consecutive entities under one name: those of an interval, or the failures of a day.

    They fall evenly on the `of` customers from the index `first` on.
    """

    name: str
    entity: int
    type: int
    touchpoint: int
    luck: NDArray[np.float64]
    time: NDArray[np.float64]
    first: int
    of: int


NO_BUNCH = _Bunch(CENTRE, 1, 0, NONE, np.empty((0, WORDS)), np.empty(0), 0, 1)


class Origins(NamedTuple):
    """The names of the luck of needs, by contact type and by touchpoint."""

    types: tuple[str, ...]
    touchpoints: tuple[str, ...]


def origins_of(world: World) -> tuple[Origins, Origins]:
    """Return the names of the luck of the first customers' needs, and of those of candidates."""
    types, points = (tuple(one.name for one in many) for many in (world.types, world.touchpoints))
    return _origins("", types, points), _origins(" of candidates", types, points)


@lru_cache
def _origins(whose: str, types: tuple[str, ...], points: tuple[str, ...]) -> Origins:
    return Origins(
        tuple(name_of(f"type{whose}", name) for name in types),
        tuple(name_of(f"touchpoint{whose}", name) for name in points),
    )


class _Customers(NamedTuple):
    """Customers who have needs alike: whose the luck is, by name, their first index, how many."""

    names: Origins
    first: int
    of: int


def needs_per_run(world: World) -> float:
    """Return how many needs a run of `world` brings, on average; those of people who join are not counted."""
    per_day = [sum(sum(kind.means[today]) for kind in world.types) for today in range(len(world.week))]
    failures = sum(point.per_day for point in world.touchpoints)
    recorded = sum(len(moments) for kind in world.types for moments in kind.trace)
    return sum(per_day[day.kind] + failures for day in world.days) + recorded


def candidates_of(world: World, luck: Luck, day: int) -> int:
    """Return how many people think on `day` of becoming customers."""
    joining = world.loyalty.joining if world.loyalty is not None else None
    if joining is None or joining.candidates <= 0.0:
        return 0
    return count_of(luck, joining.candidates, CANDIDATES, entity_of(day))


def candidates_on(world: World, luck: Luck, day: int) -> list[tuple[float, float, Uniforms]]:
    """Return who thinks on `day` of becoming a customer, in order: when [s], luck of joining, own luck."""
    count, entity = candidates_of(world, luck, day), entity_of(day)
    if not count:
        return []
    lucks = (luck.block(purpose, CANDIDATES, entity, count).tolist() for purpose in (CANDIDATE, CUSTOMER))
    return [
        (moment_of(world, day, moment), u, own) for (moment, u, _, _), own in sorted(zip(*lucks, strict=True))
    ]


def count_of(luck: Luck, mean: float, name: str, entity: int) -> int:
    """Return a Poisson count of any `mean`, as `counts_of` does."""
    return counts_of(luck, [mean], name, [entity])[0]


def counts_of(luck: Luck, means: list[float], name: str, entities: list[int]) -> list[int]:
    """Return a Poisson count for each of some means and entities.

    Raises:
        GoodwillError: more needs in one interval than there are addresses for.
    """
    counts = luck.counts(COUNT, name, entities, means)
    if max(counts, default=0) >= MOST_AT_ONCE:
        raise GoodwillError(
            f"an interval brings {max(counts)} needs (allowed fewer than {MOST_AT_ONCE}). Shorten it."
        )
    return counts


def slots_of(world: World, luck: Luck, day: int, candidates: int = 0) -> Slots:
    """Return the needs of `day` (0 is the first day of the run), sorted by time, with their luck."""
    arrivals, spans, order = _arrivals(world, luck, day, candidates)
    issue, stay, leg = (luck.blocks(of, spans).take(order, axis=0) for of in (ISSUE, STAY, LEG))
    leg[:, WARMTH] = luck.normals(leg[:, WARMTH])
    return Slots(arrivals, issue, stay, leg)


def arrivals_of(world: World, luck: Luck, day: int, candidates: int = 0) -> Arrivals:
    """Return the needs of `day` (0 is the first day of the run), sorted by time.

    `candidates` (those of the days before) have needs as the first customers have, in a stream of their
    own; customers count on from the first ones. The needs of those who never joined, or left, are void.
    """
    return _arrivals(world, luck, day, candidates)[0]


def _arrivals(
    world: World, luck: Luck, day: int, candidates: int
) -> tuple[Arrivals, list[Span], NDArray[np.int64]]:
    """Return the needs of a day, the spans of entities that they are made of, and the order among these."""
    first, later = origins_of(world)
    everybody = [_Customers(first, 0, world.customers.total)]
    if candidates:
        everybody.append(_Customers(later, world.customers.total, candidates))
    parts = [(*_needs(world, luck, day, who), *_strikes(world, luck, day, who)) for who in everybody]
    bunches = [bunch for part in parts for bunch in part] or [NO_BUNCH]
    spans = [(bunch.name, bunch.entity, len(bunch.time)) for bunch in bunches]
    counts = np.array([count for *_, count in spans])
    time, own = (np.concatenate([getattr(bunch, name) for bunch in bunches]) for name in ("time", "luck"))
    bunch = np.repeat(np.arange(len(bunches)), counts)
    begins = np.array([begin for _, begin, _ in spans]) - (np.cumsum(counts) - counts)
    entity = begins[bunch] + np.arange(len(time))
    order = _in_order(time, entity)
    if time.size and time[order[0]] < world.begins:
        order = order[time[order] >= world.begins]
    own, bunch = own.take(order, axis=0), bunch[order]
    names = ("type", "touchpoint", "first", "of")
    kind, touchpoint, start, many = (
        _of_each([getattr(one, name) for one in bunches], bunch) for name in names
    )
    customer = start + np.minimum((own[:, 1] * many).astype(np.int64), many - 1)
    kind, touchpoint = (np.broadcast_to(of, len(bunch)) for of in (kind, touchpoint))
    facts = time[order], entity[order], kind, touchpoint, customer, own[:, 2], own[:, 3]
    return Arrivals(*facts), spans, order


def _of_each(values: list[int], bunch: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the value of each need's bunch, or one value if all have the same."""
    return np.array(values[0]) if len({*values}) == 1 else np.array(values)[bunch]


def _in_order(time: NDArray[np.float64], entity: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the order of needs by time, and by entity where times are the same, which is rare."""
    order = np.argsort(time)
    sorted_ = time[order]
    return np.lexsort((entity, time)) if np.any(sorted_[1:] == sorted_[:-1]) else order


def _needs(world: World, luck: Luck, day: int, who: _Customers) -> list[_Bunch]:
    bunches = []
    for index, kind in enumerate(world.types):
        if kind.trace:
            bunches += _recorded(world, index, luck, day, who)
            continue
        bunches += _by_interval(world, index, luck, day, who)
        if world.passes_midnight:
            bunches += _within(world.days[day], _by_interval(world, index, luck, day - 1, who))
            bunches = _within(world.days[day], bunches)
    return bunches


def _within(day: Day, bunches: list[_Bunch]) -> list[_Bunch]:
    """Return what of some bunches falls in a day, need by need where a part does not."""
    found = []
    for bunch in bunches:
        inside = (bunch.time >= day.start) & (bunch.time < day.start + day.length)
        if inside.all():
            found.append(bunch)
            continue
        found += [
            bunch._replace(entity=bunch.entity + k, luck=bunch.luck[k : k + 1], time=bunch.time[k : k + 1])
            for k in np.flatnonzero(inside).tolist()
        ]
    return found


def _by_interval(world: World, index: int, luck: Luck, day: int, who: _Customers) -> list[_Bunch]:
    """Return the needs of a type in the intervals that belong to `day`, -1 being the eve of the run."""
    counts = _counts(world, index, luck, day, who.of, who.names.types[index])
    if not counts:
        return []
    today, name = _day(world, day), who.names.types[index]
    plan, many = world.week[today.kind], [count for *_, count in counts]
    own = luck.blocks(NEED, [(name, entity, count) for _, entity, count in counts])
    start = np.repeat([today.start + plan.starts[k] for k, *_ in counts], many)
    length = np.repeat([plan.ends[k] - plan.starts[k] for k, *_ in counts], many)
    time = start + length * own[:, 0]
    parts = [slice(end - count, end) for end, count in zip(accumulate(many), many, strict=True)]
    return [
        _Bunch(name, entity, index, NONE, own[part], time[part], who.first, who.of)
        for (_, entity, _), part in zip(counts, parts, strict=True)
    ]


def _day(world: World, day: int) -> Day:
    """Return a day of the run, -1 being its eve."""
    return world.eve if day < 0 else world.days[day]


def _counts(
    world: World, index: int, luck: Luck, day: int, customers: int, name: str
) -> list[tuple[int, int, int]]:
    """Return interval, first entity and count of a type's needs in each interval of a day that brings any."""
    kind, today = world.types[index], _day(world, day)
    plan, share = world.week[today.kind], customers / world.customers.total
    factor = day_factor(kind, luck, day)
    means, found = kind.means[today.kind], []
    for k in (k for k, mean in enumerate(means) if mean > 0.0 and today.start + plan.ends[k] > 0.0):
        entity = entity_of(period_of(world, day, plan.slots[k]))
        busy = means[k] * factor * share
        if kind.interval_factor:
            busy *= read_table(kind.interval_factor, luck.at(INTERVAL_FACTOR, name, entity)[0])
        found.append((k, entity, busy))
    counts = counts_of(luck, [busy for *_, busy in found], name, [entity for _, entity, _ in found])
    return [(k, entity, count) for (k, entity, _), count in zip(found, counts, strict=True) if count]


def period_of(world: World, day: int, slot: int) -> int:
    """Return the number of an interval of the run, whatever its length.

    Those beyond what a day of 24 hours has (a doubled hour, say) have numbers of their own, as has the eve.
    """
    per_day = -int(-DAY // world.interval)
    if day < 0:
        return EVE + slot
    return day * per_day + slot if slot < per_day else BEYOND + day * BEYOND_PER_DAY + slot - per_day


def _recorded(world: World, index: int, luck: Luck, day: int, who: _Customers) -> list[_Bunch]:
    """Return the recorded arrivals of a day: each at its moment, with the luck of its position in the day."""
    moments = np.array(world.types[index].trace[day])
    if not moments.size or who.first:
        return []
    time = world.days[day].start + moments
    name, entity = who.names.types[index], entity_of(day * -int(-DAY // world.interval))
    own = luck.block(NEED, name, entity, moments.size)
    return [_Bunch(name, entity, index, NONE, own, time, who.first, who.of)]


def day_factor(kind: TypeNumbers, luck: Luck, day: int) -> float:
    """Return how busy `day` is for a type: gamma with mean 1, as far as stated in common with other types."""
    if not kind.day_factor:
        return 1.0
    entity = entity_of(day if day >= 0 else EVE)
    u = luck.at(DAY_FACTOR, name_of("type", kind.name), entity)[0]
    if kind.day_shared:
        u = shared_luck(kind.day_shared, luck.at(BUSY_DAY, CENTRE, entity)[0], u)
    return read_table(kind.day_factor, u)


def _strikes(world: World, luck: Luck, day: int, who: _Customers) -> list[_Bunch]:
    bunches = []
    for index, point in enumerate(world.touchpoints):
        if point.once:
            bunches += [] if who.first else _cohort(world, luck, day, index, who.names.touchpoints[index])
            continue
        name, entity = who.names.touchpoints[index], entity_of(day)
        today = world.days[day]
        per_day = point.per_day * (today.length / DAY)
        count = count_of(luck, per_day * who.of / world.customers.total, name, entity)
        if count:
            own = luck.block(STRIKE, name, entity, count)
            time = today.start + today.length * own[:, 0]
            bunches.append(_Bunch(name, entity, point.type, index, own, time, who.first, who.of))
    return bunches


def _cohort(world: World, luck: Luck, day: int, index: int, name: str) -> list[_Bunch]:
    """Return the failures of `day` at a touchpoint that fails every customer once in the first year."""
    point = world.touchpoints[index]
    own = luck.block(STRIKE, name, 1, world.customers.total)
    time = world.window.opens + YEAR * own[:, 0]
    today = world.days[day]
    return [
        _Bunch(name, 1 + int(c), point.type, index, own[c : c + 1], time[c : c + 1], int(c), 1)
        for c in np.flatnonzero((time >= today.start) & (time < today.start + today.length))
    ]


def moment_of(world: World, day: int, share: float = 0.0) -> float:
    """Return the moment [s of the run] at which a `share` of a day of the run is over."""
    return world.days[day].start + world.days[day].length * share
