"""Semantics: which meaning the words of a scenario have, by revision.

The revision is raised whenever a default or the meaning of a key changes, so that results from before
are told to be of another meaning rather than of another behaviour.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

CHANGES: Final[Mapping[int, str]] = {
    2: "contact types, touchpoints, groups, shifts and outages have their luck by name, not by place",
    3: "at closing those on duty serve who waits, idle agents leave first where a count falls, and customers "
    "who would return at night come when others call",
}
"""What each revision changed, to follow "since then"."""
SEMANTICS_REVISION: Final = max(CHANGES)
"""The revision that this version of Goodwill runs."""
FIRST = 1


def changed_since(revision: int) -> str:
    """Return what has another meaning now than under `revision`."""
    return "; ".join(text for number, text in CHANGES.items() if number > revision)
