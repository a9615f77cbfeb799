"""Cache: where compiled code is kept, under a name that changes with everything that it depends on.

numba looks at the file of the function that it is asked for and not at what that one calls, so that an
edited rule would go on as it was. Here the folder's name is a digest of the text of all rules, policies,
verbs, of the numbers that they read and of the engine, of the versions of Python, numba and LLVM, of the
processor, and of whether numba checks that every index is within bounds.
"""

from __future__ import annotations

import hashlib
import os
import pkgutil
import re
import sys
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from shutil import rmtree
from tempfile import TemporaryFile

from filelock import FileLock

TEXTS = ("sim.rules", "sim.policies", "sim.distributions", "sim.centre", "sim.engines.compiled")
NUMBERS = "sim.world.numbers"
"""It hands on the forms of numbers, and codes, from the modules that it imports."""
BESIDE = (
    "sim.codes", "sim.family", "sim.floor", "sim.lines", "sim.logs", "sim.luck", "sim.rule",
    NUMBERS,
)  # fmt: skip
COMPILERS = ("numba", "llvmlite", "numpy")
FOLDER = "NUMBA_CACHE_DIR"
"""The environment's variable that says where numba, and this engine, keep what is compiled."""
PROGRAM = "sim.engines.compiled.program"
"""The module of the functions that are kept: numba keeps them by its place and by when it was written."""
CHECKS = "NUMBA_BOUNDSCHECK"
"""The environment's variable by which numba checks indices."""
SEAL = "seal"
"""The file with the checksum of a variant's compiled files, written when all are finished."""
SWITCH = "NUMBA_DISABLE_JIT"
"""The environment's variable by which numba compiles nothing."""


def has_numba() -> bool:
    """Return whether numba is installed, without loading it."""
    return find_spec("numba") is not None


def is_off() -> bool:
    """Return whether numba is told to compile nothing."""
    return os.environ.get(SWITCH, "0").strip() not in ("", "0")


def modules() -> list[str]:
    """Return the modules whose text is compiled, or decides what is."""
    found = [*BESIDE, *re.findall(r"^from (sim\.[\w.]+) import", text_of(NUMBERS), re.MULTILINE)]
    for name in TEXTS:
        spec = find_spec(name)
        places = spec.submodule_search_locations if spec is not None else None
        found += [one.name for one in pkgutil.walk_packages(places, f"{name}.") if not one.ispkg]
    return sorted({*found})


def text_of(name: str) -> str:
    """Return the text of a module."""
    spec = find_spec(name)
    return Path(spec.origin).read_text("utf-8") if spec is not None and spec.origin else ""


@cache
def digest() -> str:
    """Return the name of everything that compiled code depends on."""
    from llvmlite.binding import get_host_cpu_features, get_host_cpu_name

    facts = [sys.version, get_host_cpu_name(), get_host_cpu_features().flatten(), *map(_version, COMPILERS)]
    facts.append(os.environ.get(CHECKS, ""))
    whole = hashlib.sha256("\n".join([*facts, _place()]).encode())
    for name in modules():
        whole.update(f"\n{name}\n{text_of(name)}".encode())
    return whole.hexdigest()[:16]


def _place() -> str:
    """Return what numba knows compiled code by; else another clone of the same text would seem compiled."""
    spec = find_spec(PROGRAM)
    if spec is None or not spec.origin:
        return ""
    file = Path(spec.origin).absolute()
    return f"{file} {file.stat().st_mtime_ns} {file.stat().st_size}"


def _version(package: str) -> str:
    try:
        return f"{package} {version(package)}"
    except PackageNotFoundError:
        return f"{package} is not installed"


def folder(variant: str = "") -> Path:
    """Return the folder that takes, or holds, what is compiled, of a variant or of all."""
    named = os.environ.get(FOLDER)
    root = Path(named) if named else Path.home().joinpath(".cache", "goodwill")
    return root.joinpath(f"compiled-{digest()}", variant)


def can_keep() -> bool:
    """Return whether the folder can be written; elsewhere numba would not notice an edited rule."""
    try:
        folder().mkdir(parents=True, exist_ok=True)
        with TemporaryFile(dir=folder()):
            return True
    except (OSError, RuntimeError):  # no such home
        return False


def lock() -> FileLock:
    """Return a lock that one process at a time can hold while it fills the folder."""
    folder().mkdir(parents=True, exist_ok=True)
    return FileLock(folder("lock"))


def is_warm(variant: str) -> bool:
    """Return whether a variant of the engine has been compiled before, and no file has changed since."""
    try:
        return folder(variant).joinpath(SEAL).read_text("utf-8") == _contents(variant)
    except (OSError, ValueError):
        return False


def seal(variant: str) -> None:
    """Write the checksum of a variant whose files are all compiled."""
    folder(variant).joinpath(SEAL).write_text(_contents(variant), "utf-8")


def clear(variant: str) -> None:
    """Delete the files of a variant that is incomplete or damaged."""
    rmtree(folder(variant), ignore_errors=True)


def _contents(variant: str) -> str:
    """Return the checksum of a variant's compiled files and their names."""
    place, whole = folder(variant), hashlib.sha256()
    for file in sorted(place.rglob("*.nb[ci]")):
        whole.update(f"{file.relative_to(place)} {file.stat().st_size}\n".encode())
        whole.update(file.read_bytes())
    return whole.hexdigest()
