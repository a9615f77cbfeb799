"""The look of all figures: safe colours, shapes and lines, and bytes that do not change."""

from __future__ import annotations

import io
import re
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

import matplotlib
from matplotlib.figure import Figure

from sim import outlets
from sim.plots import vector

OKABE_ITO = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#56B4E9", "#E69F00", "#000000")
"""Colours that colour-blind readers can tell apart. Source: Okabe and Ito 2008, jfly.uni-koeln.de/color."""

GREY = "#6E6E6E"
"""The baseline, always."""

POINTS = 72.0
"""Points of a letter's size in an inch."""

LABEL = 60
"""Letters of a label that stand in a figure; of a longer one the rest is told in the caption."""

MARKERS = ("o", "s", "D", "^", "v", "P", "X")
LINES = ("-", (0, (6, 1.5)), (0, (2, 1.2)), (0, (6, 1.5, 1.5, 1.5)), (0, (1, 1)), (0, (5, 1, 1, 1, 1, 1)))

SETTINGS: dict[Any, Any] = {
    "font.family": ["DejaVu Sans"],
    "font.size": 10.0,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.titlelocation": "left",
    "svg.hashsalt": "goodwill",
    "svg.fonttype": "path",
    "text.hinting": "none",
    "text.usetex": False,
    "text.parse_math": False,
    "path.simplify": False,
}
"""Everything that reaches the bytes of a figure; the reader's own matplotlibrc must not."""


FONT = "DejaVu Sans"
"""The font that comes with matplotlib, so that a figure has the same bytes on every machine."""


@dataclass(frozen=True)
class Theme:
    """How a house wants its figures: colours as #RRGGBB, font, currency and number format.

    colours: one for each policy, in order; baseline: the baseline's, grey. better, worse: verdicts, which
    always have a sign too. text, muted, rule, background: words, words beside them, lines, sheet. font: one
    that this machine has; letters that it lacks come from matplotlib's own. currency: sign instead of the
    scenario's code, before the number where `currency_first`. decimal, thousands: signs in numbers.
    title_prefix: stands before every title.
    """

    colours: tuple[str, ...] = OKABE_ITO
    baseline: str = GREY
    better: str = OKABE_ITO[0]
    worse: str = OKABE_ITO[1]
    text: str = "#1A1A1A"
    muted: str = "#505050"
    rule: str = "#D5D5D5"
    background: str = "#FFFFFF"
    font: str = FONT
    currency: str = ""
    currency_first: bool = False
    decimal: str = "."
    thousands: str = ","
    title_prefix: str = ""

    def number(self, written: str) -> str:
        """Return a number that is written as 1,234.5 with the signs of this theme; words stay as they are."""
        signs = {",": self.thousands, ".": self.decimal}
        parts = re.split(r"(?<=\d)([.,])(?=\d)", written)
        return "".join(signs.get(part, part) for part in parts)

    def money(self, written: str, currency: str) -> str:
        """Return an amount with its currency, as in 1,234 EUR or €1,234."""
        number = self.number(written)
        if not currency:
            return number
        if not self.currency_first:
            return f"{number} {currency}"
        sign = number[0] if number[:1] in ("+", "−") else ""
        blank = " " if currency[-1:].isalpha() else ""
        return f"{sign}{currency}{blank}{number[len(sign) :]}"

    def verdict(self, verdict: str) -> str:
        """Return the colour of a verdict: better, worse, clear without a better side, or muted."""
        clear = {"better": self.better, "worse": self.worse, "higher": self.text, "lower": self.text}
        return clear.get(verdict, self.muted)


PLAIN = Theme()


class Look(NamedTuple):
    """How one policy is drawn: colour, marker and line, each enough to tell it apart."""

    colour: str
    marker: str
    line: str | tuple[int, tuple[float, ...]]


