"""Keep a result folder for one run at a time."""

from __future__ import annotations

import contextlib
import os
import re
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from sim.errors import ResultError
from sim.store.manifest import started
from sim.store.names import sibling

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

LOCK = "lock"
HOLDER = re.compile(r"(process \d+, since [^\n]*\n?)?")
TRIES = 1_000
"""How often a folder may vanish before we say that it cannot be written; in /proc it always does."""
FAR = 1 << 30
"""Where Windows locks a byte, so that others can still read who holds the lock."""


@contextmanager
def claim(folder: Path) -> Iterator[None]:
    """Lock `folder` for this process alone until the block ends; the system frees it if we are killed.

    Raises: ResultError while another run holds it, and where nothing can be written.
    """
    root = sibling(folder, "unfinished")
    made = [path for path in root.parents if not path.exists()]
    held = None
    try:
        held = _held(root, folder)
        yield
    finally:
        if held is not None:
            with contextlib.suppress(OSError):
                (root / LOCK).unlink()
            held.close()
        for path in (root, *made):
            with contextlib.suppress(OSError):
                path.rmdir()


def _held(root: Path, folder: Path) -> IO[str]:
    """Return the open lock file once it is ours; a file that its last holder removed is opened anew."""
    path = root / LOCK
    tried = 0
    while True:
        tried += 1
        try:
            root.mkdir(parents=True, exist_ok=True)
            if not _is_plain(path):
                raise _in_the_way(path)
            file = path.open("a+", encoding="utf-8")
        except OSError as fault:
            if isinstance(fault, FileNotFoundError) and tried < TRIES:
                continue  # its last holder has just removed the folder
            raise ResultError(f"{folder}: cannot be written ({fault}). Choose another --out.") from fault
        if not _locked(file):
            file.seek(0)
            holder = file.read(200).strip() or "just started"
            file.close()
            remedy = "Wait until it ends, or choose another --out."
            raise ResultError(f"{folder}: another run is writing it ({holder}). {remedy}")
        if _is_open_at(file, path):
            if not _is_ours(file):
                file.close()
                raise _in_the_way(path)
            file.truncate(0)
            file.write(f"process {os.getpid()}, since {started()}\n")
            file.flush()
            return file
        file.close()


def _in_the_way(path: Path) -> ResultError:
    return ResultError(f"{path}: stands where a run keeps its lock. Move it away.")


def _is_plain(path: Path) -> bool:
    """Return whether `path` is a plain file, or can become one: no link, folder, pipe or device."""
    try:
        return stat.S_ISREG(path.lstat().st_mode)
    except FileNotFoundError:
        return True


def _is_ours(file: IO[str]) -> bool:
    """Return whether a lock file holds nothing but what a run leaves that was killed."""
    try:
        file.seek(0)
        return HOLDER.fullmatch(file.read(200)) is not None
    except (OSError, ValueError):
        return False


def _is_open_at(file: IO[str], path: Path) -> bool:
    """Return whether the open file is still the one at `path`."""
    try:
        return os.path.samestat(os.fstat(file.fileno()), path.stat())
    except OSError:
        return False


def _locked(file: IO[str]) -> bool:
    """Lock an open file and return whether that worked; a disk that knows no locks refuses nobody."""
    try:
        if sys.platform == "win32":
            file.seek(FAR)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    except OSError:
        return True
    return True
