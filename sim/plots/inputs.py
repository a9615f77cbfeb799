"""Answer whether the run is the centre that was described: what was entered beside what the run shows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

import polars as pl

from sim.answer.reconcile import Compared, reconciliation
from sim.plots.base import Column, Exhibit, Finding, Table
from sim.plots.sheet import Sheet
from sim.plots.view import View
from sim.studies.figures import FITS, reconciled

MOST = 12
"""Figures drawn at most."""
HEADS = ("", "In the file", "Run shows", "")
MEASURED = f"A measured figure differs where it is more than {FITS:g} errors off. Fit it: "


def find(view: View) -> Finding | str:
    """Return what was measured and entered of the baseline, beside what the run shows."""
    if view.baseline is None:
        return "the baseline did not run"
    found = pl.DataFrame(view.given.content["estimates"])
    compared = [*_measured(view, found), *reconciliation(found, view.scenario)]
    if not compared:
        return "nothing was entered that a run can show"
    return Finding(
        title=_title(compared),
        alt=" ".join(_alt(view, compared)),
        table=_table(compared),
        note=" ".join(_note(view, compared)) + view.key,
        draw=partial(draw, view=view, compared=compared[:MOST]),
        height=2.2 + 0.32 * min(MOST, len(compared)),
    )


def _measured(view: View, found: pl.DataFrame) -> Iterator[Compared]:
    """Yield what the real centre measures (observed:), as far as the run shows it."""
    for one in reconciled(view.scenario, found):
        if one.away is not None and one.figure.policy == view.baseline:
            told, shown = one.figure.told, one.shown or 0.0
            error = (shown - told.value) / one.away if one.away else told.error
            room = FITS * error / (1.0 if told.unit == "share" else abs(told.value) or 1.0)
            remedy = f"{MEASURED}{view.ran.command('calibrate')}"
            yield Compared(f"{one.figure.words}, as measured", told.unit, told.value, shown, room, remedy)


def _judged(compared: Sequence[Compared]) -> list[Compared]:
    """Return the figures that were entered and can be held against the run."""
    return [one for one in compared if one.remedy and one.entered is not None and one.shown is not None]


def _title(compared: Sequence[Compared]) -> str:
    held = _judged(compared)
    off = [one.what for one in held if one.is_off]
    if not held:
        return "What the run shows of the baseline, beside what was entered"
    if not off:
        which = "its one figure" if len(held) == 1 else f"all {len(held)} figures"
        return f"The run shows what was entered, in {which} that can be held against it"
    named = ", ".join(off[:2]) + (f" and {len(off) - 2} more" if len(off) > 2 else "")
    return f"Not as entered: {named} ({len(off)} of {len(held)} figure{'' if len(held) == 1 else 's'})"


def _alt(view: View, compared: Sequence[Compared]) -> Iterator[str]:
    yield f"Figures of {view.base_label}, entered and shown."
    for one in compared:
        entered, shown = (view.said(value, one.unit) for value in (one.entered, one.shown))
        yield f"{one.what}: entered {entered}, shown {shown}{', which differs' if one.is_off else ''}."


def _table(compared: Sequence[Compared]) -> Table:
    columns = (
        Column("Figure"),
        Column("Unit"),
        Column("In the file", "by row"),
        Column("Run shows", "by row"),
    )
    rows = [
        (one.what, one.unit, one.entered, one.shown, "differs" if one.is_off else "", one.remedy)
        for one in compared
    ]
    return Table((*columns, Column("Differs"), Column("Remedy")), rows)


def _note(view: View, compared: Sequence[Compared]) -> Iterator[str]:
    yield f"Under {view.base_label}. ≠: differs by more than what is usual; –: not entered, or not shown."
    for remedy in dict.fromkeys(one.remedy for one in compared if one.is_off):
        yield f"{remedy[:1].upper()}{remedy[1:]}."
    yield view.sureness()


def draw(sheet: Sheet, *, view: View, compared: Sequence[Compared]) -> None:
    """Draw a row for each figure: what was entered, what the run shows, a sign where they differ."""
    body = sheet.body
    stops = [body.left, body.left + body.width * 0.72, body.left + body.width * 0.93, body.right]
    top = body.top - sheet.high("x") - 0.08
    for x, words in zip(stops, HEADS, strict=True):
        sheet.put(
            x,
            top + 0.05,
            words or " ",
            weight="bold",
            across="right" if x > body.left else "left",
            up="bottom",
        )
    high = min(0.55, (top - body.bottom) / len(compared))
    for place, one in enumerate(compared):
        middle = top - high * (place + 0.5)
        sheet.rule(body.left, body.right, top - high * place)
        weight = "bold" if one.is_off else "normal"
        label = sheet.fill(one.what[:1].upper() + one.what[1:], body.width * 0.54, weight=weight, most=1)
        sheet.put(stops[0], middle, label, weight=weight)
        for x, value in zip(stops[1:3], (one.entered, one.shown), strict=True):
            sheet.put(x, middle, view.said(value, one.unit), across="right", weight=weight)
        if one.is_off:
            sheet.put(stops[3], middle, "≠", colour=view.theme.worse, weight="bold", across="right")


EXHIBIT = Exhibit(110, "Is it your centre? What was entered beside what the run shows", find)
