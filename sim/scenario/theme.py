"""Theme: how a house wants its reports to look, read from a file of its own as strictly as a scenario."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Literal, NamedTuple

from pydantic import AfterValidator, Field, ValidationError

from sim.errors import ScenarioError
from sim.frozen import Frozen
from sim.quantities import QuantityError, show
from sim.scenario.faults import problems_of
from sim.scenario.reading import bytes_beside
from sim.scenario.source import scan
from sim.scenario.tree import Address, nearest, problem

PICTURES = {".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg"}
"""Kinds of pictures that pages and slides take."""
LARGEST = 500_000
"""Bytes of a logo at most: it stands in every page."""
CONTRAST = {"accent": 4.5, "better": 4.5, "worse": 4.5, "baseline": 3.0, "policies": 2.0}
"""Contrast on white that letters and lines need.

Source: WCAG 2.2, success criteria 1.4.3 and 1.4.11; policies less, as their shapes tell them apart too.
"""
BEGINS = {"image/png": b"\x89PNG\r\n\x1a\n", "image/jpeg": b"\xff\xd8\xff"}


def _colour(text: str) -> str:
    digits = text.removeprefix("#")
    if len(text) != 7 or len(digits) != 6 or not all(sign in "0123456789abcdefABCDEF" for sign in digits):
        raise QuantityError(
            "is not a colour", text, "six hexadecimal digits", 'Write, say, "#0072B2", in quotes.'
        )
    return text


def _font(text: str) -> str:
    if not text or not all(sign.isalnum() or sign in " -,'" for sign in text) or text.count("'") % 2:
        raise QuantityError(
            "is not a list of fonts", text, "names with commas", "Write, say, Calibri, Arial."
        )
    return text


Colour = Annotated[str, AfterValidator(_colour)]
Font = Annotated[str, AfterValidator(_font)]
Short = Annotated[str, Field(max_length=60)]


class Colours(Frozen):
    """Colours of pages, workbooks and slides; those for letters need contrast on white."""

    accent: Colour = "#005a9c"
    """Titles, links and what is chosen."""
    better: Colour = "#0060a0"
    """Sign of what is better."""
    worse: Colour = "#a34700"
    """Sign of what is worse."""
    baseline: Colour = "#6E6E6E"
    """The baseline in charts."""
    policies: Annotated[tuple[Colour, ...], Field(min_length=1, max_length=12)] = (
        *("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#56B4E9", "#E69F00"),
    )
    """Other policies in charts, in their order (Okabe and Ito 2008: colour-blind readers tell them apart)."""


class Numbers(Frozen):
    """How numbers are written."""

    decimal: Literal[".", ","] = "."
    """Decimal sign."""
    thousands: Literal[",", ".", " ", "'", ""] = ","
    """Sign between thousands."""


class Currency(Frozen):
    """How money is written."""

    symbol: Annotated[str, Field(min_length=1, max_length=8)] = ""
    """What stands for the scenario's currency, such as € or kr; the scenario's own word if left out."""
    place: Literal["before", "after"] = "after"
    """Side of the amount."""


class Theme(Frozen):
    """How reports look: all of it may be left out."""

    version: Literal[1] = 1
    """Version of this file's form."""
    title_prefix: Short = ""
    """Words before every title, such as the name of a house."""
    font: Font | None = None
    """Fonts, in order; the reader's own follow."""
    logo: str | None = None
    """A picture (PNG or JPEG) in the theme's folder; it is copied into every report."""
    colours: Colours = Colours()
    """Colours."""
    numbers: Numbers = Numbers()
    """Signs in numbers."""
    currency: Currency = Currency()
    """Money."""


class Read(NamedTuple):
    """A theme, its logo, and what kind of picture that is."""

    theme: Theme
    logo: bytes = b""
    kind: str = ""


def read_theme(path: Path) -> Read:
    """Read a theme file.

    Raises: ScenarioError with every problem and its place.
    """
    source = scan(path)
    if source.problems:
        raise ScenarioError(source.problems)
    tree = source.tree
    try:
        theme = Theme.model_validate(tree.value)
    except ValidationError as fault:
        raise ScenarioError(problems_of(fault, tree, Theme)) from fault
    wrong = [problem(nearest(tree.marks, at), at, text) for at, text in _faults(theme)]
    if wrong:
        raise ScenarioError(wrong)
    if theme.logo is None:
        return Read(theme)
    at = ("logo",)
    kind = PICTURES.get(Path(theme.logo).suffix.lower(), "")
    if not kind:
        text = f"is no picture (got {show(theme.logo)}; allowed PNG or JPEG). Save the logo as one."
        raise ScenarioError([problem(nearest(tree.marks, at), at, text)])
    content = bytes_beside(path, theme.logo, LARGEST, nearest(tree.marks, at), at)
    if not content.startswith(BEGINS[kind]):
        text = f"does not begin as a picture (got {show(theme.logo)}; allowed PNG or JPEG). Save it anew."
        raise ScenarioError([problem(nearest(tree.marks, at), at, text)])
    return Read(theme, content, kind)


def _faults(theme: Theme) -> Iterator[tuple[Address, str]]:
    """Yield problems between values: colours that cannot be read, number signs that are the same."""
    for key, least in CONTRAST.items():
        colours = getattr(theme.colours, key)
        for place, colour in enumerate([colours] if isinstance(colours, str) else colours):
            found = contrast(colour, "#ffffff")
            if found < least:
                got = f"got {colour}, contrast {found:.1f}; allowed {least:g} or more"
                at: Address = ("colours", key) if isinstance(colours, str) else ("colours", key, place)
                yield at, f"cannot be seen well on white ({got}). Choose a darker one."
    if theme.numbers.decimal == theme.numbers.thousands:
        got = f"got {show(theme.numbers.decimal)} for both; allowed two signs"
        yield ("numbers",), f"has one sign for two things ({got}). Write decimal and thousands."


def contrast(first: str, second: str) -> float:
    """Return the contrast of two colours such as #0072B2, from 1 to 21.

    Source: WCAG 2.2, definition of contrast ratio and relative luminance.
    """
    high, low = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    raw = [int(colour[place : place + 2], 16) / 255.0 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in raw)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
