"""Read dates and times of an export, whatever their form; what cannot be told is refused, not guessed."""

from __future__ import annotations

from typing import NamedTuple

import polars as pl

from sim.importers.quality import NOTED, REPAIRED

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_TIME = (
    r"(?:,?[ T]+(?P<H>\d{1,2})[:.h](?P<M>\d{2})(?::(?P<S>\d{1,2}(?:[.,]\d+)?))?"
    r"\s*(?P<half>[AaPp]\.?[Mm]\.?)?)?\s*(?P<off>Z|UTC|GMT|[+-]\d{2}:?\d{2})?$"
)
_WEEKDAY = r"^(?:(?i:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s+)?"
YEAR_FIRST = _WEEKDAY + r"(?P<y>\d{4})[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})" + _TIME
YEAR_LAST = _WEEKDAY + r"(?P<a>\d{1,2})(?P<sep>[-/.])(?P<b>\d{1,2})[-/.](?P<y>\d{4}|\d{2})" + _TIME
NAMED_DAY_FIRST = _WEEKDAY + r"(?P<d>\d{1,2})[-/. ]+#(?P<m>\d{2})[-/., ]+(?P<y>\d{4}|\d{2})" + _TIME
NAMED_MONTH_FIRST = _WEEKDAY + r"#(?P<m>\d{2})[-/. ]+(?P<d>\d{1,2}),?[-/ ]+(?P<y>\d{4})" + _TIME
EIGHT = r"^(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})" + _TIME
SIX = r"^(?P<y>\d{2})(?P<m>\d{2})(?P<d>\d{2})" + _TIME
EPOCH = r"^\d{9,10}(\.\d+)?$|^\d{12,13}$"
CLOCK = r"^(?P<H>\d{1,2}):(?P<M>\d{2})(?::(?P<S>\d{1,2}(?:[.,]\d+)?))?\s*(?P<half>[AaPp]\.?[Mm]\.?)?$"
WORKBOOK = r"^1899-12-3[01] (?P<H>\d{2}):(?P<M>\d{2}):(?P<S>\d{2})"
DAYS_FIRST, MONTHS_FIRST = "dmy", "mdy"


class Doubt(NamedTuple):
    """Why dates cannot be read: what is wrong, what is allowed, what to do, and the rows that show it.

    of_all: it is a doubt about the whole column.
    """

    rows: pl.Series
    wrong: str
    allowed: str
    remedy: str
    of_all: bool = False


class Moments(NamedTuple):
    """Moments by the clock of the centre, null where there is none, and what was found on the way.

    doubts: rows that cannot be read. notes: (kind, why, rows) for the quality page.
    """

    values: pl.Series
    doubts: tuple[Doubt, ...]
    notes: tuple[tuple[str, str, pl.Series], ...]


class Reading(NamedTuple):
    """How moments are to be read: the order of day and month and the time zone, where they are known."""

    dates: str | None = None
    timezone: str | None = None


def joined(date: pl.Series, time: pl.Series, form: str | None) -> pl.Series:
    """Return the text of moments whose date and time of day stand in two columns."""
    frame = pl.DataFrame({"date": date, "time": time})
    clock = pl.col("time")
    if form == "hhmm":
        digits = clock.str.extract(r"^(\d{1,4})$").str.zfill(4)
        clock = pl.coalesce(digits.str.slice(0, 2) + ":" + digits.str.slice(2), clock)
    clock = pl.coalesce(clock.str.extract(r"^1899-12-3[01] (.*)$"), clock)
    day = pl.coalesce(pl.col("date").str.extract(r"^(\d{4}-\d\d-\d\d) 00:00:00$"), "date")
    return frame.select(text=day + " " + clock)["text"]


def moments(raw: pl.Series, form: str | None, how: Reading) -> Moments:
    """Read moments out of text: dates in any usual form, AM and PM, 24:00, offsets, seconds since 1970."""
    text = _unnamed(raw)
    parts = _parts(text, form)
    order, doubt = _order(parts, how.dates)
    if doubt is not None:
        return Moments(pl.Series([None] * raw.len(), dtype=pl.Datetime("us")), (doubt,), ())
    parts = parts.with_columns(
        d=pl.coalesce("d", pl.col("a") if order == DAYS_FIRST else pl.col("b")),
        m=pl.coalesce("m", pl.col("b") if order == DAYS_FIRST else pl.col("a")),
    )
    naive = _built(parts)
    return _by_the_clock(naive, parts, raw, how)


