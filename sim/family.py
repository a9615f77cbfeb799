"""Discover the members of a family: a folder with one file per member.

A member is a module that defines one frozen class, derived from the family's base and
carrying the tag that names it in a scenario file. Nothing is listed by hand: a new file
is a new member, known to the loader, the schema and the engines.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from functools import cache
from types import ModuleType
from typing import Any, NamedTuple, Union, get_args

from pydantic import Discriminator, GetCoreSchemaHandler, GetJsonSchemaHandler, Tag
from pydantic_core import CoreSchema, core_schema

from sim.frozen import Frozen


class Member(NamedTuple):
    """One member: its tag, its integer code, its class and its module."""

    name: str
    code: int
    model: type[Frozen]
    module: ModuleType


@cache
def members(package: str, tag: str, base: type[Frozen]) -> dict[str, Member]:
    """Return the members of `package` by name; codes count from 0 in order of name.

    Raises:
        TypeError: two members carry one name.
    """
    found: dict[str, tuple[type[Frozen], ModuleType]] = {}
    for model, module in _models(package, base):
        name = get_args(model.model_fields[tag].annotation)[0]
        if name in found:
            raise TypeError(f"two members of {package} are called {name!r}")
        found[name] = (model, module)
    return {name: Member(name, code, *found[name]) for code, name in enumerate(sorted(found))}


def _models(package: str, base: type[Frozen]) -> Iterator[tuple[type[Frozen], ModuleType]]:
    for entry in pkgutil.iter_modules(importlib.import_module(package).__path__):
        if entry.name == "base":
            continue
        module = importlib.import_module(f"{package}.{entry.name}")
        for model in vars(module).values():
            if isinstance(model, type) and issubclass(model, base) and model.__module__ == module.__name__:
                yield model, module


class Mention(NamedTuple):
    """Something of the scenario that a lever names: where in the lever, what it is, and its name."""

    path: tuple[str | int, ...]
    what: str
    name: str


class Choice(NamedTuple):
    """What a policy chooses from one family: the code of the member, and its numbers."""

    code: int
    numbers: tuple[float, ...]


class Lever(Frozen):
    """What a policy chooses from one family."""

    def mentions(self) -> Iterator[Mention]:
        """Yield the queues, groups and contact types that the lever names; the scenario must have them."""
        yield from ()

    def code(self) -> int:
        """Return the code of the lever among the members of its family."""
        base = next(model for model in type(self).__mro__ if Lever in model.__bases__)
        return _levers(base)[getattr(self, "kind")].code  # noqa: B009


def module_of(base: type[Lever], code: int) -> ModuleType:
    """Return the module of the lever with this code in the family of `base`; its functions choose."""
    return next(member.module for member in _levers(base).values() if member.code == code)


def _levers(base: type[Lever]) -> dict[str, Member]:
    """Return the members of the family whose `base.py` defines this class."""
    return members(base.__module__.rpartition(".")[0], "kind", base)


class OneOf:
    """Annotate a field that holds one member of a family.

    `tag` is the key that names the member; a bare text stands for a member without
    settings or, when it names none, for the value of the member called `shorthand`.
    """

    def __init__(self, package: str, tag: str = "kind", shorthand: tuple[str, str] | None = None) -> None:
        self.package, self.tag, self.shorthand = package, tag, shorthand

    def _long_form(self, value: Any, names: set[str]) -> Any:
        if isinstance(value, str) and (value in names or self.shorthand is None):
            return {self.tag: value}
        if isinstance(value, str | int | float) and self.shorthand is not None:
            return {self.tag: self.shorthand[0], self.shorthand[1]: value}
        if (
            isinstance(value, dict)
            and self.shorthand
            and self.tag not in value
            and self.shorthand[1] in value
        ):
            return {self.tag: self.shorthand[0], self.shorthand[1]: value}
        return value

    def __get_pydantic_core_schema__(self, source: type[Frozen], handler: GetCoreSchemaHandler) -> CoreSchema:
        models = {name: member.model for name, member in members(self.package, self.tag, source).items()}
        if len(models) == 1:
            schema = handler.generate_schema(next(iter(models.values())))
        else:
            choices = tuple(_tagged(model, name) for name, model in models.items())
            schema = handler.generate_schema(_discriminated(Union[choices], self.tag))  # noqa: UP007
        return core_schema.no_info_before_validator_function(
            lambda value: self._long_form(value, set(models)), schema
        )

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> Any:
        return {"anyOf": [{"type": "string"}, handler(schema)]}


def _tagged(model: type[Frozen], name: str) -> Any:
    from typing import Annotated

    return Annotated[model, Tag(name)]


def _discriminated(union: Any, tag: str) -> Any:
    from typing import Annotated

    return Annotated[union, Discriminator(lambda value: _tag_of(value, tag))]


def _tag_of(value: Any, tag: str) -> Any:
    return value.get(tag) if isinstance(value, dict) else getattr(value, tag, None)
