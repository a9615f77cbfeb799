"""Speak numbers in the reader's language: separators and currency as a theme asks for them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from sim import outlets
from sim.estimate import Estimate
from sim.judging import SYMBOLS
from sim.wording import NONE, short_change, short_number, short_value, unit_words

NUMBER = re.compile(r"(?<![\w.])\d{1,3}(?:,\d{3})*(?:\.\d+)?(?![\w.]*\.\d)")
"""A number as `sim.wording` writes it, such as 12,588 or 0.25; not a version, not part of a name."""
HARD = "\u00a0"


class Voice(NamedTuple):
    """How numbers are written: decimal sign, sign between thousands, currency and where it stands."""

    decimal: str = "."
    thousands: str = ","
    symbol: str = ""
    currency: str = ""
    before: bool = False

    def number(self, text: str) -> str:
        """Return a number, written as `sim.wording` does, in this language."""
        if (self.decimal, self.thousands) == (".", ","):
            return text
        signs = {",": self.thousands, ".": self.decimal}
        return NUMBER.sub(lambda found: "".join(signs.get(sign, sign) for sign in found[0]), text)

    def money(self, text: str) -> str:
        """Return a text with the theme's currency instead of the scenario's, on the side it asks for."""
        if not self.currency or not self.symbol:
            return text
        known = re.escape(self.currency)
        amount = rf"([+−]?)({NUMBER.pattern}(?: ±{NUMBER.pattern})?)[ {HARD}]{known}(?!\w)"
        if self.before:
            blank = HARD if self.symbol[-1].isalpha() else ""
            return re.sub(amount, lambda found: f"{found[1]}{self.symbol}{blank}{found[2]}", text)
        return re.sub(amount, lambda found: f"{found[1]}{found[2]}{HARD}{self.symbol}", text)

    def sentence(self, text: str, names: Iterable[str] = ()) -> str:
        """Return a sentence in this language; the names in it stay as they are."""
        kept = sorted({name for name in names if name}, key=len, reverse=True)
        if not kept:
            return self.number(self.money(text))
        parts = re.split(f"({'|'.join(map(re.escape, kept))})", text)
        told = (part if place % 2 else self.number(self.money(part)) for place, part in enumerate(parts))
        return "".join(told)

    def value(self, found: Estimate, unit: str) -> str:
        """Write a value with its unit, such as "88.9 %" or "12,588 EUR"; "–" without one."""
        if found.value is None:
            return NONE
        words = short_value(found.value, unit, self.currency)
        return self.number(self.money(words)).replace(" ", HARD)

    def said(self, value: float, unit: str) -> str:
        """Write a plain number with its unit."""
        return self.value(Estimate(value, None, None, None, 0), unit)

    def spread(self, found: Estimate, unit: str) -> str:
        """Write the interval of a value, such as "88.0 to 89.7"; nothing where there is none."""
        if found.low is None or found.high is None:
            return ""
        return " to ".join(self.number(short_number(end, unit)) for end in (found.low, found.high))

    def change(self, found: Estimate, unit: str, like: float | None) -> str:
        """Write a difference with its half-width, such as "−2.2 ±0.9 pp"; "–" without one."""
        words = short_change(found, unit, self.currency, like=like)
        return self.number(self.money(words)).replace(" ", HARD)

    def unit(self, unit: str) -> str:
        """Return the words for a unit; empty for plain numbers."""
        return self.symbol or self.currency if unit == "money" else unit_words(unit, self.currency)


def sign(verdict: str) -> str:
    """Return the sign of a verdict; nothing where nothing is compared."""
    return SYMBOLS.get(verdict, "")


def name(text: str) -> str:
    """Return a text of a file on one line, with nothing in it that cannot be printed."""
    return outlets.line(text)
