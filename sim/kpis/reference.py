"""Reference: what every measure is, written from the entries that define them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from sim.kpis.base import ALL, Kpi, files

UNITS = {"s": "s", "share": "%", "money": "money", "per_day": "per day", "count": "number", "score": "score"}
INTRODUCTION = """\
# Measures

Written by `goodwill measures` from the code's own documentation; a test holds the two together.

A measure is a numerator over a denominator; both are added up over all replications and divided once, at
the end. A percentile is the mean of the replications' percentiles. Only what lies in the measured window
counts, without warm-up and drain. *Matters* is the smallest difference of interest, where a scenario sets
no other (`matters:`): an assumption, in the measure's unit or as a share of the baseline's value. *By*
names the slices in which a measure is broken down. By queue every queue stay counts, transfers included;
overall and by all else, offered contacts, service level, abandonment and waits count each contact once, by
its first queue, so that queues need not add up to the whole. *Printed* says when `run` prints it: always,
when some policy's value differs from the one given, or not. All measures, with their intervals, are in
`result.json`, and `check` takes each by its name."""


class Entry(NamedTuple):
    """One measure: its names, what it is, the smallest difference that matters, its slices, when printed."""

    name: str
    label: str
    unit: str
    better: str
    definition: str
    matters: str
    by: tuple[str, ...]
    printed: str


def entry(kpi: Kpi, matters: Mapping[str, str]) -> Entry:
    """Return what a measure is, in words; `matters` holds the smallest difference of interest by unit."""
    by = tuple(dimension for dimension in kpi.dimensions if dimension != ALL)
    margin = kpi.matters or matters[kpi.unit]
    return Entry(kpi.name, kpi.label, UNITS[kpi.unit], kpi.better, kpi.definition, margin, by, _printed(kpi))


def _printed(kpi: Kpi) -> str:
    if kpi.headline:
        return "always"
    if kpi.unused is None:
        return "no"
    return f"when not {kpi.unused:g}" + (f" and `{kpi.needs}` is printed" if kpi.needs else "")


def page(matters: Mapping[str, str]) -> str:
    """Return the measures as a page of Markdown, one section a file; `matters` as in `entry`."""
    return "\n".join([INTRODUCTION, *_sections(matters)]) + "\n"


def _sections(matters: Mapping[str, str]) -> Iterator[str]:
    for docstring, measures in files().items():
        title, _, about = docstring.partition("\n")[0].partition(": ")
        yield from ("", f"## {title}", "", f"{about[0].upper()}{about[1:]}", "")
        yield "| measure | label | unit | better | definition | matters | by | printed |"
        yield "| --- | --- | --- | --- | --- | --- | --- | --- |"
        for one in (entry(kpi, matters) for kpi in measures):
            cells = (f"`{one.name}`", *one[1:6], ", ".join(one.by), one.printed)
            yield f"| {' | '.join(cells)} |"
