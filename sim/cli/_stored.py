"""Show a result folder again: the answer, all tables, or one breakdown, without a run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import polars as pl

from sim.answer.period import Period, per
from sim.answer.screen import rows_by
from sim.cli._terminal import echo, echo_json, echo_lines
from sim.comparison import headline, measures
from sim.errors import GoodwillError
from sim.judging import measure_named
from sim.kpis import KPIS
from sim.kpis.base import ALL, DIMENSIONS
from sim.quantities import QuantityError
from sim.reporting.equal import told_of
from sim.reporting.result import Judged
from sim.reporting.stored import judged_of, open_result, ran_of
from sim.scenario.model import Scenario
from sim.scenario.variant import listed, suggest

WORDS = {"type": "contact"}
"""Other words for a dimension."""
SHOWN = {
    "queue": ("offered", "service_level", "abandoned_share", "asa", "wait_p90", "aht"),
    "group": ("occupancy", "utilisation", "aht", "staff_cost"),
    "contact": ("offered", "fcr", "recontact_share", "csat", "aht_contact"),
    "interval": ("offered", "service_level", "abandoned_share", "occupancy"),
}
"""Measures of a breakdown where none is named."""


def show_result(
    folder: Path,
    by: str | None,
    wanted: Sequence[str],
    *,
    full: bool,
    as_json: bool,
    period: Period | None = None,
) -> None:
    """Print what a result folder holds.

    Raises: GoodwillError for an unknown dimension or measure; ResultError for a folder without a result.
    """
    opened = open_result(folder)
    judged = judged_of(opened, lambda line: echo(line, err=True), anew=True)
    scenarios = opened.scenarios
    if by is not None or wanted:
        _print_by(judged, scenarios, _dimension(by or ALL), wanted, as_json=as_json, period=period)
    elif as_json:
        echo_json((folder / "result.json").read_text(encoding="utf-8"))
    else:
        from sim.cli._answer import answer
        from sim.cli._print import print_run

        echo_lines(answer(judged, scenarios, folder, ran_of(opened), period=period))
        if full:
            print_run(judged, scenarios, period)


def _dimension(by: str) -> str:
    known = sorted({d for some in DIMENSIONS.values() for d in some})
    found = WORDS.get(by, by)
    if found not in known:
        remedy = suggest(by, [*known, *WORDS], "Write one of these.")
        raise GoodwillError(f"--by: is no breakdown (got {by}; allowed {listed([*WORDS, *known])}). {remedy}")
    return found


def _measures(dimension: str, wanted: Sequence[str]) -> list[str]:
    """Return the measures to show: those named by id or label, or what a breakdown usually shows."""
    names = [name.strip() for text in wanted for name in text.split(",")]
    try:
        found = [measure_named(name, KPIS) for name in names]
    except QuantityError as fault:
        raise GoodwillError(f"--measure: {fault}") from fault
    shown = found or SHOWN.get(dimension, headline(KPIS))
    apart = [kpi for kpi in shown if dimension in KPIS[kpi].dimensions]
    if found and len(apart) < len(found):
        odd = next(kpi for kpi in found if kpi not in apart)
        allowed = listed(KPIS[odd].dimensions)
        raise GoodwillError(
            f"--by: {odd} is not broken down so (got {dimension}; allowed {allowed}). Choose one."
        )
    return apart or [kpi for kpi in KPIS if dimension in KPIS[kpi].dimensions]


def _print_by(
    judged: Judged,
    scenarios: Mapping[str, Scenario],
    dimension: str,
    wanted: Sequence[str],
    *,
    as_json: bool,
    period: Period | None,
) -> None:
    kpis = _measures(dimension, wanted)
    found = judged.found.filter((pl.col("dimension") == dimension) & pl.col("kpi").is_in(kpis))
    if as_json:
        from sim.store import to_json

        labels = {name: one.label for name, one in measures().items()}
        told = found.with_columns(label=pl.col("kpi").replace_strict(labels))
        echo_json(to_json({"estimates": told.to_dicts()}))
        return
    for scenario in scenarios.values():
        echo_lines(_lines(judged, scenario, found, dimension, kpis, period=period))


def _lines(
    judged: Judged,
    scenario: Scenario,
    found: Any,
    dimension: str,
    kpis: Sequence[str],
    *,
    period: Period | None,
) -> Iterator[str]:
    here = found.filter(pl.col("scenario") == scenario.scenario)
    told = told_of(judged._replace(found=here), scenario)
    told = per(told, period) if period else told
    for kpi in kpis:
        members = here.filter(pl.col("kpi") == kpi)["member"].unique(maintain_order=True).to_list()
        yield from rows_by(told, kpi, dimension, members)
        yield ""
