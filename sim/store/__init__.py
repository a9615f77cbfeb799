"""Write and find the files of a run: result folders that appear whole, journals, kept logs."""

from __future__ import annotations

from sim.store.folder import (
    LISTING,
    MANIFEST,
    STUDIES,
    RunFiles,
    add,
    check_file,
    check_folder,
    free,
    read_manifest,
    recover,
    replaces,
    write,
)
from sim.store.journal import Journal, made_by, rests_on
from sim.store.lock import claim
from sim.store.logs import LogFiles, read_log
from sim.store.manifest import (
    LIBRARIES,
    SCHEMA_VERSION,
    SOURCES,
    manifest,
    sha256,
    started,
    stopwatch,
    to_json,
    versions,
)
from sim.store.names import file_name, folder_name, sibling
from sim.store.sheet import to_csv

__all__ = [
    "LIBRARIES",
    "LISTING",
    "MANIFEST",
    "SCHEMA_VERSION",
    "SOURCES",
    "STUDIES",
    "Journal",
    "LogFiles",
    "RunFiles",
    "add",
    "check_file",
    "check_folder",
    "claim",
    "file_name",
    "folder_name",
    "free",
    "made_by",
    "manifest",
    "read_log",
    "read_manifest",
    "recover",
    "replaces",
    "rests_on",
    "sha256",
    "sibling",
    "started",
    "stopwatch",
    "to_csv",
    "to_json",
    "versions",
    "write",
]
