"""Check a queue by formula: what some agents give, or how many a target takes."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple, TypeVar

import typer

from sim.cli._terminal import echo
from sim.errors import GoodwillError

if TYPE_CHECKING:
    from sim.quantities import Level
    from sim.theory.staffing import Figures, Goal, Line

Value = TypeVar("Value")
WAYS = "100/h or 50/30m"
MOST_AGENTS = 100_000


class Asked(NamedTuple):
    """What the command line asks, in seconds and shares."""

    line: Line
    target: Level
    agents: float | None
    shrinkage: float
    max_occupancy: float


def erlang(
    volume: Annotated[str, typer.Option(help="Contacts offered in a time, such as 100/h or 50/30m.")],
    handle_time: Annotated[str, typer.Option(help="Mean handle time: talk and after-call work, such as 3m.")],
    agents: Annotated[
        str | None, typer.Option(help="Agents on duty, 6.5 allowed; left out: how many the target takes.")
    ] = None,
    patience: Annotated[
        str | None, typer.Option(help="Mean time before callers hang up; left out: nobody hangs up.")
    ] = None,
    target: Annotated[str, typer.Option(help="Service level: 80/20 is 80 % within 20 s.")] = "80/20",
    shrinkage: Annotated[
        str, typer.Option(help="Share of paid time not on duty: training, illness, meetings.")
    ] = "0%",
    max_occupancy: Annotated[str, typer.Option(help="Largest occupancy allowed.")] = "100%",
    as_json: Annotated[bool, typer.Option("--json", help="Print the figures as JSON.")] = False,
) -> None:
    """Check one queue by formula: Erlang C if nobody hangs up, Erlang A if callers do.

    The formulas hold for steady volume, exponential handle times and patience, and agents who serve
    this queue only. For anything else: goodwill run.

    Example: goodwill erlang --volume 100/h --handle-time 3m --agents 7 --patience 2m
    """
    asked = _asked(volume, handle_time, agents, patience, target, shrinkage, max_occupancy)
    try:
        found = _answer(asked)
    except ValueError as error:
        raise GoodwillError(str(error)) from error
    echo(json.dumps(found, indent=2, ensure_ascii=False) if as_json else "\n".join(_lines(asked, found)))


def _asked(
    volume: str,
    handle_time: str,
    count: str | None,
    patience: str | None,
    target: str,
    shrinkage: str,
    max_occupancy: str,
) -> Asked:
    """Read the options.

    Raises: GoodwillError naming the option that makes no sense.
    """
    from sim.quantities import parse_level, parse_positive, parse_positive_duration
    from sim.spelling import as_number
    from sim.theory.staffing import Line

    rate = _read("--volume", _per_second, volume)
    service = _read("--handle-time", parse_positive_duration, handle_time)
    hangs_up = None if patience is None else _read("--patience", parse_positive_duration, patience)
    level = _read("--target", parse_level, target)
    lost = _read("--shrinkage", _part, shrinkage)
    busiest = _read("--max-occupancy", _occupancy, max_occupancy)
    line = Line(rate, service, hangs_up)
    agents = None if count is None else _read("--agents", parse_positive, as_number(count))
    if agents is None and level.share >= 1.0:
        raise GoodwillError(
            f"--target: is out of reach (got {target}; allowed below 100 %). "
            "However many agents there are, all may be busy."
        )
    if agents is not None and agents > MOST_AGENTS:
        allowed = f"at most {MOST_AGENTS}"
        raise GoodwillError(f"--agents: cannot be counted (got {agents:g}; allowed {allowed}). Correct it.")
    if agents is not None and hangs_up is None and math.floor(agents) <= line.offered_load:
        whole = math.floor(agents)
        there = f", of whom at times only {whole} are there" if agents > whole else ""
        got = f"{line.offered_load:g} erlang for {agents:g} agents{there}"
        raise GoodwillError(
            f"--agents: too few where nobody hangs up, the line grows without bound (got {got}; allowed from "
            f"{math.floor(line.offered_load) + 1}). Give --patience, as callers do hang up, or more agents."
        )
    return Asked(line, level, agents, lost, busiest)


def _read(option: str, parse: Callable[[Any], Value], text: str | float) -> Value:
    from sim.quantities import QuantityError

    try:
        return parse(text)
    except QuantityError as error:
        raise GoodwillError(f"{option}: {error}") from error


def _per_second(text: str | float) -> float:
    """Read contacts per time, such as "100/h", as contacts per second."""
    from sim.quantities import QuantityError, parse_positive_duration
    from sim.spelling import meant, paces

    number, _, time = str(text).partition("/")
    try:
        count = float(number)
        seconds = parse_positive_duration(time if time[:1].isdigit() else f"1{time}")
    except ValueError as error:
        remedy = meant(text, _per_second, "Write contacts, a slash and a time.", paces)
        raise QuantityError("is not contacts per time", text, WAYS, remedy) from error
    if not 0.0 < count < math.inf:
        raise QuantityError(
            "brings no contacts", text, f"a number above 0 per time, as in {WAYS}", "Give some."
        )
    return count / seconds


def _part(text: str) -> float:
    from sim.quantities import QuantityError, parse_share
    from sim.spelling import as_number

    share = parse_share(as_number(text))
    if share >= 1.0:
        raise QuantityError("leaves nobody on duty", text, "below 100%", "Write a share such as 30%.")
    return share


def _occupancy(text: str) -> float:
    from sim.quantities import QuantityError, parse_share
    from sim.spelling import as_number

    share = parse_share(as_number(text))
    if share <= 0.0:
        raise QuantityError("allows no work", text, "above 0%", "Write a share such as 85%.")
    return share


def _answer(asked: Asked) -> dict[str, Any]:
    """Return the figures of the agents asked about, or of those the target takes and their neighbours."""
    from sim.theory.erlang import erlang_b
    from sim.theory.staffing import Goal, agents_for, figures

    line, level = asked.line, asked.target
    goal = Goal(level.share, level.within, asked.max_occupancy)
    found: dict[str, Any] = {
        "formula": "Erlang C" if line.mean_patience is None else "Erlang A",
        "offered_load_erlang": line.offered_load,
        "target": {"share": level.share, "within_s": level.within, "max_occupancy": asked.max_occupancy},
    }
    if asked.agents is None:
        raw = agents_for(line, goal)
        need = math.ceil(raw)
        found["needed"] = {
            "raw": raw,
            "agents": need,
            "shrinkage": asked.shrinkage,
            "raw_with_shrinkage": raw / (1.0 - asked.shrinkage),
            "agents_with_shrinkage": math.ceil(raw / (1.0 - asked.shrinkage) - 1e-9),
        }
        rows = [figures(line, count, level.within) for count in (need - 1, need, need + 1) if count > 0]
    else:
        rows = [figures(line, asked.agents, level.within)]
        if asked.agents.is_integer():
            found["blocked_without_queue"] = erlang_b(int(asked.agents), line.offered_load)
        if asked.shrinkage:
            found["paid_agents"] = asked.agents / (1.0 - asked.shrinkage)
    found["figures"] = [_row(row, goal) for row in rows]
    return found


def _row(row: Figures, goal: Goal) -> dict[str, Any]:
    return {
        "agents": row.agents,
        "service_level": row.service_level,
        "p_wait": row.p_wait,
        "asa_s": row.asa if math.isfinite(row.asa) else None,
        "occupancy": row.occupancy,
        "abandoned_share": row.p_abandon,
        "stable": math.isfinite(row.asa),
        "meets_target": row.service_level >= goal.share and row.occupancy <= goal.max_occupancy,
    }


def _lines(asked: Asked, found: dict[str, Any]) -> Iterator[str]:
    from sim.quantities import duration_text

    level, line = asked.target, asked.line
    within = duration_text(level.within)
    if line.mean_patience is None:
        yield "Erlang C, because nobody hangs up: no --patience is given. Where callers do, it is too dark."
    else:
        patience = duration_text(line.mean_patience)
        yield f"Erlang A, because callers hang up: exponential patience, {patience} on average."
    yield f"Offered load {found['offered_load_erlang']:.3g} erlang (contacts offered x handle time)"
    if "needed" in found:
        yield from _need(asked, found["needed"], within)
    yield ""
    heads = ("agents", "service level", "wait at all", "asa", "occupancy", "abandoned", "target")
    rows = [heads, *(_cells(row) for row in found["figures"])]
    widths = [max(len(row[column]) for row in rows) for column in range(len(heads))]
    for row in rows:
        yield "  ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True))
    yield ""
    yield f"service level: answered within {within} / offered; asa: mean wait of the answered"
    yield "wait at all: find every agent busy / offered; occupancy: busy time / agents' time on duty"
    if "blocked_without_queue" in found:
        yield f"If nobody could wait, {found['blocked_without_queue']:.1%} would be blocked (Erlang B)."
    if "paid_agents" in found:
        paid = found["paid_agents"]
        yield f"With {100 * asked.shrinkage:g} % shrinkage that takes {paid:.2f} agents on the payroll."


def _need(asked: Asked, need: dict[str, Any], within: str) -> Iterator[str]:
    level = asked.target
    most = f" and occupancy up to {100 * asked.max_occupancy:g} %" if asked.max_occupancy < 1.0 else ""
    yield (
        f"For {100 * level.share:g} % within {within}{most}: {need['raw']:.2f} agents on duty, "
        f"rounded up {need['agents']}"
    )
    if asked.shrinkage:
        paid, whole = need["raw_with_shrinkage"], need["agents_with_shrinkage"]
        yield (
            f"With {100 * asked.shrinkage:g} % shrinkage: {paid:.2f} agents on the payroll, rounded up "
            f"{whole} (from {need['raw']:.2f}, not from {need['agents']})"
        )
    yield "A fraction is an agent who is there that share of the time. Round once, at the very end."


def _cells(row: dict[str, Any]) -> tuple[str, ...]:
    asa = f"{row['asa_s']:.1f} s" if row["stable"] else "no end"
    parts = (f"{row[name]:.1%}" for name in ("service_level", "p_wait"))
    rest = (f"{row[name]:.1%}" for name in ("occupancy", "abandoned_share"))
    return (f"{row['agents']:g}", *parts, asa, *rest, "met" if row["meets_target"] else "missed")
