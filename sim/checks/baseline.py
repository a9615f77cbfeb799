"""Keep a result to compare later ones with: sums per replication, digests, and where they come from.

A baseline is JSON with a checksum over its content, so that a file that was cut off or edited by
hand is refused rather than believed. Only `update` writes one.
"""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Mapping, Set
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import polars as pl

from sim import store
from sim.checks.judge import Sums
from sim.checks.plan import Plan
from sim.checks.selection import Selection
from sim.comparison import KEYS
from sim.errors import ResultError
from sim.experiment import ENGINE, Results
from sim.kpis import KPIS
from sim.kpis.base import ALL
from sim.logs import DIGEST
from sim.scenario.semantics import FIRST, SEMANTICS_REVISION

FORMAT = "goodwill-baseline"
VERSION = 1
FOLDER = Path("results/baselines")
REMEDY = "Restore it, or write a new one with `goodwill check FILE --update-baseline`."
EXACT = ("constraints_sha256", "platform", "libm", "python", "numpy", "scipy", "simpy", "engine", "digest")
"""What must be the same for logs, and their digests, to be the same to the last bit."""

Row = tuple[str, str, str, str, str]
"""Policy, scenario, dimension, member, KPI."""


class Where(NamedTuple):
    """Where a baseline stands, and whether it was found."""

    path: Path
    found: bool


@dataclass(frozen=True)
class Baseline:
    """A stored result.

    scenarios: name to the digest of the scenario. stated: name to what the scenario said beside
    the defaults, and semantics_revision: which meaning that had. provenance: versions, platform, libm and
    constraints. definitions: KPI to its formula in words. digests: "scenario/policy" to the
    digest of each replication's logs. sums: rows to sums of each replication.
    """

    name: str
    seed: int
    replications: int
    scenarios: Mapping[str, str]
    provenance: Mapping[str, str | None]
    definitions: Mapping[str, str]
    digests: Mapping[str, tuple[str, ...]]
    sums: Mapping[Row, Sums]
    semantics_revision: int = FIRST
    stated: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


def locate(plan: Plan, given: Path | None = None) -> Where:
    """Return where the baseline of a plan stands: as given, as the history says, or in results/baselines/.

    That folder is looked for in the working folder, then in those above the scenario's file.
    """
    stored = plan.expectations.baseline_file
    if given is None and stored is not None:
        folder = Path(plan.expectations.mark.file or plan.file).parent
        path = folder / stored
        if Path(stored).is_absolute() or not path.resolve().is_relative_to(folder.resolve()):
            raise ResultError(f"{stored}: leads out of the folder of the file that names it. Move it there.")
    else:
        usual = FOLDER / f"{plan.file.stem}.json"
        places = (usual, *(folder / usual for folder in plan.file.resolve().parents))
        path = given or next((place for place in places if place.is_file()), usual)
    return Where(path, path.is_file())


def provenance() -> dict[str, str | None]:
    """Describe this machine and these versions, as far as they reach the last bit of a result."""
    about = store.manifest("", {})
    versions = about["versions"]
    return {
        "constraints_sha256": about["constraints_sha256"],
        "platform": f"{platform.system()} {platform.machine()}",
        "libm": about["libm"],
        "engine": ENGINE,
        "digest": DIGEST,
        "goodwill": versions["goodwill"],
        "python": ".".join(versions["python"].split(".")[:2]),
        **{name: versions[name] for name in ("numpy", "scipy", "simpy", "polars")},
    }


def differences(stored: Mapping[str, str | None], here: Mapping[str, str | None]) -> list[str]:
    """Name what keeps logs from being compared bit by bit; empty when nothing does."""
    return [
        f"{name.removesuffix('_sha256')} {_short(stored.get(name))} there, {_short(here.get(name))} here"
        for name in EXACT
        if stored.get(name) != here.get(name)
    ]


def _short(value: str | None) -> str:
    return "unknown" if value is None else value[:12] if len(value) == 64 else value


def of_results(plan: Plan, results: Results) -> Baseline:
    """Return a baseline of results: every measure over all contacts, and every slice that is asked for."""
    chosen = {(case.selection.dimension, case.selection.member) for case in plan.expectations.cases}
    return Baseline(
        plan.first.name,
        results.seed,
        len(results.replications),
        dict(plan.digests),
        provenance(),
        {name: kpi.definition for name, kpi in KPIS.items()},
        digests_of(results),
        sums_of(results.table, len(results.replications), chosen | {(ALL, "")}),
        SEMANTICS_REVISION,
        dict(plan.stated),
    )


