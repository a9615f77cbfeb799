"""Make the columns of the tidy table out of an export's cells, by the parts of its layout."""

from __future__ import annotations

import numpy as np
import polars as pl

from sim.importers.cells import counts_text, durations, known, numbers
from sim.importers.faults import Faults, Mask
from sim.importers.grain import ABANDONED, ANSWERED, CONTACTS, COUNTS, OUTCOMES
from sim.importers.moments import Reading, joined, moments
from sim.importers.opened import ROW, Sheet
from sim.importers.preset import Part
from sim.importers.quality import DROPPED, EXAMPLES, NOTED, REPAIRED, Item
from sim.scenario.variant import listed

MOMENTS = ("arrived", "start", "end", "updated")
DURATIONS = ("wait_s", "talk_s", "hold_s", "wrap_s", "handle_s", "abandon_wait_s", "length_s")
NUMBERS = (*COUNTS, "agents", "transfers", "reopens")
DAY = 86400.0
TOTAL = r"(?i)^(grand )?(sub)?(total|summary|sum|average|gesamt)\b"
"""How the first cell of a row begins that sums up others."""


class Columns:
    """The tidy columns of one export, row by row beside its cells, and what was found on the way."""

    def __init__(self, sheet: Sheet, how: Reading) -> None:
        self.items: list[Item] = []
        self.sheet = self._without_totals(sheet)
        self.sheet = self._without_dropped(self.sheet)
        self.faults = Faults(self.sheet)
        self.how = how
        self.columns: dict[str, pl.Series] = {}
        ordered = sorted(self.sheet.layout.fields.items(), key=lambda item: item[1].times is not None)
        for name, part in ordered:
            found = self._field(name, part)
            if found is not None:
                self.columns[name] = found.alias(name)

    def frame(self) -> pl.DataFrame:
        """Return the columns of the rows that are not at fault, with file and row."""
        frame = pl.DataFrame(
            [
                *self.columns.values(),
                pl.Series("file", [self.sheet.shown], pl.String).new_from_index(0, self.sheet.frame.height),
                self.sheet.frame[ROW].alias(ROW),
            ]
        )
        return frame.filter(pl.Series(~self.faults.bad))

    def note(self, kind: str, why: str, rows: pl.Series) -> None:
        """Add a finding about rows of the sheet to the quality page."""
        mask = np.asarray(rows.fill_null(value=False), np.bool_)
        self.items.append(_item(kind, why, self.sheet, mask))

    def _without_totals(self, sheet: Sheet) -> Sheet:
        mask = sheet.frame["c0"].str.contains(TOTAL).fill_null(value=False)
        self.items.append(_item(DROPPED, "row of totals", sheet, np.asarray(mask, np.bool_)))
        return sheet._replace(frame=sheet.frame.filter(~mask))

    def _without_dropped(self, sheet: Sheet) -> Sheet:
        """Leave out the rows that the layout drops, and those whose outcome it calls `drop`."""
        for rule in sheet.layout.drop:
            places = {name: sheet.place([name]) for name in rule.where}
            if any(at is None for at in places.values()):
                continue
            mask = pl.Series([True]).new_from_index(0, sheet.frame.height)
            for name, texts in rule.where.items():
                cells = sheet.frame[f"c{places[name]}"].fill_null("")
                mask = mask & cells.is_in(texts)
            self.items.append(_item(DROPPED, rule.why, sheet, np.asarray(mask, np.bool_)))
            sheet = sheet._replace(frame=sheet.frame.filter(~mask))
        return sheet

    def _cells(self, names: str | list[str] | None, empty: list[str]) -> tuple[pl.Series | None, int]:
        at = None if names is None else self.sheet.place([names] if isinstance(names, str) else names)
        if at is None:
            return None, 0
        return known(self.sheet.frame[f"c{at}"], empty), at

    def _field(self, name: str, part: Part) -> pl.Series | None:
        """Return one column of the tidy table; None where the export does not tell it."""
        if part.value is not None:
            return pl.Series([part.value]).new_from_index(0, self.sheet.frame.height)
        if part.answered_if is not None:
            told, _ = self._cells(part.answered_if, part.empty)
            return None if told is None else _outcome(told.is_not_null())
        if part.since is not None and part.until is not None:
            return self._between(part)
        if name in MOMENTS:
            return self._moment(name, part)
        cells, at = self._cells(part.column, part.empty)
        if cells is None:
            return None
        beside, _ = self._cells(part.beside, [])
        if beside is not None:
            cells = pl.DataFrame({"a": beside, "b": cells}).select(id=pl.col("a") + "/" + pl.col("b"))["id"]
        if part.words:
            return self._words(name, cells, at, part)
        if name in DURATIONS or name in NUMBERS:
            return self._number(name, cells, at, part)
        return cells

    def _moment(self, name: str, part: Part) -> pl.Series | None:
        cells, at = self._cells(part.column or part.date, part.empty)
        if cells is None:
            return None
        form = part.form
        if part.time is not None:
            clock, _ = self._cells(part.time, part.empty)
            if clock is None:
                return None
            cells = joined(cells, clock, form)
        read = moments(cells, None if form == "hhmm" else form, self.how)
        for doubt in read.doubts:
            words = doubt.wrong, doubt.allowed, doubt.remedy
            self.faults.add(doubt.rows, at, words, cells=cells, of_all=doubt.of_all)
        for kind, why, rows in read.notes:
            self.note(kind, why, rows)
        if name in ("arrived", "start"):
            words = "is unknown", "a date and a time of day", "Fill it in, or add --drop-faulty."
            self.faults.add(cells.is_null(), at, words)
        return read.values

    def _between(self, part: Part) -> pl.Series | None:
        begin = self._moment("since", Part(column=part.since, form=part.form))
        end = self._moment("until", Part(column=part.until, form=part.form))
        if begin is None or end is None:
            return None
        seconds = (end - begin).dt.total_microseconds().cast(pl.Float64) / 1e6
        _, at = self._cells(part.until, [])
        words = "lies before its beginning", "a later moment", "Correct one of the two."
        self.faults.add(seconds < 0, at, words)
        return seconds

    def _words(self, name: str, cells: pl.Series, at: int, part: Part) -> pl.Series:
        found = counts_text(cells, part.words)
        unknown = found.is_null() & cells.is_not_null()
        column = self.sheet.header[at]
        remedy = f"Add it to words: of {name} in a mapping file of your own, or add --drop-faulty."
        self.faults.add(unknown, at, (f"is no known {name}", listed(part.words, 8), remedy))
        if name == "outcome":
            wrong = f"is unknown, and an unknown {name} is not {OUTCOMES[0]}"
            words = wrong, listed(part.words, 8), "Fill it in, or add --drop-faulty."
            self.faults.add(cells.is_null(), at, words)
            dropped = (found == "drop").fill_null(value=False)
            self.note(DROPPED, f"{column} says that it is none", dropped)
            self.faults.bad |= np.asarray(dropped, np.bool_)
        return found

    def _number(self, name: str, cells: pl.Series, at: int, part: Part) -> pl.Series:
        comma = self.sheet.decimal_comma
        remedy = "Correct the cell; leave it empty if it is unknown."
        if name in DURATIONS:
            found = durations(cells, part.unit, comma=comma)
            words = "is no duration", f"a number in {part.unit}, m:ss or h:mm:ss", remedy
        else:
            found = numbers(cells.str.strip_suffix("%"), comma=comma)
            words = "is no number", "digits with a point", remedy
        self.faults.add(found.is_null() & cells.is_not_null(), at, words)
        if cells.str.contains(",", literal=True).any():
            word = "comma read as the decimal point" if comma else "comma between thousands left out"
            self.note(REPAIRED, f"{self.sheet.header[at]}: {word}", cells.str.contains(",", literal=True))
        below = "is below zero", "0 or more", "Correct it; an unknown value is left empty."
        self.faults.add(found < 0, at, below)
        found = (found - part.less).clip(lower_bound=0) if part.less else found
        if name in DURATIONS and name != "wait_s" and self.sheet.layout.grain == CONTACTS:
            remedy = f"Check the unit: it was read as {part.unit}; a mapping file of your own says unit: ms."
            self.faults.add(found > DAY, at, ("is longer than a day", "up to 86400 s", remedy))
        return self._sum(found, at, part)

    def _sum(self, found: pl.Series, at: int, part: Part) -> pl.Series:
        """Multiply means by their count, so that sums can be added; a mean of nothing is nothing."""
        if part.times is None or part.times not in self.columns:
            return found
        count = self.columns[part.times]
        total = found * count / (100.0 if part.percent else 1.0)
        lacking = found.is_null() & (count > 0)
        column = self.sheet.header[at]
        if found.null_count() < found.len():
            self.note(NOTED, f"{column} is unknown although {part.times} is above 0; kept unknown", lacking)
            self.note(
                REPAIRED, f"{column}: mean × {part.times}, so that sums are added and not means", count > 0
            )
        return total.set((count == 0).fill_null(value=False), 0.0)


def _outcome(answered: pl.Series) -> pl.Series:
    frame = answered.alias("answered").to_frame()
    return frame.select(outcome=pl.when("answered").then(pl.lit(ANSWERED)).otherwise(pl.lit(ABANDONED)))[
        "outcome"
    ]


def _item(kind: str, why: str, sheet: Sheet, mask: Mask) -> Item:
    rows = sheet.frame[ROW].gather(np.flatnonzero(mask)[:EXAMPLES]).to_list()
    return Item(kind, why, int(mask.sum()), tuple((sheet.shown, row) for row in rows))
