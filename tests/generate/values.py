"""Draw plain values, as a scenario file holds them, for the fields of the scenario's models.

What a field takes is read off its type, so a new field, number or member of a family is generated as soon as
it is there. What only makes sense together (queues and their names, hours) is drawn in `scenarios.py`.
"""

from __future__ import annotations

import types
from collections.abc import Callable, Iterator, Mapping, Sequence
from random import Random
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from annotated_types import Ge, Gt, Le

from sim.family import OneOf, members
from sim.frozen import Frozen
from sim.quantities import Family, duration_text, plain

TYPICAL: Mapping[str, tuple[float, float]] = {
    "time": (1.0, 1800.0),
    "positive_time": (1.0, 1800.0),
    "long_time": (60.0, 3600.0),
    "run_time": (0.0, 604_800.0),
    "share": (0.0, 1.0),
    "count": (1, 20),
    "volume": (0.5, 6.0),
    "factor": (0.5, 2.0),
    "scale": (0.5, 1.5),
    "money": (0.0, 100.0),
    "positive_money": (1.0, 100.0),
    "rate": (0.0, 3.0),
    "times": (0.0, 10.0),
    "warmth": (-1.0, 1.0),
    "spread": (0.0, 0.5),
    "goodwill": (-1.0, 2.0),
    "weight": (0.0, 3.0),
    "loss": (0.0, 4.0),
    "logit": (-2.0, 3.0),
    "sensitivity": (0.0, 1.0),
    "pressure": (0.0, 1.0),
    "hurry": (0.0, 5.0),
    "norm": (0.1, 2.0),
    "day_spread": (0.0, 0.4),
    "cv": (0.3, 2.0),
    "cv_or_none": (0.0, 2.0),
    "sigma": (0.0, 1.5),
    "shape": (0.5, 3.0),
    "beta": (0.5, 5.0),
    "priority": (-5.0, 5.0),
    "points": (0.0, 3.0),
}
"""What numbers of each family are like in a centre; a test holds the names against `RANGES`."""
FINITE = {"work", "acw", "talk", "answers_after", "after", "lasts", "every", "preferred", "takes", "wait"}
"""Fields whose time must have an end."""


