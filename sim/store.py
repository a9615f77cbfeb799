"""Write and find the files of a run: result folders that appear whole, journals, kept logs."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import platform
import re
import shutil
import sys
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from time import perf_counter
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import polars as pl

from sim.errors import ResultError

SCHEMA_VERSION = 1
SOURCES = Path(__file__).parent
LIBRARIES = ("numpy", "scipy", "simpy", "polars", "pydantic")
MANIFEST = "manifest.json"


class RunFiles(NamedTuple):
    """Hold all that one run leaves, as plain tables, texts and bytes.

    result: content of result.json. replications: KpiTable. estimates: columns scenario, policy,
    dimension, member, kpi, unit, value, low, high, n. intervals: columns policy, scenario,
    interval, kpi, value, low, high. differences: one row per paired difference.
    scenarios: name to resolved text, the first is the main one. figures: file name to bytes.
    logs: folder of kept logs to move in. events: scenario and policy to an event log.
    """

    result: Mapping[str, Any]
    replications: pl.DataFrame
    estimates: pl.DataFrame
    intervals: pl.DataFrame
    differences: pl.DataFrame
    scenarios: Mapping[str, str]
    manifest: Mapping[str, Any]
    figures: Mapping[str, bytes]
    logs: Path | None = None
    events: Mapping[tuple[str, str], pl.DataFrame] = {}


def write(folder: Path, files: RunFiles) -> Path:
    """Write a run's folder so that it is either the old one or the new one, never half of it.

    Everything goes into a temporary sibling, which then takes the folder's place by
    renaming; an older result is renamed aside first, put back on failure, removed after.
    Raises: ResultError when the folder cannot be written or holds something else.
    """
    recover(folder)
    check_folder(folder)
    fresh = _unfinished(folder) / f"writing-{os.getpid()}"
    try:
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir(parents=True)
        _fill(fresh, files)
        _swap(fresh, folder)
    except OSError as fault:
        raise ResultError(f"{folder}: cannot be written ({fault}). Choose another --out.") from fault
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
        with contextlib.suppress(OSError):
            _unfinished(folder).rmdir()
    return folder


def check_folder(folder: Path) -> None:
    """Refuse a result folder that could not be written, or whose files are somebody else's.

    Raises: ResultError.
    """
    if folder.exists() and not _is_ours(folder):
        raise ResultError(f"{folder}: holds files that are not a Goodwill result. Choose another --out.")
    if fault := _unwritable(folder):
        raise ResultError(f"{folder}: cannot be written ({fault}). Choose another --out.")


def check_file(path: Path) -> None:
    """Refuse, before a run, a file that could not be written after it.

    Raises: ResultError.
    """
    if fault := "it is a folder" if path.is_dir() else _unwritable(path):
        raise ResultError(f"{path}: cannot be written ({fault}). Choose another file.")


def _unwritable(path: Path) -> str:
    """Say why nothing can be put at `path`, nothing if something can."""
    above = next(folder for folder in path.absolute().parents if folder.exists())
    if not above.is_dir():
        return f"{above} is no folder"
    return "" if os.access(above, os.W_OK) else f"{above} may not be changed"


def replaces(folder: Path, inputs: Mapping[str, Any]) -> bool:
    """Say whether a folder holds a result whose manifest tells other inputs than these."""
    try:
        older = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return any(older.get(name) != value for name, value in inputs.items())


def recover(folder: Path) -> None:
    """Put an older result back that a crash between two renames left aside."""
    aside = _aside(folder)
    if aside.exists() and not folder.exists():
        aside.rename(folder)
    shutil.rmtree(aside, ignore_errors=True)


def manifest(scenario_text: str, facts: Mapping[str, Any]) -> dict[str, Any]:
    """Describe where a result comes from: scenario digest, versions, platform, and `facts`.

    Results are bit-identical under one constraints file, platform and libm, so all three are named.
    """
    constraints = SOURCES.parent / "constraints.txt"
    return {
        "schema_version": SCHEMA_VERSION,
        "scenario_sha256": sha256(scenario_text),
        **facts,
        "versions": versions(),
        "platform": platform.platform(),
        "libm": " ".join(platform.libc_ver()).strip() or platform.system(),
        "constraints_sha256": sha256(constraints.read_text()) if constraints.is_file() else None,
    }


def versions() -> dict[str, str]:
    """Give the versions of Goodwill, Python and the libraries that reach a result."""
    try:
        own = metadata.version("goodwill-sim")
    except metadata.PackageNotFoundError:
        own = "unknown"
    return {
        "goodwill": own,
        "python": platform.python_version(),
        **{name: metadata.version(name) for name in LIBRARIES},
    }


def started() -> str:
    """Give the date and time now, in UTC, for a manifest."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def stopwatch() -> float:
    """Give a clock for durations [s]; durations go into manifests, never into results."""
    return perf_counter()


def sha256(text: str) -> str:
    """Digest a text."""
    return hashlib.sha256(text.encode()).hexdigest()


