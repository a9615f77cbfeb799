"""Simulate settings on common random numbers, each only once."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import NamedTuple, Protocol

import polars as pl

from sim import executors, store
from sim.experiment import COLUMNS, Job, Replicate, pack, replicate, unpack
from sim.kpis.journeys import TALLIES
from sim.scenario.model import Scenario
from sim.world.build import build

UNSEEN = (
    "name",
    "description",
    "expectations",
    "assumptions",
    "variations",
    "scenarios",
    "scenario",
    "run",
    "matters",
    "study",
    "observed",
    "worlds",
)
"""Parts of a scenario that no replication sees."""


class Setting(NamedTuple):
    """A scenario under one policy."""

    scenario: Scenario
    policy: str

    def digest(self) -> str:
        """Return the SHA-256 of all that decides a replication of the setting, its luck excepted."""
        only = {self.policy: self.scenario.policies[self.policy].model_copy(update={"label": ""})}
        bare = self.scenario.model_copy(update={"policies": only, "baseline": self.policy})
        form = bare.model_dump(mode="json", exclude=set(UNSEEN))
        return store.sha256(json.dumps(form, sort_keys=True))


class Shelf(Protocol):
    """A place where replications are kept by name."""

    def find(self, name: str) -> pl.DataFrame | None:
        """Return what is kept under a name; None if nothing is."""

    def keep(self, name: str, table: pl.DataFrame) -> None:
        """Keep a table under a name."""


class Bench:
    """Settings simulated so far, all with the luck of one seed: index r met the same luck in each.

    shelf: where replications are kept between commands. on_result: called after each replication that
    was simulated. simulated, reused: replications so far.
    """

    def __init__(
        self,
        shelf: Shelf,
        seed: int,
        jobs: int = 1,
        on_result: Callable[[], None] = lambda: None,
        function: Callable[[Job], Replicate] = replicate,
    ) -> None:
        self._shelf, self._seed, self._jobs = shelf, seed, jobs
        self._on_result, self._function = on_result, function
        self._sums: dict[tuple[str, int], pl.DataFrame] = {}
        self._intervals: dict[tuple[str, int], pl.DataFrame] = {}
        self.simulated = self.reused = 0

    def table(
        self,
        settings: Mapping[tuple[str, str], Setting],
        replications: int,
        *,
        intervals: bool = False,
    ) -> pl.DataFrame:
        """Return the KpiTable of settings by (scenario, policy), each with this many replications.

        What is kept is not simulated again. intervals: with the measures by interval.
        """
        digests = {key: setting.digest() for key, setting in settings.items()}
        self._complete({digests[key]: setting for key, setting in settings.items()}, replications, intervals)
        kept = [self._sums, self._intervals] if intervals else [self._sums]
        parts = [
            sums[digest, r].with_columns(pl.lit(scenario).alias("scenario"), pl.lit(policy).alias("policy"))
            for (scenario, policy), digest in digests.items()
            for r in range(replications)
            for sums in kept
        ]
        return pl.concat(parts).select(COLUMNS)

    def _complete(self, settings: Mapping[str, Setting], replications: int, intervals: bool) -> None:
        """Find or simulate what is missing, replication by replication."""
        seen = self._intervals if intervals else self._sums
        wanted = [(d, r) for r in range(replications) for d in settings if (d, r) not in seen]
        for digest, r in wanted:
            kept = self._shelf.find(self._name(digest, r))
            if kept is not None:
                self.reused += (digest, r) not in self._sums
                self._take(unpack(kept), intervals)
        missing = [key for key in wanted if key not in seen]
        jobs = [self._job(digest, settings[digest], r) for digest, r in missing]
        for one in map(_measured, executors.run(self._function, jobs, self._jobs)):
            self._shelf.keep(self._name(one.scenario, one.replication), pack(one))
            self._take(one, intervals)
            self.simulated += 1
            self._on_result()

    def _job(self, digest: str, setting: Setting, replication: int) -> Job:
        return Job(digest, setting.policy, build(*setting), self._seed, replication)

    def _name(self, digest: str, replication: int) -> str:
        return f"{digest} {self._seed} {replication}"

    def _take(self, one: Replicate, intervals: bool) -> None:
        """Take in a replication's sums; those by interval, which are many, only where they are asked for."""
        number = pl.lit(one.replication, dtype=pl.Int64).alias("replication")
        sums = _measured(one).kpis.with_columns(number, pl.col("numerator", "denominator").cast(pl.Float64))
        by_interval = pl.col("dimension") == "interval"
        self._sums[one.scenario, one.replication] = sums.filter(~by_interval)
        if intervals:
            self._intervals[one.scenario, one.replication] = sums.filter(by_interval)


def _measured(one: Replicate) -> Replicate:
    """Return a replicate without tallies, which no study reads."""
    return one._replace(kpis=one.kpis.filter(~pl.col("dimension").is_in(TALLIES)))
