"""Write a tidy table as an export of a system, in its own columns: the inverse of an import."""

from __future__ import annotations

import polars as pl

from sim.importers.cells import UNITS
from sim.importers.grain import ANSWERED, CONTACTS
from sim.importers.preset import Layout, Part
from sim.importers.simulated import by_interval, whole

CLOCK = "clock"
ISO = "%Y-%m-%d %H:%M:%S"
DURATIONS = ("wait_s", "talk_s", "hold_s", "wrap_s", "handle_s", "abandon_wait_s", "length_s")


def export(lines: pl.DataFrame, layout: Layout, length: int = 1800, within: float = 20.0) -> pl.DataFrame:
    """Return the lines of a simulated log as an export: text in the columns of a layout.

    lines: as `sim.importers.simulated.lines` gives them. length: of intervals [s]. within: seconds of the
    service level. Times are rounded to the second, as systems show them.
    """
    rows = _rows(lines, layout, length, within)
    columns: dict[str, pl.Series] = {}
    for name, part in layout.fields.items():
        for header, texts in _columns(name, part, rows):
            if header in columns and part.answered_if is not None:
                columns[header] = columns[header].set(texts.is_null(), None)
            columns.setdefault(header, texts)
    return pl.DataFrame([texts.alias(header) for header, texts in columns.items()])


def _rows(lines: pl.DataFrame, layout: Layout, length: int, within: float) -> pl.DataFrame:
    if layout.grain != CONTACTS:
        found = by_interval(lines, length, within)
        return found.with_columns(
            end=pl.col("start") + pl.duration(seconds=pl.col("length_s").cast(pl.Int64)),
            complete=pl.lit("yes"),
        )
    if layout.repeats == "segments":
        rows = lines.with_columns(chain=pl.col("contact_id"))
        if "chain" in layout.fields:
            rows = rows.with_columns(
                contact_id=pl.when(pl.col("leg") == 0)
                .then("contact_id")
                .otherwise(pl.format("{}.{}", "contact_id", "leg"))
            )
    else:
        rows = whole(lines)
    ends = pl.col("wait_s") + pl.sum_horizontal(pl.col(n).fill_null(0.0) for n in ("talk_s", "wrap_s"))
    return rows.with_columns(
        updated=pl.col("arrived") + pl.duration(microseconds=(ends * 1e6).cast(pl.Int64)),
        answered_at=pl.when(pl.col("outcome") == ANSWERED).then(
            pl.col("arrived") + pl.duration(microseconds=(pl.col("wait_s") * 1e6).cast(pl.Int64))
        ),
    )


def _first(names: str | list[str] | None) -> str:
    return names if isinstance(names, str) else (names or [""])[0]


def _columns(name: str, part: Part, rows: pl.DataFrame) -> list[tuple[str, pl.Series]]:
    """Return the columns of a field with their texts."""
    if part.answered_if is not None:
        header = _first(part.answered_if)
        return [(header, rows.select(t=pl.col("answered_at").dt.to_string(part.writes or ISO))["t"])]
    if name not in rows.columns:
        return []
    cells = rows[name]
    if part.time is not None:
        return _date_and_time(part, rows, name)
    if part.beside is not None:
        return [(_first(part.beside), pl.Series(["line"] * rows.height)), (_first(part.column), cells)]
    return [(_first(part.column), _texts(name, part, rows))]


def _date_and_time(part: Part, rows: pl.DataFrame, name: str) -> list[tuple[str, pl.Series]]:
    date = "%y%m%d" if part.form == "yymmdd" else part.writes or "%Y-%m-%d"
    time = "%H%M" if part.form == "hhmm" else "%H:%M:%S"
    return [
        (_first(part.date), rows.select(t=pl.col(name).dt.to_string(date))["t"]),
        (_first(part.time), rows.select(t=pl.col(name).dt.to_string(time))["t"]),
    ]


def _texts(name: str, part: Part, rows: pl.DataFrame) -> pl.Series:
    value = pl.col(name)
    if rows[name].dtype == pl.Datetime:
        if part.form == "epoch":
            return rows.select(t=(value.dt.timestamp("ms") // 1000).cast(pl.String))["t"]
        return rows.select(t=value.dt.to_string(part.writes or ISO))["t"]
    if part.words:
        back = {meaning: text for text, meaning in reversed(part.words.items())}
        return rows.select(t=value.replace_strict(list(back), list(back.values()), default=None))["t"]
    if rows[name].dtype == pl.String:
        empty = part.empty[0] if part.empty and part.empty[0] not in ("", "0") else None
        return rows.select(t=value.fill_null(empty) if empty else value)["t"]
    if part.times is not None:
        value = value / pl.col(part.times) * (100.0 if part.percent else 1.0)
        value = pl.when(pl.col(part.times) > 0).then(value)
    if name in DURATIONS and not part.percent:
        value = value / UNITS[part.unit]
        if part.writes == CLOCK:
            whole_s = value.round().cast(pl.Int64)
            clock = pl.format("{}:{}:{}", whole_s // 3600, _two(whole_s // 60 % 60), _two(whole_s % 60))
            return rows.select(t=clock)["t"]
    digits = 3 if part.times is not None or part.unit == "min" else 0
    number = (value + part.less).round(digits)
    return rows.select(t=number.cast(pl.String) if digits else number.cast(pl.Int64).cast(pl.String))["t"]


def _two(number: pl.Expr) -> pl.Expr:
    return number.cast(pl.String).str.zfill(2)
