"""Lay a report out as one page that opens from disk and loads nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple

import polars as pl
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from sim.answer.lines import AS_FAST
from sim.answer.reconcile import reconciliation
from sim.answer.screen import LEGEND
from sim.report.content import Book, Scene, Sheet
from sim.report.data import data_of
from sim.report.drawing import Drawings
from sim.report.gather import part_of
from sim.report.look import Look, colours_of
from sim.report.voice import name
from sim.scenario.labels import unknown_in_words
from sim.wording import NONE, UNROUNDED

CONTENTS = (
    ("change", "What does each policy change, and how surely?"),
    ("service", "How well is each queue served, and when?"),
    ("money", "What does it cost, and how busy are agents?"),
    ("customers", "What becomes of customers and their trust?"),
    ("turns", "What would turn the answer?"),
    ("entered", "Is it your centre? What was entered and what the run shows"),
    ("look", "Look up any number"),
    ("method", "Method, assumptions and definitions"),
)
LEAST = 0.05
"""Steps of contacts a day below which they are left out of the page; flows.csv has them all."""


class _Told(NamedTuple):
    """A scene as the page shows it, with its place among the scenarios."""

    place: int
    scene: Scene
    waits: tuple[tuple[str, str, Sheet], ...]
    flows: Sheet | None

    def __getattr__(self, key: str) -> Any:
        return getattr(self.scene, key)


@cache
def _pages() -> Environment:
    return Environment(
        loader=PackageLoader("sim.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def page(book: Book, look: Look | None = None) -> str:
    """Return the report as one HTML page."""
    look = look or Look()
    first = next(iter(book.scenarios.values()))
    drawings = Drawings()
    scenes = [_told(book, scene, place, drawings) for place, scene in enumerate(book.scenes)]
    found, data = data_of(book)
    return (
        _pages()
        .get_template("report.html")
        .render(
            **_heading(book, look),
            **_appendix(book),
            scenes=scenes,
            several_scenes=len(scenes) > 1,
            policies=book.policies,
            queues=[part_of(scenes[0].scene.told, "queue", queue) for queue in first.queues],
            pair=len(book.policies) == 2 and bool(book.judged.rows),
            compared=bool(book.judged.rows),
            then_of=_then,
            legend=f"{LEGEND}. {UNROUNDED}",
            sure=book.sure,
            contents=[one for one in CONTENTS if one[0] != "entered" or book.content.get("reconciliation")],
            parts=[part["label"] for part in data["parts"]],
            intervals=found,
            missing={},
            data=_json(data),
            shared=Markup(drawings.shared()),  # noqa: S704 - our own drawing
        )
    )


def _told(book: Book, scene: Scene, place: int, drawings: Drawings) -> _Told:
    pictures = (Markup(drawings.inline(one.svg)) for one in scene.exhibits)  # noqa: S704 - our own drawing
    drawn = tuple(one._replace(svg=svg) for one, svg in zip(scene.exhibits, pictures, strict=True))
    return _Told(place, scene._replace(exhibits=drawn), tuple(_waits(book, scene)), _flows(book, scene))


def _then(told: _Told) -> str:
    """Return the head of the column at equal service; nothing where there is none."""
    rows = told.scene.table.parts[0][1]
    return AS_FAST if any(row.then for row in rows) else ""


def _heading(book: Book, look: Look) -> dict[str, Any]:
    results = book.judged.results
    count, scenes = len(results.replications), len(book.scenes)
    ran = (
        f"{len(book.policies)} {_many('policy', 'policies', len(book.policies))}, "
        f"{scenes} {_many('scenario', 'scenarios', scenes)}, {count} "
        f"{_many('replication', 'replications', count)}, seed {results.seed}"
    )
    style = _pages().get_template("report.css").render()
    for key, value in colours_of(look).items():
        style = style.replace(key, value)
    return {
        "title": book.heading(look.prefix),
        "prefix": look.prefix,
        "logo": look.logo,
        "ran": f"{ran}{name(book.judged.notice)}",
        "css": Markup(style),  # noqa: S704 - our own style; colours and font are checked where they are read
        "script": Markup(_pages().get_template("report.js").render()),  # noqa: S704 - our own
        "folder": book.folder,
        "again": book.ran,
    }


def _many(one: str, more: str, count: int) -> str:
    return one if count == 1 else more


def _json(data: Mapping[str, Any]) -> Markup:
    """Return data as JSON that nothing within a page can end or take for a tag."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for sign, code in (("<", "\\u003c"), (">", "\\u003e"), ("&", "\\u0026")):
        text = text.replace(sign, code)
    return Markup(text)  # noqa: S704 - every sign that HTML reads is written as its code


def _appendix(book: Book) -> dict[str, Any]:
    used = set(book.judged.found["kpi"].unique())
    kpis = book.judged.kpis
    entered, remedies = reconciled(book)
    return {
        "stress": book.stress,
        "assumptions": assumed(book),
        "definitions": [(one.label, key, one.definition) for key, one in kpis.items() if key in used],
        "first": measured_first(book),
        "facts": list(facts(book)),
        "entered": entered,
        "remedies": remedies,
    }


