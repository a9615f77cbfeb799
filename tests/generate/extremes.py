"""Put numbers of a scenario at the ends of their ranges, and beyond."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, NamedTuple, get_args, get_origin

from sim.frozen import Frozen
from sim.quantities import Family, plain
from tests.generate.values import branches

Path = tuple[str | int, ...]


class Place(NamedTuple):
    """A number of a scenario: where it stands in the machine form, and its family."""

    path: Path
    family: Family

    @property
    def name(self) -> str:
        return ".".join(map(str, self.path))

    def ends(self) -> list[Any]:
        """Return the lowest and the highest number, and 0 where it is allowed, as a file writes them."""
        low, high, or_zero = self.family.range
        return [self._written(number) for number in (low, high, *([0.0] if or_zero else []))]

    def beyond(self) -> list[Any]:
        """Return numbers that the range keeps out."""
        low, high, _ = self.family.range
        outside = [high * 1.5 if high > 0 else high + 1, -high - 1, low / 2 if low > 0 else low - 1]
        return [self._written(number) for number in outside]

    def _written(self, number: float) -> Any:
        if self.family.name.endswith("time"):
            return f"{plain(number)}s"
        if self.family.name == "count":
            return int(number)
        return f"{plain(number * 100)}%" if self.family.name == "factor" else number


def places(value: Any, path: Path = (), hint: Any = None) -> Iterator[Place]:
    """Yield every number of a model and what is in it."""
    if isinstance(value, Frozen):
        for name, field in type(value).model_fields.items():
            kind = Annotated[(field.annotation, *field.metadata)] if field.metadata else field.annotation
            yield from places(getattr(value, name), (*path, name), kind)
        return
    for kind, notes in branches(hint):
        inner = get_args(kind)
        if isinstance(value, Mapping) and get_origin(kind) is dict:
            for key, one in value.items():
                yield from places(one, (*path, key), inner[1])
        elif isinstance(value, list | tuple) and get_origin(kind) in (list, tuple) and inner[1:] == (...,):
            for index, one in enumerate(value):
                yield from places(one, (*path, index), inner[0])
        elif isinstance(value, int | float):
            yield from (Place(path, note) for note in notes if isinstance(note, Family))


def put(node: Any, path: Path, value: Any) -> Any:
    """Return a machine form with `value` at `path`."""
    if not path:
        return value
    if isinstance(node, list):
        return [put(one, path[1:], value) if index == path[0] else one for index, one in enumerate(node)]
    return {**node, path[0]: put(node[path[0]], path[1:], value)}