def digests_of(results: Results) -> dict[str, tuple[str, ...]]:
    """Return each replication's digest, by "scenario/policy"."""
    return {
        f"{scenario}/{policy}": tuple(
            results.digests[f"{scenario}/{policy}/{replication}"] for replication in results.replications
        )
        for scenario in results.scenarios
        for policy in results.policies
    }


def sums_of(table: pl.DataFrame, replications: int, slices: Set[tuple[str, str]]) -> dict[Row, Sums]:
    """Lay slices (dimension, member) of a KpiTable out by row.

    A slice that a replication never met counts as zeros there.
    """
    found: dict[Row, Sums] = {}
    names = [f"{dimension}\n{member}" for dimension, member in sorted(slices)]
    chosen = table.filter((pl.col("dimension") + "\n" + pl.col("member")).is_in(names))
    columns = chosen.select("policy", *KEYS, "replication", "numerator", "denominator").iter_rows()
    for policy, scenario, dimension, member, kpi, replication, over, under in columns:
        row = (policy, scenario, dimension, member, kpi)
        if row not in found:
            found[row] = Sums(np.zeros(replications), np.zeros(replications))
        found[row].numerators[replication] = over
        found[row].denominators[replication] = under
    return found


def row_of(selection: Selection, policy: str, scenario: str) -> Row:
    """Return the row that a selection reads for one policy in one scenario."""
    return policy, scenario, selection.dimension, selection.member, selection.kpi


def read(path: Path) -> Baseline:
    """Read a baseline.

    Raises: ResultError when it is cut off, edited by hand, or of another version.
    """
    if path.exists() and not path.is_file():
        raise ResultError(f"{path}: is no file. {REMEDY}")
    try:
        whole = json.loads(path.read_text("utf-8"))
        content, checksum = whole["content"], whole["checksum"]
        kind = whole["format"], whole["version"]
    except OSError as fault:
        raise ResultError(f"{path}: cannot be read ({fault.strerror}). {REMEDY}") from fault
    except (ValueError, KeyError, TypeError, RecursionError) as fault:
        raise ResultError(f"{path}: is no whole baseline; it may have been cut off. {REMEDY}") from fault
    if kind != (FORMAT, VERSION):
        wrong = f"is of another format (got {kind[0]} {kind[1]}; allowed {FORMAT} {VERSION})"
        raise ResultError(f"{path}: {wrong}. {REMEDY}")
    if checksum != _checksum(content):
        wrong = f"does not match its checksum (got {_checksum(content)[:12]}; allowed {str(checksum)[:12]})"
        raise ResultError(f"{path}: {wrong}; it was edited by hand or damaged. {REMEDY}")
    return _unpacked(content)


def write(path: Path, baseline: Baseline) -> None:
    """Write a baseline so that the file is either the old one or the new one, never half of it.

    Raises: ResultError when the disk refuses.
    """
    content = _packed(baseline)
    whole = {"format": FORMAT, "version": VERSION, "checksum": _checksum(content), "content": content}
    fresh = path.with_name(f".{path.name}.{os.getpid()}.writing")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh.write_text(_text(whole), encoding="utf-8")
        fresh.replace(path)
    except OSError as fault:
        fresh.unlink(missing_ok=True)
        raise ResultError(f"{path}: cannot be written ({fault.strerror}). Choose another file.") from fault


def _packed(baseline: Baseline) -> dict[str, Any]:
    content = asdict(baseline)
    content["digests"] = {name: list(found) for name, found in baseline.digests.items()}
    content["sums"] = [
        {
            **dict(zip(("policy", *KEYS), row, strict=True)),
            "numerator": sums.numerators.tolist(),
            "denominator": sums.denominators.tolist(),
        }
        for row, sums in baseline.sums.items()
    ]
    return content


def _unpacked(content: Mapping[str, Any]) -> Baseline:
    sums = {
        (row["policy"], row["scenario"], row["dimension"], row["member"], row["kpi"]): Sums(
            np.array(row["numerator"]), np.array(row["denominator"])
        )
        for row in content["sums"]
    }
    digests = {name: tuple(found) for name, found in content["digests"].items()}
    return Baseline(**{**content, "sums": sums, "digests": digests})


def _checksum(content: Any) -> str:
    return store.sha256(json.dumps(content, sort_keys=True, separators=(",", ":")))


def _text(whole: Mapping[str, Any]) -> str:
    """Write JSON with one row of sums to a line, so that a change reads well in a review."""
    content = dict(whole["content"])
    rows = ",\n".join("  " + json.dumps(row) for row in content.pop("sums"))
    head = json.dumps({**whole, "content": content}, indent=1)
    end = head.rstrip().removesuffix("}").rstrip().removesuffix("}").rstrip()
    return f'{end},\n  "sums": [\n{rows}\n  ]\n }}\n}}\n'