def measured_first(book: Book) -> list[tuple[str, str]]:
    """Return what is to be measured first, in words, each with the numbers of the scenario that it is."""
    found: dict[str, list[str]] = {}
    for path in book.judged.unknown:
        found.setdefault(name(unknown_in_words(path)), []).append(name(path))
    return [(words, ", ".join(path for path in paths if path != words)) for words, paths in found.items()]


def facts(book: Book) -> Iterator[tuple[str, str]]:
    """Yield where the result comes from: files, digests, versions."""
    manifest = book.manifest
    versions = manifest.get("versions")
    libraries = versions.items() if isinstance(versions, dict) else ()
    sets = manifest.get("set")
    yield "Scenario file", book.file
    yield (
        "Changed by --set",
        ", ".join(f"{k}={v}" for k, v in sets.items()) if isinstance(sets, dict) and sets else NONE,
    )
    yield "Run started", name(str(manifest.get("started", NONE)))
    yield "Seed", str(book.judged.results.seed)
    yield "Replications", f"{len(book.judged.results.replications)} of {book.judged.results.wanted}"
    yield "Digest of the scenario", name(str(manifest.get("scenario_sha256", NONE)))
    yield "Digest of the logs", name(str(manifest.get("digest", NONE)))
    yield "Engine", name(str(manifest.get("engine", NONE)))
    yield "Versions", ", ".join(f"{name(str(key))} {name(str(value))}" for key, value in libraries) or NONE
    yield "Platform", name(f"{manifest.get('platform', NONE)}, {manifest.get('libm', '')}")


def assumed(book: Book) -> Sheet | None:
    """Return the table of assumptions; None where the result folder holds none."""
    table = book.tables.get("assumptions")
    if table is None:
        return None
    rows = tuple(
        (
            name(row["path"]),
            name(str(row["value"])),
            f"{row['low']} to {row['high']}" if row["low"] is not None else "",
            name(row["source"] or ""),
            name(row["confidence"] or ""),
            row["written"],
            "yes" if row["measure_first"] else "",
        )
        for row in table.iter_rows(named=True)
    )
    return Sheet(("Number", "Value", "Range", "Source", "Confidence", "Written", "Measure first"), rows)


def reconciled(book: Book) -> tuple[Sheet, list[str]]:
    """Return what was entered beside what the run shows, and what to do where they differ."""
    found = reconciliation(book.judged.found, next(iter(book.scenarios.values())))
    rows = tuple(
        (
            book.words(one.what[:1].upper() + one.what[1:]),
            *(NONE if v is None else book.voice.said(v, one.unit) for v in (one.entered, one.shown)),
            "≠" if one.is_off else "",
        )
        for one in found
    )
    heads = ("Figure", "Entered", "The run shows", "Differs")
    return Sheet(heads, rows), list(dict.fromkeys(book.words(one.remedy) for one in found if one.is_off))


def _waits(book: Book, scene: Scene) -> Iterator[tuple[str, str, Sheet]]:
    """Yield for each queue how long those wait who are answered, and those who hang up."""
    table = book.tables.get("waits")
    if table is None:
        return
    here = table.filter(pl.col("scenario") == scene.key)
    for (queue,), part in here.group_by("queue", maintain_order=True):
        words = part_of(scene.told, "queue", str(queue))
        yield words, f"How long contacts wait in {book.words(str(queue))}", _waited(book, scene, part)


def _waited(book: Book, scene: Scene, part: pl.DataFrame) -> Sheet:
    shares = {
        tuple(row[:4]): row[4]
        for row in part.select("policy", "outcome", "from_s", "to_s", "share").iter_rows()
    }
    bins = sorted({(key[2], key[3]) for key in shares}, key=lambda one: one[0])
    columns = [(policy, outcome) for policy in scene.told.policies for outcome in ("answered", "abandoned")]
    heads = ["Wait", *(f"{book.policies[policy]}, {outcome}" for policy, outcome in columns)]
    rows = []
    for start, end in bins:
        words = f"{start:g} s and longer" if end is None else f"{start:g} to {end:g} s"
        cells = (shares.get((policy, outcome, start, end), 0.0) for policy, outcome in columns)
        rows.append((words, *(book.voice.number(f"{100 * cell:.1f}\u00a0%") for cell in cells)))
    return Sheet(tuple(heads), tuple(rows))


def _flows(book: Book, scene: Scene) -> Sheet | None:
    """Return contacts a day from step to step, policies side by side."""
    table = book.tables.get("flows")
    if table is None:
        return None
    here = table.filter(pl.col("scenario") == scene.key)
    steps: dict[tuple[str, ...], dict[str, float]] = {}
    for row in here.iter_rows(named=True):
        key = tuple(str(row[part]) for part in ("from_kind", "from", "to_kind", "to"))
        steps.setdefault(key, {})[row["policy"]] = row["per_day"]
    rows = []
    for (start, source, end, target), by in steps.items():
        if max(by.values()) >= LEAST:
            cells = (book.voice.number(f"{by.get(policy, 0.0):,.1f}") for policy in scene.told.policies)
            rows.append((f"{start}: {book.words(source)}", f"{end}: {book.words(target)}", *cells))
    return Sheet(("From", "To", *book.policies.values()), tuple(rows))