def looks(policies: Sequence[str], baseline: str | None, theme: Theme = PLAIN) -> dict[str, Look]:
    """Return the look of every policy; the baseline is grey and solid, the others follow in order."""
    others = [policy for policy in policies if policy != baseline]
    found = {
        policy: Look(
            theme.colours[index % len(theme.colours)],
            MARKERS[(index + 1) % len(MARKERS)],
            LINES[(index + 1) % len(LINES)],
        )
        for index, policy in enumerate(others)
    }
    if baseline is not None:
        found[baseline] = Look(theme.baseline, MARKERS[0], LINES[0])
    return found


@contextmanager
def styled(theme: Theme = PLAIN) -> Iterator[None]:
    """Draw and save inside this context: defaults of matplotlib, then our settings, then the theme's."""
    with matplotlib.rc_context():
        matplotlib.rcdefaults()
        matplotlib.rcParams.update(SETTINGS)
        matplotlib.rcParams["font.family"] = list(dict.fromkeys((theme.font, FONT)))
        matplotlib.rcParams.update(dict.fromkeys(("text.color", "axes.labelcolor"), theme.text))
        yield


def keyed(labels: Mapping[str, str], longest: int = LABEL) -> tuple[dict[str, str], str]:
    """Return labels of at most `longest` letters, and a key for the caption that tells the cut ones whole."""
    short: dict[str, str] = {}
    told: list[str] = []
    for name, label in labels.items():
        short[name] = label = outlets.line(label)
        if len(label) > longest:
            number = f"[{len(told) + 1}]"
            short[name] = f"{label[: longest - 8].rstrip()} … {number}"
            told.append(f" {number} {label}.")
    return short, "".join(told)


@cache
def _family(font: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys((font, FONT)))


def width(text: str, size: float, weight: str = "normal", font: str = FONT) -> float:
    """Return how wide a text stands in a figure, as matplotlib says [inch]; size: of its letters [points]."""
    return _wide(vector.steps(text, _family(font), weight), text, size, weight, font)


def _wide(steps: float, text: str, size: float, weight: str, font: str) -> float:
    """Return the width of a text [inch] whose last letter stands at `steps`."""
    last = vector.measured(text[-1:], _family(font), weight).width
    return (steps + last) / vector.WHOLE * size / POINTS


def fill(
    text: str, inches: float, size: float, weight: str = "normal", indent: str = "", font: str = FONT
) -> str:
    """Break a text into lines of at most `inches`, at blanks, or within a word that has no room.

    indent: what every line but the first begins with.
    """
    lines: list[str] = []
    line, there, fresh = "", 0.0, True
    for word in text.split(" "):
        longer = f"{line}{'' if fresh else ' '}{word}"
        further = there + vector.steps(longer[max(0, len(line) - 1) :], _family(font), weight)
        if _wide(further, longer, size, weight, font) <= inches:
            line, there, fresh = longer, further, False
            continue
        if not fresh:
            lines.append(line)
            line = indent
        for letter in word:
            if width(line + letter, size, weight, font) > inches and line.strip():
                lines.append(line)
                line = indent
            line += letter
        there, fresh = vector.steps(line, _family(font), weight), False
    return "\n".join([*lines, line])


def replicated(replications: int, notice: str) -> str:
    """Return how many replications a figure stands on, and in brackets what sets the run apart."""
    told = textwrap.shorten(notice.lstrip("; "), 160, placeholder=" …")
    count = f"n = {replications} replication{'' if replications == 1 else 's'}"
    return count + (f" ({told})" if told else "")


STAMPS: dict[str, dict[str, str | None]] = {
    "png": {"Software": None},
    "svg": {"Date": None},
    "pdf": {"CreationDate": None, "Producer": None, "Creator": None},
}
"""What matplotlib would write into a file of each form, left out so that its bytes do not change."""


def saved(figure: Figure, form: str, theme: Theme = PLAIN, *, words: bool = False) -> bytes:
    """Return the figure as svg, png or pdf, without dates. words: whether letters stay text in an SVG."""
    buffer = io.BytesIO()
    with styled(theme):
        if words:
            matplotlib.rcParams["svg.fonttype"] = "none"
        if form == "svg":
            return vector.drawn(figure, STAMPS[form])
        figure.savefig(buffer, format=form, dpi=150, metadata=STAMPS[form])
    return buffer.getvalue()
