"""Lay the answer out as plain lines of at most 100 columns, readable on a terminal and in a pipe."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from textwrap import wrap

from sim.answer.lines import AS_FAST, FEW, MOST, Line, chosen
from sim.answer.sentences import sentences
from sim.answer.told import Told
from sim.comparison import nothing_differs
from sim.estimate import Estimate
from sim.judging import SYMBOLS
from sim.wording import NONE, short_change, short_number, unit_words

WIDTH = 100
LABEL, CHANGE = 37, 22
TIED = "\u00a0"
UNITS = ("%", "s,", "s.", "s)", "→", "pp")
LEGEND = "▲ better  ▼ worse  △ higher  ▽ lower  ≈ same for practical purposes  ? unclear yet, may be luck"


def block(told: Told, title: str, *, brief: bool = False) -> list[str]:
    """Return what one scenario tells: title, sentences, table.

    brief: one of several scenarios; of many policies only the best are named, and fewer measures stand there.
    """
    lines = [title, ""]
    for number, text in enumerate(sentences(told, brief=brief)):
        lines += wrapped(text, "  ", "  ", told.currency)
        lines += [""] * (number == 0 and len(told.others) == 1)  # yes or no stands apart
    shown = chosen(told, FEW if brief else MOST)
    return [*(line.rstrip() for line in lines), "", *table_of(told, shown)]


def wrapped(text: str, first: str = "", then: str = "  ", currency: str = "") -> list[str]:
    """Return a text in lines of the screen's width; a value and its unit stay on one line."""
    for unit in (*UNITS, *filter(None, (currency,))):
        text = text.replace(f" {unit}", f"{TIED}{unit}")
    lines = wrap(
        text, WIDTH - len(first), initial_indent=first, subsequent_indent=then, break_long_words=False
    )
    return [line.replace(TIED, " ") for line in lines]


def table_of(told: Told, shown: Sequence[Line]) -> list[str]:
    """Return the table of the measures `shown`, a line each, and of the staff."""
    table = _pair(told, shown) if len(told.others) == 1 else _many(told, shown)
    return [line.rstrip() for line in table]


def _pair(told: Told, shown: Sequence[Line]) -> Iterator[str]:
    """Yield the table of two policies: values, difference, sign, and the values at equal service."""
    base, policy = told.policies
    found = told.equal.get(policy)
    equal = found is not None and found.staff.value is not None
    widths = (LABEL, 13, 13, CHANGE, 13)
    heads = [
        "",
        told.labels[base],
        told.labels[policy],
        "difference",
        AS_FAST if equal else "",
    ]
    yield from _heads(heads, widths)
    for line in shown:
        unit = told.kpis[line.kpi].unit
        row = told.apart(policy, line.kpi, line.dimension, line.member)
        values = [told.value(one, line.kpi, line.dimension, line.member) for one in (base, policy)]
        cells = [label_of(line, told), *(value_of(one, unit) for one in values)]
        change = "" if row is None else change_of(row.difference, unit, row.value.value, SYMBOLS[row.verdict])
        if row is not None and nothing_differs(row):
            change = f"0 {SYMBOLS[row.verdict]}"
        then = found.values.get(line.goal.label) if found and equal else None
        yield _row([*cells, change, "" if then is None else value_of(then, unit)], widths)
    fte = [f"{told.fte[one]:,.1f}" for one in (base, policy)]
    same = f"0 {SYMBOLS['same']}" if fte[0] == fte[1] else f"{told.fte[policy] - told.fte[base]:+,.1f}  "
    more = f"{told.fte[policy] + found.fte.value:,.1f}" if found and found.fte.value is not None else ""
    yield _row(["Staff on payroll, FTE", *fte, same, more], widths)


