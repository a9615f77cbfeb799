"""Turn names into file names: another one for every other name, valid on every system."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from pathlib import Path

PLAIN = re.compile(r"[\w-]([\w.-]*[\w-])?")
DEVICE = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?")
"""Names that Windows keeps for devices, whatever their ending."""
PLAIN_BYTES = 100
SLUG = 24
"""Characters of a name that stay readable in front of its digest."""
DIGEST = 12
"""Hexadecimal digits of a digest: two of a million names share one with a chance of 1 in 500."""
FOLDER_BYTES = 200
"""Bytes of a folder's name that leave room for the files beside it; systems allow 255."""


def file_name(name: str) -> str:
    """Return a file name for `name`, so that no two names share one on any system.

    A plain name stands for itself. Any other gets its digest: one with blanks or signs, with capitals
    (some systems do not tell them from small letters), of more than 100 bytes, or a device of Windows.
    """
    alike = unicodedata.normalize("NFC", name).lower()
    plain = PLAIN.fullmatch(name) and len(name.encode()) <= PLAIN_BYTES and not DEVICE.fullmatch(name)
    if plain and name == alike:
        return name
    slug = re.sub(r"[^\w-]", "_", alike)[:SLUG]
    return f"{slug}~{hashlib.sha256(name.encode(errors='surrogatepass')).hexdigest()[:DIGEST]}"


def folder_name(stem: str) -> str:
    """Return the name of the folder for a file's stem: the stem itself where it can be one."""
    usable = stem.strip(". ") and len(stem.encode(errors="surrogateescape")) <= FOLDER_BYTES
    return stem if usable else file_name(stem)


def sibling(folder: Path, word: str) -> Path:
    """Return the hidden path beside `folder` that serves it while it is written."""
    return folder.with_name(f".{folder_name(folder.name)}.{word}")
