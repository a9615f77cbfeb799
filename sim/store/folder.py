"""Write a run's folder whole, and never delete in it what Goodwill did not write."""

from __future__ import annotations

import contextlib
import hashlib
import io
import os
import shutil
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import polars as pl

from sim.errors import ResultError
from sim.store import plain
from sim.store.logs import PARTIAL
from sim.store.manifest import to_json
from sim.store.names import file_name, sibling
from sim.store.sheet import to_csv

MANIFEST = "manifest.json"
STUDIES = "studies"
"""Folder within a result folder that takes the tables of studies; a new run keeps it."""
LISTING = "files.sha256"
"""What Goodwill wrote, one `digest  path` a line, as `sha256sum --check` reads it."""


class RunFiles(NamedTuple):
    """All that one run leaves, as plain tables, texts and bytes.

    result: content of result.json; None where there is none. replications: KpiTable. tables: file name
    to a table for a spreadsheet. scenarios: name to resolved text, the first is the main one. logs:
    folder of kept logs. later: pairs of a path within the folder and its bytes, made one by one once the
    rest is in place.
    """

    result: Mapping[str, Any] | None
    replications: pl.DataFrame
    tables: Mapping[str, pl.DataFrame]
    scenarios: Mapping[str, str]
    manifest: Mapping[str, Any]
    later: Iterable[tuple[str, bytes]] = ()
    logs: Path | None = None


def write(folder: Path, files: RunFiles) -> list[str]:
    """Write a run's folder so that it is either the old one or the new one, never half of it.

    Everything goes into a temporary sibling, which then takes the folder's place by
    renaming; an older result is renamed aside first and put back on failure. Then by-products
    follow, and of the older result goes what Goodwill wrote and nobody changed; the rest stays.
    Returns the paths that stay.
    Raises: ResultError when the folder cannot be written or holds something else.
    """
    recover(folder)
    check_folder(folder)
    fresh = sibling(folder, "unfinished") / f"writing-{os.getpid()}"
    try:
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir(parents=True)
        _fill(fresh, files)
        _swap(fresh, folder)
        for name, content in files.later:
            _add(folder, fresh, name, content)
    except OSError as fault:
        raise ResultError(f"{folder}: cannot be written ({fault}). Choose another --out.") from fault
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
        with contextlib.suppress(OSError):
            fresh.parent.rmdir()
    return recover(folder)


def add(folder: Path, files: Iterable[tuple[str, bytes]]) -> tuple[list[Path], list[Path]]:
    """Add files made of a result to a folder, such as its report.

    They are listed, so that a new run replaces them. A file of the same name that Goodwill did not write, or
    that somebody changed since, is kept under another name. Returns what was written and where such files
    went.
    Raises: ResultError when the folder cannot be written.
    """
    written: list[Path] = []
    kept: list[Path] = []
    scratch = sibling(folder, "unfinished") / f"writing-{os.getpid()}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in files:
            path = folder / name
            if os.path.lexists(path) and digest(path) != listed(folder).get(name):
                kept.append(path.rename(free(path)))
            _add(folder, scratch, name, content)
            written.append(path)
    except OSError as fault:
        raise ResultError(f"{folder}: cannot be written ({fault}). Choose another --out.") from fault
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
        with contextlib.suppress(OSError):
            scratch.parent.rmdir()
    return written, kept


def check_folder(folder: Path) -> None:
    """Refuse a result folder that could not be written, or whose files are somebody else's.

    Raises: ResultError.
    """
    if folder.is_symlink() or os.path.ismount(folder):
        kind = "a link" if folder.is_symlink() else "a mounted disk"
        raise ResultError(
            f"{folder}: is {kind}, and a result takes the place of its folder. Choose another --out."
        )
    if os.path.lexists(folder) and not (_is_ours(folder) or _is_empty(folder)):
        raise ResultError(f"{folder}: holds files that are not a Goodwill result. Choose another --out.")
    aside = _aside(folder)
    if os.path.lexists(aside) and not (_is_ours(aside) or _is_empty(aside)):
        raise ResultError(f"{aside}: stands where an older result is put aside. Move it away.")
    if fault := _unwritable(folder):
        raise ResultError(f"{folder}: cannot be written ({fault}). Choose another --out.")


