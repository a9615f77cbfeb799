"""The numbers behind the switches of a page, as the page shows them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import polars as pl

from sim.answer.lines import Line
from sim.answer.told import Told
from sim.estimate import Estimate
from sim.judging import SYMBOLS
from sim.kpis.base import ALL
from sim.report.content import Book
from sim.report.gather import cell_of, in_order
from sim.report.voice import name

BY_INTERVAL = ("service_level", "abandoned_share", "occupancy", "offered", "asa")
"""Measures by interval that the page holds; intervals.csv has them all."""
WORDS = {"contact": "contact type", "group": "group of agents"}
"""Words for the parts that measures are broken down by."""


def data_of(book: Book) -> tuple[list[tuple[str, str]], dict[str, Any]]:
    """Return the measures that there are by interval, with their labels, and the data for the page."""
    told = [scene.told for scene in book.scenes]
    members = _members(book)
    by_interval = [_by_interval(book, one, members) for one in told]
    kpis = {**book.judged.kpis, **told[0].kpis}
    data = {
        "policies": list(book.policies.values()),
        "scenes": [scene.name for scene in book.scenes],
        "verdicts": {sign: verdict for verdict, sign in SYMBOLS.items()},
        "measures": {key: [one.label, one.definition] for key, one in kpis.items()},
        "order": list(kpis),
        "parts": list(_parts(book, told)),
        "intervals": [name(member) for member in members],
        "by_interval": by_interval,
    }
    there = {kpi for found in by_interval for kpi in found}
    return [(kpi, kpis[kpi].label) for kpi in BY_INTERVAL if kpi in there], data


def _members(book: Book) -> list[str]:
    """Return the intervals of the week in their order."""
    found = book.judged.found.filter(pl.col("dimension") == "interval")
    return [str(member) for member in found["member"].unique(maintain_order=True)]


def _parts(book: Book, told: list[Told]) -> Iterator[dict[str, Any]]:
    """Yield the whole, then each queue, group and so on, with every measure of it."""
    slices: dict[tuple[str, str], None] = {}
    for one in told:
        slices |= {
            (dimension, member): None for _, dimension, member, _ in one.values if dimension != "interval"
        }
    dimensions = list(dict.fromkeys([ALL, *(dimension for dimension, _ in slices)]))
    places = [
        (dimension, member)
        for dimension in dimensions
        for member in in_order(told[0].scenario, dimension, [m for d, m in slices if d == dimension])
    ]
    kpis = [_kpis(one) for one in told]
    for dimension, member in places:
        words = (
            "All contacts"
            if dimension == ALL
            else f"{WORDS.get(dimension, dimension)}: {name(member).replace('_', ' ')}"
        )
        values = [
            _values(book, one, (dimension, member), there.get((dimension, member), ()))
            for one, there in zip(told, kpis, strict=True)
        ]
        yield {
            "label": words[:1].upper() + words[1:],
            "dimension": dimension,
            "member": member,
            "values": values,
        }


def _kpis(told: Told) -> dict[tuple[str, str], dict[str, None]]:
    """Return the measures of each part, in their order."""
    found: dict[tuple[str, str], dict[str, None]] = {}
    for _, dimension, member, kpi in told.values:
        found.setdefault((dimension, member), {})[kpi] = None
    return found


def _values(book: Book, told: Told, part: tuple[str, str], kpis: Iterable[str]) -> dict[str, list[Any]]:
    """Return the cells of each measure of a part, without those that are 0 under every policy."""
    dimension, member = part
    found: dict[str, list[Any]] = {}
    for kpi in kpis:
        if all(told.value(policy, kpi, dimension, member).value in (None, 0.0) for policy in told.policies):
            continue
        cells = [
            cell_of(told, book.voice, Line(kpi, "", dimension, member), policy) for policy in told.policies
        ]
        found[kpi] = [[one.text, one.spread, one.change, one.sign] for one in cells]
    return found


def _by_interval(book: Book, told: Told, members: list[str]) -> Mapping[str, list[Any]]:
    """Return, by measure, for every interval a cell for each policy; None where nothing is known."""
    found: dict[str, list[Any]] = {}
    for kpi in BY_INTERVAL:
        unit = told.kpis[kpi].unit
        rows = []
        for member in members:
            known = [told.values.get((policy, "interval", member, kpi)) for policy in told.policies]
            rows.append([_cell(book, one, unit) for one in known])
        if any(cell for row in rows for cell in row):
            found[kpi] = rows
    return found


def _cell(book: Book, found: Estimate | None, unit: str) -> list[str] | None:
    if found is None or found.value is None:
        return None
    return [book.voice.value(found, unit), book.voice.spread(found, unit)]
