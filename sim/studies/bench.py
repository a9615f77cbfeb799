"""Simulate settings on common random numbers, each only once."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple, Protocol

import polars as pl

from sim import executors, store
from sim.engines.choice import SIMPY, WORTH_LOADING, choose, prepare
from sim.experiment import COLUMNS, Job, Replicate, needs_of, pack, replicate, unpack
from sim.kpis.journeys import TALLIES
from sim.scenario.model import Scenario
from sim.workload.needs import needs_per_run
from sim.world.build import build
from sim.world.numbers import World

HERE = WORTH_LOADING
"""Contacts of a batch below which it runs in this process: starting others takes longer than they save
(assumption; 116 runs of 7,000 contacts, two to six at a time: 40 s here, nine minutes in two processes)."""
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

    shelf: where replications are kept between commands. jobs: processes at most, or a cluster; a batch of
    few contacts runs in this one. on_result: called after each replication that
    was simulated. engine: simpy, compiled, or auto; no result depends on it. say: told which was taken,
    where that changes. simulated, reused: replications so far.
    """

    def __init__(
        self,
        shelf: Shelf,
        seed: int,
        jobs: executors.Workers = 1,
        on_result: Callable[[], None] = lambda: None,
        function: Callable[[Job], Replicate] = replicate,
        engine: str = SIMPY,
        say: Callable[[str], None] = lambda _: None,
    ) -> None:
        self._shelf, self._seed, self._jobs = shelf, seed, jobs
        self._on_result, self._function = on_result, function
        self._engine, self._say, self._said = engine, say, ""
        self._needs = 0.0
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

    def engine_for(self, setting: Setting, replications: int) -> str:
        """Return the engine that so many replications of a setting take, ready to run."""
        name = setting.digest()
        return self._engines({name: (setting.policy, build(*setting))}, {name: replications})[name]

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
        jobs = self._to_do(settings, missing)
        here = self._runs_here((job.world, 1) for job in jobs)
        ran = executors.run(self._function, jobs, 1 if here else self._jobs, "world", store.rests_on)
        for one in map(_measured, ran):
            self._shelf.keep(self._name(one.scenario, one.replication), pack(one))
            self._take(one, intervals)
            self.simulated += 1
            self._on_result()

    def _runs_here(self, batch: Iterable[tuple[World, int]]) -> bool:
        """Return whether a batch, of worlds with their replications, runs in this process."""
        if isinstance(self._jobs, str):
            return False
        return self._jobs == 1 or sum(count * needs_per_run(world) for world, count in batch) < HERE

    def _to_do(self, settings: Mapping[str, Setting], missing: Sequence[tuple[str, int]]) -> list[Job]:
        """Return the jobs of missing replications, each world built once and given its engine."""
        counts = Counter(digest for digest, _ in missing)
        worlds = {digest: build(*settings[digest]) for digest in counts}
        engines = self._engines({d: (settings[d].policy, world) for d, world in worlds.items()}, counts)
        return [Job(d, settings[d].policy, worlds[d], self._seed, r, engine=engines[d]) for d, r in missing]

    def _engines(self, worlds: Mapping[str, tuple[str, World]], counts: Mapping[str, int]) -> dict[str, str]:
        """Return the engine of each world, and say so where it is another than before.

        In this process code is loaded once: there, what was simulated earlier counts too.
        """
        if not worlds:
            return {}
        seen = Counter[str]()
        names = {}
        for digest, (policy, _) in worlds.items():
            seen[policy] += 1
            names[digest] = policy if seen[policy] == 1 else f"{policy} ({seen[policy]})"
        here = self._runs_here((world, counts[digest]) for digest, (_, world) in worlds.items())
        earlier = self._needs / len(worlds) if here else 0.0
        needs = {d: needs_of(world, counts[d]) for d, (_, world) in worlds.items()}
        told = {names[d]: one and one + earlier for d, one in needs.items()}
        choice = choose(self._engine, {names[d]: world for d, (_, world) in worlds.items()}, told)
        self._needs += sum(needs.values()) if here else 0.0
        if choice.why and choice.why != self._said:
            self._said = choice.why
            self._say(f"Engine: {choice.why}.")
        prepare(choice.variants, self._say)
        return {digest: choice.engines[name] for digest, name in names.items()}

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
