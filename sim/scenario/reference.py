"""Reference: what every lever and distribution is and takes, written from their own documentation."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from types import UnionType
from typing import Any, Literal, NamedTuple, Union, get_args, get_origin

from sim.distributions.base import PACKAGE, Distribution
from sim.family import Member, OneOf, members
from sim.frozen import Frozen, meanings
from sim.quantities import show
from sim.scenario.campaigns import Campaign
from sim.scenario.groups import Group
from sim.scenario.policy import Policy
from sim.scenario.source import dump

LEFT_OUT = "left out"
"""How the page tells the default of a key without a value."""


class Key(NamedTuple):
    """Describe one key of a member; `default` is None where the key is required.

    `others`: the words that it takes instead of the default.
    """

    name: str
    default: str | None
    others: tuple[str, ...]
    meaning: str


class Entry(NamedTuple):
    """Describe one member of a family."""

    family: str
    name: str
    does: str
    source: str
    keys: tuple[Key, ...]


def entries() -> Iterator[Entry]:
    """Yield every member of every family that a scenario file may name, then levers of only one kind."""
    for family, package, tag, base in _families():
        for member in members(package, tag, base).values():
            yield _entry(family, tag, member)
    for name, field in Policy.model_fields.items():
        for model in get_args(field.annotation):
            if isinstance(model, type) and issubclass(model, Frozen):
                yield _entry(name, "", Member(name, 0, model, import_module(model.__module__)))


def page() -> str:
    """Return the entries as a page of Markdown."""
    return "\n".join(_lines()) + "\n"


def _families() -> Iterator[tuple[str, str, str, type[Frozen]]]:
    """Yield each family: how a file calls it, its package, its tag and its base class."""
    for name, field in (Policy.model_fields | Group.model_fields | Campaign.model_fields).items():
        for one in field.metadata:
            if isinstance(one, OneOf) and isinstance(field.annotation, type):
                yield name, one.package, one.tag, field.annotation
    yield "dist", PACKAGE, "dist", Distribution


def _entry(family: str, tag: str, member: Member) -> Entry:
    _, _, source = (member.module.__doc__ or "").partition("Source:")
    keys = tuple(_key(member.model, name) for name in member.model.model_fields if name != tag)
    return Entry(family, member.name, _line(member.model.__doc__), _line(source), keys)


def _key(model: type[Frozen], name: str) -> Key:
    field = model.model_fields[name]
    default = None if field.is_required() else _default(model, name)
    others = tuple(word for word in _words(field.annotation) if word != default)
    return Key(name, default, others, _line(meanings(model).get(name)))


def _default(model: type[Frozen], name: str) -> str:
    """Return a key's default as a file would have it."""
    plain = model.model_construct().model_dump(mode="json", warnings=False, exclude_none=True)
    written: Any = plain.get(name)
    if written in (None, {}, []):
        return LEFT_OUT
    return f"{{{', '.join(dump(written).splitlines())}}}" if isinstance(written, dict) else show(written)


def _words(hint: Any) -> Iterator[str]:
    """Yield the words that a type names."""
    if get_origin(hint) is Literal:
        yield from (str(word) for word in get_args(hint))
    elif get_origin(hint) in (Union, UnionType):
        yield from (word for part in get_args(hint) for word in _words(part))


def _lines() -> Iterator[str]:
    yield "# Levers and distributions"
    yield ""
    yield "Written by `goodwill levers` from the code's own documentation; a test holds the two together."
    yield "docs/sources.md says what labels such as E2, V30 and D3.11 stand for."
    family = ""
    for entry in entries():
        if entry.family != family:
            family = entry.family
            yield from ("", f"## `{family}`")
        yield from ("", f"### {entry.name}", "", entry.does)
        if entry.source:
            yield from ("", f"Source: {entry.source}")
        if entry.keys:
            yield from ("", "| key | default | meaning |", "| --- | --- | --- |")
            yield from (_row(key) for key in entry.keys)


def _row(key: Key) -> str:
    default = key.default or "required"
    if default not in (LEFT_OUT, "required"):
        default = f"`{default}`"
    if key.others:
        default += f" (or {', '.join(f'`{word}`' for word in key.others)})"
    return f"| `{key.name}` | {default} | {key.meaning.replace('|', chr(92) + '|')} |"


def _line(text: str | None) -> str:
    return " ".join((text or "").split())