def to_json(content: Mapping[str, Any]) -> str:
    """Give a mapping as JSON text; NaN and infinity are refused."""
    return json.dumps(content, indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def safe_name(name: str) -> str:
    """Give a name that is a plain file name on every system."""
    return re.sub(r"[^\w.-]|^\.+", "_", name)


class Journal:
    """Keep finished replications beside a result folder until their run completes.

    The key digests all that decides a replication: resolved scenarios, seed, engine,
    versions and Goodwill's own sources; another key finds nothing.
    """

    def __init__(self, folder: Path, facts: Mapping[str, Any]) -> None:
        self.root = _unfinished(folder)
        about = {**facts, "versions": versions(), "platform": platform.platform(), "sources": _sources()}
        self.folder = self.root / sha256(json.dumps(about, sort_keys=True))[:32]
        self.logs = self.folder / "logs"

    def finished(self) -> Iterator[pl.DataFrame]:
        """Yield every table kept by an earlier run with the same key; a damaged one is dropped."""
        for path in sorted(self.folder.glob("*.parquet")):
            try:
                yield pl.read_parquet(path)
            except (OSError, pl.exceptions.PolarsError):
                path.unlink(missing_ok=True)

    def keep(self, name: str, table: pl.DataFrame) -> None:
        """Keep a table under a name; it appears whole or not at all.

        Raises: ResultError when the disk refuses.
        """
        path = self.folder / f"{sha256(name)[:32]}.parquet"
        partial = path.with_suffix(f".{os.getpid()}.partial")
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            table.write_parquet(partial)
            partial.replace(path)
        except OSError as fault:
            raise ResultError(f"{self.folder}: cannot be written ({fault}). Choose another --out.") from fault

    def discard(self) -> None:
        """Remove every journal of this result: a completed run supersedes them all."""
        shutil.rmtree(self.root, ignore_errors=True)


class LogFiles:
    """Keep one replication's log tables as parquet files, or nothing when no folder is given."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self._parts: dict[str, int] = {}
        if folder is not None:
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir(parents=True)

    def add(self, table: str, columns: Mapping[str, npt.NDArray[Any]]) -> None:
        """Write one chunk of rows at once, so that memory does not grow with the run."""
        if self._folder is None:
            return
        part = self._parts[table] = self._parts.get(table, -1) + 1
        frame = pl.DataFrame({name: np.asarray(values) for name, values in columns.items()})
        frame.write_parquet(self._folder / f"{table}.{part:06d}.part")

    def finish(self) -> None:
        """Join the chunks into one file per table."""
        if self._folder is None:
            return
        for table in self._parts:
            parts = sorted(self._folder.glob(f"{table}.*.part"))
            pl.scan_parquet(parts).sink_parquet(self._folder / f"{table}.parquet")
            for part in parts:
                part.unlink()


def read_log(folder: Path, table: str) -> pl.DataFrame | None:
    """Read a log table that `LogFiles` kept in `folder`; None if it has no rows or was not kept."""
    path = folder / f"{table}.parquet"
    return pl.read_parquet(path) if path.is_file() else None


def _fill(folder: Path, files: RunFiles) -> None:
    (folder / "result.json").write_text(to_json(files.result), encoding="utf-8")
    (folder / MANIFEST).write_text(to_json(files.manifest), encoding="utf-8")
    files.replications.write_parquet(folder / "replications.parquet")
    files.replications.filter(pl.col("dimension") != "interval").write_csv(folder / "replications.csv")
    files.estimates.write_csv(folder / "estimates.csv")
    files.intervals.write_csv(folder / "intervals.csv")
    files.differences.write_csv(folder / "differences.csv")
    for index, (name, text) in enumerate(files.scenarios.items()):
        middle = f"scenario.{safe_name(name)}" if index else "scenario"
        (folder / f"{middle}.resolved.yaml").write_text(text, encoding="utf-8")
    (folder / "figures").mkdir()
    for name, content in files.figures.items():
        (folder / "figures" / name).write_bytes(content)
    for (scenario, policy), events in files.events.items():
        path = folder / "events" / safe_name(scenario) / f"{safe_name(policy)}.csv"
        path.parent.mkdir(parents=True, exist_ok=True)
        events.write_csv(path)
    if files.logs is not None and files.logs.is_dir():
        shutil.copytree(
            files.logs, folder / "logs", copy_function=_link, ignore=shutil.ignore_patterns("*.part")
        )


def _swap(fresh: Path, folder: Path) -> None:
    """Rename the older result aside, the fresh one in; put the older one back on failure."""
    aside = _aside(folder)
    if folder.exists():
        folder.rename(aside)
    try:
        fresh.rename(folder)
    except BaseException:
        if aside.exists():
            aside.rename(folder)
        raise
    shutil.rmtree(aside, ignore_errors=True)


def _link(source: str, target: str) -> str:
    """Give a file a second name instead of a copy where the disk can."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)
    return target


def _aside(folder: Path) -> Path:
    return folder.with_name(f".{folder.name}.before")


def _unfinished(folder: Path) -> Path:
    return folder.with_name(f".{folder.name}.unfinished")


def _is_ours(folder: Path) -> bool:
    return folder.is_dir() and ((folder / MANIFEST).is_file() or not any(folder.iterdir()))


def _sources() -> str:
    """Digest all of Goodwill's own source files, in the order of their names."""
    found = hashlib.sha256(f"{sys.version}\n".encode())
    for path in sorted(SOURCES.rglob("*.py")):
        found.update(path.relative_to(SOURCES).as_posix().encode() + b"\n" + path.read_bytes())
    return found.hexdigest()
