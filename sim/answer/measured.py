"""Lay what was measured beside what the run shows, and say whether the run is a picture of a real centre."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import polars as pl

from sim.scenario.model import Scenario
from sim.studies.figures import FITS, MISSES, Beside, misfits, reconciled
from sim.wording import NONE, short_number, short_value, unit_words

UNTIED = "Nothing ties these figures to a real centre: the file does not say what yours measures (observed:)."
NAMED = 2
"""Figures that one line names."""


def lines_of(found: pl.DataFrame, scenario: Scenario) -> list[str]:
    """Return one line that says how the run fits what was measured; or that nothing was."""
    if scenario.observed is None:
        return [UNTIED]
    rows = reconciled(scenario, found)
    known = [one for one in rows if one.away is not None]
    if not known:
        return []
    off = list(misfits(known))
    fit = f"{len(known) - len(off)} of {len(known)} measured figures fit the run (within {FITS:g} errors)"
    if not off:
        return [f"{fit}."]
    parts = ", ".join(_said(one) for one in off[:NAMED])
    more = f" and {len(off) - NAMED} more" if len(off) > NAMED else ""
    return [f"{fit}. Off: {parts}{more}. Fit them first: goodwill calibrate."]


def table(rows: Sequence[Beside]) -> Iterator[str]:
    """Yield every measured figure beside the simulated one."""
    yield f"{'':50}{'measured':>18}{'simulated':>14}{'off by':>16}"
    for one in rows:
        told = one.figure.told
        unit = unit_words(told.unit, "")
        measured = f"{short_number(told.value, told.unit)} ± {short_number(told.error, told.unit)} {unit}"
        shown = NONE if one.shown is None else short_value(one.shown, told.unit)
        mark = "" if one.away is None else f"{one.away:+.1f} errors"
        flag = " ≠" if one.away is not None and abs(one.away) > FITS else "  "
        words = f"{one.figure.words}"
        yield f"{words[:49]:50}{measured:>18}{shown:>14}{mark:>14}{flag}"
    yield (
        f"off by: in errors of the measured figure, the luck of the run included; up to {FITS:g} it fits (≠ "
        f"does not), beyond {MISSES:g} the run is another centre"
    )


def _said(one: Beside) -> str:
    told, off = one.figure.told, abs(one.away or 0.0)
    return (
        f"{one.figure.words} {short_value(one.shown, told.unit)} (measured "
        f"{short_value(told.value, told.unit)}, off by {off:.1f} errors)"
    )
