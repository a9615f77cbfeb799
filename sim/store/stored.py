"""Read back what a run left in its folder."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import polars as pl

from sim.commands import command
from sim.errors import ResultError
from sim.store import plain
from sim.store.folder import LISTING, MANIFEST, digest, listed
from sim.store.manifest import SCHEMA_VERSION
from sim.store.sheet import from_csv

REPLICATIONS = "replications.parquet"
KPI_COLUMNS: Mapping[str, type[pl.DataType]] = {
    **dict.fromkeys(("policy", "scenario"), pl.String),
    "replication": pl.Int64,
    **dict.fromkeys(("dimension", "member", "kpi"), pl.String),
    **dict.fromkeys(("numerator", "denominator"), pl.Float64),
}
"""The columns of the KpiTable, in their order."""
TEXT = re.compile(r"scenario(\.[^/]+)?\.resolved\.yaml")
"""A file that the run lists for a scenario's machine form."""


class Stored(NamedTuple):
    """What a run left: result.json, manifest, KpiTable, and the scenarios' machine forms, main one first."""

    content: Mapping[str, Any]
    manifest: Mapping[str, Any]
    table: pl.DataFrame
    scenarios: tuple[Path, ...]


def read(folder: Path) -> Stored:
    """Return what a run left in `folder`.

    Raises: ResultError when there is no whole result, or a file of it has changed since.
    """
    try:
        content, manifest = (plain.read_json(folder / name) for name in ("result.json", MANIFEST))
        table = plain.read_bytes(folder / REPLICATIONS)
        wrote = listed(folder)
        if not wrote:
            raise FileNotFoundError(f"{LISTING} is missing")
        names = sorted((name for name in wrote if TEXT.fullmatch(name)), key=len)
        texts = tuple(folder / name for name in names)
        for path in (folder / "result.json", folder / MANIFEST, folder / REPLICATIONS, *texts):
            if wrote.get(path.name) != digest(path):
                raise ResultError(changed(folder, path.name))
        _check_version(folder, content)
        return Stored(content, manifest, _kpi_table(table), texts)
    except (OSError, ValueError, pl.exceptions.PolarsError) as fault:
        raise not_whole(folder, fault) from fault


def _kpi_table(content: bytes) -> pl.DataFrame:
    """Return a KpiTable. Raises: ValueError when it has other columns, or lacks a name."""
    found = pl.read_parquet(content)
    if dict(found.schema) != KPI_COLUMNS:
        columns = ", ".join(f"{name} {kind}" for name, kind in found.schema.items())
        raise ValueError(f"{REPLICATIONS} has other columns: {columns}")
    if any(found[name].has_nulls() for name in KPI_COLUMNS if KPI_COLUMNS[name] is not pl.Float64):
        raise ValueError(f"{REPLICATIONS} has rows without a name")
    return found


def read_listed(folder: Path, name: str) -> bytes | None:
    """Return what a file that the run listed holds; None where the run left no such file.

    Raises: ResultError when the file is gone or has changed since.
    """
    wrote = listed(folder).get(name)
    if wrote is None:
        return None
    try:
        content = plain.read_bytes(folder / name)
    except OSError as fault:
        raise not_whole(folder, fault) from fault
    if hashlib.sha256(content).hexdigest() != wrote:
        raise ResultError(changed(folder, name))
    return content


@contextmanager
def as_written(folder: Path | str) -> Iterator[None]:
    """Refuse a result that lacks a value, or a column, that this version writes, while it is laid out.

    Raises: ResultError.
    """
    try:
        yield
    except (KeyError, pl.exceptions.ColumnNotFoundError) as fault:
        raise not_whole(folder, fault) from fault


def changed(folder: Path, name: str) -> str:
    """Return in words that a file is not the one that the run wrote."""
    return (
        f"{folder}: {name} is not what the run wrote (its SHA-256 differs from the one in {LISTING}). Run "
        "again, or put the file back."
    )


def table(folder: Path, name: str) -> pl.DataFrame | None:
    """Return a table for a spreadsheet as the run left it; None where it left none.

    Raises: ResultError when the file has changed since, or cannot be read.
    """
    content = read_listed(folder, name)
    try:
        return None if content is None else from_csv(content)
    except pl.exceptions.PolarsError as fault:
        raise not_whole(folder, fault) from fault


def _check_version(folder: Path, content: Any) -> None:
    found = content.get("schema_version") if isinstance(content, dict) else None
    if found != SCHEMA_VERSION:
        raise ResultError(
            f"{folder}: result.json is of another version (got schema_version {found}; allowed "
            f"{SCHEMA_VERSION}). Run again with this version, or read it with the one that wrote it."
        )


def not_whole(folder: Path | str, fault: Exception) -> ResultError:
    """Return the error that a folder holds no result that can be shown."""
    why, remedy = f"{type(fault).__name__}: {fault}", "Name the folder that goodwill run wrote, or run again."
    if isinstance(folder, Path) and folder.is_file():
        why, remedy = "it is a file", f"If it is a scenario: {command('run', folder)}, and then its folder."
    elif isinstance(folder, Path) and not (folder / "result.json").exists():
        why = "no result.json in it" if folder.is_dir() else "there is no such folder"
        inner = sorted(path.parent for path in folder.glob("*/result.json"))
        remedy = f"Did you mean {inner[0]}?" if inner else remedy
    elif isinstance(fault, FileNotFoundError):
        why = f"{Path(fault.filename).name} is missing" if fault.filename else str(fault)
    return ResultError(f"{folder}: is no whole result of this version of Goodwill ({why}). {remedy}")
