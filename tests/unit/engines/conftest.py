"""Play small worlds worked out by hand: every arrival, and all luck, is written down in the test."""

import copy
from typing import NamedTuple

import numpy as np
import polars as pl
import pytest
from scipy.stats import poisson

from sim.engines.reference import engine
from sim.kpis import Fold
from sim.luck import COUNT, NEED, WORDS, Luck, entity_of, name_of
from sim.scenario.model import Scenario
from sim.world.build import build

OPENS, HOURS = 8 * 3600.0, 4 * 3600.0
CENTRE = {
    "version": 1,
    "name": "by hand",
    "clock": {
        "start": "2026-03-02",
        "days": 1,
        "warm_up": "0s",
        "drain": "0s",
        "open": "08:00-12:00",
        "interval": "4h",
    },
    "queues": {
        "service": {"patience": {"dist": "infinite"}},
        "specialists": {"patience": {"dist": "infinite"}},
    },
    "contacts": {"question": {"queue": "service", "volume": {"per_hour": 1}, "work": "5m", "acw": "30s"}},
    "groups": {
        "agents": {"skills": ["service"], "warmth_spread": 0},
        "specialists": {"skills": ["specialists"], "skill": "97%", "warmth_spread": 0},
    },
    "shifts": {"day": {"hours": "08:00-12:00", "staff": {"agents": 1, "specialists": 1}}},
    "customers": {"count": 100},
    "behaviour": {"work": {"congestion_pressure": 0}, "recontact": {"chance": 0}},
    "policies": {"usual": {}},
    "baseline": "usual",
}


class Need(NamedTuple):
    """Write down a need: when it arises [s after opening], and its luck by (purpose, attempt, leg, word)."""

    at: float
    customer: float = 0.5
    luck: dict = {}
    kind: str = "question"


class Written(Luck):
    """The luck written down for each need, and 0.5 for all else."""

    def __init__(self, needs):
        super().__init__(0, 0)
        self.needs = {}
        for need in needs:
            of = (
                need.kind.split(" ", 1)
                if need.kind.startswith(("touchpoint", "campaign"))
                else ("type", need.kind)
            )
            self.needs.setdefault((name_of(*of), entity_of(0)), []).append(need)

    def at(self, purpose, name, entity, attempt=0, leg=0):
        if purpose is COUNT:
            return (self.count(name, entity),) * 4
        first = first_of(entity)
        needs = self.needs.get((name, first), [])
        need = needs[entity - first] if entity - first < len(needs) else Need(0.0)
        if purpose is NEED:
            return need.at / HOURS, need.customer, 0.5, 0.5
        return tuple(need.luck.get((purpose.name, attempt, leg, word), 0.5) for word in range(4))

    def count(self, name, entity):
        number = len(self.needs.get((name, entity), []))
        return (poisson.cdf(number, 4.0) + poisson.cdf(number - 1, 4.0)) / 2

    def block(self, purpose, name, entity, count):
        return np.array([self.at(purpose, name, entity + k) for k in range(count)]).reshape(-1, WORDS)

    def blocks(self, purpose, spans):
        return np.concatenate([self.block(purpose, *span) for span in spans])


def first_of(entity):
    """Return the entity of the first need of the same type and interval."""
    return ((entity - 1) >> 20 << 20) + 1


def merged(base, changes):
    """Lay changes over a mapping, key by key."""
    if not isinstance(base, dict) or not isinstance(changes, dict) or {"kind", "dist"} & changes.keys():
        return changes
    return {**base, **{key: merged(base.get(key), value) for key, value in changes.items()}}


def rows(chunks, table):
    """Return a table as rows: dictionaries of plain numbers, sorted by issue, attempt and leg, or by time."""
    columns = {
        name: np.concatenate([chunk[name] for chunk in chunks.get(table, [])]).tolist()
        for name in chunks.get(table, [{}])[0]
    }
    found = [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]
    keys = ("issue", "attempt", "leg", "agent", "begins")
    return sorted(found, key=lambda row: [row[key] for key in keys if key in row])


class Played(NamedTuple):
    """The log tables of a play; times are seconds after opening on the first day."""

    legs: list
    contacts: list
    issues: list
    duty: list
    overtime: list
    outages: list
    groups: list
    agents: list
    callbacks: list
    jobs: list
    amends: list
    customers: list
    outbound: list

    def column(self, table, name):
        return [row[name] for row in getattr(self, table)]


@pytest.fixture
def play():
    """Return the function that plays needs in the small centre, with changes to its scenario."""

    def function(needs, changes=None):
        scenario = Scenario.model_validate(merged(copy.deepcopy(CENTRE), changes or {}))
        chunks = {}
        world = build(scenario, "usual")
        engine.run(world, Written(needs), lambda table, columns: chunks.setdefault(table, []).append(columns))
        tables = {table: rows(chunks, table) for table in Played._fields}
        for row in (row for table in tables.values() for row in table):
            for name in {
                "joined",
                "arrived",
                "ended",
                "offered",
                "opened",
                "closed",
                "reported",
                "preferred",
                "begun",
                "begins",
                "ends",
                "due",
                "dialled",
                "rang_until",
                "at",
            } & row.keys():
                row[name] -= OPENS
        return Played(**tables)

    return function


@pytest.fixture
def measure():
    """Return the function that plays needs in the small centre and returns one measure of all."""

    def function(kpi, needs, changes=None):
        world = build(Scenario.model_validate(merged(copy.deepcopy(CENTRE), changes or {})), "usual")
        fold = Fold(world)
        engine.run(world, Written(needs), fold.add)
        row = fold.finish().row(
            by_predicate=(pl.col("kpi") == kpi) & (pl.col("dimension") == "all"), named=True
        )
        return row["numerator"] / row["denominator"]

    return function


@pytest.fixture
def need():
    """Return the function that writes down a need."""
    return Need


@pytest.fixture
def centre():
    """Return the small centre's scenario, to be changed."""
    return copy.deepcopy(CENTRE)