def check_file(path: Path) -> None:
    """Refuse, before a run, a file that could not be written after it.

    Raises: ResultError.
    """
    if fault := "it is a folder" if path.is_dir() else _unwritable(path):
        raise ResultError(f"{path}: cannot be written ({fault}). Choose another file.")


def _unwritable(path: Path) -> str:
    """Return why nothing can be put at `path`, nothing if something can."""
    above = next(folder for folder in path.absolute().parents if folder.exists())
    if not above.is_dir():
        return f"{above} is no folder"
    return "" if os.access(above, os.W_OK) else f"{above} may not be changed"


def read_manifest(folder: Path) -> Mapping[str, Any] | None:
    """Return the manifest of a result of ours; None for anything else, whatever it is called."""
    path = folder / MANIFEST
    try:
        content = plain.read_json(path)
    except (OSError, ValueError):
        return None
    ours = isinstance(content, dict) and {"schema_version", "scenario_sha256", "versions"} <= content.keys()
    return content if ours else None


def replaces(folder: Path, inputs: Mapping[str, Any]) -> bool:
    """Return whether a folder holds a result whose manifest tells other inputs than these."""
    older = read_manifest(folder)
    return older is not None and any(older.get(name) != value for name, value in inputs.items())


def recover(folder: Path) -> list[str]:
    """Finish what a crash broke off: put an older result back, or clear it away behind a newer one.

    Returns the paths of the older result that stay. Raises: ResultError when the disk refuses.
    """
    aside = _aside(folder)
    try:
        _carry_studies(aside, folder)
        if _is_empty(aside):
            aside.rmdir()
        elif _is_ours(aside):
            if os.path.lexists(folder):
                return _settle(aside, folder)
            aside.rename(folder)
    except OSError as fault:
        raise ResultError(
            f"{aside}: holds an older result that cannot be moved ({fault}). Move it away."
        ) from fault
    return []


def _carry_studies(aside: Path, folder: Path) -> None:
    """Move what studies left in an older result into the newer one."""
    if _is_ours(aside) and (aside / STUDIES).is_dir() and _is_ours(folder):
        place = folder / STUDIES
        if not os.path.lexists(place):
            (aside / STUDIES).rename(place)


def _settle(aside: Path, folder: Path) -> list[str]:
    """Remove of an older result what Goodwill wrote and nobody changed; move the rest beside the newer one.

    A result of a Goodwill that did not list its files stays whole, under a name of its own.
    """
    wrote = listed(aside)
    if MANIFEST not in wrote:
        return [str(aside.rename(free(folder)))]
    _remove_own(aside, wrote)
    changed = [name for name in (MANIFEST, LISTING) if not _stands(aside, name, wrote)]
    kept = _move_rest(aside, folder)
    kept += [(aside / name).rename(free(folder / name)) for name in changed]
    for name in (LISTING, MANIFEST):
        (aside / name).unlink(missing_ok=True)
    aside.rmdir()
    return [str(path) for path in kept]


def _stands(folder: Path, name: str, wrote: Mapping[str, str]) -> bool:
    """Return whether a manifest, or a list whose files were removed, is as a run wrote it."""
    if name != LISTING:
        return digest(folder / name) == wrote.get(name)
    left = any(os.path.lexists(folder / other) for other in wrote.keys() - {MANIFEST})
    lines = (f"{sha256}  {other}\n" for other, sha256 in wrote.items())
    return not left and (folder / name).read_bytes() == "".join(lines).encode("utf-8", "replace")


def _remove_own(folder: Path, listed: Mapping[str, str]) -> None:
    """Remove every listed file that still has its digest, and folders that it leaves empty."""
    parents = {parent.as_posix() for name in listed for parent in Path(name).parents}
    for root, _, names in os.walk(folder, topdown=False):
        inside = Path(root).relative_to(folder)
        for name in names:
            path = Path(root, name)
            own = listed.get((inside / name).as_posix())
            if path != folder / MANIFEST and own is not None and own == digest(path):
                path.unlink()
        if inside != Path() and inside.as_posix() in parents:
            with contextlib.suppress(OSError):
                Path(root).rmdir()


