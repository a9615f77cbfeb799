"""Write classes of customers as a scenario has them: segments, and whom the line puts first."""

from __future__ import annotations

from collections.abc import Sequence
from math import log
from typing import Any

from sim.fit.classes import Classes
from sim.fit.measured import Measured, percent_text, seconds_text, sourced
from sim.fit.patience import Patience

ALIKE = Measured(0.0, 0.0, 0.0, 0, "the class that met others most often")


def named(classes: Classes) -> dict[str, str]:
    """Return names for classes that can stand in dotted paths, each once."""
    found: dict[str, str] = {}
    for level in classes.shares:
        plain = "".join(sign if sign.isalnum() else "_" for sign in level)[:40]
        name = plain if plain[:1].isalpha() else f"class_{plain}"
        while name in found.values():
            name += "_"
        found[level] = name
    return found


def segments(classes: Classes, span: str) -> dict[str, Any]:
    """Return the segments of customers."""
    names, shares, left = named(classes), dict[str, Measured](), 1.0
    for level, one in classes.shares.items():
        last = len(shares) == len(names) - 1
        part = round(left if last else one.value, 3)
        left -= part
        shares[level] = one._replace(value=part)
    found = {}
    for level, name in names.items():
        section: dict[str, Any] = {"share": sourced(shares[level], percent_text, f"{span}, class {level}")}
        if level in classes.patience:
            factor = classes.patience[level]
            section["patience"] = sourced(factor, lambda one: round(one, 3), f"{span}, class {level}")
        found[name] = section
    return found


def patience(classes: Classes, kind: str, whole: Patience) -> Patience:
    """Return the patience of a type that a scenario multiplies by the factor of each class.

    A type too small for laws of its own has the patience of all, less the mean of the factors' logarithms.
    """
    if not classes.patience:
        return whole
    if kind in classes.laws:
        return classes.laws[kind]
    mean = sum(one.value * log(classes.patience[level].value) for level, one in classes.shares.items())
    best = whole.laws[0]
    theta = best.theta.copy()
    theta[0] -= mean
    return whole._replace(laws=(best._replace(theta=theta), *whole.laws[1:]))


def line(classes: Classes, span: str) -> dict[str, Any]:
    """Return the lever `line` of a policy: head starts, or priorities where one class always goes first."""
    names, told = named(classes), {level: one for level, one in classes.ahead.items() if one.is_told}
    if not told:
        return {}
    if any(one.always for one in told.values()):
        places = {level: -told[level].always if level in told else 0 for level in classes.shares}
        ordered = sorted({*places.values()})
        return {
            "priority": {"segments": {names[level]: ordered.index(one) + 1 for level, one in places.items()}}
        }
    starts = {level: told[level].head_start or ALIKE for level in told} | {classes.met: ALIKE}
    last = starts[min(starts, key=lambda level: starts[level].value)]
    ahead = {
        names[level]: sourced(_beyond(one, last), seconds_text, f"{span}, class {level}")
        for level, one in starts.items()
        if one.value > last.value
    }
    return {"ahead": {"segments": ahead}}


def _beyond(one: Measured, last: Measured) -> Measured:
    """Return a head start before the class that stands last."""
    how = one.how if one.n else last.how
    low, high = one.low - last.high, one.high - last.low
    return Measured(one.value - last.value, max(low, 0.0), high, max(one.n, last.n), how)


def in_words(classes: Classes) -> Sequence[tuple[str, str, str, str, str]]:
    """Return a row for each class: its name, contacts, patience, place in line, and on how many picks."""
    rows = []
    for level, one in classes.shares.items():
        factor = classes.patience.get(level)
        patient = classes.why if factor is None else _plain(factor, "×", 2)
        rows.append((level, _plain(one, "%", 1), patient, *_place(classes, level)))
    return rows


def _place(classes: Classes, level: str) -> tuple[str, str]:
    if level == classes.met:
        return "0 s: others are told against this class", ""
    one = classes.ahead[level]
    if one.head_start is None:
        return f"not fitted: {one.why}", ""
    start = one.head_start
    words = {1: "always before it", -1: "always behind it", 0: _plain(start, "s", 0)}[one.always]
    return words if one.is_told else f"{words}, within chance", f"{start.n:,}"


def _plain(one: Measured, unit: str, digits: int) -> str:
    factor = 100.0 if unit == "%" else 1.0
    value, low, high = (f"{factor * number:.{digits}f}" for number in one[:3])
    return f"{value} {unit}" if low == high else f"{value} [{low}, {high}] {unit}"
