"""Overflow: when agents of another group help."""

from __future__ import annotations

from sim.rule import rule


@rule
def is_ripe(waited: float, after: float) -> bool:
    """Return whether a contact that `waited` [s] may be served by groups that help `after` that time [s]."""
    return waited >= after
