"""Read amounts in a measure's own unit: limits, tolerances, precisions, differences that matter."""

from __future__ import annotations

import math
import re
from typing import Any, NamedTuple

from sim.quantities import QuantityError, parse_duration, parse_share, plain
from sim.spelling import as_number, meant

FLOORS = {"share": 0.002, "s": 1.0, "money": 1.0, "per_day": 1.0, "count": 0.01, "score": 0.002}
"""Smallest tolerance that a percentage of the baseline may shrink to, by unit, unless `floor` says other."""

ROUNDING = 1e-9
"""Share of a digit that an amount may miss it by."""

_NUMBER = re.compile(r"[-+]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)")
_EXAMPLES = {
    "share": "a share such as 78% or 0.78",
    "s": "a time such as 90s or 3m",
    "money": "an amount such as 9500",
}
_SPANS = {"share": "2pp, 0.02 or 3% of the baseline", "s": "10s or 3% of the baseline"}


class Tolerance(NamedTuple):
    """A tolerance in the measure's unit, or a share of a reference value with an absolute floor."""

    amount: float
    relative: bool = False
    floor: float = 0.0

    def size(self, reference: float) -> float:
        """Return the tolerance around `reference`, in the measure's unit."""
        return max(self.amount * abs(reference), self.floor) if self.relative else self.amount


def text_of(raw: Any) -> str:
    """Return what stands in the file as text: YAML may have read a number."""
    if isinstance(raw, bool) or not isinstance(raw, str | int | float):
        raise QuantityError("is not an amount", raw, "text such as 2pp, 3% or 90s", "Write an amount.")
    return raw.strip() if isinstance(raw, str) else repr(raw)


def number(text: str, allowed: str) -> float:
    """Read a finite number with an optional sign.

    Raises: QuantityError, a ValueError written for people.
    """
    if not _NUMBER.fullmatch(text) or not math.isfinite(float(text)):
        guess = meant(text, lambda said: number(str(said), allowed), "Write digits in the measure's unit.")
        raise QuantityError("is not a number", text, allowed, guess)
    return float(text)


def parse_amount(raw: Any, unit: str, currency: str = "") -> float:
    """Read a value in the unit of a measure: "78%", "3m", "9500 EUR", "0.64".

    Raises: QuantityError, a ValueError written for people.
    """
    text = text_of(raw)
    allowed = _EXAMPLES.get(unit, "a number such as 0.64 or 12")
    if unit == "share":
        if text.endswith("%"):
            return parse_share(text)
        number(text, allowed)
        return parse_share(as_number(text))
    if unit == "s":
        return parse_duration(text)
    if unit == "money" and currency:
        text = text.removesuffix(currency).rstrip()
    return number(text, allowed)


def parse_tolerance(raw: Any, unit: str, currency: str = "", floor: Any = None) -> Tolerance:
    """Read a tolerance: in the measure's unit, in pp, or in % of the reference value.

    Raises: QuantityError, a ValueError written for people.
    """
    text = text_of(raw)
    allowed = _SPANS.get(unit, "a number, or 3% of the baseline")
    if text.endswith("%"):
        least = FLOORS[unit] if floor is None else parse_tolerance(floor, unit, currency).amount
        return Tolerance(_not_negative(number(text[:-1], allowed), raw, allowed) / 100.0, True, least)
    if floor is not None:
        wrong, remedy = "needs no floor beside an absolute tolerance", "Leave `floor` out."
        raise QuantityError(wrong, floor, "a floor beside a percentage", remedy)
    if text.endswith("pp"):
        if unit != "share":
            remedy = "Write it in the measure's unit, or in % of the baseline."
            raise QuantityError("is in percentage points, but the measure is no share", raw, allowed, remedy)
        return Tolerance(_not_negative(number(text[:-2].rstrip(), allowed), raw, allowed) / 100.0)
    if unit == "s":
        return Tolerance(parse_duration(text))
    return Tolerance(_not_negative(parse_amount(text, unit, currency), raw, allowed))


def written(amount: float, unit: str) -> str:
    """Write an amount above 0 as a file would have it, cut down to two digits: "0.42pp", "3.1s", "120"."""
    shown = amount * 100.0 if unit == "share" else amount
    step = 10.0 ** (math.floor(math.log10(shown)) - 1)
    text = plain(float(f"{math.floor(shown / step + ROUNDING) * step:.2g}"))
    return text.removesuffix(".0") + {"share": "pp", "s": "s"}.get(unit, "")


def _not_negative(amount: float, raw: Any, allowed: str) -> float:
    if amount < 0.0:
        raise QuantityError("is negative", raw, allowed, "Leave the minus sign out.")
    return amount