def _unnamed(raw: pl.Series) -> pl.Series:
    """Return texts with numbers behind a hash for the names of months."""
    if not raw.str.contains(r"[A-Za-z]{3}").any():
        return raw
    text = raw
    for number, name in enumerate(MONTHS, 1):
        text = text.str.replace(rf"(?i)\b{name}[a-z]*\.?", f"#{number:02d}")
    return text


def _parts(text: pl.Series, form: str | None) -> pl.DataFrame:
    """Return the parts of each moment as text, null where they are not in it."""
    patterns = [YEAR_FIRST, YEAR_LAST, NAMED_DAY_FIRST, NAMED_MONTH_FIRST, EIGHT]
    patterns += [SIX] if form == "yymmdd" else []
    names = ("y", "m", "d", "a", "b", "sep", "H", "M", "S", "half", "off")
    frame = text.alias("text").to_frame()
    found: dict[str, list[pl.Expr]] = {name: [] for name in names}
    for number, pattern in enumerate(patterns):
        if not frame.select(pl.col("text").str.contains(pattern).any()).item():
            continue
        groups = pl.col("text").str.extract_groups(pattern)
        frame = frame.with_columns(groups.alias(f"g{number}"))
        inside = {field.name for field in frame.schema[f"g{number}"].fields}  # type: ignore[attr-defined]
        for name in names:
            if name in inside:
                found[name].append(pl.col(f"g{number}").struct.field(name))
    if form == "epoch" or form is None:
        epoch = pl.when(pl.col("text").str.contains(EPOCH)).then(pl.col("text")).cast(pl.Float64)
    else:
        epoch = pl.lit(None, dtype=pl.Float64)
    return frame.select(
        *(
            (pl.coalesce(found[name]) if found[name] else pl.lit(None, pl.String)).alias(name)
            for name in names
        ),
        epoch=epoch,
    )


def _order(parts: pl.DataFrame, given: str | None) -> tuple[str, Doubt | None]:
    """Return whether days or months stand first where the year is last, or why it cannot be told."""
    a, b = parts["a"].cast(pl.Int64), parts["b"].cast(pl.Int64)
    if a.null_count() == a.len():
        return DAYS_FIRST, None
    if given is not None:
        return given, None
    days, months = (a > 12).fill_null(value=False), (b > 12).fill_null(value=False)
    pointed = (parts["sep"] == ".").fill_null(value=False)
    if days.any() and months.any():
        fewer, other = (months, DAYS_FIRST) if months.sum() <= days.sum() else (days, MONTHS_FIRST)
        told = "days" if other == DAYS_FIRST else "months"
        wrong = f"has a date of the other order: most rows have {told} first"
        allowed, remedy = "d/m/y or m/d/y throughout", "Export the dates in one form, best as 2026-03-02."
        return DAYS_FIRST, Doubt(fewer, wrong, allowed, remedy, of_all=True)
    if days.any() or pointed.any():
        return DAYS_FIRST, None
    if months.any():
        return MONTHS_FIRST, None
    wrong = "does not tell days from months in any row"
    remedy = "Add --dates dmy if the day comes first, --dates mdy if the month does."
    return DAYS_FIRST, Doubt(a.is_not_null(), wrong, "a date such as 2026-03-02", remedy, of_all=True)


def _built(parts: pl.DataFrame) -> pl.DataFrame:
    """Return naive moments, and whether they were written as 24:00."""
    year = pl.col("y").cast(pl.Int64)
    year = pl.when(year < 70).then(year + 2000).when(year < 100).then(year + 1900).otherwise(year)
    hour = pl.col("H").cast(pl.Int64).fill_null(0)
    evening = pl.col("half").str.to_lowercase().str.starts_with("p")
    hour = (
        pl.when(pl.col("half").is_null())
        .then(hour)
        .when(hour > 12)
        .then(99)
        .otherwise(hour % 12 + 12 * evening.cast(pl.Int64))
    )
    minute = pl.col("M").cast(pl.Int64).fill_null(0)
    second = pl.col("S").str.replace(",", ".").cast(pl.Float64).fill_null(0.0)
    midnight = (hour == 24) & (minute == 0) & (second == 0.0)
    date = pl.format("{}-{}-{}", year, pl.col("m").str.zfill(2), pl.col("d").str.zfill(2))
    day = date.str.to_date("%Y-%m-%d", strict=False)
    fits = (midnight | (hour < 24)) & (minute < 60) & (second < 60.0)
    since = (hour * 3600 + minute * 60) * 1_000_000 + (second * 1e6).round().cast(pl.Int64)
    moment = day.cast(pl.Datetime("us")) + pl.duration(microseconds=since)
    return parts.select(naive=pl.when(fits).then(moment), midnight=midnight.fill_null(value=False))


