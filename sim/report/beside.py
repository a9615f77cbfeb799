"""Lay results of different runs beside each other where they are comparable, and say why not where not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import polars as pl

from sim.answer.lines import Line, chosen
from sim.answer.told import LEVEL, Told
from sim.comparison import compare_table, estimates, measures
from sim.errors import GoodwillError
from sim.estimate import Estimate
from sim.judging import Judge, read_margins
from sim.kpis import KPIS
from sim.report.voice import name
from sim.scenario.load import load_scenario
from sim.scenario.model import Scenario
from sim.store import stored
from sim.studies.marginal import fte_of

CHANGES = 12
"""Changes between two scenario files that are listed at most."""
SILENT = ("run.", "name", "description", "policies.", "expectations", "variations", "scenarios", "version")
"""Beginnings of paths whose changes are no change of the centre."""


class One(NamedTuple):
    """One result: its name among the others, and what its folder holds."""

    label: str
    content: Mapping[str, Any]
    manifest: Mapping[str, Any]
    table: pl.DataFrame
    scenarios: Mapping[str, Scenario]


class Pairing(NamedTuple):
    """One policy in one scenario: told as if results were policies; lines: measures that are comparable."""

    scenario: str
    policy: str
    told: Told
    lines: tuple[Line, ...]


class Beside(NamedTuple):
    """Results beside each other: what differs between them, what is not compared and why, and the rest."""

    results: tuple[One, ...]
    notes: tuple[str, ...]
    apart: tuple[str, ...]
    pairings: tuple[Pairing, ...]


def lay_beside(folders: Sequence[Path]) -> Beside:
    """Return results beside the first one.

    Raises: ResultError for a folder without a whole result of this version; GoodwillError for fewer than two,
    or where nothing is comparable.
    """
    if len(folders) < 2:
        raise GoodwillError(
            f"compare: needs several results (got {len(folders)}; allowed two or more). Name their folders."
        )
    labels = _labels(folders)
    results = tuple(_one(label, folder) for label, folder in zip(labels, folders, strict=True))
    with stored.as_written(" or ".join(map(str, folders))):
        return _laid(results)


def _laid(results: tuple[One, ...]) -> Beside:
    first, others = results[0], results[1:]
    left_out = dict(_incomparable(first, others))
    apart = [*left_out.values(), *_only_in_some(results)]
    pairings = tuple(_pairings(results, set(left_out)))
    if not pairings:
        raise GoodwillError(
            "compare: nothing is comparable (got no scenario and policy of one name in all results; allowed "
            f"at least one). {' '.join(apart)}"
        )
    return Beside(results, tuple(_notes(first, others)), tuple(dict.fromkeys(apart)), pairings)


def _labels(folders: Sequence[Path]) -> list[str]:
    """Return a name for each result: its folder's, or that of the one above where two have the same."""
    for steps in (1, 2):
        names = [name("".join(folder.resolve().parts[-steps:][:1])) for folder in folders]
        if len(set(names)) == len(names):
            return names
    longer = [name("/".join(folder.resolve().parts[-2:])) for folder in folders]
    return [
        label if longer.count(label) == 1 else f"{label} ({place})" for place, label in enumerate(longer, 1)
    ]


def _one(label: str, folder: Path) -> One:
    content, manifest, table, texts = stored.read(folder)
    found = {one.scenario: one for one in map(load_scenario, texts)}
    return One(label, content, manifest, table, found)


def _incomparable(first: One, others: Sequence[One]) -> Iterator[tuple[str, str]]:
    """Yield measures that do not mean the same in all results, with the reason; money as a whole."""
    for other in others:
        if other.content["currency"] != first.content["currency"]:
            here, there = (f"{name(one.content['currency'])} in {one.label}" for one in (first, other))
            money = (kpi for kpi, one in KPIS.items() if one.unit == "money")
            yield from ((kpi, f"Money is not compared: {here}, {there}.") for kpi in money)
        for kpi, about in first.content["measures"].items():
            theirs = other.content["measures"].get(kpi)
            if theirs is not None and theirs["definition"] != about["definition"]:
                yield kpi, f"{name(about['label'])} is not compared: {other.label} defines it otherwise."
        goals = [_goals(one) for one in (first, other)]
        if goals[0] != goals[1]:
            yield LEVEL, f"Service level is not compared: queues or their targets differ in {other.label}."


def _goals(one: One) -> dict[str, Any]:
    scenario = next(iter(one.scenarios.values()))
    return {queue: numbers.service_level for queue, numbers in scenario.queues.items()}


