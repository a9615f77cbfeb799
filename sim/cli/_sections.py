"""Lay out the sections of a scenario as plain tables: hours, people, customers, and what fails."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any, get_args

from sim.frozen import Frozen
from sim.hours import DAYS, Spans, span_text, spans_text
from sim.quantities import Share

if TYPE_CHECKING:
    from sim.scenario.model import Scenario
    from sim.scenario.week import Week

Row = tuple[str, ...]
YEAR = 365.0
FEW = 3
"""Dates that are told one by one."""
SHARE = get_args(Share)[1:2]
"""What is written with the type of a field that is a share."""


def sections(scenario: Scenario) -> Iterator[str]:
    """Yield the lines of every section that the scenario has and that is neither queue nor policy."""
    currency = scenario.customers.currency
    yield from table(("special day", "hours", "works as", "volume"), _special_days(scenario))
    yield from table(("shift", "days", "hours", "paid breaks", "staff"), _shifts(scenario))
    yield from table(("on duty", "agents"), _on_duty(scenario))
    yield from table(("roster", "agents by name", "dates", "hours a week"), _rosters(scenario))
    yield from table(("campaign", "groups", "calls", "hours", "dialling"), _campaigns(scenario))
    yield from ("", _customers(scenario))
    yield from table(("segment", "share", "trust", f"{currency} a year"), _segments(scenario))
    yield from table(("failure", "per customer and year", "a day", "becomes"), _failures(scenario))
    yield from table(("outage", "what"), _outages(scenario))
    trunks = ((name, f"{one.lines:,}", ", ".join(one.queues)) for name, one in scenario.trunks.items())
    yield from table(("trunk", "lines", "queues"), trunks)
    behaviour = told(scenario.behaviour, scenario.behaviour.model_dump(mode="json"))
    switched = ((name, words(behaviour[name.partition(".")[2]])) for name, _ in optional(scenario))
    yield from table(("switched on", "numbers"), switched)


def table(head: Row, rows: Iterator[Row]) -> Iterator[str]:
    """Yield an empty line and the lines of a table, or nothing where it has no rows."""
    every: Sequence[Row] = [head, *rows]
    if len(every) == 1:
        return
    widths = [max(len(row[column]) for row in every) for column in range(len(head))]
    yield ""
    for row in every:
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()


def words(value: Any) -> str:
    """Write a lever, distribution or number of the form that `told` gives as people would."""
    if isinstance(value, dict):
        kind = value.get("kind") or value.get("dist")
        told = {key: inner for key, inner in value.items() if key not in ("kind", "dist")}
        pairs = [(key, inner) for key, inner in told.items() if inner not in ({}, [], None)]
        rest = ", ".join(f"{key} {words(inner)}" for key, inner in pairs)
        return (f"{kind} ({rest})" if rest else str(kind)) if kind else rest
    if isinstance(value, list | tuple):
        return " and ".join(map(words, value))
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:g}" if isinstance(value, float) else str(value)


def told(value: Any, plain: Any, typed: Any = None) -> Any:
    """Return the machine form `plain` of `value` with every share of it in percent.

    typed: the annotation of the value's field, which tells shares from other numbers.
    """
    if isinstance(value, Frozen):
        fields = type(value).model_fields.items()
        return {
            name: told(getattr(value, name), plain[name], (field.annotation, *field.metadata))
            for name, field in fields
            if name in plain
        }
    if isinstance(value, dict):
        return {str(key): told(inner, plain[str(key)], typed) for key, inner in value.items()}
    if isinstance(plain, list) and isinstance(value, tuple | list):
        return [told(*pair, typed) for pair in zip(value, plain, strict=True)]
    return percent(value) if isinstance(plain, float) and _of_share(typed) else plain


def percent(share: float) -> str:
    """Write a share, as in "40 %"."""
    return f"{100.0 * share:g} %"


def _of_share(typed: Any) -> bool:
    """Return whether an annotation, or a part of it, is that of a share."""
    inner = typed if isinstance(typed, tuple) else (*get_args(typed), *getattr(typed, "__metadata__", ()))
    return typed in SHARE or any(map(_of_share, inner))


def hours(week: Week) -> str:
    """Write opening hours, as in "mon-fri 08:00-20:00, sat 09:00-13:00"."""
    found: dict[Spans, list[int]] = {}
    for day, spans in enumerate(week):
        if spans:
            found.setdefault(spans, []).append(day)
    texts = ((weekdays(days), " and ".join(map(span_text, spans))) for spans, days in found.items())
    return ", ".join(f"{days} {spans}" for days, spans in texts)


def weekdays(days: Sequence[int]) -> str:
    """Write weekdays as people do: "mon-fri", "mon, wed"; two in a row stay two."""
    parts = []
    for _, run in groupby(enumerate(sorted(days)), lambda pair: pair[1] - pair[0]):
        names = [DAYS[day] for _, day in run]
        parts += [f"{names[0]}-{names[-1]}"] if len(names) > 2 else names
    return ", ".join(parts)


def optional(scenario: Scenario) -> Iterator[tuple[str, Any]]:
    """Yield the sections of the behaviour that are off unless a scenario has them, in machine form."""
    plain = scenario.behaviour.model_dump(mode="json", exclude_none=True)
    for name, field in type(scenario.behaviour).model_fields.items():
        if field.default is None and name in plain:
            yield f"behaviour.{name}", plain[name]


def _special_days(scenario: Scenario) -> Iterator[Row]:
    clock = scenario.clock
    for date, day in sorted(clock.special_days.items()):
        spans = clock.hours(date)
        volume = "" if day.volume == 1.0 else _times(day.volume)
        like = DAYS[clock.weekday(date)] if spans else ""
        yield date.isoformat(), spans_text(spans), like, volume if spans else ""


def _times(volume: Any) -> str:
    if isinstance(volume, dict):
        return ", ".join(f"{name} x {factor:g}" for name, factor in volume.items())
    return f"x {volume:g}"


def _shifts(scenario: Scenario) -> Iterator[Row]:
    for name, shift in scenario.shifts.items():
        staff = ", ".join(f"{group} {count:g}" for group, count in shift.staff.items())
        breaks = ", ".join(span_text(span) for span in shift.breaks)
        yield name, weekdays(shift.days), spans_text(shift.hours), breaks or "none", staff


def _on_duty(scenario: Scenario) -> Iterator[Row]:
    """Yield the groups whose agents are given by interval, with the fewest and the most on each weekday."""
    for name, curve in scenario.on_duty.items():
        found: dict[str, list[int]] = {}
        for day, kind in enumerate(scenario.clock.kinds()[: len(DAYS)]):
            if numbers := curve.on(kind):
                found.setdefault(_between(numbers), []).append(day)
        texts = [f"{weekdays(days)} {text}" for text, days in found.items()]
        own = ((date, _between(numbers)) for date, numbers in curve.dates)
        yield name, ", ".join([*texts, *by_date(own)])


def _between(numbers: Sequence[float]) -> str:
    """Write the fewest and the most of some agents, as in "3 to 5"."""
    least, most = min(numbers, default=0.0), max(numbers, default=0.0)
    return f"{least:g}" if least == most else f"{least:g} to {most:g}"


def by_date(own: Iterable[tuple[Any, str]]) -> list[str]:
    """Return what a few dates have of their own, or that many dates do."""
    dates = list(own)
    if len(dates) > FEW:
        return [f"{len(dates)} dates from {dates[0][0]} to {dates[-1][0]} by themselves"]
    return [f"{date} {text}" for date, text in dates]


def _rosters(scenario: Scenario) -> Iterator[Row]:
    """Yield the groups whose agents are given by name, with how many there are and their dates."""
    from sim.scenario.capacity import paid_hours
    from sim.scenario.rosters import dates_of

    for name, team in scenario.rosters.items():
        dates = dates_of(team)
        text = f"{dates[0]} to {dates[-1]}" if dates else "every week"
        yield name, f"{len(team)}", text, f"{paid_hours(scenario, name):,.1f}"


def _campaigns(scenario: Scenario) -> Iterator[Row]:
    for name, one in scenario.campaigns.items():
        calls = f"{one.records:,} people on a list" if one.records else ""
        if one.volume is not None:
            week = sum(sum(one.volume.counts(kind)) for kind in scenario.clock.kinds()[: len(DAYS)])
            calls = f"{week:,.1f} that come up in a week"
        hours = f"{weekdays(one.days)} {span_text(one.hours)}"
        dialling = words(told(one.dialling, one.dialling.model_dump(mode="json")))
        yield name, ", ".join(one.groups), calls, hours, dialling


def _customers(scenario: Scenario) -> str:
    customers = scenario.customers
    worth = customers.value_per_year
    text = f"{customers.count:,} customers"
    return f"{text}, worth {worth:,.2f} {customers.currency} a year each" if worth else text


def _segments(scenario: Scenario) -> Iterator[Row]:
    customers, usual = scenario.customers, scenario.behaviour.trust.level
    for name, segment in customers.segments.items():
        trust = usual if segment.trust is None else segment.trust
        worth = customers.value_per_year if segment.value_per_year is None else segment.value_per_year
        yield name, percent(segment.share), f"{trust:g}", f"{worth:,.2f}" if worth else "not counted"


def _failures(scenario: Scenario) -> Iterator[Row]:
    for name, point in scenario.failures.items():
        if point.once_per_customer:
            yield name, "once in the first year", "", point.contact
        else:
            daily = point.per_customer_year * scenario.customers.count / YEAR
            yield name, f"{point.per_customer_year:g}", f"{daily:,.1f}", point.contact


def _outages(scenario: Scenario) -> Iterator[Row]:
    for name, outage in scenario.outages.items():
        yield name, words(told(outage, outage.model_dump(mode="json", exclude_defaults=True)))
