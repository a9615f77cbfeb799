"""Draw a figure as SVG: matplotlib's own writer, with the sizes of texts kept from figure to figure."""

from __future__ import annotations

import io
from collections.abc import Mapping
from functools import cache
from typing import Any, NamedTuple

from matplotlib.backends.backend_svg import RendererSVG
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import text_to_path

DOTS = 72
"""Dots in an inch of an SVG, as matplotlib counts them."""
WHOLE = 100.0
"""Size of the letters that are measured [points]: that at which matplotlib loads them."""


class Extent(NamedTuple):
    """How much room a text takes: width, height, and what of that is below its line [points]."""

    width: float
    height: float
    descent: float


@cache
def measured(text: str, family: tuple[str, ...], weight: Any) -> Extent:
    """Return how much room a text takes in letters of one hundred points, as matplotlib measures it."""
    letters = FontProperties(family=list(family), size=WHOLE, weight=weight)
    return Extent(*text_to_path.get_text_width_height_descent(text, letters, ismath=False))


@cache
def _step(pair: str, family: tuple[str, ...], weight: Any) -> float:
    """Return how far the second letter of a pair stands behind the first."""
    return measured(pair, family, weight).width - measured(pair[1], family, weight).width


def steps(text: str, family: tuple[str, ...], weight: Any) -> float:
    """Return how far the last letter of a text stands behind the first, in letters of one hundred points."""
    return sum(_step(text[place : place + 2], family, weight) for place in range(len(text) - 1))


@cache
def extent(text: str, family: tuple[str, ...], weight: Any) -> Extent:
    """Return the same as `measured`, put together of letters and pairs of letters, each measured once."""
    letters = [measured(letter, family, weight) for letter in dict.fromkeys(text)]
    if not letters:
        return measured(text, family, weight)
    descent = max(one.descent for one in letters)
    above = max(one.height - one.descent for one in letters)
    wide = steps(text, family, weight) + measured(text[-1], family, weight).width
    return Extent(wide, above + descent, descent)


class _Writer(RendererSVG):
    """Writes a figure as SVG."""

    def get_text_width_height_descent(
        self, s: str, prop: FontProperties, ismath: Any
    ) -> tuple[float, float, float]:
        """Return how much room a text takes [points], measured once for all figures and sizes."""
        if ismath:
            raise NotImplementedError("figures show no formulas")
        scale = prop.get_size_in_points() / WHOLE
        wide, high, descent = extent(s, tuple(prop.get_family()), prop.get_weight())
        return wide * scale, high * scale, descent * scale


_writer: Any = _Writer
"""The same, without types: matplotlib tells none of it."""


def drawn(figure: Figure, metadata: Mapping[str, Any]) -> bytes:
    """Return a figure as SVG."""
    buffer, before = io.StringIO(), figure.dpi
    figure.dpi = DOTS
    try:
        wide, high = (float(side) * DOTS for side in figure.get_size_inches())
        writer = _writer(wide, high, buffer, metadata=dict(metadata))
        figure.draw(writer)
        writer.finalize()
    finally:
        figure.dpi = before
    return buffer.getvalue().encode("utf-8")
