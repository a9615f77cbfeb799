"""By name: a scenario with every mapping in one order, so that the order of a file decides nothing."""

from __future__ import annotations

from typing import TypeVar

from sim.frozen import Frozen

T = TypeVar("T")


def by_name(value: T) -> T:
    """Return a scenario, or a part of one, with the keys of all its mappings sorted."""
    if isinstance(value, Frozen):
        return value.model_copy(
            update={name: by_name(getattr(value, name)) for name in type(value).model_fields}
        )
    if isinstance(value, dict):
        return {key: by_name(value[key]) for key in sorted(value, key=str)}  # type: ignore[return-value]
    return value
