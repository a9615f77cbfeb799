"""Read the little language of expectations: `>= 78%`, `70%..88%`, `better`, `not higher by > 3%`.

Every form becomes one `Band`: the value (of a measure, or of a difference between policies) has to
lie between a lower and an upper edge, either of which may be missing.
"""

from __future__ import annotations

import re
from functools import partial
from typing import Any, NamedTuple

from sim.amount import Tolerance, parse_amount, parse_tolerance, text_of
from sim.quantities import QuantityError
from sim.spelling import limits, meant

LIMITS = "< x, <= x, > x, >= x or a..b"
CLAIMS = (
    "better, worse, same, same within x, lower by >= x, higher by >= x, not lower by > x or not higher by > x"
)
SHARE_OF_TOLERANCE = 0.5
"""Half-width wanted, as a share of the tolerance that a claim names."""
SHARE_OF_RANGE = 0.25
"""Half-width wanted, as a share of the width of a range."""
PRECISION = {"share": 0.01, "score": 0.01}
"""Half-width wanted of a measure held against a limit, by unit; other units: a share of the limit."""
SHARE_OF_LIMIT = 0.05
SHARE_OF_BASELINE = 0.025
"""Half-width wanted for `better` and `worse` in units without an entry in `PRECISION`."""

_LIMIT = re.compile(r"(<=|>=|<|>)\s*(\S.*)")
_SAME = re.compile(r"same\s+within\s+(\S.*)")
_BY = re.compile(r"(lower|higher)\s+by\s*>=\s*(\S.*)")
_NOT_BY = re.compile(r"not\s+(lower|higher)\s+by\s*>\s*(\S.*)")


class Edge(NamedTuple):
    """One edge: `sign` times a tolerance away from 0, or a plain value of the measure."""

    sign: int
    tolerance: Tolerance


class Band(NamedTuple):
    """Where a value has to lie, and how narrow its interval should be before it is judged.

    strict: an exact tie with an edge lies outside. equivalence: both edges are tested one-sidedly
    (TOST). precision: wanted half-width, relative to the reference value where it says so. matters:
    a difference whose interval lies within it is the same for practical purposes, so not inside.
    """

    low: Edge | None
    high: Edge | None
    strict: bool
    equivalence: bool
    precision: Tolerance | None
    matters: Tolerance | None = None

    @property
    def edges(self) -> tuple[Edge, ...]:
        """Return the edges there are, the lower one first."""
        return tuple(edge for edge in (self.low, self.high) if edge is not None)


def _value(amount: float) -> Edge:
    return Edge(1, Tolerance(amount))


def parse_limit(raw: Any, unit: str, currency: str = "") -> Band:
    """Read a limit on a measure: an upper or a lower one, or a range.

    Raises: QuantityError, a ValueError written for people.
    """
    text = text_of(raw) if isinstance(raw, str) else ""
    low, dots, high = text.partition("..")
    if dots:
        edges = parse_amount(low.strip(), unit, currency), parse_amount(high.strip(), unit, currency)
        if edges[0] >= edges[1]:
            raise QuantityError("is an empty range", raw, "a lower and a higher value", "Swap the two.")
        wanted = (edges[1] - edges[0]) * SHARE_OF_RANGE
        narrow = Tolerance(min(wanted, PRECISION.get(unit, wanted)))
        return Band(_value(edges[0]), _value(edges[1]), False, False, narrow)
    found = _LIMIT.fullmatch(text)
    if not found:
        guess = meant(raw, partial(parse_limit, unit=unit, currency=currency), "", limits)
        raise QuantityError("is no limit", raw, LIMITS, lambda: _in_quotes(guess()))
    amount = parse_amount(found[2], unit, currency)
    wanted = PRECISION.get(unit, SHARE_OF_LIMIT * abs(amount))
    edge, above, strict = _value(amount), found[1][0] == ">", len(found[1]) == 1
    precision = Tolerance(wanted) if wanted else None
    return Band(edge if above else None, None if above else edge, strict, False, precision)