def _many(told: Told, shown: Sequence[Line]) -> Iterator[str]:
    """Yield the table of one policy, or of three and more: a column for each, differences by their sign."""
    count = len(told.policies)
    width = min(22, (WIDTH - LABEL + 4) // count)
    label = WIDTH - width * count if count > 1 else LABEL
    widths = (label, *([width] * count))
    yield from _heads(["", *(told.labels[policy] for policy in told.policies)], widths)
    for line in shown:
        yield _row([label_of(line, told), *(_cell(told, p, line, width) for p in told.policies)], widths)
    yield _row(["Staff on payroll, FTE", *(f"{told.fte[p]:,.1f}{_gap(told)}" for p in told.policies)], widths)
    if any(one.staff.value is not None for one in told.equal.values()):
        found = [told.equal.get(policy) for policy in told.policies]
        fte = [f"{told.fte[one.policy] + one.fte.value:,.1f}{_gap(told)}" if one and one.fte.value is not None
               else "" for one in found]  # fmt: skip
        yield _row([" … to answer as fast as the first", *fte], widths)


def rows_by(told: Told, kpi: str, dimension: str, members: Sequence[str]) -> Iterator[str]:
    """Yield the table of one measure broken down: a line for each member, a column for each policy."""
    measure, count = told.kpis[kpi], len(told.policies)
    width = min(22, (WIDTH - LABEL + 4) // count)
    widths = (WIDTH - width * count if count > 1 else LABEL, *([width] * count))
    words = unit_words(measure.unit, told.currency)
    title = f"{measure.label}{f' [{words}]' if words else ''} by {dimension}"
    yield from _heads([title, *(told.labels[policy] for policy in told.policies)], widths)
    for member in members:
        line = Line(kpi, measure.label, dimension, member)
        yield _row([f"  {member or 'all'}", *(_cell(told, p, line, width) for p in told.policies)], widths)


def _gap(told: Told) -> str:
    return "  " if told.others else ""


def _cell(told: Told, policy: str, line: Line, width: int) -> str:
    """Write a value, the half-width of its difference where there is room, and its sign."""
    unit = told.kpis[line.kpi].unit
    value = value_of(told.value(policy, line.kpi, line.dimension, line.member), unit)
    row = told.apart(policy, line.kpi, line.dimension, line.member)
    if row is None:
        return f"{value}{_gap(told)}"
    spread = short_change(row.difference, unit, like=row.value.value).partition(" ±")[2].split(" ")[0]
    text = f"{value} ±{spread} {SYMBOLS[row.verdict]}" if spread else f"{value} {SYMBOLS[row.verdict]}"
    return text if len(text) < width else f"{value} {SYMBOLS[row.verdict]}"


def label_of(line: Line, told: Told) -> str:
    """Write a measure with its unit; shares carry theirs in the cells."""
    unit = told.kpis[line.kpi].unit
    words = unit_words(unit, told.currency)
    if unit == "share" or unit.startswith("per_") or not words:
        return line.label
    return f"{line.label}, {words}"


def value_of(found: Estimate, unit: str) -> str:
    """Write a value as the table does, such as "88.9 %"; "–" without one."""
    if found.value is None:
        return NONE
    return f"{short_number(found.value, unit)}{' %' if unit == 'share' else ''}"


def change_of(difference: Estimate, unit: str, like: float | None, sign: str) -> str:
    """Write a difference as the table does, such as "−2.2 ±0.9 pp ▼"."""
    return f"{short_change(difference, unit, like=like)} {sign}"


def _heads(heads: Sequence[str], widths: Sequence[int]) -> Iterator[str]:
    """Yield the head of a table, its words broken to the width of their columns."""
    broken = [wrap(head, width - 2) for head, width in zip(heads, widths, strict=True)]
    height = max(len(lines) for lines in broken)
    for place in range(height):
        cells = [
            lines[place - height + len(lines)] if place >= height - len(lines) else "" for lines in broken
        ]
        yield _row(cells, widths)


def _row(cells: Sequence[str], widths: Sequence[int]) -> str:
    first, *rest = zip(cells, widths, strict=True)
    name = first[0] if len(first[0]) < first[1] else f"{first[0][: first[1] - 2]}…"
    return name.ljust(first[1]) + "".join(cell.rjust(width) for cell, width in rest)
