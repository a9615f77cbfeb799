"""Write what was fitted as a scenario: YAML with its tables, every number with its source, n and range."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from math import exp
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.fit.classes import Classes
from sim.fit.figures import observed
from sim.fit.found import Found
from sim.fit.grid import clock
from sim.fit.measured import Measured, percent_text, seconds_text, sourced
from sim.fit.patience import Patience
from sim.fit.written_classes import line, patience, segments
from sim.hours import DAYS
from sim.scenario.source import dump

Floats = NDArray[np.float64]
REDIAL_ASSUMED = {"value": "0%", "source": "assumption: the export names no customers", "confidence": "low"}
PATIENCE_ASSUMED = Measured(300.0, 120.0, 600.0, 0, "too few hung up to tell")
TALK_ASSUMED = Measured(240.0, 120.0, 480.0, 0, "the export tells no handle times")
OCCUPANCY = 0.85
"""Occupancy by which agents are set where the export names none (assumption)."""
LATER = 0.005
CUSTOMERS = 1000, 2_000_000
"""Fewest and most customers that a fitted scenario has."""


class Written(NamedTuple):
    """A scenario as texts: the YAML, and its tables by the name of their file."""

    yaml: str
    tables: Mapping[str, str]
    names: Mapping[str, str]


class About(NamedTuple):
    """What the scenario says of itself: its name, the table it stands on, its tables' folder, the target.

    classes: whether it has the classes of customers that the table tells.
    """

    name: str
    source: str
    folder: str
    target: str
    classes: bool = False


def names_of(types: Sequence[str]) -> dict[str, str]:
    """Return names for contact types that can stand in dotted paths, each once."""
    found: dict[str, str] = {}
    for kind in types:
        base = re.sub(r"[^\w+ -]", "_", kind).strip()[:50].replace(" ", "_") or "unknown"
        name, number = base, 2
        while name in found.values() or name == "all":
            name, number = f"{base}_{number}", number + 1
        found[kind] = name
    return found


def written(found: Found, about: About) -> Written:
    """Return the scenario of what was fitted."""
    names = names_of(found.grid.types)
    span, volumes = about.source, found.volumes
    busiest = sorted(names, key=lambda kind: (-volumes[kind].per_week.value, kind))
    shown = {kind: names[kind] for kind in busiest if volumes[kind].per_week.value >= LATER}
    team = _teams(found, shown)
    tables = {
        f"{about.folder}/volume.csv": _table(found, {shown[k]: found.volumes[k].means for k in shown}, 2),
        f"{about.folder}/on_duty.csv": _table(found, {name: mean for name, (_, mean) in team.items()}, 1),
    }
    slots = next(iter(found.volumes.values())).means.shape[1]
    varied = {kind: found.times[kind].curve(slots) for kind in shown if _is_varied(found, kind)}
    if varied:
        tables[f"{about.folder}/work.csv"] = _table(found, {shown[k]: one for k, one in varied.items()}, 4)
    tree = {
        "version": 1,
        "name": about.name,
        "description": f"Fitted to {span}, {found.grid.first} to {found.grid.last}",
        "clock": _clock(found),
        "queues": {f"{name}_line": _queue(found, kind, span, about) for kind, name in shown.items()},
        "contacts": {name: _contact(found, kind, name, span, about) for kind, name in shown.items()},
        "groups": {
            name: {
                "skills": [f"{shown[kind]}_line" for kind in types if kind in shown],
                "wage": 30,
                "skill": "100%",
                **_speed(found, span),
            }
            for name, (types, _) in team.items()
        },
        "on_duty": {name: {"file": f"{about.folder}/on_duty.csv", "column": name} for name in team},
        "customers": {
            "count": _customers(found),
            "currency": "EUR",
            "repeat_window": "1d",
            **_segments(found, about),
        },
        **_behaviour(found, span),
        "observed": {
            "source": _dated(found, about),
            **observed(found.figures, volumes, shown, _unseen(found)),
        },
        "policies": _policies(found, span, _line(found, about)),
        "baseline": "as_observed",
        "run": {"seed": 1, "replications": 10},
    }
    return Written(_head(found, about) + dump(tree, in_lines=True), tables, shown)


def _head(found: Found, about: About) -> str:
    lines = [
        f"# Fitted by goodwill fit to {_dated(found, about)}.",
        "# Each number says where it comes from, on how many it stands (n), and its 95 % interval (range).",
        f"# Customers: {found.customers.how}.",
        "# Wages and skill are assumptions, as is what says so; add your policies below `policies:`.",
    ]
    return "\n".join(lines) + "\n"


def _dated(found: Found, about: About) -> str:
    return f"{about.source}, {found.grid.first} to {found.grid.last}"


def _unseen(found: Found) -> float:
    """Return the wrap-up that the scenario has though the table tells none [s]."""
    return found.gap.value if found.gap is not None and not found.wrap else 0.0


def _customers(found: Found) -> int:
    least, most = CUSTOMERS
    return min(max(round(found.customers.value), least), most)


def _clock(found: Found) -> dict[str, Any]:
    days = min(found.grid.dates.size, 28)
    return {
        "start": found.grid.first.isoformat(),
        "days": int(days),
        "warm_up": "1d",
        "drain": "1d",
        "open": found.grid.hours(),
        "interval": f"{found.grid.length // 60}m",
    }


def _queue(found: Found, kind: str, span: str, about: About) -> dict[str, Any]:
    section: dict[str, Any] = {"service_level": about.target}
    if kind in found.patience:
        source = (
            f"{span}, {'all types, as too few of this one hung up' if found.patience[kind].pooled else kind}"
        )
        section["patience"] = _patience(found, kind, about).section(source)
    else:
        mean = found.mean_patience.get(kind, PATIENCE_ASSUMED)
        source = span if mean.n else "assumption"
        section["patience"] = {"dist": "exponential", "mean": sourced(mean, seconds_text, source)}
    if found.returns is None:
        section["redial"] = {"chance": REDIAL_ASSUMED, "after": {"dist": "exponential", "mean": "10m"}}
    else:
        back = found.returns
        own = kind in back.of_type
        whose = kind if own else "assumption: as all types with known customers"
        section["redial"] = {
            "chance": sourced(
                back.of_type.get(kind, back.redial), percent_text, f"{span}, {whose}", "" if own else "low"
            ),
            "after": {
                "dist": "lognormal",
                "median": sourced(back.median, seconds_text, span),
                "sigma": {"value": round(back.sigma, 3), "source": f"{span}; {back.median.how}"},
            },
        }
    return section


def first_attempts(found: Found, kind: str) -> Measured:
    """Return the share of offered contacts that are no redials: 1 - chance of a redial × share abandoned."""
    figures = found.figures.get(kind)
    if found.returns is None or figures is None or figures.abandoned is None:
        return Measured(1.0, float("nan"), float("nan"), 0, "no customers named")
    lost, back = figures.abandoned.value, found.returns.of_type.get(kind, found.returns.redial)
    quick, whole, how = found.hang_ups, 1.0, "1 - redial × abandoned share"
    if quick is not None and quick.back and quick.of_type.get(kind):
        whole -= quick.back * quick.of_type[kind] / figures.offered
        how += ", less who call again as an agent hung up"
    low, high = whole - back.high * lost, whole - back.low * lost
    return Measured(whole - back.value * lost, max(low, 0.0), min(high, 1.0), figures.offered, how)


def _sure_of_firsts(found: Found, kind: str) -> str:
    """Return how sure a share of first attempts is, where that follows from an assumption."""
    return "low" if found.returns is None or kind not in found.returns.of_type else ""


def _contact(found: Found, kind: str, name: str, span: str, about: About) -> dict[str, Any]:
    volume = found.volumes[kind]
    section: dict[str, Any] = {
        "queue": f"{name}_line",
        "volume": {"file": f"{about.folder}/volume.csv", "column": name},
        "counts": "offered",
        "first_attempts": sourced(
            first_attempts(found, kind), percent_text, f"{span}, {kind}", _sure_of_firsts(found, kind)
        ),
    }
    varies = {"day_to_day": volume.day.value > 0, "interval_to_interval": volume.interval.low > 0}
    for key, one in (("day_to_day", volume.day), ("interval_to_interval", volume.interval)):
        if varies[key]:
            section[key] = sourced(one, percent_text, f"{span}, {kind}")
    section["work"] = _work(found, kind, span)
    if _is_varied(found, kind):
        section["work_by_interval"] = {"factor": {"file": f"{about.folder}/work.csv", "column": name}}
    section["acw"] = _wrap(found, kind, span)
    return section


def _is_varied(found: Found, kind: str) -> bool:
    """Return whether the handle time of a type varies over the week beyond chance."""
    return (
        kind in found.talk
        and not found.talk[kind].pooled
        and kind in found.times
        and found.times[kind].is_clear
    )


def _work(found: Found, kind: str, span: str) -> dict[str, Any]:
    if kind in found.talk:
        pooled = ", all types, as this one has too few" if found.talk[kind].pooled else f", {kind}"
        return found.talk[kind].section(span + pooled)
    mean = found.mean_talk.get(kind, TALK_ASSUMED)
    source = span if mean.n else "assumption"
    cv = {
        "value": 1.1,
        "range": [0.8, 1.4],
        "source": "assumption: totals tell no spread",
        "confidence": "low",
    }
    return {"dist": "lognormal", "mean": sourced(mean, seconds_text, source), "cv": cv}


def _wrap(found: Found, kind: str, span: str) -> Any:
    if kind in found.wrap:
        return found.wrap[kind].section(f"{span}, {kind}")
    if kind in found.mean_wrap:
        return {"dist": "constant", "value": sourced(found.mean_wrap[kind], seconds_text, span)}
    if found.gap is not None:
        return {"dist": "constant", "value": sourced(found.gap, seconds_text, span, "low")}
    unknown = Measured(0.0, float("nan"), float("nan"), 0, "not in the export")
    return {
        "dist": "constant",
        "value": {"value": "0s", "source": f"assumption; {unknown.how}", "confidence": "low"},
    }


def _speed(found: Found, span: str) -> dict[str, Any]:
    """Return how agents' speeds differ, where they do beyond chance, with their talk's mean as measured."""
    one = found.speed
    if one is None or not one.low > 0.0:
        return {}
    return {
        "speed": {"value": round(exp(one.value**2), 4), "source": f"{span}; keeps the mean talk as measured"},
        "speed_spread": sourced(one, lambda number: round(number, 3), span),
    }


def _patience(found: Found, kind: str, about: About) -> Patience:
    """Return the patience of a type: that of its class with most contacts, where classes are written."""
    of = _classes(found, about)
    return found.patience[kind] if of is None else patience(of, kind, found.patience[kind])


def _classes(found: Found, about: About) -> Classes | None:
    """Return the classes of customers where they are wanted, and differ."""
    return found.classes if about.classes and found.classes is not None and found.classes.differ else None


def _segments(found: Found, about: About) -> dict[str, Any]:
    of = _classes(found, about)
    return {} if of is None else {"segments": segments(of, about.source)}


def _line(found: Found, about: About) -> dict[str, Any]:
    of = _classes(found, about)
    places = {} if of is None else line(of, about.source)
    return {"line": places} if places else {}


def _policies(found: Found, span: str, places: Mapping[str, Any]) -> dict[str, Any]:
    """Return today's policy; with agents who hang up at once, also what it would be without them.

    places: the lever `line`, where classes of customers stand before others.
    """
    quick = found.hang_ups
    if quick is None:
        return {"as_observed": {"label": "As observed", "pace": "none", **places}}
    hangs_up = {
        "agents": sourced(quick.agents, percent_text, span),
        "calls": sourced(quick.calls, percent_text, span),
        "after": sourced(quick.after, seconds_text, span),
    }
    return {
        "as_observed": {"label": "As observed", "pace": {"kind": "none", "hangs_up": hangs_up}, **places},
        "nobody_hangs_up": {"label": "Nobody hangs up at once", "pace": "none", **places},
    }


def _behaviour(found: Found, span: str) -> dict[str, Any]:
    """Return who calls again after an agent hung up, where the log tells it."""
    quick = found.hang_ups
    if quick is None or quick.straight is None:
        return {}
    hung_up_on: dict[str, Any] = {"chance": sourced(quick.straight, percent_text, span)}
    if quick.straight_after is not None:
        mean = sourced(quick.straight_after, seconds_text, span)
        hung_up_on["after"] = {"dist": "exponential", "mean": mean}
    recontact: dict[str, Any] = {"hung_up_on": hung_up_on}
    if quick.later is not None:
        recontact = {"chance": sourced(quick.later, percent_text, span), **recontact}
    return {"behaviour": {"recontact": recontact}}


def _teams(found: Found, shown: Mapping[str, str]) -> dict[str, tuple[Sequence[str], Floats]]:
    """Return the groups with what they serve and how many are there, shape (7, slots)."""
    teams: dict[str, tuple[Sequence[str], Floats]] = {}
    for group in found.groups:
        if any(kind in shown for kind in group.types):
            teams[group.name] = group.types, present_means(found, group.present)
    if teams:
        return teams
    load = np.zeros_like(next(iter(found.volumes.values())).means)
    for kind in shown:
        mean = _mean_handle(found, kind)
        load += found.volumes[kind].means * mean / found.grid.length
    return {"all_types": (tuple(shown), np.where(load > 0, np.ceil(load / OCCUPANCY * 10) / 10, 0.0))}


def _mean_handle(found: Found, kind: str) -> float:
    talk = found.talk[kind].mean if kind in found.talk else found.mean_talk.get(kind, TALK_ASSUMED)
    wrap = found.wrap[kind].mean.value if kind in found.wrap else 0.0
    return talk.value + (wrap or (found.mean_wrap[kind].value if kind in found.mean_wrap else 0.0))


def present_means(found: Found, present: Floats) -> Floats:
    """Return the mean of agents on duty by weekday and slot over the cells that count, shape (7, slots)."""
    grid = found.grid
    means = np.zeros((7, present.shape[1]))
    for day in range(7):
        rows = grid.weekday == day
        counted = grid.counted[rows]
        n = counted.sum(axis=0)
        sums = (present[rows] * counted).sum(axis=0)
        means[day] = np.divide(sums, n, out=np.zeros_like(sums), where=n > 0)
    return means


def _table(found: Found, columns: Mapping[str, Floats], digits: int) -> str:
    """Return a CSV table by weekday and interval of the opening hours."""
    lines = [",".join(["weekday", "start", *columns])]
    for day, name in enumerate(DAYS):
        start, end = found.grid.span(day)
        for slot in range(start, end):
            cells = (f"{mean[day, slot]:.{digits}f}" for mean in columns.values())
            lines.append(",".join([name, clock(slot * found.grid.length), *cells]))
    return "\n".join(lines) + "\n"