def _by_the_clock(naive: pl.DataFrame, parts: pl.DataFrame, raw: pl.Series, how: Reading) -> Moments:
    """Return moments by the clock of the centre: those with an offset are moved to its time zone."""
    notes = [(REPAIRED, "24:00 read as 00:00 of the next day", naive["midnight"])]
    placed = parts["off"].is_not_null() | parts["epoch"].is_not_null()
    if placed.any() and how.timezone is None:
        wrong = "has an offset from UTC, or counts from 1970, and the centre's clock is not known"
        remedy = "Add --timezone with that of the centre, such as --timezone Europe/Amsterdam."
        doubt = Doubt(placed, wrong, "local time, or --timezone", remedy, of_all=True)
        return Moments(naive["naive"], (doubt,), ())
    if how.timezone is None:
        return Moments(naive["naive"], (_unread(naive["naive"], raw),), tuple(notes))
    frame = pl.DataFrame({"naive": naive["naive"], "off": parts["off"], "epoch": parts["epoch"]})
    zone = how.timezone
    sign = pl.when(pl.col("off").str.starts_with("-")).then(-1).otherwise(1)
    digits = pl.col("off").str.replace_all(r"[^0-9]", "")
    minutes = sign * (
        digits.str.slice(0, 2).cast(pl.Int64, strict=False).fill_null(0) * 60
        + digits.str.slice(2, 2).cast(pl.Int64, strict=False).fill_null(0)
    )
    scale = pl.when(pl.col("epoch") > 1e11).then(1e3).otherwise(1e6)
    utc = pl.coalesce(
        (pl.col("epoch") * scale).cast(pl.Int64).cast(pl.Datetime("us")),
        pl.when(pl.col("off").is_not_null()).then(pl.col("naive") - pl.duration(minutes=minutes)),
    ).dt.replace_time_zone("UTC")
    local = pl.col("naive").dt.replace_time_zone(zone, ambiguous="null", non_existent="null")
    early = pl.col("naive").dt.replace_time_zone(zone, ambiguous="earliest", non_existent="null")
    late = pl.col("naive").dt.replace_time_zone(zone, ambiguous="latest", non_existent="null")
    found = frame.select(utc.dt.convert_time_zone(zone).alias("moved"), local=local, early=early, late=late)
    found = found.with_columns(clock=pl.coalesce("moved", "early").dt.replace_time_zone(None))
    shown = pl.col("clock").dt.replace_time_zone(zone, ambiguous="earliest", non_existent="null")
    again = pl.col("clock").dt.replace_time_zone(zone, ambiguous="latest", non_existent="null")
    twice = found.select(twice=(shown != again).fill_null(value=False))["twice"]
    skipped = found["moved"].is_null() & found["early"].is_null() & naive["naive"].is_not_null()
    notes.append(
        (NOTED, f"in an hour that the clocks of {zone} show twice; kept under the clock's time", twice)
    )
    notes.append((REPAIRED, f"moved from its offset to the clock of {zone}", found["moved"].is_not_null()))
    gap = Doubt(
        skipped,
        f"is a time that the clocks of {zone} skip",
        "times that they show",
        "Correct the time, or --timezone.",
    )
    values = found["clock"]
    return Moments(values, (gap, _unread(values, raw, skipped)), tuple(notes))


def _unread(values: pl.Series, raw: pl.Series, told: pl.Series | None = None) -> Doubt:
    rows = values.is_null() & raw.is_not_null()
    if told is not None:
        rows = rows & ~told
    remedy = "Correct the cell, or export dates as 2026-03-02 08:00:05."
    return Doubt(rows, "is no date and time", "a date and a time of day", remedy)
