"""Reference: what every lever and distribution is and takes, written from their own documentation."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from typing import Any, NamedTuple, get_args

from sim.distributions.base import PACKAGE, Distribution
from sim.family import Member, OneOf, members
from sim.frozen import Frozen, meanings
from sim.quantities import show
from sim.scenario.campaigns import Campaign
from sim.scenario.groups import Group
from sim.scenario.policy import Policy


class Key(NamedTuple):
    """Describe one key of a member; `default` is None where the key is required."""

    name: str
    default: str | None
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
    written: Any = model.model_construct().model_dump(mode="json", warnings=False).get(name)
    default = None if field.is_required() else "none" if written is None else show(written)
    return Key(name, default, _line(meanings(model).get(name)))


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
    default = "required" if key.default is None else f"`{key.default}`"
    return f"| `{key.name}` | {default} | {key.meaning.replace('|', chr(92) + '|')} |"


def _line(text: str | None) -> str:
    return " ".join((text or "").split())