class Values:
    """Plain values for fields, drawn with `luck`; `names` says which names a key or field may give.

    A field that may be left out is given with the chance `often`; `fixed` holds functions for the types,
    by the name of their parser, and for the models that need their numbers to go together.
    """

    def __init__(
        self,
        luck: Random,
        names: Mapping[str, Sequence[str]],
        fixed: Mapping[str, Callable[[], Any]],
        often: float = 0.5,
    ) -> None:
        self.luck, self.names, self.fixed, self.often = luck, names, fixed, often

    def maybe(self, chance: float | None = None) -> bool:
        return self.luck.random() < (self.often if chance is None else chance)

    def model(self, model: type[Frozen], given: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Draw a mapping for `model`; `given` is taken as it is, and None there leaves a key out."""
        given, found = given or {}, dict[str, Any]()
        for name, field in model.model_fields.items():
            if name in given:
                found |= {} if given[name] is None else {name: given[name]}
            elif field.is_required() or self.maybe():
                hint = Annotated[(field.annotation, *field.metadata)] if field.metadata else field.annotation
                value = self.value(name, hint)
                found |= {} if value is None else {name: value}
        return found

    def value(self, name: str, hint: Any) -> Any:
        """Draw a value for the field called `name`; None leaves it out."""
        choices = [one for one in branches(hint) if one[0] is not type(None)]
        kind, notes = self.luck.choice(choices)
        for note in notes:
            if isinstance(note, Family):
                return self.number(note, notes)
            if isinstance(note, OneOf):
                return self.member(name, note, kind)
            if getattr(getattr(note, "func", None), "__name__", "") in self.fixed:
                return self.fixed[note.func.__name__]()
        if get_origin(kind) is Literal:
            return self.luck.choice(get_args(kind))
        if get_origin(kind) is dict:
            return self.mapping(name, kind)
        if get_origin(kind) in (tuple, list):
            return self.listing(name, get_args(kind)[0])
        if isinstance(kind, type) and issubclass(kind, Frozen):
            return self.fixed[kind.__name__]() if kind.__name__ in self.fixed else self.model(kind)
        if kind is bool:
            return self.maybe(0.5)
        if kind is int:
            low, high = _limits(notes, 0, 5)
            return self.luck.randint(int(low), int(min(high, low + 5)))
        if kind is str:
            return self.luck.choice(self.names[name]) if name in self.names else f"a {name}"
        raise TypeError(f"no value is known for {name}: {hint}")

    def number(self, family: Family, notes: Sequence[Any]) -> Any:
        """Draw a number in one of the forms that people write."""
        low, high = _limits(notes, *TYPICAL[family.name])
        number = round(self.luck.uniform(low, high), 4)
        number = min(max(number, low), high) if number or family.range.or_zero else high
        number = max(number, family.range.low) if number > 0 else number  # or 0, and nothing in between
        form = self.written(family, number)
        if family.name == "count" or self.maybe(0.9):
            return form
        return {"value": form, "source": "measured", "confidence": self.luck.choice(["low", "high"])}

    def written(self, family: Family, number: float) -> Any:
        """Write a number as people do."""
        if family.name == "count":
            return int(number)
        if family.name.endswith("time"):
            return self.luck.choice([duration_text(number), f"{plain(number)}s", f"{round(number) + 1}s"])
        if family.name in ("share", "day_spread") and self.maybe(0.5):
            return f"{plain(round(100 * number, 2))}%"
        return number

    def member(self, name: str, family: OneOf, base: type[Frozen]) -> Any:
        """Draw one member of a family with its numbers."""
        found = members(family.package, family.tag, base)
        finite = name in FINITE or name in self.names.get("contacts", ())  # a talk for each contact type
        choices = [key for key in found if key != "infinite" or not finite]
        chosen = self.luck.choice(choices)
        model = found[chosen].model
        rest = self.fixed[model.__name__]() if model.__name__ in self.fixed else {}
        value = self.model(model, {**rest, family.tag: chosen})
        return chosen if len(value) == 1 and self.maybe(0.5) else value

    def mapping(self, name: str, kind: Any) -> Any:
        """Draw a mapping by name of some of the names that are known for the field."""
        known = [*self.names.get(name, ())]
        if not known:
            return None
        some = self.luck.sample(known, self.luck.randint(1, len(known)))
        return {one: self.value(one, get_args(kind)[1]) for one in some}

    def listing(self, name: str, inner: Any) -> Any:
        """Draw a list: of names that are known for the field, or of one or two values."""
        if inner is str:
            known = [*self.names.get(name, ())]
            return self.luck.sample(known, self.luck.randint(1, len(known))) if known else None
        return [self.value(name, inner) for _ in range(self.luck.randint(1, 2))]


def branches(hint: Any, notes: tuple[Any, ...] = ()) -> Iterator[tuple[Any, tuple[Any, ...]]]:
    """Yield the plain types of a hint, each with its annotations."""
    if get_origin(hint) is Annotated:
        inner, *more = get_args(hint)
        yield from branches(inner, (*notes, *_flat(more)))
    elif get_origin(hint) in (Union, types.UnionType):
        for part in get_args(hint):
            yield from branches(part, notes)
    else:
        yield hint, notes


def _flat(notes: Sequence[Any]) -> Iterator[Any]:
    for note in notes:
        yield from getattr(note, "metadata", None) or (note,)


def _limits(notes: Sequence[Any], low: float, high: float) -> tuple[float, float]:
    """Return the limits of a field within what is typical."""
    for note in notes:
        if isinstance(note, Ge | Gt):
            low = max(low, getattr(note, "ge", None) or getattr(note, "gt", 0) or 0)
        if isinstance(note, Le):
            high = min(high, note.le)
    return (low, high) if low <= high else (low, low)