def _move_rest(source: Path, target: Path, skip: Sequence[str] = (MANIFEST, LISTING)) -> list[Path]:
    """Move what a folder holds into another one; where a name is taken, under one that is free."""
    moved: list[Path] = []
    entries = sorted(source.iterdir(), key=lambda entry: (os.path.lexists(target / entry.name), entry.name))
    for entry in entries:
        place = target / entry.name
        if entry.name in skip:
            continue
        if not os.path.lexists(place):
            moved.append(entry.rename(place))
        elif all(path.is_dir() and not path.is_symlink() for path in (entry, place)):
            moved += _move_rest(entry, place, ())
            entry.rmdir()
        else:
            moved.append(entry.rename(free(place)))
    return moved


def free(path: Path) -> Path:
    """Return the first name beside `path` that nothing has, such as note.kept-1.txt."""
    for number in range(1, 10_000):
        other = path.with_name(f"{path.stem}.kept-{number}{path.suffix}")
        if not os.path.lexists(other):
            return other
    raise FileExistsError(f"{path}: ten thousand files are kept beside it already")


def _fill(folder: Path, files: RunFiles) -> None:
    """Write everything but what comes later, and list it."""
    (folder / MANIFEST).write_text(to_json(files.manifest), encoding="utf-8")
    if files.result is not None:
        (folder / "result.json").write_text(to_json(files.result), encoding="utf-8")
    content = io.BytesIO()
    files.replications.write_parquet(content)
    (folder / "replications.parquet").write_bytes(content.getbuffer())
    whole = files.replications.filter(pl.col("dimension") != "interval")
    for name, table in {"replications.csv": whole, **files.tables}.items():
        (folder / name).write_text(to_csv(table), encoding="utf-8", newline="")
    for index, (name, text) in enumerate(files.scenarios.items()):
        middle = f"scenario.{file_name(name)}" if index else "scenario"
        (folder / f"{middle}.resolved.yaml").write_text(text, encoding="utf-8")
    if files.logs is not None and files.logs.is_dir():
        shutil.copytree(
            files.logs, folder / "logs", copy_function=_link, ignore=shutil.ignore_patterns(PARTIAL)
        )
    written = sorted(path for path in folder.rglob("*") if path.is_file())
    lines = (f"{digest(path)}  {path.relative_to(folder).as_posix()}\n" for path in written)
    (folder / LISTING).write_text("".join(lines), encoding="utf-8")


def _add(folder: Path, scratch: Path, name: str, content: bytes) -> None:
    """Add one file to a result, listed first, so that it is known for ours whatever happens."""
    scratch.mkdir(parents=True, exist_ok=True)
    with (folder / LISTING).open("a", encoding="utf-8") as listing:
        listing.write(f"{hashlib.sha256(content).hexdigest()}  {name}\n")
    (scratch / "part").write_bytes(content)
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (scratch / "part").replace(folder / name)


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


def _link(source: str, target: str) -> str:
    """Link a second name to a file where the disk can, instead of a copy."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)
    return target


def _aside(folder: Path) -> Path:
    """Return where an older result stands while a newer one takes its place."""
    return sibling(folder, "before")


def _is_ours(folder: Path) -> bool:
    """Return whether a folder holds a result of ours, or nothing but what studies left."""
    if not folder.is_dir() or folder.is_symlink():
        return False
    return read_manifest(folder) is not None or [one.name for one in folder.iterdir()] == [STUDIES]


def _is_empty(folder: Path) -> bool:
    return folder.is_dir() and not folder.is_symlink() and not any(folder.iterdir())


def listed(folder: Path) -> dict[str, str]:
    """Return the files that a result lists, with their digests; a line cut short counts for nothing."""
    path = folder / LISTING
    if not path.is_file():
        return {}
    lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    return {name: sha256 for sha256, gap, name in (line.partition("  ") for line in lines) if gap}


def digest(path: Path) -> str:
    """Return the SHA-256 of a plain file, "" for anything else."""
    if path.is_symlink() or not path.is_file():
        return ""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