def _only_in_some(results: Sequence[One]) -> Iterator[str]:
    for what, key in (("Scenario", "scenarios"), ("Policy", "policies")):
        every = list(dict.fromkeys(one for result in results for one in result.content[key]))
        for one in every:
            there = [result.label for result in results if one in result.content[key]]
            if len(there) < len(results):
                yield f"{what} {name(one)} is in {', '.join(there)} only."


def _notes(first: One, others: Sequence[One]) -> Iterator[str]:
    """Yield what differs between the first result and each other one."""
    for other in others:
        seeds = first.content["seed"], other.content["seed"]
        if seeds[0] == seeds[1]:
            yield f"{other.label}: same seed, {seeds[0]}, so differences are paired."
        else:
            yield f"{other.label}: another seed ({seeds[1]}, not {seeds[0]}), so intervals are wider."
        counts = first.content["replications"], other.content["replications"]
        if counts[0] != counts[1]:
            words = f"{counts[1]} replications, not {counts[0]}"
            yield f"{other.label}: {words}; the first {min(counts)} are compared."
        versions = [str(one.manifest["versions"]["goodwill"]) for one in (first, other)]
        if versions[0] != versions[1] or first.manifest["engine"] != other.manifest["engine"]:
            yield f"{other.label}: made by another version or engine, which may differ by itself."
        yield from _changes(first, other)


def _changes(first: One, other: One) -> Iterator[str]:
    """Yield what differs between the scenario files of two results, in scenarios of one name."""
    for scenario in first.content["scenarios"]:
        if scenario not in other.scenarios:
            continue
        ours, theirs = (_flat(one.scenarios[scenario].model_dump(mode="json")) for one in (first, other))
        paths = [path for path in {**ours, **theirs} if ours.get(path) != theirs.get(path)]
        kept = [path for path in paths if not path.startswith(SILENT)]
        if kept:
            told = (f"{path} {ours.get(path, '–')} → {theirs.get(path, '–')}" for path in kept[:CHANGES])
            more = f"; and {len(kept) - CHANGES} more" if len(kept) > CHANGES else ""
            yield name(f"{other.label}, {scenario}: {'; '.join(told)}{more}.")


def _flat(value: Any, path: str = "") -> dict[str, str]:
    """Return a tree's values as texts by their dotted paths."""
    if isinstance(value, dict):
        return {
            key: text for step, inner in value.items() for key, text in _flat(inner, f"{path}.{step}").items()
        }
    text = f"{value:g}" if isinstance(value, float) else str(value)
    return {path.removeprefix("."): text if len(text) <= 40 else f"{text[:37]}..."}


def _pairings(results: Sequence[One], left_out: set[str]) -> Iterator[Pairing]:
    first = results[0]
    for scenario in first.content["scenarios"]:
        for policy in first.content["policies"]:
            there = [
                one for one in results if scenario in one.scenarios and policy in one.content["policies"]
            ]
            if len(there) == len(results):
                told = _told(results, scenario, policy)
                lines = tuple(line for line in chosen(told) if line.kpi not in left_out)
                yield Pairing(name(scenario), name(policy), told, lines)


def _told(results: Sequence[One], scenario: str, policy: str) -> Told:
    """Return what results tell of one policy in one scenario, each as if it were a policy of its own."""
    first, labels = results[0], [one.label for one in results]
    here = (pl.col("scenario") == scenario) & (pl.col("policy") == policy)
    counts = [one.table.filter(here)["replication"].n_unique() for one in results]
    parts = [
        one.table.filter(here & (pl.col("replication") < min(counts))).with_columns(policy=pl.lit(one.label))
        for one in results
    ]
    kinds = parts[0].schema
    table = pl.concat([part.select(kinds.names()).cast(kinds) for part in parts])
    model, confidence = first.scenarios[scenario], first.content["confidence"]
    judge = Judge(KPIS, confidence, read_margins(model.matters, KPIS, model.customers.currency))
    found = estimates(table, confidence, measures())
    keys = ("policy", "dimension", "member", "kpi")
    values = {
        tuple(row[:4]): Estimate(*row[4:]) for row in found.select(*keys, *Estimate._fields).iter_rows()
    }
    rows = compare_table(table, labels[0], judge)
    apart = {(row.policy, row.dimension, row.member, row.kpi): row for row in rows}
    fte = {one.label: fte_of(one.scenarios[scenario], policy) for one in results}
    kpis = measures(len(model.queues))
    return Told(
        model, tuple(labels), labels[0], dict(zip(labels, labels, strict=True)), kpis, values, apart, fte
    )