def _in_quotes(remedy: str) -> str:
    """Put the limits that a remedy offers into quotes, as YAML has a meaning of its own for > and <."""
    found = remedy.removeprefix("Write ").removesuffix(".").split(" or ")
    quoted = " or ".join(f'"{limit}"' for limit in found)
    return f"Write {quoted}, in quotes." if remedy else 'Write a limit such as ">= 78%", in quotes.'


def parse_claim(
    raw: Any,
    unit: str,
    better: str,
    currency: str = "",
    floor: Any = None,
    matters: Tolerance | None = None,
) -> Band:
    """Read a claim about a policy's difference from the baseline; `better` is the measure's good side.

    matters: the measure's smallest difference of interest; no smaller one is better or worse.

    Raises: QuantityError, a ValueError written for people.
    """
    text = text_of(raw) if isinstance(raw, str) else ""
    if text == "same" and matters is not None:
        return within(matters)._replace(equivalence=False)
    if text in ("better", "worse"):
        if better not in ("higher", "lower"):
            allowed = "lower by >= x, higher by >= x or same within x"
            raise QuantityError("asks for a side that this measure does not have", raw, allowed, "Name it.")
        if floor is not None:
            raise QuantityError("has a floor, but no percentage", floor, "no floor", "Leave it out.")
        return _beyond_zero(unit, (text == "better") == (better == "higher"))._replace(matters=matters)
    for pattern, form in ((_SAME, _same), (_BY, _by), (_NOT_BY, _not_by)):
        if found := pattern.fullmatch(text):
            tolerance = parse_tolerance(found[found.re.groups], unit, currency, floor)
            return form(tolerance, found[1], unit, raw)
    raise QuantityError("is no claim", raw, CLAIMS, "Write one of these, with an amount for x.")


def within(tolerance: Tolerance) -> Band:
    """Return the band of a value that should have stayed the same within `tolerance`."""
    return Band(Edge(-1, tolerance), Edge(1, tolerance), False, True, _part_of(tolerance))


def _part_of(tolerance: Tolerance) -> Tolerance:
    share = SHARE_OF_TOLERANCE
    return Tolerance(tolerance.amount * share, tolerance.relative, tolerance.floor * share)


def _around_zero(unit: str) -> Tolerance:
    """Return the precision wanted of a difference that nothing but zero is held against."""
    if unit in PRECISION:
        return Tolerance(PRECISION[unit] * SHARE_OF_TOLERANCE)
    return Tolerance(SHARE_OF_BASELINE, True)


def _beyond_zero(unit: str, above: bool) -> Band:
    zero = Edge(1, Tolerance(0.0))
    return Band(zero if above else None, None if above else zero, True, False, _around_zero(unit))


def _same(tolerance: Tolerance, _: str, unit: str, raw: Any) -> Band:  # noqa: ARG001 - one shape for all forms
    if not tolerance.amount:
        raise QuantityError("allows no difference at all", raw, "a tolerance above 0", "Write one.")
    return within(tolerance)


def _by(tolerance: Tolerance, side: str, unit: str, raw: Any) -> Band:
    if not tolerance.amount:
        raise QuantityError("asks for no difference", raw, "an amount above 0", f"Write {side} by >= x.")
    edge = Edge(1 if side == "higher" else -1, tolerance)
    above = side == "higher"
    precision = _part_of(tolerance) if tolerance.amount else _around_zero(unit)
    return Band(edge if above else None, None if above else edge, False, False, precision)


def _not_by(tolerance: Tolerance, side: str, unit: str, raw: Any) -> Band:  # noqa: ARG001
    edge = Edge(1 if side == "higher" else -1, tolerance)
    above = side == "lower"
    precision = _part_of(tolerance) if tolerance.amount else _around_zero(unit)
    return Band(edge if above else None, None if above else edge, False, False, precision)
